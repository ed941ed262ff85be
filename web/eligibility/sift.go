package eligibility

import "slices"

// gap: see verifier.bases (C01).
func (f *sifter) gap() bool { return f.anywhere(gap) }

// contradiction: see verifier.bases (C02).
func (f *sifter) contradiction() bool { return f.anywhere(conflict) }

func (f *sifter) anywhere(v Verdict) bool {
	for p := range f.periods {
		for r := range f.q.Rights {
			for w := range f.full {
				if f.law[p].is(v, r, w) != 0 {
					return true
				}
			}
		}
	}
	return false
}

// deadCard: see verifier.deadCards (C03).
func (f *sifter) deadCard() bool {
	for c := range f.cards {
		if !f.fits(c) {
			return true
		}
	}
	return false
}

func (f *sifter) fits(c int) bool {
	card := &f.cards[c]
	return !f.boxes[c].empty() && slices.ContainsFunc(f.periods, func(day string) bool { return inForce(card.From, card.To, day) })
}

// idleCard: see verifier.deadCards (C04).
func (f *sifter) idleCard() bool {
	for c := range f.cards {
		if !f.cards[c].ReasonOnly && !f.decides(c) && f.fits(c) {
			return true
		}
	}
	return false
}

// decides tells whether some verdict would be another one without the card.
func (f *sifter) decides(c int) bool {
	card := &f.cards[c]
	for p, day := range f.periods {
		if !inForce(card.From, card.To, day) {
			continue
		}
		l := f.law[p]
		for r := range f.q.Rights {
			if !card.Rights.Has(r) {
				continue
			}
			twice := l.twice[card.Effect][r]
			for w, box := range f.boxes[c] {
				alone := box &^ twice[w]
				if alone == 0 {
					continue
				}
				b0, b1, b2 := l.judge(r, w, card.Effect, alone)
				if b0 != l.plane[0][r][w] || b1 != l.plane[1][r][w] || b2 != l.plane[2][r][w] {
					return true
				}
			}
		}
	}
	return false
}

// twins: see verifier.twins (C05).
func (f *sifter) twins() bool {
	for i := range f.q.Questions {
		question := &f.q.Questions[i]
		for a := range question.Answers {
			for b := a + 1; b < len(question.Answers); b++ {
				declared := slices.Contains(question.Twins, a) && slices.Contains(question.Twins, b)
				if !declared && !f.apart(i, a, b) {
					return true
				}
			}
		}
	}
	return false
}

// apart tells whether two answers to a question ever lead to different verdicts.
func (f *sifter) apart(question, a, b int) bool {
	step := (b - a) * f.q.stride[question]
	for p := range f.periods {
		for r := range f.q.Rights {
			for w, mask := range f.masks[question][a] {
				if mask == 0 {
					continue
				}
				l := f.law[p]
				b0, b1, b2 := l.shifted(r, w*64+step)
				if ((b0^l.plane[0][r][w])|(b1^l.plane[1][r][w])|(b2^l.plane[2][r][w]))&mask != 0 {
					return true
				}
			}
		}
	}
	return false
}

// difference: see verifier.reciprocity (C06). It leaves where the two countries
// differ to staleDifference.
func (f *sifter) difference() bool {
	undeclared := false
	for p := range f.periods {
		for r := range f.q.Rights {
			f.compareCountries(p, r)
			undeclared = undeclared || f.undeclared(p, r)
		}
	}
	return undeclared
}

// compareCountries marks the home situations whose mirrors have another verdict.
func (f *sifter) compareCountries(p, r int) {
	differ := f.differ[p][r]
	clear(differ)
	for _, plane := range f.law[p].plane {
		for _, m := range f.mirror {
			f.mirrored.copyRun(m.to, plane[r], m.at, m.n)
		}
		for w, home := range f.home {
			differ[w] |= (f.mirrored[w] ^ plane[r][w]) & home
		}
	}
}

