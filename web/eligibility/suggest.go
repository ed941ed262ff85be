package eligibility

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"localvote/web/lang"
)

// A Suggestion is a situation that personas.csv lacks: whoever says there what the
// law says about some rights makes edits noticed that nobody notices now. An answer
// that makes no difference is left open, so that the row says more.
//
// It never holds the verdicts themselves. Those of the cards would only freeze the
// cards' mistakes; they must come from the law, by somebody who reads it.
type Suggestion struct {
	Day     string
	Answers Answers // to every question that matters there
	ToSay   Rights  // the rights whose verdict must be written down
	Catches int     // edits, those that an earlier suggestion catches left out
}

// Suggest chooses few situations that catch every unnoticed edit: always the one
// that catches most of what is left, then the most ordinary one, on a day that the
// personas already use if there is one.
func (n *Net) Suggest() []Suggestion {
	g := &greedy{q: n.q, left: n.Unnoticed()}
	g.candidates()
	var out []Suggestion
	for len(g.left) > 0 {
		out = append(out, g.take())
	}
	return out
}

// greedy chooses situations, one after the other.
type greedy struct {
	q      *Questionnaire
	left   []*Edit // not yet caught
	days   []string
	caught [][]int // by day and situation: how many of left change a verdict there
	odd    []int   // by situation: answers that are not those of most personas
}

func (g *greedy) candidates() {
	g.days = g.usualDays()
	for _, e := range g.left {
		for _, on := range e.changed {
			if !slices.Contains(g.days, on.day) {
				g.days = append(g.days, on.day)
			}
		}
	}
	g.caught = make([][]int, len(g.days))
	for d := range g.days {
		g.caught[d] = make([]int, g.q.situations)
	}
	for _, e := range g.left {
		g.count(e, 1)
	}
	g.odd = make([]int, g.q.situations)
	for i := range g.q.Questions {
		usual := g.usualAnswer(i)
		for s, digits := range g.q.digits {
			if int(digits[i]) != usual {
				g.odd[s]++
			}
		}
	}
}

// usualAnswer is the answer to a question that most personas give.
func (g *greedy) usualAnswer(question int) int {
	uses := make([]int, len(g.q.Questions[question].Answers))
	for i := range g.q.Personas {
		if a := g.q.Personas[i].Answers[question]; a >= 0 {
			uses[a]++
		}
	}
	return slices.Index(uses, slices.Max(uses))
}

// usualDays are the days that most personas of each period have, the latest first.
func (g *greedy) usualDays() []string {
	uses, days := map[string]int{}, make([]string, len(g.q.Periods))
	for i := range g.q.Personas {
		day := g.q.Personas[i].Day
		p, ok := g.q.Period(day)
		if uses[day]++; ok && (days[p] == "" || uses[day] > uses[days[p]]) {
			days[p] = day
		}
	}
	slices.Reverse(days)
	return slices.DeleteFunc(days, func(day string) bool { return day == "" })
}

// changedAt is what an edit changes on a day, nil for nothing.
func (e *Edit) changedAt(day string) []bitset {
	for _, on := range slices.Backward(e.changed) {
		if on.day <= day {
			return on.rights
		}
	}
	return nil
}

// count adds an edit to the situations that catch it, or takes it off.
func (g *greedy) count(e *Edit, by int) {
	for d, day := range g.days {
		there := newBitset(g.q.situations)
		for _, b := range e.changedAt(day) {
			there.add(b)
		}
		there.each(func(s int) { g.caught[d][s] += by })
	}
}

// take chooses the best situation and drops what it catches.
func (g *greedy) take() Suggestion {
	day, best := 0, 0
	for d := range g.days {
		for s, n := range g.caught[d] {
			if most := g.caught[day][best]; n > most || n == most && n > 0 && g.odd[s] < g.odd[best] {
				day, best = d, s
			}
		}
	}
	out := Suggestion{Day: g.days[day], Answers: g.answers(g.days[day], best)}
	var left []*Edit
	for _, e := range g.left {
		hit := false
		for r, b := range e.changedAt(g.days[day]) {
			if b.has(best) {
				hit, out.ToSay = true, out.ToSay|1<<r
			}
		}
		if !hit {
			left = append(left, e)
			continue
		}
		out.Catches++
		g.count(e, -1)
	}
	g.left = left
	return out
}

// answers are those of a situation, without the ones that make no difference to any
// right. An edit that changes a verdict in the situation changes that of the row,
// too: to another one, or to "depends".
func (g *greedy) answers(day string, s int) Answers {
	country, _ := g.q.Question("country")
	period, _ := g.q.Period(day)
	a := g.q.NoAnswers()
	for i, digit := range g.q.digits[s] {
		a[i] = Answer(digit)
	}
	full := g.q.Verdicts(period, a)
	for i := range a {
		if open := a.With(i, NotAsked); i != country && slices.Equal(g.q.Verdicts(period, open), full) {
			a = open
		}
	}
	return a
}

// Row writes a suggestion as a line to paste under personas.csv: the columns in the
// order of the file, ToFillIn where a verdict is to be found, and in the words of a
// language who it is about.
func (q *Questionnaire) Row(s Suggestion, l lang.Lang) string {
	cells := make([]string, len(q.columns))
	for i, column := range q.columns {
		question, isQuestion := q.Question(column)
		right, isRight := q.Right(column)
		switch {
		case column == "name":
			cells[i] = strings.ReplaceAll(q.Who(s.Answers, l), "\u00a0", " ")
		case column == "date":
			cells[i] = s.Day
		case isQuestion:
			cells[i] = q.Questions[question].Name(s.Answers[question])
		case isRight && s.ToSay.Has(right):
			cells[i] = ToFillIn
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(cells) // a buffer takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// PersonaColumns are the columns of personas.csv in the order of the file.
func (q *Questionnaire) PersonaColumns() []string { return q.columns }

// Who says in the words of the site whom answers are about.
func (q *Questionnaire) Who(a Answers, l lang.Lang) string {
	country := q.Country(a)
	var parts []string
	for i := range q.Questions {
		if question := &q.Questions[i]; a[i] >= 0 {
			parts = append(parts, q.Text(l, "q."+question.ID+".short", country)+": "+q.Text(l, "a."+question.ID+"."+question.Name(a[i]), country))
		}
	}
	return strings.Join(parts, "; ")
}
