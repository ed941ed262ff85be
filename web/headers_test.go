package web_test

import (
	"net/http"
	"strings"
	"testing"
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
	for _, must := range []string{"base-uri 'none'", "form-action '", "frame-ancestors "} {
		if !strings.Contains(policy[0], must) {
			t.Errorf("%s: the policy lacks %s", what, must)
		}
	}
}