func (f *sifter) undeclared(p, r int) bool {
	for w, rest := range f.differ[p][r] {
		for i := range f.differences {
			if rest == 0 {
				break
			}
			if d := &f.q.Differences[i]; d.Rights.Has(r) && inForce(d.From, d.To, f.periods[p]) {
				rest &^= f.differences[i][w]
			}
		}
		if rest != 0 {
			return true
		}
	}
	return false
}

// staleDifference: see verifier.staleDifference (C07). It leans on difference.
func (f *sifter) staleDifference() bool {
	for i := range f.differences {
		d := &f.q.Differences[i]
		for r := range f.q.Rights {
			if d.Rights.Has(r) && !f.real(i, 1<<r, f.full) {
				return true
			}
		}
		for question := range d.when {
			for answer, mask := range f.masks[question] {
				if d.When[question]>>answer&1 == 1 && !f.real(i, d.Rights, mask) {
					return true
				}
			}
		}
	}
	return false
}

// real tells whether a declared difference exists for one of some rights, on some
// day, within a region.
func (f *sifter) real(difference int, rights Rights, within bitset) bool {
	d, box := &f.q.Differences[difference], f.differences[difference]
	for p, day := range f.periods {
		if !inForce(d.From, d.To, day) {
			continue
		}
		for r := range f.q.Rights {
			if !rights.Has(r) {
				continue
			}
			for w, differ := range f.differ[p][r] {
				if differ&box[w]&within[w] != 0 {
					return true
				}
			}
		}
	}
	return false
}

// change: see verifier.changes (C08).
func (f *sifter) change() bool {
	happened := make([]Rights, len(f.changes))
	for p := 1; p < len(f.periods); p++ {
		for r := range f.q.Rights {
			if f.unannounced(happened, p, r) {
				return true
			}
		}
	}
	for i := range f.changes {
		if f.q.Changes[i].Rights&^happened[i] != 0 {
			return true
		}
	}
	return false
}

// unannounced tells whether a verdict changes that nobody announced, and notes the
// announced ones that change.
func (f *sifter) unannounced(happened []Rights, p, r int) bool {
	before, after := f.law[p-1], f.law[p]
	for w := range f.full {
		turns := after.differs(before, r, w)
		rest := turns
		for i, box := range f.changes {
			c := &f.q.Changes[i]
			if turns == 0 || c.On != f.periods[p] || !c.Rights.Has(r) {
				continue
			}
			announced := turns & box[w]
			if c.Gain {
				announced &= after.is(Yes, r, w)
			}
			if announced != 0 {
				happened[i] |= 1 << r
			}
			rest &^= announced
		}
		if rest != 0 {
			return true
		}
	}
	return false
}

// ladder: see verifier.ladders (C09).
func (f *sifter) ladder() bool {
	for i := range f.q.Questions {
		question := &f.q.Questions[i]
		for x := 1; x < len(question.Ladder); x++ {
			lower, higher := question.Ladder[x-1], question.Ladder[x]
			step := (higher - lower) * f.q.stride[i]
			for p := range f.periods {
				for r := range f.q.Rights {
					if f.lessWith(f.law[p], r, f.masks[i][lower], step) {
						return true
					}
				}
			}
		}
	}
	return false
}

// lessWith tells whether in some situation of a region the verdict is better than
// a step further on.
func (f *sifter) lessWith(l *lattice, r int, region bitset, step int) bool {
	for w, mask := range region {
		if mask == 0 {
			continue
		}
		yes, unclear := l.is(Yes, r, w), l.is(Unclear, r, w)
		if (yes|unclear)&mask == 0 {
			continue
		}
		b0, b1, b2 := l.shifted(r, w*64+step)
		yesThere, unclearThere := b1&^b0, b2&^b0
		if mask&(yes&^yesThere|unclear&^(yesThere|unclearThere)) != 0 {
			return true
		}
	}
	return false
}
