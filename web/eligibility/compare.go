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
	Spans    []Span   // the days of these periods
	Count    int      // situations
	Boxes    []Box    // where, as few boxes as can be; they may overlap
	More     int      // situations beyond the boxes
}

// ErrOtherQuestions says that two questionnaires do not ask the same: verdicts of
// one cannot be set beside those of the other.
var ErrOtherQuestions = errors.New("the two do not have the same questions and answers")

// Compare lists every verdict that differs between two sets of rules, over all
// situations, all days and the rights that both know. Questions and answers that
// only the new rules have may have been added; what was renamed is followed.
func Compare(old, now *Questionnaire) ([]VerdictChange, error) {
	var out []VerdictChange
	err := eachTurn(old, now, func(day string, r int, before, after func(s int) Verdict) {
		out = addChanges(out, now, day, r, before, after)
	})
	days := bothPeriods(old, now)
	for i := range out {
		out[i].Spans = spans(days, out[i].Days)
	}
	return out, err
}

// CountChanges counts the verdicts that Compare would list, without finding out
// whom they are about.
func CountChanges(old, now *Questionnaire) (int, error) {
	n := 0
	err := eachTurn(old, now, func(_ string, _ int, before, after func(s int) Verdict) {
		for s := range now.situations {
			if was := before(s); was != gap && was != after(s) {
				n++
			}
		}
	})
	return n, err
}

// eachTurn calls f for every period and every right with the verdicts by the old
// and by the new rules, situation by situation; gap stands for a situation that
// the old rules do not know.
func eachTurn(old, now *Questionnaire, f func(day string, r int, before, after func(s int) Verdict)) error {
	earlier, err := now.situationsIn(old)
	if err != nil {
		return err
	}
	for _, day := range bothPeriods(old, now) {
		p, ok := old.Period(day)
		q, ok2 := now.Period(day)
		if !ok || !ok2 {
			continue // only one of the two says anything about that day
		}
		for r := range now.Rights {
			was, ok := old.Right(now.Rights[r].ID)
			if !ok {
				continue
			}
			before := func(s int) Verdict {
				if at := earlier(s); at >= 0 {
					return old.verdicts[p][at].at(was)
				}
				return gap
			}
			f(day, r, before, func(s int) Verdict { return now.verdicts[q][s].at(r) })
		}
	}
	return nil
}

func sameQuestions(a, b *Questionnaire) bool {
	return slices.EqualFunc(a.Questions, b.Questions, func(x, y Question) bool {
		return x.ID == y.ID && slices.Equal(x.Answers, y.Answers)
	})
}

// situationsIn finds the number that a situation has by older rules; -1 if one of
// its answers did not exist there.
func (q *Questionnaire) situationsIn(old *Questionnaire) (func(s int) int, error) {
	if sameQuestions(old, q) {
		return func(s int) int { return s }, nil
	}
	steps := make([][]int, len(q.Questions)) // by question and answer: what it adds to the number
	base := 0
	for i, then := range q.todaysNames(old) {
		now, known := q.Question(then.id)
		switch {
		case known:
			steps[now] = make([]int, len(q.Questions[now].Answers))
			for a, name := range q.Questions[now].Answers {
				steps[now][a] = old.stride[i] * slices.Index(then.answers, name)
			}
		case old.Questions[i].Asked:
			return nil, ErrOtherQuestions // nobody knows what to answer to it
		default:
			base += old.stride[i] * old.Questions[i].Neutral
		}
	}
	return func(s int) int {
		at := base
		for i, digit := range q.digits[s] {
			if steps[i] == nil {
				continue // a new question
			}
			if steps[i][digit] < 0 {
				return -1
			}
			at += steps[i][digit]
		}
		return at
	}, nil
}

// todaysNames are all questions and answers of older rules as they are called
// now, in their old order: like a layout of all questions to which the migrations
// of today are applied.
func (q *Questionnaire) todaysNames(old *Questionnaire) []layoutQuestion {
	l := layout{number: old.Layout}
	for i := range old.Questions {
		l.questions = append(l.questions, layoutQuestion{old.Questions[i].ID, old.Questions[i].Answers})
	}
	for _, m := range q.migrations {
		l = m.apply(l)
	}
	return l.questions
}

// bothPeriods are the days on which anything begins by either set of rules.
func bothPeriods(a, b *Questionnaire) []string {
	days := slices.Concat(a.Periods, b.Periods)
	slices.Sort(days)
	return slices.Compact(days)
}

func addChanges(out []VerdictChange, q *Questionnaire, day string, r int, before, after func(s int) Verdict) []VerdictChange {
	turned := map[[2]Verdict]region{}
	for s := range q.situations {
		pair := [2]Verdict{before(s), after(s)}
		if pair[0] == pair[1] || pair[0] == gap {
			continue
		}
		if turned[pair] == nil {
			turned[pair] = make(region, q.situations)
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
