package problem

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"ru.67fz.4.1", "ru.67fz.4.10", "permanent", "citizenship", "жительство"}
	for word, want := range map[string]string{
		"ru.67fz.4.11": "ru.67fz.4.10", // same length wins over the shorter name
		"permanant":    "permanent",
		"citizenshp":   "citizenship",
		"жыхарства":    "",
		"жительства":   "жительство",
		"xyz":          "",
		"":             "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestListSorts(t *testing.T) {
	var l List
	l.Errorf(Pos{"b.yaml", 2, 1}, "E002", "second file")
	l.Warnf(Pos{"a.yaml", 9, 1}, "W001", "late").Hint("look again")
	l.Errorf(Pos{"a.yaml", 2, 5}, "E002", "early")
	l.Errorf(Pos{"a.yaml", 2, 5}, "E002", "early")
	got := l.Sort()
	var words []string
	for _, p := range got {
		words = append(words, p.Words.String())
	}
	if s := strings.Join(words, ","); s != "early,late,second file" {
		t.Errorf("order %s", s)
	}
	if got.Errors() != 2 {
		t.Errorf("%d errors, want 2", got.Errors())
	}
	if s := got[1].String(); s != "a.yaml:9:1: warning [W001]: late\n      hint: look again" {
		t.Errorf("printed as %q", s)
	}
}

func TestGuard(t *testing.T) {
	var l List
	Guard(&l, Pos{File: "a.yaml"}, func() { panic("a reader fails") })
	Guard(&l, Pos{File: "b.yaml"}, func() {})
	if len(l) != 1 || l[0].Code != "E099" || l[0].Pos.File != "a.yaml" || !strings.Contains(l[0].Hint.String(), "problem_test.go") {
		t.Errorf("%v", l)
	}
}
