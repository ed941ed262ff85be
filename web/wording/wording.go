// Package wording finds what a careful proof-reader would: letters that a
// language does not have, wrong ў in Belarusian, missing ё in Russian, straight
// quotes, words that have a better one, sentences that are too long. It knows
// nothing about meaning; spelling is left to hunspell.
//
// Codes: L01 letters, L02 ў and у, L03 apostrophe, L04 soft sign, L05 quotes and
// dashes, L06 a word that must not be used, L07 a long sentence, L08 a word that
// usually has a better one, L09 ё, L10 a word with у or ў beside a placeholder.
// L07 and L08 are warnings.
package wording

import (
	"regexp"
	"strings"
	"unicode"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// A Finding is one thing to mend. Line counts from 0 within the text.
type Finding struct {
	Code     string
	Severity problem.Severity
	Words    message.Message
	Hint     message.Message
	Line     int
}

// MaxWords is the longest sentence that passes without a warning.
const MaxWords = 25

var (
	foreignSign = regexp.MustCompile(`\{\{lang [a-z]+\|[^{}]*\}\}`)
	sign        = regexp.MustCompile(`\{\{[^{}]*\}\}`)
	linkTarget  = regexp.MustCompile(`\]\([^)]*\)`)
	blockMark   = regexp.MustCompile(`^\{#[^}]*\}`)
)

// printers undoes what typography does.
var printers = strings.NewReplacer("\u00a0", " ", "\u2011", "-", "\u2060", "", "\u202f", " ")

// asTyped is a line without what typography puts in: nearly none has it.
func asTyped(line string) string {
	for _, sign := range []string{"\u00a0", "\u2011", "\u2060", "\u202f"} {
		if strings.Contains(line, sign) {
			return printers.Replace(line)
		}
	}
	return line
}

// withoutSigns puts words in place of short signs.
func withoutSigns(line, words string) string {
	if !strings.Contains(line, "{{") {
		return line
	}
	return sign.ReplaceAllString(line, words)
}

// Check proof-reads one text, which may have several lines.
func Check(l lang.Lang, text string) []Finding {
	var out []Finding
	for n, line := range strings.Split(text, "\n") {
		line = asTyped(line)
		if strings.HasPrefix(line, "{#") {
			line = blockMark.ReplaceAllString(line, "")
		}
		if strings.Contains(line, "{{lang ") {
			line = foreignSign.ReplaceAllString(line, "…")
		}
		if strings.Contains(line, "](") {
			line = linkTarget.ReplaceAllString(line, "]")
		}
		for _, f := range checkLine(l, line) {
			f.Line = n
			out = append(out, f)
		}
	}
	return append(out, longSentences(l, text)...)
}

// Report proof-reads a text that stands at pos and adds what is wrong to a list;
// what names the text, for files in which one line is one text.
func Report(l lang.Lang, pos problem.Pos, what, text string, list *problem.List) {
	for _, f := range Check(l, text) {
		at := pos
		at.Line += f.Line
		if what != "" {
			f.Words = message.New("%s in “%s”", f.Words, what)
		}
		*list = append(*list, problem.Problem{Pos: at, Severity: f.Severity, Code: f.Code, Words: f.Words, Hint: f.Hint})
	}
}

func checkLine(l lang.Lang, line string) []Finding {
	var out []Finding
	if word := ForeignLetter(l, withoutSigns(line, "0")); word != "" {
		out = append(out, Finding{Code: "L01", Severity: problem.Error, Words: message.New("wrong letter in “%s”", word),
			Hint: message.New("a letter of another alphabet that looks alike, or one that this language does not have")})
	}
	if l == lang.BE {
		if word, found := strayShortU(line); found {
			out = append(out, Finding{Code: "L02", Severity: problem.Error, Words: message.New("ў where у belongs: “%s”", word), Hint: message.New("ў stands only after a vowel, with nothing between")})
		}
	}
	outside := withoutQuoted(line)
	for i := range rules[l] {
		r := &rules[l][i]
		if !r.applies(line) {
			continue
		}
		where := line
		if r.outsideQuotes {
			where = outside
		}
		if m := r.find.FindStringSubmatch(where); m != nil && !(r.except != nil && r.except.MatchString(m[0])) {
			out = append(out, Finding{Code: r.code, Severity: r.severity, Words: message.New("%s “%s”", r.words, strings.TrimSpace(m[0])), Hint: r.hint})
		}
	}
	return append(out, findPhrases(l, outside)...)
}

// ForeignLetter finds the first word with a letter that its language does not
// have: и, щ, ъ in Belarusian; і, ў in Russian; Latin letters inside a Cyrillic
// word and the reverse. "" if there is none. Words in quotation marks «…» may be
// titles in another Cyrillic language, so only mixed alphabets count there.
func ForeignLetter(l lang.Lang, text string) string {
	if !suspicious(l, text) {
		return ""
	}
	if m := lookalike.FindStringSubmatch(text); m != nil && l != lang.EN {
		return m[1]
	}
	inQuotes := false
	for _, word := range splitWords(text) {
		inQuotes = inQuotes || strings.Contains(word, "«")
		if wrongLetters(l, word, inQuotes) {
			return strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		}
		if strings.Contains(word, "»") {
			inQuotes = false
		}
	}
	return ""
}

// suspicious tells whether a closer look can find anything: nearly all texts are
// in one alphabet and have no letter of a neighbour.
func suspicious(l lang.Lang, text string) bool {
	cyrillic, latin := false, false
	for _, r := range text {
		switch {
		case r < 'A':
		case r <= 'z':
			latin = latin || r <= 'Z' || r >= 'a'
		case r >= 'Ѐ' && r <= 'ӿ':
			cyrillic = true
		default:
			latin = latin || unicode.Is(unicode.Latin, r)
		}
	}
	if cyrillic && latin {
		return true
	}
	switch l {
	case lang.BE:
		return strings.ContainsAny(text, "ищъИЩЪ") || latin
	case lang.RU:
		return strings.ContainsAny(text, "іўІЎ") || latin
	}
	return false
}

// lookalike is a Latin letter that stands alone where a Cyrillic word of one
// letter is meant: "Мінск i Гродна".
var lookalike = regexp.MustCompile(`(?:^|\s)([acioy])(?:\s|$)`)

func splitWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-\u2011/—|", r)
	})
}

func wrongLetters(l lang.Lang, word string, inQuotes bool) bool {
	cyrillic, latin := false, false
	for _, r := range word {
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		latin = latin || unicode.Is(unicode.Latin, r)
	}
	if cyrillic && latin {
		return true
	}
	lower := strings.ToLower(word)
	switch {
	case inQuotes:
		return false
	case l == lang.BE:
		return strings.ContainsAny(lower, "ищъ")
	case l == lang.RU:
		return strings.ContainsAny(lower, "іў")
	}
	return false
}
