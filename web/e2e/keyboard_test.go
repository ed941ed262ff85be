package e2e_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"localvote/web/lang"
)

// focused describes what has the focus, as JavaScript.
const focused = "(e => e.localName + (e.name ? ' ' + e.name + '=' + e.value : e.className ? '.' + e.className : ''))(document.activeElement)"

// tabTo goes on with Tab until an element that fits a selector has the focus, and
// sees to it that the focus is always to be seen.
func (p *tab) tabTo(selector string) {
	p.t.Helper()
	for n := range 60 {
		p.press(kb.Tab)
		if n > 0 && p.eval("document.activeElement === document.body") == "true" {
			continue // round the corner, from the end of the page to its start
		}
		for _, words := range p.look("focus.js") {
			p.t.Errorf("%s: %s, on the way to %s", p.eval("location.pathname"), words, selector)
		}
		if p.eval("document.activeElement.matches("+quoted(selector)+")") == "true" {
			return
		}
	}
	p.t.Fatalf("%s: Tab does not lead to %s", p.eval("location.pathname"), selector)
}

// withoutMotion is a reader for whom pages do not glide: the test need not wait.
func withoutMotion(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}})
	return err
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

// follow presses Enter on what has the focus, and waits for the page behind it.
func (p *tab) follow() {
	p.t.Helper()
	p.goes("", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.RunResponse(ctx, typed(kb.Enter))
		return chromedp.Void{}, err
	})
}

// answer chooses an answer with the arrows, from the first on, and sends the form.
func (p *tab) answer(question, answer string) {
	p.t.Helper()
	p.tabTo("input[name=" + question + "]")
	for range 12 {
		if p.eval("document.activeElement.value") == answer {
			break
		}
		p.press(kb.ArrowDown)
	}
	p.press(" ")
	p.is(focused, "input "+question+"="+answer)
	p.is("document.activeElement.checked", "true")
	if found := p.look("focus.js"); len(found) > 0 {
		p.t.Errorf("%s: %q", question, found)
	}
	p.tabTo("main form .btn")
	p.follow()
}

var readers = map[string][]func(context.Context) error{
	"without JavaScript": {withoutScript},
	"with JavaScript":    nil,
}

// The questionnaire from the home page to a result by Tab, the arrows, Space and
// Enter.
func TestKeyboard(t *testing.T) {
	site := serveSite(t)
	for name, manners := range readers {
		for i, l := range lang.All() {
			if name == "with JavaScript" && i > 0 {
				continue // nothing here has a script
			}
			t.Run(name+" "+string(l), func(t *testing.T) {
				t.Parallel()
				p := page(t, site.URL+"/"+string(l)+"/", 1000, 800, append(manners, withoutMotion)...)
				walkByKeys(p, string(l))
			})
		}
	}
}

func walkByKeys(p *tab, l string) {
	p.answer("country", "ru")
	p.until("document.readyState == 'complete' && location.pathname.startsWith('/"+l+"/check/1-')", "true")
	p.answer("citizenship", "by")
	p.answer("age", "21plus")

	// Nothing chosen: the page comes back and begins with what is missing.
	p.allow("422")
	p.tabTo("main form .btn")
	p.follow()
	p.until("document.title.length > 0 && document.querySelector('.errs') !== null", "true")
	p.until("document.activeElement.className", "errs") // the browser gives the focus with the next picture that it draws
	p.tabTo(".errs a")
	p.press(kb.Enter)
	p.until("document.activeElement.name", "residence")

	time.Sleep(100 * time.Millisecond) // the same Enter must not send the form
	p.until("document.querySelector('.errs') !== null", "true")

	// The other languages keep the step, and lead back to it.
	step := p.eval("location.pathname.slice(3)")
	for _, other := range append(lang.All(), lang.Lang(l)) {
		p.tabTo(".langs a[lang=" + string(other) + "]")
		p.follow()
		p.until("document.documentElement.lang + location.pathname.slice(3)", string(other)+step)
	}

	p.answer("residence", "permanent")
	p.answer("registered", "yes")
	p.answer("head_elected", "yes")
	p.until("location.pathname", "/"+l+"/result/1-BD0W")
	p.tabTo(".ballot a")
	p.press(kb.Enter)
	p.until("document.querySelector(location.hash) !== null", "true")
}

// The first stop of Tab leads past the head of the page, on every page.
func TestSkipLink(t *testing.T) {
	t.Parallel()
	site := serveSite(t)
	p := blank(t, site.URL, 360, 640, withoutScript, withoutMotion)
	for _, path := range []string{"/ru/", "/be/check/1-BAT0", "/en/result/1-BD0W", "/ru/claims", "/be/places/by-orsha", "/en/search", "/be/nothing"} {
		p.where(path)
		p.open(site.URL + path)
		p.press(kb.Tab)
		p.is(focused, "a.skip")
		if found := p.look("focus.js"); len(found) > 0 {
			t.Errorf("%s: %q", path, found)
		}
		p.press(kb.Enter)
		p.is("location.hash", "#main")
		p.press(kb.Tab)
		p.is("document.activeElement.closest('main') !== null", "true")
	}
}

// On every page Tab leads through everything, each stop is seen, and the way back
// to the start is not barred; headings and names are in order.
func TestFocusAndNames(t *testing.T) {
	tourOf(t, 1000, func(r *tour, p *tab, s stop) {
		for _, words := range p.look("names.js") {
			r.fault(s, "", words)
		}
		if s.lang != lang.BE { // the pages of all languages are built alike
			return
		}
		p.do(chromedp.Evaluate[chromedp.Void]("document.activeElement.blur(); scrollTo(0, 0)"))
		for range 25 { // the head, and the first of what the page has
			p.press(kb.Tab)
			if p.eval("document.activeElement === document.body") == "true" {
				return // the end of a short page
			}
			for _, words := range p.look("focus.js") {
				r.fault(s, "", words)
			}
		}
	}, withoutMotion)
}
