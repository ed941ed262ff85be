package e2e_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What the tests look at, as JavaScript.
const (
	heading = "document.querySelector('h1').textContent.replace(/\\s/g, ' ')"
	copied  = "(document.querySelector('.copied')?.textContent ?? '').replace(/\\s/g, ' ')"
	told    = "document.querySelector('#keeper [role=status]').textContent.replace(/\\s/g, ' ')"
	lost    = "Этой страницы нет в копии"
)

// A line leads to the site; it can go dead, or be cut.
type line struct {
	*httptest.Server
	dead atomic.Bool
	over chan struct{}
	cut  func() // once
}

func newLine(t *testing.T) *line {
	t.Helper()
	site := serveSite(t).Config.Handler
	l := &line{over: make(chan struct{})}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.dead.Load() {
			select {
			case <-r.Context().Done():
			case <-l.over:
			}
			return
		}
		a := httptest.NewRecorder()
		site.ServeHTTP(a, r)
		maps.Copy(w.Header(), a.Header())
		// Browsers need not ask for a page again for some minutes; here they do.
		if strings.Contains(a.Header().Get("Cache-Control"), "stale") {
			w.Header().Set("Cache-Control", "no-cache")
		}
		w.WriteHeader(a.Code)
		_, _ = a.Body.WriteTo(w)
	}))
	// A request that comes between the two closings would wait for its browser, and
	// the server for it.
	l.cut = sync.OnceFunc(func() {
		close(l.over)
		l.CloseClientConnections()
		l.Close()
	})
	t.Cleanup(l.cut)
	return l
}

// awaits gives the value of a promise, as text.
func (p *tab) awaits(expression string) string {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => String("+expression+"))()", chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// left is what a browser holds: workers and caches.
func (p *tab) left() string {
	return p.awaits("(await navigator.serviceWorker.getRegistrations()).length + ' ' + (await caches.keys()).sort()")
}

func (p *tab) holds(path string) bool {
	return p.awaits("!!await caches.match('"+path+"', {ignoreVary: true})") == "true"
}

// answers picks an answer on the page that is open and sends it.
func (p *tab) answers(value string) {
	p.t.Helper()
	p.eval("(document.querySelector('main input[value=" + value + "]').checked = true, document.querySelector('main form').requestSubmit())")
}

// day is this day in Russian: the date of an answer is that of the real clock.
func day(at time.Time) string {
	months := strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
	return strconv.Itoa(at.Day()) + " " + months[at.Month()-1] + " " + strconv.Itoa(at.Year()) + " года"
}

// keeping opens the page, and has a copy kept.
func keeping(t *testing.T, prepare string) (*tab, *line) {
	t.Helper()
	l := newLine(t)
	p := page(t, l.URL+"/ru/offline", 1000, 800)
	p.allow("Failed to load resource") // what the line does to icons
	p.until("document.querySelector('#keeper .btn').checkVisibility()", "true")
	if got := p.left(); got != "0 " {
		t.Fatalf("before anything was pressed there is %q", got)
	}
	p.eval(prepare)
	p.do(chromedp.Click(chromedp.CSS("#keeper .btn")))
	p.until(told, "Копия в этом браузере сделана 21 ноября 2026 года.")
	return p, l
}

