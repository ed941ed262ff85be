package e2e_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What the tests look at, as JavaScript.
const (
	text     = "document.getElementById('q').value"
	focus    = "document.activeElement.id || document.activeElement.localName"
	expanded = "document.getElementById('q').getAttribute('aria-expanded')"
	active   = "document.getElementById('q').getAttribute('aria-activedescendant')"
	visible  = "document.getElementById('q-list').checkVisibility()"
	options  = "[...document.querySelectorAll('#q-list [role=option]')].map(o => o.firstChild.textContent)"
	selected = "[...document.querySelectorAll('#q-list [role=option]')].map(o => o.ariaSelected)"
	status   = "document.querySelector('form [role=status]').textContent"
)

// suggesting opens a page with the form, and puts the caret into it.
func suggesting(t *testing.T, width, height int64, manners ...func(context.Context) error) (*tab, *findSite) {
	t.Helper()
	suggestScript(t)
	s := newFindSite(t, "q")
	p := page(t, s.URL+"/be/", width, height, manners...)
	p.do(chromedp.Focus(chromedp.ID("q")))
	return p, s
}

// offered does the same, and has the list of three places open.
func offered(t *testing.T, width, height int64, manners ...func(context.Context) error) (*tab, *findSite) {
	t.Helper()
	p, s := suggesting(t, width, height, manners...)
	p.press("Ор")
	p.until(options, "Орша,Орёл,Орск")
	return p, s
}

func TestSuggestOffersPlaces(t *testing.T) {
	t.Parallel()
	p, s := suggesting(t, 1000, 700)
	p.is(visible, "false")
	p.press(" О ")
	time.Sleep(200 * time.Millisecond) // longer than the script waits for more text
	if asked := s.questions(); len(asked) > 0 {
		t.Errorf("one letter is asked for: %q", asked)
	}
	p.press(kb.Backspace + "р ")
	p.until(visible, "true")
	p.is(options, "Орша,Орёл,Орск")
	p.is("document.querySelector('#q-list li').textContent", "Орша горад, Віцебская вобласць")
	p.is("document.querySelector('#q-list strong + small').textContent", "горад, Віцебская вобласць")
	p.is("[...document.querySelectorAll('#q-list li')].map(o => o.lang)", ",ru,")
	p.press(" ") // the same text
	time.Sleep(200 * time.Millisecond)
	if asked := s.questions(); len(asked) != 1 || asked[0] != "q="+url.QueryEscape("Ор")+"&lang=be&limit=8" {
		t.Errorf("asked for %q", asked)
	}
	if s.cookies > 0 {
		t.Error("the question came with a cookie")
	}
	p.is("localStorage.length + sessionStorage.length + document.cookie", "0crumb=1")
	p.press(strings.Repeat(kb.Backspace, 4))
	p.until(visible, "false")
	p.is(expanded, "false")
}

// The arrows walk round the ring of the options and the text; the caret moves only
// in the text.
func TestSuggestKeys(t *testing.T) {
	t.Parallel()
	p, _ := offered(t, 1000, 700)
	for _, step := range []struct{ key, active, selected string }{
		{"", "null", "false,false,false"},
		{kb.ArrowDown, "q-0", "true,false,false"},
		{kb.ArrowDown, "q-1", "false,true,false"},
		{kb.ArrowDown, "q-2", "false,false,true"},
		{kb.ArrowDown, "null", "false,false,false"},
		{kb.ArrowUp, "q-2", "false,false,true"},
		{kb.ArrowUp, "q-1", "false,true,false"},
		{kb.Home, "null", "false,false,false"},
		{kb.ArrowUp, "q-2", "false,false,true"},
		{kb.End, "null", "false,false,false"},
		{kb.ArrowDown, "q-0", "true,false,false"},
		{kb.ArrowUp, "null", "false,false,false"},
		{kb.ArrowDown, "q-0", "true,false,false"},
		{kb.ArrowLeft, "null", "false,false,false"},
		{kb.ArrowDown, "q-0", "true,false,false"},
		{"ш", "null", "false,false,false"},
	} {
		p.press(step.key)
		p.is(active, step.active)
		p.is(selected, step.selected)
		p.is(focus, "q")
		p.is(expanded, "true")
		p.is(visible, "true")
	}
	p.is(text, "Ошр") // the caret stood before р
	p.until(visible, "false")
}

