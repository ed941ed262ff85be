package eligibility

import (
	"slices"
	"strings"
)

// A row is a persona or an example made ready for a sifter.
type row struct {
	day    string
	first  int // the first and the last word that hold anything of region
	last   int
	region bitset   // every situation that the row is about
	parts  []bitset // one for each set of answers under "*"; nil: each situation by itself
	expect []expected
}

// An expected is what one right must be.
type expected struct {
	right   int
	allowed Set
	depends bool
}

func (q *Questionnaire) rowOf(p *Persona) row {
	r := row{day: p.Day, region: q.bitsOf(q.box(p.Answers))}
	unknown := 0
	for i := range p.Answers {
		if p.Answers[i] < 0 && !slices.Contains(p.Any, i) {
			unknown++
		}
	}
	if unknown > 0 {
		q.eachCompletion(p.Answers, p.Any, func(a Answers) { r.parts = append(r.parts, q.bitsOf(q.box(a))) })
	}
	for right, words := range p.Expect {
		if words == "" {
			continue
		}
		e := expected{right: right}
		for _, word := range strings.Split(words, "|") {
			if v := slices.Index(verdictNames, word); v > 0 {
				e.allowed |= 1 << v
			}
			e.depends = e.depends || word == "depends"
		}
		r.expect = append(r.expect, e)
	}
	r.measure()
	return r
}

func (q *Questionnaire) exampleRow(x *Example) row {
	r := row{region: q.bitsOf(q.box(q.Assume(x.Answers)))}
	r.parts = []bitset{r.region}
	for right, v := range x.Expect {
		r.expect = append(r.expect, expected{right: right, allowed: 1 << v})
	}
	r.measure()
	return r
}

// measure finds the words that matter: most rows are about very few situations.
func (r *row) measure() {
	r.first, r.last = len(r.region), -1
	for w, some := range r.region {
		if some != 0 {
			r.first, r.last = min(r.first, w), w
		}
	}
}

// personas: see verifier.personas (P01).
func (f *sifter) personas() bool {
	return slices.ContainsFunc(f.rows, func(r row) bool { return !r.holds(f.law[periodOf(f.periods, r.day)]) })
}

// exampleCases: see verifier.examples (P02).
func (f *sifter) exampleCases() bool {
	last := f.law[len(f.periods)-1]
	return slices.ContainsFunc(f.examples, func(r row) bool { return !r.holds(last) })
}

func (r *row) holds(l *lattice) bool {
	for i := range r.expect {
		if r.parts == nil && !r.eachHolds(l, &r.expect[i]) {
			return false
		}
		for _, part := range r.parts {
			if !r.partHolds(l, &r.expect[i], part) {
				return false
			}
		}
	}
	return true
}

// eachHolds looks at every situation by itself.
func (r *row) eachHolds(l *lattice, e *expected) bool {
	for w := r.first; w <= r.last; w++ {
		wrong := r.region[w]
		for v := No; v <= Unclear && wrong != 0; v++ {
			if e.allowed.Has(v) {
				wrong &^= l.is(v, e.right, w)
			}
		}
		if wrong != 0 {
			return false
		}
	}
	return true
}

// partHolds looks at the verdicts that answers leave possible.
func (r *row) partHolds(l *lattice, e *expected, part bitset) bool {
	var set Set
	for w := r.first; w <= r.last; w++ {
		for v := No; v <= Unclear && part[w] != 0; v++ {
			if l.is(v, e.right, w)&part[w] != 0 {
				set |= 1 << v
			}
		}
	}
	if v, ok := set.Certain(); ok {
		return e.allowed.Has(v)
	}
	return e.depends
}
