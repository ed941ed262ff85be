package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// securing is how the server speaks HTTPS itself, where no program in front does.
type securing struct {
	TLSDomain     []string `env:"LOCALVOTE_TLS_DOMAIN" help:"Domains to fetch certificates for, with commas between; then --addr is usually :443." placeholder:"DOMAIN"`
	TLSCache      string   `default:"tls-cache" env:"LOCALVOTE_TLS_CACHE" help:"Folder in which fetched certificates are kept." type:"path"`
	TLSHTTPAddr   string   `name:"tls-http-addr" default:":80" env:"LOCALVOTE_TLS_HTTP_ADDR" help:"Address where the certificate authority asks (HTTP-01) and from where readers are sent to HTTPS; with --tls-domain."`
	ACMEDirectory string   `default:"https://acme-v02.api.letsencrypt.org/directory" env:"LOCALVOTE_ACME_DIRECTORY" help:"The certificate authority (ACME). Its terms are agreed to by using it."`
	TLSCert       string   `env:"LOCALVOTE_TLS_CERT" help:"File with the certificate and its chain (PEM), instead of fetching one; read again when it changes." type:"path"`
	TLSKey        string   `env:"LOCALVOTE_TLS_KEY" help:"File with the key of --tls-cert (PEM)." type:"path"`
}

// Validate is asked by kong.
func (s *securing) Validate() error {
	switch {
	case (s.TLSCert == "") != (s.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case s.TLSCert != "" && len(s.TLSDomain) > 0:
		return errors.New("either --tls-domain fetches certificates, or --tls-cert names one")
	}
	for _, domain := range s.TLSDomain {
		if !strings.Contains(domain, ".") || strings.ContainsAny(domain, "/:*@ ") {
			return fmt.Errorf("--tls-domain takes domains such as example.org, not %q", domain)
		}
	}
	return nil
}

// base is the address of the site if the flags say it, else "".
func (s *securing) base(addr net.Addr) string {
	_, port, _ := net.SplitHostPort(addr.String())
	switch {
	case len(s.TLSDomain) > 0:
		return "https://" + withPort(s.TLSDomain[0], port)
	case s.TLSCert != "":
		return "https://" + withPort("localhost", port)
	}
	return ""
}

// nameDomains makes the domains of the certificates those that requests may be for.
func (s *serve) nameDomains(addr net.Addr) {
	if len(s.TLSDomain) > 0 {
		s.BaseURL = cmp.Or(s.BaseURL, s.base(addr))
		s.AlsoHosts = append(s.AlsoHosts, s.TLSDomain...)
	}
}

func withPort(host, port string) string {
	if port == "443" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// secure puts TLS around a listener if the flags ask for it, and tells when the
// certificates end, nil without TLS; hosts are the names of the site. Nothing may be
// put around the listener: HTTP/2 needs the bare connection of package tls.
func (s *securing) secure(ctx context.Context, listener net.Listener, hosts []string, log *slog.Logger) (net.Listener, certEnds, error) {
	var ends certEnds
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	switch {
	case s.TLSCert != "":
		files := &certFiles{cert: s.TLSCert, key: s.TLSKey, log: log}
		if err := files.read(); err != nil {
			return nil, nil, fmt.Errorf("the certificate cannot be used: %w", err)
		}
		config.GetCertificate = files.get
		ends = func() map[string]time.Time { return files.ends(hosts) }
	case len(s.TLSDomain) > 0:
		manager := s.manager()
		config.NextProtos = append(config.NextProtos, acme.ALPNProto)
		seen := &fetched{domains: s.TLSDomain, cache: manager.Cache}
		ends = func() map[string]time.Time { return seen.ends(ctx) }
		config.GetCertificate = (&complainer{domains: s.TLSDomain, get: manager.GetCertificate, seen: seen, log: log}).certificate
		_, port, err := net.SplitHostPort(listener.Addr().String())
		if err != nil {
			return nil, nil, err
		}
		if err := s.serveChallenges(ctx, manager.HTTPHandler(toHTTPS(s.TLSDomain, port))); err != nil {
			return nil, nil, err
		}
	default:
		return listener, nil, nil
	}
	return tls.NewListener(listener, config), ends, nil
}

func (s *securing) manager() *autocert.Manager {
	return &autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(s.TLSCache), HostPolicy: autocert.HostWhitelist(s.TLSDomain...),
		Client: &acme.Client{DirectoryURL: s.ACMEDirectory, UserAgent: "localvote"},
	}
}

// serveChallenges answers the certificate authority on plain HTTP until ctx ends.
func (s *securing) serveChallenges(ctx context.Context, handler http.Handler) error {
	listener, err := net.Listen("tcp", s.TLSHTTPAddr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w (choose another address with --tls-http-addr; the certificate authority asks on port 80)", s.TLSHTTPAddr, err)
	}
	server := &http.Server{Handler: hostAlone(handler), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: readTimeout,
		IdleTimeout: headerTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	context.AfterFunc(ctx, func() { server.Close() })
	go server.Serve(listener) //nolint:errcheck // it ends when ctx ends
	return nil
}

// hostAlone brings the Host header into the form in which domains are configured:
// small letters, no port, no final dot. autocert compares it as it is.
func hostAlone(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, _, err := net.SplitHostPort(r.Host); err == nil {
			r.Host = name
		}
		r.Host = strings.ToLower(strings.TrimSuffix(r.Host, "."))
		next.ServeHTTP(w, r)
	})
}

