package site

import (
	"strings"

	"golang.org/x/net/html"

	"localvote/web/lang"
	"localvote/web/page"
)

// EachText calls f with every text that a reader may see in a language, and a
// name for the place where it comes from. It is for checks of wording and
// spelling; quotations in another language are left out.
func (s *Site) EachText(l lang.Lang, f func(where, text string)) {
	words := s.Catalog.In(l)
	for _, key := range s.Catalog.Keys() {
		f("locales "+key, words.T(key))
	}
	s.Questionnaire.EachText(l, func(key, text string) { f("texts "+key, text) })
	s.Changelog.EachText(l, func(id, text string) { f("changelog "+id, text) })
	for _, src := range s.Sources.All() {
		f("source "+src.ID, src.Label[l]+". "+src.Title[l]+". "+src.How[l])
	}
	s.Records.EachText(l, f)
	for _, k := range s.Places.Kinds() {
		f("places kind "+k.ID, k.Title[l]+". "+k.Many[l]+". "+k.Council[l])
	}
	for _, p := range s.Book.All() {
		f("page "+p.ID, p.Title[l]+". "+p.Short[l]+". "+p.Summary[l])
		for _, t := range []*page.Text{p.Texts[l], p.Easy[l]} {
			if t == nil {
				continue
			}
			for i := range t.Parts {
				f("page "+p.ID+"#"+t.Parts[i].ID, t.Parts[i].Heading+" "+ownWords(t.Parts[i].HTML, l))
			}
		}
	}
}

// ownWords is the text of rendered HTML without what is marked as another
// language.
func ownWords(rendered string, l lang.Lang) string {
	nodes, err := html.Parse(strings.NewReader(rendered))
	if err != nil {
		return rendered
	}
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for _, a := range n.Attr {
			if a.Key == "lang" && a.Val != string(l) {
				return
			}
		}
		if n.Type == html.TextNode {
			out.WriteString(n.Data + " ")
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(nodes)
	return out.String()
}
