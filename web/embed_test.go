package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/palette"
	"localvote/web/webtest"
)

// cardPaths are cards of every kind, behind the language.
func (r *rig) cardPaths() []string {
	paths := []string{"/table", "/timeline", "/claims", "/check", "/result/1-BD0W", "/result/1-HZWB?on=2026-11-21&rules=" + r.q.Hash[:12]}
	for _, c := range r.live.Site().Records.Claims.Claims {
		paths = append(paths, "/claim/"+c.ID)
	}
	return paths
}

// maxCard is what a card may weigh with its stylesheet and drawings, in bytes.
const maxCard = 15 << 10

// Every card says whose it is and that it is no advice, runs nothing, asks nobody
// else, may be framed by everybody and weighs little - whatever the address asks.
func TestEmbeds(t *testing.T) {
	r := keptRig(t)
	sheet := get(r, r.live.Site().Assets.URL("css/embed.css")).want(t, http.StatusOK)
	heaviest := 0
	for _, l := range lang.All() {
		words := r.live.Site().Catalog.In(l)
		for _, path := range r.cardPaths() {
			mark := "?"
			if strings.Contains(path, "?") {
				mark = "&"
			}
			for _, more := range []string{"", mark + "disclaimer=0&footer=none&words=easy&place=by-orsha&lang=xx&css=x"} {
				address := "/embed/" + string(l) + path + more
				a := get(r, address).want(t, http.StatusOK)
				for _, fault := range webtest.Check(a.doc) {
					t.Errorf("%s: %s", address, fault)
				}
				foot := oneSpace(webtest.Text(webtest.First(a.doc, "footer")))
				for _, part := range []string{words.T("site.tagline"), words.T("foot.text"), "CC BY 4.0"} {
					if !strings.Contains(foot, oneSpace(part)) {
						t.Errorf("%s does not say %q but %q", address, part, foot)
					}
				}
				for _, name := range []string{"script", "style", "form", "img", "iframe"} {
					if webtest.First(a.doc, name) != nil {
						t.Errorf("%s: <%s> has no place in a card", address, name)
					}
				}
				for _, link := range webtest.Links(a.doc) {
					if link.Tag == "a" && !strings.HasPrefix(link.Href, baseURL+"/"+string(l)+"/") && !strings.HasPrefix(link.Href, "https://creativecommons.org/licenses/by/4.0/") {
						t.Errorf("%s leads to %s", address, link.Href)
					}
				}
				sum := a.Body.Len() + sheet.Body.Len()
				heaviest = max(heaviest, sum)
				if sum >= maxCard {
					t.Errorf("%s weighs %d bytes with its stylesheet", address, sum)
				}
				embedHeaders(t, address, a)
			}
		}
	}
	t.Logf("the heaviest card has %d bytes with its stylesheet; the stylesheet has %d, %d packed", heaviest, sheet.Body.Len(), packed(sheet.Body.Bytes()))
}

// oneSpace has one kind of space only.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

func packed(body []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(body)
	w.Close()
	return b.Len()
}

func embedHeaders(t *testing.T, address string, a reply) {
	t.Helper()
	h := a.Header()
	if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors *") || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s: the policy is %s", address, csp)
	}
	for name, want := range map[string]string{
		"X-Frame-Options": "", "Set-Cookie": "", "X-Robots-Tag": "noindex", "Cross-Origin-Resource-Policy": "cross-origin",
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q, want %q", address, name, got, want)
		}
	}
}

// The rest of the site may not be framed; only the page about the cards may frame,
// and only this site.
func TestOnlyEmbedsAreFramed(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/ru/", "/be/claims", "/en/check", "/en/result/1-BD0W", "/ru/check/private", "/en/embed", "/en/nothing", "/be/table", "/embed", "/embedded/ru/table"} {
		csp := get(r, path).Header().Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "frame-src") != (path == "/en/embed") {
			t.Errorf("%s: the policy is %s", path, csp)
		}
	}
	site := get(r, r.live.Site().Assets.URL("css/site.css"))
	if got := site.Header().Get("Cross-Origin-Resource-Policy"); got != "same-origin" {
		t.Errorf("the stylesheet of the site is %s", got)
	}
}

