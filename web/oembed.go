package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
)

// oEmbed (oembed.com): a program that was given the address of a page asks here how
// to show it. Pages that have a card are "rich"; all others are a link.

const oembedPath = "/oembed"

// Forms of the answer.
const (
	oembedJSON = "json"
	oembedXML  = "xml"
)

// oembedAge is for how many seconds an answer may be kept.
const oembedAge = 3600

// An oembedAnswer has the names that the specification gives.
type oembedAnswer struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title,omitempty" xml:"title,omitempty"`
	ProviderName string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"`
	HTML         string   `json:"html,omitempty" xml:"html,omitempty"`
	Width        int      `json:"width,omitempty" xml:"width,omitempty"`
	Height       int      `json:"height,omitempty" xml:"height,omitempty"`
}

// oembed answers for an address of this site.
func (s *Server) oembed(c echo.Context) error {
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	query := c.QueryParams()
	form := query.Get("format")
	if form == "" {
		form = oembedJSON
	}
	if form != oembedJSON && form != oembedXML {
		return sendOEmbedProblem(c, Problem{Status: http.StatusNotImplemented, Title: "This format is not offered", Errors: []ProblemError{
			{Pointer: "format", Code: "unknown", Allowed: []string{oembedJSON, oembedXML}},
		}})
	}
	width, okWidth := sizeLimit(query.Get("maxwidth"))
	height, okHeight := sizeLimit(query.Get("maxheight"))
	switch {
	case !query.Has("url"):
		return oembedProblem(c, http.StatusBadRequest, "url", "required")
	case !okWidth:
		return oembedProblem(c, http.StatusBadRequest, "maxwidth", "not_a_size")
	case !okHeight:
		return oembedProblem(c, http.StatusBadRequest, "maxheight", "not_a_size")
	}
	asked, ok := s.ownAddress(query.Get("url"))
	if !ok {
		return oembedProblem(c, http.StatusNotFound, "url", "unknown")
	}
	answer, err := s.describe(c, asked, width, height)
	if errors.Is(err, errNotEmbedded) || err == nil && answer == nil {
		return oembedProblem(c, http.StatusNotFound, "url", "unknown")
	}
	if err != nil {
		return err
	}
	return sendOEmbed(c, form, answer)
}

func oembedProblem(c echo.Context, status int, pointer, code string) error {
	return sendOEmbedProblem(c, Problem{Status: status, Title: http.StatusText(status), Errors: []ProblemError{{Pointer: pointer, Code: code}}})
}

// sendOEmbedProblem sends a problem that is no more than its status: oEmbed has its
// own meanings of them, which the page about the API does not explain.
func sendOEmbedProblem(c echo.Context, p Problem) error {
	p.Type = "about:blank"
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(p.Status, problemJSON, body)
}

func sendOEmbed(c echo.Context, form string, answer *oembedAnswer) error {
	var b bytes.Buffer
	kind := "application/json; charset=utf-8"
	var err error
	if form == oembedXML {
		kind = "text/xml; charset=utf-8"
		b.WriteString(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + "\n")
		err = xml.NewEncoder(&b).Encode(answer)
	} else {
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(answer)
	}
	if err != nil {
		return err
	}
	return sendText(c, kind, b.Bytes())
}

// maxSize is the largest number of pixels that anybody means.
const maxSize = 1 << 20

