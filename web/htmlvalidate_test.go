package web_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// What every kind of page sends is valid HTML by a judge from outside:
// html-validate, with .htmlvalidate.json. It is a tool of developers and is
// installed by `npm ci`; without it this test is skipped, except where CI asks
// for all tests.
func TestHTMLIsValid(t *testing.T) {
	oneByOne(t)
	f := newFolder(t)
	r := rigOf(t, secondEdition(t), keptRig(t).db) // so that there is something to compare
	r.keep(t)
	for _, l := range lang.All() {
		for name, a := range r.samples(t, string(l)) {
			f.keep(string(l)+"-"+name, a)
		}
	}
	f.judge()
}

// So are all pages of the book, all places and a hundred results.
func TestHTMLOfEveryPageIsValid(t *testing.T) {
	if sampled() {
		t.Skip("only in full runs")
	}
	f := newFolder(t)
	r := newRig(t)
	s := r.live.Site()
	for _, l := range lang.All() {
		for _, p := range s.Book.All() {
			path := "/" + string(l) + "/" + p.ID // that of the home page leads on, and is among the samples
			if p.ID != "home" {
				f.keep(string(l)+"-"+p.ID, get(r, path).want(t, http.StatusOK))
			}
			if p.ID != "home" && p.Easy[l] != nil {
				f.keep(string(l)+"-"+p.ID+"-easy", get(r, path+"/easy").want(t, http.StatusOK))
			}
		}
		for _, p := range s.Places.All() {
			f.keep(string(l)+"-place-"+p.ID, get(r, "/"+string(l)+"/places/"+p.ID).want(t, http.StatusOK))
		}
	}
	for n, code := range r.someCodes(100) {
		l := lang.All()[n%3]
		f.keep(string(l)+"-result-"+code, get(r, "/"+string(l)+"/result/"+code).want(t, http.StatusOK))
	}
	f.judge()
}

