// Package problem describes an editor's mistake in a content file: where it is,
// what is wrong in plain words, and what to try. Loaders and checks return lists
// of problems, all at once; nothing here prints, logs or stops anything.
package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Pos is a place in a content file. Line and Col count from 1; zero means
// that the problem concerns the whole file or the whole line. Col counts
// characters, not bytes, as editors' programs do.
type Pos struct {
	File string
	Line int
	Col  int
}

// String gives the form that editors' programs turn into a link.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A Severity says whether content with this problem may go live.
type Severity string

// Errors keep content from going live; warnings do not.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Problem is one mistake. Code is stable and documented in content/README.md.
type Problem struct {
	Pos      Pos
	Severity Severity
	Code     string
	Words    string
	Hint     string
}

// String is the form in which commands print a problem: one line, and a second
// one for the hint if there is one.
func (p Problem) String() string {
	s := fmt.Sprintf("%s: %s [%s]: %s", p.Pos, p.Severity, p.Code, p.Words)
	if p.Hint != "" {
		s += "\n      hint: " + p.Hint
	}
	return s
}

// A List collects problems in the order in which they were found.
type List []Problem

// Errorf adds an error.
func (l *List) Errorf(pos Pos, code, hint, format string, args ...any) {
	*l = append(*l, Problem{pos, Error, code, fmt.Sprintf(format, args...), hint})
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, code, hint, format string, args ...any) {
	*l = append(*l, Problem{pos, Warning, code, fmt.Sprintf(format, args...), hint})
}

// Errors counts the problems that keep content from going live.
func (l List) Errors() int {
	n := 0
	for _, p := range l {
		if p.Severity == Error {
			n++
		}
	}
	return n
}

// Sort orders by file, line, column and code, and drops exact repetitions.
func (l List) Sort() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			strings.Compare(a.Code, b.Code),
			strings.Compare(a.Words, b.Words),
		)
	})
	return slices.Compact(out)
}

// Nearest finds the known name that somebody who wrote word most probably
// meant, or "" if none is close. Of two names at the same distance the one of
// the same length wins: exchanging a letter is a commoner slip than losing one.
func Nearest(word string, known []string) string {
	best, bestDistance := "", 1+utf8.RuneCountInString(word)/3
	for _, k := range known {
		d := distance(word, k)
		sameLength := len(k) == len(word) && len(best) != len(word)
		if d < bestDistance || d == bestDistance && (best == "" || sameLength) {
			best, bestDistance = k, d
		}
	}
	return best
}

// DidYouMean is a hint that names the nearest known name, or lists all of them
// if none is near.
func DidYouMean(word string, known []string) string {
	if n := Nearest(word, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	if len(known) == 0 {
		return ""
	}
	return "known: " + strings.Join(known, ", ")
}

// distance counts the letters to insert, delete or exchange (Levenshtein).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := 1
			if r == s {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(y)]
}
