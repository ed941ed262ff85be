package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/citation"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/quotation"
	"localvote/web/record"
	"localvote/web/site"
)

// Kinds of what can be cited, as they stand in addresses.
const (
	citePage   = "page"
	citeClaim  = "claim"
	citeSource = "source"
	citeResult = "result"
	citePlace  = "place"
)

// A cited is a work and where it stands on this site.
type cited struct {
	kind, id string
	path     string // behind the language, with query and anchor
	version  string // the address at which this stays as it is; "" if none is known
	titles   func(v *visit) string
	work     citation.Work
}

// cited finds a work; ok is false where there is none.
func (v *visit) cited(kind, id string) (c cited, ok bool, err error) {
	switch kind {
	case citePage:
		c, ok = v.citedPage(id)
	case citeClaim:
		c, ok = v.citedClaim(id)
	case citeSource:
		c, ok = v.citedSource(id)
	case citePlace:
		c, ok = v.citedPlace(id)
	case citeResult:
		c, ok, err = v.citedResult(id)
	}
	if !ok || err != nil {
		return c, false, err
	}
	c.kind, c.id = kind, id
	v.complete(&c)
	return c, true, nil
}

// complete fills what is the same for all kinds.
func (v *visit) complete(c *cited) {
	w := &c.work
	w.Key = c.kind + "-" + strings.ReplaceAll(c.id, ".", "-") + "-" + string(v.lang)
	w.Title, w.English = c.titles(v), c.titles(v.in(lang.EN))
	w.Container, w.Accessed, w.Lang = v.l.T("site.name"), v.today, v.lang
	w.URL = v.server.base + v.href(c.path)
	if c.version != "" {
		w.VersionURL = v.server.base + c.version
	}
	if w.Type == "" {
		w.Type = citation.Page
	}
}

// easyEnding marks the easy-read version of a page in addresses of citations.
const easyEnding = ".easy"

func (v *visit) citedPage(id string) (cited, bool) {
	full, easy := strings.CutSuffix(id, easyEnding)
	p, ok := v.site.Book.Get(full)
	if !ok || easy && p.Easy[v.lang] == nil {
		return cited{}, false
	}
	c := cited{path: pagePath(p.ID), work: citation.Work{Published: lastChange(p)}}
	c.titles = func(v *visit) string { return p.Title[v.lang] }
	if now, ok := v.version(p); ok && !easy {
		c.version = "/v/" + shortHash(now.Hash) + "/" + string(v.lang) + "/" + p.ID
	}
	if easy {
		c.path = "/" + p.ID + "/easy"
		c.titles = func(v *visit) string {
			return v.l.With("cite.easy", map[string]any{"title": p.Title[v.lang]})
		}
	}
	return c, true
}

// lastChange is the last day on which a page changed, "" if nobody wrote it down.
func lastChange(p *page.Page) string {
	day := ""
	for _, r := range p.History {
		day = max(day, r.On)
	}
	return day
}

// citedClaim is our verdict on a claim: the title says that, so that nobody takes
// the claim for ours.
func (v *visit) citedClaim(id string) (cited, bool) {
	claims := v.site.Records.Claims.Claims
	i := slices.IndexFunc(claims, func(c *record.Claim) bool { return c.ID == id })
	p, ok := v.site.Book.Get("claims")
	if i < 0 || !ok {
		return cited{}, false
	}
	return cited{
		path: "/claims#" + id, work: citation.Work{Published: lastChange(p), Type: citation.Entry},
		titles: func(v *visit) string {
			mark := templates.PressMark(v.l, templates.Verdict(claims[i].Verdict))
			return v.l.With("cite.claim", map[string]any{"claim": claims[i].Claim[v.lang], "verdict": mark.Word})
		},
	}, true
}

// citedSource is our entry about a source, not the source: it says what of the
// text was seen. Its day is that of the last check.
func (v *visit) citedSource(id string) (cited, bool) {
	s, ok := v.site.Sources.Get(id)
	if !ok {
		return cited{}, false
	}
	return cited{
		path: "/sources#" + id, work: citation.Work{Published: s.CheckedOn, Type: citation.Entry},
		titles: func(v *visit) string {
			return v.l.With("cite.source", map[string]any{"title": s.Title[v.lang]})
		},
	}, true
}

