package guard

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzOutside reads what anybody may send: a Host, an address of a peer, a coding.
func FuzzOutside(f *testing.F) {
	for _, seed := range []string{"localvote.example", "LOCALVOTE.example:443", "localvote.example.", "[::1]:8080", "10.0.0.1:99999", "gzip, identity", "\x00", "10.0.0.0/33"} {
		f.Add(seed, seed, seed)
	}
	hosts := HostsOf("https://localvote.example")
	proxies, _ := ParseProxies([]string{"10.0.0.0/8"})
	f.Fuzz(func(t *testing.T, host, peer, coding string) {
		if hosts.Has(host) && !strings.HasPrefix(strings.ToLower(host), "localvote.example") {
			t.Errorf("%q is taken for this site", host)
		}
		if r := (&http.Request{Method: http.MethodPost, RemoteAddr: peer, Header: http.Header{"Content-Encoding": {coding}}}); Trusted(proxies, r) && !strings.Contains(peer, "10.") && !strings.Contains(strings.ToLower(peer), "a") {
			t.Errorf("%q is trusted", peer)
		} else if Shape(r) == 0 && coding != "" && !strings.EqualFold(coding, "identity") {
			t.Errorf("the coding %q is taken", coding)
		}
		_, _ = ParseProxies([]string{peer})
	})
}
