package export

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"localvote/web/lang"
)

// A leaf is one page while it is made into a file.
type leaf struct {
	*copier
	address string
	file    string
	words   Words
	doc     *html.Node
}

// page makes a page of the site into one of the copy.
func (c *copier) page(address string, body []byte) ([]byte, error) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	l, _ := lang.Parse(attr(first(doc, tagged("html")), "lang"))
	p := &leaf{copier: c, address: address, file: fileOf(address), words: c.Words[l], doc: doc}
	if p.words.Made == "" {
		return nil, fmt.Errorf("nobody says in %q when the copy was made", l)
	}
	p.head()
	p.dated()
	if err := p.forms(); err != nil {
		return nil, err
	}
	p.leaveOut()
	if err := p.links(); err != nil {
		return nil, err
	}
	p.sprite()
	return draw(doc)
}

// draw writes a tree in the way of the site: no slash in void elements, no value of
// attributes that need none. Both are sought as they are because ">" and quotation
// marks are escaped everywhere else.
func draw(doc *html.Node) ([]byte, error) {
	var out bytes.Buffer
	if err := html.Render(&out, doc); err != nil {
		return nil, err
	}
	written := bytes.ReplaceAll(out.Bytes(), []byte("/>"), []byte(">"))
	return bytes.ReplaceAll(written, []byte(`=""`), nil), nil
}

// alone tells that there is no living site.
func (c *copier) alone() bool { return c.Base == NoSite }

// head keeps what a file needs: no feeds, no search from the bar of the browser, no
// script, nothing for machines that the living site tells them better.
func (p *leaf) head() {
	for _, n := range all(p.doc, tagged("script")) {
		remove(n)
	}
	for _, n := range all(first(p.doc, tagged("head")), tagged("link", "meta")) {
		rel, names := attr(n, "rel"), attr(n, "href")+attr(n, "content")
		translated := rel == "alternate" && attr(n, "hreflang") != ""
		switch {
		case rel == "search" || rel == "alternate" && !translated:
			remove(n)
		case p.alone() && strings.Contains(names, NoSite):
			remove(n)
		}
	}
}

// dated says above each page, and below it on paper, when the copy was made.
func (p *leaf) dated() {
	if look := first(p.doc, classed("look")); look != nil && is(look, "p") {
		remove(look) // the settings are kept in a cookie, and files have none
	}
	if strip := first(p.doc, classed("strip")); strip != nil {
		strip.FirstChild.AppendChild(p.made(p.words))
	} else if names := first(p.doc, classed("names")); names != nil {
		for _, l := range p.Langs { // the page of all languages
			line := p.made(p.Words[l])
			setAttr(line, "lang", string(l))
			names.Parent.AppendChild(line)
		}
	}
	if paper := first(p.doc, isColophon); paper != nil {
		paper.AppendChild(text(" · " + p.words.Made))
	}
}

// made is the line that says when the copy was made, with the way to the same page of
// the living site.
func (p *leaf) made(words Words) *html.Node {
	line := element("p", "class", "copied")
	said := element("span")
	said.AppendChild(text(words.Made))
	line.AppendChild(said)
	if !p.alone() {
		line.AppendChild(text(" "))
		a := element("a", "href", p.Base+p.address, "rel", "external noreferrer")
		a.AppendChild(text(words.Live))
		line.AppendChild(a)
	}
	return line
}

// leaveOut takes out what has no use in a copy. The forms of a citation are on the
// pages of the book, not on every result: they would be an eighth of the copy.
func (p *leaf) leaveOut() {
	for _, n := range all(p.doc, classed("cites")) {
		if is(n, "details") && (p.alone() || isResult(p.address)) {
			drop(n)
		}
	}
	if !p.alone() {
		return
	}
	for _, n := range all(p.doc, p.needsSite) {
		if attached(n) {
			p.dropAddress(n)
		}
	}
}

// needsSite tells what shows an address of a site that there is not.
func (p *leaf) needsSite(n *html.Node) bool {
	switch {
	case n.Type == html.TextNode:
		return strings.Contains(n.Data, p.host)
	case hasClass(n, "qr"):
		return true
	case is(n, "section"):
		return attr(n, "aria-labelledby") == "share" || hasClass(n, "short")
	}
	return false
}

