package search_test

import (
	"sort"
	"testing"
	"time"
)

func TestZMax(t *testing.T) {
	ix, _ := index(t)
	var took []time.Duration
	for _, q := range queries(t) {
		s := time.Now()
		ix.Places(t.Context(), q.text, q.lang, 10)
		took = append(took, time.Since(s))
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	t.Log(took[len(took)/2], took[len(took)*99/100], took[len(took)-1])
}
