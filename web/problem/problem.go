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

	"localvote/web/lang"
	"localvote/web/message"
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
	Words    message.Message
	Hint     message.Message // zero if there is nothing to suggest
}

// String is the form in which commands print a problem, in English.
func (p Problem) String() string { return p.In(lang.EN) }

// In is the form in which commands print a problem: one line, and a second one for
// the hint if there is one. Only the words are translated: programs that jump to
// the place of a mistake know it by its beginning.
func (p Problem) In(l lang.Lang) string {
	s := fmt.Sprintf("%s: %s [%s]: %s", p.Pos, p.Severity.In(l), p.Code, p.Words.In(l))
	if !p.Hint.IsZero() {
		s += "\n      " + message.Sprintf(l, "hint: %s", p.Hint)
	}
	return s
}

// In names the severity.
func (s Severity) In(l lang.Lang) string {
	if s == Error {
		return message.Sprintf(l, "error")
	}
	return message.Sprintf(l, "warning")
}

// A List collects problems in the order in which they were found.
type List []Problem

// Errorf adds an error.
func (l *List) Errorf(pos Pos, code, format string, args ...any) Added {
	return l.add(pos, Error, code, message.Message{Format: format, Args: args})
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, code, format string, args ...any) Added {
	return l.add(pos, Warning, code, message.Message{Format: format, Args: args})
}

func (l *List) add(pos Pos, severity Severity, code string, words message.Message) Added {
	*l = append(*l, Problem{pos, severity, code, words, message.Message{}})
	return Added{l}
}

// Added is a problem that was just added: what to try can be said of it.
type Added struct{ list *List }

// Hint says what to try.
func (a Added) Hint(format string, args ...any) { a.Try(message.Message{Format: format, Args: args}) }

// Try says what to try.
func (a Added) Try(hint message.Message) { (*a.list)[len(*a.list)-1].Hint = hint }

// Near asks whether the nearest known name was meant, or lists all of them if none
// is near.
func (a Added) Near(word string, known []string) { a.Try(DidYouMean(word, known)) }

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
			strings.Compare(a.Words.String(), b.Words.String()),
		)
	})
	return slices.CompactFunc(out, func(a, b Problem) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Severity == b.Severity && a.Words.String() == b.Words.String()
	})
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

// mostListed is how many names a hint may list: a longer list helps nobody.
const mostListed = 16

// DidYouMean is a hint that names the nearest known name, or lists all of them
// if none is near and they are few.
func DidYouMean(word string, known []string) message.Message {
	if hint := Meant(word, known); !hint.IsZero() {
		return hint
	}
	if len(known) == 0 || len(known) > mostListed {
		return message.Message{}
	}
	return message.New("known: %s", strings.Join(known, ", "))
}

// Meant is a hint that names the nearest known name; it is zero if none is near,
// for where there are too many to list.
func Meant(word string, known []string) message.Message {
	if n := Nearest(word, known); n != "" {
		return message.New("did you mean %q?", n)
	}
	return message.Message{}
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
