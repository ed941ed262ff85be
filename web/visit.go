package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/catalog"
	"localvote/web/document"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/place"
	"localvote/web/site"
	"localvote/web/source"
)

// A visit is one request for a page, with the edition of the site that it began
// with: a reload in the middle does not mix two editions.
type visit struct {
	server  *Server
	c       echo.Context
	lang    lang.Lang
	l       *catalog.Localizer
	site    *site.Site
	q       *eligibility.Questionnaire
	sources *source.Register
	today   string
	easy    bool         // easy-read words where there are some
	place   *place.Place // that the reader checks for; nil for none
	// archiving says that the page is drawn to be kept: it knows neither its own
	// version nor how long ago something was checked.
	archiving bool
	// suggests says that the page has a box with suggestions, and may run the
	// one script that makes them.
	suggests bool
	// keep says that the page depends on its address alone and may be sent again.
	keep bool
	// usual is the address under which the page is kept, "" for the one asked for.
	usual string
	// shared are the parts from which the page is joined; nil for one that is drawn whole.
	shared *sharedParts
}

func (s *Server) visit(c echo.Context, l lang.Lang) *visit {
	current := s.live.Site()
	v := &visit{
		server: s, c: c, lang: l, l: current.Catalog.In(l), site: current,
		q: current.Questionnaire, sources: current.Sources, today: s.today(),
		easy: c.QueryParam(wordsParam) == wordsEasy && current.Questionnaire.HasEasy(l),
	}
	v.place = v.placeOf()
	return v
}

// text is a text of the questionnaire in the language of the page.
func (v *visit) text(key, country string) string {
	if v.easy {
		return v.q.EasyText(v.lang, key, country)
	}
	return v.q.Text(v.lang, key, country)
}

// href is an address of this site in the language of the page.
func (v *visit) href(path string) string { return "/" + string(v.lang) + path }

// frameOf says what is particular about a page's frame.
type frameOf struct {
	path        string // behind the language: "/check/1-04QR"
	query       string // kept by the language switch
	title       string
	description string
	kind        string // of page, for its styles; "" for that of the path
	noIndex     bool
	failed      bool // a form was sent with mistakes
	private     bool // nothing of the state may stand in an address
	state       []templates.Hidden
	card        string // the picture for social networks: "page/claims"; "" for that of the home page
	silent      bool   // nothing is said to social networks
}

// frame fills what surrounds every page.
func (v *visit) frame(f frameOf) templates.Frame {
	frame := templates.Frame{
		Lang: v.lang, L: v.l, Title: f.title, Description: f.description, NoIndex: f.noIndex,
		Home:      v.href("/"),
		Icon:      v.site.Assets.URL("favicon.svg"),
		LawAsOf:   v.monthYear(v.site.Settings.LawAsOf),
		CheckedOn: v.longDate(v.sources.LastChecked()),
		Switch:    f.state,
	}
	if f.failed {
		frame.Title = v.l.T("title.error_prefix") + f.title
	}
	if f.path == "/" || f.path == "/search" { // browsers need to be told once, and look for the icon by themselves
		frame.OpenSearch = openSearchPath(v.lang)
		frame.TouchIcon = v.site.Assets.URL("apple-touch-icon.png")
	}
	tail, indexed := f.path, f.path
	if f.query != "" {
		tail += "?" + f.query
	}
	if f.noIndex { // each state has its own counterpart in the other languages
		indexed = tail
	}
	for _, l := range lang.All() {
		frame.Languages = append(frame.Languages, templates.Link{Text: l.OwnName(), Href: "/" + string(l) + tail, Lang: l, Current: l == v.lang})
	}
	if f.noIndex { // what only search engines read would be in the way of readers on slow lines
		frame.Description = ""
	} else {
		frame.Alternates = v.alternates(indexed)
	}
	frame.Canonical = v.server.base + v.href(f.path)
	frame.Address, frame.Short = typed(frame.Canonical), typed(v.shortOf(f.path))
	frame.OEmbed = v.discovery(f)
	if f.private {
		frame.Alternates, frame.Canonical, frame.Address, frame.Short = nil, "", v.shortAddress("/"), ""
	}
	if !f.private && !f.silent && !v.archiving {
		frame.Social = v.social(f, v.server.base+v.href(indexed))
	}
	frame.Useful = v.useful(f)
	if strings.HasPrefix(f.path, tracePath) && !v.server.copied {
		frame.Leave = leaveTo[v.lang]
	}
	if f.kind == "" {
		f.kind = v.kindOf(f.path)
	}
	frame.Stylesheets = v.stylesheets(f.kind)
	frame.Sheets = v.displaySheets()
	frame.Display = v.displayHref(f)
	if v.suggests {
		frame.Script = v.site.Assets.URL("js/suggest.js")
		v.c.Response().Header().Set(contentPolicyHeader, suggestPolicy)
	}
	if v.shared != nil {
		frame.Part = v.shared.frame
	}
	if v.shared == nil || !v.shared.has(templates.PartMast, templates.PartFoot) {
		frame.Nav, frame.FootNav = v.nav(f.path), v.footNav(f.path)
	}
	return frame
}