// sizeLimit reads a number of pixels; 0 is no limit.
func sizeLimit(typed string) (int, bool) {
	if typed == "" {
		return 0, true
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil && n > 0 && n <= maxSize
}

// errNotEmbedded says that an address is none that can be embedded.
var errNotEmbedded = errors.New("no page that can be embedded")

// ownAddress reads an address of this site. The scheme is the reader's business.
func (s *Server) ownAddress(typed string) (*url.URL, bool) {
	u, err := url.Parse(typed)
	base, baseErr := url.Parse(s.base)
	switch {
	case err != nil, baseErr != nil, u.User != nil, u.Scheme != "http" && u.Scheme != "https":
		return nil, false
	case !strings.EqualFold(u.Host, base.Host):
		return nil, false
	}
	path, ok := strings.CutPrefix(u.Path, base.Path)
	u.Path, u.RawPath = path, ""
	return u, ok && strings.HasPrefix(path, "/")
}

// describe says how an address of this site is embedded.
func (s *Server) describe(c echo.Context, asked *url.URL, maxWidth, maxHeight int) (*oembedAnswer, error) {
	path := strings.TrimPrefix(asked.Path, strings.TrimSuffix(embedFolder, "/")) // a card is embedded as its page is
	l, ok := languageOf(path)
	if !ok || strings.HasPrefix(path, "/"+string(l)+"/check/private") {
		return nil, errNotEmbedded // a page without a trace has no address to pass on
	}
	title, status := s.titleOf(c, asked)
	if status != http.StatusOK {
		return nil, errNotEmbedded
	}
	v := s.cardVisit(c, l)
	answer := &oembedAnswer{
		Version: "1.0", Type: "link", Title: v.withoutSite(title), CacheAge: oembedAge,
		ProviderName: v.l.T("site.name"), ProviderURL: v.absolute("/"),
	}
	found, ok, err := v.embedOf(asked, strings.TrimPrefix(path, "/"+string(l)))
	if err != nil || !ok || maxWidth > 0 && maxWidth < cardNarrowest || maxHeight > 0 && maxHeight < cardLowest {
		return answer, ignoreUnknown(err)
	}
	answer.Type, answer.Title = "rich", found.says.Heading
	answer.Width = cardUsual
	if maxWidth > 0 {
		answer.Width = min(maxWidth, cardUsual)
	}
	pinned := ""
	if strings.HasPrefix(asked.Path, embedFolder) {
		pinned = asked.Query().Get(cardVersion)
	}
	if pinned != "" {
		found.note = v.futureNote(found)
	}
	answer.Height = v.cardHeight(found, answer.Width)
	if maxHeight > 0 {
		answer.Height = min(maxHeight, answer.Height) // then it scrolls inside
	}
	answer.HTML = v.cardCode(found, pinned, answer.Width, answer.Height)
	return answer, nil
}

// ignoreUnknown lets a page without a card be a link.
func ignoreUnknown(err error) error {
	var he *echo.HTTPError
	if errors.As(err, &he) || errors.Is(err, errNoVersion) || errors.Is(err, errCardDay) || errors.Is(err, eligibility.ErrBadCode) {
		return nil
	}
	return err
}

// embedOf is the card of a page; path is behind the language.
func (v *visit) embedOf(asked *url.URL, path string) (c embedCard, ok bool, err error) {
	query := asked.Query()
	folder, name, _ := strings.Cut(strings.Trim(path, "/"), "/")
	switch {
	case name == "" && folder == "timeline":
		c, err = v.timelineCard()
	case name == "" && folder == "table" && asked.RawQuery == "", name == "" && folder == "differences", name == "" && folder == verdictPage:
		c, err = v.tableCard()
	case name == "" && folder == "check":
		c, err = v.checkCard()
	case name == "" && folder == "claims" && v.isClaim(asked.Fragment):
		c, err = v.claimCard(asked.Fragment)
	case name == "" && folder == "claims":
		c, err = v.claimsCard()
	case folder == "claim" && name != "": // only cards have such addresses
		c, err = v.claimCard(name)
	case folder == "result" && name != "":
		c, err = v.resultCard(name, query.Get("on"), query.Get("rules"))
	default:
		return embedCard{}, false, nil
	}
	return c, err == nil, err
}

// cardCode is the code that puts a card of a fixed size into a page.
func (v *visit) cardCode(c embedCard, version string, width, height int) string {
	return v.frameCode(c, version, strconv.Itoa(width), height, "border:0;max-width:100%")
}

// fluidCode is the code of a card that takes all the width there is. On a phone that
// is nearly the width of the screen, and the height follows it: heights fall ever
// more slowly as the room grows, so a straight line between two of them lies above
// all others. Where styles are taken out, the height of the narrow card stays.
func (v *visit) fluidCode(c embedCard, version string) string {
	const narrow, usual, margins = 320, 480, 40
	high := v.cardHeight(c, narrow)
	low := min(high, v.cardHeight(c, usual))
	slope := strconv.FormatFloat(float64(high-low)/(usual-narrow), 'f', -1, 64)
	style := fmt.Sprintf("border:0;width:100%%;height:max(%dpx,%dpx - (100vw - %dpx)*%s)", low, high, narrow+margins, slope)
	return v.frameCode(c, version, "100%", high, style)
}

func (v *visit) frameCode(c embedCard, version, width string, height int, style string) string {
	src := v.server.base + v.cardAddress(c.path)
	if version != "" {
		src = withQuery(src, cardVersion+"="+url.QueryEscape(version))
	}
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%s" height="%d" style="%s" loading="lazy" sandbox="%s" referrerpolicy="no-referrer"></iframe>`,
		html.EscapeString(src), html.EscapeString(v.cardTitle(c)), width, height, style, templates.CardSandbox)
}

