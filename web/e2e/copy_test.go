package e2e_test

import (
	"context"
	"log/slog"
	"os"
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

// The copy works from a stick with the line cut: pages look and read as they should,
// and the questionnaire leads by links alone from the choice of language to a result.
func TestCopyFromDisk(t *testing.T) {
	axe := axeScript(t)
	folder := "file://" + copiedSite(t)
	for i, file := range []string{"", "home/easy", "in-russia", "places", "places/by-orsha", "check", "check/1-BAT0", "result/1-BD0W", "result/1-BD0W~words-easy", "leaflet", "table", "sources"} {
		if sampled() && i%4 > 0 {
			continue
		}
		l := lang.All()[i%3]
		name, language := "/"+string(l)+"/"+file+".html", string(l)
		if file == "" {
			name, language = "/index.html", "ru"
		}
		t.Run(name, func(t *testing.T) {
			p := blank(t, folder, 320, 800, withoutNetwork)
			p.open(folder + name)
			p.is("navigator.onLine", "false")
			p.is("document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop", "0px")
			p.is("document.documentElement.scrollWidth <= innerWidth", "true")
			p.is("document.documentElement.lang", language)
			for _, words := range []string{"XMLHttpRequest", "preload assets", "net::ERR_FAILED"} {
				p.allow(words) // axe reads stylesheets once more, which files do not let it
			}
			p.do(chromedp.Evaluate[chromedp.Void](axe))
			for _, scheme := range []string{lightScheme, darkScheme} {
				p.media(scheme)
				if found := p.axe(""); len(found) > 0 {
					t.Errorf("%s: %s", scheme, strings.Join(found, "\n"))
				}
			}
		})
	}
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