// What is wrong with the address of a card is said in the frame, never with 500.
func TestEmbedsSayWhatIsWrong(t *testing.T) {
	r := keptRig(t)
	for path, want := range map[string]int{
		"/nothing": 404, "/claim/nobody-said-this": 404, "/claim/": 404, "/claim/%00": 404, "/result/1-ZZZZ": 404, "/result/": 404, "/result/1-BD0W?on=soon": 400,
		"/result/1-BD0W?on=1999-01-01": 400, "/result/1-BD0W?rules=0123456789ab": 404, "/result/1-BD0W?version=0123456789ab": 404,
		"/timeline?version=zz": 400, "/timeline?version=0123456789ab": 404, "/check?version=0123456789ab": 404, "/": 404, "/../../x": 404,
	} {
		a := get(r, "/embed/be"+path)
		if a.Code != want {
			t.Errorf("%s: status %d, want %d", path, a.Code, want)
		}
		if path != "/../../x" {
			embedHeaders(t, path, a)
		}
		if !strings.Contains(oneSpace(a.text()), oneSpace(r.live.Site().Catalog.In("be").T("site.tagline"))) {
			t.Errorf("%s does not say whose it is", path)
		}
	}
	get(r, "/embed/xx/timeline").want(t, http.StatusNotFound)
	without := rigOf(t, soundSite(t), "")
	get(without, "/embed/ru/timeline").want(t, http.StatusOK)
	get(without, "/embed/ru/timeline?version=0123456789ab").want(t, http.StatusServiceUnavailable)
}

var pinnedSrc = regexp.MustCompile(`src="` + regexp.QuoteMeta(baseURL) + `(/embed/en/[^"]*version=[0-9a-f]{12})"`)

// A pinned card stays as it was; once today's differs, it says so and still says
// whose it is.
func TestPinnedEmbeds(t *testing.T) {
	r := keptRig(t)
	page := get(r, "/en/embed").want(t, http.StatusOK)
	var addresses []string
	for _, n := range webtest.Find(page.doc, "pre") {
		if m := pinnedSrc.FindStringSubmatch(webtest.Text(n)); m != nil {
			addresses = append(addresses, m[1])
		}
	}
	if len(addresses) != 4 {
		t.Fatalf("pinned are %q", addresses)
	}
	before := map[string]string{}
	for _, address := range addresses {
		a := get(r, address).want(t, http.StatusOK)
		before[address] = webtest.Text(webtest.First(a.doc, "article"))
		if webtest.First(a.doc, ".note") != nil {
			t.Errorf("%s says that it is old", address)
		}
	}
	later := rigOf(t, secondEdition(t), r.db) // the law is of another month on every card
	later.keep(t)
	for _, address := range addresses {
		a := get(later, address).want(t, http.StatusOK)
		if got := webtest.Text(webtest.First(a.doc, "article")); got != before[address] {
			t.Errorf("%s has changed from %q to %q", address, before[address], got)
		}
		if note := webtest.First(a.doc, ".note a"); note == nil || !strings.Contains(a.text(), "This is information, not legal advice") {
			t.Errorf("%s does not say that there is a newer one: %s", address, a.text())
		}
		other := strings.Replace(address, "/en/", "/ru/", 1)
		get(later, other).want(t, http.StatusNotFound)
	}
}

// An oembedAnswer is read by the names of the specification.
type oembedAnswer struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title" xml:"title"`
	ProviderName string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
}

// ask gives the answer in both forms, which must say the same.
func (r *rig) ask(t *testing.T, address, more string) oembedAnswer {
	t.Helper()
	query := "/oembed?url=" + url.QueryEscape(address) + more
	a := get(r, query).want(t, http.StatusOK)
	var fromJSON, fromXML oembedAnswer
	if err := json.Unmarshal(a.Body.Bytes(), &fromJSON); err != nil {
		t.Fatal(err)
	}
	b := get(r, query+"&format=xml").want(t, http.StatusOK)
	if err := xml.Unmarshal(b.Body.Bytes(), &fromXML); err != nil {
		t.Fatal(err)
	}
	fromXML.XMLName = xml.Name{}
	if fromJSON != fromXML {
		t.Errorf("%s: JSON says %+v, XML %+v", address, fromJSON, fromXML)
	}
	for _, x := range []reply{a, b} {
		if x.Header().Get("Access-Control-Allow-Origin") != "*" || x.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", address, x.Header())
		}
	}
	if kinds := a.Header().Get("Content-Type") + " " + b.Header().Get("Content-Type"); kinds != "application/json; charset=utf-8 text/xml; charset=utf-8" {
		t.Errorf("the types are %s", kinds)
	}
	return fromJSON
}

