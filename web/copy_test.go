package web_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"localvote/web"
	"localvote/web/export"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/webtest"
)

// A copied site is an export in memory.
type copied struct {
	t     *testing.T
	files map[string][]byte
	sum   export.Summary
}

// A copiedPage is what must be remembered of a page. All pages as trees are two gigabytes.
type copiedPage struct {
	ids      map[string]bool
	links    []webtest.Link
	lang     string
	switches map[string]string // file of the page in each language
}

func copyOf(t *testing.T, base string, langs []lang.Lang) *copied {
	t.Helper()
	s := web.New(web.Config{Live: site.NewLive(soundSite(t), nil, clock), BaseURL: base, Log: slog.New(slog.DiscardHandler), Now: clock, Copied: true})
	c := &copied{t: t, files: map[string][]byte{}}
	var mu sync.Mutex
	write := func(name string, body []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if c.files[name] != nil {
			t.Errorf("%s is written twice", name)
		}
		c.files[name] = bytes.Clone(body)
		return nil
	}
	began := time.Now()
	var err error
	c.sum, err = export.Run(context.Background(), export.Config{Handler: s, Base: base, Langs: langs, Words: s.CopyWords(), Root: s.CopyRoot(), Write: write, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages, %d results, %d MB in %v; the largest is %s, %d KB", c.sum.Pages, c.sum.Results, c.sum.Bytes>>20, time.Since(began).Round(time.Millisecond), c.sum.Largest, c.sum.LargestSize>>10)
	return c
}

// A sample of languages is one where Russian is not: its words are the longest way
// from those that the site begins with.
func copiedLangs() []lang.Lang {
	if sampled() {
		return []lang.Lang{lang.BE}
	}
	return lang.All()
}

// What is written holds together without a server: every link and every place that
// one leads to is there, and each page is as sound as those of the site.
func TestCopy(t *testing.T) {
	oneByOne(t)
	c := copyOf(t, baseURL, copiedLangs())
	c.sound()
	c.root()
	if want := 300 * len(copiedLangs()); c.sum.Results < want {
		t.Errorf("%d results, want %d: the copy has lost its way", c.sum.Results, want)
	}
	c.judge()
}

// So it does where there is no living site that anything could lead to.
func TestCopyAlone(t *testing.T) {
	c := copyOf(t, export.NoSite, []lang.Lang{lang.EN, lang.BE}[:len(copiedLangs())/2+1])
	c.sound()
	for name, body := range c.files {
		if bytes.Contains(body, []byte("copy.invalid")) && path.Ext(name) == ".html" {
			t.Errorf("%s names a site that there is not", name)
		}
	}
	c.judge()
}

// The same content on the same day gives the same bytes.
func TestCopyIsTheSame(t *testing.T) {
	oneByOne(t)
	if sampled() {
		t.Skip("only in full runs")
	}
	a, b := copyOf(t, baseURL, []lang.Lang{lang.RU}), copyOf(t, baseURL, []lang.Lang{lang.RU})
	if !maps.EqualFunc(a.files, b.files, bytes.Equal) {
		t.Error("two copies differ")
	}
}

// pages are the names of all that is HTML, in order.
func (c *copied) pages() (names []string) {
	for name := range c.files {
		if path.Ext(name) == ".html" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// sound looks at every page, as the crawl looks at those of the server.
func (c *copied) sound() {
	c.t.Helper()
	pages, f := map[string]copiedPage{}, faults{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for names := range slices.Chunk(c.pages(), 500) {
		all.Go(func() {
			for _, name := range names {
				doc := webtest.Parse(c.files[name])
				own := faults{}
				for _, words := range webtest.Check(doc) {
					own.fault(name, "%s", words)
				}
				c.lines(own, name, doc)
				mu.Lock()
				pages[name] = copiedPage{webtest.IDs(doc), webtest.Links(doc), webtest.Attr(webtest.First(doc, "html"), "lang"), switchesOf(name, doc)}
				for words := range own {
					f.fault(name, "%s", words)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for name, p := range pages {
		switches(f, pages, name)
		for _, l := range p.links {
			c.link(f, pages, name, l)
		}
	}
	f.report(c.t)
}

// lines: the language, the day of the copy, nothing that asks a server.
func (c *copied) lines(f faults, name string, doc *html.Node) {
	folder, _, below := strings.Cut(name, "/")
	if got := webtest.Attr(webtest.First(doc, "html"), "lang"); below && got != folder {
		f.fault(name, "the language is %q", got)
	}
	if made := webtest.First(doc, ".copied"); made == nil || !strings.Contains(webtest.Text(made), "2026") {
		f.fault(name, "nothing says when the copy was made")
	}
	for _, tag := range []string{"form", "script", "input", "button", "select", "fieldset", "iframe"} {
		if webtest.First(doc, tag) != nil {
			f.fault(name, "<%s> in a file", tag)
		}
	}
	for _, tag := range []string{"p", "ul", "ol", "dl", "nav", "section"} {
		for _, a := range webtest.Find(doc, tag) {
			if strings.TrimSpace(webtest.Text(a)) == "" {
				f.fault(name, "an empty <%s>", tag)
			}
		}
	}
	text := webtest.Text(doc)
	for _, word := range []string{"localhost", "сегодня, ", "сёння, ", "today, "} {
		if strings.Contains(text, word) {
			f.fault(name, "it says %q", word)
		}
	}
}

// switchesOf reads the language switch: the file in each language.
func switchesOf(name string, doc *html.Node) map[string]string {
	files := map[string]string{}
	for _, a := range webtest.Find(doc, ".langs a") {
		files[webtest.Attr(a, "hreflang")] = path.Join(path.Dir(name), webtest.Attr(a, "href"))
	}
	return files
}

// switches: to the same page in each language that was copied, and back. The sheet of
// two languages trades them.
func switches(f faults, pages map[string]copiedPage, from string) {
	for l, to := range pages[from].switches {
		there, copied := pages[to]
		switch {
		case !copied || strings.Contains(from, "/leaflet~"): // of a link that leads nowhere link tells
		case there.lang != l:
			f.fault(from, "the switch to %s leads to %s, which is in %s", l, to, there.lang)
		case there.switches[pages[from].lang] != from:
			f.fault(from, "the switch to %s leads to %s, which leads back to %q", l, to, there.switches[pages[from].lang])
		}
	}
}

// link: to a file and a place that are there, or to another site.
func (c *copied) link(f faults, pages map[string]copiedPage, from string, l webtest.Link) {
	u, err := url.Parse(l.Href)
	switch {
	case err != nil:
		f.fault(from, "the link %q: %v", l.Href, err)
		return
	case l.Rel == "canonical" || l.Rel == "alternate":
		return
	case u.Host != "" || u.Scheme != "":
		if u.Scheme == "tel" || u.Scheme == "mailto" {
			return
		}
		if l.Tag == "a" && strings.HasPrefix(l.Href, baseURL) && !strings.HasSuffix(l.Text, ")") {
			f.fault(from, "the link %q does not say that it needs a line: %q", l.Href, l.Text)
		}
		if u.Hostname() == "localhost" || l.Tag == "a" && !strings.Contains(l.Rel, "noreferrer") {
			f.fault(from, "the link %q with rel=%q", l.Href, l.Rel)
		}
		return
	case strings.HasPrefix(u.Path, "/") && "/"+from == export.LostPage:
		if c.files[strings.TrimPrefix(u.Path, "/")] == nil {
			f.fault(from, "the link %q leads nowhere", l.Href)
		}
		return
	case strings.HasPrefix(u.Path, "/"):
		f.fault(from, "the link %q begins at the root of a host", l.Href)
		return
	}
	to := path.Join(path.Dir(from), u.Path)
	if u.Path == "" {
		to = from
	}
	if c.files[to] == nil {
		f.fault(from, "the link %q leads nowhere", l.Href)
	} else if u.Fragment != "" && !pages[to].ids[u.Fragment] {
		f.fault(from, "the link %q: %s has no such place", l.Href, to)
	}
}

// root: what hosts and programs look for in the first folder.
func (c *copied) root() {
	c.t.Helper()
	lost := webtest.Parse(c.files["404.html"])
	if names := webtest.Find(lost, "h1 span[lang]"); len(names) != 3 {
		c.t.Errorf("the page for what is not there speaks %d languages", len(names))
	}
	if robots := string(c.files["robots.txt"]); !strings.Contains(robots, "Sitemap: "+baseURL+"/sitemap.xml") {
		c.t.Errorf("robots.txt: %s", robots)
	}
	var listed struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(c.files["sitemap.xml"], &listed); err != nil || len(listed.URLs) < 500*len(copiedLangs()) {
		c.t.Errorf("sitemap.xml lists %d pages: %v", len(listed.URLs), err)
	}
	for _, u := range listed.URLs {
		name := strings.TrimPrefix(u.Loc, baseURL+"/")
		if strings.HasSuffix(name, "/") {
			name += "index"
		}
		if c.files[name+".html"] == nil {
			c.t.Errorf("sitemap.xml lists %s, which the copy does not hold", u.Loc)
		}
	}
}

// judge asks html-validate about some pages; it takes a fifth of a second for each.
func (c *copied) judge() {
	if _, err := os.Stat("../node_modules/html-validate"); err != nil && os.Getenv("CI") != "true" {
		c.t.Log("html-validate is not installed: npm ci")
		return
	}
	f := newFolder(c.t)
	for _, name := range c.pages() {
		if strings.Count(name, "/") < 2 && oneIn(5, name) || oneIn(150, name) {
			f.keepBytes(strings.ReplaceAll(name, "/", "-"), c.files[name])
		}
	}
	f.judge()
}

// A reader who goes from link to link gets the result that the server gives for the
// same answers.
func TestCopyAnswers(t *testing.T) {
	oneByOne(t)
	l := lang.BE
	c, r := copyOf(t, baseURL, []lang.Lang{l}), newRig(t)
	random := rand.New(rand.NewPCG(7, 2))
	results := map[string]bool{}
	for range 40 {
		at, address := string(l)+"/index.html", "/"+string(l)+"/"
		for !strings.Contains(at, "/result/") {
			ways := webtest.Find(webtest.Parse(c.files[at]), ".ways a")
			forms := webtest.Forms(get(r, address).doc)
			form := forms[slices.IndexFunc(forms, func(f webtest.Form) bool { return f.Method == "post" })]
			name := form.Radios()[0]
			choices := form.Choices(name)
			if len(ways) != len(choices) {
				t.Fatalf("%s offers %d answers, the server %d", at, len(ways), len(choices))
			}
			n := random.IntN(len(ways))
			at = path.Join(path.Dir(at), webtest.Attr(ways[n], "href"))
			address = post(r, form.Action, form.With(name, choices[n])).location()
		}
		results[at] = true
		if got, want := saidIn(webtest.Parse(c.files[at])), saidIn(get(r, address).doc); !slices.Equal(got, want) || len(got) < 5 {
			t.Errorf("%s says %q, the server at %s %q", at, got, address, want)
		}
	}
	t.Logf("%d results", len(results))
}

// saidIn are the rows of the ballot of a result, and the reasons below it.
func saidIn(doc *html.Node) (rows []string) {
	for _, selector := range []string{".ballot li", ".right .rh", ".right .said"} {
		for _, n := range webtest.Find(doc, selector) {
			rows = append(rows, webtest.Text(n))
		}
	}
	return rows
}
