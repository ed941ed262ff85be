package e2e_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// withoutStylesheet is a reader whose browser gets no stylesheet.
func withoutStylesheet(ctx context.Context) error {
	_, err := chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*.css", Block: true}}})
	return err
}

// Without the stylesheet a question can be read from top to bottom and answered,
// and so can its result.
func TestWithoutStylesheet(t *testing.T) {
	t.Parallel()
	site := serveSite(t)
	p := blank(t, site.URL, 360, 800, withoutStylesheet, withoutScript)
	p.allow("ERR_BLOCKED_BY_CLIENT")
	p.open(site.URL + "/be/check/1-BAT0")
	p.is("getComputedStyle(document.body).margin", "8px") // as browsers draw what has no style
	p.inOrder("a.skip", ".langs", "nav.menu a", "main .steps", "main h1", "main input[type=radio]", "main .btn", "main aside", "footer")
	p.is("[...document.querySelectorAll('main input[type=radio]')].every(i => i.checkVisibility() && getComputedStyle(i).appearance !== 'none')", "true")
	p.is("[...document.querySelectorAll('svg.i')].every(i => i.getBoundingClientRect().width <= 24)", "true")
	p.tabTo("input[name=residence]")
	p.press(" ")
	p.press(kb.Enter)
	p.until("location.pathname.split('/')[2] + ' ' + document.readyState", "check complete")
	p.until("document.querySelector('input[name=registered]') !== null", "true")

	p.open(site.URL + "/be/result/1-BD0W")
	p.inOrder("main h1", "main .ballot", "#why", "footer")
	if text := p.eval("document.querySelector('main .ballot').innerText"); !strings.Contains(text, "Так") {
		t.Errorf("the verdict is not in the text: %q", text)
	}
	p.is("document.scrollingElement.scrollWidth <= innerWidth + 1", "true")
}

// inOrder holds that the first elements of some kinds are seen one below another.
func (p *tab) inOrder(selectors ...string) {
	p.t.Helper()
	const tops = `(list => list.map(s => document.querySelector(s)?.getBoundingClientRect().top + scrollY))`
	got := p.eval("(t => t.every((y, i) => i === 0 || y >= t[i - 1]) ? '' : t)(" + tops + "(['" + strings.Join(selectors, "', '") + "']))")
	if got != "" {
		p.t.Errorf("%q stand at %s", selectors, got)
	}
}
