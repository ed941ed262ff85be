package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/qr"
	"localvote/web/webtest"
)

// A leaflet says everything in each of its languages, with sources and dates, and
// its code leads to the page that explains.
func TestLeaflet(t *testing.T) {
	r := newRig(t)
	for country, about := range map[string]string{"ru": "in-russia", "by": "in-belarus"} {
		for _, first := range lang.All() {
			for _, second := range lang.All() {
				address := "/" + string(first) + "/leaflet?" + url.Values{"country": {country}, "also": {string(second)}}.Encode()
				a := get(r, address)
				if a.Code != http.StatusOK {
					t.Fatalf("%s: status %d", address, a.Code)
				}
				want := []string{string(first)}
				if second != first {
					want = append(want, string(second))
				}
				checkLeaflet(t, r, address, a, about, want)
			}
		}
	}
}

func checkLeaflet(t *testing.T, r *rig, address string, a reply, about string, languages []string) {
	t.Helper()
	faces := webtest.Find(a.doc, ".leaf .face")
	if len(faces) != len(languages) {
		t.Fatalf("%s: %d sides, want %v", address, len(faces), languages)
	}
	for i, l := range languages {
		face := faces[i]
		if got := webtest.Attr(face, "lang"); got != l {
			t.Errorf("%s: side %d is in %q, want %q", address, i, got, l)
		}
		if n := len(webtest.Find(face, "h3")); n != 5 || webtest.First(face, "h2") == nil || webtest.First(face, ".yes p") == nil {
			t.Errorf("%s: side %s has no question, no answer or %d headings", address, l, n)
		}
		text := webtest.Text(face)
		for _, want := range []string{typedShort(t, r, l, "/"+about), typedShort(t, r, l, "/check"), "2026"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: side %s does not say %s", address, l, want)
			}
		}
		code, err := qr.Of("https://" + typedShort(t, r, l, "/"+about))
		box := "0 0 " + strconv.Itoa(len(code)+8) + " " + strconv.Itoa(len(code)+8)
		if svg := webtest.First(face, ".qr"); err != nil || svg == nil || webtest.Attr(svg, "viewBox") != box {
			t.Errorf("%s: side %s has no code of its page with four squares of quiet around", address, l)
		}
	}
	if fine := webtest.First(a.doc, ".leaf .fine"); fine == nil || !strings.Contains(webtest.Text(fine), "67-") && !strings.Contains(webtest.Text(fine), "58") {
		t.Errorf("%s names no sources", address)
	}
}

// What nobody offers is not an error: it counts as not chosen.
func TestLeafletOfNothing(t *testing.T) {
	r := newRig(t)
	for _, query := range []string{"?country=moon", "?also=fr", "?country=&also="} {
		a := get(r, "/be/leaflet"+query)
		if a.Code != http.StatusOK || len(webtest.Find(a.doc, ".face")) != 1 || !strings.Contains(a.text(), typedShort(t, r, "be", "/in-russia")) {
			t.Errorf("%s: status %d, and not the usual leaflet", query, a.Code)
		}
	}
}

// The numbers in the text of a page are those of the list of its links.
func TestPrintedLinks(t *testing.T) {
	r := newRig(t)
	for _, path := range r.contentPages("be") {
		a := get(r, path)
		listed := len(webtest.Find(a.doc, ".links-here li"))
		seen := map[string]bool{}
		for _, link := range webtest.Find(a.doc, "main a") {
			n, href := webtest.Attr(link, "data-n"), webtest.Attr(link, "href")
			if n == "" {
				continue
			}
			seen[n] = true
			at, err := strconv.Atoi(n)
			if err != nil || at < 1 || at > listed {
				t.Errorf("%s: link %s has the number %q of %d", path, href, n, listed)
				continue
			}
			if got := webtest.Text(webtest.Find(a.doc, ".links-here li")[at-1]); got != "localvote.example"+href {
				t.Errorf("%s: number %d is %s in the text and %s in the list", path, at, href, got)
			}
		}
		if len(seen) != listed {
			t.Errorf("%s lists %d links and has %d in its text", path, listed, len(seen))
		}
	}
}

// Every page ends with where it was found; a page whose state is secret with
// where the site is.
func TestColophon(t *testing.T) {
	r := newRig(t)
	last := func(a reply) string {
		lines := webtest.Find(a.doc, ".foot .printed .url")
		if len(lines) == 0 || len(lines) > 2 { // the second is the short address
			return ""
		}
		return webtest.Text(lines[0])
	}
	for _, path := range []string{"/ru/", "/be/in-russia", "/en/result/1-BD0W", "/en/places/by-orsha"} {
		if got := last(get(r, path)); got != "localvote.example"+path {
			t.Errorf("%s ends with %q", path, got)
		}
	}
	private := post(r, "/en/check/private", values("show=result "+settled))
	if got := last(private); got != "localvote.example/en/" {
		t.Errorf("the result without a trace ends with %q", got)
	}
	if webtest.First(private.doc, ".qr") != nil {
		t.Error("the result without a trace has a QR code")
	}
	open := get(r, "/en/result/1-BD0W")
	if webtest.First(open.doc, ".qr") != nil {
		t.Error("the QR code of a result is there without being asked for")
	}
	for _, link := range webtest.Links(open.doc) {
		if strings.HasSuffix(link.Href, "#qr") {
			if webtest.First(get(r, link.Href).want(t, http.StatusOK).doc, "#qr .qr") == nil {
				t.Error("no QR code at " + link.Href)
			}
			return
		}
	}
	t.Error("a result does not offer its QR code")
}
