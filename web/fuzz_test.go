package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"localvote/web/webtest"
)

// sound checks what must be true of every answer.
func sound(t *testing.T, r *rig, request *http.Request) {
	t.Helper()
	a := do(r, request)
	if a.Code >= 500 && a.Code != http.StatusNotImplemented && a.Code != http.StatusServiceUnavailable || a.Code == 0 { // there is no database here
		t.Errorf("%s %q: status %d", request.Method, request.URL, a.Code)
	}
	if to := a.location(); strings.HasPrefix(to, "//") || to != "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, baseURL) {
		t.Errorf("%s %q leads to %q", request.Method, request.URL, to)
	}
	kind := a.Header().Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "text/html") && a.Code != http.StatusPartialContent && len(request.Header["Accept-Encoding"]) == 0 && a.Body.Len() > 0:
		if webtest.First(a.doc, "h1") == nil && !strings.HasPrefix(request.URL.Path, "/embed") && !strings.HasPrefix(request.URL.Path, "/v/") {
			t.Errorf("%s %q: a page without a heading", request.Method, request.URL)
		}
	case strings.HasSuffix(kind, "json") && a.Body.Len() > 0 && len(request.Header["Range"]) == 0:
		if !json.Valid(a.Body.Bytes()) {
			t.Errorf("%s %q: no JSON: %.200q", request.Method, request.URL, a.Body)
		}
	}
	if log := r.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("%s %q: the log says %s", request.Method, request.URL, onlyWith(log, "ERROR"))
	}
	r.log.clear()
}

// clear keeps a log short that nobody needs any more.
func (l *logBuffer) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.b.Reset()
}

func FuzzAPIBody(f *testing.F) {
	for _, seed := range []string{
		`{"answers":{"country":"ru","citizenship":"by"},"on":"2026-09-20","rights":["council_vote"]}`, `{"answers":{"age":21}}`, `{"answers":{},"answers":{}}`, `[[[[[[`, `{"answers":null,"rules":"0123456789ab"}`,
		"{\"answers\":{\"country\":\"\xff\"}}", `{"rights":[1,"x",null]}`, `{"on":"9999-99-99"}`,
	} {
		f.Add(seed, "lang=be")
	}
	r := rigOf(f, soundSite(f), "")
	f.Fuzz(func(t *testing.T, body, query string) {
		for _, path := range []string{"/api/v1/evaluate", "/api/v1/next"} {
			request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			request.URL = &url.URL{Path: path, RawQuery: query}
			request.Header.Set("Content-Type", "application/json")
			sound(t, r, request)
		}
	})
}

// FuzzAddress asks for any address with any headers that pages look at: codes, short
// addresses, filters of the table, what is looked for, dates, versions, ranges.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{
		"/en/check/1-BD0W", "/en/result/1-BD0W?on=2026-09-20&rules=0123456789ab", "/q/rk7mw", "/en/table?country=ru&age=21plus&page=2", "/ru/table.csv?right=council_vote", "/be/search?q=minsk",
		"/api/v1/evaluate?country=ru&on=x", "/api/v1/places?q=mink&limit=3", "/v/0123456789ab/en/claims.html", "/embed/en/result/1-BD0W?version=1", "/data/0123456789ab/rules.csv", "/card/be/result/x.png",
		"/en/display?back=//x", "/en/cite/claim/belta?rules=x", "/en/leaflet?country=by&also=be", "/static/css/site.css", "/en/claims/history", "/?lang=be",
	} {
		f.Add(seed, "be-BY,be;q=0.9", "bytes=0-9", `W/"x", "y"`)
	}
	r := rigOf(f, soundSite(f), "")
	f.Fuzz(func(t *testing.T, address, language, ranges, match string) {
		path, query, _ := strings.Cut(address, "?")
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.URL, request.RequestURI = &url.URL{Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}, address
		request.Header.Set("Accept-Language", language)
		request.Header.Set("If-None-Match", match)
		if ranges != "" {
			request.Header.Set("Range", ranges)
		}
		sound(t, r, request)
	})
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"country=ru&citizenship=by", "age=21plus&age=x", "date=25.02.2029&on=another", "%zz=&;=", "a=%00", "back=//x&theme=dark", strings.Repeat("a&", 100)} {
		f.Add(seed)
	}
	r := rigOf(f, soundSite(f), "")
	f.Fuzz(func(t *testing.T, form string) {
		for _, path := range []string{"/en/check/all", "/be/check/1-BAT0/age", "/ru/check/private", "/en/check/private/all", "/be/display"} {
			request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header.Set("Sec-Fetch-Site", "same-origin")
			sound(t, r, request)
		}
	})
}

func FuzzOEmbed(f *testing.F) {
	for _, seed := range []string{"/en/claims", "/en/result/1-BD0W?on=x", "/embed/en/table", "/../x", "//evil.example", "/oembed?url=x", "/en/search?q=<script>", "\x00"} {
		f.Add(baseURL+seed, "xml", "100")
	}
	r := rigOf(f, soundSite(f), "")
	f.Fuzz(func(t *testing.T, address, format, width string) {
		query := url.Values{"url": {address}, "format": {format}, "maxwidth": {width}}
		sound(t, r, httptest.NewRequest(http.MethodGet, "/oembed?"+query.Encode(), nil))
	})
}
