package dataset

import (
	"strings"

	"localvote/web/eligibility"
)

// truthTable is the verdict of every right in every situation on every day: one
// row for a situation and a period.
func (b *builder) truthTable() *table {
	q := b.Questionnaire
	t := &table{name: "truth-table", title: b.words("data.file.truth"), columns: []column{
		b.col("from", "data.col.from").of(day), b.col("to", "data.col.to").of(day),
	}}
	t.json = func(s *Set) any { return b.truthJSON(t.about(s)) }
	t.columns = append(append(t.columns, b.questions()...), b.rights()...)
	t.columns = append(t.columns, b.col("code", "data.col.code"))
	t.rows = make([][]string, 0, len(q.Periods)*q.Situations())
	for p := range q.Periods {
		first, next := b.period(p)
		q.EachSituation(p, func(digits []uint8, verdicts []eligibility.Verdict) {
			row := make([]string, 0, len(t.columns))
			row = append(row, first, next)
			answers := make(eligibility.Answers, len(digits))
			for i, digit := range digits {
				row, answers[i] = append(row, q.Questions[i].Answers[digit]), eligibility.Answer(digit)
			}
			for _, v := range verdicts {
				row = append(row, v.String())
			}
			t.rows = append(t.rows, append(row, b.code(answers)))
		})
	}
	return t
}

// period is the first day of a period and the first after it, "" for none.
func (b *builder) period(p int) (first, next string) {
	periods := b.Questionnaire.Periods
	if p+1 < len(periods) {
		next = periods[p+1]
	}
	return periods[p], next
}

// code is the share code of a situation, "" where the code would leave out an
// answer without which the verdicts may be others: it goes without saying only
// that nothing is in the way.
func (b *builder) code(a eligibility.Answers) string {
	for i := range a {
		if q := &b.Questionnaire.Questions[i]; !q.Asked && int(a[i]) != q.Neutral {
			return ""
		}
	}
	return b.Questionnaire.Code(a)
}

// A truthDocument is the complete table in little room: for each period one
// string, and in it one letter for each right of each situation.
type truthDocument struct {
	about
	Order     string            `json:"order"`
	Letters   map[string]string `json:"letters"`
	Questions []truthQuestion   `json:"questions"`
	Rights    []string          `json:"rights"`
	Count     int               `json:"situations"`
	Periods   []truthPeriod     `json:"periods"`
}

type truthQuestion struct {
	ID      string   `json:"id"`
	Answers []string `json:"answers"`
}

type truthPeriod struct {
	From     string   `json:"from"`
	To       string   `json:"to,omitempty"`
	Verdicts []string `json:"verdicts"`
}

// truthOrder explains the order to whoever reads the file by itself.
const truthOrder = "verdicts[n] is situation n. Divide n by the numbers of answers, beginning with the last question: each remainder is the number of the answer, from 0. " +
	"The letters of a string are the rights in their order."

func (b *builder) truthJSON(head about) any {
	q := b.Questionnaire
	d := truthDocument{
		about: head, Order: truthOrder, Letters: map[string]string{"y": "yes", "n": "no", "a": "absent", "u": "unclear"},
		Count: q.Situations(), Rights: q.RightIDs(),
	}
	for i := range q.Questions {
		d.Questions = append(d.Questions, truthQuestion{q.Questions[i].ID, q.Questions[i].Answers})
	}
	for p := range q.Periods {
		first, next := b.period(p)
		period := truthPeriod{From: first, To: next}
		q.EachSituation(p, func(_ []uint8, verdicts []eligibility.Verdict) {
			var letters strings.Builder
			for _, v := range verdicts {
				letters.WriteByte(v.String()[0])
			}
			period.Verdicts = append(period.Verdicts, letters.String())
		})
		d.Periods = append(d.Periods, period)
	}
	return d
}