// toHTTPS sends readers of our domains to the same address on HTTPS, and nobody
// anywhere else. A form that was sent in the open is refused, not repeated.
func toHTTPS(domains []string, port string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !slices.Contains(domains, r.Host):
			http.Error(w, "This is another site.", http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			http.Error(w, "Use HTTPS.", http.StatusBadRequest)
		default:
			w.Header().Set("Connection", "close")
			http.Redirect(w, r, "https://"+withPort(r.Host, port)+r.URL.RequestURI(), http.StatusMovedPermanently)
		}
	})
}

// A complainer tells the log, at most once a minute, that a certificate of ours
// cannot be had: it would otherwise be noticed when the old one ends. Who asked, and
// for which other name, it does not tell.
type complainer struct {
	domains []string
	get     func(*tls.ClientHelloInfo) (*tls.Certificate, error)
	seen    *fetched
	log     *slog.Logger
	mu      sync.Mutex
	told    time.Time
}

func (c *complainer) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	cert, err := c.get(hello)
	ours := slices.Contains(c.domains, hello.ServerName)
	if ours && !slices.Equal(hello.SupportedProtos, []string{acme.ALPNProto}) { // else the authority asks, and is shown a token
		c.seen.note(hello.ServerName, cert, err)
	}
	if err != nil && ours {
		c.mu.Lock()
		defer c.mu.Unlock()
		if time.Since(c.told) > time.Minute {
			c.told = time.Now()
			c.log.Error("no certificate could be fetched; does the domain lead here, and is port 80 open?", "domain", hello.ServerName, "error", err)
		}
	}
	return cert, err
}

// certFiles is a certificate that another program renews.
type certFiles struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	changed time.Time
}

func (f *certFiles) read() error {
	info, err := os.Stat(f.cert)
	if err != nil {
		return err
	}
	if f.current != nil && info.ModTime().Equal(f.changed) {
		return nil
	}
	f.changed = info.ModTime()
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return err
	}
	f.current = &pair
	return nil
}

// get looks whether the files have changed; as long as what it finds cannot be used,
// the certificate before stays.
func (f *certFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := f.changed
	if err := f.read(); err != nil && !f.changed.Equal(before) {
		f.log.Error("the new certificate cannot be used; the one before stays", "error", err)
	}
	return f.current, nil
}
