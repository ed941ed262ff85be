package main

import (
	"testing"
)

// The check asks for the host that readers ask for, at the address of the server.
func TestHealthRequest(t *testing.T) {
	for _, tt := range []struct {
		addr, base, domains, cert string
		url, address              string
	}{
		{":8080", "", "", "", "http://127.0.0.1:8080/healthz", "127.0.0.1:8080"},
		{"0.0.0.0:80", "https://vote.example", "", "", "http://vote.example/healthz", "127.0.0.1:80"},
		{"[::]:443", "", "vote.example,www.vote.example", "", "https://vote.example/healthz", "127.0.0.1:443"},
		{"10.0.0.1:443", "https://vote.example/", "", "cert.pem", "https://vote.example/healthz", "10.0.0.1:443"},
	} {
		env := map[string]string{"LOCALVOTE_TLS_DOMAIN": tt.domains, "LOCALVOTE_TLS_CERT": tt.cert}
		h := &health{Addr: tt.addr, BaseURL: tt.base}
		r, address, err := h.request(t.Context(), func(name string) string { return env[name] })
		if err != nil || r.URL.String() != tt.url || address != tt.address {
			t.Errorf("%s: %v at %s, %v", tt.addr, r.URL, address, err)
		}
	}
	if _, _, err := (&health{Addr: "8080"}).request(t.Context(), func(string) string { return "" }); err == nil {
		t.Error("a port without a colon is taken")
	}
}
