package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// A phrase is words that have a better one.
type phrase struct {
	words  string // in small letters
	stem   bool   // every ending counts
	better string
	soft   bool // sometimes right: a warning
	code   string
}

// phrases by language and by their first letters, so that a text is read once
// however many there are.
var phrases = map[lang.Lang]*phraseBook{
	lang.BE: bookOf(index(belarusianWords, "L06")),
	lang.RU: bookOf(merge(index(russianWords, "L06"), index(russianYo, "L09"))),
	lang.EN: bookOf(index(englishWords, "L06")),
}

// A phraseBook finds phrases by their first letters.
type phraseBook struct {
	byKey map[string][]phrase
	// begins tells by two letters whether a phrase may begin so; most words begin
	// otherwise, and this is faster than a map.
	begins [1 << 12]bool
}

func bookOf(byKey map[string][]phrase) *phraseBook {
	b := &phraseBook{byKey: byKey}
	for key := range byKey {
		first, size := utf8.DecodeRuneInString(key)
		second, _ := utf8.DecodeRuneInString(key[size:])
		b.begins[pair(first, second)] = true
	}
	return b
}

// pair is the place of two letters; others may share it.
func pair(first, second rune) int { return int(first&63)<<6 | int(second&63) }

// keyLength is how many letters of a phrase make its key; no phrase is shorter
// than two letters.
const keyLength = 3

// index reads lines "wrong → right". A line that begins with "?" is a warning; a
// wrong word that ends in * stands for every ending.
func index(lines, code string) map[string][]phrase {
	out := map[string][]phrase{}
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		wrong, right, _ := strings.Cut(strings.TrimSpace(line), " → ")
		p := phrase{better: right, code: code}
		wrong, p.soft = strings.CutPrefix(wrong, "? ")
		p.words, p.stem = strings.CutSuffix(strings.ToLower(wrong), "*")
		key := firstLetters(p.words, keyLength)
		out[key] = append(out[key], p)
	}
	return out
}

func merge(a, b map[string][]phrase) map[string][]phrase {
	for key, list := range b {
		a[key] = append(a[key], list...)
	}
	return a
}

func firstLetters(s string, n int) string {
	end := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

// findPhrases looks at the beginning of every word.
func findPhrases(l lang.Lang, line string) []Finding {
	var out []Finding
	line = strings.ToLower(line)
	book := phrases[l]
	inWord := false
	for i, r := range line {
		begins := !inWord && unicode.IsLetter(r)
		inWord = isWord(r)
		if !begins {
			continue
		}
		rest := line[i:]
		if second, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):]); !book.begins[pair(r, second)] {
			continue
		}
		short, long := firstLetters(rest, keyLength-1), firstLetters(rest, keyLength)
		out = book.appendAt(out, rest, short)
		if len(long) > len(short) { // not at the end of the line
			out = book.appendAt(out, rest, long)
		}
	}
	return out
}

// appendAt adds the phrases with a key that a text begins with.
func (b *phraseBook) appendAt(out []Finding, rest, key string) []Finding {
	for _, p := range b.byKey[key] {
		if p.at(rest) {
			out = append(out, p.finding())
		}
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || r == '’' || r == '\'' }

// at tells whether a text begins with the phrase.
func (p phrase) at(rest string) bool {
	if !strings.HasPrefix(rest, p.words) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[len(p.words):])
	return p.stem || len(rest) == len(p.words) || !isWord(next)
}

func (p phrase) finding() Finding {
	f := Finding{Code: p.code, Severity: problem.Error, Words: message.New("better not “%s”", p.words), Hint: message.New("write: %s", p.better)}
	if p.soft {
		f.Code, f.Severity = "L08", problem.Warning
	}
	return f
}
