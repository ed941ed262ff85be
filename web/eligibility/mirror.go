package eligibility

import (
	"strings"

	"localvote/web/problem"
)

// mirrorOf is the situation of the same person on the other side of the border:
// country and citizenship exchanged, everything else the same.
func (q *Questionnaire) mirrorOf(s int) int {
	m := 0
	for i := range q.Questions {
		m += q.Questions[i].Mirror[q.digits[s][i]] * q.stride[i]
	}
	return m
}

// reciprocity checks that both countries treat a person and the mirror person
// alike except where a difference is declared (C06), and that every declared
// difference is real for each of its rights and answers (C07).
//
// Differences are declared from the side of the first country.
func (v *verifier) reciprocity() {
	country, _ := v.q.Question("country")
	real := make([]map[int]region, len(v.q.Differences)) // by difference and right
	for i := range real {
		real[i] = map[int]region{}
	}
	found := &findings{}
	for p, day := range v.q.Periods {
		for r := range v.q.Rights {
			g, n := v.region(func(s int) bool {
				if v.q.digits[s][country] != 0 {
					return false
				}
				same := v.q.verdicts[p][s].at(r) == v.q.verdicts[p][v.q.mirrorOf(s)].at(r)
				return !same && !v.declared(real, p, r, s)
			})
			if n > 0 {
				found.add(day, v.q.Rights[r].ID, g, problem.Pos{File: v.ld.path("asymmetries.yaml")})
			}
		}
	}
	if found.any() {
		v.Errorf(found.pos, "C06", "%s: the two countries differ in %d situations that nobody declared\n      %s", found.whom(), found.where.count(), v.q.describe(found.where)).
			Hint("mend the cards, or declare the difference with its source")
		return // the same slip makes declared differences vanish
	}
	for i := range v.q.Differences {
		v.staleDifference(&v.q.Differences[i], real[i])
	}
}

// declared tells whether a real difference in situation s is covered, and notes
// it with every declaration that covers it.
func (v *verifier) declared(real []map[int]region, p, r, s int) bool {
	covered := false
	for i := range v.q.Differences {
		d := &v.q.Differences[i]
		if !d.Rights.Has(r) || !inForce(d.From, d.To, v.q.Periods[p]) || !d.When.Has(v.q.digits[s]) {
			continue
		}
		covered = true
		if real[i][r] == nil {
			real[i][r] = make(region, v.q.situations)
		}
		real[i][r][s] = true
	}
	return covered
}

// staleDifference reports rights for which a declared difference does not
// exist, and answers in its box for which it never does.
func (v *verifier) staleDifference(d *Difference, real map[int]region) {
	var none []string
	for r := range v.q.Rights {
		if d.Rights.Has(r) && real[r] == nil {
			none = append(none, v.q.Rights[r].ID)
		}
	}
	if len(none) > 0 {
		v.Errorf(d.Pos, "C07", "the declared difference %q does not exist for %s", d.ID, strings.Join(none, ", ")).Hint("delete these rights, or give the declaration a `to:` day")
		return
	}
	for question, pos := range d.when {
		for answer, name := range v.q.Questions[question].Answers {
			if d.When[question]>>answer&1 == 1 && !v.seenWith(real, question, answer) {
				v.Errorf(pos, "C07", "the declared difference %q does not exist where %s is %q", d.ID, v.q.Questions[question].ID, name).Hint("delete the answer from `when:`")
			}
		}
	}
}

func (v *verifier) seenWith(real map[int]region, question, answer int) bool {
	for _, g := range real {
		for s, in := range g {
			if in && int(v.q.digits[s][question]) == answer {
				return true
			}
		}
	}
	return false
}

// changes checks that nothing changes between two neighbouring periods but what
// is declared, in the declared direction, and that every declared change
// happens (C08).
func (v *verifier) changes() {
	happened := map[[2]int]bool{} // declared change and right
	for p := 1; p < len(v.q.Periods); p++ {
		found := &findings{}
		for r := range v.q.Rights {
			g, n := v.region(func(s int) bool {
				before, after := v.q.verdicts[p-1][s].at(r), v.q.verdicts[p][s].at(r)
				return before != after && !v.announced(happened, p, r, s, after)
			})
			if n > 0 {
				found.add(v.q.Periods[p], v.q.Rights[r].ID, g, problem.Pos{File: v.ld.path("changes.yaml")})
			}
		}
		if found.any() {
			v.Errorf(found.pos, "C08", "%s: verdicts change on %s in %d situations, which nobody announced\n      %s", strings.Join(found.rights, ", "), found.days[0], found.where.count(), v.q.describe(found.where)).
				Hint("announce it in changes.yaml with its source, or mend `from` and `to` of the cards")
		}
	}
	for i := range v.q.Changes {
		for r := range v.q.Rights {
			if v.q.Changes[i].Rights.Has(r) && !happened[[2]int{i, r}] {
				v.Errorf(v.q.Changes[i].Pos, "C08", "the announced change %q does not happen for %s", v.q.Changes[i].ID, v.q.Rights[r].ID).Hint("delete the right, or mend the day")
			}
		}
	}
}

func (v *verifier) announced(happened map[[2]int]bool, p, r, s int, after Verdict) bool {
	ok := false
	for i := range v.q.Changes {
		c := &v.q.Changes[i]
		if c.On == v.q.Periods[p] && c.Rights.Has(r) && c.When.Has(v.q.digits[s]) && (!c.Gain || after == Yes) {
			happened[[2]int{i, r}] = true
			ok = true
		}
	}
	return ok
}
