package onefile

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// What is done to the tree of the file, in few words.

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func dropAttr(n *html.Node, keys ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return slices.Contains(keys, a.Key) })
}

func is(n *html.Node, tags ...string) bool {
	return n != nil && n.Type == html.ElementNode && slices.Contains(tags, n.Data)
}

func hasClass(n *html.Node, classes ...string) bool {
	return n != nil && n.Type == html.ElementNode && slices.ContainsFunc(strings.Fields(attr(n, "class")), func(c string) bool { return slices.Contains(classes, c) })
}

// all lists the nodes that a function likes, in the order of the file. The list
// stays right while the tree is changed.
func all(n *html.Node, like func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if like(d) {
			out = append(out, d)
		}
	}
	return out
}

func tagged(tags ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return is(n, tags...) }
}

func classed(classes ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return hasClass(n, classes...) }
}

func first(n *html.Node, like func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if like(d) {
			return d
		}
	}
	return nil
}

func inside(n *html.Node, like func(*html.Node) bool) bool {
	for a := range n.Ancestors() {
		if like(a) {
			return true
		}
	}
	return false
}

func element(tag string, attributes ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: tag}
	for i := 0; i+1 < len(attributes); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attributes[i], Val: attributes[i+1]})
	}
	return n
}

func text(words string) *html.Node { return &html.Node{Type: html.TextNode, Data: words} }

// words are the text of a node in one line.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(spaces(b.String()))
}

func remove(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// drop removes a node and whatever has nothing to say without it: a list without
// entries, a section with its heading alone.
func drop(n *html.Node) {
	parent := n.Parent
	remove(n)
	for parent != nil && is(parent, "p", "li", "ul", "ol", "div", "dd", "dl", "section", "nav", "aside", "details", "figure") && !hasClass(parent, "page") && hollow(parent) {
		n, parent = parent, parent.Parent
		remove(n)
	}
}

// hollow tells whether nothing is in a node but headings and space.
func hollow(n *html.Node) bool {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		case is(c, "h2", "h3", "h4", "summary", "dt"):
		case is(c, "p", "li", "ul", "ol", "div", "dd", "dl", "section") && hollow(c):
		default:
			return false
		}
	}
	return true
}

// unwrap puts what is in a node into its place.
func unwrap(n *html.Node) {
	for n.FirstChild != nil {
		c := n.FirstChild
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	remove(n)
}
