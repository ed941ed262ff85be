package card

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Heights of lines as parts of the size, and the gap between title and text.
const (
	titleLine = 1.14
	textLine  = 1.34
	textGap   = 18
)

// ellipsis stands where words had to be left out.
const ellipsis = "…"

// A block is the words of a card, broken into lines.
type block struct {
	title []string
	size  float64 // of the title
	text  []string
}

func (b *block) height() float64 {
	h := float64(len(b.title)) * b.size * titleLine
	if len(b.text) > 0 {
		h += textGap + float64(len(b.text))*textSize*textLine
	}
	return h
}

// Limits of a good card: a title that needs more lines is set smaller, and with
// more lines of text nobody reads either.
const (
	maxTitle = 4
	maxText  = 3
	// withText is the smallest title that stands beside text: below it the text
	// goes, because where a card is shown small only the title is read.
	withText = 60
)

// compose sets the words of a card as large as they fit into a height: first with
// the text, then without, and at last with an ellipsis.
func (f *fonts) compose(c *Card, height float64) block {
	text := f.lines(c.Text, style{false, textSize}, inside)
	if len(text) > maxText {
		text = nil
	}
	for _, try := range []struct {
		text []string
		min  float64
	}{{text, withText}, {nil, titleMin}} {
		for size := float64(titleMax); size >= try.min; size -= 4 {
			st := style{true, size}
			b := block{title: f.lines(c.Title, st, inside), size: size, text: try.text}
			if len(b.title) <= maxTitle && b.height() <= height && (size == titleMin || f.whole(c.Title, st, inside)) {
				return b
			}
		}
	}
	b := block{title: f.lines(c.Title, style{true, titleMin}, inside), size: titleMin}
	fits := max(1, int(height/(titleMin*titleLine)))
	if len(b.title) > fits {
		rest := strings.Join(b.title[fits-1:], " ")
		b.title = append(b.title[:fits-1:fits-1], f.fit(rest, style{true, titleMin}, inside))
	}
	return b
}

// lines breaks a text into as few lines as possible, of about the same length. It
// breaks at ordinary spaces only: what a no-break space ties stays together, such
// as a preposition and its noun.
func (f *fonts) lines(s string, st style, width float64) []string {
	words := f.words(s, st, width)
	best := f.greedy(words, st, width)
	// The narrowest column with the same number of lines is the balanced one.
	for low, high := width/2, width; len(best) > 1 && high-low > 4; {
		middle := (low + high) / 2
		if tried := f.greedy(words, st, middle); len(tried) == len(best) && f.widest(tried, st) <= middle {
			best, high = tried, middle
		} else {
			low = middle
		}
	}
	return best
}

func (f *fonts) widest(lines []string, st style) (w float64) {
	for _, line := range lines {
		w = max(w, f.width(line, st))
	}
	return w
}

// whole tells whether no word has to be parted.
func (f *fonts) whole(s string, st style, width float64) bool {
	for word := range strings.FieldsSeq(s) {
		if f.width(word, st) > width {
			return false
		}
	}
	return true
}

// tied are the pieces between ordinary spaces. A word of one or two letters goes
// with the next one: in the large letters of a card it looks lost at the end of a
// line, even where the site lets it stand there.
func tied(s string) (out []string) {
	held := ""
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		word = held + word
		held = ""
		parts := strings.Split(word, noBreak)
		if isShort(parts[len(parts)-1]) {
			held = word + noBreak
			continue
		}
		out = append(out, word)
	}
	if held != "" {
		out = append(out, strings.TrimSuffix(held, noBreak))
	}
	return out
}

const noBreak = "\u00a0"

func isShort(word string) bool {
	n := 0
	for _, r := range word {
		if n++; n > 2 || !unicode.IsLetter(r) {
			return false
		}
	}
	return n > 0
}

// words are these pieces, fit for a line: one that is wider is parted at its
// no-break spaces, and at last within a word.
func (f *fonts) words(s string, st style, width float64) (out []string) {
	for _, word := range tied(s) {
		if f.width(word, st) <= width {
			out = append(out, word)
			continue
		}
		for part := range strings.SplitSeq(word, noBreak) {
			out = append(out, f.pieces(part, st, width)...)
		}
	}
	return out
}

// pieces parts a word that is wider than a line; each piece but the last ends in a
// hyphen.
func (f *fonts) pieces(word string, st style, width float64) (out []string) {
	for f.width(word, st) > width {
		at := 0
		for i := range word {
			if i > 0 && f.width(word[:i]+"-", st) > width {
				break
			}
			at = i
		}
		if at == 0 {
			break
		}
		out, word = append(out, word[:at]+"-"), word[at:]
	}
	return append(out, word)
}

func (f *fonts) greedy(words []string, st style, width float64) (out []string) {
	for _, word := range words {
		if n := len(out); n > 0 && f.width(out[n-1]+" "+word, st) <= width {
			out[n-1] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

// fit cuts a line that is too wide, at a word where there is one, and shows that.
func (f *fonts) fit(s string, st style, width float64) string {
	if f.width(s, st) <= width {
		return s
	}
	words := strings.Fields(s)
	for len(words) > 1 {
		words = slices.Delete(words, len(words)-1, len(words))
		if line := strings.TrimRight(strings.Join(words, " "), ",;:—–- ") + ellipsis; f.width(line, st) <= width {
			return line
		}
	}
	for s != "" && f.width(s+ellipsis, st) > width {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s + ellipsis
}
