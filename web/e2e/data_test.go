package e2e_test

import (
	"net/http"
	"strings"
	"testing"
)

// Structured data stands in pages whose content policy allows no script: a browser
// takes it for data, reports nothing to the console and does not run it.
func TestDataIsNoScript(t *testing.T) {
	s := serveSite(t)
	for _, path := range []string{"/ru/", "/be/claims", "/en/sources", "/en/in-russia", "/ru/places/by-orsha"} {
		answer, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		policy := answer.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-inline") {
			t.Errorf("%s: the policy is %s", path, policy)
		}
		p := page(t, s.URL+path, 1280, 900)
		p.strict = true
		p.open(s.URL + path)
		p.is("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@context']", "https://schema.org")
		p.is(`(() => {
			const s = document.createElement('script');
			s.type = 'application/ld+json';
			s.textContent = 'globalThis.ran = true';
			document.head.append(s);
			return String(globalThis.ran);
		})()`, "undefined")
	}
}

// On paper a page does not offer what can only be pressed.
func TestQuotesAreNotPrinted(t *testing.T) {
	s := newPrintSite(t)
	p := page(t, s.URL+"/en/in-russia", 1280, 900, inTheDark("print"))
	p.is("document.querySelectorAll('.quote').length > 10", "true")
	p.is("[...document.querySelectorAll('.quote, .cites')].every(e => !e.checkVisibility())", "true")
}
