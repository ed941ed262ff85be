package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// certEnds tells when the certificates that readers are shown end, by domain. The zero
// time stands for one that could not be had. A domain is named only if it is one of
// ours; "" stands for a certificate that names none of them.
type certEnds func() map[string]time.Time

// endOf is when the first certificate of a chain ends: readers are warned from then
// on. It is the zero time if there is none that can be read.
func endOf(cert *tls.Certificate) (end time.Time) {
	if cert == nil {
		return end
	}
	for _, der := range cert.Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return time.Time{}
		}
		if end.IsZero() || c.NotAfter.Before(end) {
			end = c.NotAfter
		}
	}
	return end
}

// hosts are the names under which readers find the site, as far as somebody said so.
func (s *serve) hosts() (names []string) {
	if u, err := url.Parse(s.BaseURL); err == nil && u.Hostname() != "" {
		names = append(names, strings.ToLower(u.Hostname()))
	}
	return append(names, s.AlsoHosts...)
}

// ends tells it of the certificate in the files, by those of our hosts that it is for.
func (f *certFiles) ends(hosts []string) map[string]time.Time {
	cert, err := f.get(nil)
	if err != nil || cert == nil {
		return map[string]time.Time{"": {}}
	}
	end, list := endOf(cert), map[string]time.Time{}
	for _, host := range hosts {
		if cert.Leaf != nil && cert.Leaf.VerifyHostname(host) == nil {
			list[host] = end
		}
	}
	if len(list) == 0 {
		list[""] = end
	}
	return list
}

// fetched notes when the certificates end that autocert gives, by domain of ours.
type fetched struct {
	domains []string
	cache   autocert.Cache

	mu     sync.Mutex
	shown  map[string]time.Time
	failed map[string]bool // the last attempt came to nothing
}

// note takes down what a reader was shown, or that there was nothing to show.
func (f *fetched) note(domain string, cert *tls.Certificate, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shown == nil {
		f.shown, f.failed = map[string]time.Time{}, map[string]bool{}
	}
	if f.failed[domain] = err != nil; err == nil {
		f.shown[domain] = endOf(cert)
	}
}

// ends tells it of each domain for which there is a certificate, or ought to be. What
// nobody has been shown since the start may lie in the cache; a certificate renewed in
// the background lies there too before the next reader comes.
func (f *fetched) ends(ctx context.Context) map[string]time.Time {
	list := map[string]time.Time{}
	for _, domain := range f.domains {
		kept := f.kept(ctx, domain)
		f.mu.Lock()
		end, failed := f.shown[domain], f.failed[domain]
		f.mu.Unlock()
		if kept.After(end) {
			end = kept
		}
		if !end.IsZero() || failed {
			list[domain] = end
		}
	}
	return list
}

// kept is when the certificate in the cache ends. autocert keeps the key and the
// chain in one PEM file named like the domain.
func (f *fetched) kept(ctx context.Context, domain string) time.Time {
	data, err := f.cache.Get(ctx, domain)
	if err != nil {
		return time.Time{}
	}
	var chain tls.Certificate
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			chain.Certificate = append(chain.Certificate, block.Bytes)
		}
	}
	return endOf(&chain)
}
