package web_test

import (
	"bytes"
	"net/http"
	"sort"
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

func TestBudget(t *testing.T) {
	r := newRig(t)
	var loads []load
	for _, l := range lang.All() {
		root := "/" + string(l)
		for _, path := range []string{"/", "/check", "/check/1-BAT0", "/result/1-BD0W", "/result/1-0000"} {
			loads = append(loads, r.load(t, root+path))
		}
		for _, p := range r.live.Site().Book.All() {
			if p.ID != "home" {
				loads = append(loads, r.load(t, root+"/"+p.ID))
			}
		}
	}
	sort.Slice(loads, func(i, j int) bool { return loads[i].first() < loads[j].first() })
	for _, l := range loads {
		t.Logf("%6d first, %6d next: html %d, css %d, script %d, icon %d (print %d) %s", l.first(), l.next(), l.html, l.css, l.script, l.icon, l.print, l.address)
	}
	_ = strings.HasPrefix
}
