package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// selfSigned writes a certificate and its key as PEM files.
func selfSigned(t *testing.T, folder, name string, serial int64) (cert, key string) {
	t.Helper()
	return signedUntil(t, folder, name, serial, time.Now().Add(90*24*time.Hour))
}

// signedUntil is a certificate that ends at a given time.
func signedUntil(t *testing.T, folder, name string, serial int64, end time.Time) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: end, DNSNames: []string{name, "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: encoded}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// Readers who come without HTTPS are sent to the same address on HTTPS, if it is ours.
func TestToHTTPS(t *testing.T) {
	h := hostAlone(toHTTPS([]string{"vote.example", "www.vote.example"}, "443"))
	for _, tt := range []struct {
		method, host, target string
		status               int
		location             string
	}{
		{"GET", "vote.example", "/be/check/1-BAT0?on=2026-09-20", 301, "https://vote.example/be/check/1-BAT0?on=2026-09-20"},
		{"HEAD", "WWW.vote.example.:80", "/", 301, "https://www.vote.example/"},
		{"GET", "vote.example", "//evil.example/", 301, "https://vote.example//evil.example/"},
		{"GET", "vote.example", "http://evil.example/x", 301, "https://vote.example/x"},
		{"GET", "vote.example", "/%0d%0aSet-Cookie:a=b", 301, "https://vote.example/%0d%0aSet-Cookie:a=b"},
		{"GET", "evil.example", "/", 421, ""},
		{"GET", "vote.example.evil.example", "/", 421, ""},
		{"GET", "vote.example@evil.example", "/", 421, ""},
		{"GET", "", "/", 421, ""},
		{"POST", "vote.example", "/be/check", 400, ""},
	} {
		r := httptest.NewRequest(tt.method, tt.target, nil)
		r.Host = tt.host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != tt.status || w.Header().Get("Location") != tt.location {
			t.Errorf("%s %s at %q: %d to %q, want %d to %q", tt.method, tt.target, tt.host, w.Code, w.Header().Get("Location"), tt.status, tt.location)
		}
	}
}

// A renewed certificate is taken without a restart; one that cannot be used is not.
func TestCertificateIsReadAgain(t *testing.T) {
	folder := t.TempDir()
	cert, key := selfSigned(t, folder, "vote.example", 1)
	var said bytes.Buffer
	files := &certFiles{cert: cert, key: key, log: slog.New(slog.NewTextHandler(&said, nil))}
	if err := files.read(); err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		c, err := files.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.SerialNumber.Int64()
	}
	later := func(d time.Duration) {
		if err := os.Chtimes(cert, time.Now(), time.Now().Add(d)); err != nil {
			t.Fatal(err)
		}
	}
	selfSigned(t, folder, "vote.example", 2)
	later(time.Minute)
	if n := serial(); n != 2 {
		t.Errorf("the certificate has the number %d", n)
	}
	if err := os.WriteFile(cert, []byte("half a cert"), 0o600); err != nil {
		t.Fatal(err)
	}
	later(2 * time.Minute)
	for range 3 {
		if n := serial(); n != 2 {
			t.Errorf("after a broken file the certificate has the number %d", n)
		}
	}
	if n := strings.Count(said.String(), "the one before stays"); n != 1 {
		t.Errorf("the log complains %d times: %s", n, &said)
	}
}

// A certificate authority of our own (Pebble, of Let's Encrypt), with a name server
// that says that every domain is here.
type authority struct {
	directory string // its address
	trust     string // file with the certificate of its own address
	roots     *x509.CertPool
	stop      func()
}

