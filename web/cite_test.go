package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nickng/bibtex"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// citedWorks is one work of each kind, behind the language.
var citedWorks = []string{
	"/cite/page/in-russia", "/cite/page/home", "/cite/page/home.easy", "/cite/claim/signed-13-march",
	"/cite/source/by.ec.4", "/cite/source/by.ec.4.2", "/cite/result/1-BD0W-2026-11-21", "/cite/place/by-orsha",
}

var citeTypes = map[string]string{
	"txt": "text/plain", "bib": "application/x-bibtex", "ris": "application/x-research-info-systems",
	"json": "application/vnd.citationstyles.csl+json", "wiki": "text/x-wiki",
}

func ask(h http.Handler, address, accept string) reply {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	return do(h, r)
}

// Every kind of work has a file of each format, and the same by negotiation.
func TestCitationFiles(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		for _, work := range citedWorks {
			address := "/" + string(l) + work
			for ending, kind := range citeTypes {
				file := get(r, address+"."+ending).want(t, http.StatusOK)
				asked := ask(r, address, kind).want(t, http.StatusOK)
				if file.Body.String() != asked.Body.String() || asked.Header().Get("Vary") != "Accept" {
					t.Errorf("%s: %s by ending and by type are not the same", address, ending)
				}
				if got := file.Header().Get("Content-Type"); got != kind+"; charset=utf-8" {
					t.Errorf("%s.%s has the type %s", address, ending, got)
				}
				if file.Header().Get("X-Robots-Tag") != "noindex" || file.Header().Get("Content-Language") != string(l) {
					t.Errorf("%s.%s: %v", address, ending, file.Header())
				}
			}
			page := get(r, address).want(t, http.StatusOK)
			if got := len(webtest.Find(page.doc, ".forms pre")); got != 7 {
				t.Errorf("%s shows %d formats", address, got)
			}
			if _, err := bibtex.Parse(strings.NewReader(get(r, address+".bib").Body.String())); err != nil {
				t.Errorf("%s.bib: %v", address, err)
			}
			var items []map[string]any
			if err := json.Unmarshal(get(r, address+".json").Body.Bytes(), &items); err != nil || len(items) != 1 || !strings.HasPrefix(items[0]["URL"].(string), baseURL+"/"+string(l)+"/") {
				t.Errorf("%s.json: %v", address, err)
			}
		}
	}
}

// The address in a citation leads to the work, and its anchor is there.
func TestCitationsLeadToTheWork(t *testing.T) {
	r := newRig(t)
	address := regexp.MustCompile(`(?m)^UR  - (\S+)\r$`)
	for _, work := range citedWorks {
		m := address.FindStringSubmatch(get(r, "/en"+work+".ris").Body.String())
		if m == nil {
			t.Fatalf("%s names no address", work)
		}
		path, anchor, _ := strings.Cut(strings.TrimPrefix(m[1], baseURL), "#")
		page := get(r, path).want(t, http.StatusOK)
		if anchor != "" && !webtest.IDs(page.doc)[anchor] {
			t.Errorf("%s: no %s on %s", work, anchor, path)
		}
	}
}

// A request is answered with what it wants most.
func TestCitationNegotiation(t *testing.T) {
	r := newRig(t)
	const address = "/be/cite/page/in-russia"
	for accept, want := range map[string]string{
		"":    "text/html; charset=UTF-8",
		"*/*": "text/html; charset=UTF-8",
		"application/x-bibtex;q=0.5, application/x-research-info-systems": "application/x-research-info-systems; charset=utf-8",
		"text/html;q=0.1, text/plain;q=0.2":                               "text/plain; charset=utf-8",
		"application/vnd.citationstyles.csl+json, */*;q=0.1":              "application/vnd.citationstyles.csl+json; charset=utf-8",
	} {
		if a := ask(r, address, accept).want(t, http.StatusOK); a.Header().Get("Content-Type") != want {
			t.Errorf("%q gives %s, want %s", accept, a.Header().Get("Content-Type"), want)
		}
	}
	for _, accept := range []string{"image/png", "application/json", "*/*;q=0"} {
		a := ask(r, address, accept).want(t, http.StatusNotAcceptable)
		for ending, kind := range citeTypes {
			if !strings.Contains(a.Body.String(), kind+" "+baseURL+address+"."+ending+"\n") {
				t.Errorf("%q: the list has no %s: %s", accept, ending, a.Body)
			}
		}
		if a.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%q: %s", accept, a.Header().Get("Cache-Control"))
		}
	}
}

