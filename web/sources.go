package web

import (
	"net/http"

	"localvote/templates"
	"localvote/web/source"
)

// sourcesPage is the register of sources, one anchor each.
func (s *Server) sourcesPage(v *visit) error {
	page := templates.SourcesPage{
		Frame:   v.frame(frameOf{path: "/sources", title: v.l.T("page.sources.heading"), description: v.l.T("page.sources.summary")}),
		Heading: v.l.T("page.sources.heading"), Lead: v.l.T("page.sources.lead"),
		Groups: []templates.SourceGroup{
			{Title: v.l.T("page.sources.group.law"), Entries: v.entries(source.Law)},
			{Title: v.l.T("page.sources.group.official"), Entries: v.entries(source.Official)},
			{Title: v.l.T("page.sources.group.press"), Entries: v.entries(source.Press)},
		},
	}
	return v.send(http.StatusOK, templates.Sources(page))
}

func (v *visit) entries(kind source.Kind) []templates.SourceEntry {
	var out []templates.SourceEntry
	for _, s := range v.sources.All() {
		if s.Kind != kind {
			continue
		}
		e := templates.SourceEntry{Note: v.note(s), Title: s.Title[v.lang], Dated: shortDate(s.Dated)}
		if s.Quote != nil {
			e.Quote, e.QuoteLang = s.Quote.Text, s.Quote.Lang
		}
		out = append(out, e)
	}
	return out
}
