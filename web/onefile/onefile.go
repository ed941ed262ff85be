// Package onefile makes one HTML file out of a drawing of the whole site: small, in
// plain elements, with links that lead to places within it. The file needs no server,
// no script and no second file, and an old phone can show it.
//
// It knows HTML and no words: what the file says is drawn by its caller. Pages of the
// book are <section class="page" id="…">; what is in them was drawn for a page of its
// own, with one h1 and ids that other pages may have, too.
package onefile

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"localvote/web/lang"
)

// A Config says where links lead.
type Config struct {
	Lang lang.Lang
	Base string // of the site, as it was drawn; "" if addresses have none
	// Alone says that there is no living site behind Base: nothing leads there, and
	// it never stands in the file.
	Alone bool
	// Anchors are the places in the file by the address behind the language, without
	// the first slash: "in-russia".
	Anchors map[string]string
}

// maker makes one file.
type maker struct {
	Config
	doc *html.Node
	ids map[string]bool
}

// Make makes the file.
func Make(drawn []byte, c Config) ([]byte, error) {
	doc, err := html.Parse(bytes.NewReader(drawn))
	if err != nil {
		return nil, err
	}
	m := &maker{Config: c, doc: doc}
	for _, p := range all(doc, classed("page")) {
		simplify(p)
		m.anchors(p)
		lower(p)
	}
	if main := first(doc, tagged("main")); main != nil {
		shorten(main)
	}
	m.links()
	m.unname()
	if main := first(doc, tagged("main")); main != nil {
		flatten(main)
		squeeze(doc)
		enlarge(main)
	}
	var out bytes.Buffer
	if err := html.Render(&out, doc); err != nil {
		return nil, err
	}
	// Void elements end as the site writes them: ">" stands nowhere else behind a
	// slash, because it is escaped everywhere else.
	return bytes.ReplaceAll(out.Bytes(), []byte("/>"), []byte(">")), nil
}

// anchors makes the ids of a page its own, and leads its links to them.
func (m *maker) anchors(page *html.Node) {
	prefix := attr(page, "id") + "_"
	for n := range page.Descendants() {
		if id := attr(n, "id"); id != "" {
			setAttr(n, "id", prefix+id)
		}
		for _, key := range []string{"aria-labelledby", "headers"} {
			if names := strings.Fields(attr(n, key)); len(names) > 0 {
				setAttr(n, key, prefix+strings.Join(names, " "+prefix))
			}
		}
		if to := attr(n, "href"); is(n, "a") && strings.HasPrefix(to, "#") {
			setAttr(n, "href", "#"+prefix+to[1:])
		}
	}
}

// lower makes the headings of a page those of a part: the file has an h1 already.
func lower(page *html.Node) {
	for _, n := range all(page, tagged("h1", "h2", "h3", "h4", "h5")) {
		n.DataAtom, n.Data = 0, "h"+string(n.Data[1]+1)
	}
}

// links leads every link to a place in the file or to the living site. If there is
// none, words stay as words, and what is nothing but a way there goes.
func (m *maker) links() {
	m.ids = map[string]bool{}
	for n := range m.doc.Descendants() {
		m.ids[attr(n, "id")] = true
	}
	for _, n := range all(m.doc, tagged("a")) {
		to := attr(n, "href")
		own := to
		if m.Base != "" {
			own = strings.TrimPrefix(to, m.Base)
		}
		switch {
		case strings.HasPrefix(to, "#"):
			if !m.ids[to[1:]] {
				plain(n)
			}
		case to != own && attr(n, "rel") == "external noreferrer" && !m.Alone:
		case strings.HasPrefix(own, "/") && !strings.HasPrefix(own, "//"):
			m.lead(n, own)
		case own == "" || m.Alone && m.Base != "" && strings.HasPrefix(to, m.Base):
			plain(n)
		}
	}
	if m.Alone && m.Base != "" {
		m.hide()
	}
}

// lead leads a link that named a page of the site.
func (m *maker) lead(n *html.Node, address string) {
	if anchor := m.anchor(address); anchor != "" {
		setAttr(n, "href", "#"+anchor)
		dropAttr(n, "rel", "hreflang")
		return
	}
	if !m.Alone {
		setAttr(n, "href", m.Base+address)
		setAttr(n, "rel", "external noreferrer")
		return
	}
	if hasClass(n, "go", "btn") {
		drop(n)
		return
	}
	plain(n)
}

// anchor is where in the file a page stands, "" if it does not.
func (m *maker) anchor(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	path, ok := strings.CutPrefix(u.Path, "/"+string(m.Lang)+"/")
	if !ok {
		return ""
	}
	anchor, ok := m.Anchors[strings.TrimSuffix(path, "/easy")]
	if ok && u.Fragment != "" && m.ids[anchor+"_"+u.Fragment] {
		return anchor + "_" + u.Fragment
	}
	return anchor
}

// hide takes out what shows an address of a site that there is not.
func (m *maker) hide() {
	_, host, _ := strings.Cut(m.Base, "://")
	for _, n := range all(m.doc, func(n *html.Node) bool { return n.Type == html.TextNode && strings.Contains(n.Data, host) }) {
		for a := range n.Ancestors() {
			if is(a, "p", "li", "dd", "td", "pre", "div") {
				drop(a)
				break
			}
		}
	}
}

// plain makes a link into its words.
func plain(n *html.Node) {
	n.Data, n.DataAtom = "span", 0
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key != "class" && a.Key != "lang" && a.Key != "id" })
}