var iframeCode = regexp.MustCompile(`^<iframe src="([^"<>]+)" title="([^"<>]+)" width="(\d+|100%)" height="(\d+)" style="border:0;[a-z0-9:;%(), .*-]+" loading="lazy" sandbox="[a-z -]+" referrerpolicy="no-referrer"></iframe>$`)

// Pages with a card are rich, the others a link; all say what the specification
// requires.
func TestOEmbed(t *testing.T) {
	r := keptRig(t)
	pin := "?on=" + today + "&rules=" + r.q.Hash[:12]
	for _, l := range lang.All() {
		root := baseURL + "/" + string(l)
		for path, card := range map[string]string{
			"/timeline": "/timeline", "/differences": "/table", "/which-elections": "/table", "/table": "/table", "/claims": "/claims", "/check": "/check",
			"/claims#signed-13-march": "/claim/signed-13-march", "/claims#article-a": "/claims",
			"/result/1-BD0W": "/result/1-BD0W", "/result/1-BD0W" + pin: "/result/1-BD0W" + pin,
		} {
			o := r.ask(t, root+path, "")
			m := iframeCode.FindStringSubmatch(o.HTML)
			if o.Version != "1.0" || o.Type != "rich" || o.Title == "" || o.ProviderURL != root+"/" || o.Width != 600 || o.Height < 200 || m == nil {
				t.Fatalf("%s: %+v", path, o)
			}
			src := strings.ReplaceAll(m[1], "&amp;", "&")
			if src != baseURL+"/embed/"+string(l)+card || m[3] != strconv.Itoa(o.Width) || m[4] != strconv.Itoa(o.Height) {
				t.Errorf("%s: %s", path, o.HTML)
			}
			get(r, strings.TrimPrefix(src, baseURL)).want(t, http.StatusOK)
		}
		for _, path := range []string{"/", "/about", "/places/by-orsha", "/table?merge=0", "/check/1-BAT0", "/embed", "/claims/history", "/data", "/home"} {
			if o := r.ask(t, root+path, ""); o.Type != "link" || o.Version != "1.0" || o.Title == "" || o.HTML != "" || strings.HasSuffix(o.Title, o.ProviderName) && path != "/" {
				t.Errorf("%s: %+v", path, o)
			}
		}
	}
	o := r.ask(t, baseURL+"/embed/ru/timeline", "")
	if o.Type != "rich" {
		t.Errorf("a card itself: %+v", o)
	}
}

// What the asker has room for is the limit; where a card cannot be so narrow, there
// is a link.
func TestOEmbedSizes(t *testing.T) {
	r := newRig(t)
	page := baseURL + "/en/timeline"
	usual := r.ask(t, page, "")
	narrow := r.ask(t, page, "&maxwidth=320")
	if narrow.Width != 320 || narrow.Height <= usual.Height {
		t.Errorf("narrow: %+v", narrow)
	}
	if low := r.ask(t, page, "&maxheight=300"); low.Height != 300 || low.Width != 600 {
		t.Errorf("low: %+v", low)
	}
	if wide := r.ask(t, page, "&maxwidth=2000&maxheight=5000"); wide.Width != usual.Width || wide.Height != usual.Height {
		t.Errorf("wide: %+v", wide)
	}
	for _, limit := range []string{"&maxwidth=120", "&maxheight=50"} {
		if o := r.ask(t, page, limit); o.Type != "link" || o.HTML != "" {
			t.Errorf("%s: %+v", limit, o)
		}
	}
}

// Mistakes have the statuses of the specification and name what is wrong.
func TestOEmbedMistakes(t *testing.T) {
	r := newRig(t)
	page := url.QueryEscape(baseURL + "/en/timeline")
	for query, want := range map[string]int{
		"": 400, "format=json": 400, "url=" + page + "&format=yaml": 501, "url=" + page + "&format=JSON": 501,
		"url=" + page + "&maxwidth=wide": 400, "url=" + page + "&maxwidth=0": 400, "url=" + page + "&maxheight=-5": 400, "url=" + page + "&maxwidth=99999999999999999999": 400,
		"url=": 404, "url=timeline": 404, "url=/en/timeline": 404, "url=https://elsewhere.example/en/timeline": 404, "url=ftp://localvote.example/en/": 404,
		"url=" + url.QueryEscape(baseURL+"@evil.example/en/"):                 404,
		"url=" + url.QueryEscape("https://x:y@localvote.example/en/timeline"): 404,
		"url=" + url.QueryEscape(baseURL+"/en/nothing"):                       404,
		"url=" + url.QueryEscape(baseURL+"/en/result/1-ZZZZ"):                 404,
		"url=" + url.QueryEscape(baseURL+"/en/check/private"):                 404,
		"url=" + url.QueryEscape(baseURL+"/static/css/site.css"):              404,
		"url=" + url.QueryEscape(baseURL+"/oembed?url=x"):                     404,
		"url=" + url.QueryEscape(baseURL+"/api/v1/ruleset"):                   404,
		"url=" + url.QueryEscape(baseURL+"/embed/en/claim/nobody-said-this"):  404,
		"url=" + url.QueryEscape(baseURL+"/en/table.csv"):                     404,
		"url=%ff%00": 404,
	} {
		a := get(r, "/oembed?"+query)
		if a.Code != want {
			t.Errorf("%s: status %d, want %d", query, a.Code, want)
		}
		if kind := a.Header().Get("Content-Type"); kind != "application/problem+json" || a.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", query, a.Header())
		}
	}
}

