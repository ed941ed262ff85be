package e2e_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"localvote/web"
	"localvote/web/lang"
	"localvote/web/site"
)

// The whole site in one file can be read from a disk, on a narrow screen and a wide
// one, in light and dark, with the questions opened as far as they go.
func TestOneFile(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	s, _ := builtSite()
	server := web.New(web.Config{Live: site.NewLive(s, nil, clock), BaseURL: "https://localvote.example", Log: slog.New(slog.DiscardHandler), Now: clock})
	for i, l := range lang.All() {
		t.Run(string(l), func(t *testing.T) { // each closes its tab before the next begins
			body, err := server.OneFile(t.Context(), l, nil)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), string(l)+".html")
			if err := os.WriteFile(file, body, 0o600); err != nil {
				t.Fatal(err)
			}
			p := blank(t, "file://"+file, 320, 900, withoutNetwork)
			p.large = true
			p.where(string(l))
			p.open("file://" + file)
			p.eval(`(() => {
				let last = document.querySelector('#check > details');
				for (; last; last = last.querySelector('details:last-of-type')) last.open = true;
			})()`)
			for _, width := range []int64{320, 1280} {
				p.size(width, 900)
				for _, look := range []string{"overflow.js", "targets.js", "textsize.js"} {
					for _, words := range p.look(look) {
						t.Errorf("%s, %d px: %s", l, width, words)
					}
				}
			}
			p.size(320, 900)
			p.do(chromedp.Evaluate[chromedp.Void](axe))
			p.axeParts(t, i)
		})
	}
}

// ask gives what a script of testdata answers, as text.
func (p *tab) ask(file string) string {
	p.t.Helper()
	script, err := looks.ReadFile("testdata/" + file)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.eval("(" + string(script) + ")()")
}

// axeParts lets axe-core look at the whole file with all answers and reasons open, part
// by part: all at once it comes to no end. With E2E=all every part is looked at; without
// it a few, others in each language.
func (p *tab) axeParts(t *testing.T, language int) {
	t.Helper()
	parts, err := strconv.Atoi(p.ask("parts.js"))
	if err != nil || parts < 30 {
		t.Fatalf("%s: the file in parts: %d, %v", p.place, parts, err)
	}
	for i := range parts {
		if !everything() && i%12 != 4*language {
			continue
		}
		p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("part(%d)", i)))
		for _, view := range []struct{ name, only string }{{lightScheme, ""}, {darkScheme, axeColours}} {
			p.media(view.name)
			for _, words := range p.axe(view.only) {
				t.Errorf("%s, part %d of %d, %s: %s", p.place, i, parts, view.name, words)
			}
		}
	}
}
