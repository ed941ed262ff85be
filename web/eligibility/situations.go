package eligibility

import "slices"

// A Row is a set of situations in which every right that was asked about has the
// same verdict.
type Row struct {
	Box      Box
	Verdicts []Verdict // by right
	Count    int       // situations
}

// First is the first situation of a row, as answers to every question.
func (r Row) First() Answers {
	a := make(Answers, len(r.Box))
	for i, allowed := range r.Box {
		for allowed>>a[i]&1 == 0 {
			a[i]++
		}
	}
	return a
}

// Everywhere is the box of all situations.
func (q *Questionnaire) Everywhere() Box { return q.everywhere() }

// EachSituation calls f for every situation of a period, the answers to the last
// question changing fastest. f must not keep its arguments.
func (q *Questionnaire) EachSituation(period int, f func(digits []uint8, verdicts []Verdict)) {
	verdicts := make([]Verdict, len(q.Rights))
	for s, digits := range q.digits {
		q.verdictsInto(verdicts, period, s)
		f(digits, verdicts)
	}
}

func (q *Questionnaire) verdictsInto(verdicts []Verdict, period, situation int) {
	for r := range verdicts {
		verdicts[r] = q.verdicts[period][situation].at(r)
	}
}

// Rows lists the situations of a box one by one, in the order of EachSituation.
func (q *Questionnaire) Rows(period int, in Box) []Row {
	var out []Row
	q.eachIn(in, func(s int) {
		row := Row{Box: make(Box, len(q.Questions)), Verdicts: make([]Verdict, len(q.Rights)), Count: 1}
		for i, answer := range q.digits[s] {
			row.Box[i] = 1 << answer
		}
		q.verdictsInto(row.Verdicts, period, s)
		out = append(out, row)
	})
	return out
}

// MergedRows lists the same situations, taking together those that differ in the
// answers to one question only and have the same verdicts for some rights (all of
// them if rights is 0). The rows do not overlap, so their counts add up. Verdicts
// of other rights are those of the first situation and mean nothing.
func (q *Questionnaire) MergedRows(period int, in Box, rights Rights) []Row {
	rows := q.Rows(period, in)
	for merged := true; merged; {
		before := len(rows)
		for i := len(q.Questions) - 1; i >= 0; i-- {
			rows = mergeBy(rows, i, rights)
		}
		merged = len(rows) < before
	}
	return rows
}

// mergeBy joins the rows that differ in nothing but the answers to one question.
// Each takes the place of the first.
func mergeBy(rows []Row, question int, rights Rights) []Row {
	at := make(map[string]int, len(rows))
	out := rows[:0]
	var key []byte
	for _, row := range rows {
		key = key[:0]
		for i, allowed := range row.Box {
			if i != question {
				key = append(key, byte(allowed), byte(allowed>>8), byte(allowed>>16), byte(allowed>>24))
			}
		}
		for r, verdict := range row.Verdicts {
			if rights == 0 || rights.Has(r) {
				key = append(key, byte(verdict))
			}
		}
		if n, known := at[string(key)]; known {
			out[n].Box[question] |= row.Box[question]
			out[n].Count += row.Count
			continue
		}
		at[string(key)] = len(out)
		out = append(out, row)
	}
	return slices.Clip(out)
}
