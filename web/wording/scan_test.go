package wording

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"localvote/web/lang"
)

// pieces of which slips are made.
var pieces = []string{
	"у", "ў", "У", " ", " ", "-", "«", "»", "„", "“", "а", "Е", "с", "Н", "ь", "Ь", "д", "з", "дзьв", "зьм", "п", "па ", "Па ", "ПА ", "закону", "мінск",
	"ч", "выбар", "уч", "ЮЧ", "ы", "ая", "ымі", "аму", "ую", "’", "'", "{x}", "{{date x}}", "{a.b} ", " {", "}", "5", ".", "дадзен", "цік", "еще", "и/или", "shall", "run for", "рб", "Ее",
}

// A closer look is never the reason why a slip is not found.
func TestCloserLooksLoseNothing(t *testing.T) {
	found, passed := map[string]int{}, map[string]int{}
	inTexts(t, func(text string) {
		for line := range strings.SplitSeq(text, "\n") {
			for i := range rules[lang.BE] {
				r := &rules[lang.BE][i]
				if r.may == nil || !containsAny(line, r.need) {
					continue
				}
				name := r.words.String()
				may, does := r.applies(line), r.find.MatchString(line)
				if does && !may {
					t.Fatalf("%s: %q is passed over", name, line)
				}
				if does {
					found[name]++
				}
				if !may {
					passed[name]++
				}
			}
		}
	}, pieces...)
	for i := range rules[lang.BE] {
		if r := &rules[lang.BE][i]; r.may != nil && (found[r.words.String()] < 10 || passed[r.words.String()] < 10) {
			t.Errorf("%s: %d found, %d passed over: the test says nothing", r.words, found[r.words.String()], passed[r.words.String()])
		}
	}
}

// The words beside a placeholder need not be looked for in a line that has only signs.
func TestNeedOfPlaceholders(t *testing.T) {
	inTexts(t, func(text string) {
		for i := range rules[lang.BE] {
			if r := &rules[lang.BE][i]; r.code == "L10" && r.find.MatchString(text) && !r.applies(text) {
				t.Fatalf("%q is passed over", text)
			}
		}
	}, pieces...)
}

func containsAny(s string, list []string) bool {
	for _, part := range list {
		if strings.Contains(s, part) {
			return true
		}
	}
	return len(list) == 0
}

var quoted = regexp.MustCompile(`«[^»]*»|„[^“]*“`)

func TestWithoutQuotedIsTheExpression(t *testing.T) {
	inTexts(t, func(text string) {
		if got, want := withoutQuoted(text), quoted.ReplaceAllString(text, "«»"); got != want {
			t.Fatalf("%q: %q, want %q", text, got, want)
		}
	}, pieces...)
}

// What is found from the end is found letter by letter, too.
func TestStrayShortU(t *testing.T) {
	slowly := func(line string) (string, bool) {
		runes := []rune(line)
		for i, r := range runes {
			if r != 'ў' {
				continue
			}
			j := i - 1
			for j >= 0 && strings.ContainsRune(" «»„“”*_[]-", runes[j]) {
				j--
			}
			if j < 0 || !strings.ContainsRune("аеёіоуыэюяАЕЁІОУЫЭЮЯ0123456789}…", runes[j]) {
				return string(runes[max(0, i-8):min(len(runes), i+8)]), true
			}
		}
		return "", false
	}
	inTexts(t, func(text string) {
		word, found := strayShortU(text)
		if wantWord, want := slowly(text); found != want || word != wantWord {
			t.Fatalf("%q: %q %v, want %q %v", text, word, found, wantWord, want)
		}
	}, pieces...)
}

// Words are not passed over because of their first two letters.
func TestPhrasesByTheirLetters(t *testing.T) {
	inTexts(t, func(text string) {
		for _, l := range lang.All() {
			want, line, inWord := 0, strings.ToLower(text), false
			for i, r := range line {
				begins := !inWord && unicode.IsLetter(r)
				inWord = isWord(r)
				if !begins {
					continue
				}
				for key, list := range phrases[l].byKey {
					if !strings.HasPrefix(line[i:], key) || utf8.RuneCountInString(key) < keyLength-1 {
						continue
					}
					for _, p := range list {
						if p.at(line[i:]) {
							want++
						}
					}
				}
			}
			if got := len(findPhrases(l, text)); got != want {
				t.Fatalf("%s %q: %d, want %d", l, text, got, want)
			}
		}
	}, pieces...)
}
