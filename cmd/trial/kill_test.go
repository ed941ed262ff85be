package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// A few kills in each run of the tests; LOCALVOTE_KILLS=200 makes more.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the server and kills it")
	}
	rounds := 6
	if n, err := strconv.Atoi(os.Getenv("LOCALVOTE_KILLS")); err == nil {
		rounds = n
	}
	program := filepath.Join(t.TempDir(), "localvote")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/localvote")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sum, err := killTrial(t.Context(), program, t.TempDir(), rounds, t.Logf)
	if err != nil || !sum.held() || sum.rounds != rounds {
		t.Errorf("%v, %v", sum, err)
	}
	t.Log(sum)
}

// The numbers of texts are told apart, and hold no digits.
func TestLettersOf(t *testing.T) {
	seen := map[string]bool{}
	for n := int64(1); n < 10000; n++ {
		seen[lettersOf(n)] = true
	}
	if len(seen) != 9999 {
		t.Errorf("%d of 9999", len(seen))
	}
}
