package version

import (
	"slices"
	"strings"
)

// A Kind says what became of a block, a line or words.
type Kind int

// The kinds.
const (
	Same Kind = iota
	Added
	Removed
	Changed // of blocks and lines only
)

// A Change is what became of one block that is not the same.
type Change struct {
	ID    string
	Kind  Kind
	Lines []Line // only those that are not the same
}

// A Line is a line that is not the same, as a row of words that stayed, came or
// went.
type Line struct{ Runs []Run }

// A Run is words of one kind.
type Run struct {
	Kind Kind
	Text string
}

// A Count is how many blocks came, changed and went.
type Count struct{ Added, Changed, Removed int }

// Compare says in which blocks two versions differ, in the order of the newer
// one; what it no longer has stands at the end.
func Compare(before, after []Block) []Change {
	var out []Change
	old := byID(before)
	for _, b := range after {
		then, known := old[b.ID]
		switch {
		case !known:
			out = append(out, Change{ID: b.ID, Kind: Added, Lines: whole(Added, b.Lines)})
		case !slices.Equal(then, b.Lines):
			out = append(out, Change{ID: b.ID, Kind: Changed, Lines: lines(then, b.Lines)})
		}
	}
	now := byID(after)
	for _, b := range before {
		if _, stays := now[b.ID]; !stays {
			out = append(out, Change{ID: b.ID, Kind: Removed, Lines: whole(Removed, b.Lines)})
		}
	}
	return out
}

// CountOf counts changes by kind.
func CountOf(changes []Change) (n Count) {
	for _, c := range changes {
		switch c.Kind {
		case Added:
			n.Added++
		case Removed:
			n.Removed++
		default:
			n.Changed++
		}
	}
	return n
}

func byID(blocks []Block) map[string][]string {
	out := make(map[string][]string, len(blocks))
	for _, b := range blocks {
		out[b.ID] = b.Lines
	}
	return out
}

func whole(kind Kind, texts []string) (out []Line) {
	for _, text := range texts {
		out = append(out, Line{[]Run{{kind, text}}})
	}
	return out
}

// lines compares the lines of a block. Lines that went are set against lines
// that came in their place, in their order.
func lines(before, after []string) (out []Line) {
	var went, came []string
	settle := func() {
		for i := range max(len(went), len(came)) {
			switch {
			case i >= len(came):
				out = append(out, Line{[]Run{{Removed, went[i]}}})
			case i >= len(went):
				out = append(out, Line{[]Run{{Added, came[i]}}})
			default:
				out = append(out, words(went[i], came[i])...)
			}
		}
		went, came = nil, nil
	}
	for _, step := range align(before, after) {
		switch step.Kind {
		case Removed:
			went = append(went, step.Text)
		case Added:
			came = append(came, step.Text)
		default:
			settle()
		}
	}
	settle()
	return out
}

// alike is the part of words, in per cent, that two lines must share to be shown
// as one line with changes: others are easier to read one after the other.
const alike = 30

// words compares two lines word by word.
func words(before, after string) []Line {
	a, b := strings.Fields(before), strings.Fields(after)
	steps := align(a, b)
	shared := 0
	for _, s := range steps {
		if s.Kind == Same {
			shared++
		}
	}
	if 100*shared < alike*max(len(a), len(b)) {
		return []Line{{[]Run{{Removed, before}}}, {[]Run{{Added, after}}}}
	}
	var runs []Run
	for _, s := range steps {
		if last := len(runs) - 1; last >= 0 && runs[last].Kind == s.Kind {
			runs[last].Text += " " + s.Text
			continue
		}
		runs = append(runs, s)
	}
	return []Line{{runs}}
}

// maxTable bounds the work of one comparison: a table of so many cells takes a
// few milliseconds. Longer texts are shown as gone and come.
const maxTable = 1 << 20

// align finds a longest row of common texts, and gives all texts in order as
// same, removed or added; what goes stands before what comes.
func align(a, b []string) (out []Run) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		out = append(out, Run{Same, a[0]})
		a, b = a[1:], b[1:]
	}
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	tail := a[len(a)-end:]
	a, b = a[:len(a)-end], b[:len(b)-end]
	common := table(a, b)
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) > 0 && len(b) > 0 && common != nil && a[0] == b[0]:
			out = append(out, Run{Same, a[0]})
			a, b = a[1:], b[1:]
		case len(b) == 0, len(a) > 0 && (common == nil || common[len(a)-1][len(b)] >= common[len(a)][len(b)-1]):
			out = append(out, Run{Removed, a[0]})
			a = a[1:]
		default:
			out = append(out, Run{Added, b[0]})
			b = b[1:]
		}
	}
	for _, text := range tail {
		out = append(out, Run{Same, text})
	}
	return out
}

// table holds how many texts the last i of a and the last j of b have in common;
// nil if that would be too much work.
func table(a, b []string) [][]uint16 {
	if len(a)*len(b) > maxTable || len(a) > 1<<15 || len(b) > 1<<15 {
		return nil
	}
	t := make([][]uint16, len(a)+1)
	cells := make([]uint16, (len(a)+1)*(len(b)+1))
	for i := range t {
		t[i] = cells[i*(len(b)+1) : (i+1)*(len(b)+1)]
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			if a[len(a)-i] == b[len(b)-j] {
				t[i][j] = t[i-1][j-1] + 1
			} else {
				t[i][j] = max(t[i-1][j], t[i][j-1])
			}
		}
	}
	return t
}
