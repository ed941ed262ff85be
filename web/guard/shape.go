package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// MaxURI is the length of the longest request line that is read, in bytes. The longest
// that the site itself makes is under 1 KB.
const MaxURI = 4 << 10

// Shape tells what is wrong with a request by its form alone, as a status: 414 for an
// address that is too long, 415 for a compressed body (so that nothing is ever
// unpacked), 405 for a method that no page has; 0 if nothing is.
func Shape(r *http.Request) int {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return http.StatusMethodNotAllowed
	}
	if len(r.RequestURI) > MaxURI {
		return http.StatusRequestURITooLong
	}
	for _, coding := range r.Header["Content-Encoding"] {
		if coding != "" && !strings.EqualFold(coding, "identity") {
			return http.StatusUnsupportedMediaType
		}
	}
	return 0
}

// Hosts are the names of a site. None at all stand for any.
type Hosts []string

// HostsOf are the names that a Host header may have if the site stands at an address
// such as https://example.org, and under other names besides.
func HostsOf(base string, also ...string) Hosts {
	var out Hosts
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		out = append(out, strings.ToLower(u.Host))
		switch { // the port of the scheme may be written or left out
		case u.Port() == "" && u.Scheme == "https":
			out = append(out, net.JoinHostPort(u.Hostname(), "443"))
		case u.Port() == "" && u.Scheme == "http":
			out = append(out, net.JoinHostPort(u.Hostname(), "80"))
		case u.Port() == "443" && u.Scheme == "https", u.Port() == "80" && u.Scheme == "http":
			out = append(out, u.Hostname())
		}
	}
	for _, name := range also {
		out = append(out, strings.ToLower(name))
	}
	return out
}

// Has tells whether a request with this Host header is for this site.
func (h Hosts) Has(host string) bool {
	if len(h) == 0 || slices.Contains(h, host) {
		return true
	}
	return slices.Contains(h, strings.TrimSuffix(strings.ToLower(host), "."))
}

// ParseProxies reads networks, 10.0.0.0/8, and single addresses.
func ParseProxies(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list {
		text = strings.TrimSpace(text)
		prefix, err := netip.ParsePrefix(text)
		if address, single := netip.ParseAddr(text); err != nil && single == nil {
			prefix, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxies: %q is neither a network such as 10.0.0.0/8 nor an address", text)
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

// Trusted tells whether a request comes from one of these proxies.
func Trusted(proxies []netip.Prefix, r *http.Request) bool {
	if len(proxies) == 0 {
		return false
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(peer.Addr().Unmap()) })
}
