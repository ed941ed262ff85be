package e2e_test

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web"
	"localvote/web/site"
)

// printBase is where the site says that it stands; printed pages name it.
const printBase = "https://localvote.example"

var printSite = sync.OnceValue(func() *site.Site {
	s, _ := site.Build(site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS})
	return s
})

// newPrintSite is the whole site on a fixed day, without a database.
func newPrintSite(t *testing.T) *httptest.Server {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	s := httptest.NewServer(web.New(web.Config{
		Live: site.NewLive(printSite(), nil, clock), BaseURL: printBase, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: clock,
	}))
	t.Cleanup(s.Close)
	return s
}

// A printCase is a page and how many sheets it may take. The bounds are those of
// the design (result 3, explainer 4, place 2) and what full addresses under every
// statement, seven rights with all reasons and the list of links add to them.
type printCase struct {
	name, path string
	most       int
	says       []string
}

var printCases = []printCase{
	{"leaflet", "/leaflet", 1, []string{"localvote.example/q/"}},
	{"leaflet-belarus", "/leaflet?country=by", 1, []string{"localvote.example/q/"}},
	{"leaflet-two", "/leaflet?also=be", 1, []string{"localvote.example/q/"}},
	{"leaflet-three", "/leaflet?country=by&also=ru", 1, []string{"localvote.example/q/"}},
	{"leaflet-four", "/leaflet?country=by&also=en", 1, []string{"localvote.example/q/"}},
	{"home", "/", 3, []string{"localvote.example/%/"}},
	{"question", "/check/1-BAT0", 1, []string{"localvote.example/%/check/1-BAT0"}},
	{"all", "/check/all", 2, []string{"localvote.example/%/check/all"}},
	{"result", "/result/1-BD0W", 6, []string{"localvote.example/%/result/1-BD0W"}},
	{"result-belarus", "/result/1-HZWB", 6, []string{"localvote.example/%/result/1-HZWB"}},
	{"explainer", "/in-russia", 6, []string{"localvote.example/%/in-russia", "localvote.example/%/residence"}},
	{"explainer-belarus", "/in-belarus", 6, []string{"localvote.example/%/in-belarus", "localvote.example/%/differences"}},
	{"easy", "/in-russia/easy", 3, []string{"localvote.example/%/in-russia/easy"}},
	{"letters", "/letter", 5, []string{"localvote.example/%/letter", "localvote.example/%/how-to-vote"}},
	{"place", "/places/by-orsha", 3, []string{"localvote.example/%/places/by-orsha"}},
	{"place-russia", "/places/ru-yakutsk", 3, []string{"localvote.example/%/places/ru-yakutsk"}},
}

// Every kind of page prints on so many sheets of A4, none of them empty, and says
// where it was found.
func TestPrint(t *testing.T) {
	s := newPrintSite(t)
	languages := []string{"ru", "be", "en"}
	if testing.Short() {
		languages = languages[1:2]
	}
	for _, l := range languages {
		for _, c := range printCases {
			t.Run(l+"-"+c.name, func(t *testing.T) {
				p := page(t, s.URL+"/"+l+c.path, 1280, 900, withoutScript)
				sheet := p.print(1)
				if n := sheet.pages(); n < 1 || n > c.most {
					t.Errorf("%d pages, at most %d are wanted", n, c.most)
				}
				t.Logf("%d pages", sheet.pages())
				texts := sheet.texts(t)
				for i, text := range texts {
					if len([]rune(text)) < 100 {
						t.Errorf("page %d is as good as empty: %q", i+1, text)
					}
				}
				all := strings.Join(texts, "")
				for _, want := range c.says {
					if want = strings.ReplaceAll(want, "%", l); len(texts) > 0 && !strings.Contains(all, want) {
						t.Errorf("the pages do not say %s", want)
					}
				}
			})
		}
	}
}

// A leaflet stays on its sheet with letters that are six per cent larger: other
// readers have other fonts.
func TestLeafletHasRoomToSpare(t *testing.T) {
	s := newPrintSite(t)
	for _, address := range []string{"/ru/leaflet", "/be/leaflet?country=by", "/ru/leaflet?country=by&also=be", "/en/leaflet?country=by&also=be", "/ru/leaflet?also=en"} {
		if n := page(t, s.URL+address, 1280, 900).print(1.06).pages(); n != 1 {
			t.Errorf("%s takes %d pages", address, n)
		}
	}
}

