package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"localvote/content"
	"localvote/web/lang"
	"localvote/web/qr"
	"localvote/web/short"
	"localvote/web/webtest"
)

// typedShort is the short address of a page, as it stands on paper.
func typedShort(t *testing.T, r *rig, l, path string) string {
	t.Helper()
	code, ok := r.live.Site().Short.Code(path)
	if !ok {
		t.Fatalf("%s has no short address", path)
	}
	return "localvote.example/q/" + short.Address(lang.Lang(l), code)
}

// Every page and every place has a short address in every language, and it leads
// there; so it does in capitals.
func TestShortAddresses(t *testing.T) {
	r := newRig(t)
	paths := r.live.Site().ShortPaths()
	seen := map[string]bool{}
	for _, path := range paths {
		for _, l := range lang.All() {
			address := strings.TrimPrefix(typedShort(t, r, string(l), path), "localvote.example")
			if seen[address] {
				t.Errorf("%s stands twice", address)
			}
			seen[address] = true
			for _, typed := range []string{address, strings.ToUpper(address)} {
				a := get(r, typed)
				if a.Code != http.StatusFound || a.location() != "/"+string(l)+path || a.Header().Get("Cache-Control") != "public, max-age=3600" {
					t.Errorf("%s: %d %s", typed, a.Code, a.location())
				}
			}
			if l == lang.BE {
				get(r, "/"+string(l)+path).want(t, http.StatusOK)
			}
		}
	}
	if head := do(r, httptest.NewRequest(http.MethodHead, "/q/"+short.Address(lang.RU, "zdd"), nil)); head.Code != http.StatusFound {
		t.Errorf("HEAD: %d", head.Code)
	}
	if a := get(r, "/q/"+short.Address(lang.RU, "zdd")+"?code=1-04QR"); strings.Contains(a.location(), "?") {
		t.Errorf("a query is handed on: %s", a.location())
	}
	t.Logf("%d pages and places, %d addresses", len(paths), len(seen))
}

// What was printed once leads somewhere for ever: the codes of the first
// publication stay at the top of the file, in their order. Paths may change.
func TestShortAddressesStay(t *testing.T) {
	const rows, pinned = 537, "e26ff0c7605ab772"
	data, err := content.FS.ReadFile(short.File)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	if len(lines) < rows {
		t.Fatalf("%d codes, %d were given", len(lines), rows)
	}
	var codes []string
	for _, line := range lines[:rows] {
		code, _, _ := strings.Cut(line, ",")
		codes = append(codes, code)
	}
	sum := sha256.Sum256([]byte(strings.Join(codes, " ")))
	if got := hex.EncodeToString(sum[:8]); got != pinned {
		t.Errorf("a code that may stand on paper was changed or removed: write its line as it was (sum %s)", got)
	}
}

// An address that was mistyped or never given is refused in all three languages,
// with a way to search, and is never kept by a cache.
func TestShortSlips(t *testing.T) {
	r := newRig(t)
	good := short.Address(lang.RU, "zdd")
	for _, typed := range []string{"", good[:4], good + "x", "x" + good[1:], good[:3] + "0" + good[4:], short.Address(lang.EN, "222"), "%D1%80zdd2", "../ru"} {
		a := get(r, "/q/"+typed)
		if a.Code != http.StatusNotFound || a.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", typed, a.Code, a.Header().Get("Cache-Control"))
			continue
		}
		text := a.text()
		for _, l := range lang.All() {
			if words := r.live.Site().Catalog.In(l).T("error.short.title"); !strings.Contains(webtest.Plain(text), webtest.Plain(words)) {
				t.Errorf("%s: nothing in %s: %s", typed, l, text)
			}
			if l != lang.EN && webtest.First(a.doc, "main a[href=/"+string(l)+"/search]") == nil {
				t.Errorf("%s: no way to the search in %s", typed, l)
			}
		}
		if webtest.First(a.doc, "main form input[name=q]") == nil {
			t.Errorf("%s: no box to search", typed)
		}
	}
}

// Paper has the short address: at the foot of every page, and on the page of a
// place with its code. A result and its kept address have none.
func TestShortAddressesOnPaper(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		for _, path := range []string{"/", "/in-russia", "/check", "/data", "/places", "/places/by-orsha", "/leaflet"} {
			want := typedShort(t, r, string(l), path)
			a := get(r, "/"+string(l)+path).want(t, http.StatusOK)
			if foot := webtest.First(a.doc, "footer .printed"); foot == nil || !strings.Contains(webtest.Text(foot), want) {
				t.Errorf("/%s%s: no %s at the foot", l, path, want)
			}
		}
		want := typedShort(t, r, string(l), "/places/by-orsha")
		a := get(r, "/"+string(l)+"/places/by-orsha")
		code, err := qr.Of("https://" + want)
		if err != nil {
			t.Fatal(err)
		}
		if svg := webtest.First(a.doc, ".short .qr"); svg == nil || !strings.Contains(webtest.Attr(svg, "aria-label"), want) || len(code) == 0 {
			t.Errorf("%s: the place has no code of its short address", l)
		}
		if link := webtest.First(a.doc, ".short a"); link == nil || webtest.Attr(link, "href") != "https://"+want {
			t.Errorf("%s: the place does not link its short address", l)
		}
		result := "/" + string(l) + "/result/" + r.code(t, "country=ru citizenship=by")
		for _, page := range []string{result, "/" + string(l) + "/about/history", "/" + string(l) + "/check/private"} {
			if strings.Contains(get(r, page).want(t, http.StatusOK).Body.String(), "/q/") {
				t.Errorf("%s has a short address", page)
			}
		}
	}
}
