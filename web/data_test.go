package web_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// The page names every file with its size and sum, and every file comes with its
// type, licence and tag, for pages of any origin.
func TestData(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		page := get(r, "/"+string(l)+"/data").want(t, http.StatusOK)
		files := 0
		for _, a := range webtest.Find(page.doc, "main a") {
			href := webtest.Attr(a, "href")
			if !strings.HasPrefix(href, "/data/") {
				continue
			}
			files++
			f := get(r, href).want(t, http.StatusOK)
			h := f.Header()
			if h.Get("ETag") == "" || h.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(strings.Join(h.Values("Link"), " "), `rel="license"`) {
				t.Errorf("%s: %v", href, h)
			}
			if strings.HasSuffix(href, ".zip") != (h.Get("Content-Disposition") != "") {
				t.Errorf("%s: %q", href, h.Get("Content-Disposition"))
			}
			if strings.HasSuffix(href, ".json") && !json.Valid(f.Body.Bytes()) {
				t.Errorf("%s is no JSON", href)
			}
		}
		if sums := len(webtest.Find(page.doc, ".sums code")); files != sums || files < 23 {
			t.Errorf("%s: %d files, %d sums", l, files, sums)
		}
	}
	if a := get(r, "/data/passwords.csv"); a.Code != http.StatusNotFound {
		t.Errorf("status %d", a.Code)
	}
}

func TestDataRedirects(t *testing.T) {
	r := newRig(t)
	for header, want := range map[string]string{"be": "/be/data", "ru-RU": "/ru/data", "": "/en/data"} {
		for _, address := range []string{"/data", "/data/"} {
			request := httptest.NewRequest(http.MethodGet, address, nil)
			request.Header.Set("Accept-Language", header)
			a := do(r, request)
			if a.Code != http.StatusFound || a.location() != want || a.Header().Get("Vary") != "Accept-Language" {
				t.Errorf("%s in %q: %d %s", address, header, a.Code, a.location())
			}
		}
	}
}

// Files are not sent twice, HEAD says the same without a body, and gzip holds the
// same bytes under a tag of its own.
func TestDataCaching(t *testing.T) {
	r := newRig(t)
	const address = "/data/places.csv"
	whole := get(r, address).want(t, http.StatusOK)
	ask := func(method, header, value string) reply {
		request := httptest.NewRequest(method, address, nil)
		request.Header.Set(header, value)
		return do(r, request)
	}
	if a := ask(http.MethodGet, "If-None-Match", whole.Header().Get("ETag")); a.Code != http.StatusNotModified || a.Body.Len() > 0 {
		t.Errorf("status %d, %d bytes", a.Code, a.Body.Len())
	}
	if a := ask(http.MethodHead, "Accept", "*/*"); a.Code != http.StatusOK || a.Header().Get("ETag") != whole.Header().Get("ETag") || a.Header().Get("Content-Length") != whole.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d %v", a.Code, a.Header())
	}
	packed := ask(http.MethodGet, "Accept-Encoding", "gzip, deflate, br")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || string(body) != whole.Body.String() {
		t.Errorf("packed bytes differ: %v", err)
	}
	if packed.Header().Get("ETag") == whole.Header().Get("ETag") || packed.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("%v", packed.Header())
	}
	if a := ask(http.MethodOptions, "Access-Control-Request-Headers", "if-none-match"); a.Code != http.StatusNoContent {
		t.Errorf("OPTIONS: %d", a.Code)
	}
}

// The data of an earlier edition stay where they were, byte by byte; what never
// was is refused in words, and without a database nothing is called wrong.
func TestDataOfEarlierEditions(t *testing.T) {
	r := newRig(t)
	r.keep(t)
	address := webtest.Attr(webtest.First(get(r, "/en/data").want(t, http.StatusOK).doc, "a.btn[download]"), "href")
	before := get(r, address).want(t, http.StatusOK)
	later := rigOf(t, secondEdition(t), r.db)
	later.keep(t)
	now := webtest.Attr(webtest.First(get(later, "/en/data").doc, "a.btn[download]"), "href")
	if now == address {
		t.Fatal("the second edition has the data of the first")
	}
	after := get(later, address).want(t, http.StatusOK)
	if after.Body.String() != before.Body.String() || after.Header().Get("ETag") != before.Header().Get("ETag") || after.Header().Get("Content-Type") != "application/zip" || !strings.Contains(after.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%d and %d bytes, %v", after.Body.Len(), before.Body.Len(), after.Header())
	}
	if a := get(later, "/data/localvote-data-0123456789ab.zip").want(t, http.StatusNotFound); !strings.Contains(a.text(), "edition") || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%v %s", a.Header(), a.text())
	}
	if a := get(rigOf(t, soundSite(t), ""), "/data/localvote-data-0123456789ab.zip"); a.Code != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d", a.Code)
	}
}
