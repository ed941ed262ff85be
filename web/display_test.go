package web_test

import (
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localvote/static"
	"localvote/web/webtest"
)

// choose posts the display settings and gives the cookie that came back.
func choose(t *testing.T, r *rig, form url.Values) (*http.Cookie, string) {
	t.Helper()
	a := post(r, "/ru/display", form).want(t, http.StatusSeeOther)
	cookies := a.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	return cookies[0], a.location()
}

// with asks for a page with a cookie.
func with(r *rig, address, cookie string) reply {
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.Header.Set("Cookie", "display="+cookie)
	return do(r, request)
}

// sheets are those that a choice adds to the page's own.
func sheets(a reply) []string {
	out := []string{}
	for _, n := range webtest.Find(a.doc, "link[rel=stylesheet]") {
		if !strings.HasPrefix(webtest.Attr(n, "href"), "/static/css/display/") {
			continue
		}
		name, _, _ := strings.Cut(path.Base(webtest.Attr(n, "href")), ".")
		out = append(out, name)
	}
	return out
}

// A choice is one cookie that links one more stylesheet for each setting on every
// page; without a choice there is neither.
func TestDisplayChoice(t *testing.T) {
	r := newRig(t)
	if got := sheets(get(r, "/ru/places/by-orsha")); len(got) > 0 {
		t.Errorf("without a choice: %q", got)
	}
	cookie, to := choose(t, r, url.Values{"size": {"size-150"}, "colours": {"colours-dark"}, "spacing": {"spacing-usual"}, "pictures": {"pictures-off"}, "back": {"/in-russia"}})
	if cookie.Name != "display" || cookie.Value != "size-150.colours-dark.pictures-off" || !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge <= 0 {
		t.Errorf("%+v", cookie)
	}
	for _, address := range []string{to, "/be/", "/en/check/1-BAT0", "/ru/result/1-BD0W", "/ru/nothing"} {
		a := with(r, address, cookie.Value)
		if got, want := sheets(a), []string{"size-150", "colours-dark", "pictures-off"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
		for _, n := range webtest.Find(a.doc, "link[rel=stylesheet]") {
			get(r, webtest.Attr(n, "href")).want(t, http.StatusOK)
		}
	}
	saved := with(r, to, cookie.Value)
	if webtest.First(saved.doc, ".say a[href=/ru/in-russia]") == nil || webtest.First(saved.doc, "[name=reset]") == nil {
		t.Error("no way back, or no way to the usual look")
	}
	if n := len(webtest.Find(saved.doc, "input[checked]")); n != 5 {
		t.Errorf("%d settings are marked", n)
	}
	for _, form := range []url.Values{{"reset": {"yes"}, "size": {"size-150"}}, {}, {"size": {"size-100"}}, {"size": {"huge"}}} {
		if gone, _ := choose(t, r, form); gone.Value != "" || gone.MaxAge >= 0 {
			t.Errorf("%v: the cookie stays: %+v", form, gone)
		}
	}
}

// A cookie that somebody has made up changes nothing.
func TestDisplayJunk(t *testing.T) {
	r := newRig(t)
	for _, junk := range []string{"", "x", "../../etc/passwd", "size-999", "size-150;size-200", `"><script>`, strings.Repeat("size-150.", 500), "\x00", "size-125.size-200"} {
		a := with(r, "/en/", junk)
		if got := sheets(a); a.Code != http.StatusOK || len(got) > 1 {
			t.Errorf("%.40q: %d, %q", junk, a.Code, got)
		}
	}
}

// The way back leads to pages of this site only.
func TestDisplayBack(t *testing.T) {
	r := newRig(t)
	for back, want := range map[string]string{
		"/result/1-BD0W?place=ru-moscow": "/result/1-BD0W?place=ru-moscow",
		"/":                              "/",
		"https://evil.example/":          "", "//evil.example/": "", "javascript:alert(1)": "", "in-russia": "",
		"/\r\nSet-Cookie: a=b": "", "/" + strings.Repeat("a", 600): "", "http:/x": "", "/#x": "", "": "",
	} {
		a := get(r, "/en/display?back="+url.QueryEscape(back)).want(t, http.StatusOK)
		got := ""
		if field := webtest.First(a.doc, "input[name=back]"); field != nil {
			got = webtest.Attr(field, "value")
		}
		if got != want {
			t.Errorf("%q leads back to %q, want %q", back, got, want)
		}
		for _, l := range webtest.Links(webtest.First(a.doc, "main")) {
			if !strings.HasPrefix(l.Href, "/en/") {
				t.Errorf("%q: a link to %s", back, l.Href)
			}
		}
	}
}

var colourToken = regexp.MustCompile(`(--[\w-]+): (#[0-9a-f]{3,6});`)

func tokens(css string) map[string]string {
	out := map[string]string{}
	for _, m := range colourToken.FindAllStringSubmatch(css, -1) {
		out[m[1]] = m[2]
	}
	return out
}

func css(t *testing.T, name string) string {
	t.Helper()
	data, err := fs.ReadFile(static.FS, "css/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The light and the dark colours to choose are those of the stylesheet.
func TestDisplayColoursAgree(t *testing.T) {
	site := css(t, "site.css")
	light, rest, ok := strings.Cut(site, "@media (prefers-color-scheme: dark)")
	dark, _, ok2 := strings.Cut(rest, "*, ::before")
	if !ok || !ok2 {
		t.Fatal("site.css has changed its shape")
	}
	for name, want := range map[string]string{"colours-light": light, "colours-dark": dark} {
		got := tokens(css(t, "display/"+name+".css"))
		for k, v := range tokens(want) {
			if got[k] != v {
				t.Errorf("%s: %s is %s, site.css has %s", name, k, got[k], v)
			}
		}
		if len(got) < 15 {
			t.Errorf("%s: %d colours", name, len(got))
		}
	}
}

// Text is at least 7:1 against every ground, whatever was chosen.
func TestDisplayContrast(t *testing.T) {
	files, err := fs.Glob(static.FS, "css/display/colours-*.css")
	if err != nil || len(files) != 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		c := tokens(css(t, strings.TrimPrefix(file, "css/")))
		for _, pair := range []string{
			"--ink --paper", "--ink --wash", "--ink --wash-2", "--soft --paper", "--soft --wash", "--accent --paper", "--accent --wash", "--accent --wash-2",
			"--on-bar --bar", "--paper --accent", "--yes --yes-w", "--yes --paper", "--no --no-w", "--no --paper", "--open --open-w", "--open --paper", "--ink --none-w", "--ink --open-w",
		} {
			text, ground, _ := strings.Cut(pair, " ")
			if r := contrast(c[text], c[ground]); r < 7 {
				t.Errorf("%s: %s is %.1f:1", file, pair, r)
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hex string) float64 {
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			return math.NaN()
		}
		s := float64(v) / 255
		if s <= 0.04045 {
			s /= 12.92
		} else {
			s = math.Pow((s+0.055)/1.055, 2.4)
		}
		sum += weight * s
	}
	return sum
}