// Whatever display settings were chosen, the leaflet keeps to its sheet and its
// code: it is for others.
func TestLeafletOfAnyLook(t *testing.T) {
	s := newPrintSite(t)
	for _, look := range []string{"size-200", "font-sans", "pictures-off", "colours-yellow-on-black"} {
		p := page(t, s.URL+"/en/leaflet?country=by&also=ru", 1280, 900, withCookie(s.URL, "display", look))
		p.is("document.querySelectorAll('link[href*=\"/css/display/\"]').length", "1")
		p.is("document.querySelector('.qr').checkVisibility()", "true")
		p.is("getComputedStyle(document.querySelector('.qr rect')).fill", "rgb(255, 255, 255)")
		if n := p.print(1).pages(); n != 1 {
			t.Errorf("%s: the leaflet takes %d pages", look, n)
		}
	}
}

// On a small telephone a sheet is one column and nothing sticks out.
func TestLeafletOnTelephone(t *testing.T) {
	s := newPrintSite(t)
	for _, address := range []string{"/be/leaflet?country=by&also=ru", "/en/leaflet"} {
		p := page(t, s.URL+address, 320, 700)
		p.is("document.documentElement.scrollWidth <= 320", "true")
		p.is("[...document.querySelectorAll('.choose a')].every(a => a.getBoundingClientRect().height >= 44)", "true")
	}
}

// The first page of a result is a leaflet by itself: verdicts, answers, edition.
// The code of the answers is printed as a picture only if somebody asks for it.
func TestResultOnPaper(t *testing.T) {
	s := newPrintSite(t)
	p := page(t, s.URL+"/en/result/1-BD0W", 1280, 900)
	first := p.print(1).texts(t)
	if len(first) == 0 {
		return // no pdftotext here
	}
	for _, want := range []string{"Takepartinalocalreferendum", "Youranswers", "Permanentresidencepermit", "Rulesversion"} {
		if !strings.Contains(first[0], want) {
			t.Errorf("the first page does not say %q", want)
		}
	}
	folded := "QRcodeofthisresult"
	if strings.Contains(strings.Join(first, ""), folded) {
		t.Error("the QR code is printed without being asked for")
	}
	asked := page(t, s.URL+"/en/result/1-BD0W?qr=yes", 1280, 900).print(1).texts(t)
	if !strings.Contains(strings.Join(asked, ""), folded) {
		t.Error("the QR code is not printed though it was asked for")
	}
}

// What is folded on the screen is open on paper.
func TestFoldedIsPrinted(t *testing.T) {
	s := newPrintSite(t)
	texts := page(t, s.URL+"/en/in-russia", 1280, 900).print(1).texts(t)
	if len(texts) > 0 && !strings.Contains(strings.Join(texts, ""), "Pagepublished") {
		t.Error("the history of the page is folded on paper, too")
	}
}

// Paper is white in the dark, and so is the ground of a QR code on any screen.
func TestPaperIsWhite(t *testing.T) {
	s := newPrintSite(t)
	for _, path := range []string{"/ru/leaflet", "/ru/result/1-BD0W", "/ru/in-russia", "/ru/places/by-orsha", "/ru/"} {
		p := page(t, s.URL+path, 1280, 900, inTheDark("print"))
		p.is("getComputedStyle(document.body).backgroundColor", "rgb(255, 255, 255)")
		p.is("getComputedStyle(document.body).color", "rgb(0, 0, 0)")
		p.is("[...document.querySelectorAll('.strip, .menu, .btn, .find, .here')].every(e => !e.checkVisibility())", "true")
	}
	p := page(t, s.URL+"/ru/leaflet", 1280, 900, inTheDark("screen"))
	p.is("getComputedStyle(document.querySelector('.qr rect')).fill", "rgb(255, 255, 255)")
	p.is("getComputedStyle(document.querySelector('.qr path')).fill", "rgb(0, 0, 0)")
}

func inTheDark(media string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	}
}

// withCookie is a reader whose browser remembers something.
func withCookie(address, name, value string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{URL: address, Name: name, Value: value})
		return err
	}
}

// A sheaf is what came out of the printer.
type sheaf []byte

// print prints the page with everything enlarged.
func (p *tab) print(scale float64) sheaf {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 12*patience)
	defer cancel()
	yes := true
	out, err := chromedp.Call(ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &yes, Scale: scale})
	if err != nil {
		p.t.Fatal(err)
	}
	return sheaf(out.Data)
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

func (s sheaf) pages() int { return len(pdfPage.FindAll(s, -1)) }

// texts are the letters of each page without spaces: lines break anywhere. There
// are none where pdftotext is not installed.
func (s sheaf) texts(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI needs pdftotext, try `apt-get install poppler-utils`")
		}
		return nil
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, s, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	for i := range pages {
		pages[i] = strings.NewReplacer("\u200b", "", "\u2060", "", "\u00ad", "", "\u2011", "-").Replace(strings.Join(strings.Fields(pages[i]), ""))
	}
	return pages
}
