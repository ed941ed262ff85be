package catalog

import (
	"regexp"
	"strings"
	"unicode"

	"localvote/web/lang"
	"localvote/web/problem"
)

// foreign are the letters that slip in from the neighbouring language.
var foreign = map[lang.Lang]string{
	lang.RU: "іўІЎ",
	lang.BE: "ищъИЩЪ",
}

// lookalike is a Latin letter that stands alone where a Cyrillic word of one
// letter is meant: "Мінск i Гродна".
var lookalike = regexp.MustCompile(`(?:^|\s)([acioy])(?:\s|$)`)

var inBraces = regexp.MustCompile(`\{\{.*?\}\}`)

// verifyLetters looks for letters that look right and are wrong. One report for
// each word is enough.
func verifyLetters(l lang.Lang, pos problem.Pos, key, text string, problems *problem.List) {
	text = inBraces.ReplaceAllString(text, "…")
	if m := lookalike.FindStringSubmatch(text); m != nil && l != lang.EN {
		problems.Errorf(pos, "E110", "type the word anew", "%q: the word %q is a Latin letter", key, m[1])
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if i := strings.IndexAny(word, foreign[l]); i >= 0 {
			r := []rune(word[i:])[0]
			problems.Errorf(pos, "E109", "", "%q: the letter %q (%U) in %q does not belong to the language", key, string(r), r, word)
		}
		if r := strayScript(word); r != 0 {
			problems.Errorf(pos, "E110", "type the word anew", "%q: %q in %q is the %s letter %U", key, string(r), word, scriptOf(r), r)
		}
	}
}

// strayScript is the first letter of the rarer script in a word that mixes
// Latin and Cyrillic, or 0.
func strayScript(word string) rune {
	var first [2]rune
	var count [2]int
	for _, r := range word {
		s := 0
		switch scriptOf(r) {
		case "Cyrillic":
			s = 1
		case "":
			continue
		}
		if count[s]++; count[s] == 1 {
			first[s] = r
		}
	}
	if count[0] == 0 || count[1] == 0 {
		return 0
	}
	if count[0] <= count[1] {
		return first[0]
	}
	return first[1]
}

func scriptOf(r rune) string {
	switch {
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	case unicode.Is(unicode.Cyrillic, r):
		return "Cyrillic"
	}
	return ""
}
