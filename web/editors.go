package web

import (
	"net/http"
	"time"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/problem"
	"localvote/web/site"
)

// translationsPage says how far each page is translated.
const translationsPage = "translations"

// editors tells those who write for the site what readers see now, and why what
// they wrote last is not shown.
func (s *Server) editors(v *visit) error {
	v.noIndex()
	v.noStore()
	status := s.live.Status()
	view := templates.EditorsPage{
		Heading: v.l.T("page.editors.heading"), Lead: v.l.T("page.editors.lead"),
		Pass: []templates.Pair{
			{Term: v.l.T("editors.since"), Value: v.moment(status.Since)},
			{Term: v.l.T("editors.read"), Value: v.moment(status.Checked)},
			{Term: v.l.T("pass.rules"), Value: v.q.Hash[:shownHash]},
		},
		Behind: v.behindByLanguage(),
	}
	v.sayRefused(&view, status)
	if p, ok := v.site.Book.Get(translationsPage); ok {
		link := v.pageLink(p)
		link.Text = v.l.T("editors.more")
		view.More = &link
	}
	view.Frame = v.frame(frameOf{path: "/editors", title: view.Heading, description: v.l.T("page.editors.summary"), noIndex: true, silent: true})
	return v.send(http.StatusOK, templates.Editors(view))
}

// shownHash is how much of the name of an edition is shown.
const shownHash = 12

// sayRefused says what is wrong with the content read last, and whether that
// keeps it from going live.
func (v *visit) sayRefused(view *templates.EditorsPage, status site.Status) {
	view.Mistakes.List = v.mistakes(status.Problems, problem.Error)
	view.Mistakes.Title = v.l.Count("editors.errors", len(view.Mistakes.List))
	view.Warnings.List = v.mistakes(status.Problems, problem.Warning)
	view.Warnings.Title = v.l.Count("editors.warnings", len(view.Warnings.List))
	if status.Refused.IsZero() {
		view.Sound = v.l.T("editors.sound")
		return
	}
	view.Refused = v.l.With("editors.refused_since", map[string]any{"when": v.moment(status.Refused)})
}

// mistakes puts the problems of one severity into the words of the page's language.
func (v *visit) mistakes(problems problem.List, severity problem.Severity) []templates.Mistake {
	var out []templates.Mistake
	for _, p := range problems {
		if p.Severity == severity {
			out = append(out, templates.Mistake{
				Place: p.Pos.String(), Kind: severity.In(v.lang) + " [" + p.Code + "]", Words: p.Words.In(v.lang), Hint: p.Hint.In(v.lang),
			})
		}
	}
	return out
}

// behindByLanguage says of each translation how many of its blocks are behind.
func (v *visit) behindByLanguage() []templates.Pair {
	var out []templates.Pair
	for _, l := range lang.All() {
		if l == page.Source {
			continue
		}
		n := 0
		for _, p := range v.site.Book.All() {
			n += behind(p, l)
		}
		words := v.l.T("translations.fresh")
		if n > 0 {
			words = v.l.Count("translations.stale", n)
		}
		out = append(out, templates.Pair{Term: v.languageName(l), Value: words})
	}
	return out
}

// moment writes a time to the minute, by the clock of Minsk and Moscow.
func (v *visit) moment(t time.Time) string {
	t = t.In(zone)
	return v.l.With("editors.moment", map[string]any{"date": v.longDate(t.Format(time.DateOnly)), "time": t.Format("15:04")})
}
