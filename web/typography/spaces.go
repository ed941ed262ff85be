package typography

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/web/lang"
)

// A binding decides whether the space between two neighbouring words must not
// become the end of a line.
type binding func(left, right string) bool

func bindingRules(l lang.Lang) binding {
	switch l {
	case lang.RU:
		return russian.binds
	case lang.BE:
		return belarusian.binds
	default:
		return bindsEnglish
	}
}

// fixSpaces replaces single ordinary spaces between words that bind. Longer
// gaps are left alone: they are somebody's layout.
func fixSpaces(cells []cell, text string, at []int32, binds binding) {
	var left string
	gap := -1 // the single space before the word that goes on, -1 for none
	from := 0 // where that word begins
	for i := 0; i <= len(text); {
		r, size := ' ', 1 // the end of the text ends a word
		if i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !unicode.IsSpace(r) {
			i += size
			continue
		}
		right := text[from:i]
		if gap >= 0 && left != "" && right != "" && binds(left, right) {
			cells[gap].raw = noBreakSpace
		}
		left, gap = right, -1
		if i < len(text) && cells[at[i]].raw == " " {
			gap = int(at[i])
		}
		i += size
		from = i
	}
}

const openers = "«„“‘\"'([*_" // may stand before a word; * and _ are Markdown

var (
	number     = regexp.MustCompile(`^\d+(?:[.,:/–-]\d+)*$`)
	digitGroup = regexp.MustCompile(`^\d{1,3}$`)
	threeMore  = regexp.MustCompile(`^\d{3}(?:\D|$)`)
	dialCode   = regexp.MustCompile(`^\+\d+$`)
	initials   = regexp.MustCompile(`^(?:[А-ЯЁІЎ]\.)+$`)
)

// bindsEnglish binds the two abbreviations that mean nothing without their
// number; English sets no other no-break spaces.
func bindsEnglish(left, right string) bool {
	switch strings.TrimLeft(left, openers) {
	case "art.", "arts", "arts.", "Art.", "Arts", "No.", "Nos", "Nos.":
		return startsNumber(right)
	}
	return false
}

// words are what the rules for Russian and Belarusian differ in.
type words struct {
	short   map[string]bool // never the last word on a line
	notNoun map[string]bool // may stand after a number without being counted
}

// references take the number of a paragraph, part or article.
var references = set("п. пп. ст. ч. арт. art. абз. гл.")

var (
	russian = words{
		short:   set("в с к у о а и я на не по за до от из во ко со об"),
		notNoun: set("или либо но что как чем при для без под над через после это если"),
	}
	belarusian = words{
		short:   set("у ў з к а і я на не па за да ад са ва аб ды"),
		notNoun: set("або ці але што як чым пры для без пад над праз пасля гэта калі"),
	}
)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

func (w words) binds(left, right string) bool {
	left = strings.TrimLeft(left, openers)
	small := strings.ToLower(left)
	switch {
	case strings.HasPrefix(right, "—"):
		return true
	case left == "":
		return false
	case strings.HasSuffix(left, "№"), strings.HasSuffix(left, "§"):
		return true
	case strings.HasPrefix(right, "г."), strings.HasPrefix(right, "гг."):
		return true
	case references[small]:
		return startsNumber(right)
	case w.short[small]:
		return startsWord(right)
	case strings.HasSuffix(left, ".") && initials.MatchString(left):
		return startsCapital(right)
	}
	return w.bindsNumber(left, right)
}

// bindsNumber keeps digits of one number together, and a number with its noun.
func (w words) bindsNumber(left, right string) bool {
	if first := left[0]; first != '+' && (first < '0' || first > '9') {
		return false // what follows is slow, and asked of every pair of words
	}
	switch {
	case dialCode.MatchString(left):
		return startsNumber(right)
	case !number.MatchString(left):
		return false
	case digitGroup.MatchString(left) && threeMore.MatchString(right):
		return true
	}
	noun := strings.ToLower(strings.TrimRight(right, ".,;:!?…»”)]*_"))
	r, _ := utf8.DecodeRuneInString(noun)
	isWord := unicode.IsLetter(r) || r == object
	// In "п. 10 ст. 4" a line may end after 10, else nothing could ever break.
	return isWord && !w.short[noun] && !w.notNoun[noun] && !references[noun+"."]
}

func startsNumber(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, openers))
	return unicode.IsDigit(r) || r == object
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, openers))
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == object || r == '№'
}

func startsCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
