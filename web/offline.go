package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
)

// The site where there is no line: a copy in the reader's browser, or files to take
// away. The copy is made by a script when the reader presses a button, and shown by a
// worker (static/js/sw.js) that every page of the copy has say of which day it is.

const (
	offlinePath = "/offline"      // behind the language
	lostPath    = "/offline/lost" // what the worker shows where it has no copy
	listPath    = "/offline.json"
	workerPath  = "/sw.js" // at the root, or it would not see the pages
)

// offlinePolicy is for the page with the button: it may run a script, fetch the copy
// and start the worker.
const offlinePolicy = suggestPolicy + "; worker-src 'self'"

// workerPolicy is for the worker itself, which only fetches.
const workerPolicy = "default-src 'none'; connect-src 'self'"

func (s *Server) offlineRoutes() {
	s.get(workerPath, s.worker)
	s.get(offlinePath, func(c echo.Context) error { return s.choosePage(c, offlinePath) })
	s.get(offlineFolder+":file", s.offlineFile)
	for _, l := range lang.All() {
		s.page(http.MethodGet, l, offlinePath, s.offline)
		s.page(http.MethodGet, l, lostPath, s.offlineLost)
		s.page(http.MethodGet, l, listPath, s.offlineList)
	}
}

// worker sends the script of the worker. Its address never changes, so browsers ask
// for it each time.
func (s *Server) worker(c echo.Context) error {
	c.Response().Header().Set(contentPolicyHeader, workerPolicy)
	return s.sendAsset(c, s.live.Site().Assets.URL("js/sw.js"), "no-cache")
}

// offline shows the ways to have the site without a line, those that there are.
func (s *Server) offline(v *visit) error {
	v.place, v.easy = nil, false
	set, err := s.datasets.get(v.site)
	if err != nil {
		return err
	}
	page := templates.OfflinePage{
		Kick: v.l.T("offline.nav"), Heading: v.l.T("offline.heading"), Lead: v.l.T("offline.lead"),
		Ask: templates.Link{Text: v.l.T("offline.ask"), Href: v.href("/about#errors")},
	}
	page.Files, page.Folder = v.offlineFiles()
	page.Frame = v.frame(frameOf{path: offlinePath, title: page.Heading, description: v.l.T("offline.summary")})
	if !s.copied { // a copy has no scripts, and is one already
		page.Keeper = v.keeper(set.Edition)
		page.Script = v.site.Assets.URL("js/offline.js")
		v.c.Response().Header().Set(contentPolicyHeader, offlinePolicy)
	}
	return v.send(http.StatusOK, templates.Offline(page))
}

func (v *visit) keeper(edition string) *templates.Keeper {
	return &templates.Keeper{
		L: v.l, List: v.href(listPath), Edition: edition, About: v.l.T("offline.browser_about"),
		Facts:  []string{v.l.T("offline.fact.live"), v.l.T("offline.fact.check"), v.l.T("offline.fact.read"), v.l.T("offline.fact.lost")},
		Traces: []string{v.l.T("offline.trace.device"), v.l.T("offline.trace.mine"), v.l.T("offline.trace.sent"), v.l.T("offline.trace.delete")},
	}
}

// offlineLost is the page that a copy has for all that it does not hold. It is read
// where there is no line, so it leads only to what every copy has.
func (s *Server) offlineLost(v *visit) error {
	v.noIndex()
	v.place, v.easy = nil, false
	return v.send(http.StatusOK, templates.Notice(templates.MessagePage{
		Frame:   v.frame(frameOf{path: lostPath, title: v.l.T("offline.lost"), noIndex: true, silent: true}),
		Heading: v.l.T("offline.lost"),
		Text:    []string{v.l.T("offline.lost_page"), v.l.T("offline.lost_form")},
		Links: []templates.Link{
			{Text: v.l.T("tree.nav"), Href: v.href("/tree")},
			{Text: v.l.T("error.link.home"), Href: v.href("/")},
		},
	}))
}
