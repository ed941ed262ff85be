package eligibility

import "slices"

// A sieve tells of any set of cards whether some check notices that something is
// wrong with it: the checks of verify once more, in bitsets, without words. It is
// for thousands of edits in a second; a test holds that both say the same.
//
// What does not change from edit to edit is prepared once and shared.
type sieve struct {
	q           *Questionnaire
	full        bitset      // every situation
	boxes       []bitset    // by card
	masks       [][]bitset  // by question and answer
	home        bitset      // situations in the first country
	mirror      []run       // leads from there to the mirror situations
	differences []bitset    // boxes of the declared differences
	changes     []bitset    // boxes of the declared changes
	rows        []row       // personas
	examples    []row       // of examples.yaml
	asked       *askedSpace // for the walks
	law         []*lattice  // by period, as the cards are
}

// A run is a row of situations whose mirrors are also a row.
type run struct{ to, at, n int }

func newSieve(q *Questionnaire) *sieve {
	v := &sieve{q: q, full: q.bitsOf(q.everywhere())}
	for c := range q.Cards {
		v.boxes = append(v.boxes, q.bitsOf(q.Cards[c].When))
	}
	for i := range q.Differences {
		v.differences = append(v.differences, q.bitsOf(q.Differences[i].When))
	}
	for i := range q.Changes {
		v.changes = append(v.changes, q.bitsOf(q.Changes[i].When))
	}
	v.divide()
	v.reflect()
	for i := range q.Personas {
		v.rows = append(v.rows, q.rowOf(&q.Personas[i]))
	}
	for i := range q.Examples {
		v.examples = append(v.examples, q.exampleRow(&q.Examples[i]))
	}
	v.asked = newAskedSpace(q)
	for _, day := range q.Periods {
		l := newLattice(len(q.Rights), v.full)
		l.fill(q.Cards, v.boxes, day)
		v.law = append(v.law, l)
	}
	return v
}

// divide marks the situations of every answer.
func (v *sieve) divide() {
	for i := range v.q.Questions {
		v.masks = append(v.masks, nil)
		for a := range v.q.Questions[i].Answers {
			box := v.q.everywhere()
			box[i] = 1 << a
			v.masks[i] = append(v.masks[i], v.q.bitsOf(box))
		}
	}
}

// reflect finds the mirrors of the situations in the first country, in long runs.
func (v *sieve) reflect() {
	country, _ := v.q.Question("country")
	v.home = v.masks[country][0]
	v.home.each(func(s int) {
		at := v.q.mirrorOf(s)
		if last := len(v.mirror) - 1; last >= 0 && v.mirror[last].to+v.mirror[last].n == s && v.mirror[last].at+v.mirror[last].n == at {
			v.mirror[last].n++
			return
		}
		v.mirror = append(v.mirror, run{s, at, 1})
	})
}

// A sifter is a sieve at work on one set of cards after another. Everybody who
// works at the same time has one of their own.
type sifter struct {
	*sieve
	cards    []Card
	boxes    []bitset // of these cards
	periods  []string
	law      []*lattice // by period; there may be more of them than periods
	differ   [][]bitset // by period and right: home situations that differ from their mirrors
	mirrored bitset
	walker   *walker
}

func (v *sieve) sifter() *sifter {
	return &sifter{sieve: v, mirrored: make(bitset, len(v.full)), walker: newWalker(v.asked)}
}

// take judges every situation of every period by some cards.
func (f *sifter) take(cards []Card, boxes []bitset) {
	f.cards, f.boxes, f.periods = cards, boxes, periods(f.q.Coverage, cards)
	for p, day := range f.periods {
		if p == len(f.law) {
			f.law = append(f.law, newLattice(len(f.q.Rights), f.full))
			f.differ = append(f.differ, bitsets(len(f.q.Rights), len(f.full)))
		}
		f.law[p].fill(cards, boxes, day)
	}
}

// edited takes the cards as they are after an edit.
func (f *sifter) edited(e *Edit) {
	boxes := slices.Clone(f.sieve.boxes)
	switch {
	case e.Kind == CardDeleted:
		boxes = slices.Delete(boxes, e.Card, e.Card+1)
	case !slices.Equal(e.After.When, f.q.Cards[e.Card].When):
		boxes[e.Card] = f.q.bitsOf(e.After.When)
	}
	f.take(e.with(f.q.Cards), boxes)
}

// changed says which verdicts are other ones than by the cards as they are, from
// which days on.
func (f *sifter) changed() (out []changedOn) {
	days := slices.Concat(f.q.Periods, f.periods)
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		before, after := f.sieve.law[periodOf(f.q.Periods, day)], f.law[periodOf(f.periods, day)]
		on, some := changedOn{day, bitsets(len(f.q.Rights), len(f.full))}, false
		for r := range on.rights {
			for w := range f.full {
				on.rights[r][w] = after.differs(before, r, w)
				some = some || on.rights[r][w] != 0
			}
		}
		if some {
			out = append(out, on)
		}
	}
	return out
}

// checks are in the order of verify, so that the first one that notices an edit is
// the one that tells the editor.
var checks = []struct {
	code    string
	notices func(*sifter) bool
}{
	{"C01", (*sifter).gap},
	{"C02", (*sifter).contradiction},
	{"C06", (*sifter).difference},
	{"C07", (*sifter).staleDifference},
	{"C08", (*sifter).change},
	{"C09", (*sifter).ladder},
	{"C03", (*sifter).deadCard},
	{"C05", (*sifter).twins},
	{"C04", (*sifter).idleCard},
	{"C10", (*sifter).walks},
	{"P01", (*sifter).personas},
	{"P02", (*sifter).exampleCases},
}

// notices is the code of the first check that something is wrong with, "" if all
// are content.
func (f *sifter) notices() string {
	for _, c := range checks {
		if c.notices(f) {
			return c.code
		}
	}
	return ""
}
