package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"localvote/static"
	"localvote/web"
	"localvote/web/document"
	"localvote/web/lang"
	"localvote/web/webtest"
)

// A copyList is what the script and the worker read.
type copyList struct {
	Edition, Day, Home, Lost string
	After                    int
	Words                    map[string]struct {
		Copy, Old string
		Days      []string
	}
	Pages []string
}

func (r *rig) copyList(t *testing.T, l lang.Lang, cookie string) copyList {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/"+string(l)+"/offline.json", nil)
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	var list copyList
	if err := json.Unmarshal(do(r, request).want(t, http.StatusOK).Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// Everything that a copy holds is there, and everything that its pages link to be
// drawn is in it. The pages promise that it weighs less than a megabyte.
func TestCopyIsWhole(t *testing.T) {
	oneByOne(t)
	t.Parallel()
	r := newRig(t)
	for _, l := range lang.All() {
		list := r.copyList(t, l, "")
		has := map[string]bool{}
		for _, address := range list.Pages {
			if has[address] {
				t.Errorf("%s stands twice", address)
			}
			has[address] = true
		}
		weight := 0
		for _, address := range list.Pages {
			a := get(r, address).want(t, http.StatusOK)
			weight += len(document.Gzip(a.Body.Bytes()))
			if strings.Contains(a.Header().Get("Cache-Control"), "no-store") || strings.Contains(address, "private") || strings.HasPrefix(address, "/"+string(l)+"/places/") {
				t.Errorf("%s does not belong into a copy", address)
			}
			for _, link := range append(webtest.Find(a.doc, "link[rel=stylesheet]"), webtest.Find(a.doc, "link[rel=icon]")...) {
				if href := webtest.Attr(link, "href"); !has[href] {
					t.Errorf("%s needs %s", address, href)
				}
			}
		}
		if weight > 1<<20 {
			t.Errorf("%s: the copy weighs %d bytes", l, weight)
		}
		for _, path := range []string{"/", "/in-russia", "/claims", "/tree", "/check", "/offline", "/offline/lost"} {
			if !has["/"+string(l)+path] {
				t.Errorf("%s: no %s", l, path)
			}
		}
		if list.Home != "/"+string(l)+"/" || !has[list.Lost] || list.After != 60 || list.Edition == "" {
			t.Errorf("%s: %s %s %d %q", l, list.Home, list.Lost, list.After, list.Edition)
		}
	}
}

// The results that the tree leads to are the same for everybody.
func TestCopyHoldsTheResultsOfTheTree(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	pages := strings.Join(r.copyList(t, lang.RU, "").Pages, "\n") + "\n"
	n := 0
	for _, link := range webtest.Links(get(r, "/ru/tree").doc) {
		if strings.HasPrefix(link.Href, "/ru/result/") {
			n++
			if !strings.Contains(pages, link.Href+"\n") {
				t.Errorf("the tree leads to %s", link.Href)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d results", n)
	}
}

// A reader who has chosen a look has it in the copy.
func TestCopyHasTheLookOfItsReader(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	pages := strings.Join(r.copyList(t, lang.BE, "display=size-150.colours-dark").Pages, " ")
	for _, sheet := range []string{"size-150", "colours-dark"} {
		if !strings.Contains(pages, "/static/css/display/"+sheet+".") {
			t.Errorf("%s is missing", sheet)
		}
	}
}

// Each language has its banners; the worker only puts in the day.
func TestCopySaysOfWhichDayItIs(t *testing.T) {
	t.Parallel()
	list := newRig(t).copyList(t, lang.EN, "")
	for _, l := range lang.All() {
		words := list.Words[string(l)]
		for _, banner := range []string{words.Copy, words.Old} {
			if strings.Count(banner, "%s") != 1 || strings.Contains(banner, "⟦") || !strings.HasPrefix(banner, `<div class="copied`) {
				t.Errorf("%s: %s", l, banner)
			}
		}
		if !strings.Contains(words.Old, `class="copied long"`) || !strings.Contains(words.Old, "60") || len(words.Days) != 12 {
			t.Errorf("%s: %s, %d months", l, words.Old, len(words.Days))
		}
		for _, day := range words.Days {
			if strings.Count(day, "%d") != 1 || strings.Count(day, "%y") != 1 {
				t.Errorf("%s: %s", l, day)
			}
		}
	}
	if got := list.Words["be"].Days[10]; webtest.Plain(got) != "%d лістапада %y года" {
		t.Errorf("November is %q", got)
	}
}

// The worker puts its banner behind this tag.
func TestPagesHaveThePlaceOfTheBanner(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	place := regexp.MustCompile(`html\.replace\('([^']+)'`).FindSubmatch(script(t, "sw"))
	if place == nil {
		t.Fatal("the worker puts its banner nowhere")
	}
	for _, address := range r.copyList(t, lang.RU, "").Pages {
		if a := get(r, address); strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") && bytes.Count(a.Body.Bytes(), place[1]) != 1 {
			t.Errorf("%s has no %s", address, place[1])
		}
	}
}

func TestOfflineHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	worker := get(r, "/sw.js").want(t, http.StatusOK)
	for name, want := range map[string]string{
		"Content-Type":            "text/javascript; charset=utf-8",
		"Cache-Control":           "no-cache",
		"Content-Security-Policy": "default-src 'none'; connect-src 'self'",
	} {
		if got := worker.Header().Get(name); got != want {
			t.Errorf("the worker has %s %q, want %q", name, got, want)
		}
	}
	page := get(r, "/ru/offline").want(t, http.StatusOK)
	if got, want := page.Header().Get("Content-Security-Policy"), scriptPolicy+"; worker-src 'self'"; got != want {
		t.Errorf("the page has the policy %q, want %q", got, want)
	}
	if lost := get(r, "/en/offline/lost").want(t, http.StatusOK); lost.Header().Get("X-Robots-Tag") != "noindex" {
		t.Error("search engines may keep the page that no copy has")
	}
	if to := get(r, "/offline").want(t, http.StatusFound).location(); to != "/ru/offline" && to != "/en/offline" {
		t.Errorf("/offline leads to %s", to)
	}
}

// No page but one can start the worker, and that one has a button for it: the script
// registers nothing by itself.
func TestWorkerWaitsForTheButton(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, path := range []string{"/ru/", "/ru/search", "/ru/tree", "/ru/check"} {
		a := get(r, path).want(t, http.StatusOK)
		if strings.Contains(a.Body.String(), "offline.js") || bytes.Contains(a.Body.Bytes(), []byte("/js/offline.")) {
			t.Errorf("%s has the script", path)
		}
	}
	source := string(script(t, "offline"))
	before, behind, found := strings.Cut(source, `save.addEventListener("click"`)
	if !found || strings.Contains(before, ".register(") || strings.Count(behind, ".register(") != 1 {
		t.Error("the script registers the worker without its button")
	}
	page := get(r, "/ru/offline")
	if webtest.First(page.doc, "#keeper .say") == nil || webtest.First(page.doc, "#keeper div[hidden] button") == nil {
		t.Error("without a script the buttons are there")
	}
}

// Both scripts together are as small as the one of the search.
func TestOfflineScriptsAreSmall(t *testing.T) {
	t.Parallel()
	sum := 0
	for _, name := range []string{"offline", "sw"} {
		var packed bytes.Buffer
		w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
		if _, err := w.Write(script(t, name)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		sum += packed.Len()
	}
	t.Logf("%d bytes", sum)
	if sum > 3<<10 {
		t.Errorf("%d bytes", sum)
	}
}

func script(t *testing.T, name string) []byte {
	t.Helper()
	body, err := static.FS.ReadFile("js/" + name + ".js")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Only files with the names of the export are sent, as files to save.
func TestOfflineFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	made := time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC) // the 21st in Minsk
	for name, body := range map[string]string{"localvote-ru.html": "<!DOCTYPE html>", "site.zip": "PK", "secret.txt": "-", "localvote-be.html/x": "a folder"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, made, made); err != nil {
			t.Fatal(err)
		}
	}
	with := newRig(t)
	with.Server = web.New(web.Config{Live: with.live, BaseURL: baseURL, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock, Offline: os.DirFS(folder)})
	page := get(with, "/ru/offline").want(t, http.StatusOK)
	var got []string
	for _, link := range webtest.Find(page.doc, "a[download]") {
		got = append(got, webtest.Attr(link, "href"))
	}
	if want := "/offline/localvote-ru.html /offline/site.zip"; strings.Join(got, " ") != want {
		t.Errorf("offers %q, want %q", got, want)
	}
	if !strings.Contains(webtest.Plain(page.text()), "1 КБ, от 21 ноября 2026 года") {
		t.Error("no size and day")
	}
	file := get(with, "/offline/localvote-ru.html").want(t, http.StatusOK)
	if file.Header().Get("Content-Disposition") != `attachment; filename="localvote-ru.html"` || file.Header().Get("Last-Modified") == "" || file.Body.String() != "<!DOCTYPE html>" {
		t.Errorf("%v %q", file.Header(), file.Body)
	}
	rest := httptest.NewRequest(http.MethodGet, "/offline/site.zip", nil)
	rest.Header.Set("Range", "bytes=1-")
	if a := do(with, rest).want(t, http.StatusPartialContent); a.Body.String() != "K" {
		t.Errorf("the rest is %q", a.Body)
	}
	for _, name := range []string{"secret.txt", "localvote-be.html", "localvote-en.html", "..%2Fsecret.txt", "localvote-fr.html", ""} {
		get(with, "/offline/"+name).want(t, http.StatusNotFound)
	}
	without := newRig(t)
	if page := get(without, "/ru/offline"); webtest.First(page.doc, "a[download]") != nil || !strings.Contains(page.text(), "localvote export") {
		t.Error("without files it does not say how to get them")
	}
	get(without, "/offline/site.zip").want(t, http.StatusNotFound)
}
