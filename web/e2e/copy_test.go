package e2e_test

import (
	"context"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"localvote/web"
	"localvote/web/export"
	"localvote/web/lang"
	"localvote/web/site"
)

// copiedSite writes the site into a folder, as `localvote export` does.
func copiedSite(t *testing.T) (folder string) {
	t.Helper()
	const base = "https://localvote.example"
	s, problems := builtSite()
	if problems.Errors() > 0 {
		t.Fatal("the content has errors; try `go run ./cmd/localvote check`")
	}
	folder = t.TempDir()
	server := web.New(web.Config{Live: site.NewLive(s, nil, clock), BaseURL: base, Log: slog.New(slog.DiscardHandler), Now: clock, Copied: true})
	write := func(name string, body []byte) error {
		to := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, body, 0o644)
	}
	if _, err := export.Run(t.Context(), export.Config{Handler: server, Base: base, Langs: lang.All(), Words: server.CopyWords(), Root: server.CopyRoot(), Write: write, Workers: 2}); err != nil {
		t.Fatal(err)
	}
	return folder
}

// withoutNetwork is a reader far from any line. Files need none.
func withoutNetwork(ctx context.Context) error {
	_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: true, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	if err != nil {
		return err
	}
	_, err = chromedp.Call(ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
	return err
}

// copiedPages are the pages of the copy that are looked at: one of each kind. With
// E2E=all they are every page of the book in every language, and of places, questions
// and results one in fifty.
func copiedPages(t *testing.T, folder string) (names []string) {
	t.Helper()
	if everything() {
		err := fs.WalkDir(os.DirFS(folder), ".", func(name string, _ fs.DirEntry, err error) error {
			sum := fnv.New32a()
			sum.Write([]byte(name))
			if path.Ext(name) == ".html" && "/"+name != export.LostPage && (strings.Count(name, "/") < 2 || sum.Sum32()%50 == 0) {
				names = append(names, name)
			}
			return err
		})
		if err != nil || len(names) < 150 {
			t.Fatalf("%d pages in the copy: %v", len(names), err)
		}
		return names
	}
	for i, file := range []string{"", "home/easy", "in-russia", "places", "places/by-orsha", "check", "check/1-BAT0", "result/1-BD0W", "result/1-BD0W~words-easy", "leaflet", "table", "sources"} {
		switch {
		case sampled() && i%4 > 0:
		case file == "":
			names = append(names, "index.html")
		default:
			names = append(names, string(lang.All()[i%3])+"/"+file+".html")
		}
	}
	return names
}

// readsFromDisk judges a page of the copy that is open.
func (p *tab) readsFromDisk(name, axe string) {
	p.t.Helper()
	language, _, below := strings.Cut(name, "/")
	if !below {
		language = "ru" // the choice of languages
	}
	p.is("navigator.onLine", "false")
	p.is("document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop", "0px")
	p.is("document.documentElement.scrollWidth <= innerWidth", "true")
	p.is("document.documentElement.lang", language)
	p.do(chromedp.Evaluate[chromedp.Void](axe))
	for _, view := range []struct{ scheme, only string }{{lightScheme, ""}, {darkScheme, axeColours}} {
		p.media(view.scheme)
		if found := p.axe(view.only); len(found) > 0 {
			p.t.Errorf("%s, %s: %s", name, view.scheme, strings.Join(found, "\n"))
		}
	}
}

// hosted serves the copy as a plain host does: files by their names, and the page for
// what is not there in any folder.
func hosted(t *testing.T, folder string) string {
	t.Helper()
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, name := http.StatusOK, filepath.Join(folder, filepath.FromSlash(path.Clean(r.URL.Path)))
		body, err := os.ReadFile(name)
		if err != nil {
			status, name = http.StatusNotFound, filepath.Join(folder, filepath.FromSlash(export.LostPage))
			body, _ = os.ReadFile(name)
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(filepath.Ext(name)))
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}))
	t.Cleanup(host.Close)
	return host.URL
}

// The copy works from a stick with the line cut: pages look and read as they should,
// and the questionnaire leads by links alone from the choice of language to a result.
func TestCopyFromDisk(t *testing.T) {
	axe := axeScript(t)
	folder := "file://" + copiedSite(t)
	t.Run("pages", func(t *testing.T) {
		p := blank(t, folder, 320, 800, withoutNetwork)
		for _, words := range []string{"XMLHttpRequest", "preload assets", "net::ERR_FAILED"} {
			p.allow(words) // axe reads stylesheets once more, which files do not let it
		}
		for _, name := range copiedPages(t, strings.TrimPrefix(folder, "file://")) {
			p.where(name)
			p.open(folder + "/" + name)
			p.readsFromDisk(name, axe)
		}
	})
	t.Run("lost", func(t *testing.T) {
		p := page(t, hosted(t, strings.TrimPrefix(folder, "file://"))+"/be/no/such.html", 320, 800)
		p.is("document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop", "0px")
		p.do(chromedp.Evaluate[chromedp.Void](axe))
		for _, words := range p.axe("") {
			t.Error(words)
		}
		p.follows("a[hreflang=be]")
		p.is("document.documentElement.lang", "be")
	})
	t.Run("questions", func(t *testing.T) {
		p := blank(t, folder, 800, 800, withoutNetwork, withoutScript)
		p.open(folder + "/index.html")
		p.follows("a[hreflang=be]")
		for range 10 {
			if p.eval("location.pathname.includes('/result/')") == "true" {
				break
			}
			p.follows(".ways li:first-child a")
		}
		p.is("document.querySelectorAll('.ballot > li').length >= 5", "true")
		p.follows(".ans a") // the first answer can be changed
		p.is("document.querySelectorAll('.ways a').length", "2")
		p.follows(".langs a[hreflang=en]")
		p.is("document.documentElement.lang", "en")
	})
}

// follows presses a link and waits for where it leads.
func (p *tab) follows(selector string) {
	p.t.Helper()
	link := "document.querySelector(" + strconv.Quote(selector) + ")"
	to := p.eval("decodeURIComponent(" + link + ".pathname)")
	p.eval(link + ".click()")
	p.arrives(to)
}