// What does not exist is a page of the site that says so.
func TestNothingToCite(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{
		"/cite/page/nothing", "/cite/page/nothing.bib", "/cite/page/in-russia.pdf", "/cite/page/in-russia.", "/cite/page/.bib", "/cite/page/about.easy", "/cite/page/in-russia.bib.bib",
		"/cite/moon/in-russia", "/cite/claim/moon", "/cite/source/moon.ris", "/cite/place/moon", "/cite/page", "/cite/", "/cite/page/in-russia/x",
		"/cite/result/1-BD0W", "/cite/result/1-BD0W-2026-13-01", "/cite/result/1-BD0W-2026-02-30", "/cite/result/1-ZZZZ-2026-11-22", "/cite/result/1-bd0w-2026-11-22",
		"/cite/result/1-BD0W-1999-01-01", "/cite/result/1-BD0W-2099-01-01", "/cite/result/-2026-11-22", "/cite/result/1-BD0W-2026-11-22?rules=0123456789ab",
		"/cite/page/%00", "/cite/page/%ff%fe.bib", "/cite/page/..%2f..%2fetc", "/cite/page/" + strings.Repeat("a", 3000),
		"/quote/in-russia/moon", "/quote/moon/who", "/quote/in-russia/who-title", "/quote/sources/list", "/quote/in-russia/", "/quote/in-russia/%00",
	} {
		if a := get(r, "/en"+path); a.Code != http.StatusNotFound || webtest.First(a.doc, "h1") == nil {
			t.Errorf("%s gives status %d", path, a.Code)
		}
	}
}

// A citation of a result carries its code, its day and its rules. The place of the
// reader and the choice of words stay out, and without a trace there is none.
func TestCitedResultTellsNoMore(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		path := "/" + string(l) + "/result/1-HZWB"
		a := get(r, path+"?place=by-orsha&words=easy&on=2026-11-21").want(t, http.StatusOK)
		way := webtest.First(a.doc, ".cites a")
		if way == nil {
			t.Fatalf("%s does not say how to cite it", path)
		}
		if href := webtest.Attr(way, "href"); strings.Contains(href, "place") || strings.Contains(href, "words") {
			t.Errorf("the link %s tells too much", href)
		}
		section := webtest.First(get(r, webtest.Attr(way, "href")).want(t, http.StatusOK).doc, "main")
		for _, link := range webtest.Links(section) {
			if strings.Contains(link.Href, "place") || strings.Contains(link.Href, "words") {
				t.Errorf("the link %s tells too much", link.Href)
			}
			get(r, link.Href).want(t, http.StatusOK)
		}
		words := webtest.Text(section)
		if strings.Contains(words, "by-orsha") || strings.Contains(words, "words=") {
			t.Errorf("%s: %s", path, words)
		}
		if want := baseURL + path + "?on=2026-11-21&rules=" + r.q.Hash[:12]; !strings.Contains(words, want) {
			t.Errorf("%s is not in the citation", want)
		}
		private := post(r, "/"+string(l)+"/check/private", values("show=result "+settled)).want(t, http.StatusOK)
		if webtest.First(private.doc, ".cites") != nil || strings.Contains(private.Body.String(), "/cite/") {
			t.Errorf("%s: a result without a trace says how to cite it", l)
		}
	}
}

// A result by old rules is cited by old rules.
func TestCitedOldResult(t *testing.T) {
	before := newRig(t)
	old := before.q.Hash[:12]
	now := rigOf(t, referendum(t), before.db)
	address := "/en/cite/result/1-BD0W-2026-11-21.bib"
	if text := get(now, address+"?rules="+old).want(t, http.StatusOK).Body.String(); !strings.Contains(text, "rules="+old) {
		t.Errorf("%s", text)
	}
	if text := get(now, address).want(t, http.StatusOK).Body.String(); strings.Contains(text, old) {
		t.Errorf("%s", text)
	}
}

