package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// maxRequests is what a page may ask for: itself, the styles of all pages, of its kind
// and of print, the sign of the site and, where something is optional, one script.
const maxRequests = 6

// maxCards is how many cards the page about them shows.
const maxCards = 6

// A browser may draw a page while half a row has arrived; then the sign of that
// row moves by some pixels. What Google calls good is a hundred times as much.
const maxShift = .001

// watchShifts counts from its first moment how much of a page jumps about.
func watchShifts(ctx context.Context) error {
	_, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		globalThis.shifted = 0;
		globalThis.shifts = [];
		new PerformanceObserver(list => {
			for (const {value, sources} of list.getEntries()) {
				shifted += value;
				shifts.push(...sources.map(s => (s.node?.outerHTML ?? s.node?.data ?? '').slice(0, 100)));
			}
		}).observe({type: 'layout-shift', buffered: true});`})
	return err
}

// No page asks another host for anything, keeps anything with the reader, writes
// into the console, asks for more than it needs or jumps while it loads. Tabs see
// to the first and the third by themselves.
func TestQuiet(t *testing.T) {
	tourOf(t, 360, func(r *tour, p *tab, s stop) {
		p.strict = true
		const kept = "document.cookie.length + localStorage.length + sessionStorage.length"
		if got := p.eval(kept); got != "0" {
			r.fault(s, "", "something is kept with the reader\t"+got)
		}
		// Two frames, so that everything has been drawn that will be.
		p.do(chromedp.Evaluate[chromedp.Void]("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))", chromedp.EvalAwaitPromise))
		if got, err := strconv.ParseFloat(p.eval("shifted"), 64); err != nil || got > maxShift {
			r.fault(s, "", fmt.Sprintf("the page jumps while it loads\t%v %s (%v)", got, p.eval("shifts.join(' ')"), err))
		}
		most := maxRequests
		if s.name == "embed" { // it shows cards, which have one stylesheet
			most += maxCards + 1
		}
		if asked := p.asks(); len(asked) == 0 || len(asked) > most {
			r.fault(s, "", fmt.Sprintf("%d requests\t%s", len(asked), strings.Join(asked, " ")))
		}
		if cookies, err := p.cookies(); err != nil || len(cookies) > 0 {
			r.fault(s, "", fmt.Sprintf("%d cookies (%v)", len(cookies), err))
		}
	}, watchShifts)
}

// asks lists what the page that is open has asked for, each address once: the sign
// of the site may be asked for again when the window has a new page.
func (p *tab) asks() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := slices.Clone(p.requests)
	slices.Sort(asked)
	return slices.Compact(asked)
}
