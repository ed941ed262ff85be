package webtest

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Check finds what must not be on any page of the site, in words for whoever
// reads the test. A sound page gives none.
func Check(doc *html.Node) []string {
	c := &checker{doc: doc, ids: IDs(doc)}
	c.frame()
	c.headings()
	c.alternates()
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		switch n.Type {
		case html.ElementNode:
			c.id(n, seen)
			c.references(n)
			c.forbidden(n)
			c.named(n)
			c.attributes(n)
		case html.TextNode:
			c.words(n, n.Data)
		}
	}
	return c.found
}

// A checker looks at one page.
type checker struct {
	doc   *html.Node
	ids   map[string]bool
	found []string
}

func (c *checker) add(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// frame: a language, a title, one main part.
func (c *checker) frame() {
	if Attr(First(c.doc, "html"), "lang") == "" { // parsing always gives an html
		c.add("the page has no language")
	}
	if title := First(c.doc, "head title"); title == nil || Text(title) == "" {
		c.add("the page has no title")
	}
	if n := len(Find(c.doc, "main")); n != 1 {
		c.add("%d elements main, want one", n)
	}
}

// headings: one h1 and no rank left out, so that they read as a table of contents.
func (c *checker) headings() {
	tops, before := 0, 0
	for n := range c.doc.Descendants() {
		rank := headingRank(n)
		if rank == 0 {
			continue
		}
		if rank == 1 {
			tops++
		}
		if rank > before+1 {
			c.add("h%d %q comes after h%d", rank, Text(n), before)
		}
		before = rank
	}
	if tops != 1 {
		c.add("%d elements h1, want one", tops)
	}
}

func headingRank(n *html.Node) int {
	if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

func (c *checker) id(n *html.Node, seen map[string]bool) {
	id, there := attr(n, "id")
	switch {
	case !there:
		return
	case id == "" || strings.ContainsAny(id, " \t\n"):
		c.add("<%s id=%q> is not an id", n.Data, id)
	case seen[id]:
		c.add("id %q stands twice", id)
	}
	seen[id] = true
}

// references: what names another element by its id finds it.
func (c *checker) references(n *html.Node) {
	for _, key := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
		for _, id := range strings.Fields(Attr(n, key)) {
			if !c.ids[id] {
				c.add("<%s %s=%q>: no element has this id", n.Data, key, id)
			}
		}
	}
	href, there := attr(n, "href")
	switch id, here := strings.CutPrefix(href, "#"); {
	case there && href == "":
		c.add("<%s> has an empty address", n.Data)
	case here && !c.ids[id]:
		c.add("<%s href=%q> leads nowhere", n.Data, href)
	}
}

// data is for machines: JSON that names its vocabulary, and nothing that a browser
// would run.
func (c *checker) data(n *html.Node) {
	var said struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	if n.FirstChild == nil || json.Unmarshal([]byte(n.FirstChild.Data), &said) != nil || said.Context != "https://schema.org" || len(said.Graph) == 0 {
		c.add("structured data that cannot be read")
	}
}

// forbidden: the content policy allows no script and no style in the page, and no
// script but one of our own that does not hold up the page.
func (c *checker) forbidden(n *html.Node) {
	switch n.Data {
	case "script":
		if kind, _ := attr(n, "type"); kind == "application/ld+json" && len(n.Attr) == 1 {
			c.data(n)
			return
		}
		src, _ := attr(n, "src")
		if _, defers := attr(n, "defer"); !defers || !strings.HasPrefix(src, "/static/js/") || n.FirstChild != nil {
			c.add("<script> on a page")
		}
	case "iframe":
		if !strings.HasPrefix(Attr(n, "src"), "/embed/") || Attr(n, "title") == "" || strings.Contains(Attr(n, "sandbox"), "scripts") {
			c.add("<iframe> on a page")
		}
	case "style", "object", "embed":
		c.add("<%s> on a page", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			c.add("<%s style=%q>", n.Data, a.Val)
		case strings.HasPrefix(a.Key, "on"):
			c.add("<%s %s=%q>: a script in the page", n.Data, a.Key, a.Val)
		case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
			c.add("<%s %s=%q>: a script in an address", n.Data, a.Key, a.Val)
		}
	}
}