// alternates are the addresses of a page in all languages, for search engines.
func (v *visit) alternates(path string) []templates.Alternate {
	var out []templates.Alternate
	for _, l := range lang.All() {
		out = append(out, templates.Alternate{Lang: string(l), Href: v.server.base + "/" + string(l) + path})
	}
	return append(out, templates.Alternate{Lang: "x-default", Href: v.server.base + "/en" + path})
}

// leaveTo is where the way out of the no-trace mode leads: a place that says nothing
// of where somebody was before, in the reader's language.
var leaveTo = map[lang.Lang]string{lang.RU: "https://ru.wikipedia.org/", lang.BE: "https://be.wikipedia.org/", lang.EN: "https://en.wikipedia.org/"}

// tracePath is where the no-trace mode stands, behind the language.
const tracePath = "/check/private"

// nav lists the sections; the questionnaire is one section with all its steps.
func (v *visit) nav(path string) []templates.Link {
	inCheck := strings.HasPrefix(path, "/check") || strings.HasPrefix(path, "/result")
	check := templates.Link{Text: v.l.T("nav.check"), Href: v.href("/check"), Current: inCheck}
	links := append([]templates.Link{check}, v.pageNav(path, "in-russia", "in-belarus", "places", "claims", "about")...)
	links = append(links, templates.Link{Text: v.l.T("nav.search"), Href: v.href("/search"), Current: path == "/search"})
	for i := range links {
		switch links[i].Href { // shorter than the names of the pages: the menu is one line
		case v.href("/in-russia"):
			links[i].Text = v.l.T("nav.in_russia")
		case v.href("/in-belarus"):
			links[i].Text = v.l.T("nav.in_belarus")
		case v.href("/places"):
			links[i].Text = v.l.T("nav.places")
			links[i].Current = links[i].Current || strings.HasPrefix(path, "/places/")
		}
	}
	return links
}

// footNav says how we work and what is not in the menu.
func (v *visit) footNav(path string) []templates.Link {
	links := v.pageNav(path, "timeline", "sources", "open-questions", "differences", "changes", "contact", "privacy", "accessibility", "translations")
	links = append(links, templates.Link{Text: v.l.T("tree.nav"), Href: v.href("/tree"), Current: path == "/tree"})
	links = append(links, templates.Link{Text: v.l.T("table.nav"), Href: v.href("/table"), Current: path == "/table"})
	links = append(links, templates.Link{Text: v.l.T("data.nav"), Href: v.href("/data"), Current: path == "/data"})
	links = append(links, templates.Link{Text: v.l.T("api.nav"), Href: v.href(apiPage), Current: path == apiPage})
	links = append(links, templates.Link{Text: v.l.T("offline.nav"), Href: v.href(offlinePath), Current: path == offlinePath})
	links = append(links, v.pageNav(path, "press", feedsPage)...)
	links = append(links, templates.Link{Text: v.l.T("statistics.nav"), Href: v.href(statisticsPath), Current: path == statisticsPath})
	return append(links, templates.Link{Text: v.l.T("nav.trace"), Href: v.href("/check/private"), Current: path == "/check/private"})
}

// noStore keeps a page out of every cache.
func (v *visit) noStore() { v.c.Response().Header().Set(echo.HeaderCacheControl, "no-store") }

// noIndex keeps a page with somebody's answers out of search engines.
func (v *visit) noIndex() { v.c.Response().Header().Set("X-Robots-Tag", "noindex") }

// send draws a page into memory first, so that a failing template cannot leave
// half a page behind status 200.
func (v *visit) send(status int, page templ.Component) error {
	body := v.server.bodies.get()
	defer v.server.bodies.keep(body)
	if err := page.Render(v.c.Request().Context(), body); err != nil {
		return err
	}
	return v.sendCheckable(status, echo.MIMETextHTMLCharsetUTF8, templates.Lean(body.Bytes()))
}

