package typography

import (
	"strings"
	"unicode"

	"localvote/web/lang"
)

// marks are the quotation marks of a language, outside and inside of others.
type marks struct{ open, shut [2]rune }

var quoteMarks = map[lang.Lang]marks{
	lang.RU: {[2]rune{'«', '„'}, [2]rune{'»', '“'}},
	lang.BE: {[2]rune{'«', '„'}, [2]rune{'»', '“'}},
	lang.EN: {[2]rune{'“', '‘'}, [2]rune{'”', '’'}},
}

// Quotes gives straight quotation marks the form that the language asks for, and
// the apostrophe between letters in Belarusian and English. It changes character
// for character. Marks that do not make pairs stay as they are, because a writer
// must say what was meant; so does everything in placeholders, addresses and code.
func Quotes(l lang.Lang, s string) string {
	if !strings.ContainsAny(s, "\"'ʼ`´′") {
		return s
	}
	cells := cut(s)
	fixApostrophes(l, cells)
	if out, ok := pairQuotes(quoteMarks[l], cells); ok {
		return out
	}
	return join(cells)
}

// fixApostrophes writes ’ between letters, and in English after the s of many
// owners, where no mark before it could open a quotation.
func fixApostrophes(l lang.Lang, cells []cell) {
	kinds := map[lang.Lang]string{lang.BE: "'ʼ`´′", lang.EN: "'"}[l]
	for i := 1; i+1 < len(cells); i++ {
		c := cells[i]
		if strings.ContainsRune(kinds, c.seen) && c.raw == string(c.seen) && unicode.IsLetter(cells[i-1].seen) && unicode.IsLetter(cells[i+1].seen) {
			cells[i] = cell{"’", '’'}
		}
	}
	if l == lang.EN && !opensSingle(cells) {
		for i := 1; i < len(cells); i++ {
			if cells[i].raw == "'" && cells[i-1].raw == "s" {
				cells[i] = cell{"’", '’'}
			}
		}
	}
}

// opensSingle tells whether a single straight mark stands before a word.
func opensSingle(cells []cell) bool {
	for i, c := range cells {
		if c.raw == "'" && opens(cells, i) {
			return true
		}
	}
	return false
}

// pairQuotes exchanges the straight marks; ok is false if they do not make pairs.
func pairQuotes(m marks, cells []cell) (s string, ok bool) {
	var out strings.Builder
	depth := 0
	for i, c := range cells {
		switch {
		case c.raw != "\"":
			depth += nested(m, c)
		case opens(cells, i):
			if depth > 1 {
				return "", false
			}
			c.raw = string(m.open[depth])
			depth++
		case depth == 0 || depth > 2:
			return "", false
		default:
			depth--
			c.raw = string(m.shut[depth])
		}
		if depth < 0 {
			return "", false
		}
		out.WriteString(c.raw)
	}
	return out.String(), depth == 0
}

// nested tells how marks that stand in their right form already change the depth.
// Inner marks are not counted in English: ’ is an apostrophe as a rule.
func nested(m marks, c cell) int {
	switch c.seen {
	case m.open[0]:
		return 1
	case m.shut[0]:
		return -1
	case '„':
		return 1
	case '“': // opens in English, which was looked at above
		return -1
	}
	return 0
}

// opens tells whether a straight mark stands before a word.
func opens(cells []cell, i int) bool {
	before, after := nearest(cells, i, -1), nearest(cells, i, 1)
	if after == unseen || unicode.IsSpace(after) {
		return false
	}
	return before == unseen || unicode.IsSpace(before) || strings.ContainsRune("([«„“‘\"—–-/*_", before)
}
