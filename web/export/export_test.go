package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"localvote/web/lang"
)

var words = map[lang.Lang]Words{lang.RU: {"Копия.", "На сайте.", "(связь)"}, lang.EN: {"Copy.", "Live.", "(line)"}}

// small is a site of a question, a result and what is not copied.
func small() *http.ServeMux {
	mux := http.NewServeMux()
	page := func(address, body string) {
		mux.HandleFunc("GET "+address, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>T</title><script src=/static/x.js></script></head><body><div class=strip><div class=wrap></div></div><main>%s</main></body></html>`, body)
		})
	}
	page("/{$}", `<a href="/en/">English</a> <a href="/ru/">Русский</a>`)
	page("/en/{$}", `<form method=post action="/en/check"><fieldset><legend class=cap>Where?</legend>
		<div><label class=opt><span class=cell><input type=radio name=country value=ru></span><span class=in>Russia</span></label></div></fieldset>
		<div class=send><button>Go</button></div></form>
		<p>See <a href="/en/search?q=x">the search</a>.</p><section><h2>Find</h2><form><input name=q></form></section>
		<p><a class=go href="/en/display">Look</a></p><img src="/static/a.svg" alt=""><a href="/en/check?country=ru&amp;place=by-orsha#top">Place</a>`)
	page("/en/result/1-A", `<h1>Yes</h1><a href="/en/#top">home</a><a href="https://elsewhere.example/" rel=noreferrer>there</a>`)
	to := func(address string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusSeeOther) }
	}
	mux.Handle("POST /en/check", to("/en/result/1-A"))
	mux.Handle("GET /en/check", to("/en/check/1-A?place=by-orsha"))
	mux.Handle("GET /en/check/1-A", to("/en/result/1-A"))
	mux.HandleFunc("/static/a.svg", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<svg/>") })
	return mux
}

func run(t *testing.T, h http.Handler, base string) (map[string]string, Summary, error) {
	t.Helper()
	files := map[string]string{}
	var mu sync.Mutex
	sum, err := Run(context.Background(), Config{Handler: h, Base: base, Langs: []lang.Lang{lang.EN}, Words: words, Workers: 3, Write: func(name string, body []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[name] = string(body)
		return nil
	}})
	return files, sum, err
}

func TestRun(t *testing.T) {
	files, sum, err := run(t, small(), "https://live.example")
	if err != nil || len(files) != 4 || sum.Pages != 3 || sum.Files != 4 || sum.Results != 1 || sum.LargestSize == 0 {
		t.Fatalf("%v, %d files, %+v", err, len(files), sum)
	}
	if files["static/a.svg"] != "<svg/>" {
		t.Error("a file is not as it was")
	}
	home := files["en/index.html"]
	for _, want := range []string{
		`<a class="opt" href="result/1-A.html">`, `<nav aria-labelledby="question">`, `Copy.`,
		`<a href="https://live.example/en/search?q=x" rel="external noreferrer">the search (line)</a>`, `rel="external noreferrer">Live. (line)</a>`,
		`<img src="../static/a.svg" alt>`, `<a href="result/1-A.html#top">Place</a>`,
	} {
		if !strings.Contains(home, want) {
			t.Errorf("there is no %s in\n%s", want, home)
		}
	}
	for _, gone := range []string{"<form", "<input", "<button", "<script", "Find", "place="} {
		if strings.Contains(home, gone) {
			t.Errorf("there still is %s in\n%s", gone, home)
		}
	}
	if result := files["en/result/1-A.html"]; !strings.Contains(result, `href="../index.html#top"`) || !strings.Contains(result, `href="https://elsewhere.example/"`) {
		t.Error(result)
	}
}

// Where there is no living site, words stay words and ways go.
func TestRunAlone(t *testing.T) {
	files, _, err := run(t, small(), NoSite)
	if err != nil {
		t.Fatal(err)
	}
	home := files["en/index.html"]
	if !strings.Contains(home, "<p>See <span>the search</span>.</p>") || strings.Contains(home, "Look") || strings.Contains(home, "copy.invalid") {
		t.Error(home)
	}
	if index := files["index.html"]; strings.Contains(index, "/ru/") {
		t.Error(index)
	}
}

// A page that does not come is an error that names it; so is a file that cannot be
// written, and the end of somebody's patience.
func TestRunFails(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/", http.NotFoundHandler())
	if _, _, err := run(t, mux, NoSite); !errors.Is(err, errAnswer) || !strings.Contains(err.Error(), "status 404") {
		t.Error(err)
	}
	full := errors.New("the stick is full")
	cfg := Config{Handler: small(), Base: NoSite, Langs: []lang.Lang{lang.EN}, Words: words, Write: func(string, []byte) error { return full }}
	if _, err := Run(context.Background(), cfg); !errors.Is(err, full) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cfg.Write = func(string, []byte) error { cancel(); return nil }
	cfg.Progress = func(int, int) { <-ctx.Done() }
	if _, err := Run(ctx, cfg); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Run(context.Background(), Config{Base: "nowhere"}); err == nil {
		t.Error("a base address without a host is taken")
	}
}

func TestHolds(t *testing.T) {
	c := &copier{Config: Config{Langs: []lang.Lang{lang.RU, lang.BE}}}
	for address, want := range map[string]bool{
		"/": true, "/ru/": true, "/be/in-russia": true, "/be/in-russia/easy": true, "/ru/check/1-BAT0?words=easy": true,
		"/ru/result/1-BD0W": true, "/ru/leaflet?also=be&country=by": true, "/ru/table.csv": true, "/static/css/site.1.css": true,
		"/data/rules.csv": true, "/ru/places/by-orsha": true, "/ru/check?country=ru": true,
		"/en/": false, "/en/in-russia": false, "/ru/search": false, "/ru/display?back=%2F": false, "/ru/check/all": false, "/ru/check/private": false,
		"/ru/check/1-BD0W/age": false, "/ru/result/1-BD0W?on=2025-01-01": false, "/ru/table?right=all": false, "/ru/in-russia/history": false,
		"/ru/cite/page/in-russia": false, "/ru/changes.atom": false, "/ru/places/feed.atom": false, "/v/abc/ru/about.html": false, "/api/v1/rulesets": false, "https://x.example/ru/": false, "ru": false,
	} {
		if got := c.holds(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestFileOf(t *testing.T) {
	for address, want := range map[string]string{
		"/": "index.html", "/ru/": "ru/index.html", "/ru/check": "ru/check.html", "/ru/check/1-04QR": "ru/check/1-04QR.html",
		"/ru/check/1-04QR?words=easy": "ru/check/1-04QR~words-easy.html", "/ru/leaflet?country=by&also=be": "ru/leaflet~also-be~country-by.html",
		"/static/css/site.1.css": "static/css/site.1.css", "/ru/table.csv": "ru/table.csv",
	} {
		if got := fileOf(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, x := range [][3]string{
		{"index.html", "ru/index.html", "ru/index.html"},
		{"ru/index.html", "be/index.html", "../be/index.html"},
		{"ru/check/1-A.html", "ru/check/1-B.html", "1-B.html"},
		{"ru/check/1-A.html", "ru/check.html", "../check.html"},
		{"ru/check/1-A.html", "static/css/a.css", "../../static/css/a.css"},
		{"ru/check.html", "ru/check/1-A.html", "check/1-A.html"},
	} {
		if got := relative(x[0], x[1]); got != x[2] {
			t.Errorf("from %s to %s: %s", x[0], x[1], got)
		}
	}
}

// What has nothing to say without a node goes with it, and no more.
func TestDrop(t *testing.T) {
	for source, want := range map[string]string{
		`<section><h2>Find</h2><div><form id=x></form></div></section><p>a</p>`: `<p>a</p>`,
		`<ul><li><a id=x>b</a></li><li>c</li></ul>`:                             `<ul><li>c</li></ul>`,
		`<p>d <a id=x>e</a></p>`:                                                `<p>d </p>`,
	} {
		doc, err := html.Parse(strings.NewReader("<body>" + source))
		if err != nil {
			t.Fatal(err)
		}
		drop(first(doc, func(n *html.Node) bool { return attr(n, "id") == "x" }))
		out, _ := draw(doc)
		if !bytes.Contains(out, []byte("<body>"+want+"</body>")) {
			t.Errorf("%s: %s", source, out)
		}
	}
}
