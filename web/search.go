package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/search"
	"localvote/web/site"
)

// How many results a page shows, and how long a query may be, in letters.
const (
	maxPlaces = 10
	maxTexts  = 5
	maxQuery  = 200
)

// likelyPlace is the score from which a place is probably what was meant, even
// if texts were found, too.
const likelyPlace = 0.78

func (v *visit) findBox(query, id string) templates.FindBox {
	v.suggests = true
	return templates.FindBox{L: v.l, Lang: v.lang, ID: id, Action: v.href("/search"), Place: v.href("/places/"), Query: query}
}

// typedQuery is what was typed, without what no text has.
func typedQuery(raw string) string {
	raw = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(raw[:min(len(raw), 8*maxQuery)], ""))
	letters := []rune(strings.Join(strings.Fields(raw), " "))
	return string(letters[:min(len(letters), maxQuery)])
}

// search shows what was found: a place if its very name was typed, then answers,
// pages, and places.
func (s *Server) search(v *visit) error {
	query := typedQuery(v.c.QueryParam("q"))
	view := templates.SearchPage{Heading: v.l.T("page.search.heading"), Box: v.findBox(query, "q"), Asked: query != ""}
	if query != "" {
		v.noIndex()
		found, err := v.find(query)
		if err != nil {
			return err
		}
		v.showFound(&view, found, query)
	}
	if len(view.Groups) == 0 {
		view.Tips = []string{v.l.T("search.tip.name"), v.l.T("search.tip.near"), v.l.T("search.tip.words")}
		view.Links = []templates.Link{{Text: v.l.T("place.all"), Href: v.href("/" + place.Page)}, {Text: v.l.T("error.link.check"), Href: v.href("/check")}}
	}
	view.Frame = v.frame(frameOf{path: "/search", query: queryOf(query), title: view.Heading, description: v.l.T("page.search.summary"), noIndex: query != ""})
	return v.send(http.StatusOK, templates.Search(view))
}

func queryOf(query string) string {
	if query == "" {
		return ""
	}
	return url.Values{"q": {query}}.Encode()
}

// found is everything that was found.
type found struct {
	finder *site.Finder
	places []search.PlaceHit
	texts  search.Texts
}

func (v *visit) find(query string) (found, error) {
	finder, err := v.site.Finder()
	if err != nil {
		return found{}, err
	}
	f := found{finder: finder}
	ctx := v.c.Request().Context()
	if f.places, err = finder.Places(ctx, query, v.lang, maxPlaces); err != nil {
		return f, err
	}
	if f.texts, err = finder.Texts(ctx, query, v.lang, maxTexts); err != nil {
		return f, err
	}
	likely := func(h search.PlaceHit) bool { return h.Score >= likelyPlace }
	switch {
	case f.texts.Empty():
	case f.texts.Guessed() && slices.ContainsFunc(f.places, likely):
		f.texts = search.Texts{} // a place fits what was typed better than a guess at other words
	default:
		f.places = slices.DeleteFunc(f.places, func(h search.PlaceHit) bool { return !likely(h) })
	}
	return f, nil
}

