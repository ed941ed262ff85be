package web_test

import (
	"testing"

	"localvote/web/eligibility"
)

// One card is changed so that the law settles local referendums: the comparison
// names this right alone, the turn that it took, and whom it is about; backwards
// it says the opposite; rules do not differ from themselves.
func TestCompareRules(t *testing.T) {
	old, now := soundSite(t).Questionnaire, referendum(t).Questionnaire
	changes, err := eligibility.Compare(old, now)
	if err != nil || len(changes) == 0 {
		t.Fatal(changes, err)
	}
	citizenship, _ := now.Question("citizenship")
	total := 0
	for _, c := range changes {
		total += c.Count * len(c.Days)
		if c.Right != "local_referendum" || c.From != eligibility.Unclear || c.To != eligibility.Yes || len(c.Boxes) == 0 || c.Days[0] != "2025-10-29" {
			t.Errorf("%+v", c)
		}
		for _, b := range c.Boxes {
			if got := now.Questions[citizenship].Answers[1]; b[citizenship] != 1<<1 || got != "by" {
				t.Errorf("about citizens of Belarus, but %s", now.FormatBox(b))
			}
		}
	}
	if want := differing(old, now); total != want {
		t.Errorf("%d verdicts, by counting %d", total, want)
	}
	if n, err := eligibility.CountChanges(old, now); n != total || err != nil {
		t.Errorf("counted without boxes: %d, %v", n, err)
	}
	back, err := eligibility.Compare(now, old)
	if err != nil || len(back) != len(changes) || back[0].From != eligibility.Yes || back[0].To != eligibility.Unclear {
		t.Errorf("backwards: %+v, %v", back, err)
	}
	if same, err := eligibility.Compare(now, now); err != nil || len(same) > 0 {
		t.Errorf("the same: %+v, %v", same, err)
	}
}

// differing counts verdicts that differ, situation by situation, through the
// questions that readers answer.
func differing(a, b *eligibility.Questionnaire) int {
	n := 0
	for p := range b.Periods {
		before, _ := a.Period(b.Periods[p])
		each(b, func(answers eligibility.Answers) {
			x, y := a.Verdicts(before, answers), b.Verdicts(p, answers)
			for r := range x {
				if x[r] != y[r] {
					n++
				}
			}
		})
	}
	return n
}

// each calls f with every situation.
func each(q *eligibility.Questionnaire, f func(eligibility.Answers)) {
	var walk func(eligibility.Answers, int)
	walk = func(a eligibility.Answers, i int) {
		if i == len(q.Questions) {
			f(a)
			return
		}
		for n := range q.Questions[i].Answers {
			walk(a.With(i, eligibility.Answer(n)), i+1)
		}
	}
	walk(q.NoAnswers(), 0)
}