// The whole life of a copy, from the button to the other button.
func TestCopyInTheBrowser(t *testing.T) {
	t.Parallel()
	p, l := keeping(t, "''")
	if got := p.left(); got != "1 copy" {
		t.Fatalf("there is %q", got)
	}

	// With a line everything is as it was, and what tells about a reader is not kept.
	p.open(l.URL + "/ru/check")
	p.is(copied, "")
	p.answers("ru")
	p.arrives("/ru/check/1-7X40")
	p.open(l.URL + "/ru/places/by-orsha")
	p.open(l.URL + "/ru/check/private")
	p.open(l.URL + "/be/in-belarus")
	p.is(copied, "")
	for path, want := range map[string]bool{
		"/ru/check/1-7X40": false, "/ru/places/by-orsha": false, "/ru/check/private": false, "/be/in-belarus": true, "/ru/claims": true,
	} {
		if p.holds(path) != want {
			t.Errorf("%s is kept: %t", path, !want)
		}
	}

	// A line that is silent counts as dead after a while.
	l.dead.Store(true)
	p.open(l.URL + "/ru/in-russia")
	said := "Копия от " + day(time.Now()) + ": связи с сайтом сейчас нет. С тех пор закон мог измениться."
	p.is(copied, said)

	l.cut()
	for _, path := range []string{"/ru/claims", "/ru/tree", "/ru/offline"} {
		p.open(l.URL + path)
		p.is(copied, said)
		p.is("getComputedStyle(document.querySelector('.copied')).borderBottomWidth", "2px")
	}
	p.eval("document.querySelector('.langs a[lang=be]').click()")
	p.until(heading, lost) // that page in Belarusian is none of the copy
	p.open(l.URL + "/be/in-belarus")
	if got := p.eval(copied); !strings.HasPrefix(got, "Копія ад ") {
		t.Errorf("a page that was read later says %q", got)
	}
	p.open(l.URL + "/")
	p.arrives("/ru/")
	p.open(l.URL + "/ru/check")
	p.answers("ru")
	p.until(heading, lost)
	p.is("document.querySelector('main .acts a').getAttribute('href')", "/ru/tree")

	// The older a copy, the louder.
	p.awaits(`await (async () => {
		const cache = await caches.open('copy'), kept = await cache.match('/ru/claims', {ignoreVary: true}), headers = new Headers(kept.headers);
		headers.set('date', 'Mon, 01 Jun 2026 09:00:00 GMT');
		await cache.put('/ru/claims', new Response(await kept.text(), {headers}));
	})()`)
	p.open(l.URL + "/ru/claims")
	if got := p.eval(copied); !strings.HasPrefix(got, "Копия старая: она от 1 июня 2026 года, ей больше 60 дней.") {
		t.Errorf("an old copy says %q", got)
	}
	p.is("document.querySelectorAll('.copied.long').length", "1")

	p.open(l.URL + "/ru/offline")
	p.until("document.querySelector('#keeper .btn.quiet').checkVisibility()", "true")
	p.do(chromedp.Click(chromedp.CSS("#keeper .btn.quiet")))
	p.until(told, "Копии в этом браузере больше нет.")
	if got := p.left(); got != "0 " {
		t.Errorf("after the copy was deleted there is %q", got)
	}
	ctx, cancel := p.patient()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(l.URL+"/ru/claims")); err == nil {
		t.Error("the page is still there")
	}
}

// Whoever wishes so keeps results, too; never the mode that leaves no trace. The next
// copy without that wish has none of them.
func TestCopyOfOwnResults(t *testing.T) {
	t.Parallel()
	p, l := keeping(t, "document.querySelector('#keeper input').click()")
	if got := p.left(); got != "1 copy,mine" {
		t.Fatalf("there is %q", got)
	}
	const result = "/ru/result/1-BD0W?on=2026-09-20"
	p.open(l.URL + result)
	p.open(l.URL + "/ru/places/by-orsha")
	p.open(l.URL + "/ru/check/private")
	waitFor(t, func() bool { return p.holds("/ru/places/by-orsha") })
	if !p.holds(result) || p.holds("/ru/check/private") {
		t.Error("the result is not kept, or the secret is")
	}
	l.dead.Store(true)
	p.open(l.URL + result)
	if got := p.eval(copied); !strings.HasPrefix(got, "Копия от ") {
		t.Errorf("the result says %q", got)
	}
	l.dead.Store(false)
	p.open(l.URL + "/ru/offline")
	p.until("document.querySelector('#keeper input').checked", "true")
	p.eval("document.querySelector('#keeper input').click()")
	p.do(chromedp.Click(chromedp.CSS("#keeper .btn")))
	waitFor(t, func() bool { return p.left() == "1 copy" })
	p.until("document.querySelector('#keeper progress').hidden", "true")
	if p.holds(result) {
		t.Error("the result is still there")
	}
}

// Without a script the page says what is missing, and has no button that does nothing.
func TestOfflineWithoutScript(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	p := page(t, l.URL+"/ru/offline", 360, 640, withoutScript)
	p.is("document.querySelector('#keeper .say').checkVisibility() && !document.querySelector('#keeper .btn').checkVisibility()", "true")
}
