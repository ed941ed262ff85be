package e2e_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	chromium = "/usr/bin/chromium"
	patience = 20 * time.Second // for anything that a page has to do, on a machine that is busy
)

// One browser serves the whole package; every page gets a profile of its own.
var (
	theBrowser  = sync.OnceValues(startBrowser)
	stopBrowser = func() {}
)

func TestMain(m *testing.M) {
	status := m.Run()
	stopBrowser()
	os.Exit(status)
}

func startBrowser() (context.Context, error) {
	if _, err := os.Stat(chromium); err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium),
		chromedp.NoSandbox, // CI is root in a container, and the pages are our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	stopBrowser = func() { cancel(); release() }
	return ctx, chromedp.Do(ctx)
}

// browser skips a test where there is no browser, except where CI asks for all
// tests.
func browser(t *testing.T) context.Context {
	t.Helper()
	ctx, err := theBrowser()
	if err != nil && os.Getenv("CI") == "" {
		t.Skipf("no browser, try `apt-get install chromium`: %v", err)
	}
	if err != nil {
		t.Fatalf("CI needs a browser, try `apt-get install chromium`: %v", err)
	}
	return ctx
}

// A tab is one open page. Its test fails at the end if the page wrote an error to
// the console or asked another host for anything.
type tab struct {
	t       *testing.T
	ctx     context.Context
	host    string
	allowed []string
	strict  bool // anything in the console is a fault
	large   bool // the page is as large as the site: everything takes longer

	mu       sync.Mutex
	at       string // address of the page that was asked for last
	place    string // what that page is, for messages
	requests []string
	faults   []string
}

// withoutScript is a reader whose browser runs no scripts.
func withoutScript(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// withTouch is a reader with a finger.
func withTouch(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	return err
}

// withFocus keeps each tab as if it were in front: tests run side by side.
func withFocus(ctx context.Context) error {
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return err
}

// page opens an address in a new tab with a profile of its own.
func page(t *testing.T, address string, width, height int64, manners ...func(context.Context) error) *tab {
	t.Helper()
	p := blank(t, address, width, height, manners...)
	p.open(address)
	return p
}

// blank is a new tab for the pages of the host that an address names.
func blank(t *testing.T, address string, width, height int64, manners ...func(context.Context) error) *tab {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext())
	p := &tab{t: t, ctx: ctx, host: u.Host}
	t.Cleanup(func() { p.close(); cancel() })
	// A tab's first context is the tab's own, so it cannot have a deadline.
	stuck := time.AfterFunc(patience, cancel)
	defer stuck.Stop()
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	for _, prepare := range append(manners, withFocus) {
		if err := prepare(ctx); err != nil {
			t.Fatal(err)
		}
	}
	p.size(width, height)
	return p
}

// size makes the window that wide and high.
func (p *tab) size(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// open goes to an address, and waits until the page is there.
func (p *tab) open(address string) {
	p.t.Helper()
	p.goes(address, chromedp.Navigate(address))
}

// goes does what leads to another page, which has the address.
func (p *tab) goes(address string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.mu.Lock()
	p.at, p.requests = address, nil
	p.mu.Unlock()
	p.do(action)
}

// listen notes what must not happen. It runs inside the loop that reads from the
// browser, so it only notes.
func (p *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.note("exception: " + e.ExceptionDetails.Text + " " + describe(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, arg := range e.Args {
			words = append(words, describe(arg))
		}
		p.note(fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " ")))
	case *cdplog.EventEntryAdded:
		asked := e.Entry.Source == cdplog.EntrySourceNetwork && p.asked(e.Entry.URL) // a page that says 404 or 422, as it should
		if (p.strict || e.Entry.Level == cdplog.EntryLevelError) && !asked {
			p.note(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		p.mu.Lock()
		p.requests = append(p.requests, e.Request.URL)
		p.mu.Unlock()
		u, err := url.Parse(e.Request.URL)
		if err != nil || u.Host != p.host && u.Scheme != "data" {
			p.note("request to another host: " + e.Request.URL)
		}
	}
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	if o.Description != "" {
		return o.Description
	}
	return string(o.Value)
}

// where says what the page is that comes next.
func (p *tab) where(place string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.place = place
}

func (p *tab) note(fault string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.place != "" {
		fault = p.place + ": " + fault
	}
	p.faults = append(p.faults, fault)
}

// asked tells whether the address is that of the page.
func (p *tab) asked(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return address == p.at
}

// allow says that faults with these words are part of the test.
func (p *tab) allow(words string) { p.allowed = append(p.allowed, words) }

// close judges what was noted, and keeps a picture of what failed.
func (p *tab) close() {
	p.mu.Lock()
	faults := slices.Clone(p.faults)
	p.mu.Unlock()
	for _, fault := range faults {
		if !slices.ContainsFunc(p.allowed, func(words string) bool { return strings.Contains(fault, words) }) {
			p.t.Error(fault)
		}
	}
	if p.t.Failed() {
		p.shoot()
	}
}

func (p *tab) shoot() {
	folder := filepath.Join("..", "..", "e2e-shots") // git ignores it
	ctx, cancel := p.patient()
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	file := filepath.Join(folder, strings.ReplaceAll(p.t.Name(), "/", "-")+".png")
	if err == nil {
		err = os.WriteFile(file, picture, 0o644)
	}
	p.t.Logf("picture: %s (%v)", file, err)
}

// patient gives the time that a page may take, so that a browser that hangs fails
// its test with the words of that test, and not all tests with none.
func (p *tab) patient() (context.Context, context.CancelFunc) {
	if p.large {
		return context.WithTimeout(p.ctx, 3*patience)
	}
	return context.WithTimeout(p.ctx, patience)
}

func (p *tab) cookies() ([]*network.Cookie, error) {
	ctx, cancel := p.patient()
	defer cancel()
	answer, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{})
	return answer.Cookies, err
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatal(p.place, ": ", err)
	}
}

// press types text, or keys of package kb, into whatever has the focus.
func (p *tab) press(keys string) {
	p.t.Helper()
	p.do(typed(keys))
}

// typed are keys as a keyboard sends them: what a link does with the fall of
// Enter, a form to which it leads does not get once more.
func typed(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(keys, func(k *input.DispatchKeyEventParams) {
		if k.Type == kb.KeyDown {
			k.Type = kb.KeyRawDown
		}
	})
}

// eval gives the value of an expression, as text.
func (p *tab) eval(expression string) string {
	p.t.Helper()
	value, err := p.tryEval(expression)
	if err != nil {
		p.t.Fatalf("%s %s: %v", p.place, expression, err)
	}
	return value
}

func (p *tab) tryEval(expression string) (string, error) {
	ctx, cancel := p.patient()
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
}

// until waits for an expression to have a value. Pages may change meanwhile.
func (p *tab) until(expression, want string) {
	p.t.Helper()
	var got string
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if got, err = p.tryEval(expression); err == nil && got == want {
			return
		}
	}
	p.t.Fatalf("%s is %q, want %q (%v)", expression, got, want, err)
}

// is fails a test where an expression has another value, and lets it go on.
func (p *tab) is(expression, want string) {
	p.t.Helper()
	if got := p.eval(expression); got != want {
		p.t.Errorf("%s %s is %q, want %q", p.place, expression, got, want)
	}
}

// arrives waits for the address of a page, host left out.
func (p *tab) arrives(path string) {
	p.t.Helper()
	p.until("document.readyState == 'complete' && decodeURIComponent(location.pathname + location.search)", path)
}
