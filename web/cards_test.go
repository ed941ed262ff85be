package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"localvote/web"
	"localvote/web/card"
	"localvote/web/lang"
	"localvote/web/webtest"
)

// Every word that may come onto a card can be drawn, no card loses a word, and no
// short preposition stands alone at the end of a line.
func TestWordsOfCards(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	for _, l := range lang.All() {
		cards := r.Cards(l)
		for name, c := range cards {
			for _, text := range []string{c.Kicker, c.Title, c.Text, c.AsOf, c.Address} {
				if missing := card.Missing(text); len(missing) > 0 {
					t.Errorf("%s %s: no letters for %q", l, name, missing)
				}
			}
			if c.Title == "" || c.Kicker == "" && name != "page/home" || c.Verdict != nil && (c.Verdict.Word == "" || len(card.Missing(c.Verdict.Word)) > 0) {
				t.Errorf("%s %s: %+v", l, name, c)
			}
			title, text, err := c.Lines()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(strings.Join(title, ""), "…") && !strings.Contains(c.Title, "…") || plain(strings.Join(title, " ")) != plain(c.Title) {
				t.Errorf("%s %s: the title is cut: %q", l, name, title)
			}
			for _, lines := range [][]string{title, text} {
				for i, line := range lines {
					if i+1 < len(lines) && slices.Contains(strings.Fields("в с к у о и а я ў з і на не по до за из от ці да па"), line[strings.LastIndexAny(line, " \u00a0")+1:]) {
						t.Errorf("%s %s: a short word at the end of %q", l, name, line)
					}
				}
			}
		}
		if len(cards) < 500 {
			t.Errorf("%s: only %d cards", l, len(cards))
		}
	}
}

func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// Every card is a picture of the size that networks ask for, and a light one.
func TestCards(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	drawn, largest := 0, 0
	for _, l := range lang.All() {
		for name, c := range r.Cards(l) {
			if strings.HasPrefix(name, "place/") && !oneIn(60, name) || sampled() && !oneIn(4, name) {
				continue
			}
			address := "/card/" + string(l) + "/" + name + "-" + c.Hash() + ".png"
			a := get(r, address).want(t, http.StatusOK)
			size, err := png.DecodeConfig(bytes.NewReader(a.Body.Bytes()))
			if err != nil || size.Width != 1200 || size.Height != 630 || a.Body.Len() > 60_000 {
				t.Errorf("%s: %v, %d bytes, %v", address, size, a.Body.Len(), err)
			}
			drawn, largest = drawn+1, max(largest, a.Body.Len())
		}
	}
	t.Logf("%d cards, the largest has %d bytes", drawn, largest)
}

// A picture may be kept for ever under its hash, and shortly without; a browser
// that has it is told so.
func TestCardHeaders(t *testing.T) {
	r := newRig(t)
	c := r.Cards(lang.BE)["place/by-orsha"]
	for address, cache := range map[string]string{
		"/card/be/place/by-orsha-" + c.Hash() + ".png": "public, max-age=31536000, immutable",
		"/card/be/place/by-orsha.png":                  "public, max-age=3600",
	} {
		a := get(r, address).want(t, http.StatusOK)
		h := a.Header()
		if h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != cache || h.Get("ETag") == "" || h.Get("Cross-Origin-Resource-Policy") == "same-origin" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", address, h)
		}
		again := httptest.NewRequest(http.MethodGet, address, nil)
		again.Header.Set("If-None-Match", h.Get("ETag"))
		if b := do(r, again); b.Code != http.StatusNotModified || b.Body.Len() > 0 {
			t.Errorf("%s again: %d", address, b.Code)
		}
		if b := do(r, httptest.NewRequest(http.MethodHead, address, nil)); b.Code != http.StatusOK || b.Header().Get("ETag") != h.Get("ETag") {
			t.Errorf("HEAD %s: %d", address, b.Code)
		}
	}
}

