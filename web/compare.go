package web

import (
	"localvote/templates"
	"localvote/web/eligibility"
)

// compare says whether today's rules would answer a pinned result differently,
// and whether the day or the rules are the reason.
func (r *resultView) compare() *templates.Compared {
	live := r.site.Questionnaire
	today, err := live.Decode(r.of.code)
	if err != nil {
		return nil
	}
	period, _ := live.Period(r.today)
	now := live.Verdicts(period, live.Assume(today))
	c := &templates.Compared{Today: r.href("/result/" + live.Code(today))}
	for i := range r.res.Rights {
		id := r.q.Rights[i].ID
		right, ok := live.Right(id)
		if !ok || now[right] == r.res.Rights[i].Set {
			continue
		}
		c.Rows = append(c.Rows, templates.ComparedRow{
			Name: r.name(i), Then: r.shortMark(r.res.Rights[i].Set), Now: r.shortMark(now[right]),
			Why: r.whyDifferent(live, today, right),
		})
	}
	c.Text = r.comparedText(live, today, len(c.Rows) > 0)
	return c
}

// onTheSameDay gives today's rules for the day of the pinned result.
func (r *resultView) onTheSameDay(live *eligibility.Questionnaire, a eligibility.Answers) ([]eligibility.Set, bool) {
	period, ok := live.Period(r.of.day.value)
	if !ok {
		return nil, false
	}
	return live.Verdicts(period, live.Assume(a)), true
}

// comparedText says in one sentence what the comparison shows. Rules that give
// the old answer for the old day have not changed: only the day has.
func (r *resultView) comparedText(live *eligibility.Questionnaire, a eligibility.Answers, differs bool) string {
	if !differs {
		return r.l.T("compare.same")
	}
	then, ok := r.onTheSameDay(live, a)
	for i := range r.res.Rights {
		if right, known := live.Right(r.q.Rights[i].ID); ok && known && then[right] != r.res.Rights[i].Set {
			ok = false
		}
	}
	if ok {
		return r.l.With("compare.differs_date", map[string]any{"date": r.longDate(r.of.day.value)})
	}
	return r.l.With("compare.differs_rules", map[string]any{"version": shortHash(r.q.Hash)})
}

// whyDifferent names the announced change of law between the two days, if there
// is one for this right.
func (r *resultView) whyDifferent(live *eligibility.Questionnaire, a eligibility.Answers, right int) string {
	from, to := r.of.day.value, r.today
	if from > to {
		from, to = to, from
	}
	for i := range live.Changes {
		c := &live.Changes[i]
		if c.Rights.Has(right) && from < c.On && c.On <= to && live.MayBeIn(c.When, a) {
			return live.Text(r.lang, "change."+c.ID, r.country)
		}
	}
	return ""
}
