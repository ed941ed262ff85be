package asset

import (
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func load(t *testing.T, files fstest.MapFS) *Assets {
	t.Helper()
	a, err := Load(files, "/static")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Settle)
	return a
}

func file(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

var css = strings.Repeat(".mark { color: #4b2a86; }\n", 400)

func TestAddresses(t *testing.T) {
	a := load(t, fstest.MapFS{
		"css/site.css":     file(css),
		"favicon.svg":      file("<svg/>"),
		"a.b/robots.v2.js": file("//"),
	})
	for name, want := range map[string]string{
		"css/site.css":     `^/static/css/site\.[0-9a-f]{10}\.css$`,
		"favicon.svg":      `^/static/favicon\.[0-9a-f]{10}\.svg$`,
		"a.b/robots.v2.js": `^/static/a\.b/robots\.v2\.[0-9a-f]{10}\.js$`,
		"css":              `^$`,
		"site.css":         `^$`,
		"/css/site.css":    `^$`,
		"":                 `^$`,
	} {
		if got := a.URL(name); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("URL(%q) = %q, want %s", name, got, want)
		}
	}
}

func TestGetIsExact(t *testing.T) {
	a := load(t, fstest.MapFS{"css/site.css": file(css)})
	url := a.URL("css/site.css")
	if f, ok := a.Get(url); !ok || string(f.Body) != css {
		t.Errorf("Get(%q) found %v", url, ok)
	}
	for _, path := range []string{
		"", "/", "/static/", "/static/css/site.css", "/static/css/site.0000000000.css",
		url + "/", url + "?v=1", strings.ToUpper(url), "/static/../static" + url[len("/static"):], "/static/css/",
	} {
		if _, ok := a.Get(path); ok {
			t.Errorf("Get(%q) found a file", path)
		}
	}
}

func TestFingerprintFollowsContent(t *testing.T) {
	one := load(t, fstest.MapFS{"a.css": file("a")})
	same := load(t, fstest.MapFS{"a.css": file("a")})
	other := load(t, fstest.MapFS{"a.css": file("b")})
	if one.URL("a.css") != same.URL("a.css") || one.URL("a.css") == other.URL("a.css") {
		t.Errorf("%s, %s, %s", one.URL("a.css"), same.URL("a.css"), other.URL("a.css"))
	}
}

func TestEncodings(t *testing.T) {
	a := load(t, fstest.MapFS{
		"site.css":             file(css),
		"tiny.txt":             file("x"),
		"empty.js":             file(""),
		"photo.png":            file(css), // never compressed, whatever is in it
		"manifest.webmanifest": file(css),
	})
	a.Settle()
	for name, want := range map[string]struct {
		kind    string
		smaller bool
	}{
		"site.css":             {"text/css; charset=utf-8", true},
		"tiny.txt":             {"text/plain; charset=utf-8", false},
		"empty.js":             {"text/javascript; charset=utf-8", false},
		"photo.png":            {"image/png", false},
		"manifest.webmanifest": {"application/manifest+json", true},
	} {
		f, ok := a.Get(a.URL(name))
		if !ok {
			t.Fatalf("%s is not found", name)
		}
		_, gzip := f.Size("gzip")
		_, brotli := f.Size("br")
		if f.Type != want.kind || gzip != want.smaller || brotli != want.smaller {
			t.Errorf("%s: type %q, gzip %v, brotli %v", name, f.Type, gzip, brotli)
		}
	}
}

// Readers may come before, while and after the background compression works.
func TestGetWhilePressing(t *testing.T) {
	sheet, err := os.ReadFile("../../static/css/site.css")
	if err != nil {
		t.Fatal(err)
	}
	a, err := Load(fstest.MapFS{"site.css": {Data: sheet}}, "/static/")
	if err != nil {
		t.Fatal(err)
	}
	first, _ := a.Get(a.URL("site.css"))
	quick, _ := first.Size("gzip")
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 1000 {
				f, _ := a.Get(a.URL("site.css"))
				if n, ok := f.Size("gzip"); !ok || n == 0 || n > quick {
					t.Errorf("gzip %d bytes, %v", n, ok)
				}
			}
		})
	}
	readers.Wait()
	a.Settle()
	last, _ := a.Get(a.URL("site.css"))
	gzip, _ := last.Size("gzip")
	if brotli, ok := last.Size("br"); !ok || brotli >= gzip || gzip >= quick {
		t.Errorf("brotli %d, gzip %d, at first %d bytes", brotli, gzip, quick)
	}
}

func TestPassedOver(t *testing.T) {
	a := load(t, fstest.MapFS{
		"embed.go": file("package static"), ".DS_Store": file("x"), "_draft.css": file("x"), ".git/config": file("x"), "a.css": file("a"),
	})
	if len(a.urls) != 1 {
		t.Errorf("serves %v", a.urls)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"font.woff2": `font.woff2: no content type is set for files ending in ".woff2"`,
		"LICENSE":    `LICENSE: no content type`,
		"SITE.CSS":   `no content type is set for files ending in ".CSS"`,
	} {
		_, err := Load(fstest.MapFS{name: file("x")}, "/static/")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load with %s: %v, want %q", name, err, want)
		}
	}
	if _, err := Load(os.DirFS("testdata/no-such-folder"), "/static/"); err == nil {
		t.Error("Load of a missing folder gives no error")
	}
}

// The real folder loads as it stands, embed.go and all.
func TestRealFolder(t *testing.T) {
	a, err := Load(os.DirFS("../../static"), "/static/")
	if err != nil {
		t.Fatal(err)
	}
	a.Settle()
	if a.URL("css/site.css") == "" {
		t.Error("css/site.css has no address")
	}
}
