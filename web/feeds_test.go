package web_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// feedsOf are all feeds in one language, without their endings.
func (r *rig) feedsOf(l lang.Lang) []string {
	root := "/" + string(l)
	out := []string{root + "/feed", root + "/claims", root + "/changes"}
	for _, p := range r.live.Site().Book.All() {
		if p.ID != "home" {
			out = append(out, root+"/"+p.ID+"/feed")
		}
	}
	return out
}

// Programs of others read every feed in both forms and find the same in them: ids
// that stand once, true days, and addresses that lead somewhere.
func TestFeeds(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	r.keep(t)
	owners := map[string]string{} // entry by id: the same id is the same news
	led := map[string]bool{}
	entries := 0
	for _, l := range lang.All() {
		for _, address := range r.feedsOf(l) {
			a, j := r.feed(t, address+".atom"), r.feed(t, address+".json")
			if a.FeedType != "atom" || j.FeedType != "json" || a.Language != string(l) || j.Language != string(l) || a.Title != j.Title || a.Title == "" || len(a.Items) != len(j.Items) || len(a.Items) == 0 {
				t.Errorf("%s: %d and %d entries, %q and %q", address, len(a.Items), len(j.Items), a.Title, j.Title)
				continue
			}
			if a.FeedLink != baseURL+address+".atom" || j.FeedLink != baseURL+address+".json" || a.Link != j.Link || a.Copyright == "" {
				t.Errorf("%s: self %s and %s, page %s and %s, rights %q", address, a.FeedLink, j.FeedLink, a.Link, j.Link, a.Copyright)
			}
			led[a.Link] = true
			seen := map[string]bool{}
			for i, item := range a.Items {
				entries++
				other := j.Items[i]
				if item.GUID != other.GUID || item.Title != other.Title || item.Link != other.Link || !item.UpdatedParsed.Equal(*other.UpdatedParsed) || item.Content != other.Content {
					t.Errorf("%s: %+v\n%+v", address, item, other)
				}
				if seen[item.GUID] || !strings.HasPrefix(item.GUID, "tag:localvote.example,2026-11-21:"+string(l)+"/") {
					t.Errorf("%s: the id %s", address, item.GUID)
				}
				seen[item.GUID] = true
				if before := owners[item.GUID]; before != "" && before != item.Title+item.Content {
					t.Errorf("%s: %s says something else in another feed", address, item.GUID)
				}
				owners[item.GUID] = item.Title + item.Content
				if item.UpdatedParsed.After(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) || item.UpdatedParsed.Before(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)) {
					t.Errorf("%s: %s is of %s", address, item.Title, item.Updated)
				}
				if strings.Contains(item.Content, `href="/`) || item.Description == "" {
					t.Errorf("%s: %q %s", address, item.Description, item.Content)
				}
				led[item.Link] = true
				for _, n := range webtest.Find(webtest.Parse([]byte(item.Content)), "a") {
					led[webtest.Attr(n, "href")] = true
				}
			}
		}
	}
	pages := map[string]map[string]bool{} // anchors by page
	for link := range led {
		path, ours := strings.CutPrefix(link, baseURL)
		page, anchor, _ := strings.Cut(path, "#")
		if ours && pages[page] == nil {
			pages[page] = webtest.IDs(get(r, page).want(t, http.StatusOK).doc)
		}
		if !ours || anchor != "" && !pages[page][anchor] {
			t.Errorf("%s leads nowhere", link)
		}
	}
	t.Logf("%d feeds of each form, %d entries, %d addresses", 3*len(r.feedsOf(lang.RU)), entries, len(led))
}

// feed reads a feed as a program of somebody else does.
func (r *rig) feed(t *testing.T, address string) *gofeed.Feed {
	t.Helper()
	a := get(r, address).want(t, http.StatusOK)
	kind := map[bool]string{true: "application/atom+xml; charset=utf-8", false: "application/feed+json"}[strings.HasSuffix(address, ".atom")]
	if got := a.Header().Get("Content-Type"); got != kind {
		t.Errorf("%s is %s", address, got)
	}
	f, err := gofeed.NewParser().ParseString(a.Body.String())
	if err != nil {
		t.Fatalf("%s: %v\n%s", address, err, a.Body.String())
	}
	return f
}

// Without a database the feeds stay: the same entries with the same ids, and no
// word of versions.
func TestFeedsWithoutDatabase(t *testing.T) {
	r, bare := newRig(t), rigOf(t, soundSite(t), "")
	r.keep(t)
	for _, l := range lang.All() {
		for _, address := range r.feedsOf(l) {
			if with, without := get(r, address+".atom"), get(bare, address+".atom"); with.Body.String() != without.Body.String() {
				t.Errorf("%s differs before anything has changed", address)
			}
		}
	}
}