// bodyPool keeps the buffers that pages are drawn into for the next page.
type bodyPool struct{ sync.Pool }

// maxBody is the largest buffer that is kept.
const maxBody = 512 << 10

func (p *bodyPool) get() *bytes.Buffer {
	if body, ok := p.Get().(*bytes.Buffer); ok {
		return body
	}
	return new(bytes.Buffer)
}

func (p *bodyPool) keep(body *bytes.Buffer) {
	if body.Cap() <= maxBody {
		body.Reset()
		p.Put(body)
	}
}

// sendCheckable sends a body that a browser may keep but must ask about again;
// the tag is that of the bytes. The body is not kept by whoever gets it.
func (v *visit) sendCheckable(status int, kind string, body []byte) error {
	h := v.checkable(kind)
	if status != http.StatusOK || h.Get(echo.HeaderCacheControl) == "no-store" {
		return v.sendOnce(status, kind, body)
	}
	if strings.HasPrefix(h.Get(echo.HeaderCacheControl), "public") {
		h.Set(surrogateHeader, v.surrogateKeys(v.c.Request().URL.Path))
	}
	if v.keep {
		v.server.keep(v, body).Send(v.c.Response(), v.c.Request())
		return nil
	}
	d := document.New(h, body)
	if document.TakesGzip(v.c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
		d.Quick()
	}
	d.Send(v.c.Response(), v.c.Request())
	return nil
}

// checkable sets the headers of a body that a browser may keep but must ask about again,
// where the page has not set others.
func (v *visit) checkable(kind string) http.Header {
	h := v.c.Response().Header()
	h.Set("Content-Language", string(v.lang))
	h.Set(echo.HeaderContentType, kind)
	if h.Get(echo.HeaderVary) == "" {
		h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	}
	if h.Get(echo.HeaderCacheControl) == "" {
		h.Set(echo.HeaderCacheControl, "private, no-cache")
	}
	return h
}

// sendOnce sends what must not be kept.
func (v *visit) sendOnce(status int, kind string, body []byte) error {
	if document.TakesGzip(v.c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
		if packed := document.Gzip(body); packed != nil {
			v.c.Response().Header().Set(echo.HeaderContentEncoding, "gzip")
			body = packed
		}
	}
	return v.c.Blob(status, kind, body)
}

// matches tells whether an If-None-Match header names the tag.
func matches(header, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimPrefix(strings.TrimSpace(part), "W/"); part == tag || part == "*" {
			return true
		}
	}
	return false
}

// seeOther sends a reader who posted a form on to a page.
func (v *visit) seeOther(path, query string) error {
	to := v.href(path)
	if query != "" {
		to += "?" + query
	}
	return v.c.Redirect(http.StatusSeeOther, to)
}

// Easy-read words are chosen by ?words=easy.
const (
	wordsParam = "words"
	wordsEasy  = "easy"
)

// query is what addresses of the questionnaire carry on: a chosen day, a named
// edition of the rules and the choice of easy-read words. Defaults need none.
func (v *visit) query(on, rules string) string {
	values := url.Values{}
	if on != "" {
		values.Set("on", on)
	}
	if rules != "" {
		values.Set("rules", rules)
	}
	if v.easy {
		values.Set(wordsParam, wordsEasy)
	}
	if v.place != nil {
		values.Set(placeParam, v.place.ID)
	}
	return values.Encode()
}

// traceQuery is the same for the no-trace mode, whose addresses name no place.
func (v *visit) traceQuery() string {
	without := *v
	without.place = nil
	return without.query("", "")
}

// otherWords links the same page in easy-read words, or in the usual ones.
func (v *visit) otherWords(path, on, rules string) *templates.Link {
	if !v.q.HasEasy(v.lang) {
		return nil
	}
	text := v.l.T("explain.easy")
	if v.easy {
		text = v.l.T("explain.full")
	}
	other := *v
	other.easy = !v.easy
	return &templates.Link{Text: text, Href: withQuery(v.href(path), other.query(on, rules))}
}

// form reads a posted form.
func (v *visit) form() (url.Values, error) {
	r := v.c.Request()
	if err := r.ParseForm(); err != nil {
		if classify(err).status == http.StatusRequestEntityTooLarge {
			return nil, errTooLarge
		}
		return nil, errBadForm
	}
	return r.PostForm, nil
}
