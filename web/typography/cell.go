package typography

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A cell is the smallest piece of text that the rules look at: one character,
// or a whole tag, placeholder or address, which the rules must not look into.
type cell struct {
	raw  string // as it stands in the text, no-break characters included
	seen rune   // as the rules see it; unseen for what takes no room on the line
}

// What the rules see of things that are not characters.
const (
	unseen  rune = 0
	object  rune = '\uFFFC' // a word that is not known here: a placeholder, an address
	barrier rune = '\x1f'   // the edge of a paragraph or table cell: nothing binds across it
)

var (
	protected = regexp.MustCompile(`(?is)` +
		`<(?:code|kbd|pre|script|style)\b.*?</(?:code|kbd|pre|script|style)>` + // code with its text
		`|<!--.*?-->` +
		`|</?[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>` + // a tag
		`|\{\{.*?\}\}|\{[^{}]*\}` + // placeholders
		`|\]\([^()\s]*\)` + // the address of a Markdown link
		`|(?:https?://|www\.|mailto:|tel:)[^\s<>"«»“”]+`)
	inlineTag = regexp.MustCompile(`(?i)^</?(?:a|abbr|b|bdi|cite|data|dfn|em|i|mark|q|s|small|span|strong|sub|sup|time|u|var)\b`)
)

// cut divides s into cells; joined again they give s.
func cut(s string) []cell {
	cells := make([]cell, 0, utf8.RuneCountInString(s))
	if !mayProtect(s) {
		return appendText(cells, s)
	}
	from := 0
	for _, m := range protected.FindAllStringIndex(s, -1) {
		cells = appendText(cells, s[from:m[0]])
		cells = append(cells, cell{s[m[0]:m[1]], seenOf(s[m[0]:m[1]])})
		from = m[1]
	}
	return appendText(cells, s[from:])
}

// mayProtect tells whether it is worth looking for protected pieces: most texts
// have none, and the expression is slow.
func mayProtect(s string) bool {
	if strings.ContainsAny(s, "<{]") {
		return true
	}
	if !strings.ContainsAny(s, ":wW") {
		return false
	}
	s = strings.ToLower(s)
	return strings.Contains(s, "://") || strings.Contains(s, "www.") || strings.Contains(s, "mailto:") || strings.Contains(s, "tel:")
}

func appendText(cells []cell, s string) []cell {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		cells = append(cells, cell{s[:size], plainRune(r)})
		s = s[size:]
	}
	return cells
}

// plainRune makes fixed and unfixed text look the same to the rules, which is
// what makes Fix idempotent.
func plainRune(r rune) rune {
	switch r {
	case '\u00a0':
		return ' '
	case '\u2011':
		return '-'
	case '\u2060':
		return unseen
	}
	return r
}

// seenOf says what a protected piece is to its neighbours.
func seenOf(raw string) rune {
	switch {
	case strings.HasPrefix(raw, "{"):
		// By convention of the catalogue {{.n}} is the number of a counted noun.
		if strings.Trim(raw, "{}. ") == "n" {
			return '0'
		}
		return object
	case strings.HasPrefix(raw, "]("), strings.HasPrefix(raw, "<!--"):
		return unseen
	case strings.HasPrefix(raw, "<") && strings.Count(raw, "<") == 1:
		if inlineTag.MatchString(raw) {
			return unseen
		}
		return barrier
	}
	return object
}

func join(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.raw)
	}
	return b.String()
}

// wordBefore is the visible word that ends before cell i, "" if none does.
func wordBefore(cells []cell, i int) string {
	from := i
	for from > 0 && !unicode.IsSpace(cells[from-1].seen) {
		from--
	}
	return visible(cells[from:i])
}

// wordAfter is the visible word that begins after cell i, "" if none does.
func wordAfter(cells []cell, i int) string {
	to := i + 1
	for to < len(cells) && !unicode.IsSpace(cells[to].seen) {
		to++
	}
	return visible(cells[i+1 : to])
}

func visible(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		if c.seen != unseen {
			b.WriteRune(c.seen)
		}
	}
	return b.String()
}
