package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/lang"
)

// Errors that handlers return. handleError alone decides what a reader sees.
var (
	errForeignForm = errors.New("a form from another site")
	errTooLarge    = errors.New("the request is too large")
	errBadForm     = errors.New("the form cannot be read")
	errNotOffered  = errors.New("the reader's program takes no format in which there is this file")
)

// failure is how an error is shown: its status and the keys of its words.
type failure struct {
	status int
	title  string
	text   string
}

// failures by what went wrong; the words are literal keys so that they can be
// found by reading.
func classify(err error) failure {
	var he *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, eligibility.ErrBadCode):
		return failure{http.StatusNotFound, "error.code.title", "error.code.text"}
	case errors.Is(err, errForeignForm):
		return failure{http.StatusForbidden, "error.crossorigin.title", "error.crossorigin.text"}
	case errors.Is(err, errTooLarge), errors.As(err, &tooLarge):
		return failure{http.StatusRequestEntityTooLarge, "error.413.title", "error.413.text"}
	case errors.Is(err, errBadForm):
		return failure{http.StatusBadRequest, "error.form.title", "error.form.text"}
	case errors.Is(err, errNotOffered):
		return failure{http.StatusNotAcceptable, "api.problem.accept", "api.problem.accept_text"}
	case errors.Is(err, errCardDay):
		return failure{http.StatusBadRequest, "error.embed_day.title", "error.embed_day.text"}
	case errors.Is(err, errVersionName):
		return failure{http.StatusBadRequest, "error.version_name.title", "error.version_name.text"}
	case errors.Is(err, errNoVersion):
		return failure{http.StatusNotFound, "error.version.title", "error.version.text"}
	case errors.Is(err, errNoData):
		return failure{http.StatusNotFound, "error.data.title", "error.data.text"}
	case errors.Is(err, errNoShort):
		return failure{http.StatusNotFound, "error.short.title", "error.short.text"}
	case errors.Is(err, errVersionsOff):
		return failure{http.StatusServiceUnavailable, "error.versions_off.title", "error.versions_off.text"}
	case errors.As(err, &he) && he.Code == http.StatusNotFound:
		return failure{http.StatusNotFound, "error.404.title", "error.404.text"}
	case errors.As(err, &he) && he.Code == http.StatusMethodNotAllowed:
		return failure{http.StatusMethodNotAllowed, "error.405.title", "error.405.text"}
	}
	return failure{http.StatusInternalServerError, "error.500.title", "error.500.text"}
}

// handleError draws the page (or problem+json) for an error. Readers never see
// the words of an error; the log gets them for errors of our own.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	f := classify(err)
	if f.status == http.StatusInternalServerError && !hasGone(c) {
		s.log.LogAttrs(c.Request().Context(), slog.LevelError, "cannot answer a request",
			slog.String("id", requestID(c)), slog.String("pattern", c.Path()), slog.String("error", err.Error()))
	}
	switch {
	case isEmbed(c):
		s.sendCardFailure(c, f)
		return
	case !isAPI(c) && c.Request().URL.Path != oembedPath && !wantsProblem(c):
		s.sendFailure(c, f)
		return
	}
	v := s.visit(c, apiLang(c))
	if l, known := languageOf(c.Request().URL.Path); known {
		v = s.visit(c, l)
	}
	p := Problem{kind: kindOf(f.status)}
	if !isAPI(c) {
		p.Detail = v.l.T(f.text)
	}
	if err := v.sendProblem(p); err != nil && !hasGone(c) {
		s.log.Error("cannot send a problem", "error", err)
	}
}

// hasGone tells whether the reader has closed the connection: what fails then is no
// mistake of ours.
func hasGone(c echo.Context) bool { return c.Request().Context().Err() != nil }

// wantsProblem tells whether a program asks by its Accept header for an error that
// it can read rather than for a page. For the open data it is enough that it does
// not ask for pages.
func wantsProblem(c echo.Context) bool {
	c.Response().Header().Add(echo.HeaderVary, echo.HeaderAccept)
	offer, ok := accepted(strings.Join(c.Request().Header.Values(echo.HeaderAccept), ","), []string{echo.MIMETextHTML, problemJSON, echo.MIMEApplicationJSON})
	return ok && offer != echo.MIMETextHTML || !ok && strings.HasPrefix(c.Request().URL.Path, dataFolder)
}

func (s *Server) sendFailure(c echo.Context, f failure) {
	l, known := languageOf(c.Request().URL.Path)
	if !known {
		l = lang.Match(c.Request().Header.Get("Accept-Language"))
	}
	v := s.visit(c, l)
	var box *templates.FindBox
	if f.status == http.StatusNotFound {
		b := v.findBox("", "find")
		box = &b
	}
	page := templates.MessagePage{
		Find:    box,
		Frame:   v.frame(frameOf{path: "/", kind: kindTools, title: v.l.T(f.title), noIndex: true, silent: true}),
		Heading: v.l.T(f.title),
		Text:    []string{v.l.T(f.text)},
		Links: []templates.Link{
			{Text: v.l.T("error.link.home"), Href: v.href("/")},
			{Text: v.l.T("error.link.check"), Href: v.href("/check")},
		},
	}
	if f.status == http.StatusInternalServerError {
		page.Text = append(page.Text, v.l.With("error.500.number", map[string]any{"number": requestID(v.c)}))
	}
	page.OEmbed = nil // a mistake is nothing to show
	if !known {
		page.Trilingual = s.inOtherLanguages(l, f)
	}
	v.noStore()
	if err := v.send(f.status, templates.Notice(page)); err != nil && !hasGone(c) {
		s.log.Error("cannot draw an error page", "error", err)
	}
}

func (s *Server) inOtherLanguages(l lang.Lang, f failure) []templates.Message {
	var out []templates.Message
	for _, other := range lang.All() {
		if other == l {
			continue
		}
		words := s.live.Site().Catalog.In(other)
		link := templates.Link{Text: words.T("error.link.home"), Href: "/" + string(other) + "/", Lang: other}
		if f.status == http.StatusNotFound { // the box above searches in one language
			link.Text, link.Href = words.T("nav.search"), "/"+string(other)+"/search"
		}
		out = append(out, templates.Message{Lang: other, Heading: words.T(f.title), Text: words.T(f.text), Link: link})
	}
	return out
}

// languageOf reads the language from the first folder of an address; of a kept
// version it is the third, of a picture or a card the second.
func languageOf(path string) (lang.Lang, bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if first == "card" || first == "embed" {
		first, _, _ = strings.Cut(rest, "/")
	}
	if first == "v" {
		_, rest, _ = strings.Cut(rest, "/")
		first, _, _ = strings.Cut(rest, "/")
	}
	return lang.Parse(first)
}