// Every page names the answer about itself as JSON, which all programs read; pages
// without a trace and mistakes name none. The answer is there as XML, too.
func TestOEmbedDiscovery(t *testing.T) {
	r := keptRig(t)
	for _, path := range []string{"/", "/claims", "/check", "/check/1-BAT0", "/result/1-BD0W?on=2026-09-20&place=by-orsha&words=easy", "/places/by-orsha", "/search?q=x", "/embed", "/data", "/claims/history"} {
		a := get(r, "/en"+path).want(t, http.StatusOK)
		n := webtest.First(a.doc, "link[type=application/json+oembed]")
		if n == nil || webtest.Attr(n, "rel") != "alternate" {
			t.Errorf("%s does not say how to embed it", path)
			continue
		}
		href := webtest.Attr(n, "href")
		u, _ := url.Parse(href)
		if strings.Contains(href, "orsha") != (path == "/places/by-orsha") || u.Query().Get("format") != "json" {
			t.Errorf("%s: %s", path, href)
		}
		for _, form := range []string{"json", "xml"} {
			get(r, strings.Replace(strings.TrimPrefix(href, baseURL), "format=json", "format="+form, 1)).want(t, http.StatusOK)
		}
	}
	for _, path := range []string{"/check/private", "/check/private/all", "/nothing"} {
		if a := get(r, "/en"+path); strings.Contains(a.Body.String(), "oembed") {
			t.Errorf("%s says how to embed it", path)
		}
	}
	a := post(r, "/en/check/private", values("show=result "+settled))
	if strings.Contains(a.Body.String(), "oembed") {
		t.Error("a result without a trace says how to embed it")
	}
}

// Cards have the colours of the site.
func TestEmbedColours(t *testing.T) {
	r := newRig(t)
	read := func(name string) palette.Palette {
		p, err := palette.Parse(get(r, r.live.Site().Assets.URL(name)).Body.String())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	site := map[string]palette.Token{}
	for _, token := range read("css/site.css").Tokens {
		site[token.Name] = token
	}
	of := read("css/embed.css").Tokens
	for _, token := range of {
		if site[token.Name] != token {
			t.Errorf("%+v is %+v on the site", token, site[token.Name])
		}
	}
	if len(of) < 15 {
		t.Errorf("only %d tokens", len(of))
	}
}

// The page for journalists shows every kind, and its code can be copied as it is.
func TestEmbedPage(t *testing.T) {
	r := keptRig(t)
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/embed").want(t, http.StatusOK)
		if n := len(webtest.Find(a.doc, "main iframe")); n != 6 {
			t.Errorf("%s: %d examples", l, n)
		}
		codes := 0
		for _, n := range webtest.Find(a.doc, "pre") {
			words := strings.TrimSpace(webtest.Text(n))
			if !strings.HasPrefix(words, "<iframe") {
				continue
			}
			codes++
			m := iframeCode.FindStringSubmatch(words)
			if m == nil {
				t.Errorf("%s: %s", l, words)
				continue
			}
			get(r, strings.ReplaceAll(strings.TrimPrefix(m[1], baseURL), "&amp;", "&")).want(t, http.StatusOK)
		}
		if claims := len(r.live.Site().Records.Claims.Claims); codes != 6+5+claims-1 {
			t.Errorf("%s: %d codes", l, codes)
		}
		if press := get(r, "/"+string(l)+"/press"); webtest.First(press.doc, `a[href=/`+string(l)+`/embed]`) == nil {
			t.Errorf("%s: the press page does not lead here", l)
		}
	}
}
