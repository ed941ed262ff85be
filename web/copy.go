package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/export"
	"localvote/web/lang"
)

// Pages may be drawn to be copied into files (Config.Copied; see package export).
// They say nothing then that is true on one day only: not "today", and not the
// language that somebody's browser asks for.

// CopyWords are what the pages of a copy made today say about themselves.
func (s *Server) CopyWords() map[lang.Lang]export.Words {
	out := map[lang.Lang]export.Words{}
	for _, l := range lang.All() {
		words := s.live.Site().Catalog.In(l)
		v := &visit{lang: l, l: words}
		out[l] = export.Words{Made: words.With("copy.made", map[string]any{"date": v.longDate(s.today())}), Live: words.T("copy.live"), Line: words.T("copy.line")}
	}
	return out
}

// CopyRoot are the addresses of what hosts and programs look for in the first folder
// of a copy. A sitemap names a host, so a copy that has none is without.
func (s *Server) CopyRoot() []string {
	root := []string{export.LostPage, "/robots.txt"}
	if s.base != export.NoSite {
		root = append(root, "/sitemap.xml")
		if parts := mapParts(indexed(s.live.Site()), mapURLs); len(parts) > 1 {
			for n := range parts {
				root = append(root, fmt.Sprintf(sitemapPart, n+1))
			}
		}
	}
	return root
}

// todayWords is the day of a page that has no other.
func (v *visit) todayWords() string {
	day := v.longDate(v.today)
	if v.server.copied {
		return day
	}
	return v.l.With("date.today", map[string]any{"date": day})
}

// changeFromThere is the page that asked a question when the answers behind it were
// not given yet: these are asked again. Files for every answer that may be changed
// with all others kept would be fifty thousand in each language, these are a few
// hundred. It is "" for an answer that was not asked for on the way.
func (v *visit) changeFromThere(st state, question int) string {
	a := v.q.NoAnswers()
	for n := 0; ; n++ {
		next, ok := v.q.Next(st.period, a)
		switch {
		case !ok || next != question && st.answers[next] == eligibility.NotAsked:
			return ""
		case next == question && n == 0:
			return v.href("/check")
		case next == question:
			return v.href("/check/" + v.q.Code(a))
		}
		a = a.With(next, st.answers[next])
	}
}

// offerLanguages is the first page of a copy: files do not know what the browser
// asks for.
func (s *Server) offerLanguages(c echo.Context) error { return s.drawChoice(c, false) }

// lostPage is what a host shows for an address that the copy does not have.
func (s *Server) lostPage(c echo.Context) error { return s.drawChoice(c, true) }

func (s *Server) drawChoice(c echo.Context, lost bool) error {
	v := s.visit(c, lang.RU) // the one that most readers know
	page := templates.ChoosePage{Base: s.base + "/"}
	page.Frame = v.frame(frameOf{path: "/", noIndex: lost})
	var names []string
	for _, l := range lang.All() {
		words := v.site.Catalog.In(l)
		offer := templates.ChooseLanguage{Lang: l, Name: words.T("site.name"), Tagline: words.T("site.tagline"), Language: l.OwnName(), Href: "/" + string(l) + "/"}
		if lost {
			offer.Name, offer.Tagline = words.T("error.404.title"), words.T("copy.lost")
		}
		page.Languages = append(page.Languages, offer)
		names = append(names, offer.Name)
	}
	page.Title = strings.Join(names, " · ")
	return v.send(http.StatusOK, templates.Choose(page))
}
