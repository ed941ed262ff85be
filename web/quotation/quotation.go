// Package quotation turns a block of a page into something to quote: plain text,
// HTML without anything of this site's looks, and Markdown. It does not know what
// stands around a quotation: who said it, when, and under which licence.
package quotation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Quotation is one block in three forms.
type Quotation struct {
	Plain    string // paragraphs parted by an empty line
	HTML     string // without classes; addresses are absolute
	Markdown string
}

// Of reads the HTML of a block. Addresses that begin with "/" are of the site at
// base, those that begin with "#" are of the page at base+path.
func Of(block, base, path string) Quotation {
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(block), body)
	if err != nil {
		return Quotation{} // a reader of strings does not fail
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	q := quoter{base: base, page: base + path}
	q.clean(body)
	var markup strings.Builder
	for n := range body.ChildNodes() {
		if html.Render(&markup, n) != nil {
			return Quotation{}
		}
	}
	plain, marked := writer{}, writer{markdown: true}
	return Quotation{plain.text(body), strings.TrimSpace(screenSigns.Replace(markup.String())), marked.text(body)}
}

// Typeset is the plain text of a block with the spaces at which no line breaks, for
// what stands on the page of the block once more: the same bytes twice cost next to
// nothing on the line, other ones do.
func Typeset(block string) string {
	root, err := html.Parse(strings.NewReader(block))
	if err != nil {
		return "" // a reader of strings does not fail
	}
	w := writer{typeset: true}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			return w.text(n)
		}
	}
	return ""
}

// joiners keep a line from breaking within a word. They have no width, and programs
// that look for words stumble over them.
var joiners = strings.NewReplacer("\u2060", "", "\u00ad", "", "\u2011", "-")

// screenSigns keep lines from breaking on the screen; a copy does not need them.
var screenSigns = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2060", "", "\u00ad", "", "\u2011", "-")

// A quoter makes a copy fit to stand elsewhere.
type quoter struct{ base, page string }

var keptAttributes = []string{"href", "lang", "scope", "colspan", "start"}

func (q quoter) clean(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return !slices.Contains(keptAttributes, a.Key) })
	for i, a := range n.Attr {
		switch {
		case a.Key == "href" && strings.HasPrefix(a.Val, "/"):
			n.Attr[i].Val = q.base + a.Val
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			n.Attr[i].Val = q.page + a.Val
		}
	}
	for child := range n.ChildNodes() {
		q.clean(child)
	}
}

// A writer writes the blocks of a tree as text.
type writer struct {
	markdown bool
	typeset  bool // the spaces stay that keep lines together
	blocks   []string
}

func (w writer) text(n *html.Node) string {
	w.block(n)
	return strings.Join(w.blocks, "\n\n")
}

func (w *writer) add(text string) {
	if text = strings.TrimSpace(text); text != "" {
		w.blocks = append(w.blocks, text)
	}
}

// block writes what is within a block, each block of it by itself.
func (w *writer) block(n *html.Node) {
	for child := range n.ChildNodes() {
		switch child.DataAtom {
		case atom.P:
			w.add(w.inline(child))
		case atom.Ul, atom.Ol:
			w.add(w.list(child))
		case atom.Table:
			w.add(w.table(child))
		case atom.Div, atom.Blockquote:
			w.block(child)
		default:
			w.add(w.inline(child))
		}
	}
}

func (w *writer) list(n *html.Node) string {
	var lines []string
	for item := range n.ChildNodes() {
		if item.DataAtom == atom.Li {
			inner := writer{markdown: w.markdown, typeset: w.typeset}
			inner.item(item)
			lines = append(lines, "- "+strings.ReplaceAll(strings.Join(inner.blocks, "\n"), "\n", "\n  "))
		}
	}
	return strings.Join(lines, "\n")
}

// item writes an item of a list: running text, or blocks of its own.
func (w *writer) item(n *html.Node) {
	for child := range n.ChildNodes() {
		if slices.Contains([]atom.Atom{atom.P, atom.Ul, atom.Ol, atom.Table}, child.DataAtom) {
			w.block(n)
			return
		}
	}
	w.add(w.inline(n))
}

// table writes a row a line; Markdown wants a line under the first.
func (w *writer) table(n *html.Node) string {
	var rows []string
	for row := range n.Descendants() {
		if row.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		for cell := range row.ChildNodes() {
			if cell.DataAtom == atom.Td || cell.DataAtom == atom.Th {
				cells = append(cells, strings.TrimSpace(w.inline(cell)))
			}
		}
		line := strings.Join(cells, " | ")
		if w.markdown {
			line = "| " + line + " |"
		}
		rows = append(rows, line)
		if w.markdown && len(rows) == 1 {
			rows = append(rows, "|"+strings.Repeat(" --- |", len(cells)))
		}
	}
	return strings.Join(rows, "\n")
}

// inline is running text in one line.
func (w *writer) inline(n *html.Node) string {
	if n.Type == html.TextNode {
		signs := screenSigns
		if w.typeset {
			signs = joiners
		}
		words := signs.Replace(n.Data)
		if w.markdown {
			words = EscapeMarkdown(words)
		}
		return strings.ReplaceAll(words, "\n", " ")
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(w.inline(child))
	}
	if !w.markdown {
		return b.String()
	}
	switch n.DataAtom {
	case atom.A:
		return "[" + b.String() + "](" + address(n) + ")"
	case atom.Strong, atom.B:
		return "**" + b.String() + "**"
	case atom.Em, atom.I:
		return "*" + b.String() + "*"
	}
	return b.String()
}

func address(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "href" {
			return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(a.Val)
		}
	}
	return ""
}

// EscapeMarkdown keeps words from being read as signs (CommonMark 0.31, 2.4).
func EscapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`).Replace(s)
}

// First is the beginning of a text: so many words, and dots if there are more.
func First(text string, words int) string {
	return FirstTypeset(screenSigns.Replace(text), words)
}

// FirstTypeset is the same with the spaces of the text.
func FirstTypeset(text string, words int) string {
	all := strings.Fields(text)
	more := len(all) > words
	for more && words > 1 && utf8.RuneCountInString(all[words-1]) <= 2 {
		words-- // no preposition, no dash at the end
	}
	var b strings.Builder
	for i, word := range all[:min(words, len(all))] {
		at := strings.Index(text, word)
		if space := text[:at]; i > 0 && strings.Trim(space, "\u00a0\u202f") == "" {
			b.WriteString(space)
		} else if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(word)
		text = text[at+len(word):]
	}
	if !more {
		return b.String()
	}
	return strings.TrimRight(b.String(), ".,:;—–") + "…"
}