func (v *visit) showFound(view *templates.SearchPage, f found, query string) {
	places := templates.HitGroup{ID: "places", Title: v.l.T("search.places")}
	for _, h := range f.places {
		places.Hits = append(places.Hits, v.placeHit(h))
	}
	answers := templates.HitGroup{ID: "answers", Title: v.l.T("search.answers")}
	for _, h := range f.texts.Answers {
		answers.Hits = append(answers.Hits, v.textHit(f, h))
	}
	pages := templates.HitGroup{ID: "pages", Title: v.l.T("search.pages")}
	for _, h := range f.texts.Pages {
		pages.Hits = append(pages.Hits, v.textHit(f, h))
	}
	groups := []templates.HitGroup{answers, pages, places}
	if len(f.places) > 0 && f.places[0].Exact() {
		groups = []templates.HitGroup{places, answers, pages} // its very name: the place is the answer
	}
	n := 0
	for _, g := range groups {
		if n += len(g.Hits); len(g.Hits) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	view.Summary = v.l.With("search.nothing", map[string]any{"query": query})
	if n > 0 {
		view.Summary = v.l.With("find.some", map[string]any{"n": n})
	}
	if f.texts.Used != "" && !f.texts.Empty() {
		view.Used = v.l.With("search.used", map[string]any{"query": f.texts.Used})
	}
}

// placeHit is a place with what tells it from others.
func (v *visit) placeHit(h search.PlaceHit) templates.Hit {
	p := v.site.Places.All()[h.Place]
	hit := templates.Hit{Title: p.Names[v.lang], Href: v.href("/places/" + p.ID), Note: v.detail(p)}
	if other := h.Name.Lang; other != "" && other != v.lang && h.Name.Text != p.Names[v.lang] {
		hit.Note += " · " + h.Name.Text
	}
	return hit
}

// detail is the kind of a place and where it lies.
func (v *visit) detail(p *place.Place) string {
	parts := []string{p.Kind.Title[v.lang]}
	for _, outer := range p.Within()[1:] {
		parts = append(parts, outer.Names[v.lang])
	}
	return strings.Join(append(parts, v.countryName(p.Country)), ", ")
}

// textHit draws an answer or a page in the language in which it was found.
func (v *visit) textHit(f found, h search.TextHit) templates.Hit {
	e, part := f.finder.Entries[h.Ref], f.finder.Part(h.Doc)
	hit := v.entryHit(e, h.Lang, part)
	hit.Text = marked(hit.Text[0].Text, f.texts.Words)
	if h.Lang != v.lang {
		hit.Lang, hit.LangName = h.Lang, v.languageName(h.Lang)
		own := v.entryHit(e, v.lang, part)
		hit.Own = &templates.Link{Text: own.Title, Href: own.Href}
	}
	return hit
}

// entryHit draws an entry in a language; its text is one piece.
func (v *visit) entryHit(e site.Entry, l lang.Lang, part string) templates.Hit {
	root := "/" + string(l)
	switch {
	case e.Term != nil:
		return templates.Hit{Title: e.Term.Words[l], Href: root + "/glossary#" + e.Term.ID, Text: one(e.Term.Note[l])}
	case e.Claim != nil:
		words := v.site.Catalog.In(l)
		m := templates.PressMark(words, templates.Verdict(e.Claim.Verdict))
		return templates.Hit{Title: e.Claim.Claim[l], Href: root + "/claims#" + e.Claim.ID, Mark: &m, Text: one(e.Claim.Why[l])}
	case e.Question != "":
		return v.questionHit(e, l)
	}
	hit := templates.Hit{Title: e.Page.Title[l], Href: root + pagePath(e.Page.ID), Text: one(e.Page.Summary[l])}
	if p, ok := e.Page.Texts[l].Part(part); ok && part != "" {
		hit.Href += "#" + part
		hit.Text = one(site.Plain(p.HTML))
	}
	return hit
}

func one(text string) []templates.Snip { return []templates.Snip{{Text: text}} }

// questionHit is a question of a page with its whole answer and its sources.
func (v *visit) questionHit(e site.Entry, l lang.Lang) templates.Hit {
	t := e.Page.Texts[l]
	at := slices.IndexFunc(t.Parts, func(p page.Part) bool { return p.ID == e.Question })
	hit := templates.Hit{Title: t.Parts[at].Heading, Href: "/" + string(l) + pagePath(e.Page.ID) + "#" + e.Question}
	var text, labels []string
	for _, p := range t.Parts[at+1:] {
		if p.Level != 0 {
			break
		}
		text = append(text, site.Plain(p.HTML))
		for _, id := range p.Sources {
			if s, ok := v.site.Sources.Get(id); ok && !slices.Contains(labels, s.Label[l]) {
				labels = append(labels, s.Label[l])
			}
		}
	}
	hit.Text = one(strings.Join(text, " "))
	hit.Note = strings.Join(labels, "; ")
	return hit
}

func (v *visit) languageName(l lang.Lang) string {
	switch l {
	case lang.RU:
		return v.l.T("search.lang.ru")
	case lang.BE:
		return v.l.T("search.lang.be")
	}
	return v.l.T("search.lang.en")
}

// maxSnip is how many letters of a text a result shows.
const maxSnip = 320

// marked cuts a long text around the first word that was looked for, at the
// beginning of a sentence where there is one, and marks such words.
func marked(text string, begins []string) []templates.Snip {
	words := strings.Fields(text)
	first := slices.IndexFunc(words, func(w string) bool { return looked(w, begins) })
	from := 0
	if len([]rune(text)) > maxSnip && first > 0 {
		from = sentenceStart(words, first)
	}
	var out []templates.Snip
	letters := 0
	if from > 0 {
		out = append(out, templates.Snip{Text: "… "})
	}
	for i, w := range words[from:] {
		if letters += len([]rune(w)) + 1; letters > maxSnip {
			out = append(out, templates.Snip{Text: "…"})
			break
		}
		if i > 0 {
			out = appendPlain(out, " ")
		}
		if looked(w, begins) {
			out = append(out, templates.Snip{Text: w, Marked: true})
			continue
		}
		out = appendPlain(out, w)
	}
	return out
}

func appendPlain(out []templates.Snip, text string) []templates.Snip {
	if n := len(out); n > 0 && !out[n-1].Marked {
		out[n-1].Text += text
		return out
	}
	return append(out, templates.Snip{Text: text})
}

// sentenceStart is the word that begins the sentence with a word, or one not far
// before it.
func sentenceStart(words []string, at int) int {
	for i := at; i > 0; i-- {
		if strings.HasSuffix(words[i-1], ".") && at-i < 25 {
			return i
		}
	}
	return max(0, at-12)
}

func looked(word string, begins []string) bool {
	for _, folded := range search.Words(word) {
		if slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(folded, b) }) {
			return true
		}
	}
	return false
}
