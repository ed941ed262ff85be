package eligibility

// A lattice is the law of one period in bitsets: the same verdicts as in the
// Table, by right instead of by situation, and cheap enough to be made anew for
// every edit of a card.
//
// The three bits of each verdict lie in three bitsets, so that two verdicts differ
// where one of the three does.
type lattice struct {
	once, twice [5][]bitset // by effect and right: at least one card fits, at least two
	plane       [3][]bitset // by right
	full        bitset      // every situation
}

func newLattice(rights int, full bitset) *lattice {
	l := &lattice{full: full}
	for e := range l.once {
		l.once[e], l.twice[e] = bitsets(rights, len(full)), bitsets(rights, len(full))
	}
	for i := range l.plane {
		l.plane[i] = bitsets(rights, len(full))
	}
	return l
}

// bitsets makes empty sets of so many words.
func bitsets(n, words int) []bitset {
	out := make([]bitset, n)
	for i := range out {
		out[i] = make(bitset, words)
	}
	return out
}

// fill judges every situation by the cards in force on a day; boxes are those of
// the cards.
func (l *lattice) fill(cards []Card, boxes []bitset, day string) {
	for e := range l.once {
		for r := range l.once[e] {
			clear(l.once[e][r])
			clear(l.twice[e][r])
		}
	}
	for c := range cards {
		card := &cards[c]
		if !inForce(card.From, card.To, day) {
			continue
		}
		for r := range l.plane[0] {
			if card.Rights.Has(r) {
				once, twice := l.once[card.Effect][r], l.twice[card.Effect][r]
				for w, box := range boxes[c] {
					twice[w] |= once[w] & box
					once[w] |= box
				}
			}
		}
	}
	for r := range l.plane[0] {
		for w := range l.full {
			l.plane[0][r][w], l.plane[1][r][w], l.plane[2][r][w] = l.judge(r, w, 0, 0)
		}
	}
}

// judge is judgeRight for 64 situations at once, as if in those of without no card
// of one effect fitted.
func (l *lattice) judge(r, w int, effect Effect, without uint64) (b0, b1, b2 uint64) {
	var by [5]uint64
	for e := range by {
		by[e] = l.once[e][r][w]
	}
	by[effect] &^= without
	absent, bar, unclear, grant, fallback := by[EffectAbsent], by[EffectBar], by[EffectUnclear], by[EffectGrant], by[EffectDefault]
	contradiction := grant & (unclear | fallback) &^ absent
	judged := (grant | unclear | fallback) &^ absent &^ contradiction
	no := judged & (bar | ^grant&^unclear)
	yes := judged &^ bar & grant &^ unclear
	open := judged &^ bar & unclear
	return no | absent | contradiction, yes | absent, open | contradiction // as the numbers of the verdicts say
}

// is marks 64 situations by their verdict.
func (l *lattice) is(v Verdict, r, w int) uint64 {
	out := l.full[w]
	for i := range l.plane {
		if v>>i&1 == 1 {
			out &= l.plane[i][r][w]
		} else {
			out &^= l.plane[i][r][w]
		}
	}
	return out
}

// at is the verdicts of all rights in one situation.
func (l *lattice) at(s int) vector {
	var v vector
	for i := range l.plane {
		for r := range l.plane[i] {
			v |= vector(l.plane[i][r][s/64]>>(s%64)&1) << (3*r + i)
		}
	}
	return v
}

// differs marks 64 situations in which two laws give other verdicts.
func (l *lattice) differs(o *lattice, r, w int) uint64 {
	return (l.plane[0][r][w] ^ o.plane[0][r][w]) | (l.plane[1][r][w] ^ o.plane[1][r][w]) | (l.plane[2][r][w] ^ o.plane[2][r][w])
}

// shifted reads the three bits of the verdicts in 64 situations from any place on.
func (l *lattice) shifted(r, at int) (b0, b1, b2 uint64) {
	return l.plane[0][r].from64(at), l.plane[1][r].from64(at), l.plane[2][r].from64(at)
}
