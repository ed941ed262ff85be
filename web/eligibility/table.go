package eligibility

import (
	mathbits "math/bits"
	"slices"
	"sync/atomic"
)

// A Table is the compiled law: for every period and every situation the
// verdicts of all rights and the cards that fit.
//
// The verdict of one right follows from the effects of the cards that fit:
//
//  1. absent: there is no such election.
//  2. Otherwise a basis is needed: grant, unclear or default. None is a gap;
//     grant together with another basis is a contradiction. Both are mistakes.
//  3. A bar: no.
//  4. unclear: the law does not settle it. grant: yes. default: no.
//
// In the words of DMN: hit policy PRIORITY on the effect, COLLECT on the
// reasons. In the words of Catala: default "no", exception "grant", exception
// to that "bar", with fixed labels.
type Table struct {
	Periods    []string // first day of each period, ascending
	situations int
	stride     []int
	digits     [][]uint8
	verdicts   [][]vector // by period and situation
	fired      [][]uint32 // by period and situation: number in firedSets
	firedSets  [][]int    // distinct sets of cards that fit together
	walks      [][]atomic.Uint32
	trees      []treeMemo
}

// vector holds the verdicts of all rights, three bits each.
type vector uint64

const maxRights = 21

func (v vector) at(right int) Verdict { return Verdict(v >> (3 * right) & 7) }

// maxSituations keeps an editor's slip (a long list of answers) from filling
// the memory of the server.
const maxSituations = 1_000_000

// situationCount is the product of the numbers of answers.
func situationCount(questions []Question) int {
	n := 1
	for i := range questions {
		n *= max(len(questions[i].Answers), 1)
		if n > maxSituations {
			return n
		}
	}
	return n
}

// compile makes the table. Cards must be complete: every reference resolved.
func (q *Questionnaire) compile() {
	t := &Table{situations: situationCount(q.Questions)}
	rest := t.situations
	for i := range q.Questions {
		rest /= len(q.Questions[i].Answers)
		t.stride = append(t.stride, rest)
	}
	t.number(q.Questions)
	t.Periods = periods(q.Coverage, q.Cards)
	sets := map[string]uint32{}
	for _, day := range t.Periods {
		t.fill(q, day, sets)
	}
	q.Table = t
	states := q.states()
	t.walks = make([][]atomic.Uint32, len(t.Periods))
	t.trees = make([]treeMemo, len(t.Periods))
	for p := range t.walks {
		t.trees[p] = make(treeMemo, len(q.Rights))
		t.walks[p] = make([]atomic.Uint32, states)
	}
}

// number writes down the answers of every situation.
func (t *Table) number(questions []Question) {
	flat := make([]uint8, t.situations*len(questions))
	t.digits = make([][]uint8, t.situations)
	for s := range t.digits {
		d := flat[s*len(questions) : (s+1)*len(questions)]
		for i := range questions {
			d[i] = uint8(s / t.stride[i] % len(questions[i].Answers))
		}
		t.digits[s] = d
	}
}

// periods lists the days on which any card begins or ends, from the beginning
// of coverage.
func periods(coverage string, cards []Card) []string {
	days := []string{coverage}
	for i := range cards {
		for _, day := range []string{cards[i].From, cards[i].To} {
			if day > coverage {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// fill computes one period.
func (t *Table) fill(q *Questionnaire, day string, sets map[string]uint32) {
	fits := t.fittingCards(q, day)
	words := (len(q.Cards) + 7) / 8
	verdicts := make([]vector, t.situations)
	fired := make([]uint32, t.situations)
	vectors := map[uint32]vector{}
	for s := range verdicts {
		key := fits[s*words : (s+1)*words]
		number, known := sets[string(key)]
		if !known {
			number = uint32(len(t.firedSets))
			sets[string(key)] = number
			t.firedSets = append(t.firedSets, bits(key, len(q.Cards)))
		}
		v, known := vectors[number]
		if !known {
			v = q.judge(t.firedSets[number])
			vectors[number] = v
		}
		fired[s], verdicts[s] = number, v
	}
	t.verdicts = append(t.verdicts, verdicts)
	t.fired = append(t.fired, fired)
}

// fittingCards marks, for every situation, the cards in force whose box fits:
// one bit per card, whole bytes per situation.
func (t *Table) fittingCards(q *Questionnaire, day string) []byte {
	words := (len(q.Cards) + 7) / 8
	fits := make([]byte, t.situations*words)
	for c := range q.Cards {
		card := &q.Cards[c]
		if !inForce(card.From, card.To, day) {
			continue
		}
		t.eachIn(card.When, func(s int) { fits[s*words+c/8] |= 1 << (c % 8) })
	}
	return fits
}

func bits(set []byte, n int) []int {
	var out []int
	for i := range n {
		if set[i/8]>>(i%8)&1 == 1 {
			out = append(out, i)
		}
	}
	return out
}

// judge gives the verdicts of all rights for a set of fitting cards.
func (q *Questionnaire) judge(cards []int) vector {
	var by [5]Rights
	for _, c := range cards {
		by[q.Cards[c].Effect] |= q.Cards[c].Rights
	}
	var v vector
	for r := range q.Rights {
		v |= vector(judgeRight(by, r)) << (3 * r)
	}
	return v
}

func judgeRight(by [5]Rights, r int) Verdict {
	grant, unclear, fallback := by[EffectGrant].Has(r), by[EffectUnclear].Has(r), by[EffectDefault].Has(r)
	switch {
	case by[EffectAbsent].Has(r):
		return Absent
	case grant && (unclear || fallback):
		return conflict
	case !grant && !unclear && !fallback:
		return gap
	case by[EffectBar].Has(r):
		return No
	case unclear:
		return Unclear
	case grant:
		return Yes
	}
	return No
}

// eachIn calls f for every situation of a box.
func (t *Table) eachIn(b Box, f func(situation int)) {
	var room [16]int // more questions than there are: it stays on the stack
	base, open := 0, room[:0]
	for question, allowed := range b {
		switch {
		case allowed == 0:
			return
		case allowed&(allowed-1) == 0: // one answer: nothing to walk through
			base += mathbits.TrailingZeros32(allowed) * t.stride[question]
		default:
			open = append(open, question)
		}
	}
	t.eachOf(b, open, base, f)
}

// eachOf goes through the answers to the open questions.
func (t *Table) eachOf(b Box, open []int, base int, f func(situation int)) {
	if len(open) == 0 {
		f(base)
		return
	}
	stride := t.stride[open[0]]
	for answer, allowed := 0, b[open[0]]; allowed != 0; answer, allowed = answer+1, allowed>>1 {
		if allowed&1 == 1 {
			t.eachOf(b, open[1:], base+answer*stride, f)
		}
	}
}

// Period finds the period of a day; ok is false for days before coverage.
func (t *Table) Period(day string) (p int, ok bool) {
	p = periodOf(t.Periods, day)
	return p, p >= 0
}

// periodOf finds the last of some periods that has begun on a day, -1 for none.
func periodOf(periods []string, day string) int {
	p := -1
	for i, first := range periods {
		if first <= day {
			p = i
		}
	}
	return p
}
