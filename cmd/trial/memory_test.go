package main

import (
	"net/http"
	"strings"
	"testing"
)

// The mixture is what its words say.
func TestMixture(t *testing.T) {
	found := map[string]int{}
	const n = mixed * 160 // so that all questions come equally often
	for k := range n {
		q := mix(3, k)
		switch {
		case q.want == http.StatusNotFound:
			found["not found"]++
		case strings.Contains(q.path, "&x="):
			found["new"]++
		case k%mixed >= mixedKind:
			found["ready"]++
		default:
			found["all kinds "+q.path+q.form]++
		}
	}
	for part, want := range map[string]int{"ready": 64, "new": 4, "not found": 2} {
		if got := found[part] * 100 / n; got != want {
			t.Errorf("%s: %d %%, want %d", part, got, want)
		}
		delete(found, part)
	}
	sum := 0
	for _, times := range found {
		sum += times
	}
	if len(found) != len(questions) || sum*100/n != 30 {
		t.Errorf("%d kinds of %d, %d %%", len(found), len(questions), sum*100/n)
	}
}
