package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What programs may ask of addresses beside the API: wrong formats, hashes that
// nobody knows, endings that do not exist. The answer says what is wrong in a form
// that the program reads, and is never a failure of the site.
func TestNegotiation(t *testing.T) {
	r := newRig(t)
	const page, problem = "text/html", "application/problem+json"
	for _, x := range []struct {
		address, accept string
		status          int
		kind            string
	}{
		{"/en/cite/page/in-russia", "text/html", 200, page},
		{"/en/cite/page/in-russia", "application/x-bibtex", 200, "application/x-bibtex"},
		{"/en/cite/page/in-russia", "image/png", 406, "text/plain"},
		{"/en/cite/page/in-russia.docx", "", 404, page},
		{"/en/cite/page/in-russia.docx", "application/json", 404, problem},
		{"/en/cite/nothing/in-russia", "*/*", 404, page},
		{"/be/cite/page/nothing.bib", "application/problem+json", 404, problem},
		{"/data/rules.csv", "", 200, "text/csv"},
		{"/data/rules.csv", "text/csv", 200, "text/csv"},
		{"/data/rules.csv", "application/octet-stream", 200, "text/csv"},
		{"/data/rules.csv", "image/png", 406, problem},
		{"/data/rules.csv", "text/html", 406, page},
		{"/data/rules.json", "application/json", 200, "application/json"},
		{"/data/rules.xlsx", "", 404, page},
		{"/data/rules.xlsx", "*/*", 404, page},
		{"/data/rules.xlsx", "application/json", 404, problem},
		{"/data/rules.xlsx", "image/png", 404, problem},
		{"/data/rules.xlsx", "text/html,application/xhtml+xml,*/*;q=0.8", 404, page},
		{"/data/localvote-data-000000000000.zip", "application/problem+json", 404, problem},
		{"/data/../rules.csv", "application/json", 404, problem},
		{"/v/000000000000/en/in-russia", "", 404, page},
		{"/v/000000000000/be/in-russia", "application/json", 404, problem},
		{"/v/zz/en/in-russia", "", 400, page},
		{"/v/zz/en/in-russia", "application/json", 400, problem},
		{"/v/000000000000/en/in-russia.pdf", "", 404, page},
		{"/v/asset/nothing.css", "text/css", 404, page},
		{"/en/in-russia/changes/zz", "application/json", 400, problem},
		{"/en/in-russia/changes/000000000000", "", 404, page},
		{"/en/quote/in-russia/nothing", "", 404, page},
		{"/en/quote/in-russia/who.pdf", "application/json", 404, problem},
		{"/en/quote/nothing/who", "application/problem+json", 404, problem},
		{"/en/table.csv", "text/csv", 200, "text/csv"},
		{"/en/table.csv", "image/png", 406, page},
		{"/en/table.csv", "application/json", 406, problem},
		{"/en/table.csv?country=moon", "", 400, page},
		{"/en/table.xlsx", "", 404, page},
		{"/en/changes.atom", "image/png", 200, "application/atom+xml"}, // readers of feeds ask for what they like
		{"/en/changes.rss", "application/rss+xml", 404, page},
		{"/en/nothing", "application/json", 404, problem},
		{"/static/nothing.css", "text/css", 404, page},
		{"/api/v1/rules", "text/html", 406, problem},
		{"/api/v1/table.csv", "application/json", 406, problem},
		{"/api/v1/table.csv", "text/*", 200, "text/csv"},
		{"/api/v1/places?q=a&limit=99999999999999999999", "", 422, problem},
		{"/api/v1/evaluate/1-BD0W?rules=00000000", "", 422, problem},
		{"/api/v1/rules.xml", "", 404, problem},
		{"/api/openapi.yaml", "text/html", 406, problem},
		{"/api/openapi.yaml", "*/*", 200, "application/yaml"},
		{"/api/openapi.xml", "", 404, problem},
	} {
		request := httptest.NewRequest(http.MethodGet, x.address, nil)
		if x.accept != "" {
			request.Header.Set("Accept", x.accept)
		}
		a := do(r, request)
		kind, _, _ := strings.Cut(a.Header().Get("Content-Type"), ";")
		if a.Code != x.status || kind != x.kind {
			t.Errorf("%s for %q: %d %s, want %d %s", x.address, x.accept, a.Code, kind, x.status, x.kind)
		}
		if kind == problem {
			var p apiProblem
			strictly(t, a, &p)
			if p.Status != a.Code || p.Title == "" || p.Type == "" {
				t.Errorf("%s: %s", x.address, a.Body)
			}
		}
	}
}

