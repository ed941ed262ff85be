package lang

import (
	"slices"
	"testing"
)

func FuzzMatch(f *testing.F) {
	for _, seed := range []string{"", "be-BY,be;q=0.9,ru;q=0.8", "*", "en;q=NaN", "ru;q=2,be;q=-1", ",;=-_", "be\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if l := Match(header); !slices.Contains(All(), l) {
			t.Errorf("%q: %q", header, l)
		}
	})
}
