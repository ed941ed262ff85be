package web_test

import (
	"bytes"
	"net/http"
	"strings"
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
)

// A load is what a page brings with it.
type load struct {
	address          string
	html, css, print int
	script, icon     int
	kindSheet        int
}

// first is everything that a reader without a copy of anything waits for. The sheet
// for print is fetched when all else is there, and holds nothing up.
func (l load) first() int { return l.html + l.css + l.script + l.icon }

// next is what comes when the sheet of all pages and the icon are there already.
func (l load) next() int { return l.html + l.kindSheet }

func small(t testing.TB, body []byte) int {
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
		case webtest.Attr(n, "media") == "print":
			l.print += size
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

// heavier are the pages whose first view takes more than one round trip, with what
// each may weigh today. The texts of law and their sources are what they hold; the
// numbers may go down and not up.
var heavier = map[string]int{
	"/result/1-BD0W": 15_000, "/result/1-0000": 17_800,
	"/in-russia": 16_700, "/in-belarus": 16_700, "/which-elections": 17_600, "/how-to-vote": 18_000, "/standing": 18_600,
	"/places": 21_800, "/open-questions": 20_500, "/timeline": 21_200, "/claims": 22_200, "/sources": 31_400,
	"/what-people-say": 16_800, "/numbers": 17_200, "/glossary": 16_900, "/differences": 14_900,
}

func TestBudget(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		paths := []string{"/", "/check", "/check/1-BAT0", "/result/1-BD0W", "/result/1-0000"}
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
			if strings.HasPrefix(path, "/check") && is.next() > nextView {
				t.Errorf("%s%s: the next view is %d bytes, at most %d", root, path, is.next(), nextView)
			}
			t.Logf("%6d first, %6d next: HTML %d, CSS %d, script %d, icon %d, later for print %d: %s%s", is.first(), is.next(), is.html, is.css, is.script, is.icon, is.print, root, path)
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
