package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tables prepares tables for narrow screens: every cell carries the words of its
// column, so that rows can be shown as blocks.
func tables(rendered string) string {
	if !strings.Contains(rendered, "<table>") {
		return rendered
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(rendered), body)
	if err != nil {
		return rendered
	}
	var out strings.Builder
	for _, n := range nodes {
		if n.DataAtom == atom.Table {
			labelTable(n)
			n = wrapTable(n)
		}
		if html.Render(&out, n) != nil {
			return rendered
		}
	}
	return out.String()
}

func wrapTable(table *html.Node) *html.Node {
	table.Attr = append(table.Attr, html.Attribute{Key: "class", Val: "stack"})
	div := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div, Attr: []html.Attribute{{Key: "class", Val: "tbl"}}}
	div.AppendChild(table)
	return div
}

func labelTable(table *html.Node) {
	var heads []string
	column := 0
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Tr:
			column = 0
		case atom.Th:
			heads = append(heads, textOf(n))
			n.Attr = append(n.Attr, html.Attribute{Key: "scope", Val: "col"})
		case atom.Td:
			if column == 0 {
				n.DataAtom, n.Data = atom.Th, "th"
				n.Attr = append(n.Attr, html.Attribute{Key: "scope", Val: "row"})
			} else if column < len(heads) {
				n.Attr = append(n.Attr, html.Attribute{Key: "data-th", Val: heads[column]})
			}
			column++
		}
	}
}

func textOf(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(out.String())
}