// What is no card is a page that says so, in the language of the address.
func TestNoCard(t *testing.T) {
	r := newRig(t)
	hash := r.Cards(lang.EN)["page/home"].Hash()
	for _, tail := range []string{
		"page/nothing.png", "page/home-0123456789.png", "page/home-" + hash + ".gif", "page/home", "page/home-" + hash + "0.png", "page/" + hash + ".png", "page/-" + hash + ".png",
		"claim/home.png", "claim/nothing-0123456789.png", "place/by-nowhere.png", "result/maybe.png", "result/absent.png", "result/1-BD0W.png", "nothing/home.png", "page/..%2Fhome.png",
		"page/%00.png", "page/" + strings.Repeat("a-", 900) + ".png", "page/", "",
	} {
		a := get(r, "/card/en/"+tail)
		if a.Code != http.StatusNotFound || webtest.Attr(webtest.First(a.doc, "html"), "lang") != "en" {
			t.Errorf("%s: %d", tail, a.Code)
		}
	}
	for _, address := range []string{"/card", "/card/", "/card/de/page/home.png", "/card/be/page/home-" + hash + ".png"} {
		if a := get(r, address); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, a.Code)
		}
	}
	if n, _ := r.CardsKept(); n > 0 {
		t.Errorf("%d pictures of nothing", n)
	}
}

// The cache holds so many bytes and no more; many who ask at once get one picture.
func TestCardCache(t *testing.T) {
	r := newRig(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if a := get(r, "/card/ru/page/home.png"); a.Code != http.StatusOK {
				t.Errorf("status %d", a.Code)
			}
		})
	}
	all.Wait()
	if n, size := r.CardsKept(); n != 1 || size == 0 {
		t.Fatalf("%d pictures, %d bytes", n, size)
	}
	picture := make([]byte, 64<<10)
	for i := range 2 * web.CardRoom / len(picture) {
		r.KeepCard(string(rune('a'+i)), picture)
	}
	if n, size := r.CardsKept(); size > web.CardRoom || uint64(n*len(picture)) > size || n < 100 {
		t.Errorf("%d pictures, %d bytes", n, size)
	}
	get(r, "/card/ru/page/home.png").want(t, http.StatusOK)
}

// A result shows one of few pictures, and each of them is that of many: it tells
// nobody's answers.
func TestCardsOfResults(t *testing.T) {
	r := newRig(t)
	codes, pictures := map[string]int{}, map[string]bool{}
	for _, code := range r.someCodes(150) {
		tags := socialTags(get(r, "/en/result/"+code+"?place=by-orsha&on=2026-09-20").want(t, http.StatusOK))
		image := tags["og:image"]
		pictures[image] = true
		_, kind, _ := strings.Cut(image, "/result/")
		kind, _, _ = strings.Cut(kind, "-")
		codes[kind]++
		for name, text := range tags {
			if name != "og:url" && (strings.Contains(text, code) || strings.Contains(text, "Orsha") || strings.Contains(text, "2026-09-20")) {
				t.Errorf("%s says %q of %s", name, text, code)
			}
		}
	}
	if len(pictures) > 4 || codes[""] > 0 {
		t.Errorf("%d pictures: %v", len(pictures), codes)
	}
	for kind, n := range codes {
		if n < 5 {
			t.Errorf("only %d of the codes have the picture %s: it tells too much", n, kind)
		}
	}
	t.Logf("%v", codes)
}

// socialTags is what a page says to networks, by property.
func socialTags(a reply) map[string]string {
	out := map[string]string{}
	for _, n := range webtest.Find(a.doc, "head meta") {
		for _, name := range []string{webtest.Attr(n, "property"), webtest.Attr(n, "name")} {
			if strings.HasPrefix(name, "og:") || strings.HasPrefix(name, "twitter:") {
				out[name] += webtest.Attr(n, "content")
			}
		}
	}
	return out
}

