package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/webtest"
)

// keep keeps the pages of the live edition.
func (r *rig) keep(t testing.TB) {
	t.Helper()
	if err := r.KeepPages(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// keptRig is a server whose pages are kept.
func keptRig(t testing.TB) *rig {
	t.Helper()
	r := newRig(t)
	r.keep(t)
	return r
}

// secondEdition differs from the real site in everything that a kept page could
// depend on: rules, the date on every page, a text, words of the interface, the
// stylesheet.
func secondEdition(t testing.TB) *site.Site {
	t.Helper()
	e := referendumContent(t)
	e.replace("site.yaml", "law_as_of: 2026-02", "law_as_of: 2026-03")
	e.replace("pages/about/en.md", "We are not a state body and speak for nobody.", "We are no state body and speak for nobody.")
	files := realFiles
	files.Content = e.files
	files.Locales = changed(t, files.Locales, "en.toml", `"Read next"`, `"Go on reading"`)
	files.Static = changed(t, files.Static, "css/site.css", "--paper: #fff;", "--paper: #fefefe;")
	s, problems := site.Build(files)
	if problems.Errors() > 0 {
		t.Fatalf("the changed content is not sound: %v", problems)
	}
	return s
}

// changed is a copy of a folder with some words of one file changed.
func changed(t testing.TB, from fs.FS, name, old, replacement string) fs.FS {
	t.Helper()
	e := edition{t, fstest.MapFS{}}
	err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, path)
		e.files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e.files[name] = &fstest.MapFile{Data: bytes.Replace(e.files[name].Data, []byte(old), []byte(replacement), 1)}
	return e.files
}

// versionLink is a permanent link of a page.
var versionLink = regexp.MustCompile(`^/v/[0-9a-f]{12}/(ru|be|en)/[a-z-]+$`)

// permalinks are the permanent links that the histories of all pages list.
func (r *rig) permalinks(t *testing.T) (links []string) {
	t.Helper()
	for _, l := range lang.All() {
		for _, p := range r.live.Site().Book.All() {
			if p.ID == "home" || p.ID == "leaflet" {
				continue
			}
			a := get(r, "/"+string(l)+"/"+p.ID+"/history").want(t, http.StatusOK)
			for _, link := range webtest.Links(a.doc) {
				if versionLink.MatchString(link.Href) {
					links = append(links, link.Href)
				}
			}
		}
	}
	return links
}

// articleOf cuts the kept article out of a document.
func articleOf(t *testing.T, document []byte) []byte {
	t.Helper()
	_, rest, found := bytes.Cut(document, []byte(`<main id="main">`))
	article, _, ended := bytes.Cut(rest, []byte("</main>"))
	if !found || !ended || len(article) < 500 {
		t.Fatalf("no article in %.300s", document)
	}
	return article
}

// The promise of issue 7: every permanent link of an edition gives the same bytes
// after the next one, whatever has changed, and old results the same verdicts.
func TestPermalinksForEver(t *testing.T) {
	before := keptRig(t)
	links := before.permalinks(t)
	if want := 3 * (len(before.live.Site().Book.All()) - 2); len(links) != want {
		t.Fatalf("%d permanent links, want %d", len(links), want)
	}
	documents, sheets := map[string][]byte{}, map[string][]byte{}
	for _, link := range links {
		a := get(before, link+".html").want(t, http.StatusOK)
		documents[link] = bytes.Clone(a.Body.Bytes())
		sum := sha256.Sum256(documents[link])
		if name := strings.Split(link, "/")[2]; !strings.HasPrefix(hex.EncodeToString(sum[:]), name) {
			t.Errorf("%s: the hash of the bytes is %x", link, sum)
		}
		sheet := webtest.Attr(webtest.First(a.doc, "link[rel=stylesheet]"), "href")
		sheets[sheet] = get(before, sheet).want(t, http.StatusOK).Body.Bytes()
		framed := get(before, link).want(t, http.StatusOK)
		if !bytes.Contains(framed.Body.Bytes(), articleOf(t, documents[link])) || webtest.First(framed.doc, ".say.open") != nil {
			t.Errorf("%s: the article is not framed as it is kept, or the live version is called old", link)
		}
	}
	results := map[string]map[string]string{}
	for i, code := range before.someCodes(200) {
		address := fmt.Sprintf("/%s/result/%s?on=%s&rules=%s", lang.All()[i%3], code, today, before.q.Hash[:12])
		results[address] = verdicts(get(before, address).want(t, http.StatusOK))
	}

	after := rigOf(t, secondEdition(t), before.db)
	after.keep(t)
	for _, link := range links {
		a := get(after, link+".html").want(t, http.StatusOK)
		if !bytes.Equal(a.Body.Bytes(), documents[link]) {
			t.Errorf("%s.html has changed", link)
		}
		framed := get(after, link).want(t, http.StatusOK)
		if !bytes.Contains(framed.Body.Bytes(), articleOf(t, documents[link])) {
			t.Errorf("%s: the article is not the bytes that were kept", link)
		}
		if webtest.First(framed.doc, ".say.open") == nil {
			t.Errorf("%s: no banner says that there is a newer version", link)
		}
	}
	for sheet, body := range sheets {
		if !bytes.Equal(get(after, sheet).want(t, http.StatusOK).Body.Bytes(), body) {
			t.Errorf("%s has changed", sheet)
		}
	}
	for address, want := range results {
		got := verdicts(get(after, address).want(t, http.StatusOK))
		for right, word := range want {
			if got[right] != word {
				t.Errorf("%s: %s was %q, is %q", address, right, word, got[right])
			}
		}
	}
	if twice := after.permalinks(t); len(twice) != 2*len(links) {
		t.Errorf("%d permanent links after the second edition, want twice %d", len(twice), len(links))
	}
	t.Logf("%d documents, %d stylesheets, %d results", len(links), len(sheets), len(results))
}

// What changed is counted in the history and shown word by word, to the eye and to
// the ear.
func TestChangesSince(t *testing.T) {
	before := keptRig(t)
	old := before.versionOf(t, "/en/about")
	after := rigOf(t, secondEdition(t), before.db)
	after.keep(t)
	history := get(after, "/en/about/history").want(t, http.StatusOK)
	if rows := webtest.Find(history.doc, ".editions li"); len(rows) != 2 || !strings.Contains(webtest.Text(rows[0]), "changed – 2") {
		t.Errorf("the history says %s", history.text())
	}
	a := get(after, "/en/about/changes/"+old).want(t, http.StatusOK)
	var went, came []string
	for _, n := range webtest.Find(a.doc, "del") {
		went = append(went, webtest.Text(n))
	}
	for _, n := range webtest.Find(a.doc, "ins") {
		came = append(came, webtest.Text(n))
	}
	if got := fmt.Sprint(went, came); got != "[Removed:February(end of the change) Removed:not a(end of the change)] [Added:March(end of the change) Added:no(end of the change)]" {
		t.Errorf("the changes are %s", got)
	}
	if again := get(after, "/en/about/changes/"+after.versionOf(t, "/en/about")).want(t, http.StatusOK); webtest.First(again.doc, "ins") != nil || webtest.First(again.doc, "del") != nil {
		t.Error("the live version differs from itself")
	}
}

// versionOf is the version that a page names at its end.
func (r *rig) versionOf(t *testing.T, address string) string {
	t.Helper()
	note := webtest.First(get(r, address).want(t, http.StatusOK).doc, ".edition")
	if note == nil {
		t.Fatalf("%s names no version", address)
	}
	return regexp.MustCompile(`[0-9a-f]{12}`).FindString(webtest.Text(note))
}

// Looks alone make no version; publishing again, and by two servers at once,
// makes none either.
func TestVersionsAreEdits(t *testing.T) {
	r := keptRig(t)
	first := r.permalinks(t)
	files := realFiles
	files.Static = changed(t, files.Static, "css/site.css", "--paper: #fff;", "--paper: #fefefe;")
	s, problems := site.Build(files)
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	two := []*rig{rigOf(t, s, r.db), rigOf(t, s, r.db), r}
	var all sync.WaitGroup
	for _, server := range two {
		all.Go(func() { server.keep(t) })
	}
	all.Wait()
	for _, server := range two {
		if again := server.permalinks(t); strings.Join(again, " ") != strings.Join(first, " ") {
			t.Errorf("%d links became %d", len(first), len(again))
		}
	}
	empty := filepath.Join(t.TempDir(), "new.db")
	race := []*rig{rigOf(t, soundSite(t), empty), rigOf(t, s, empty)}
	for _, server := range race {
		all.Go(func() { server.keep(t) })
	}
	all.Wait()
	if one, other := race[0].permalinks(t), race[1].permalinks(t); len(one) != len(first) || strings.Join(one, " ") != strings.Join(other, " ") {
		t.Errorf("two servers at once keep %d and %d versions", len(one), len(other))
	}
}

// Machines learn what they have got, and that it may be kept for ever.
func TestVersionHeaders(t *testing.T) {
	r := keptRig(t)
	path := "/v/" + r.versionOf(t, "/be/claims") + "/be/claims"
	for _, address := range []string{path, path + ".html"} {
		a := get(r, address).want(t, http.StatusOK)
		h := a.Header()
		if h.Get("Memento-Datetime") != clock().Format(http.TimeFormat) || h.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: headers %v", address, h)
		}
		for _, link := range []string{`<` + baseURL + `/be/claims>; rel="original latest-version"`, `<` + baseURL + `/be/claims>; rel="canonical"`} {
			if !strings.Contains(h.Get("Link"), link) {
				t.Errorf("%s: no %s in %s", address, link, h.Get("Link"))
			}
		}
		canonical := webtest.Attr(webtest.First(a.doc, "link[rel=canonical]"), "href")
		if strings.TrimPrefix(canonical, baseURL) != "/be/claims" || webtest.First(a.doc, "meta[name=robots]") == nil {
			t.Errorf("%s: canonical %q", address, canonical)
		}
	}
	exact := get(r, path+".html")
	if c := exact.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("Cache-Control: %s", c)
	}
	request := httptest.NewRequest(http.MethodGet, path+".html", nil)
	request.Header.Set("If-None-Match", exact.Header().Get("ETag"))
	if again := do(r, request); again.Code != http.StatusNotModified {
		t.Errorf("status %d for bytes that are known", again.Code)
	}
}

