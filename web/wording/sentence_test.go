package wording

import (
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"localvote/content"
)

// The short way finds the same ends as the expression: in all texts of the site, and in
// heaps of the signs that matter.
func TestSentenceEndsAreTheExpression(t *testing.T) {
	look := func(text string) {
		want, got := sentenceEnd.FindAllStringIndex(text, -1), sentenceEnds(text)
		if len(got) != len(want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		for i := range want {
			if got[i][0] != want[i][0] || got[i][1] != want[i][1] {
				t.Fatalf("%q: %v, want %v", text, got, want)
			}
		}
	}
	_ = fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && (path.Ext(name) == ".md" || path.Ext(name) == ".yaml") {
			data, _ := fs.ReadFile(content.FS, name)
			for block := range strings.SplitSeq(string(data), "\n\n") {
				look(block)
			}
		}
		return nil
	})
	pieces := []string{".", "!", "?", "…", "”", "»", ")", " ", "\n", "\t", "\r", "|", ";", ":", "-", "*", "1", "1.", "ст.", "слова", "word", "“"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		look(b.String())
	}
}