// What a screen reader is told at each moment.
func TestSuggestIsSpoken(t *testing.T) {
	t.Parallel()
	p, _ := suggesting(t, 1000, 700)
	combobox := func(want string) {
		t.Helper()
		const name = "Горад, раён або вёска"
		if got := p.spoken("combobox", "autocomplete", "expanded", "controls", "activedescendant"); got != name+want {
			t.Errorf("combobox is %q, want %q", got, name+want)
		}
	}
	combobox(" autocomplete=list expanded=false")
	if got := p.spoken("searchbox") + p.spoken("listbox") + p.spoken("option"); got != "" {
		t.Errorf("too early: %s", got)
	}
	p.press("Ор")
	p.until(visible, "true")
	combobox(" autocomplete=list expanded=true controls=#q-list")
	if got := p.spoken("listbox"); got != "Горад, раён або вёска" {
		t.Errorf("listbox is %q", got)
	}
	p.press(kb.ArrowDown)
	combobox(" autocomplete=list expanded=true controls=#q-list activedescendant=#q-0")
	want := "Орша горад, Віцебская вобласць selected=true\nОрёл город, Орловская область selected=false\nОрск горад, Арэнбургская вобласць selected=false"
	if got := p.spoken("option", "selected"); got != want {
		t.Errorf("options are\n%s\nwant\n%s", got, want)
	}
	p.press(kb.Escape)
	combobox(" autocomplete=list expanded=false")
}

func TestSuggestEnter(t *testing.T) {
	t.Parallel()
	t.Run("with an option", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.press(kb.ArrowDown + kb.Enter)
		p.arrives("/be/places/by-orsha")
		p.eval("history.back()")
		p.arrives("/be/")
		p.is(visible, "false")
	})
	t.Run("alone", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.press(kb.Enter)
		p.arrives("/be/search?q=Ор")
	})
	t.Run("after the arrows went back to the text", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.press(kb.ArrowDown + kb.ArrowUp + kb.Enter)
		p.arrives("/be/search?q=Ор")
	})
}

func TestSuggestEscape(t *testing.T) {
	t.Parallel()
	p, _ := offered(t, 1000, 700)
	p.press(kb.ArrowDown + kb.Escape)
	p.is(visible, "false")
	p.is(active, "null")
	p.is(text, "Ор")
	p.press(kb.ArrowDown) // the list is still good
	p.is(visible, "true")
	p.is(active, "q-0")
	p.press(kb.Escape + kb.Escape)
	p.is(text, "")
	p.is(focus, "q")
	p.press(kb.ArrowDown)
	p.is(visible, "false")
}

// An answer under way does not open again what was closed, nor does the list of
// the older text come back.
func TestSuggestEscapeWhileAsking(t *testing.T) {
	t.Parallel()
	p, s := offered(t, 1000, 700)
	release := s.hold("Орш")
	p.press("ш")
	waitFor(t, func() bool { return len(s.questions()) == 2 })
	p.press(kb.Escape)
	p.is(visible, "false")
	release()
	time.Sleep(100 * time.Millisecond)
	p.press(kb.ArrowDown)
	p.is(visible, "false")
	p.is(text, "Орш")
}

func TestSuggestTab(t *testing.T) {
	t.Parallel()
	p, _ := offered(t, 1000, 700)
	p.press(kb.ArrowDown + kb.Tab)
	p.is(focus, "button")
	p.is(visible, "false")
	p.is(text, "Ор")
}

func TestSuggestPointer(t *testing.T) {
	t.Parallel()
	const second = "#q-list li:nth-child(2)"
	t.Run("click", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.do(chromedp.Click(chromedp.CSS(second + " small")))
		p.arrives("/be/places/ru-orel")
	})
	t.Run("tap", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 360, 640, withTouch)
		p.do(chromedp.Tap(chromedp.CSS(second)))
		p.arrives("/be/places/ru-orel")
	})
	t.Run("elsewhere", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.do(chromedp.Click(chromedp.CSS("h1")))
		p.is(visible, "false")
		p.do(chromedp.Click(chromedp.ID("q"))) // a finger has no arrow keys
		p.is(visible, "true")
	})
	t.Run("the button", func(t *testing.T) {
		t.Parallel()
		p, _ := offered(t, 1000, 700)
		p.do(chromedp.Click(chromedp.CSS(".btn")))
		p.arrives("/be/search?q=Ор")
	})
}