// A wrong address is told apart from one that cannot be looked up now, in the
// reader's language; nothing of it is an error of ours.
func TestWrongVersions(t *testing.T) {
	r := keptRig(t)
	ru := r.versionOf(t, "/ru/claims")
	none := rigOf(t, soundSite(t), "")
	for _, c := range []struct {
		h       http.Handler
		address string
		status  int
		lang    string
	}{
		{r, "/v/" + ru[:11] + "/ru/claims", http.StatusBadRequest, "ru"},
		{r, "/v/" + strings.Repeat("a", 65) + "/be/claims", http.StatusBadRequest, "be"},
		{r, "/v/zzzzzzzzzzzz/en/claims.html", http.StatusBadRequest, "en"},
		{r, "/v/0123456789ab/be/claims", http.StatusNotFound, "be"},
		{r, "/v/" + ru + "/be/claims", http.StatusNotFound, "be"},
		{r, "/v/" + ru + "/ru/about", http.StatusNotFound, "ru"},
		{r, "/v/" + ru + "/ru/claims.html.html", http.StatusNotFound, "ru"},
		{r, "/v/" + strings.ToUpper(ru) + "/ru/claims", http.StatusOK, "ru"},
		{r, "/v/" + ru + "/xx/claims", http.StatusNotFound, "en"},
		{r, "/v/asset/" + strings.Repeat("0", 64) + ".css", http.StatusNotFound, "en"},
		{r, "/ru/claims/changes/" + ru[:5], http.StatusBadRequest, "ru"},
		{r, "/be/claims/changes/" + ru, http.StatusNotFound, "be"},
		{r, "/be/nothing/history", http.StatusNotFound, "be"},
		{r, "/be/home/history", http.StatusNotFound, "be"},
		{none, "/be/places/history", http.StatusOK, "be"},
		{none, "/v/" + ru + "/ru/claims", http.StatusServiceUnavailable, "ru"},
		{none, "/v/asset/" + strings.Repeat("0", 64) + ".css", http.StatusServiceUnavailable, "en"},
		{none, "/be/claims/changes/" + ru, http.StatusServiceUnavailable, "be"},
	} {
		a := get(c.h, c.address)
		if got := webtest.Attr(webtest.First(a.doc, "html"), "lang"); a.Code != c.status || got != c.lang {
			t.Errorf("%s: status %d in %q, want %d in %q", c.address, a.Code, got, c.status, c.lang)
		}
	}
	if a := get(none, "/en/claims/history"); !strings.Contains(a.text(), "try again later") {
		t.Errorf("without a database the history says %s", a.text())
	}
	if strings.Contains(r.log.String()+none.log.String(), "level=ERROR") {
		t.Error("a wrong address is logged as an error")
	}
}

// A database that is closed under the server is an outage, not an error page.
func TestVersionsInAnOutage(t *testing.T) {
	r := keptRig(t)
	path := "/v/" + r.versionOf(t, "/ru/claims") + "/ru/claims"
	r.store.Close()
	get(r, path).want(t, http.StatusServiceUnavailable)
	get(r, path+".html").want(t, http.StatusServiceUnavailable)
	get(r, "/ru/claims/history").want(t, http.StatusOK)
	get(r, "/ru/claims").want(t, http.StatusOK)
}
