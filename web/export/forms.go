package export

import (
	"net/url"

	"golang.org/x/net/html"
)

// forms makes questions into lists of links, one for each answer, and takes all
// other forms out.
func (p *leaf) forms() error {
	for _, form := range all(p.doc, tagged("form")) {
		if !p.isQuestion(form) {
			drop(form)
			continue
		}
		if err := p.question(form); err != nil {
			return err
		}
	}
	return nil
}

// isQuestion tells the form of one question, whose answers lead to addresses that
// the copy holds.
func (p *leaf) isQuestion(form *html.Node) bool {
	name := ""
	for _, n := range radios(form) {
		if name != "" && attr(n, "name") != name {
			return false
		}
		name = attr(n, "name")
	}
	return name != "" && attr(form, "method") == "post" && takesAnswer(attr(form, "action"))
}

func radios(form *html.Node) []*html.Node {
	return all(form, func(n *html.Node) bool { return is(n, "input") && attr(n, "type") == "radio" })
}

// question makes a form into links. The heading stays what it was, the legend
// around it goes: a list needs none.
func (p *leaf) question(form *html.Node) error {
	list := element("ul", "class", "ways")
	for _, radio := range radios(form) {
		pick, err := p.pick(form, radio)
		if err != nil {
			return err
		}
		list.AppendChild(pick)
	}
	nav := element("nav")
	nav.AppendChild(list)
	inside := first(form, classed("opts"))
	fieldset := first(form, tagged("fieldset"))
	legend := first(form, tagged("legend"))
	if inside == nil { // the question of the start page: the form is the box
		for _, row := range all(fieldset, func(n *html.Node) bool { return is(n, "div") && n.Parent == fieldset }) {
			remove(row)
		}
		fieldset.AppendChild(nav)
		legend.Data, legend.DataAtom = "p", 0
	} else {
		for inside.FirstChild != nil {
			inside.RemoveChild(inside.FirstChild)
		}
		inside.AppendChild(nav)
		unwrap(legend)
	}
	label(form, nav)
	unwrap(fieldset)
	for _, button := range all(form, tagged("button")) {
		drop(button)
	}
	form.Data, form.DataAtom = "div", 0
	dropAttr(form, "method", "action")
	return nil
}

// label names the list by its question.
func label(form, list *html.Node) {
	asked := first(form, tagged("h1"))
	if asked == nil {
		asked = first(form, classed("cap"))
	}
	if asked != nil {
		setAttr(asked, "id", "question")
		setAttr(list, "aria-labelledby", "question")
	}
}

// pick is one answer as a link to where it leads. It looks as it did: a ring in its
// cell, the whole row to press.
func (p *leaf) pick(form, radio *html.Node) (*html.Node, error) {
	to, err := p.sendTo(attr(form, "action"), url.Values{attr(radio, "name"): {attr(radio, "value")}})
	if err != nil {
		return nil, err
	}
	row := above(radio, tagged("label"))
	a := element("a", "class", attr(row, "class"), "href", to)
	ring := element("i", "class", "ring")
	radio.Parent.InsertBefore(ring, radio)
	remove(radio)
	take(row, a)
	item := element("li")
	item.AppendChild(a)
	return item, nil
}
