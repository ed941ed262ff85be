package export

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"localvote/web/lang"
)

// Programs find lists of what the copy holds, and a host a page for what it does not:
// one that works in whatever folder it is shown.
func TestRoot(t *testing.T) {
	mux, base := small(), ""
	mux.HandleFunc("GET /404.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang=en><head><title>Lost</title></head><body><div class=names></div><a href="/en/">home</a></body></html>`)
	})
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nAllow: /\n\nSitemap: "+base+"/sitemap.xml\n")
	})
	mux.HandleFunc("GET /sitemap.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprintf(w, "<urlset><url><loc>%[1]s/en/</loc></url>\n<url><loc>%[1]s/ru/</loc></url>\n<url><loc>%[1]s/en/search</loc></url></urlset>", base)
	})
	for _, base = range []string{"https://live.example", "https://live.example/under/a%20path", NoSite} {
		files := map[string]string{}
		_, err := Run(context.Background(), Config{
			Handler: mux, Base: base, Langs: []lang.Lang{lang.EN}, Words: words, Root: []string{LostPage, "/robots.txt", "/sitemap.xml"},
			Write: func(name string, body []byte) error { files[name] = string(body); return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(strings.TrimPrefix(base, "https://live.example"), NoSite)
		if lost := files["404.html"]; !strings.Contains(lost, `href="`+path+`/en/index.html"`) {
			t.Errorf("%s: %s", base, lost)
		}
		if robots := files["robots.txt"]; strings.Contains(robots, "Sitemap:") == (base == NoSite) || !strings.Contains(robots, "Allow: /") {
			t.Errorf("%s: %s", base, robots)
		}
		if got := files["sitemap.xml"]; strings.Count(got, "<loc>") != 1 || !strings.Contains(got, "<loc>"+base+"/en/</loc>") {
			t.Errorf("%s: %s", base, got)
		}
	}
}