func (v *visit) citedPlace(id string) (cited, bool) {
	p, ok := v.site.Places.Get(id)
	book, written := v.site.Book.Get(place.Page)
	if !ok || !written {
		return cited{}, false
	}
	return cited{
		path: "/places/" + id, work: citation.Work{Published: lastChange(book), Type: citation.Entry},
		titles: func(v *visit) string {
			name := strings.Join(append([]string{p.Names[v.lang]}, v.whereabouts(p)...), ", ")
			return v.l.With("cite.place", map[string]any{"place": name})
		},
	}, true
}

// citedResult is a result by its code and day: "1-BD0W-2026-11-22", by the rules
// that the address names or those that are live. Its address is pinned to both, so
// that it stays what was cited. The place of the reader and the choice of words are
// left out: a citation carries what the code carries and nothing more.
func (v *visit) citedResult(id string) (cited, bool, error) {
	code, day, ok := cutDay(id)
	if !ok {
		return cited{}, false, nil
	}
	edition, found, err := v.server.edition(v, v.c.QueryParam("rules"))
	if err != nil || !found {
		return cited{}, false, err
	}
	a, err := edition.Questionnaire.Decode(code)
	if err != nil || edition.Questionnaire.Code(a) != code || day < edition.Questionnaire.Coverage || day > v.site.Settings.DateLimit {
		return cited{}, false, nil
	}
	return v.resultToCite(edition, a, code, day), true, nil
}

func (v *visit) resultToCite(edition *site.Edition, a eligibility.Answers, code, day string) cited {
	rules := shortHash(edition.Questionnaire.Hash)
	return cited{
		path: withQuery("/result/"+code, "on="+day+"&rules="+rules), work: citation.Work{Version: rules},
		titles: func(v *visit) string {
			words := *v
			words.q, words.easy = edition.Questionnaire, false
			r := &resultView{visit: &words, country: words.q.Country(a), res: words.q.Explain(day, a)}
			return v.l.With("cite.result", map[string]any{
				"heading": strings.TrimSuffix(r.headline(), "."), "code": code, "date": v.longDate(day),
			})
		},
	}
}

// cutDay parts the code of a result from its day.
func cutDay(id string) (code, day string, ok bool) {
	at := len(id) - len("-2026-11-22")
	if at <= 0 || id[at] != '-' {
		return "", "", false
	}
	_, err := time.Parse(time.DateOnly, id[at+1:])
	return id[:at], id[at+1:], err == nil
}

// A citeFile is a citation as a file: its ending, its type, and how it is written.
type citeFile struct {
	ending, kind string
	save         bool // for a program, not for the eye
	write        func(citation.Work) string
}

// citeFiles are the files in the order of preference; the page with all formats
// comes before them.
func citeFiles() []citeFile {
	in := func(f citation.Format) func(citation.Work) string {
		return func(w citation.Work) string { return w.In(f) }
	}
	return []citeFile{
		{"txt", "text/plain", false, citation.Work.Text},
		{"bib", "application/x-bibtex", true, in(citation.BibTeX)},
		{"ris", "application/x-research-info-systems", true, in(citation.RIS)},
		{"json", "application/vnd.citationstyles.csl+json", true, in(citation.CSL)},
		{"wiki", "text/x-wiki", false, in(citation.Wiki)},
	}
}

// cite answers /cite/{kind}/{id}.{ending} with a file, and /cite/{kind}/{id} with
// what the reader's program asks for.
func (s *Server) cite(v *visit) error {
	v.noIndex()
	kind, id := v.c.Param("kind"), v.c.Param("id")
	for _, f := range citeFiles() {
		if of, ok := strings.CutSuffix(id, "."+f.ending); ok {
			c, err := v.mustCite(kind, of)
			if err != nil {
				return err
			}
			return v.sendCitation(c, f)
		}
	}
	c, err := v.mustCite(kind, id)
	if err != nil {
		return err
	}
	return v.negotiateCitation(c)
}

// mustCite finds a work or gives the error of a page that does not exist.
func (v *visit) mustCite(kind, id string) (cited, error) {
	c, ok, err := v.cited(kind, id)
	if err == nil && !ok {
		err = echo.ErrNotFound
	}
	return c, err
}

