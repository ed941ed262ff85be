package web_test

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/temoto/robotstxt"

	"localvote/web/lang"
	"localvote/web/webtest"
)

type sitemap struct {
	URLs []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
		Links   []struct {
			Lang string `xml:"hreflang,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"url"`
}

func readSitemap(t *testing.T, r *rig) sitemap {
	t.Helper()
	var m sitemap
	if err := xml.Unmarshal(get(r, "/sitemap.xml").want(t, http.StatusOK).Body.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func robots(t *testing.T, r *rig) *robotstxt.RobotsData {
	t.Helper()
	rules, err := robotstxt.FromBytes(get(r, "/robots.txt").want(t, http.StatusOK).Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// Every address of the sitemap answers, may be indexed and read, names itself as
// the original, and its sisters are in the sitemap too.
func TestSitemap(t *testing.T) {
	r := newRig(t)
	m, rules := readSitemap(t, r), robots(t, r)
	listed := map[string]bool{}
	for _, u := range m.URLs {
		if listed[u.Loc] {
			t.Errorf("%s stands twice", u.Loc)
		}
		listed[u.Loc] = true
	}
	for _, u := range m.URLs {
		path := strings.TrimPrefix(u.Loc, baseURL)
		if sampled() && strings.Contains(path, "/places/") && !oneIn(10, path) {
			continue
		}
		a := get(r, path).want(t, http.StatusOK)
		if webtest.First(a.doc, "meta[name=robots]") != nil || a.Header().Get("X-Robots-Tag") != "" || !rules.TestAgent(path, "Googlebot") {
			t.Errorf("%s must not be indexed", path)
		}
		if own := webtest.Attr(webtest.First(a.doc, "link[rel=canonical]"), "href"); own != u.Loc {
			t.Errorf("%s says that it is %s", path, own)
		}
		if day, err := time.Parse(time.DateOnly, u.LastMod); err != nil || day.After(clock().AddDate(0, 0, 2)) {
			t.Errorf("%s: changed on %q", path, u.LastMod)
		}
		for _, l := range u.Links {
			if !listed[l.Href] {
				t.Errorf("%s: its sister %s is missing", path, l.Href)
			}
			if !strings.Contains(path, "/easy") && webtest.Attr(webtest.First(a.doc, "link[hreflang="+l.Lang+"]"), "href") != l.Href {
				t.Errorf("%s: the page has another address in %s", path, l.Lang)
			}
		}
	}
	t.Logf("%d addresses", len(m.URLs))
	everyIndexable(t, r, listed, rules)
}

// everyIndexable walks the site by its links: a page that may be indexed and read
// is in the sitemap.
func everyIndexable(t *testing.T, r *rig, listed map[string]bool, rules *robotstxt.RobotsData) {
	t.Helper()
	for _, l := range lang.All() {
		home := "/" + string(l) + "/"
		known := map[string]bool{home: true}
		for queue := []string{home}; len(queue) > 0; {
			path := queue[0]
			queue = queue[1:]
			a := get(r, path)
			if a.Code != http.StatusOK || !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") || webtest.First(a.doc, "meta[name=robots]") != nil {
				continue
			}
			if !listed[baseURL+path] {
				t.Errorf("%s may be indexed and is not in the sitemap", path)
			}
			for _, link := range webtest.Links(a.doc) {
				to, _, _ := strings.Cut(strings.TrimPrefix(link.Href, baseURL), "#")
				to, query, _ := strings.Cut(to, "?")
				if query == "" && link.Tag == "a" && strings.HasPrefix(to, home) && !known[to] && rules.TestAgent(to, "Googlebot") {
					known[to] = true
					queue = append(queue, to)
				}
			}
		}
		t.Logf("%s: %d pages", l, len(known))
	}
}

func TestRobotsRules(t *testing.T) {
	r := newRig(t)
	rules := robots(t, r)
	for _, l := range lang.All() {
		root := "/" + string(l)
		for path, want := range map[string]bool{
			"/": true, "/check": true, "/in-russia": true, "/places/by-orsha": true, "/tree": true, "/table": true, "/data": true, "/leaflet": true, "/press": true,
			"/check/1-BAT0": false, "/check/all": false, "/check/private": false, "/result/1-BD0W": false, "/display": false, "/search": false, "/search?q=a": false,
			"/table?country=ru": false, "/table.csv": false,
		} {
			if rules.TestAgent(root+path, "Googlebot") != want {
				t.Errorf("%s%s: allowed is not %v", root, path, want)
			}
		}
	}
	for _, name := range []string{"Twitterbot", "facebookexternalhit"} { // they show what a reader shares
		if !rules.TestAgent("/be/result/1-BD0W", name) {
			t.Errorf("%s may not show a result", name)
		}
	}
	if !rules.TestAgent("/data/rules.json", "GPTBot") || len(rules.Sitemaps) != 1 || rules.Sitemaps[0] != baseURL+"/sitemap.xml" {
		t.Errorf("%v", rules.Sitemaps)
	}
}

// Whoever finds a hole learns whom to tell; the file is never out of date.
func TestSecurity(t *testing.T) {
	r := newRig(t)
	if a := get(r, "/security.txt"); a.Code != http.StatusMovedPermanently || a.location() != "/.well-known/security.txt" {
		t.Errorf("%d %s", a.Code, a.location())
	}
	fields := map[string]string{}
	for line := range strings.Lines(get(r, "/.well-known/security.txt").want(t, http.StatusOK).Body.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		fields[name] = value
	}
	if at, err := time.Parse(time.RFC3339, fields["Expires"]); err != nil || !at.After(clock()) || at.After(clock().AddDate(1, 0, 1)) {
		t.Errorf("expires %q", fields["Expires"])
	}
	contact, fragment, _ := strings.Cut(strings.TrimPrefix(fields["Contact"], baseURL), "#")
	if page := get(r, contact).want(t, http.StatusOK); !webtest.IDs(page.doc)[fragment] {
		t.Errorf("contact %q", fields["Contact"])
	}
}

// The small files name things that exist.
func TestSmallFiles(t *testing.T) {
	r := newRig(t)
	llms := get(r, "/llms.txt").want(t, http.StatusOK).Body.String()
	links := 0
	for part := range strings.SplitSeq(llms, "](") {
		address, _, found := strings.Cut(part, ")")
		if path, ours := strings.CutPrefix(address, baseURL); found && ours {
			links++
			get(r, path).want(t, http.StatusOK)
		}
	}
	if !strings.HasPrefix(llms, "# Local Vote\n\n> ") || links < 20 {
		t.Errorf("%d links", links)
	}
	if humans := get(r, "/humans.txt").want(t, http.StatusOK).Body.String(); !strings.Contains(humans, "Мясцовы голас") {
		t.Error(humans)
	}
	if logo := get(r, "/logo.svg").want(t, http.StatusOK); logo.Header().Get("Content-Type") != "image/svg+xml" {
		t.Error(logo.Header())
	}
	for _, l := range lang.All() {
		page := get(r, "/"+string(l)+"/")
		at := webtest.Attr(webtest.First(page.doc, "link[rel=search]"), "href")
		var d struct {
			ShortName string
			URL       struct {
				Template string `xml:"template,attr"`
			} `xml:"Url"`
		}
		if err := xml.Unmarshal(get(r, at).want(t, http.StatusOK).Body.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		if len([]rune(d.ShortName)) > 16 || d.URL.Template != baseURL+"/"+string(l)+"/search?q={searchTerms}" {
			t.Errorf("%+v", d)
		}
	}
}