// An answer that comes late does not overwrite the newer one.
func TestSuggestStaleAnswer(t *testing.T) {
	t.Parallel()
	p, s := suggesting(t, 1000, 700)
	release := s.hold("Ор")
	p.press("Ор")
	waitFor(t, func() bool { return len(s.questions()) == 1 })
	p.press("ша")
	p.until(options, "Орша")
	release()
	time.Sleep(100 * time.Millisecond)
	p.is(options, "Орша")
	p.is(visible, "true")
}

// Whatever the API does, the form works and nobody is told.
func TestSuggestFailingAPI(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]http.HandlerFunc{
		"error": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, `[{"id":"by-orsha"}]`, http.StatusInternalServerError)
		},
		"not JSON":  func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("<h1>Wi-Fi</h1>")) },
		"not there": func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, s := offered(t, 1000, 700)
			p.allow("Failed to load resource") // the browser writes it whatever the script does
			s.spoilWith(spoil)
			p.press("ш")
			p.until(visible, "false")
			p.is(expanded, "false")
			p.is(options, "")
			s.spoilWith(nil)
			p.press(kb.Backspace) // and it tries again
			p.until(visible, "true")
			s.spoilWith(spoil)
			p.press("ша" + kb.Enter)
			p.arrives("/be/search?q=Орша")
		})
	}
}

func TestSuggestStatus(t *testing.T) {
	t.Parallel()
	p, _ := offered(t, 1000, 700)
	p.is(status, "") // not while the list is still changing
	p.until(status, "Знойдзена: 3")
	p.is("document.querySelector('form [role=status]').getBoundingClientRect().width", "1")
	p.press("ша")
	p.is(status, "")
	p.until(status, "Знойдзена: 1")
	p.press("а")
	p.until(status, "Нічога не знойдзена")
	p.is(visible, "false")
	p.press(kb.Backspace)
	p.until(status, "Знойдзена: 1")
	p.press(kb.Escape)
	p.is(status, "")
}

// While an input method composes, keys are its own; phones compose every word, so
// places are offered all the same.
func TestSuggestComposition(t *testing.T) {
	t.Parallel()
	p, _ := suggesting(t, 1000, 700)
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "Ор", SelectionStart: 2, SelectionEnd: 2})
		return err
	}))
	p.until(options, "Орша,Орёл,Орск")
	p.press(kb.ArrowDown)
	p.is(active, "null")
	p.is(text, "Ор")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: "Ор"})
		return err
	}))
	p.press(kb.ArrowDown)
	p.is(active, "q-0")
	p.is(text, "Ор")
}

func TestSuggestTwoForms(t *testing.T) {
	t.Parallel()
	suggestScript(t)
	s := newFindSite(t, "q", "q2")
	p := page(t, s.URL+"/be/", 1000, 700)
	p.do(chromedp.Focus(chromedp.ID("q2")))
	p.press("Ор")
	p.until("document.getElementById('q2-list').checkVisibility()", "true")
	p.is(visible, "false")
	p.do(chromedp.Click(chromedp.ID("q")))
	p.is("document.getElementById('q2-list').checkVisibility()", "false")
	p.press("Ор")
	p.until(visible, "true")
	p.press(kb.ArrowDown)
	p.is(active, "q-0")
	p.is("document.getElementById('q2').hasAttribute('aria-activedescendant')", "false")
	p.is("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size == document.querySelectorAll('[id]').length", "true")
	p.press(kb.Enter)
	p.arrives("/be/places/by-orsha")
}

func TestFindWithoutScript(t *testing.T) {
	t.Parallel()
	p, s := suggesting(t, 360, 640, withoutScript)
	if got := p.spoken("searchbox"); got != "Горад, раён або вёска" {
		t.Errorf("searchbox is %q", got)
	}
	p.press("Орша" + kb.Enter)
	p.arrives("/be/search?q=Орша")
	if asked := s.questions(); len(asked) > 0 {
		t.Errorf("the script ran: %q", asked)
	}
}

// The script is small on the wire, comments and all.
func TestSuggestIsSmall(t *testing.T) {
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := w.Write(suggestScript(t)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if packed.Len() > 3<<10 {
		t.Errorf("%d bytes", packed.Len())
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}
