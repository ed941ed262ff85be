package eligibility

import (
	"errors"
	"slices"
)

// A VerdictChange is a right whose verdict is another one by other rules, in the
// same way, for a number of situations.
type VerdictChange struct {
	Right    string
	From, To Verdict
	Days     []string // beginnings of the periods in which it is so
	Count    int      // situations
	Boxes    []Box    // where, as few boxes as can be; they may overlap
	More     int      // situations beyond the boxes
}

// ErrOtherQuestions says that two questionnaires do not ask the same: verdicts of
// one cannot be set beside those of the other.
var ErrOtherQuestions = errors.New("the two do not have the same questions and answers")

// Compare lists every verdict that differs between two sets of rules, over all
// situations, all days and the rights that both know.
func Compare(old, now *Questionnaire) ([]VerdictChange, error) {
	if !sameQuestions(old, now) {
		return nil, ErrOtherQuestions
	}
	var out []VerdictChange
	for _, day := range bothPeriods(old, now) {
		before, ok := old.Period(day)
		after, ok2 := now.Period(day)
		if !ok || !ok2 {
			continue // only one of the two says anything about that day
		}
		for r := range now.Rights {
			if was, ok := old.Right(now.Rights[r].ID); ok {
				out = addChanges(out, now, day, r, old.verdicts[before], now.verdicts[after], was)
			}
		}
	}
	return out, nil
}

func sameQuestions(a, b *Questionnaire) bool {
	return slices.EqualFunc(a.Questions, b.Questions, func(x, y Question) bool {
		return x.ID == y.ID && slices.Equal(x.Answers, y.Answers)
	})
}

// bothPeriods are the days on which anything begins by either set of rules.
func bothPeriods(a, b *Questionnaire) []string {
	days := slices.Concat(a.Periods, b.Periods)
	slices.Sort(days)
	return slices.Compact(days)
}

func addChanges(out []VerdictChange, q *Questionnaire, day string, r int, before, after []vector, was int) []VerdictChange {
	turned := map[[2]Verdict]region{}
	for s := range after {
		pair := [2]Verdict{before[s].at(was), after[s].at(r)}
		if pair[0] == pair[1] {
			continue
		}
		if turned[pair] == nil {
			turned[pair] = make(region, len(after))
		}
		turned[pair][s] = true
	}
	for _, from := range []Verdict{No, Absent, Unclear, Yes} {
		for _, to := range []Verdict{No, Absent, Unclear, Yes} {
			g := turned[[2]Verdict{from, to}]
			if g == nil {
				continue
			}
			c := VerdictChange{Right: q.Rights[r].ID, From: from, To: to, Days: []string{day}, Count: g.count()}
			boxes, left := q.boxes(g)
			for _, b := range boxes {
				c.Boxes = append(c.Boxes, b.Box)
			}
			c.More = left
			out = joinDays(out, c)
		}
	}
	return out
}

// joinDays puts a change with the same one of an earlier period.
func joinDays(out []VerdictChange, c VerdictChange) []VerdictChange {
	same := func(x VerdictChange) bool {
		return x.Right == c.Right && x.From == c.From && x.To == c.To && x.Count == c.Count &&
			slices.EqualFunc(x.Boxes, c.Boxes, func(a, b Box) bool { return slices.Equal(a, b) })
	}
	if i := slices.IndexFunc(out, same); i >= 0 {
		out[i].Days = append(out[i].Days, c.Days...)
		return out
	}
	return append(out, c)
}
