package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzAccept(f *testing.F) {
	for _, seed := range []string{"", "text/html", "text/html;q=0.5, */*;q=0.1", "application/json;q=1.001", "*/*;q=0", `a/b;c="d,e";q=1`, ",;=", "text/*;q=-1,\x00"} {
		f.Add(seed)
	}
	offers := []string{"text/html", "application/json"}
	f.Fuzz(func(t *testing.T, header string) {
		if offer, ok := accepted(header, offers); ok && !slices.Contains(offers, offer) {
			t.Errorf("%q: %q", header, offer)
		}
	})
}

func FuzzTypedDate(f *testing.F) {
	for _, seed := range []string{"25.02.2029", "25/2/2029", "2029-02-25", " 1, 2, 2029", "31.02.2029", "0.0.0", "9.9.99999", "٢٥.٠٢.٢٠٢٩"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		day, ok := parseTyped(typed)
		if _, err := time.Parse(time.DateOnly, day); ok && err != nil || !ok && day != "" {
			t.Errorf("%q is read as %q, %v", typed, day, ok)
		}
	})
}

func FuzzDisplayCookie(f *testing.F) {
	for _, seed := range []string{"display=dark.large", "display=; display=x", `display="dark`, "a=b;;=;display=dark.dark", "display=\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cookie string) {
		d := displayOf(&http.Request{Header: http.Header{"Cookie": {cookie}}})
		for i, choice := range displayChoices {
			if !slices.Contains(choice.values, d[i]) {
				t.Errorf("%q sets %s to %q", cookie, choice.name, d[i])
			}
		}
	})
}

// Whatever is given as the address to go back to, behind the root of a language it
// stays on the site.
func FuzzOwnPath(f *testing.F) {
	for _, seed := range []string{"/check", "//evil.example", "/\\evil.example", "https://evil.example", "/a?b#c", "/%2f/evil", "/\t/evil", "javascript:x", "/.."} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://localvote.example/en/display")
	f.Fuzz(func(t *testing.T, back string) {
		own := ownPath(back)
		if own == "" {
			return
		}
		to, err := base.Parse("/en" + own)
		if err != nil || to.Host != base.Host || to.Scheme != "https" || !strings.HasPrefix(own, "/") || strings.ContainsAny(own, "\r\n\t\\ \x00") {
			t.Errorf("%q leads to %q (%v, %v)", back, own, to, err)
		}
	})
}

func FuzzTypedQuery(f *testing.F) {
	for _, seed := range []string{"minsk", " Мінск  раён ", "\xff\xfe", "a\x00b", strings.Repeat("ў", 3000), "\u202e", "e\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q := typedQuery(raw)
		if !utf8.ValidString(q) || utf8.RuneCountInString(q) > maxQuery || strings.ContainsAny(q, "\x00\r\n\t") || strings.Contains(q, "  ") {
			t.Errorf("%q is read as %q", raw, q)
		}
	})
}