// someCodes are the codes of readers who answer at random; always the same ones.
func (r *rig) someCodes(n int) (codes []string) {
	random := rand.New(rand.NewPCG(1, 2))
	period, _ := r.q.Period(today)
	for range 100 * n {
		if len(codes) == n {
			break
		}
		a := r.q.NoAnswers()
		for next, more := r.q.Next(period, a); more; next, more = r.q.Next(period, a) {
			answers := r.q.Questions[next].Allowed()
			a[next], _ = r.q.Questions[next].Parse(answers[random.IntN(len(answers))])
		}
		if code := r.q.Code(a); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// A folder keeps pages for html-validate, which reads many at once, but takes a fifth of a
// second for each: of pages that have the same skeleton it reads one.
type folder struct {
	t     *testing.T
	path  string
	pages int
	kept  map[string]bool // skeletons
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	if _, err := os.Stat("../node_modules/html-validate"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("html-validate is not installed: npm ci")
		}
		t.Skip("html-validate is not installed: npm ci")
	}
	return &folder{t: t, path: t.TempDir(), kept: map[string]bool{}}
}

func (f *folder) keep(name string, page reply) {
	f.t.Helper()
	f.keepBytes(name+".html", page.Body.Bytes())
}

func (f *folder) keepBytes(name string, page []byte) {
	f.t.Helper()
	f.pages++
	bones := skeleton(page)
	if f.kept[bones] {
		return
	}
	f.kept[bones] = true
	if err := os.WriteFile(filepath.Join(f.path, name), page, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) judge() {
	f.t.Helper()
	command := exec.Command("npx", "--no-install", "html-validate", "--config", ".htmlvalidate.json", "--formatter", "text", f.path)
	command.Dir = ".."
	if out, err := command.CombinedOutput(); err != nil {
		f.t.Errorf("%v\n%.20000s", err, strings.ReplaceAll(string(out), f.path+"/", ""))
	}
	f.t.Logf("%d pages, of which %d differ in more than words", f.pages, len(f.kept))
}

// samples are one page of each kind, and of each state that it can be in.
func (r *rig) samples(t *testing.T, l string) map[string]reply {
	t.Helper()
	r.AddPanic("/"+l+"/broken", "on purpose")
	out := map[string]reply{}
	for name, address := range r.sampleAddresses(t) {
		out[name] = get(r, "/"+l+address)
	}
	for name, form := range map[string]struct{ path, sent string }{
		"start-wrong":            {"/check", ""},
		"feedback-no":            {"/feedback", "page=/standing verdict=no"},
		"feedback-wrong":         {"/feedback", "page=/standing verdict=wrong send=yes website=spam"},
		"question-wrong":         {"/check/1-BAT0/residence", "residence=moon"},
		"all-wrong":              {"/check/all", "residence=moon on=another date=soon"},
		"private-question":       {"/check/private", "asked=country country=ru"},
		"private-question-wrong": {"/check/private", "asked=age country=ru citizenship=by"},
		"private-result":         {"/check/private", "show=result " + settled},
		"private-result-open":    {"/check/private", "show=result country=ru citizenship=by"},
		"private-result-checked": {"/check/private", "show=result custody=record incapable=unknown " + settled},
		"private-result-wrong":   {"/check/private", "show=result on=another date=soon " + settled},
		"private-all-wrong":      {"/check/private/all", "custody=moon"},
	} {
		out[name] = post(r, "/"+l+form.path, values(form.sent))
	}
	for name, address := range r.versionSamples(t, l) {
		out[name] = get(r, address)
	}
	out["no-language"], out["short-wrong"] = get(r, "/nothing-"+l), get(r, "/q/"+l)
	for name, path := range map[string]string{
		"table": "/table", "timeline": "/timeline", "claims": "/claims", "claim": "/claim/signed-13-march", "check": "/check",
		"result": "/result/1-BD0W", "wrong": "/nothing",
	} {
		out["card-"+name] = get(r, "/embed/"+l+path)
	}
	for _, page := range r.contentPages(l) {
		out["page"+strings.ReplaceAll(page, "/", "-")] = get(r, page)
	}
	return out
}

// versionSamples are the kinds of pages about kept versions; the second edition
// has another date on every page.
func (r *rig) versionSamples(t *testing.T, l string) map[string]string {
	t.Helper()
	out := map[string]string{
		"version-wrong": "/v/zz/" + l + "/claims", "version-unknown": "/v/0123456789ab/" + l + "/claims",
	}
	for _, page := range []string{"about", "places"} {
		root := "/" + l + "/" + page
		out["versions-"+page] = root + "/history"
		for i, link := range webtest.Links(get(r, root+"/history").doc) {
			switch {
			case versionLink.MatchString(link.Href):
				n := page + "-" + strconv.Itoa(i)
				out["version-"+n], out["version-exact-"+n] = link.Href, link.Href+".html"
			case strings.Contains(link.Href, "/"+page+"/changes/"):
				out["version-changes-"+page] = link.Href
			}
		}
	}
	return out
}

// tableBlock is the first block of a page that holds a table.
func (r *rig) tableBlock(t *testing.T, id string) string {
	t.Helper()
	p, _ := r.live.Site().Book.Get(id)
	for _, part := range p.Texts["en"].Parts {
		if strings.Contains(part.HTML, "<table") {
			return part.ID
		}
	}
	t.Fatal("no table on the page " + id)
	return ""
}

// sampleAddresses are pages that come by address, behind the language.
func (r *rig) sampleAddresses(t *testing.T) map[string]string {
	t.Helper()
	pin := func(day, rules string) string { return "?" + url.Values{"on": {day}, "rules": {rules}}.Encode() }
	live := r.q.Hash[:12]
	return map[string]string{
		"home":                "/",
		"start":               "/check",
		"all":                 "/check/all",
		"private":             "/check/private",
		"private-all":         "/check/private/all",
		"sources":             "/sources",
		"question-first":      "/check/1-0000",
		"question":            "/check/1-BAT0",
		"question-last":       "/check/1-BCXG",
		"question-again":      "/check/1-BD0W/residence",
		"result-yes":          "/result/1-BD0W",
		"result-belarus":      "/result/1-HZWB",
		"result-no":           "/result/1-BE9C",
		"result-open":         "/result/1-0000",
		"result-some":         "/result/1-AHG0",
		"result-under-18":     "/result/" + r.code(t, "country=ru citizenship=by age=under18 head_elected=no"),
		"result-other":        "/result/" + r.code(t, "country=ru citizenship=other age=21plus residence=permanent registered=yes head_elected=yes"),
		"result-both":         "/result/" + r.code(t, "country=by citizenship=both age=21plus third_state=yes"),
		"result-day":          "/result/1-BD0W?on=2026-09-20",
		"result-before":       "/result/1-BD0W?on=2025-10-28",
		"result-pinned":       "/result/1-BD0W" + pin(today, live),
		"result-old-day":      "/result/1-BD0W" + pin("2025-10-28", live),
		"result-old-rules":    "/result/1-BD0W" + pin(today, "0123456789ab"),
		"result-wrong-day":    "/result/1-BD0W?on=another&date=soon",
		"result-day-too-soon": "/result/1-BD0W?on=2024-12-31",
		"place-capital":       "/places/by-minsk",
		"place-oblast":        "/places/by-vitebsk-region",
		"place-district":      "/places/by-orsha-district",
		"place-city":          "/places/by-zhodino",
		"place-doubt":         "/places/by-baran",
		"place-town":          "/places/by-orsha",
		"place-region":        "/places/ru-pskov-region",
		"place-federal":       "/places/ru-moscow",
		"place-head":          "/places/ru-yakutsk",
		"place-choice":        "/places/ru-roslavl",
		"place-check":         "/check/" + r.code(t, "country=by") + "?place=by-orsha",
		"place-result":        "/result/1-HZWB?place=by-orsha",
		"cite-page":           "/cite/page/in-russia",
		"cite-claim":          "/cite/claim/signed-13-march",
		"cite-source":         "/cite/source/by.ec.4",
		"cite-place":          "/cite/place/by-orsha",
		"cite-result":         "/cite/result/1-BD0W-2026-11-22",
		"quote":               "/quote/in-russia/who",
		"quote-table":         "/quote/residence/" + r.tableBlock(t, "residence"),
		"display":             "/display",
		"feedback":            "/feedback?page=/in-russia",
		"feedback-thanks":     "/feedback/thanks?page=/in-russia&struck=yes",
		"statistics":          "/statistics",
		"receipt":             "/privacy/receipt",
		"display-saved":       "/display?saved=1&back=%2Fplaces",
		"tree":                "/tree",
		"table":               "/table",
		"table-picked":        "/table?cases=all&merge=0&page=2&right=all",
		"table-wrong":         "/table?country=moon&page=99",
		"data":                "/data",
		"api":                 "/api",
		"api-fields":          "/api/fields",
		"embed":               "/embed",
		"offline":             "/offline",
		"offline-lost":        "/offline/lost",
		"search":              "/search",
		"search-answers":      "/search?q=" + url.QueryEscape("ВНЖ"),
		"search-place":        "/search?q=" + url.QueryEscape("Орша"),
		"search-other":        "/search?q=" + url.QueryEscape("жыхарства"),
		"search-nothing":      "/search?q=xyzzyxyzzy",
		"styleguide":          "/styleguide",
		"editors":             "/editors",
		"leaflet":             "/leaflet",
		"leaflet-belarus":     "/leaflet?country=by",
		"leaflet-two":         "/leaflet?country=by&also=be",
		"not-found":           "/nothing",
		"bad-code":            "/check/1-ZZZZ",
		"broken":              "/broken",
	}
}

// contentPages are the pages that the home page leads to and that are none of the
// questionnaire's.
func (r *rig) contentPages(l string) []string {
	var out []string
	home := get(r, "/"+l+"/")
	if home.Code != http.StatusOK {
		return nil
	}
	for _, link := range webtest.Links(home.doc) {
		path, _, _ := strings.Cut(link.Href, "#")
		if strings.HasPrefix(path, "/"+l+"/") && strings.Count(path, "/") == 2 && len(path) > 4 && link.Tag == "a" {
			out = append(out, path)
		}
	}
	return out
}
