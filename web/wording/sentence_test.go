package wording

import (
	"io/fs"
	"math/rand/v2"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"localvote/content"
)

// sentenceEnd says what ends a sentence.
var sentenceEnd = regexp.MustCompile(`[.!?…]+["”»)]*(\s+|$)|\n\s*\n|\n\s*(?:[-*]|\d+\.)\s|[;:]\s*\n|\s*\|\s*`)

// notAnEnd says what ends in a point and ends no sentence.
var notAnEnd = regexp.MustCompile(`(^|[\s(])(г|гг|ст|арт|ч|п|пп|подп|абл|обл|р|т|н|art|arts|No|St|e|i)\.$`)

// What is scanned finds the same as the expressions: in all texts of the site, and in
// heaps of the signs that matter.
func TestSentenceEndsAreTheExpression(t *testing.T) {
	inTexts(t, func(text string) {
		want, got := sentenceEnd.FindAllStringIndex(text, -1), sentenceEnds(text)
		if len(got) != len(want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		for i := range want {
			if got[i][0] != want[i][0] || got[i][1] != want[i][1] {
				t.Fatalf("%q: %v, want %v", text, got, want)
			}
			before := text[max(0, got[i][1]-longestAbbreviation):got[i][1]]
			if got, want := isAbbreviation(before), notAnEnd.MatchString(strings.TrimRight(before, " \n")); got != want {
				t.Fatalf("%q: an abbreviation: %v, want %v", before, got, want)
			}
		}
	}, ".", "!", "?", "…", "”", "»", ")", " ", "\n", "\t", "\r", "|", ";", ":", "-", "*", "1", "1.", "ст.", "слова", "word", "“")
}

func TestCountWordsAreTheFields(t *testing.T) {
	inTexts(t, func(text string) {
		words := foreignSign.ReplaceAllString(text, "x")
		words = linkTarget.ReplaceAllString(sign.ReplaceAllString(words, "x"), "]")
		want := 0
		for _, w := range strings.Fields(words) {
			if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				want++
			}
		}
		if got := CountWords(text); got != want {
			t.Fatalf("%q: %d words, want %d", text, got, want)
		}
	}, "слова", "word", " ", "\u00a0", "\u2003", "\n", "—", "12", ".", "{{date x}}", "{{lang ru|два слова}}", "{{", "}}", "](page:x y)", "](", "[", "(", ")")
}

// inTexts looks at all texts of the site, and at heaps of pieces.
func inTexts(t *testing.T, look func(text string), pieces ...string) {
	t.Helper()
	_ = fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && (path.Ext(name) == ".md" || path.Ext(name) == ".yaml") {
			data, _ := fs.ReadFile(content.FS, name)
			for block := range strings.SplitSeq(string(data), "\n\n") {
				look(block)
			}
		}
		return nil
	})
	random := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		look(b.String())
	}
}
