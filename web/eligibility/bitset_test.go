package eligibility

import (
	"math/rand"
	"testing"
)

// Reading and copying at any place is the same as going bit by bit.
func TestBitsetAtAnyPlace(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		n := 1 + rng.Intn(300)
		src, dst, want := newBitset(n), newBitset(n), newBitset(n)
		for range n {
			src.set(rng.Intn(n))
			s := rng.Intn(n)
			dst.set(s)
			want.set(s)
		}
		to, at := rng.Intn(n), rng.Intn(n)
		length := rng.Intn(n - max(to, at) + 1)
		dst.copyRun(to, src, at, length)
		for i := range length {
			want[(to+i)/64] &^= 1 << ((to + i) % 64)
			if src.has(at + i) {
				want.set(to + i)
			}
		}
		if !dst.equal(want) {
			t.Fatalf("n=%d to=%d at=%d length=%d: %v, want %v", n, to, at, length, dst, want)
		}
		from := rng.Intn(3*n) - n
		for i := range 64 {
			s := from + i
			if there := s >= 0 && s < n && src.has(s); src.from64(from)>>i&1 == 1 != there {
				t.Fatalf("n=%d: from %d, bit %d is not %v", n, from, i, there)
			}
		}
		members := 0
		src.each(func(s int) {
			if members++; !src.has(s) {
				t.Fatalf("%d is no member", s)
			}
		})
		if members != src.count() || src.empty() != (members == 0) {
			t.Fatalf("%d members, counted %d", members, src.count())
		}
	}
}