func (v *visit) negotiateCitation(c cited) error {
	offers := []string{echo.MIMETextHTML}
	for _, f := range citeFiles() {
		offers = append(offers, f.kind)
	}
	v.c.Response().Header().Add("Vary", "Accept")
	offer, ok := accepted(strings.Join(v.c.Request().Header.Values("Accept"), ","), offers)
	if !ok {
		return v.nothingAcceptable(c)
	}
	for _, f := range citeFiles() {
		if f.kind == offer {
			return v.sendCitation(c, f)
		}
	}
	return v.send(http.StatusOK, templates.CitePage(v.citePage(c)))
}

// nothingAcceptable lists what there is (RFC 9110, 15.5.7), a type and an address
// on each line.
func (v *visit) nothingAcceptable(c cited) error {
	v.noStore()
	address := v.server.base + v.href(c.address(""))
	lines := []string{echo.MIMETextHTML + " " + address}
	for _, f := range citeFiles() {
		lines = append(lines, f.kind+" "+v.server.base+v.href(c.address("."+f.ending)))
	}
	return v.sendCheckable(http.StatusNotAcceptable, "text/plain; charset=utf-8", []byte(strings.Join(lines, "\n")+"\n"))
}

// address is where the citation stands, behind the language. A result names its
// rules, so that the link from an old result does not lead to another edition.
func (c cited) address(ending string) string {
	query := ""
	if c.kind == citeResult {
		query = "rules=" + c.work.Version
	}
	return withQuery("/cite/"+c.kind+"/"+c.id+ending, query)
}

func (v *visit) sendCitation(c cited, f citeFile) error {
	disposition := "inline"
	if f.save {
		disposition = "attachment"
	}
	v.c.Response().Header().Set("Content-Disposition", disposition+`; filename="`+c.work.Key+"."+f.ending+`"`)
	return v.sendCheckable(http.StatusOK, f.kind+"; charset=utf-8", []byte(f.write(c.work)))
}

// citeView is the part of a page that says how to cite it: the way to all formats, or
// in a copy, which does not hold these, the usual one.
func (v *visit) citeView(kind, id string) *templates.CiteView {
	c, ok, err := v.cited(kind, id)
	if !ok || err != nil {
		return nil // then the page does not say how to cite it
	}
	if !v.server.copied {
		return v.citeLink(c)
	}
	first := citation.GOST2008
	if v.lang == lang.EN {
		first = citation.APA
	}
	view := v.citeLink(c)
	view.Forms = []templates.CiteForm{{Name: first.Name(v.lang), Text: strings.TrimSpace(c.work.In(first))}}
	return view
}

// citeLink leads to all formats. They have a page of their own: even one of them would
// be three hundred bytes on every page.
func (v *visit) citeLink(c cited) *templates.CiteView {
	return &templates.CiteView{L: v.l, More: &templates.Link{Text: v.l.T("cite.more"), Href: v.href(c.address(""))}}
}

func (v *visit) citeParts(c cited) *templates.CiteView {
	view := &templates.CiteView{L: v.l}
	for _, f := range citation.Formats() {
		view.Forms = append(view.Forms, templates.CiteForm{Name: f.Name(v.lang), Text: strings.TrimSpace(c.work.In(f))})
	}
	for _, f := range citeFiles() {
		view.Files = append(view.Files, templates.Link{Text: "." + f.ending, Href: v.href(c.address("." + f.ending))})
	}
	return view
}

func (v *visit) citePage(c cited) templates.CitePageView {
	view := templates.CitePageView{
		Kick: v.l.T("cite.title"), Heading: citation.Plain(c.work.Title), Lead: v.l.T("cite.lead"),
		Cite: *v.citeParts(c), Picture: v.pictureOf(c), Back: templates.Link{Text: v.l.T("cite.back"), Href: v.href(c.path)},
	}
	path, query, _ := strings.Cut(c.address(""), "?")
	title := v.l.With("cite.page_title", map[string]any{"title": view.Heading})
	view.Frame = v.frame(frameOf{path: path, query: query, title: title, noIndex: true, card: c.card()})
	return view
}

// citeEntry links how to cite one entry of a list.
func (v *visit) citeEntry(kind, id, words string) *templates.Link {
	return &templates.Link{
		Text: v.l.With("cite.entry", map[string]any{"words": quotation.First(words, labelWords)}), Href: v.href("/cite/" + kind + "/" + id),
	}
}