// Every page, claim, source and place says how to cite it, and every block with
// sources leads to its quotation.
func TestEverythingCanBeCited(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		for _, p := range r.live.Site().Book.All() {
			if p.ID == "home" || p.ID == "leaflet" { // the start of the questionnaire, and a sheet of paper
				continue
			}
			a := get(r, root+"/"+p.ID)
			if way := webtest.First(a.doc, ".cites a"); way == nil || webtest.Attr(way, "href") != root+"/cite/page/"+p.ID {
				t.Errorf("%s/%s does not say how to cite it", root, p.ID)
			}
			for _, n := range webtest.Find(a.doc, ".said a.quote") {
				href := webtest.Attr(n, "href")
				if strings.Contains(href, "/quote/") && !strings.HasPrefix(webtest.Attr(n, "aria-label"), webtest.Text(n)) {
					t.Errorf("%s: the name %q does not begin with %q", href, webtest.Attr(n, "aria-label"), webtest.Text(n))
				}
			}
		}
		claims, sources := get(r, root+"/claims"), get(r, root+"/sources")
		if got, want := strings.Count(claims.Body.String(), root+"/cite/claim/"), len(r.live.Site().Records.Claims.Claims); got != want {
			t.Errorf("%d of %d claims", got, want)
		}
		if got, want := strings.Count(sources.Body.String(), root+"/cite/source/"), len(r.live.Site().Sources.All()); got != want {
			t.Errorf("%d of %d sources", got, want)
		}
	}
}

// A quotation carries the text, its address, a date, its sources and the licence
// in each of its three forms.
func TestQuotation(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		p, _ := r.live.Site().Book.Get("in-russia")
		for _, part := range p.Texts[l].Parts {
			if part.Level > 0 || part.HTML == "" {
				continue
			}
			a := get(r, root+"/quote/in-russia/"+part.ID).want(t, http.StatusOK)
			forms := webtest.Find(a.doc, ".forms pre")
			if len(forms) != 3 {
				t.Fatalf("%d forms", len(forms))
			}
			for _, form := range forms {
				text := webtest.Text(form)
				for _, want := range []string{baseURL + root + "/in-russia#" + part.ID, "2026", "CC BY 4.0"} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: %q is not in %s", part.ID, want, text)
					}
				}
				if strings.ContainsAny(text, "\u00a0\u2060") || strings.Contains(text, `href="/`) {
					t.Errorf("%s: signs or addresses of the screen in %s", part.ID, text)
				}
			}
		}
	}
}

// No id ends like a file, or its citation could not be told from the file.
func TestIDsAreNoFiles(t *testing.T) {
	s := soundSite(t)
	ids := s.Sources.IDs()
	for _, c := range s.Records.Claims.Claims {
		ids = append(ids, c.ID)
	}
	for _, id := range ids {
		for ending := range citeTypes {
			if strings.HasSuffix(id, "."+ending) || url.PathEscape(id) != id {
				t.Errorf("the id %s", id)
			}
		}
	}
}

// Quotations and links of blocks that have moved to another page lead there, or to the
// heading that does.
func TestMovedBlocks(t *testing.T) {
	r := newRig(t)
	seen := 0
	for _, p := range r.live.Site().Book.All() {
		for _, m := range p.Moved() {
			seen++
			for _, l := range lang.All() {
				root := "/" + string(l)
				to, _ := r.live.Site().Book.Get(m.Page)
				if part, _ := to.Texts[l].Part(m.ID); part.Level == 0 && part.HTML != "" {
					a := get(r, root+"/quote/"+p.ID+"/"+m.ID).want(t, http.StatusMovedPermanently)
					get(r, a.Header().Get("Location")).want(t, http.StatusOK)
				}
				anchor := webtest.First(get(r, root+"/"+p.ID).doc, "h2 #"+m.ID)
				if anchor == nil {
					t.Fatalf("%s/%s has no place for #%s", root, p.ID, m.ID)
				}
				section := ""
				for n := anchor.Parent.NextSibling; n != nil && n.Data != "h2"; n = n.NextSibling {
					for _, link := range webtest.Find(n, "a") {
						section += webtest.Attr(link, "href") + " "
					}
				}
				if !strings.Contains(section, root+"/"+m.Page) {
					t.Errorf("%s/%s#%s leads to a section without a way to %s, only to %s", root, p.ID, m.ID, m.Page, section)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("nothing has moved")
	}
}
