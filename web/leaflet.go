package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/qr"
	"localvote/web/site"
)

// What a leaflet is about and which second language it has stand in its address.
const (
	countryParam = "country"
	alsoParam    = "also"
)

// A leafletChoice is what was chosen; Also is "" for one language.
type leafletChoice struct {
	country string
	also    lang.Lang
}

// leafletPages are the pages that a leaflet sums up; their answer is its answer.
var leafletPages = map[string]string{"ru": "in-russia", "by": "in-belarus"}

// chosenLeaflet reads the choice. What is not known counts as not chosen: a
// leaflet does not end on a page of errors.
func (v *visit) chosenLeaflet() leafletChoice {
	c := leafletChoice{country: "ru"}
	if v.c.QueryParam(countryParam) == "by" {
		c.country = "by"
	}
	if l, ok := lang.Parse(v.c.QueryParam(alsoParam)); ok && l != v.lang {
		c.also = l
	}
	return c
}

// query is the choice as an address has it; the default needs none.
func (c leafletChoice) query() string {
	values := url.Values{}
	if c.country != "ru" {
		values.Set(countryParam, c.country)
	}
	if c.also != "" {
		values.Set(alsoParam, string(c.also))
	}
	return values.Encode()
}

func (v *visit) leafletHref(c leafletChoice) string {
	return withQuery(v.href("/"+site.LeafletPage), c.query())
}

// leaflet shows a sheet for a notice board.
func (s *Server) leaflet(v *visit) error {
	p, ok := v.site.Book.Get(site.LeafletPage)
	if !ok {
		return echo.ErrNotFound
	}
	chosen := v.chosenLeaflet()
	view := templates.LeafletPage{
		Heading: p.Title[v.lang], Stale: v.stalePage(p),
		Countries: v.leafletCountries(chosen), Seconds: v.leafletSeconds(chosen),
	}
	if how, ok := p.Texts[v.lang].Part("answer"); ok {
		view.How = v.leafletPart(how)
	}
	for _, l := range []lang.Lang{v.lang, chosen.also} {
		if l == "" {
			continue
		}
		side, err := v.in(l).leafletSide(p, chosen)
		if err != nil {
			return err
		}
		view.Sides = append(view.Sides, side)
	}
	view.Frame = v.frame(frameOf{path: "/" + site.LeafletPage, query: chosen.query(), title: view.Heading, description: p.Summary[v.lang], card: cardPage + "/" + p.ID})
	v.switchLeaflet(view.Languages, chosen)
	return v.send(http.StatusOK, templates.Leaflet(view))
}

// in is the same visit in another language.
func (v *visit) in(l lang.Lang) *visit {
	other := *v
	other.lang, other.l = l, v.site.Catalog.In(l)
	return &other
}

// switchLeaflet keeps both languages of a sheet in the language switch: what was
// second becomes first, and the other way about.
func (v *visit) switchLeaflet(links []templates.Link, chosen leafletChoice) {
	for i := range links {
		c := chosen
		if links[i].Lang == c.also {
			c.also = v.lang
		}
		links[i].Href = v.in(links[i].Lang).leafletHref(c)
	}
}

func (v *visit) leafletCountries(chosen leafletChoice) []templates.Link {
	var out []templates.Link
	for _, country := range []string{"ru", "by"} {
		c := chosen
		c.country = country
		if p, ok := v.site.Book.Get(leafletPages[country]); ok {
			out = append(out, templates.Link{Text: p.Short[v.lang], Href: v.leafletHref(c), Current: c == chosen})
		}
	}
	return out
}

func (v *visit) leafletSeconds(chosen leafletChoice) []templates.Link {
	none := chosen
	none.also = ""
	out := []templates.Link{{Text: v.l.T("leaflet.alone"), Href: v.leafletHref(none), Current: none == chosen}}
	for _, l := range lang.All() {
		if l != v.lang {
			c := chosen
			c.also = l
			out = append(out, templates.Link{Text: l.OwnName(), Href: v.leafletHref(c), Lang: l, Current: c == chosen})
		}
	}
	return out
}

// leafletSide is the leaflet in the language of the visit: the answer of the page
// that explains, then what stands under the heading of the country.
func (v *visit) leafletSide(p *page.Page, chosen leafletChoice) (templates.LeafletSide, error) {
	about := leafletPages[chosen.country]
	side := templates.LeafletSide{
		Lang: v.lang, L: v.l,
		Register: typed(v.paperAddress("/sources")), Check: typed(v.paperAddress("/check")), Own: typed(v.paperAddress("/" + site.LeafletPage)),
		Pass: []templates.Pair{
			{Term: v.l.T("pass.law"), Value: v.monthYear(v.site.Settings.LawAsOf)},
			{Term: v.l.T("pass.checked"), Value: v.longDate(p.CheckedOn)},
		},
	}
	var sources []string
	if answers, ok := v.site.Book.Get(about); ok {
		if answer, ok := answers.Texts[v.lang].Part("answer"); ok {
			side.Answer, sources = v.leafletPart(answer), answer.Sources
		}
	}
	heading, parts := under(p.Texts[v.lang], chosen.country+"-title")
	side.Question = heading
	for i := range parts {
		side.Parts = append(side.Parts, v.leafletPart(&parts[i]))
		sources = append(sources, parts[i].Sources...)
	}
	side.Sources = v.sourcesInShort(sources)
	var err error
	side.Code, err = qrOf(v.paperAddress("/" + about))
	return side, err
}

// under is a heading of level 2 and what stands under it.
func under(t *page.Text, id string) (heading string, parts []page.Part) {
	at := slices.IndexFunc(t.Parts, func(p page.Part) bool { return p.ID == id })
	if at < 0 {
		return "", nil
	}
	rest := t.Parts[at+1:]
	if end := slices.IndexFunc(rest, func(p page.Part) bool { return p.Level == 2 }); end >= 0 {
		rest = rest[:end]
	}
	return t.Parts[at].Heading, rest
}

// leafletPart has no id: a sheet in two languages would have it twice.
func (v *visit) leafletPart(part *page.Part) templates.PagePart {
	p := templates.PagePart{Level: part.Level, Heading: part.Heading, HTML: part.HTML}
	if part.Stale {
		p.Stale = v.l.T("stale.block")
	}
	return p
}

// sourcesInShort names each source once.
func (v *visit) sourcesInShort(ids []string) string {
	var labels []string
	for _, note := range v.notes(ids) {
		if !slices.Contains(labels, note.Label) {
			labels = append(labels, note.Label)
		}
	}
	return strings.Join(labels, "; ")
}

// qrOf is the code of an absolute address.
func qrOf(address string) (templates.QRCode, error) {
	rows, err := qr.Of(address)
	return templates.QRCode{Rows: rows, Address: typed(address)}, err
}

// shortAddress is the address of a page as a reader would type it.
func (v *visit) shortAddress(path string) string { return typed(v.server.base + v.href(path)) }

// typed is an address without its scheme.
func typed(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}
