package web_test

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web"
	"localvote/web/site"
	"localvote/web/webtest"
	"localvote/web/wording"
)

// grownBy is so many pages that their versions do not fit into one write.
const grownBy = 210

// grownFiles is the real content with many more pages.
func grownFiles(t *testing.T) site.Files {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.FS, name)
		all[name] = &fstest.MapFile{Data: data}
		for n := 0; n < grownBy && strings.HasPrefix(name, "pages/press/"); n++ {
			all[fmt.Sprintf("pages/more-%03d/%s", n, d.Name())] = all[name]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return site.Files{Content: wording.Proven(all), Locales: wording.Proven(locales.FS), Static: static.FS}
}

// With many pages no page names all of them, all of their versions are kept, and the
// sitemap has them all in as many parts as it needs.
func TestManyPages(t *testing.T) {
	oneByOne(t)
	s, problems := site.Build(grownFiles(t))
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	r := rigOf(t, s, filepath.Join(t.TempDir(), "localvote.db"))
	for range 2 { // the second time all are known
		if err := r.KeepPages(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(r.log.String(), "new versions of pages are kept"); n != 1 {
		t.Errorf("versions were kept %d times", n)
	}
	for _, id := range []string{"more-000", "more-100", "more-209"} {
		kept, err := r.store.PageVersions(t.Context(), id, "be")
		if err != nil || len(kept) != 1 {
			t.Errorf("%s has %d versions: %v", id, len(kept), err)
		}
		if a := get(r, "/be/"+id+"/history").want(t, http.StatusOK); !strings.Contains(a.Body.String(), kept[0].Hash[:8]) {
			t.Errorf("the history of %s does not name its version", id)
		}
	}
	links := func(address string) (n int) {
		for _, a := range webtest.Find(get(r, address).want(t, http.StatusOK).doc, "main a") {
			if strings.HasPrefix(webtest.Attr(a, "href"), "/en/more-") {
				n++
			}
		}
		return n
	}
	for address, bounds := range map[string][2]int{"/en/": {10, 32}, "/en/more-100": {4, 12}, "/en/press": {4, 8}, "/en/translations": {10, 200}} {
		if n := links(address); n < bounds[0] || n > bounds[1] {
			t.Errorf("%s names %d of the pages, want %d to %d", address, n, bounds[0], bounds[1])
		}
	}
	mapInParts(t, r, s)
}

// mapInParts puts the parts of a sitemap together and compares them with the whole.
func mapInParts(t *testing.T, r *rig, s *site.Site) {
	t.Helper()
	read := func(part, most int) (locs []string, body string) {
		data, err := web.DrawSitemap(r.Server, s, part, most)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
			Parts []struct {
				Loc string `xml:"loc"`
			} `xml:"sitemap"`
		}
		if data != nil {
			if err := xml.Unmarshal(data, &m); err != nil {
				t.Fatal(err)
			}
		}
		for _, u := range append(m.URLs, m.Parts...) {
			locs = append(locs, u.Loc)
		}
		return locs, string(data)
	}
	whole, _ := read(0, 1<<20)
	if one, _ := read(1, 1<<20); one != nil {
		t.Error("a sitemap in one file has a part")
	}
	const most = 500
	index, body := read(0, most)
	if want := (len(whole) + most - 1) / most; len(index) < want || !strings.Contains(body, "<sitemapindex") {
		t.Fatalf("%d parts for %d addresses: %.200s", len(index), len(whole), body)
	}
	var together []string
	for n := range index {
		if want := fmt.Sprintf("%s/sitemap-%d.xml", baseURL, n+1); index[n] != want {
			t.Errorf("part %d is at %s", n+1, index[n])
		}
		locs, _ := read(n+1, most)
		if len(locs) == 0 || len(locs) > most {
			t.Errorf("part %d has %d addresses", n+1, len(locs))
		}
		together = append(together, locs...)
	}
	if strings.Join(together, " ") != strings.Join(whole, " ") {
		t.Errorf("the parts have %d addresses, the whole %d", len(together), len(whole))
	}
	if beyond, _ := read(len(index)+1, most); beyond != nil {
		t.Error("there is a part beyond the last")
	}
	for _, address := range []string{"/sitemap-1.xml", "/sitemap-0.xml", "/sitemap-01.xml", "/sitemap-x.xml", "/sitemap-1"} {
		get(r, address).want(t, http.StatusNotFound)
	}
}
