package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axeScript is axe-core, as package.json pins it, with a contrast that has no lower end: as
// it comes, the rule of AAA is silent about what is below AA, because that of AA speaks then.
func axeScript(t *testing.T) string {
	t.Helper()
	return npmFile(t, "axe-core/axe.min.js") + `
		axe.configure({checks: [{id: 'color-contrast-enhanced', options: {
			ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
			contrastRatio: {normal: {expected: 7}, large: {expected: 4.5}}, pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03,
		}}]});`
}

// npmFile reads a file of a tool that npm installs. Without it the test is
// skipped, except where CI asks for all tests.
func npmFile(t *testing.T, name string) string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "node_modules", filepath.FromSlash(name)))
	switch {
	case err != nil && os.Getenv("CI") == "":
		t.Skipf("%s is not installed, try `npm ci`: %v", name, err)
	case err != nil:
		t.Fatalf("CI needs %s, try `npm ci`: %v", name, err)
	}
	return string(file)
}

// The rules of axe that look at colours: all that can change with the scheme of
// colours, for this changes nothing but colours (tokens in site.css).
const axeColours = "color-contrast-enhanced,link-in-text-block"

// axeRun judges a page by WCAG 2.2 A and AA and good practice, and by the size of
// targets; or by some rules only. The contrast of AA is not asked for, because
// that of AAA, 7 : 1, includes it (axeScript sees to that) and is the slowest of all rules.
const axeRun = `(async only => {
	const found = await axe.run(document, {
		resultTypes: ['violations'],
		iframes: false, // cards, which stand in a sandbox and are judged by themselves
		...only ? {runOnly: {type: 'rule', values: only.split(',')}} : {
			runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
			rules: {'color-contrast-enhanced': {enabled: true}, 'color-contrast': {enabled: false}, 'target-size': {enabled: true}},
		},
	});
	return JSON.stringify(found.violations.flatMap(v => v.nodes.map(n =>
		v.id + ': ' + n.target.join(' ') + '\t' + [...n.any, ...n.all, ...n.none].map(c => c.message).join('; '))));
})`

// axe judges the page that is open.
func (p *tab) axe(only string) []string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	argument, _ := json.Marshal(only)
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](axeRun+"("+string(argument)+")", chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: axe: %v", p.place, err)
	}
	var found []string
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		p.t.Fatal(err)
	}
	return found
}

// media sets what a page may ask about its reader, as "prefers-color-scheme: dark".
func (p *tab) media(features ...string) {
	p.t.Helper()
	var list []*emulation.MediaFeature
	for _, feature := range features {
		name, value, _ := strings.Cut(feature, ": ")
		list = append(list, &emulation.MediaFeature{Name: name, Value: value})
	}
	ctx, cancel := p.patient()
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list}); err != nil {
		p.t.Fatal(err)
	}
}

const (
	lightScheme = "prefers-color-scheme: light"
	darkScheme  = "prefers-color-scheme: dark"
	forced      = "forced-colors: active"
)

// What axe-core is to find, it finds: a test that cannot fail is none.
func TestAxeSeesFaults(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	p := page(t, serveSite(t).URL+"/en/check/1-BAT0", 320, 900)
	p.do(chromedp.Evaluate[chromedp.Void](axe))
	p.media(darkScheme)
	p.eval(`(() => {
		document.documentElement.removeAttribute('lang');
		document.querySelector('h1').style.color = '#777';
		document.querySelector('.langs a').style.color = '#222'; // hardly to be seen at all
		document.querySelector('label').after(document.createElement('select'));
		document.querySelector('h2').outerHTML = '<h5>!</h5>';
	})()`)
	found := strings.Join(p.axe(""), "\n")
	for _, rule := range []string{"html-has-lang", "color-contrast-enhanced", "select-name", "heading-order"} {
		if !strings.Contains(found, rule+": ") {
			t.Errorf("axe does not see a fault of %s:\n%s", rule, found)
		}
	}
	colours := strings.Join(p.axe(axeColours), "\n")
	for _, element := range []string{"h1", `[lang="ru"]`} {
		if !strings.Contains(colours, element) {
			t.Errorf("axe does not see the colour of %s:\n%s", element, colours)
		}
	}
}

// axe-core finds nothing on any page: wide and narrow, light and dark.
func TestAxe(t *testing.T) {
	axe := axeScript(t)
	tourOf(t, 1280, func(r *tour, p *tab, s stop) {
		p.do(chromedp.Evaluate[chromedp.Void](axe))
		widths := []int64{1280, 320}
		for i, width := range widths {
			p.size(width, 900)
			for _, view := range []struct{ name, only string }{{lightScheme, ""}, {darkScheme, axeColours}} {
				// The dark scheme changes tokens, and these are the same in any width: so a page is looked at in one, by turns.
				if view.name == darkScheme && !everything() && s.turn%len(widths) != i {
					continue
				}
				p.media(view.name)
				for _, words := range p.axe(view.only) {
					r.fault(s, fmt.Sprintf("%d px, %s", width, view.name), words)
				}
			}
		}
	})
}

// Nor does it where the reader's system chooses all colours.
func TestAxeInForcedColours(t *testing.T) {
	t.Parallel()
	axe := axeScript(t)
	site := serveSite(t)
	p := blank(t, site.URL, 320, 900)
	p.media(forced, darkScheme)
	for _, path := range []string{"/ru/", "/be/check/1-BAT0", "/en/result/1-BE9C", "/be/result/1-0000", "/ru/claims", "/en/timeline", "/be/places/by-orsha", "/ru/search?q=xyzzy"} {
		p.where(path)
		p.open(site.URL + path)
		p.do(chromedp.Evaluate[chromedp.Void](axe))
		p.is("matchMedia('(forced-colors: active)').matches", "true")
		for _, words := range p.axe("") {
			t.Errorf("%s: %s", path, words)
		}
	}
}