func startAuthority(t *testing.T, httpPort string) *authority {
	t.Helper()
	pebble := tool(t, "pebble")
	folder := t.TempDir()
	cert, key := selfSigned(t, folder, "pebble", 1)
	api, manage := unused(t), unused(t)
	_, closed, _ := net.SplitHostPort(unused(t)) // TLS-ALPN-01 finds nobody, so HTTP-01 must do
	config := fmt.Sprintf(`{"pebble":{"listenAddress":%q,"managementListenAddress":%q,"certificate":%q,"privateKey":%q,"httpPort":%s,"tlsPort":%s,
		"retryAfter":{"authz":1,"order":1},"keyAlgorithm":"ecdsa","profiles":{"default":{"description":"d","validityPeriod":7776000}}}}`,
		api, manage, cert, key, httpPort, closed)
	file := filepath.Join(folder, "pebble.json")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, pebble, "-config", file, "-dnsserver", everyNameIsHere(t))
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=5")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := sync.OnceFunc(func() { cancel(); cmd.Wait() })
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("pebble: %s", &said)
		}
	})
	pool := x509.NewCertPool()
	own, err := os.ReadFile(cert)
	if err != nil || !pool.AppendCertsFromPEM(own) {
		t.Fatal("no certificate", err)
	}
	root := eventually(t, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}, "https://"+manage+"/roots/0")
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(root) {
		t.Fatalf("no root: %s", root)
	}
	return &authority{directory: "https://" + api + "/dir", trust: cert, roots: roots, stop: stop}
}

func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// everyNameIsHere is a name server, asked over TCP as Pebble does, that answers
// 127.0.0.1 to everything.
func everyNameIsHere(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			answerName(conn)
		}
	}()
	return listener.Addr().String()
}

// answerName answers one question; both messages begin with their length (RFC 1035,
// 4.2.2).
func answerName(conn net.Conn) {
	defer conn.Close()
	length := make([]byte, 2)
	if _, err := io.ReadFull(conn, length); err != nil {
		return
	}
	asked := make([]byte, binary.BigEndian.Uint16(length))
	var m dnsmessage.Message
	if _, err := io.ReadFull(conn, asked); err != nil || m.Unpack(asked) != nil || len(m.Questions) == 0 {
		return
	}
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1},
			Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
	}
	if answer, err := m.Pack(); err == nil {
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
	}
}

// eventually reads an address as soon as somebody answers there.
func eventually(t *testing.T, client *http.Client, address string) []byte {
	t.Helper()
	var last error
	for deadline := time.Now().Add(45 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		response, err := client.Get(address)
		if last = err; err != nil {
			continue
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && response.StatusCode == http.StatusOK {
			return body
		}
		last = fmt.Errorf("%s: %v", response.Status, err)
	}
	t.Fatalf("%s: %v", address, last)
	return nil
}

// startSite runs the program as it is run in production, and gives what it says on
// standard error and the way to end it.
func startSite(t *testing.T, env []string, args ...string) (said *bytes.Buffer, stop func()) {
	t.Helper()
	said = &bytes.Buffer{}
	cmd := exec.Command("localvote", args...)
	cmd.Env, cmd.Stderr, cmd.Dir = append(os.Environ(), env...), said, t.TempDir()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("the server: %s", said)
		}
	})
	return said, stop
}

// to is a browser for which every host is at one address.
func to(address string, config *tls.Config) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Client{Timeout: 15 * time.Second,
		Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true, DisableKeepAlives: true,
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, address)
			}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// The server fetches its certificates by itself, keeps them, and speaks HTTP/2 with
