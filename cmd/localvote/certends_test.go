package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// A certificate in files is told by the hosts of ours that it is for, and by no other
// name that stands in it.
func TestEndsOfFiles(t *testing.T) {
	end := time.Now().Add(20 * 24 * time.Hour).Truncate(time.Second).UTC()
	cert, key := signedUntil(t, t.TempDir(), "vote.example", 1, end)
	files := &certFiles{cert: cert, key: key, log: slog.New(slog.DiscardHandler)}
	for _, tt := range []struct {
		hosts []string
		want  string // domains
	}{
		{[]string{"vote.example", "www.vote.example"}, "vote.example"},
		{[]string{"other.example"}, ""},
		{nil, ""},
	} {
		if got := files.ends(tt.hosts); len(got) != 1 || !got[tt.want].Equal(end) {
			t.Errorf("%v: %v, want %q %s", tt.hosts, got, tt.want, end)
		}
	}
	s := &serve{BaseURL: "https://Vote.example:8443/", AlsoHosts: []string{"www.vote.example"}}
	if got := strings.Join(s.hosts(), " "); got != "vote.example www.vote.example" {
		t.Errorf("the hosts are %s", got)
	}
}

// A chain ends when the first of its certificates does.
func TestEndOfChain(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	var chain tls.Certificate
	for i, left := range []time.Duration{90, 10, 3000} {
		cert, key := signedUntil(t, t.TempDir(), "vote.example", int64(i), now.Add(left*24*time.Hour))
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			t.Fatal(err)
		}
		chain.Certificate = append(chain.Certificate, pair.Certificate[0])
	}
	if end := endOf(&chain); !end.Equal(now.Add(10 * 24 * time.Hour)) {
		t.Errorf("it ends %s", end)
	}
	for _, bad := range []*tls.Certificate{nil, {}, {Certificate: [][]byte{[]byte("half a cert")}}} {
		if end := endOf(bad); !end.IsZero() {
			t.Errorf("what cannot be read ends %s", end)
		}
	}
}

// What autocert shows, what lies in its cache, and what it could not get.
func TestEndsOfFetched(t *testing.T) {
	folder := t.TempDir()
	cache := autocert.DirCache(filepath.Join(folder, "cache"))
	now := time.Now().Truncate(time.Second)
	pair := func(days int) (*tls.Certificate, []byte) {
		cert, key := signedUntil(t, folder, "a.example", int64(days), now.Add(time.Duration(days)*24*time.Hour))
		loaded, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			t.Fatal(err)
		}
		both, _ := os.ReadFile(key)
		chain, _ := os.ReadFile(cert)
		return &loaded, append(both, chain...)
	}
	shown, _ := pair(20)
	_, renewed := pair(80)
	answers := map[string]error{"a.example": nil, "b.example": errors.New("the authority is away"), "evil.example": errors.New("not ours")}
	f := &fetched{domains: []string{"a.example", "b.example", "c.example"}, cache: cache}
	c := &complainer{domains: f.domains, seen: f, log: slog.New(slog.DiscardHandler), get: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if err := answers[hello.ServerName]; err != nil {
			return nil, err
		}
		return shown, nil
	}}
	days := func() map[string]int {
		list := map[string]int{}
		for domain, end := range f.ends(t.Context()) {
			if list[domain] = -1; !end.IsZero() {
				list[domain] = int(end.Sub(now).Hours() / 24)
			}
		}
		return list
	}
	if got := days(); len(got) != 0 {
		t.Errorf("before anybody came: %v", got)
	}
	for name := range answers {
		c.certificate(&tls.ClientHelloInfo{ServerName: name, SupportedProtos: []string{"h2"}})
		c.certificate(&tls.ClientHelloInfo{ServerName: "c.example", SupportedProtos: []string{acme.ALPNProto}})
	}
	if got, want := days(), map[string]int{"a.example": 20, "b.example": -1}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, domain := range f.domains {
		if err := cache.Put(t.Context(), domain, renewed); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := days(), map[string]int{"a.example": 80, "b.example": 80, "c.example": 80}; !maps.Equal(got, want) {
		t.Errorf("with a cache: %v, want %v", got, want)
	}
}

// expiry reads the metric of the certificate of a domain.
func expiry(t *testing.T, client *http.Client, address, domain string) int64 {
	t.Helper()
	said := eventually(t, client, "http://"+address+"/metrics")
	m := regexp.MustCompile(`(?m)^localvote_certificate_expires_seconds\{domain="` + regexp.QuoteMeta(domain) + `"\} (\S+)$`).FindSubmatch(said)
	if m == nil {
		t.Fatalf("nothing is said of %q", domain)
	}
	seconds, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return int64(seconds)
}

// A real server warns of a certificate that ends, serves on with status 200, and is
// content once the file is renewed.
func TestCertificateEndIsTold(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the server")
	}
	folder, address, figures := t.TempDir(), unused(t), unused(t)
	end := time.Now().Add(9*24*time.Hour + time.Hour)
	cert, key := signedUntil(t, folder, "vote.example", 1, end)
	startSite(t, nil, "--addr="+address, "--tls-cert="+cert, "--tls-key="+key, "--base-url=https://vote.example", "--metrics-addr="+figures)
	browser := to(address, &tls.Config{RootCAs: trusting(t, cert)})
	ready := func() (r struct {
		Status string
		Checks map[string]string
	}) {
		if err := json.Unmarshal(eventually(t, browser, "https://vote.example/readyz"), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	want := "the certificate of vote.example ends on " + end.UTC().Format(time.DateOnly) + ", days left: 9."
	if r := ready(); r.Status != "degraded" || !strings.HasPrefix(r.Checks["certificate"], want) {
		t.Errorf("%+v, want %s", r, want)
	}
	if got := expiry(t, http.DefaultClient, figures, "vote.example"); got != end.Unix() {
		t.Errorf("the figures say %d, want %d", got, end.Unix())
	}

	end = time.Now().Add(60 * 24 * time.Hour)
	signedUntil(t, folder, "vote.example", 2, end)
	if err := os.Chtimes(cert, time.Now(), time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	browser = to(address, &tls.Config{RootCAs: trusting(t, cert)})
	if got := expiry(t, http.DefaultClient, figures, "vote.example"); got != end.Unix() {
		t.Errorf("after the renewal the figures say %d, want %d", got, end.Unix())
	}
	r := ready()
	for limit := time.Now().Add(20 * time.Second); r.Status != "ok" && time.Now().Before(limit); r = ready() {
		time.Sleep(250 * time.Millisecond) // a result of the self-checks stands for five seconds
	}
	if r.Status != "ok" || r.Checks["certificate"] != "ok" {
		t.Errorf("after the renewal: %+v", r)
	}
}

func trusting(t *testing.T, cert string) *x509.CertPool {
	t.Helper()
	data, err := os.ReadFile(cert)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(data) {
		t.Fatal("no certificate", err)
	}
	return pool
}
