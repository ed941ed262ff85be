package e2e_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"localvote/web/lang"
)

// cardPages are pages that have a card, behind the language.
var cardPages = []string{"/which-elections", "/timeline", "/claims", "/claims#signed-13-march", "/check", "/result/1-BD0W", "/result/1-HZWB"}

// An oembed is what the site says about a page.
type oembed struct {
	Type, Title, HTML string
	Width, Height     int
}

func (s *realSite) oembed(t *testing.T, page string, width int) oembed {
	t.Helper()
	answer, err := http.Get(s.URL + "/oembed?" + url.Values{"url": {s.URL + page}, "maxwidth": {fmt.Sprint(width)}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var o oembed
	if err := json.NewDecoder(answer.Body).Decode(&o); err != nil || o.Type != "rich" {
		t.Fatalf("%s: %s %v %v", page, answer.Status, o, err)
	}
	return o
}

func (o oembed) src() string {
	_, tail, _ := strings.Cut(o.HTML, `src="`)
	src, _, _ := strings.Cut(tail, `"`)
	return html.UnescapeString(src)
}

// All that a card says fits into the height that oEmbed gives, at every width, in
// every language, and does not leave half of the frame empty. The claims of the
// press are as long as they are, so all of them are measured.
func TestCardsFitTheirFrames(t *testing.T) {
	site := serveSite(t)
	pages := append([]string{}, cardPages...)
	for _, c := range site.site.Records.Claims.Claims {
		pages = append(pages, "/claims#"+c.ID)
	}
	p := blank(t, site.URL, 320, 200)
	var most, least float64 = 0, 1
	for i, path := range pages {
		for j, l := range lang.All() {
			if i >= len(cardPages) && i%3 != j {
				continue
			}
			for _, width := range []int{280, 320, 600, 800} {
				if i >= len(cardPages) && width != 320 && width != 600 {
					continue
				}
				o := site.oembed(t, "/"+string(l)+path, width)
				p.where(fmt.Sprintf("%s%s at %d px", l, path, o.Width))
				p.size(int64(o.Width), 200)
				p.open(o.src())
				var natural int
				fmt.Sscan(p.eval("document.documentElement.scrollHeight"), &natural)
				full := float64(natural) / float64(o.Height)
				most, least = max(most, full), min(least, full)
				if natural > o.Height || full < .6 {
					t.Errorf("%s: %d px high in a frame of %d", p.place, natural, o.Height)
				}
				p.is("document.documentElement.scrollWidth <= innerWidth", "true")
			}
		}
	}
	t.Logf("cards take from %.0f %% to %.0f %% of their frames", 100*least, 100*most)
}

// A newspaper is a page of another origin that frames ours by the code that we
// give.
func newspaper(t *testing.T, site *realSite, frames ...string) *httptest.Server {
	t.Helper()
	page := `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>News</title><link rel="icon" href="data:,"></head><body><h1>News</h1>` +
		strings.Join(frames, "\n") + `</body></html>`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	t.Cleanup(s.Close)
	return s
}

// A page of another origin shows every kind of card by the code that oEmbed gives:
// nothing is refused, nothing runs, nothing is written into the console, and the
// frame is as high as it should be.
func TestNewspaperShowsCards(t *testing.T) {
	site := serveSite(t)
	var frames, want []string
	for _, path := range cardPages {
		o := site.oembed(t, "/be"+path, 480)
		frames, want = append(frames, strings.ReplaceAll(o.HTML, ` loading="lazy"`, "")), append(want, o.src())
	}
	news := newspaper(t, site, frames...)
	p := blank(t, news.URL, 1280, 900)
	p.strict = true
	p.allow("request to another host: " + site.URL + "/embed/")
	p.allow("request to another host: " + site.URL + "/static/css/embed.")
	p.open(news.URL)
	shown := p.shown(len(want))
	for _, address := range want {
		if f := shown[address]; f == nil {
			t.Errorf("%s is not shown; there are %d frames", address, len(shown))
		} else if f.Scripts != 0 || f.Styled != "rgb(47, 26, 92)" || f.Scrolls || f.Links == 0 || f.Outside != 0 {
			t.Errorf("%s: %+v", address, *f)
		}
	}
	p.is("[...document.querySelectorAll('iframe')].every(f => f.offsetWidth == 480 && f.offsetHeight == +f.getAttribute('height'))", "true")
}

// The code of the page for journalists fits as well, from a phone to a wide column.
func TestCodeToCopyFits(t *testing.T) {
	site := serveSite(t)
	p := blank(t, site.URL, 1280, 900)
	p.open(site.URL + "/ru/embed")
	var codes []string
	if err := json.Unmarshal([]byte(p.eval("JSON.stringify([...document.querySelectorAll('.embeds > div > div > dl:first-child > div:first-child pre')].map(e => e.textContent))")), &codes); err != nil || len(codes) != 6 {
		t.Fatalf("%d codes: %v", len(codes), err)
	}
	for i, code := range codes {
		codes[i] = strings.ReplaceAll(code, ` loading="lazy"`, "")
	}
	news := newspaper(t, site, append([]string{`<style>body { max-width: 40rem; margin: 20px auto; padding: 0 20px }</style>`}, codes...)...)
	for _, width := range []int64{360, 420, 1280} {
		p := blank(t, news.URL, width, 900)
		p.allow("request to another host: " + site.URL)
		p.open(news.URL)
		shown := p.shown(len(codes))
		if len(shown) != len(codes) {
			t.Errorf("%d of %d cards are shown", len(shown), len(codes))
		}
		for address, f := range shown {
			if f.Scrolls {
				t.Errorf("%s scrolls in a window of %d px", address, width)
			}
		}
	}
}

// The rest of the site cannot be framed, nor can a page that says what went wrong.
func TestNewspaperFramesNothingElse(t *testing.T) {
	site := serveSite(t)
	refused := []string{"/ru/", "/be/check", "/en/result/1-BD0W", "/ru/check/private", "/en/embed", "/be/display", "/v/nothing/ru/claims", "/en/nothing"}
	card := "/embed/en/timeline"
	var frames []string
	for _, path := range append(refused, card) {
		frames = append(frames, `<iframe src="`+site.URL+path+`" title="`+path+`" width="480" height="600"></iframe>`)
	}
	news := newspaper(t, site, frames...)
	p := blank(t, news.URL, 1280, 900)
	p.allow("request to another host: " + site.URL)
	p.allow("frame-ancestors") // the browser says why
	p.allow("status of 40")
	p.open(news.URL)
	var shown []string
	refusals := 0
	for _, address := range p.frames() {
		if strings.HasPrefix(address, site.URL) {
			shown = append(shown, strings.TrimPrefix(address, site.URL))
		} else if strings.HasPrefix(address, "chrome-error:") {
			refusals++
		}
	}
	if len(shown) != 1 || shown[0] != card || refusals != len(refused) {
		t.Errorf("the frames show %q, %d are refused; want only %s", shown, refusals, card)
	}
}

// frames are the addresses of the frames of the page in its own process.
func (p *tab) frames() (addresses []string) {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	tree, err := chromedp.Call(ctx, cdppage.GetFrameTree, cdp.Empty{})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, child := range tree.FrameTree.ChildFrames {
		addresses = append(addresses, child.Frame.URL)
	}
	return addresses
}

// A framed document as the browser has it.
type framedPage struct {
	Scripts, Links, Outside int
	Styled                  string // colour of the head: the stylesheet has come
	Scrolls                 bool
}

// shown looks into n frames of the page, by address. Frames in a sandbox are
// targets of their own.
func (p *tab) shown(n int) map[string]*framedPage {
	p.t.Helper()
	out := map[string]*framedPage{}
	for end := time.Now().Add(patience); time.Now().Before(end) && len(out) < n; time.Sleep(50 * time.Millisecond) {
		for _, info := range p.targets() {
			if info.Type != "iframe" || info.BrowserContextID != p.profile() || out[info.URL] != nil {
				continue
			}
			if f := p.inside(info); f != nil {
				out[info.URL] = f
			}
		}
	}
	return out
}

func (p *tab) targets() []*target.Info {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	all, err := chromedp.Call(ctx, target.GetTargets, target.GetTargetsParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	return all.TargetInfos
}

// profile is the profile of the tab: other tests have pages open too.
func (p *tab) profile() cdp.BrowserContextID {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	answer, err := chromedp.Call(ctx, target.GetTargetInfo, target.GetTargetInfoParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.TargetInfo.BrowserContextID
}

// inside reads a framed document once it is complete, nil if it does not answer. A
// frame that is exchanged for another process while it is looked at never answers:
// each attempt ends by itself, and lets go of the frame without closing it.
func (p *tab) inside(info *target.Info) *framedPage {
	p.t.Helper()
	ctx, leave := chromedp.NewContext(p.ctx, chromedp.WithTargetID(info.TargetID), chromedp.WithDetachOnCancel())
	stuck := time.AfterFunc(attempt, leave)
	defer func() { stuck.Stop(); leave() }()
	for ctx.Err() == nil {
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState != 'complete' ? '' : JSON.stringify({
			Scripts: document.scripts.length,
			Links: document.querySelectorAll('a[href][target=_top]').length,
			Outside: document.querySelectorAll('a:not([target=_top])').length,
			Styled: getComputedStyle(document.querySelector('header') ?? document.body).backgroundColor,
			Scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth})`))
		var f framedPage
		if err == nil && answer != "" && json.Unmarshal([]byte(answer), &f) == nil {
			return &f
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

// attempt is how long one look into a frame may take.
const attempt = 5 * time.Second

// axe-core finds nothing in a card either, nothing is cut off, and all of it can be
// read and hit, in all the looks that readers choose.
func TestAxeOnCards(t *testing.T) {
	axe := axeScript(t)
	site := serveSite(t)
	p := blank(t, site.URL, 320, 900)
	for i, card := range []string{"/table", "/timeline", "/claims", "/claim/in-force-in-july", "/check", "/result/1-BD0W", "/result/1-0000", "/result/1-BD0W?on=" + today + "&rules=" + site.old, "/nothing"} {
		l := lang.All()[i%3]
		p.where(string(l) + card)
		p.media(lightScheme)
		p.open(site.URL + "/embed/" + string(l) + card)
		p.do(chromedp.Evaluate[chromedp.Void](axe))
		for _, look := range [][]string{{lightScheme}, {darkScheme}, {forced, darkScheme}} {
			p.media(look...)
			for _, words := range p.axe("") {
				t.Errorf("%s, %s: %s", p.place, look, words)
			}
		}
		p.media(lightScheme)
		for _, width := range []int64{280, 320, 800} {
			p.size(width, 900)
			for _, file := range []string{"overflow.js", "targets.js", "textsize.js"} {
				for _, words := range p.look(file) {
					t.Errorf("%s at %d px: %s", p.place, width, words)
				}
			}
		}
		p.size(360, 900)
		p.dress(largeText)
		for _, words := range p.look("overflow.js") {
			t.Errorf("%s with large text: %s", p.place, words)
		}
		p.dress("")
	}
}
