package web

import (
	"github.com/a-h/templ"
	"github.com/maypok86/otter/v2"

	"localvote/templates"
	"localvote/web/eligibility"
)

// The explanation of a result is most of its page and nearly all of its work: the rules
// are asked about every answer, and the reasons drawn with their sources. It depends on
// the answers, and not on the address: the same explanation stands under each day on
// which the same rules are in force, and in links that name day and rules. So the shelf
// keeps explanations, too, pressed, as many as fit into a bounded memory. What is
// answered in the no-trace mode is never among them.

// An explained is what the rules say about some answers, and how that is drawn.
type explained struct {
	result             eligibility.Result // without what stands in the parts alone
	short              string             // see resultView
	glance, rows, text *keptPart
}

const (
	// roomForExplained is how many bytes the explanations on a shelf may take: some
	// hundred, or all that the questions lead to in one language.
	roomForExplained = 6 << 20
	// resultWeight is about what a Result takes in bytes, without reasons.
	resultWeight = 2 << 10
)

func newExplanations() *otter.Cache[string, *explained] {
	return otter.Must(&otter.Options[string, *explained]{
		MaximumWeight: roomForExplained,
		Weigher: func(key string, e *explained) uint32 {
			return uint32(len(key) + e.glance.Weight() + e.rows.Weight() + e.text.Weight() + resultWeight) // far below 4 GB
		},
	})
}

// explain fills what the answers decide: as it was drawn for the first who asked, or
// anew where nothing may be kept.
func (r *resultView) explain(page *templates.ResultPage) {
	if r.shared == nil {
		r.explainAnew(page)
		return
	}
	key, kept := r.explanationKey(), r.server.shelf().explained
	e, ok := kept.GetIfPresent(key)
	if !ok {
		if e, ok = r.drawExplained(); !ok {
			r.shared = nil
			r.explainAnew(page)
			return
		}
		kept.Set(key, e)
	}
	r.res, r.res.Day, r.short = e.result, r.of.day.value, e.short
	page.Drawn = &templates.DrawnResult{Glance: r.shared.put(e.glance), Explained: r.shared.put(e.text)}
	page.Ballot.Drawn = r.shared.put(e.rows)
}

// explanationKey is all that an explanation depends on within an edition of the site.
func (r *resultView) explanationKey() string {
	period, _ := r.q.Period(r.of.day.value)
	key := make([]byte, 0, 128)
	for _, answer := range r.of.answers {
		key = append(key, byte(answer))
	}
	key = append(key, byte(period), byte(r.q.StepSpan(r.of.day.value)), flag(r.easy))
	for _, word := range []string{string(r.lang), r.q.Hash, r.today} { // all have one length
		key = append(key, word...)
	}
	if r.place != nil {
		key = append(key, r.place.ID...)
	}
	return string(key)
}

func flag(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// drawExplained draws what the rules say; ok is false where that fails, because the
// reader has gone: then the page fails in the same way, and says so.
func (r *resultView) drawExplained() (e *explained, ok bool) {
	page := templates.ResultPage{Frame: templates.Frame{L: r.l}}
	r.explainAnew(&page)
	e = &explained{result: brief(r.res), short: r.short}
	out := r.server.bodies.get()
	defer r.server.bodies.keep(out)
	for _, piece := range []struct {
		of   templ.Component
		into **keptPart
	}{{templates.Glance(page), &e.glance}, {templates.BallotList(page.Ballot), &e.rows}, {templates.Explained(page), &e.text}} {
		out.Reset()
		if piece.of.Render(r.c.Request().Context(), out) != nil {
			return nil, false
		}
		*piece.into = newKeptPart(out.Bytes())
	}
	return e, true
}

// brief is a result without what only its explanation says.
func brief(of eligibility.Result) eligibility.Result {
	rights := make([]eligibility.RightResult, len(of.Rights))
	for i := range of.Rights {
		rights[i] = eligibility.RightResult{Right: of.Rights[i].Right, Set: of.Rights[i].Set, Provided: of.Rights[i].Provided}
	}
	of.Rights = rights
	return of
}

// explainAnew asks the rules and fills all that they say, in the order of the page:
// where a source is named first, more is told of it.
func (r *resultView) explainAnew(page *templates.ResultPage) {
	r.res, r.cited = r.q.Explain(r.of.day.value, r.of.answers), map[string]bool{}
	r.short = r.q.Code(r.q.Shortest(r.res.Period, r.of.answers))
	page.Rights = nil
	for i := range r.res.Rights {
		page.Rights = append(page.Rights, r.right(&r.res.Rights[i]))
	}
	page.Kick, page.Heading, page.Lead = r.l.T("page.result.kick"), r.headline(), r.lead()
	page.Tally, page.Ballot = r.tally(), r.ballot()
	page.Path = r.path()
	page.Steps, page.Unknown = r.steps(), r.unknown()
	calendar := r.calendarLink()
	page.Calendar = &calendar
}
