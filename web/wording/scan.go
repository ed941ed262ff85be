package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Looks that are many times faster than a pattern. Where one of them says no, the
// pattern of the rule finds nothing; scan_test.go holds them to that.

const belarusianVowels = "аеёіоуыэюяАЕЁІОУЫЭЮЯ"

// vowelBeforeU tells whether a word that begins with у follows one that ends in a vowel.
func vowelBeforeU(line string) bool {
	const u = " у"
	for from := 0; ; {
		at := strings.Index(line[from:], u)
		if at < 0 {
			return false
		}
		at += from
		if r, _ := utf8.DecodeLastRuneInString(line[:at]); strings.ContainsRune(belarusianVowels, r) {
			return true
		}
		from = at + len(u)
	}
}

// softBetween tells whether a soft sign stands between two consonants that may be soft.
func softBetween(line string) bool {
	for i, r := range line {
		if r != 'ь' && r != 'Ь' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(line[:i])
		after, _ := utf8.DecodeRuneInString(line[i+len("ь"):])
		if isOneOf(before, "сзцн") && isOneOf(after, "бвгдзклмнпсфц") {
			return true
		}
	}
	return false
}

// dativeAfterPa tells whether a word that ends in у follows "па".
func dativeAfterPa(line string) bool {
	return anywhere(line, 'п', 'П', func(before, rest string) bool {
		if !hasFolded(rest, "па ") || endsInWord(before) {
			return false
		}
		word := rest[len("па "):]
		end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(word)
		}
		last, size := utf8.DecodeLastRuneInString(word[:end])
		return isOneOf(last, "у") && end > size && !beginsWord(word[end:])
	})
}

var participleEndings = strings.Fields("ы ая ыя ага ай ымі ых аму ую")

// participle tells whether a word ends as a participle does.
func participle(line string) bool {
	return anywhere(line, 'ч', 'Ч', func(before, rest string) bool {
		vowel, size := utf8.DecodeLastRuneInString(before)
		if !isOneOf(vowel, "уюая") || !endsInLetters(before[:len(before)-size], 3) {
			return false
		}
		for _, ending := range participleEndings {
			if after := rest[len("ч"):]; hasFolded(after, ending) && !beginsWord(after[len(ending):]) {
				return true
			}
		}
		return false
	})
}

// anywhere asks about every place where a letter stands, until the answer is yes. The
// letter begins the rest.
func anywhere(line string, small, large rune, ask func(before, rest string) bool) bool {
	for i, r := range line {
		if (r == small || r == large) && ask(line[:i], line[i:]) {
			return true
		}
	}
	return false
}

// hasFolded tells whether s begins with small letters, written in any size. All of them
// must take as many bytes in both sizes, as Cyrillic ones do.
func hasFolded(s, small string) bool {
	return len(s) >= len(small) && strings.EqualFold(s[:len(small)], small)
}

func endsInLetters(s string, n int) bool {
	for range n {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsLetter(r) {
			return false
		}
		s = s[:len(s)-size]
	}
	return true
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWord(r)
}

func beginsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWord(r)
}

// isOneOf tells whether a letter is one of some small ones.
func isOneOf(r rune, letters string) bool { return strings.ContainsRune(letters, unicode.ToLower(r)) }

// withoutQuoted empties quotations: titles and other people's words.
func withoutQuoted(line string) string {
	if !strings.Contains(line, "«") && !strings.Contains(line, "„") {
		return line
	}
	var out strings.Builder
	for {
		at := strings.IndexAny(line, "«„")
		if at < 0 {
			break
		}
		shut := "»"
		if strings.HasPrefix(line[at:], "„") {
			shut = "“"
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		end := strings.Index(line[at+size:], shut)
		if end < 0 { // it is never shut
			out.WriteString(line[:at+size])
			line = line[at+size:]
			continue
		}
		out.WriteString(line[:at] + "«»")
		line = line[at+size+end+len(shut):]
	}
	return out.String() + line
}

// strayShortU finds a ў that does not follow a vowel. Quotation marks, hyphens
// and the signs of Markdown do not count as a break; after digits and short signs
// the sound is not known.
func strayShortU(line string) (word string, found bool) {
	const shortU = "ў"
	for from := 0; ; {
		at := strings.Index(line[from:], shortU)
		if at < 0 {
			return "", false
		}
		at += from
		before := strings.TrimRight(line[:at], " «»„“”*_[]-")
		if r, _ := utf8.DecodeLastRuneInString(before); !strings.ContainsRune(belarusianVowels+"0123456789}…", r) {
			return lastRunes(line[:at], 8) + firstLetters(line[at:], 8), true
		}
		from = at + len(shortU)
	}
}

func lastRunes(s string, n int) string {
	at := len(s)
	for range n {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
