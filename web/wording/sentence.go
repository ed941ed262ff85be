package wording

import (
	"strings"
	"unicode"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// abbreviations are words whose point does not end a sentence.
var abbreviations = set("г гг ст арт ч п пп подп абл обл р т н art arts No St e i")

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// longestAbbreviation is how far back an abbreviation can begin, in bytes, with
// the space before it and the spaces behind.
const longestAbbreviation = 16

// Sentences cuts a text into sentences. Points of abbreviations do not end one.
func Sentences(text string) []string {
	text = strings.ReplaceAll(text, "\u00a0", " ")
	var out []string
	begin := 0
	for _, m := range sentenceEnds(text) {
		if isAbbreviation(text[max(begin, m[1]-longestAbbreviation):m[1]]) {
			continue
		}
		out = appendSentence(out, text[begin:m[1]])
		begin = m[1]
	}
	return appendSentence(out, text[begin:])
}

// isAbbreviation tells whether a text ends in an abbreviation.
func isAbbreviation(text string) bool {
	word, point := strings.CutSuffix(strings.TrimRight(text, " \n"), ".")
	return point && abbreviations[word[strings.LastIndexAny(word, " \t\n\f\r(")+1:]]
}

const spaces = " \t\n\f\r"

// sentenceEnds finds where sentences end: at a point, at the end of a paragraph, before
// an item of a list, after the line that announces one, at the edge of a cell of a table.
// All texts are read at every check, so it looks at letters and asks no pattern.
func sentenceEnds(text string) (ends [][2]int) {
	for at := 0; at < len(text); at++ {
		if n := sentenceEndAt(text[at:]); n > 0 {
			ends = append(ends, [2]int{at, at + n})
			at += n - 1
		}
	}
	return ends
}

// sentenceEndAt is the length of the end of a sentence with which s begins, 0 if it
// begins with none.
func sentenceEndAt(s string) int {
	switch s[0] {
	case '.', '!', '?', "…"[0]:
		return pointAt(s)
	case '\n':
		if n := 1 + lastBreak(s[1:]); n > 1 {
			return n // an empty line
		}
		if n := itemAt(s); n > 0 {
			return n
		}
		return cellEdgeAt(s)
	case ';', ':':
		if n := lastBreak(s[1:]); n > 0 {
			return 1 + n
		}
	case ' ', '\t', '\r', '\f', '|':
		return cellEdgeAt(s)
	}
	return 0
}

// pointAt is the length of points, marks that close, and the space behind them.
func pointAt(s string) int {
	rest := strings.TrimLeft(s, ".!?…")
	if len(rest) == len(s) {
		return 0 // another letter that begins with the same byte
	}
	rest = strings.TrimLeft(rest, "\"”»)")
	end := strings.TrimLeft(rest, spaces)
	if len(end) == len(rest) && rest != "" {
		return 0
	}
	return len(s) - len(end)
}

// lastBreak is the length of the space with which s begins up to its last line break.
func lastBreak(s string) int {
	return 1 + strings.LastIndexByte(s[:len(s)-len(strings.TrimLeft(s, spaces))], '\n')
}

// itemAt is the length of the sign of an item of a list, with the line break before it
// and one space.
func itemAt(s string) int {
	rest := strings.TrimLeft(s, spaces)
	after := strings.TrimLeft(rest, "0123456789")
	switch {
	case rest == "":
		return 0
	case rest[0] == '-' || rest[0] == '*':
		after = rest[1:]
	case len(after) == len(rest) || !strings.HasPrefix(after, "."):
		return 0
	default:
		after = after[1:]
	}
	if after == "" || !strings.Contains(spaces, after[:1]) {
		return 0
	}
	return len(s) - len(after) + 1
}

// cellEdgeAt is the length of the edge of a cell with the space around it.
func cellEdgeAt(s string) int {
	rest, edge := strings.CutPrefix(strings.TrimLeft(s, spaces), "|")
	if !edge {
		return 0
	}
	return len(s) - len(strings.TrimLeft(rest, spaces))
}

func appendSentence(out []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		out = append(out, s)
	}
	return out
}

// CountWords counts the words of a sentence; signs and numbers count as one.
func CountWords(sentence string) int {
	if strings.Contains(sentence, "{{") {
		sentence = foreignSign.ReplaceAllString(sentence, "x")
		sentence = sign.ReplaceAllString(sentence, "x")
	}
	if strings.Contains(sentence, "](") {
		sentence = linkTarget.ReplaceAllString(sentence, "]")
	}
	n, counted := 0, false // this word
	for _, r := range sentence {
		switch {
		case !counted && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			counted = true
			n++
		case isBetween(r):
			counted = false
		}
	}
	return n
}

// isBetween tells whether words end at a character. Cyrillic letters, of which there are
// most, are not looked up.
func isBetween(r rune) bool { return (r < 'Ѐ' || r > 'ӿ') && unicode.IsSpace(r) }

func longSentences(l lang.Lang, text string) []Finding {
	var out []Finding
	if CountWords(text) <= MaxWords {
		return nil
	}
	for _, s := range Sentences(text) {
		if n := CountWords(s); n > MaxWords {
			at := strings.Index(text, strings.SplitN(s, "\n", 2)[0])
			out = append(out, Finding{Code: "L07", Severity: problem.Warning, Line: strings.Count(text[:max(at, 0)], "\n"),
				Words: message.New("a sentence of %d words: “%s”", n, beginning(s)), Hint: message.New("make two of it")})
		}
	}
	return out
}

func beginning(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(len(words), 6)], " ") + " …"
}
