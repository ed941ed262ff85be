package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A small version of every trial: what is promised holds. The whole of it is
// `go run ./cmd/trial`.
func TestTrials(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	l := &lab{ctx: t.Context(), out: t.Output(), folder: t.TempDir(), root: filepath.Join("..", "..")}
	if err := l.build(); err != nil {
		t.Fatal(err)
	}
	for _, small := range []struct {
		name            string
		rounds, seconds int
	}{{"faults", len(faultKinds), 0}, {"overload", 0, 1}, {"slowloris", 100, 2}, {"idle", 300, 0}, {"memory", 1000, 0}, {"drain", 1, 0}, {"clock", 1, 0}, {"stop", 1, 0}} {
		l.rounds, l.seconds, l.findings = small.rounds, small.seconds, nil
		l.try([]string{small.name})
		if len(l.findings) == 0 {
			t.Errorf("%s found nothing", small.name)
		}
		for _, f := range l.findings {
			if !f.Held && !f.Timed { // how long things take is for the whole trial, on a quiet machine
				t.Errorf("%s: asked: %s; seen: %s", f.Trial, f.Asked, f.Seen)
			}
		}
	}
}

// The table says what was promised and what was not kept.
func TestTable(t *testing.T) {
	l := &lab{out: t.Output()}
	l.now = "drain"
	l.found("much", "little", false)
	l.found("this", "this", true)
	var b bytes.Buffer
	if err := l.table(&b); err != nil || l.broken() != 1 || !strings.Contains(b.String(), "drain  much   little  BROKEN\n") || !strings.Contains(b.String(), "held\n") {
		t.Errorf("%v: %s", err, &b)
	}
}

func TestFlags(t *testing.T) {
	l := &lab{out: t.Output()}
	only, asJSON, err := l.read([]string{"-only", "faults,drain", "-rounds", "7", "-json"})
	if err != nil || !asJSON || !slices.Equal(only, []string{"faults", "drain"}) || l.count(300) != 7 || l.last(5) != 5 {
		t.Errorf("%v %v %v", only, asJSON, err)
	}
	for _, bad := range []string{"-only=fautls", "-rounds=-1", "-seconds=x"} {
		if _, _, err := (&lab{out: t.Output()}).read([]string{bad}); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestTally(t *testing.T) {
	sum := &tally{}
	sum.add(&tally{statuses: map[int]int{200: 2, 500: 1}, took: []time.Duration{3, 1}, first: "/x: 500"})
	sum.add(&tally{statuses: map[int]int{200: 1}, took: []time.Duration{2}})
	if sum.asked() != 4 || sum.failed() != 1 || sum.quantile(0.5) != 2 || sum.quantile(1) != 3 || sum.String() != "3 × 200, 1 × 500" || !strings.Contains(sum.why(), "/x") {
		t.Errorf("%s, %d failed, %v", sum, sum.failed(), sum.took)
	}
}

// Every parser of what comes from outside has its fuzz test, and all of them are found.
func TestFuzzTargets(t *testing.T) {
	list, err := targets(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list {
		got = append(got, f.folder+" "+f.name)
	}
	slices.Sort(got)
	want, err := os.ReadFile(filepath.Join("testdata", "fuzz.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(want)) {
		name, reads, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || reads == "" {
			t.Errorf("testdata/fuzz.txt: %q does not say what the target reads", line)
		}
		listed = append(listed, name)
	}
	if !slices.Equal(got, listed) {
		t.Errorf("testdata/fuzz.txt must list all fuzz targets in order, with what they read; there are\n%s", strings.Join(got, "\n"))
	}
}
