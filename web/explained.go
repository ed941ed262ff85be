package web

import (
	"github.com/maypok86/otter/v2"

	"localvote/templates"
	"localvote/web/document"
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
	result eligibility.Result
	part   *document.Part
}

const (
	// roomForExplained is how many bytes the explanations on a shelf may take: about
	// a hundred.
	roomForExplained = 6 << 20
	// resultWeight is about what a Result takes, in bytes.
	resultWeight = 8 << 10
)

func newExplanations() *otter.Cache[string, *explained] {
	return otter.Must(&otter.Options[string, *explained]{
		MaximumWeight: roomForExplained,
		Weigher: func(key string, e *explained) uint32 {
			return uint32(len(key) + e.part.Weight() + resultWeight) // far below 4 GB
		},
	})
}

// explain fills what the answers decide: as it was drawn for the first who asked, or
// anew where nothing may be kept.
func (r *resultView) explain(page *templates.ResultPage) {
	sh := r.server.shelf()
	if r.of.private || !r.keep || sh.of.site != r.site {
		r.explainAnew(page)
		return
	}
	key := r.explanationKey()
	e, ok := sh.explained.GetIfPresent(key)
	if !ok {
		if e, ok = r.drawExplained(); !ok {
			r.explainAnew(page)
			return
		}
		sh.explained.Set(key, e)
	}
	r.res, r.res.Day = e.result, r.of.day.value
	page.Explained, r.part = e.part.Body(), e.part
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
	out := r.server.bodies.get()
	defer r.server.bodies.keep(out)
	if templates.Explained(page).Render(r.c.Request().Context(), out) != nil {
		return nil, false
	}
	return &explained{r.res, document.NewPart(out.String())}, true
}

// explainAnew asks the rules and fills all that they say, in the order of the page:
// where a source is named first, more is told of it.
func (r *resultView) explainAnew(page *templates.ResultPage) {
	r.res, r.cited = r.q.Explain(r.of.day.value, r.of.answers), map[string]bool{}
	page.Rights = nil
	for i := range r.res.Rights {
		page.Rights = append(page.Rights, r.right(&r.res.Rights[i]))
	}
	page.Path = r.path()
	page.Steps, page.Unknown = r.steps(), r.unknown()
	calendar := r.calendarLink()
	page.Calendar = &calendar
}
