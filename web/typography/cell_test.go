package typography

import (
	"io/fs"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"localvote/content"
	"localvote/web/lang"
)

// cutSlowly is what cut must do, by the expression alone.
func cutSlowly(s string) (out []cell) {
	from := 0
	for _, m := range protected.FindAllStringIndex(s, -1) {
		out = appendText(out, s[from:m[0]])
		out = append(out, cell{s[m[0]:m[1]], seenOf(s[m[0]:m[1]])})
		from = m[1]
	}
	return appendText(out, s[from:])
}

// inlineTag is what isInline must find.
var inlineTag = regexp.MustCompile(`(?i)^</?(?:a|abbr|b|bdi|cite|data|dfn|em|i|mark|q|s|small|span|strong|sub|sup|time|u|var)\b`)

// fixSlowly is what Fix must do, looking for the words around each space anew.
func fixSlowly(l lang.Lang, s string) string {
	cells := cut(s)
	for i := range cells {
		if cells[i].raw != " " {
			continue
		}
		from, to := i, i+1
		for from > 0 && !unicode.IsSpace(cells[from-1].seen) {
			from--
		}
		for to < len(cells) && !unicode.IsSpace(cells[to].seen) {
			to++
		}
		left, _ := seenText(cells[from:i])
		right, _ := seenText(cells[i+1 : to])
		if left != "" && right != "" && bindingRules(l)(left, right) {
			cells[i].raw = noBreakSpace
		}
	}
	text, at := seenText(cells)
	fixHyphens(cells, text, at)
	fixRanges(cells)
	return join(cells)
}

// The short ways find the same pieces as the expression: in all texts of the site, and
// in heaps of the signs that matter.
func TestShortWaysAreTheLongOnes(t *testing.T) {
	look := func(s string) {
		if got, want := cut(s), cutSlowly(s); !slices.Equal(got, want) {
			t.Fatalf("%q:\n%q\nwant\n%q", s, got, want)
		}
		for _, l := range lang.All() {
			if got, want := Fix(l, s), fixSlowly(l, s); got != want {
				t.Fatalf("%s: %q:\n%q\nwant\n%q", l, s, got, want)
			}
		}
		for _, tag := range strings.SplitAfter(s, ">") {
			if strings.HasPrefix(tag, "<") && !strings.Contains(tag, "ſ") && isInline(tag) != inlineTag.MatchString(tag) {
				t.Fatalf("%q stands within a line: %v", tag, isInline(tag))
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
	pieces := strings.Fields(`< > / </ <B> </strong> <small <s> <mark> <br> <i- <Q x> № ст. 5 12 п. — – в 67-ФЗ 5–6 - \u00a0 \u2060 " ' a p code CODE pre Kbd <b> </b> <p> <code> </code> <script </style> <!-- --> ! { {{ } }} ]( ) ] [ http:// HTTPS:// www. Mailto: tel: tel x.y ё ў ſ ſtyle « » = <a href="x>y"> <a\u00a0`)
	random := rand.New(rand.NewPCG(1, 2))
	for range 30_000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(3) == 0 {
				b.WriteString([]string{" ", "\n", "x"}[random.IntN(3)])
			}
		}
		look(b.String())
	}
}

// All texts of the pages, in their languages: typography is what a start spends most on.
func BenchmarkFix(b *testing.B) {
	texts := map[lang.Lang][]string{}
	size := 0
	_ = fs.WalkDir(content.FS, "pages", func(name string, d fs.DirEntry, err error) error {
		if l, ok := lang.Parse(strings.TrimSuffix(path.Base(name), ".md")); err == nil && ok && path.Ext(name) == ".md" {
			data, _ := fs.ReadFile(content.FS, name)
			size += len(data)
			texts[l] = append(texts[l], strings.Split(string(data), "\n\n")...)
		}
		return nil
	})
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for l, blocks := range texts {
			for _, block := range blocks {
				Fix(l, block)
			}
		}
	}
}

func seenText(cells []cell) (text string, at []int32) { return (&desk{cells: cells}).look() }
