package typography

import (
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"localvote/content"
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

// The short ways find the same pieces as the expression: in all texts of the site, and
// in heaps of the signs that matter.
func TestCutIsTheExpression(t *testing.T) {
	look := func(s string) {
		if got, want := cut(s), cutSlowly(s); !slices.Equal(got, want) {
			t.Fatalf("%q:\n%q\nwant\n%q", s, got, want)
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
	pieces := strings.Fields(`< > / </ " ' a p code CODE pre Kbd <b> </b> <p> <code> </code> <script </style> <!-- --> ! { {{ } }} ]( ) ] [ http:// HTTPS:// www. Mailto: tel: tel x.y ё ў ſ ſtyle « » = <a href="x>y"> <a\u00a0`)
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
