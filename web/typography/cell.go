package typography

import (
	"regexp"
	"strings"
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
	protectedHere = regexp.MustCompile(`^(?:` + protected.String() + `)`)
)

// inlineTags stand within a line.
var inlineTags = set("a abbr b bdi cite data dfn em i mark q s small span strong sub sup time u var")

// isInline tells whether a tag stands within a line.
func isInline(tag string) bool {
	name := strings.TrimPrefix(tag[1:], "/")
	end := 0
	for end < len(name) && isWordByte(name[end]) {
		end++
	}
	return inlineTags[strings.ToLower(name[:end])]
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// cut divides s into cells; joined again they give s.
func cut(s string) []cell { return appendCells(make([]cell, 0, utf8.RuneCountInString(s)), s) }

func appendCells(cells []cell, s string) []cell {
	if !mayProtect(s) {
		return appendText(cells, s)
	}
	from := 0
	for at := 0; at < len(s); {
		n := protectedAt(s[at:])
		if n == 0 {
			at++
			continue
		}
		cells = appendText(cells, s[from:at])
		cells = append(cells, cell{s[at : at+n], seenOf(s[at : at+n])})
		at += n
		from = at
	}
	return appendText(cells, s[from:])
}

// protectedAt is the length of the protected piece with which s begins, 0 if there is
// none. It asks the expression only where one can begin, and not about ordinary tags:
// otherwise that would be the slowest thing in the building of a page.
func protectedAt(s string) int {
	switch s[0] {
	case '<':
		if n, sure := tagAt(s); sure {
			return n
		}
	case ']':
		return targetAt(s)
	case '{':
		return placeholderAt(s)
	case 'h', 'H', 'w', 'W', 'm', 'M', 't', 'T':
		if !beginsAddress(s) {
			return 0
		}
	default:
		return 0
	}
	if m := protectedHere.FindStringIndex(s); m != nil {
		return m[1]
	}
	return 0
}

// targetAt is the length of the "](address)" with which s begins.
func targetAt(s string) int {
	if !strings.HasPrefix(s, "](") {
		return 0
	}
	const after = len("](")
	end := strings.IndexAny(s[after:], "() \t\n\f\r")
	if end < 0 || s[after+end] != ')' {
		return 0
	}
	return after + end + 1
}

// placeholderAt is the length of the "{{.name}}" or "{name}" with which s begins.
func placeholderAt(s string) int {
	if strings.HasPrefix(s, "{{") {
		if end := strings.Index(s[2:], "}}"); end >= 0 {
			return 2 + end + 2
		}
		return 0
	}
	if end := strings.IndexAny(s[1:], "{}"); end >= 0 && s[1+end] == '}' {
		return 1 + end + 1
	}
	return 0
}

// tagAt is the length of the tag with which s begins, 0 if it is none. It is not sure
// of comments and of tags whose content may be protected too.
func tagAt(s string) (n int, sure bool) {
	name := strings.TrimPrefix(s[1:], "/")
	if name == "" {
		return 0, true
	}
	switch c := name[0] | 0x20; { // in small letters
	case name[0] == '!', name[0] >= utf8.RuneSelf, isCode(name):
		return 0, false
	case c < 'a' || c > 'z':
		return 0, true
	}
	for i := len(s) - len(name) + 1; i < len(s); i++ {
		switch s[i] {
		case '>':
			return i + 1, true
		case '<':
			return 0, true
		case '"', '\'':
			end := strings.IndexByte(s[i+1:], s[i])
			if end < 0 {
				return 0, true
			}
			i += 1 + end
		}
	}
	return 0, true
}

// isCode tells whether a tag begins as one whose content may be protected too.
func isCode(name string) bool {
	for _, with := range []string{"code", "kbd", "pre", "script", "style"} {
		if len(name) >= len(with) && strings.EqualFold(name[:len(with)], with) {
			return true
		}
	}
	return false
}

func beginsAddress(s string) bool {
	for _, with := range []string{"https://", "http://", "www.", "mailto:", "tel:"} {
		if len(s) >= len(with) && strings.EqualFold(s[:len(with)], with) {
			return true
		}
	}
	return false
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
		if isInline(raw) {
			return unseen
		}
		return barrier
	}
	return object
}

func join(cells []cell) string {
	size := 0
	for i := range cells {
		size += len(cells[i].raw)
	}
	var b strings.Builder
	b.Grow(size) // most of it stays as long as the site
	for _, c := range cells {
		b.WriteString(c.raw)
	}
	return b.String()
}