// A page that changes is in the feeds under the address of its new version, with
// the moment at which that was first seen; others stay as they were.
func TestFeedsTellOfVersions(t *testing.T) {
	first := keptRig(t)
	r := rigOf(t, secondEdition(t), first.db)
	r.keep(t)
	kept := 0
	for _, l := range lang.All() {
		site := r.feed(t, "/"+string(l)+"/feed.atom")
		for _, item := range site.Items {
			if !strings.Contains(item.GUID, "/v/") {
				continue
			}
			kept++
			if !strings.Contains(item.Content, `href="`+baseURL+"/v/") || !item.UpdatedParsed.Equal(clock()) {
				t.Errorf("%s: %s %s", l, item.Updated, item.Content)
			}
			_, page, _ := strings.Cut(strings.TrimPrefix(item.Link, baseURL+"/"), "/")
			if page == "" {
				t.Fatalf("%s leads to %s", item.GUID, item.Link)
			}
			own := r.feed(t, "/"+string(l)+"/"+page+"/feed.json")
			if !slices.ContainsFunc(own.Items, func(i *gofeed.Item) bool { return i.GUID == item.GUID && i.Content == item.Content }) {
				t.Errorf("%s is not in the feed of %s", item.GUID, page)
			}
		}
	}
	if kept == 0 {
		t.Error("no feed tells of a new version")
	}
	r.store.Close() // the feeds outlive that
	if n := len(r.feed(t, "/ru/feed.atom").Items); n == 0 {
		t.Error("no entries without the database")
	}
}

// Feeds are asked for often: what is known is not sent again, pages of any origin
// may read them, and HEAD says the same.
func TestFeedsOnTheWire(t *testing.T) {
	r := newRig(t)
	for _, address := range []string{"/ru/feed.atom", "/be/feed.json", "/en/claims.json", "/ru/changes.json", "/be/claims/feed.atom", "/en/places/feed.json", "/be/elections.ics"} {
		a := get(r, address).want(t, http.StatusOK)
		h := a.Header()
		if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("ETag") == "" || !strings.HasPrefix(h.Get("Cache-Control"), "public") || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", address, h)
		}
		ask := httptest.NewRequest(http.MethodGet, address, nil)
		ask.Header.Set("If-None-Match", h.Get("ETag"))
		if again := do(r, ask).want(t, http.StatusNotModified); again.Body.Len() > 0 {
			t.Errorf("%s: %d bytes that nobody needs", address, again.Body.Len())
		}
		if head := do(r, httptest.NewRequest(http.MethodHead, address, nil)).want(t, http.StatusOK); head.Header().Get("ETag") != h.Get("ETag") {
			t.Errorf("%s: HEAD says something else", address)
		}
		switch body := a.Body.Bytes(); {
		case strings.HasSuffix(address, ".json") && !json.Valid(body):
			t.Errorf("%s is no JSON", address)
		case strings.HasSuffix(address, ".atom") && xml.Unmarshal(body, new(struct{})) != nil:
			t.Errorf("%s is no XML", address)
		}
	}
	for _, address := range []string{"/ru/nothing/feed.atom", "/ru/home/feed.json", "/ru/feed.rss", "/ru/places/by-orsha/feed.atom", "/ru/check/feed.atom"} {
		if a := get(r, address); a.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", address, a.Code)
		}
	}
}

// Programs find the feed of a page from the page, at most two links of them, and
// people find the page about feeds.
func TestFeedsAreFound(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		for page, want := range map[string]string{"/": "/feed.atom", "/about": "/about/feed.atom", "/claims": "/claims.atom", "/changes": "/changes.atom", "/feeds": "/feed.atom"} {
			a := get(r, root+page).want(t, http.StatusOK)
			n := len(webtest.Find(a.doc, "link[type=application/atom+xml]")) + len(webtest.Find(a.doc, "link[type=application/feed+json]"))
			if link := webtest.First(a.doc, "link[type=application/atom+xml]"); n > 2 || link == nil || webtest.Attr(link, "href") != root+want || webtest.Attr(link, "title") == "" {
				t.Errorf("%s%s: %d links", root, page, n)
			}
		}
		for _, page := range []string{"/press", "/about", "/about/history"} {
			if !slices.ContainsFunc(webtest.Links(get(r, root+page).doc), func(link webtest.Link) bool { return link.Href == root+"/feeds" }) {
				t.Errorf("%s%s does not lead to the page about feeds", root, page)
			}
		}
		list := get(r, root+"/feeds").want(t, http.StatusOK)
		for _, address := range []string{"/feed.atom", "/feed.json", "/claims.atom", "/claims.json", "/changes.atom", "/changes.json", "/elections.ics"} {
			if !slices.ContainsFunc(webtest.Links(list.doc), func(link webtest.Link) bool { return link.Href == root+address }) {
				t.Errorf("%s/feeds does not name %s", root, address)
			}
		}
	}
}
