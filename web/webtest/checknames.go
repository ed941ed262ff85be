package webtest

import (
	"strings"

	"golang.org/x/net/html"
)

// named: what a reader can act on, or must read, says what it is.
func (c *checker) named(n *html.Node) {
	switch n.Data {
	case "input", "select", "textarea":
		if kind := Attr(n, "type"); kind != "hidden" && kind != "submit" && !c.labelled(n) {
			c.add("<%s name=%q> has no label", n.Data, Attr(n, "name"))
		}
	case "img":
		if _, there := attr(n, "alt"); !there {
			c.add("<img src=%q> has no alt", Attr(n, "src"))
		}
	case "svg":
		c.drawing(n)
	case "li", "p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "label", "legend", "summary", "dt", "dd", "th", "option":
		if c.name(n) == "" {
			c.add("an empty <%s class=%q>", n.Data, Attr(n, "class"))
		}
	}
}

// drawing: a picture either has a name or is hidden from those who cannot see it.
func (c *checker) drawing(n *html.Node) {
	switch {
	case Attr(n, "aria-hidden") == "true":
	case Attr(n, "role") != "img":
		c.add("<svg class=%q> is neither a picture nor hidden", Attr(n, "class"))
	case c.name(n) == "":
		c.add("<svg class=%q> is a picture without a name", Attr(n, "class"))
	}
}

// labelled tells whether an input has words beside it.
func (c *checker) labelled(n *html.Node) bool {
	if c.ownName(n) != "" {
		return true
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "label" && Text(p) != "" {
			return true
		}
	}
	id := Attr(n, "id")
	for _, label := range Find(c.doc, "label") {
		if id != "" && Attr(label, "for") == id && Text(label) != "" {
			return true
		}
	}
	return false
}

// name is what a screen reader calls an element: its own name, its text, or the
// names of the pictures in it.
func (c *checker) name(n *html.Node) string {
	name := c.ownName(n) + Text(n)
	for d := range n.Descendants() {
		if name != "" {
			break
		}
		if d.Type == html.ElementNode {
			name = c.ownName(d) + Attr(d, "alt")
		}
	}
	return strings.TrimSpace(name)
}

func (c *checker) ownName(n *html.Node) string {
	name := Attr(n, "aria-label")
	for _, id := range strings.Fields(Attr(n, "aria-labelledby")) {
		for _, other := range Find(c.doc, "[id="+id+"]") {
			name += Text(other)
		}
	}
	return strings.TrimSpace(name)
}
