package main

import "testing"

// The end of the time is no failure; an input that fails is one, whatever else is said.
func TestRanOut(t *testing.T) {
	for out, want := range map[string]bool{
		"fuzz: elapsed: 1s, execs: 205\n--- FAIL: FuzzPlaces (1.28s)\n    context deadline exceeded\nFAIL\nexit status 1\n":                       true,
		"--- FAIL: FuzzPlaces (1.28s)\n    context deadline exceeded\nFAIL\n    Failing input written to testdata/fuzz/FuzzPlaces/582528ddfad6\n": false,
		"panic: runtime error\n    context deadline exceeded\nFAIL\n":                                                                             false,
		"--- FAIL: FuzzPlaces\n    search_test.go:12: wrong\nFAIL\n":                                                                              false,
	} {
		if ranOut([]byte(out)) != want {
			t.Errorf("%q: want %t", out, want)
		}
	}
}
