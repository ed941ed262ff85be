package web_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"localvote/web/webtest"
)

// soundHeaders checks what every answer has in its header, whatever it answers.
func soundHeaders(t testing.TB, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"} {
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	policy := h.Values("Content-Security-Policy")
	if len(policy) != 1 || !strings.HasPrefix(policy[0], "default-src 'none'; ") {
		t.Errorf("%s: the policy is %q", what, policy)
		return
	}
	for _, word := range []string{"unsafe", "*.", "http:", "https:", "data:", "blob:", "nonce", "sha256"} {
		if strings.Contains(policy[0], word) {
			t.Errorf("%s: the policy allows %s: %s", what, word, policy[0])
		}
	}
	if strings.HasPrefix(h.Get("Content-Type"), "text/javascript") {
		return // a script is no document that could be framed or hold forms
	}
	for _, must := range []string{"base-uri 'none'", "form-action '", "frame-ancestors "} {
		if !strings.Contains(policy[0], must) {
			t.Errorf("%s: the policy lacks %s", what, must)
		}
	}
}

// anyOf fills the parameters of a pattern with something that is there.
var anyOf = strings.NewReplacer(
	":code", "1-BD0W", ":question", "age", ":place", "minsk", ":page", "claims", ":block", "b1", ":kind", "page", ":id", "claims",
	":version", "0123456789ab", ":hash", "0123456789ab", ":file", "rules.csv", "*", "css/site.css",
)

// Whatever a route answers, to whomever, and whatever goes wrong: the headers that
// protect its readers are there.
func TestHeadersOfEveryRoute(t *testing.T) {
	oneByOne(t)
	r := guarded(t, nil)
	r.AddPanic("/en/boom", "boom")
	asked := 0
	for pattern := range r.Patterns() {
		address := anyOf.Replace(pattern)
		for _, method := range []string{"GET", "POST", "OPTIONS"} {
			a := do(r, fromOutside(method, address, "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded"))
			what := method + " " + pattern
			asked++
			soundHeaders(t, what, a.Header())
			if got := a.Header().Get("Strict-Transport-Security"); got == "" {
				t.Errorf("%s: no HSTS", what)
			}
			permissions := a.Header().Get("Permissions-Policy")
			if strings.Count(permissions, "=()") < 25 || strings.Contains(permissions, "*") || strings.Contains(permissions, "self") {
				t.Errorf("%s: Permissions-Policy %q", what, permissions)
			}
			open := a.Header().Get("Access-Control-Allow-Origin") != "" || a.Header().Get("Cross-Origin-Resource-Policy") == "cross-origin"
			if (a.Header().Get("Cross-Origin-Resource-Policy") == "same-origin") == open {
				t.Errorf("%s: Cross-Origin-Resource-Policy %q, Access-Control-Allow-Origin %q", what, a.Header().Get("Cross-Origin-Resource-Policy"), a.Header().Get("Access-Control-Allow-Origin"))
			}
			if a.Header().Get("Access-Control-Allow-Credentials") != "" || len(a.Header().Values("Set-Cookie")) > 0 && !strings.HasSuffix(pattern, "/display") {
				t.Errorf("%s: %v", what, a.Header())
			}
			if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
				noInline(t, what, a)
			}
		}
	}
	if asked < 200 {
		t.Errorf("only %d requests", asked)
	}
}

// noInline checks that a page has nothing that the policy would have to allow by name.
func noInline(t *testing.T, what string, a reply) {
	t.Helper()
	for n := range a.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "script" && webtest.Attr(n, "src") == "" && webtest.Attr(n, "type") != "application/ld+json" {
			t.Errorf("%s: an inline <%s>", what, n.Data)
		}
		for _, attribute := range n.Attr {
			if attribute.Key == "style" || strings.HasPrefix(attribute.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(attribute.Val)), "javascript:") {
				t.Errorf("%s: <%s %s=%q>", what, n.Data, attribute.Key, attribute.Val)
			}
		}
	}
}
