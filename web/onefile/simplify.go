package onefile

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// simplify takes out of a page what has no use in the file: ways to other pages that
// the contents have already, links of a block to itself, forms, drawings. What a
// drawing says in words stays.
func simplify(page *html.Node) {
	for _, n := range all(page, useless) {
		drop(n)
	}
	for _, n := range all(page, tagged("svg")) {
		picture(n)
	}
}

func useless(n *html.Node) bool {
	return is(n, "nav", "form", "button", "script", "template", "iframe", "img") ||
		hasClass(n, "here", "quote", "printed", "acts", "cites", "related", "toc", "qr") ||
		is(n, "a") && attr(n, "role") == "button"
}

// picture keeps the mark of a verdict, and of a drawing its title and description.
func picture(n *html.Node) {
	if attr(n, "role") != "img" {
		if !inside(n, classed("v")) {
			drop(n)
		}
		return
	}
	var said []string
	for _, part := range all(n, tagged("title", "desc")) {
		if s := words(part); s != "" {
			said = append(said, s)
		}
	}
	if len(said) > 0 {
		p := element("p")
		p.AppendChild(text(strings.Join(said, ". ")))
		n.Parent.InsertBefore(p, n)
	}
	remove(n)
}

// shorten leaves of the notes beside a statement the kind and the name of each
// source: how and when it was seen stands in the register, once.
func shorten(main *html.Node) {
	for _, notes := range all(main, classed("notes")) {
		p := element("p", "class", "n")
		for _, src := range all(notes, classed("src")) {
			if p.FirstChild != nil {
				p.AppendChild(text("; "))
			}
			kind, name := first(src, tagged("b")), first(src, tagged("cite"))
			for _, part := range []*html.Node{kind, name} {
				if part != nil {
					remove(part)
					p.AppendChild(part)
					p.AppendChild(text(" "))
				}
			}
			p.RemoveChild(p.LastChild)
		}
		notes.Parent.InsertBefore(p, notes)
		remove(notes)
	}
}

// keptClasses are those that the stylesheet of the file knows.
var keptClasses = []string{
	"page", "up", "ends", "v", "v-yes", "v-no", "v-open", "v-dep", "v-none", "n", "i", "kick", "small", "away", "blank", "stack", "tbl", "lead", "fork", "addr", "risk", "pass",
}

// keptAttributes are those that mean something in the file.
var keptAttributes = []string{
	"id", "class", "lang", "href", "rel", "colspan", "rowspan", "scope", "headers", "datetime", "data-th", "start", "value", "reversed",
	"aria-labelledby", "aria-hidden", "role", "tabindex", "viewBox",
}

// unname drops ids that nothing leads to, and attributes and classes that mean
// nothing here.
func (m *maker) unname() {
	used := map[string]bool{"main": true}
	for _, anchor := range m.Anchors {
		used[anchor] = true
	}
	for n := range m.doc.Descendants() {
		if to := attr(n, "href"); strings.HasPrefix(to, "#") {
			used[to[1:]] = true
		}
		if id := attr(n, "aria-labelledby"); is(n, "nav") || attr(n, "role") == "region" {
			used[id] = true
		}
		for _, id := range strings.Fields(attr(n, "headers")) {
			used[id] = true
		}
	}
	for n := range first(m.doc, tagged("main")).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
			return !slices.Contains(keptAttributes, a.Key) || a.Key == "id" && !used[a.Val] ||
				a.Key == "role" && a.Val != "region" || a.Key == "aria-labelledby" && attr(n, "role") != "region"
		})
		if is(n, "svg") {
			dropAttr(n, "viewBox") // the symbol has its own
		}
		if class := attr(n, "class"); class != "" {
			kept := slices.DeleteFunc(strings.Fields(class), func(c string) bool { return !slices.Contains(keptClasses, c) })
			setAttr(n, "class", strings.Join(kept, " "))
			if len(kept) == 0 {
				dropAttr(n, "class")
			}
		}
	}
}

// flatten takes boxes away that only laid out a page.
func flatten(main *html.Node) {
	boxes := all(main, tagged("div", "span", "article", "section", "header"))
	slices.Reverse(boxes) // the inner ones first
	for _, n := range boxes {
		switch {
		case len(n.Attr) > 0:
		case is(n, "span"):
			apart(n)
			unwrap(n)
		case !bare(n):
			unwrap(n)
		}
	}
}

// apart puts a space between words that only the layout held apart.
func apart(n *html.Node) {
	for _, beside := range []*html.Node{n.PrevSibling, n.NextSibling} {
		if is(beside, "span", "b", "time", "cite") {
			at := n
			if beside == n.NextSibling {
				at = beside
			}
			n.Parent.InsertBefore(text(" "), at)
		}
	}
}

// bare tells whether words stand in a box without a paragraph of their own.
func bare(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || is(c, "a", "b", "strong", "em", "i", "span", "cite", "time", "svg", "q", "code") {
			return true
		}
	}
	return false
}

// squeeze writes space as one space, and none between blocks.
func squeeze(doc *html.Node) {
	for _, n := range all(doc, func(n *html.Node) bool { return n.Type == html.TextNode }) {
		if inside(n, tagged("pre", "style", "svg")) {
			continue
		}
		n.Data = spaces(n.Data)
		if block(n.PrevSibling) || n.PrevSibling == nil && block(n.Parent) {
			n.Data = strings.TrimPrefix(n.Data, " ")
		}
		if block(n.NextSibling) || n.NextSibling == nil && block(n.Parent) {
			n.Data = strings.TrimSuffix(n.Data, " ")
		}
		if n.Data == "" {
			remove(n)
		}
	}
}

// spaces is the text with one space for many; a space that must not break stays.
func spaces(s string) string {
	var b strings.Builder
	last := false
	for _, r := range s {
		blank := r == ' ' || r == '\n' || r == '\t' || r == '\r'
		if !blank {
			b.WriteRune(r)
		} else if !last {
			b.WriteByte(' ')
		}
		last = blank
	}
	return b.String()
}

func block(n *html.Node) bool {
	return is(n, "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd",
		"table", "thead", "tbody", "tr", "th", "td", "caption", "details", "summary", "blockquote", "figure", "figcaption", "symbol")
}

// enlarge marks links that are a line by themselves: fingers need room.
func enlarge(main *html.Node) {
	for _, n := range all(main, tagged("a")) {
		if is(n.Parent, "p", "li", "dd", "dt", "td", "th") && words(n) == words(n.Parent) {
			setAttr(n, "class", "l")
		}
	}
}
