package webtest

import (
	"net/url"

	"golang.org/x/net/html"
)

// A Form is a form as its reader finds it.
type Form struct {
	Method string // "get" or "post"
	Action string
	Fields []Field
	Node   *html.Node
}

// A Field is one input or button of a form.
type Field struct {
	Name, Type, Value string
	ID                string
	Checked           bool
	Action            string // of a button that posts elsewhere
}

// Forms lists the forms of a page.
func Forms(doc *html.Node) []Form {
	var out []Form
	for _, n := range Find(doc, "form") {
		f := Form{Method: Attr(n, "method"), Action: Attr(n, "action"), Node: n}
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && (d.Data == "input" || d.Data == "button") {
				_, checked := attr(d, "checked")
				f.Fields = append(f.Fields, Field{Attr(d, "name"), Attr(d, "type"), Attr(d, "value"), Attr(d, "id"), checked, Attr(d, "formaction")})
			}
		}
		out = append(out, f)
	}
	return out
}

// Values is what a browser sends if the reader touches nothing and presses the
// last button that has no name.
func (f Form) Values() url.Values {
	values := url.Values{}
	for _, field := range f.Fields {
		switch {
		case field.Name == "" || field.Type == "submit":
		case field.Type != "radio" && field.Type != "checkbox" || field.Checked:
			values.Add(field.Name, field.Value)
		}
	}
	return values
}

// Radios lists the names of the form's radio buttons, in order.
func (f Form) Radios() []string {
	var out []string
	for _, field := range f.Fields {
		if field.Type == "radio" && (len(out) == 0 || out[len(out)-1] != field.Name) {
			out = append(out, field.Name)
		}
	}
	return out
}

// Choices lists the values of the radio buttons of one name.
func (f Form) Choices(name string) []string {
	var out []string
	for _, field := range f.Fields {
		if field.Type == "radio" && field.Name == name {
			out = append(out, field.Value)
		}
	}
	return out
}

// With is Values with one value set.
func (f Form) With(name, value string) url.Values {
	values := f.Values()
	values.Set(name, value)
	return values
}
