package eligibility

import bit "math/bits"

// A bitset is a set of situations, 64 to the word: for work that is done a
// thousand times over, where a region would be too slow. Bits beyond the last
// situation are zero.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) set(s int)      { b[s/64] |= 1 << (s % 64) }
func (b bitset) has(s int) bool { return b[s/64]>>(s%64)&1 == 1 }

func (b bitset) empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bit.OnesCount64(w)
	}
	return n
}

func (b bitset) meets(o bitset) bool {
	for i, w := range b {
		if w&o[i] != 0 {
			return true
		}
	}
	return false
}

func (b bitset) equal(o bitset) bool {
	for i, w := range b {
		if w != o[i] {
			return false
		}
	}
	return true
}

func (b bitset) add(o bitset) {
	for i, w := range o {
		b[i] |= w
	}
}

// each calls f with every member.
func (b bitset) each(f func(s int)) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bit.TrailingZeros64(w))
		}
	}
}

// from64 gives 64 bits beginning at any place, also outside the set.
func (b bitset) from64(at int) uint64 {
	word, off := at>>6, uint(at&63) // rounds down, also below zero
	var w uint64
	if word >= 0 && word < len(b) {
		w = b[word] >> off
	}
	if word++; off > 0 && word >= 0 && word < len(b) {
		w |= b[word] << (64 - off)
	}
	return w
}

// copyRun copies n bits of src, from the place at, to the place to.
func (b bitset) copyRun(to int, src bitset, at, n int) {
	for n > 0 {
		off := to % 64
		k := min(n, 64-off)
		mask := (^uint64(0) >> (64 - k)) << off
		b[to/64] = b[to/64]&^mask | src.from64(at)<<off&mask
		to, at, n = to+k, at+k, n-k
	}
}

// bitsOf marks the situations of a box.
func (t *Table) bitsOf(box Box) bitset {
	b := newBitset(t.situations)
	t.eachIn(box, b.set)
	return b
}
