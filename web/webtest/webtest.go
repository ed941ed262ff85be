// Package webtest helps the tests of the site: it reads pages as a browser and a
// screen reader would, finds what must not be on any page, and runs request
// scripts. It knows HTML and HTTP, and nothing of voting, of echo or of the
// templates.
package webtest

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Parse reads a page. Broken HTML is mended as browsers mend it, so it gives no
// error; html-validate finds what was broken.
func Parse(body []byte) *html.Node {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		panic(err) // html.Parse fails only if its reader does
	}
	return doc
}

// Attr is the value of an attribute, "" if there is none.
func Attr(n *html.Node, key string) string {
	value, _ := attr(n, key)
	return value
}

func attr(n *html.Node, key string) (value string, there bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// Text is what stands in an element, with every run of white space as one space.
// The marks that typography adds read as they are typed: spaces and hyphens that
// do not break are plain ones.
func Text(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return Plain(b.String())
}

var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2011", "-", "\u2060", "", "\u00ad", "")

// Plain takes typography out of a text: see Text.
func Plain(s string) string { return strings.Join(strings.Fields(plain.Replace(s)), " ") }

// A Link is an address on a page.
type Link struct {
	Tag  string // "a", "link", …
	Href string
	Text string
	Lang string // hreflang
	Rel  string
}

// Links lists every address that a page leads to by a link: of other pages, of
// stylesheets and of pictures. Forms are listed by Forms.
func Links(doc *html.Node) []Link {
	var out []Link
	for n := range doc.Descendants() {
		if href, there := attr(n, "href"); there && n.Type == html.ElementNode {
			out = append(out, Link{n.Data, href, Text(n), Attr(n, "hreflang"), Attr(n, "rel")})
		}
	}
	return out
}

// IDs lists the ids of a page: the fragments that links can name.
func IDs(doc *html.Node) map[string]bool {
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if id := Attr(n, "id"); id != "" {
			ids[id] = true
		}
	}
	return ids
}
