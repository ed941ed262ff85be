package web

import (
	"localvote/templates"
	"localvote/web/yamldoc"
)

// results are the parts of real results.
func (g *styleView) results() templates.StyleResults {
	settled := g.settled()
	later := *g.visit
	later.today = g.site.Settings.DateLimit
	view := templates.StyleResults{
		Rights: g.rights(), Steps: settled.Steps, Unknown: first(settled.Unknown, 2), More: settled,
		Notice:   g.l.With("compare.unknown_rules", map[string]any{"version": "0123456789ab"}),
		Compared: g.comparedExample(),
	}
	if about, ok := g.site.Book.Get("about"); ok {
		view.Stale = later.stalePage(about) // as it will look if nobody checks again until then
	}
	for _, r := range view.Rights {
		if len(r.Flips) > len(view.Flips) {
			view.Flips = r.Flips
		}
	}
	return view
}

// rights is one right for each verdict, the one with most to show.
func (g *styleView) rights() []templates.RightResult {
	best := map[templates.Verdict]templates.RightResult{}
	for _, a := range g.cases() {
		for _, r := range g.resultOn(a, "").Rights {
			if old, found := best[r.Mark.Verdict]; !found || shows(r) > shows(old) {
				best[r.Mark.Verdict] = r
			}
		}
	}
	var out []templates.RightResult
	for _, verdict := range lawVerdicts {
		if r, found := best[verdict]; found {
			out = append(out, rightApart(string(verdict)+"-", r))
		}
	}
	return out
}

// shows counts the parts of a right that are there.
func shows(r templates.RightResult) int {
	n := 0
	for _, has := range []bool{
		len(r.Because) > 0, len(r.Reasons) > 0, len(r.Provided) > 0, len(r.Forks) > 0, len(r.Flips) > 0,
		r.NoFlip != "", len(r.NoMatter) > 0, len(r.Later) > 0, r.About != "",
	} {
		if has {
			n++
		}
	}
	return n
}

// rightApart gives a right anchors that no other right on the page has.
func rightApart(prefix string, r templates.RightResult) templates.RightResult {
	r.ID = prefix + r.ID
	for _, claims := range [][]templates.Claim{r.Reasons, r.Provided} {
		for i := range claims {
			claims[i].ID = prefix + claims[i].ID
		}
	}
	return r
}

// comparedExample is a result of the day before the law last changed, beside
// that of today.
func (g *styleView) comparedExample() *templates.Compared {
	on := ""
	for i := range g.q.Changes {
		if c := &g.q.Changes[i]; c.On <= g.today && c.On > g.q.Coverage && c.On > on {
			on = c.On
		}
	}
	if on == "" {
		return nil
	}
	return g.resultOn(g.met(), yamldoc.DayBefore(on)).Compared
}
