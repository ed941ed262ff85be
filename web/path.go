package web

import (
	"slices"

	"localvote/templates"
	"localvote/web/eligibility"
)

// path is how the answer was found: what was asked and answered, in the order of
// asking, and beside it what did not need asking.
func (r *resultView) path() templates.PathView {
	right := 0 // whose verdict is the heading of the result
	view := templates.PathView{L: r.l, ID: "path", Right: r.name(right), Mark: r.mark(r.res.Rights[right].Set)}
	if r.res.Next >= 0 {
		view.Next = r.l.T("path.more")
	}
	asked := r.q.Path(r.res.Period, r.of.answers)
	for i := range r.q.Questions {
		if step, ok := r.pathStep(i, slices.Contains(asked, i)); ok {
			view.Steps = append(view.Steps, step)
		}
	}
	return view
}

// pathStep is one question; ok is false for those that are not asked and were not
// answered either.
func (r *resultView) pathStep(i int, asked bool) (step templates.PathStep, ok bool) {
	row := r.answerRow(i, r.of.answers)
	step = templates.PathStep{Question: row.Question, Answer: row.Answer}
	given := r.of.answers[i] != eligibility.NotAsked
	switch {
	case given && (asked || r.res.Next >= 0 || !r.q.Questions[i].Asked):
		return step, true
	case given:
		step.Answer, step.Open = r.l.With("path.idle", map[string]any{"answer": row.Answer}), true
		return step, true
	case !r.q.Questions[i].Asked:
		return step, false
	case r.res.Next < 0:
		step.Answer = r.l.T("path.skipped")
	case i == r.res.Next:
		step.Answer = r.l.T("path.waits")
	default:
		step.Answer = r.l.T("path.later")
	}
	step.Open = true
	return step, true
}