// isColophon finds the line that ends a page on paper; the list of links on paper has
// the same class.
func isColophon(n *html.Node) bool { return is(n, "p") && hasClass(n, "printed") }

// dropAddress takes an address out with the block that is about it.
func (p *leaf) dropAddress(n *html.Node) {
	if n.Type == html.ElementNode {
		drop(n)
		return
	}
	if above(n, isColophon) != nil {
		if words := n.Parent.PrevSibling; words != nil && words.Type == html.TextNode {
			remove(words) // that say what address it is
		}
		remove(n.Parent)
		return
	}
	block := above(n, tagged("p", "li", "pre", "td", "dd", "figure"))
	if is(block, "dd") || is(block, "pre") && is(block.Parent, "dd") {
		block = above(n, tagged("div", "dl"))
	}
	if block != nil {
		drop(block)
	}
}

// links leads every link from file to file, to the living site, or nowhere.
func (p *leaf) links() error {
	for _, n := range all(p.doc, func(n *html.Node) bool { return attr(n, "href") != "" || attr(n, "src") != "" }) {
		key := "href"
		if is(n, "img", "source", "iframe") {
			key = "src"
		}
		if attached(n) {
			if err := p.link(n, key); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *leaf) link(n *html.Node, key string) error {
	to := attr(n, key)
	if is(n, "link") && (attr(n, "rel") == "canonical" || attr(n, "rel") == "alternate") {
		return nil
	}
	own := strings.TrimPrefix(to, p.Base)
	if to != own && is(n, "a") && strings.Contains(attr(n, "rel"), "external") && !p.alone() {
		p.sayLine(n)
		return nil // to the living site, on purpose
	}
	if !strings.HasPrefix(own, "/") || strings.HasPrefix(own, "//") {
		return nil // another site, a place on this page, a number to call
	}
	address, fragment, _ := strings.Cut(own, "#")
	address, err := p.settled(withoutPlace(address))
	if err != nil {
		return err
	}
	if !p.holds(address) {
		p.away(n, key, address, fragment)
		return nil
	}
	p.add(address)
	way := relative(p.file, fileOf(address))
	if p.address == LostPage {
		way = p.root + "/" + fileOf(address)
	}
	if fragment != "" {
		way += "#" + fragment
	}
	setAttr(n, key, way)
	return nil
}

// settled is where an address leads in the end. Only named answers and codes may
// lead on: when nothing is left to ask, to the result.
func (p *leaf) settled(address string) (string, error) {
	if !p.holds(address) || !leadsOn(address) {
		return address, nil
	}
	return p.lead(address)
}

// away leads a link to the living site. If there is none, words stay as words, and
// what is nothing but a way there goes.
func (p *leaf) away(n *html.Node, key, address, fragment string) {
	if !p.alone() && is(n, "a") {
		if fragment != "" {
			address += "#" + fragment
		}
		setAttr(n, key, p.Base+address)
		p.sayLine(n)
		if rel := strings.Fields(attr(n, "rel")); !slices.Contains(rel, "external") {
			setAttr(n, "rel", strings.Join(append(rel, "external", "noreferrer"), " "))
		}
		return
	}
	if !is(n, "a") || isControl(n) {
		drop(n)
		return
	}
	n.Data, n.DataAtom = "span", 0
	dropAttr(n, "href", "rel", "hreflang", "download", "data-n", "aria-current", "aria-label")
}

// isControl tells a link that is a way to somewhere from one that is part of a
// sentence.
func isControl(n *html.Node) bool {
	if hasClass(n, "go") || hasClass(n, "btn") || hasClass(n, "quote") || hasClass(n, "back") {
		return true
	}
	return above(n, func(a *html.Node) bool {
		return is(a, "nav") || hasClass(a, "links") || hasClass(a, "index") || hasClass(a, "acts") || hasClass(a, "ans")
	}) != nil
}

// sprite leaves out the pictures that the page does not show, four kilobytes on most
// pages. The site sends them all because it does not know what a page shows.
func (p *leaf) sprite() {
	used := map[string]bool{}
	for _, n := range all(p.doc, tagged("use")) {
		used[strings.TrimPrefix(attr(n, "href"), "#")] = true
	}
	for _, n := range all(p.doc, tagged("symbol")) {
		if !used[attr(n, "id")] {
			if space := n.NextSibling; space != nil && space.Type == html.TextNode {
				remove(space)
			}
			remove(n)
		}
	}
}
