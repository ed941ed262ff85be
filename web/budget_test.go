package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// What a reader waits for, in bytes on the line with brotli: a server may send about
// ten packets before it hears from the reader (RFC 6928), and that is 14,600 bytes.
const (
	firstView = 14_600
	nextView  = 6_000
	// seldomSheet is for the sheet of paper and of forced colours. Its media fit no
	// screen of most readers, so that browsers fetch it at the lowest priority, after
	// all else, and draw the page without it: it is no part of the first view, but of
	// what the reader pays for in the end.
	seldomSheet = 2_500
)

// A load is what a page brings with it.
type load struct {
	address           string
	html, css, seldom int
	script, icon      int
	kindSheet         int
}

// first is everything that a reader without a copy of anything waits for.
func (l load) first() int { return l.html + l.css + l.script + l.icon }

// next is what comes when the sheet of all pages and the icon are there already.
func (l load) next() int { return l.html + l.kindSheet }

// small is the size of a body as pressed as it gets. That takes a tenth of a second, and
// the sheets, the icon and the scripts are the same on page after page: each is pressed once.
func small(t testing.TB, body []byte) int {
	t.Helper()
	if size, ok := smallKnown.Load(string(body)); ok {
		return size.(int)
	}
	size := press(t, body)
	smallKnown.Store(string(body), size)
	return size
}

var smallKnown sync.Map // body -> size

func press(t testing.TB, body []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func (r *rig) load(t testing.TB, address string) load {
	t.Helper()
	a := get(r, address).want(t, http.StatusOK)
	l := load{address: address, html: small(t, a.Body.Bytes())}
	fetch := func(href string) int { return small(t, get(r, href).want(t, http.StatusOK).Body.Bytes()) }
	for i, n := range webtest.Find(a.doc, "link[rel=stylesheet]") {
		size := fetch(webtest.Attr(n, "href"))
		switch {
		case webtest.Attr(n, "media") != "":
			l.seldom += size
			continue
		case i == 1:
			l.kindSheet = size
		}
		l.css += size
	}
	for _, n := range webtest.Find(a.doc, "script[src]") {
		l.script += fetch(webtest.Attr(n, "src"))
	}
	if icon := webtest.First(a.doc, "link[rel=icon]"); icon != nil {
		l.icon = fetch(webtest.Attr(icon, "href"))
	}
	for _, tag := range []string{"img", "iframe", "video", "audio", "object", "embed"} {
		if webtest.First(a.doc, tag) != nil {
			t.Errorf("%s fetches <%s>", address, tag)
		}
	}
	return l
}

// heavyResults are the heaviest of all results, found by weighing every one: where the
// budget holds for them it holds for the other three hundred.
var heavyResults = []string{"1-BD0W", "1-HR9B", "1-BCXG", "1-B4SM", "1-0000"}

// heavier are the pages whose first view takes more than one round trip, with what
// each may weigh today: the numbers may go down, and up only for words that readers
// need (three did by 40 bytes at most, for names of sites in Cyrillic). Of these
//   - results about whom little is known give the reasons for every way that is open;
//   - lists are what they list.
var heavier = map[string]int{
	"/result/1-B4SM": 14_870, "/result/1-0000": 17_080,
	"/places": 20_520, "/open-questions": 17_500, "/timeline": 18_820, "/claims": 19_500, "/sources": 28_600,
}

func TestBudget(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		paths := []string{"/", "/check", "/check/1-BAT0"}
		for _, code := range heavyResults {
			paths = append(paths, "/result/"+code)
		}
		for _, p := range r.live.Site().Book.All() {
			if p.ID != "home" {
				paths = append(paths, "/"+p.ID)
			}
		}
		for _, path := range paths {
			is := r.load(t, root+path)
			limit := firstView
			if more, ok := heavier[path]; ok {
				limit = more
			}
			if is.first() > limit {
				t.Errorf("%s%s: the first view is %d bytes, at most %d: HTML %d, CSS %d, script %d, icon %d", root, path, is.first(), limit, is.html, is.css, is.script, is.icon)
			}
			if is.seldom == 0 || is.seldom > seldomSheet {
				t.Errorf("%s%s: the sheet for paper and forced colours is %d bytes, at most %d", root, path, is.seldom, seldomSheet)
			}
			if strings.HasPrefix(path, "/check") && is.next() > nextView {
				t.Errorf("%s%s: the next view is %d bytes, at most %d", root, path, is.next(), nextView)
			}
			t.Logf("%6d first, %6d next: HTML %d, CSS %d, script %d, icon %d, later for paper %d: %s%s", is.first(), is.next(), is.html, is.css, is.script, is.icon, is.seldom, root, path)
		}
	}
}

// Scripts are optional, and small.
func TestScriptsAreSmall(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	const most = 3 << 10
	for _, path := range []string{"/ru/search", "/be/places", "/en/"} {
		if is := r.load(t, path); is.script > most {
			t.Errorf("%s: scripts of %d bytes", path, is.script)
		}
	}
}