// TLS 1.2 and later and nothing else.
func TestBuiltInHTTPS(t *testing.T) {
	if testing.Short() {
		t.Skip("asks a certificate authority")
	}
	plain, secure := unused(t), unused(t)
	_, plainPort, _ := net.SplitHostPort(plain)
	_, port, _ := net.SplitHostPort(secure)
	ca := startAuthority(t, plainPort)
	cache := filepath.Join(t.TempDir(), "certificates")
	figures := unused(t)
	args := []string{"--addr=" + secure, "--metrics-addr=" + figures, "--tls-domain=vote.example,www.vote.example", "--tls-cache=" + cache, "--tls-http-addr=" + plain, "--acme-directory=" + ca.directory}
	env := []string{"SSL_CERT_FILE=" + ca.trust}
	said, stop := startSite(t, env, args...)

	browser := to(secure, &tls.Config{RootCAs: ca.roots})
	for _, host := range []string{"vote.example", "www.vote.example"} {
		if body := eventually(t, browser, "https://"+host+":"+port+"/healthz"); string(body) != "ok\n" {
			t.Errorf("%s says %q", host, body)
		}
	}
	response, err := browser.Get("https://vote.example:" + port + "/be/")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if response.ProtoMajor != 2 || response.TLS.Version != tls.VersionTLS13 || !bytes.Contains(page, []byte(`href="https://vote.example:`+port+`/be/"`)) {
		t.Errorf("%s, TLS %x", response.Proto, response.TLS.Version)
	}
	for _, host := range []string{"vote.example", "www.vote.example"} { // Pebble's certificates hold for 90 days
		if left := time.Until(time.Unix(expiry(t, http.DefaultClient, figures, host), 0)).Hours() / 24; left < 88 || left > 91 {
			t.Errorf("the certificate of %s ends in %.1f days", host, left)
		}
	}
	refusesOldAndForeign(t, secure, port, ca)
	redirects(t, plain, port)
	files, err := os.ReadDir(cache)
	if info, e := os.Stat(cache); err != nil || e != nil || len(files) < 3 || info.Mode().Perm() != 0o700 {
		t.Errorf("kept %v: %v", files, err)
	}
	stop()
	if strings.Contains(said.String(), "127.0.0.1") || strings.Contains(said.String(), "level=ERROR") {
		t.Errorf("the log says %s", said)
	}

	ca.stop() // the authority is away: what was fetched serves on
	startSite(t, env, args...)
	eventually(t, browser, "https://vote.example:"+port+"/healthz")
	expiry(t, http.DefaultClient, figures, "www.vote.example") // out of the cache: nobody has asked for that domain yet
}

func refusesOldAndForeign(t *testing.T, secure, port string, ca *authority) {
	t.Helper()
	old := to(secure, &tls.Config{RootCAs: ca.roots, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	if _, err := old.Get("https://vote.example:" + port + "/healthz"); err == nil || !strings.Contains(err.Error(), "protocol version") {
		t.Errorf("TLS 1.1: %v", err)
	}
	twelve := to(secure, &tls.Config{RootCAs: ca.roots, MaxVersion: tls.VersionTLS12})
	eventually(t, twelve, "https://vote.example:"+port+"/healthz")
	stranger := to(secure, &tls.Config{RootCAs: ca.roots, InsecureSkipVerify: true})
	if _, err := stranger.Get("https://evil.example:" + port + "/healthz"); err == nil {
		t.Error("it answers for a domain that is not ours")
	}
}

func redirects(t *testing.T, plain, port string) {
	t.Helper()
	browser := to(plain, nil)
	for host, want := range map[string]string{"www.vote.example": "https://www.vote.example:" + port + "/be/check?x=1", "evil.example": ""} {
		response, err := browser.Get("http://" + host + "/be/check?x=1")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.Header.Get("Location") != want {
			t.Errorf("%s is sent to %q", host, response.Header.Get("Location"))
		}
	}
}

// A certificate in files, as another program renews it.
func TestHTTPSFromFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the server")
	}
	folder := t.TempDir()
	cert, key := selfSigned(t, folder, "vote.example", 1)
	address := unused(t)
	_, stop := startSite(t, nil, "--addr="+address, "--tls-cert="+cert, "--tls-key="+key, "--base-url=https://vote.example")
	defer stop()
	pool := x509.NewCertPool()
	own, _ := os.ReadFile(cert)
	pool.AppendCertsFromPEM(own)
	var ready struct{ Status string }
	if err := json.Unmarshal(eventually(t, to(address, &tls.Config{RootCAs: pool}), "https://vote.example/readyz"), &ready); err != nil || ready.Status != "ok" {
		t.Errorf("%+v %v", ready, err)
	}
}