// cardTitle is the name of the frame.
func (v *visit) cardTitle(c embedCard) string {
	return v.l.With("title.page", map[string]any{"title": c.says.Heading, "site": v.l.T("site.name")})
}

// withoutSite takes the name of the site off the title of a document.
func (v *visit) withoutSite(title string) string {
	return strings.TrimSuffix(title, v.l.With("title.page", map[string]any{"title": "", "site": v.l.T("site.name")}))
}

var titleElement = regexp.MustCompile(`(?s)<title>(.*?)</title>`)

// maxMoves is how often a page may have moved.
const maxMoves = 3

// titleOf asks this server for a page, as a reader would, so that whatever page
// there is can be embedded, and nothing else.
func (s *Server) titleOf(c echo.Context, asked *url.URL) (title string, status int) {
	address := (&url.URL{Path: asked.Path, RawQuery: asked.RawQuery}).String()
	for range maxMoves {
		request, err := http.NewRequestWithContext(c.Request().Context(), http.MethodGet, address, nil)
		if err != nil {
			return "", http.StatusNotFound
		}
		answer := &innerAnswer{header: http.Header{}}
		request.RequestURI = address
		s.ServeHTTP(answer, request)
		if to := answer.header.Get("Location"); to != "" {
			address = to
			continue
		}
		m := titleElement.FindSubmatch(answer.body.Bytes())
		if m == nil {
			return "", http.StatusNotFound
		}
		return html.UnescapeString(string(m[1])), answer.status
	}
	return "", http.StatusNotFound
}

// An innerAnswer is an answer of the server that the server itself reads.
type innerAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *innerAnswer) Header() http.Header { return a.header }

func (a *innerAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *innerAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// discovery are the addresses at which programs learn how to embed a page; a page
// without a trace has none. Of the query only what changes a result is told.
func (v *visit) discovery(f frameOf) []templates.Discovery {
	if f.private || strings.HasPrefix(f.path, "/check/private") {
		return nil
	}
	told := url.Values{}
	if query, err := url.ParseQuery(f.query); err == nil && strings.HasPrefix(f.path, "/result/") {
		for _, name := range []string{"on", "rules"} {
			if query.Get(name) != "" {
				told.Set(name, query.Get(name))
			}
		}
	}
	return v.server.discoveryOf(withQuery(v.absolute(f.path), told.Encode()))
}

// discoveryOf is what the head of a page says: one form, the one that all programs
// read. The page about cards for other sites names both.
func (s *Server) discoveryOf(page string) []templates.Discovery { return s.oembedForms(page)[:1] }

func (s *Server) oembedForms(page string) (links []templates.Discovery) {
	for _, form := range [][2]string{{oembedJSON, "application/json+oembed"}, {oembedXML, "text/xml+oembed"}} {
		query := url.Values{"url": {page}, "format": {form[0]}}
		links = append(links, templates.Discovery{Type: form[1], Href: s.base + oembedPath + "?" + query.Encode()})
	}
	return links
}
