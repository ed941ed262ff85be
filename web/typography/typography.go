// Package typography keeps together what must not part at the end of a line:
// "№ 67-ФЗ", "18 лет", "в Минске", "18–20". It changes only kinds of spaces,
// hyphens and joiners, never a visible character; quotes, dashes and spelling
// are the writer's work, and finding mistakes in them is the work of checks.
package typography

import (
	"strings"
	"sync"

	"localvote/web/lang"
)

// The characters that Fix puts in and Plain takes out.
const (
	noBreakSpace  = "\u00a0"
	noBreakHyphen = "\u2011"
	wordJoiner    = "\u2060" // no width; forbids a line break where it stands
)

// Fix returns s with the no-break characters that language l asks for. Text in
// placeholders, addresses, HTML tags and code is left alone, and so are line
// ends. Fixing what is fixed already changes nothing.
func Fix(l lang.Lang, s string) string {
	if !strings.ContainsAny(s, " -–") {
		return s
	}
	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.cells = appendCells(d.cells[:0], s)
	text, at := d.look()
	fixSpaces(d.cells, text, at, bindingRules(l))
	fixHyphens(d.cells, text, at)
	fixRanges(d.cells)
	return join(d.cells)
}

// A desk is what is needed while one text is fixed: many times the text itself. It is
// used again, because a site has thousands of texts.
type desk struct {
	cells []cell
	seen  []byte
	at    []int32 // by byte of seen: the index of its cell
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// Plain undoes Fix: ordinary spaces and hyphens, no joiners. Search, JSON and
// tests want text as it was typed.
func Plain(s string) string {
	return strings.NewReplacer(noBreakSpace, " ", noBreakHyphen, "-", wordJoiner, "").Replace(s)
}
