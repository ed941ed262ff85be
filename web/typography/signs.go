package typography

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unbroken are the hyphens at which a line must not end: numbers of laws
// (67-ФЗ, 420-З, 67-FZ) and telephones (200-00-20).
var unbroken = regexp.MustCompile(`\d{1,4}(?:-\d{1,4})?-(?:ФКЗ|ФЗ|З|FKZ|FZ|Z)|\d{2,3}-\d{2}-\d{2}`)

func fixHyphens(cells []cell, text string, at []int32) {
	if !strings.Contains(text, "-") {
		return
	}
	for _, m := range unbroken.FindAllStringIndex(text, -1) {
		if !standsAlone(text, m[0], m[1]) {
			continue
		}
		for i := m[0]; i < m[1]; i++ {
			if text[i] == '-' {
				cells[at[i]].raw = noBreakHyphen
			}
		}
	}
}

// look fills in what the rules see, and for every byte of it the index of its cell.
func (d *desk) look() (text string, at []int32) {
	d.seen, d.at = d.seen[:0], d.at[:0]
	for i, c := range d.cells {
		if c.seen == unseen {
			continue
		}
		d.seen = utf8.AppendRune(d.seen, c.seen)
		for len(d.at) < len(d.seen) {
			d.at = append(d.at, int32(i))
		}
	}
	return string(d.seen), d.at
}

// standsAlone keeps parts of longer things out: the date 2025-10-29 ends like a
// telephone.
func standsAlone(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !goesOn(before) && !goesOn(after)
}

func goesOn(r rune) bool {
	return r == '-' || unicode.IsDigit(r) || unicode.IsLetter(r)
}

// fixRanges puts joiners around the dash of 18–20, because a line may otherwise
// end after it. Placeholders count as numbers: nothing else is written with a
// dash and no spaces.
func fixRanges(cells []cell) {
	for i := range cells {
		if cells[i].seen != '–' || !inRange(cells, i) {
			continue
		}
		if cells[i-1].raw != wordJoiner {
			cells[i].raw = wordJoiner + cells[i].raw
		}
		if cells[i+1].raw != wordJoiner {
			cells[i].raw += wordJoiner
		}
	}
}

func inRange(cells []cell, i int) bool {
	return isNumber(nearest(cells, i, -1)) && isNumber(nearest(cells, i, +1))
}

// nearest is the first thing seen from cell i in one direction.
func nearest(cells []cell, i, step int) rune {
	for i += step; i >= 0 && i < len(cells); i += step {
		if cells[i].seen != unseen {
			return cells[i].seen
		}
	}
	return unseen
}

func isNumber(r rune) bool { return r == object || unicode.IsDigit(r) }
