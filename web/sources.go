package web

import (
	"localvote/templates"
	"localvote/web/source"
)

// registerView is the register of sources, one anchor each.
func (v *visit) registerView() templates.RegisterView {
	return templates.RegisterView{
		L: v.l,
		Groups: []templates.SourceGroup{
			{Title: v.l.T("page.sources.group.law"), Entries: v.entries(source.Law)},
			{Title: v.l.T("page.sources.group.official"), Entries: v.entries(source.Official)},
			{Title: v.l.T("page.sources.group.press"), Entries: v.entries(source.Press)},
		},
	}
}

func (v *visit) entries(kind source.Kind) []templates.SourceEntry {
	var out []templates.SourceEntry
	for _, s := range v.sources.All() {
		if s.Kind != kind {
			continue
		}
		e := templates.SourceEntry{Note: v.note(s), Title: s.Title[v.lang], Dated: shortDate(s.Dated)}
		if _, known := v.site.Sources.Get(s.ID); known {
			e.Cite = v.citeEntry(citeSource, s.ID, s.Label[v.lang])
		}
		if s.Quote != nil {
			e.Quote, e.QuoteLang = s.Quote.Text, s.Quote.Lang
		}
		out = append(out, e)
	}
	return out
}
