package links

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// isPage tells whether a type of content is HTML; "" counts, as browsers have it.
func isPage(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return contentType == "" || err == nil && (kind == "text/html" || kind == "application/xhtml+xml")
}

// visibleText is what a reader of a page sees of the article itself: the article
// or the main part if the page names one, otherwise everything but headers, menus
// and footers. Other files are taken as they are.
func visibleText(data []byte, contentType string) string {
	if !isPage(contentType) {
		return string(data)
	}
	decoded, err := charset.NewReader(bytes.NewReader(data), contentType)
	if err != nil {
		return string(data)
	}
	doc, err := html.Parse(decoded)
	if err != nil {
		return string(data)
	}
	part := doc
	for _, name := range []atom.Atom{atom.Main, atom.Article} {
		if n := only(doc, name); n != nil {
			part = n
		}
	}
	var out strings.Builder
	collect(part, &out)
	return strings.Join(strings.Fields(out.String()), " ")
}

// only is the one element of that name, nil if there are none or several: several
// articles are a list of news.
func only(n *html.Node, name atom.Atom) *html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.DataAtom == name && d.Type == html.ElementNode {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func collect(n *html.Node, out *strings.Builder) {
	switch n.Type {
	case html.TextNode:
		out.WriteString(n.Data + " ")
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form, atom.Iframe, atom.Head, atom.Time:
			return
		}
	}
	for c := range n.ChildNodes() {
		collect(c, out)
	}
}

// fingerprint is the beginning of the SHA-256 of a text: enough to see a change.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// comparable is a text without what differs between two printings of the same
// words: blanks, dashes, quotation marks, capitals, ё.
func comparable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё' || r == 'Ё':
			return 'е'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