// Methods and media types that the API does not take, and what it says of itself.
func TestMannersOfTheAPI(t *testing.T) {
	r := newRig(t)
	for _, x := range []struct {
		method, path, kind string
		status             int
		allow              string
	}{
		{"POST", "/api/v1/rules", "application/json", 405, "GET"},
		{"DELETE", "/api/v1/evaluate", "", 405, "POST"},
		{"PUT", "/api/openapi.yaml", "", 405, "GET"},
		{"POST", "/api/v1/evaluate", "", 415, ""},
		{"POST", "/api/v1/evaluate", "application/x-www-form-urlencoded", 415, ""},
		{"POST", "/api/v1/evaluate", "application/json; charset=windows-1251", 415, ""},
		{"POST", "/api/v1/evaluate", "application/json; charset=UTF-8", 200, ""},
		{"POST", "/api/v1/next", "text/plain", 415, ""},
	} {
		request := httptest.NewRequest(x.method, x.path, strings.NewReader(`{"answers":{"country":"ru"}}`))
		request.Header.Set("Content-Type", x.kind)
		a := do(r, request)
		if a.Code != x.status || !strings.Contains(a.Header().Get("Allow"), x.allow) {
			t.Errorf("%s %s of %q: status %d, Allow %q: %s", x.method, x.path, x.kind, a.Code, a.Header().Get("Allow"), a.Body)
		}
	}
	for _, path := range []string{"/api/v1/rules", "/api/v1/places?q=orsha", "/api/v1/table.csv", "/api/v1/evaluate/1-BD0W", "/api/openapi.yaml"} {
		a := get(r, path).want(t, http.StatusOK)
		tag := a.Header().Get("ETag")
		again := httptest.NewRequest(http.MethodGet, path, nil)
		again.Header.Set("If-None-Match", tag)
		if b := do(r, again); tag == "" || b.Code != http.StatusNotModified || b.Body.Len() > 0 {
			t.Errorf("%s: tag %q, then status %d", path, tag, b.Code)
		}
		head := do(r, httptest.NewRequest(http.MethodHead, path, nil))
		if head.Code != http.StatusOK || head.Header().Get("ETag") != tag || head.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("HEAD %s: %d %v", path, head.Code, head.Header())
		}
		if options := do(r, httptest.NewRequest(http.MethodOptions, path, nil)); options.Code != http.StatusNoContent {
			t.Errorf("OPTIONS %s: %d", path, options.Code)
		}
	}
	links := strings.Join(get(r, "/api/v1/rules").Header().Values("Link"), ", ")
	for _, rel := range []string{"license", "service-desc", "service-doc"} {
		if !strings.Contains(links, fmt.Sprintf(`rel="%s"`, rel)) {
			t.Errorf("no %s in %s", rel, links)
		}
	}
	if a := get(r, "/.well-known/api-catalog").want(t, http.StatusOK); !strings.Contains(a.Header().Get("Content-Type"), "application/linkset+json") || !strings.Contains(a.Body.String(), baseURL+"/api/openapi.yaml") {
		t.Errorf("the catalog: %s", a.Body)
	}
}

// The language is that of the parameter, or else of the header; each answer names
// what it rests on and an address that gives it again.
func TestAnswersOfTheAPINameThemselves(t *testing.T) {
	r := newRig(t)
	for _, x := range []struct{ query, header, want string }{
		{"", "", "ru"}, {"", "be-BY,be;q=0.9", "be"}, {"?lang=en", "be", "en"}, {"", "de", "en"},
	} {
		request := httptest.NewRequest(http.MethodGet, "/api/v1/elections"+x.query, nil)
		request.Header.Set("Accept-Language", x.header)
		if a := do(r, request); a.Header().Get("Content-Language") != x.want {
			t.Errorf("%q with %q: %s", x.query, x.header, a.Header().Get("Content-Language"))
		}
	}
	for _, address := range []string{
		"/api/v1/evaluate?country=ru&citizenship=by&age=21plus", "/api/v1/evaluate/1-BD0W", "/api/v1/rules/ru.default.not_permanent", "/api/v1/next?country=by", "/api/v1/claims?verdict=false",
	} {
		var got, again stamped
		a := get(r, address).want(t, http.StatusOK)
		readAbout(t, a, &got)
		if got.About.Rules != r.q.Hash || got.About.Edition != "2026-11-21.1" || got.About.LicenceURL == "" || got.About.CheckedOn == "" || !strings.HasPrefix(got.About.Self, baseURL) {
			t.Errorf("%s: %+v", address, got.About)
			continue
		}
		b := get(r, strings.TrimPrefix(got.About.Self, baseURL)).want(t, http.StatusOK)
		if readAbout(t, b, &again); b.Body.String() != a.Body.String() {
			t.Errorf("%s: its permanent address says something else", address)
		}
		if page := got.About.Page; page != "" {
			get(r, strings.TrimPrefix(page, baseURL)).want(t, http.StatusOK)
		}
	}
	for _, x := range []struct{ query, code string }{
		{"custody=no", "sensitive_answer"}, {"country=ru&country=by", "repeated_parameter"}, {"colour=red", "unknown_parameter"}, {"country=", "unknown_answer"}, {"rights=council_vote,x", "unknown_right"},
	} {
		p := problemOf(t, get(r, "/api/v1/evaluate?"+x.query), http.StatusUnprocessableEntity)
		if len(p.Errors) != 1 || p.Errors[0].Code != x.code {
			t.Errorf("%s: %+v", x.query, p.Errors)
		}
	}
	for _, body := range []string{`{"answers":{},"answers":{}}`, `{"answers":{"age":"21plus","age":"under18"}}`} {
		if p := problemOf(t, postJSON(r, "/api/v1/evaluate", body), http.StatusUnprocessableEntity); p.Errors[0].Code != "repeated_field" {
			t.Errorf("%s: %+v", body, p.Errors)
		}
	}
}

// readAbout reads what an answer says of itself, whatever else is in it.
func readAbout(t *testing.T, a reply, into *stamped) {
	t.Helper()
	if err := json.Unmarshal(a.Body.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}
