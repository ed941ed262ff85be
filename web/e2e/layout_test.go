package e2e_test

import (
	"embed"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// What looks at a page from inside is JavaScript, in files of its own.
//
//go:embed testdata/*.js
var looks embed.FS

// look runs one of these files on the page that is open. Each is a function that
// gives a list of what is wrong.
func (p *tab) look(file string) []string {
	p.t.Helper()
	script, err := looks.ReadFile("testdata/" + file)
	if err != nil {
		p.t.Fatal(err)
	}
	var found []string
	answer := p.eval("JSON.stringify((" + string(script) + ")())")
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		p.t.Fatal(file, ": ", err)
	}
	return found
}

// dress puts a stylesheet of the reader on the page, through the object model: the
// policy of the site lets none in by the front door. No rules take it off again.
func (p *tab) dress(rules string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		"{const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]}", rules)))
}

// The widths of the table of looks: 320 px is also a page of 1280 px at 400 %.
var widths = []int64{320, 360, 600, 768, 1000, 1280, 1600}

// What readers change: twice the size of text (WCAG 1.4.4), and the spacing that
// 1.4.12 names.
const (
	largeText = "html { font-size: 200% !important }"
	spacing   = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
		p { margin-block-end: 2em !important }`
)

// No page scrolls sideways or cuts off text, at any width, with large text and
// with wide spacing; all text can be read and all controls can be hit.
func TestLayout(t *testing.T) {
	tourOf(t, widths[0], func(r *tour, p *tab, s stop) {
		check := func(view string, files ...string) {
			for _, file := range files {
				for _, words := range p.look(file) {
					r.fault(s, view, words)
				}
			}
		}
		for _, width := range widths {
			p.size(width, 900)
			view := fmt.Sprintf("%d px", width)
			check(view, "overflow.js", "targets.js")
			if width == 320 || width == 1280 {
				check(view, "textsize.js")
			}
		}
		p.size(360, 900)
		p.dress(largeText)
		check("360 px, text at 200 %", "overflow.js")
		p.size(320, 900)
		p.dress(spacing)
		check("320 px, wide spacing", "overflow.js")
	})
}