// Every kind of page says what it is, with a picture that is there.
func TestSocialTags(t *testing.T) {
	r := keptRig(t)
	for _, l := range lang.All() {
		root, seen := "/"+string(l), map[string]bool{}
		addresses := []string{root + "/"}
		for _, address := range r.sampleAddresses(t) {
			addresses = append(addresses, root+address)
		}
		addresses = append(addresses, r.contentPages(string(l))...)
		for _, address := range addresses {
			a := get(r, address)
			if a.Code != http.StatusOK || !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
				continue
			}
			tags := socialTags(a)
			if silent := strings.Contains(address, "/check/private") || strings.Contains(address, "/styleguide") || strings.Contains(address, "/editors") || strings.HasSuffix(address, "/offline/lost"); silent || strings.HasSuffix(address, ".html") {
				if len(tags) > 0 {
					t.Errorf("%s says %v", address, tags)
				}
				continue
			}
			for _, name := range []string{"og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale", "og:image", "og:image:alt", "twitter:card"} {
				if tags[name] == "" {
					t.Errorf("%s: no %s", address, name)
				}
			}
			if tags["og:image:width"] != "1200" || tags["og:image:height"] != "630" || tags["og:locale"] != map[lang.Lang]string{lang.RU: "ru_RU", lang.BE: "be_BY", lang.EN: "en_GB"}[l] {
				t.Errorf("%s: %v", address, tags)
			}
			if canonical := webtest.First(a.doc, "link[rel=canonical]"); canonical != nil && !strings.HasPrefix(tags["og:url"], webtest.Attr(canonical, "href")) && !strings.Contains(address, "/v/") {
				t.Errorf("%s: og:url is %s", address, tags["og:url"])
			}
			picture, ours := strings.CutPrefix(tags["og:image"], baseURL)
			if !ours || !strings.HasPrefix(picture, "/card"+root+"/") {
				t.Errorf("%s: the picture %s", address, tags["og:image"])
			}
			if !seen[picture] && !sampled() {
				get(r, picture).want(t, http.StatusOK)
			}
			seen[picture] = true
		}
		if len(seen) < 25 {
			t.Errorf("%s: only %d pictures", l, len(seen))
		}
	}
	// What is said to nobody is not said to networks.
	for _, a := range []reply{get(r, "/en/nothing"), post(r, "/en/check/private", values("show=result "+settled)), post(r, "/en/check/private", values("asked=country country=ru"))} {
		if tags := socialTags(a); len(tags) > 0 {
			t.Errorf("%v", tags)
		}
	}
}

// A claim and a place have pictures of their own, a question that of the check.
func TestWhichCard(t *testing.T) {
	r := newRig(t)
	for address, want := range map[string]string{
		"/en/": "page/home", "/en/in-russia": "page/in-russia", "/en/search?q=Orsha": "page/home", "/en/check": "page/check", "/en/check/all": "page/check", "/en/check/1-BAT0": "page/check",
		"/en/result/1-BD0W": "result/", "/en/places/by-orsha": "place/by-orsha", "/en/places": "page/places", "/en/data": "page/data", "/en/tree": "page/tree", "/en/table": "page/table",
		"/en/cite/claim/signed-13-march": "claim/signed-13-march", "/en/cite/place/by-orsha": "place/by-orsha", "/en/cite/page/about": "page/about", "/en/quote/in-russia/who": "page/in-russia",
		"/en/in-russia/history": "page/in-russia", "/en/in-russia/easy": "page/in-russia", "/en/leaflet": "page/leaflet",
	} {
		a := get(r, address)
		if a.Code != http.StatusOK {
			t.Logf("%s: %d", address, a.Code)
			continue
		}
		if got := socialTags(a)["og:image"]; !strings.HasPrefix(got, baseURL+"/card/en/"+want) {
			t.Errorf("%s: %s", address, got)
		}
	}
}
