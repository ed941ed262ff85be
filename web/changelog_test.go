package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// The page says what changed, for whom, why and from which sources, newest first,
// and each entry has an address of its own.
func TestChangelogPage(t *testing.T) {
	r := rigOf(t, referendum(t), "")
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/changes").want(t, http.StatusOK)
		var entries []*html.Node
		for _, n := range webtest.Find(a.doc, "ol.log li") {
			if webtest.Attr(n, "id") != "" {
				entries = append(entries, n)
			}
		}
		if len(entries) != 2 || webtest.Attr(entries[0], "id") != "tried-out" || webtest.Attr(entries[1], "id") != "first-publication" {
			t.Fatalf("%s: %d entries", l, len(entries))
		}
		newest, first := webtest.Plain(webtest.Text(entries[0])), webtest.Plain(webtest.Text(entries[1]))
		for _, words := range []string{
			r.q.RightName(l, "local_referendum"), r.q.Text(l, "verdict.unclear.short", ""), r.q.Text(l, "verdict.yes.short", ""),
			r.q.Text(l, "q.citizenship.short", ""), r.q.Text(l, "a.citizenship.by", ""), "24", "2025",
		} {
			if !strings.Contains(newest, webtest.Plain(words)) {
				t.Errorf("%s: the newest entry does not say %q: %s", l, words, newest)
			}
		}
		if title := map[lang.Lang]string{lang.RU: "Первая публикация", lang.BE: "Першая публікацыя", lang.EN: "First publication"}[l]; !strings.Contains(first, title) {
			t.Errorf("%s: the first entry says %s", l, first)
		}
		for _, e := range entries {
			if len(webtest.Find(e, ".notes .src")) == 0 || len(webtest.Find(e, "a.here")) == 0 {
				t.Errorf("%s: no source or no address: %s", l, webtest.Text(e))
			}
		}
		if link := webtest.First(a.doc, "link[type=application/atom+xml]"); link == nil || webtest.Attr(link, "href") != "/"+string(l)+"/changes.atom" {
			t.Errorf("%s: programs do not find the feed", l)
		}
	}
}

// A program of somebody else reads the feed, and finds every entry of the page.
func TestChangelogFeed(t *testing.T) {
	r := rigOf(t, referendum(t), "")
	ids := map[string]bool{}
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/changes.atom").want(t, http.StatusOK)
		if kind := a.Header().Get("Content-Type"); kind != "application/atom+xml; charset=utf-8" {
			t.Error(kind)
		}
		f, err := gofeed.NewParser().ParseString(a.Body.String())
		if err != nil {
			t.Fatalf("%s: %v\n%s", l, err, a.Body.String())
		}
		if f.FeedType != "atom" || f.Language != string(l) || f.FeedLink != baseURL+"/"+string(l)+"/changes.atom" || f.Link != baseURL+"/"+string(l)+"/changes" || len(f.Items) != 2 {
			t.Errorf("%s: %+v", l, f)
		}
		page := get(r, "/"+string(l)+"/changes").want(t, http.StatusOK)
		for _, item := range f.Items {
			_, anchor, _ := strings.Cut(item.Link, "#")
			if ids[item.GUID] || !strings.HasPrefix(item.GUID, "tag:localvote.example,2026-11-21:"+string(l)+"/changes/") {
				t.Errorf("the id %s stands twice or is no tag", item.GUID)
			}
			ids[item.GUID] = true
			if webtest.First(page.doc, "#"+anchor) == nil || item.UpdatedParsed == nil || item.Title == "" || !strings.Contains(item.Content, `href="`+baseURL+"/") {
				t.Errorf("%s: %+v", l, item)
			}
			if strings.Contains(item.Content, `href="/`) {
				t.Errorf("%s: an address that leads nowhere outside of the site: %s", l, item.Content)
			}
		}
		if why := f.Items[0].Description; why == "" || !strings.Contains(f.Items[0].Content, why) {
			t.Errorf("%s: the content does not say why: %+v", l, f.Items[0])
		}
		ask := httptest.NewRequest(http.MethodGet, "/"+string(l)+"/changes.atom", nil)
		ask.Header.Set("If-None-Match", a.Header().Get("ETag"))
		if again := do(r, ask).want(t, http.StatusNotModified); again.Body.Len() > 0 {
			t.Error("a body that nobody needs")
		}
	}
}
