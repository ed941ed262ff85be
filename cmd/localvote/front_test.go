package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// An origin is the site behind a cache, which can be away, and whose pages get old
// within a second.
type origin struct {
	*httptest.Server
	away  atomic.Bool
	asked atomic.Int32
	slow  atomic.Int64 // what an answer takes, in nanoseconds
}

func startOrigin(t *testing.T) *origin {
	t.Helper()
	address := unused(t)
	startSite(t, nil, "--addr="+address, "--base-url=https://example.org")
	pressed := func() string {
		r, _ := http.NewRequest(http.MethodGet, "http://"+address+"/be/in-belarus", nil)
		r.Header.Set("Accept-Encoding", "br")
		r.Host = "example.org"
		if response, err := http.DefaultClient.Do(r); err == nil {
			response.Body.Close()
			return response.Header.Get("Content-Encoding")
		}
		return ""
	}
	for deadline := time.Now().Add(60 * time.Second); pressed() != "br"; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the site does not get ready")
		}
	}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	proxy.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Cache-Control", strings.Replace(r.Header.Get("Cache-Control"), "max-age=60", "max-age=1", 1))
		return nil
	}
	o := &origin{}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.away.Load() {
			panic(http.ErrAbortHandler)
		}
		o.asked.Add(1)
		time.Sleep(time.Duration(o.slow.Load()))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(o.Close)
	return o
}

// A front is a program between readers and the site.
type front struct {
	t      *testing.T
	folder string
	secure string // its address
	client *http.Client
	said   *bytes.Buffer
	cmd    *exec.Cmd
}

func (f *front) start(program string, args ...string) {
	f.t.Helper()
	f.said = &bytes.Buffer{}
	f.cmd = exec.Command(program, args...)
	f.cmd.Stdout, f.cmd.Stderr, f.cmd.Env = f.said, f.said, append(os.Environ(), "HOME="+f.folder, "XDG_DATA_HOME="+f.folder)
	if err := f.cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	stop := sync.OnceFunc(func() { f.cmd.Process.Signal(syscall.SIGTERM); f.cmd.Wait() })
	f.t.Cleanup(func() {
		stop()
		if f.t.Failed() {
			f.t.Logf("it said: %s", f.said)
		}
	})
	f.client = to(f.secure, &tls.Config{InsecureSkipVerify: true})
	f.client.Transport.(*http.Transport).DisableCompression = true
	eventually(f.t, f.client, "https://example.org/healthz")
}

// get asks as a browser does, and gives what the cache did: "MISS", "HIT" …
func (f *front) get(path, encoding string, header ...string) (cache string, response *http.Response, body []byte) {
	f.t.Helper()
	r, _ := http.NewRequest(http.MethodGet, "https://example.org"+path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	r.Header.Set("User-Agent", "ReadersBrowser/7.1")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := f.client.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ = io.ReadAll(response.Body)
	return response.Header.Get("X-Cache"), response, body
}

// keeps tells whether a word is in any file that the front has written.
func (f *front) keeps(word string) (where string) {
	fs.WalkDir(os.DirFS(f.folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(name, ".conf") && !strings.HasSuffix(name, "file") {
			if data, _ := os.ReadFile(filepath.Join(f.folder, name)); bytes.Contains(data, []byte(word)) {
				where = name
			}
		}
		return nil
	})
	return where
}

func startNginx(t *testing.T, o *origin) *front {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("nginx is missing: .ci/run installs it")
		}
		t.Skip("nginx is not there: apt-get install nginx")
	}
	folder := t.TempDir()
	f := &front{t: t, folder: folder, secure: unused(t)}
	cert, key := selfSigned(t, folder, "example.org", 1)
	text, err := os.ReadFile("deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	conf := strings.NewReplacer(
		"listen 443", "listen "+f.secure, "listen 80", "listen "+unused(t), "127.0.0.1:8080", strings.TrimPrefix(o.URL, "http://"),
		"/etc/nginx/localvote.crt", cert, "/etc/nginx/localvote.key", key, "/etc/nginx/localvote-edition.conf", filepath.Join(folder, "edition.conf"),
		"/var/log/nginx", folder, "/run/nginx.pid", filepath.Join(folder, "nginx.pid"), "/var/cache/nginx", filepath.Join(folder, "cache"),
	).Replace(string(text))
	for _, what := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		conf = strings.Replace(conf, "access_log off;", "access_log off;\n"+what+"_temp_path "+filepath.Join(folder, what)+";", 1)
	}
	if os.Getuid() == 0 { // or its workers could not reach the folder of the test
		conf = "user root;\n" + conf
	}
	f.write("edition.conf", "set $edition 1;\n")
	f.write("nginx.conf", conf)
	if err := os.Mkdir(filepath.Join(folder, "cache"), 0o755); err != nil {
		t.Fatal(err)
	}
	f.start(nginx, "-p", folder, "-c", filepath.Join(folder, "nginx.conf"), "-e", filepath.Join(folder, "error.log"), "-g", "daemon off;")
	return f
}

func (f *front) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.folder, name), []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// until asks until the cache says what is awaited.
func (f *front) until(path, want string) {
	f.t.Helper()
	said := ""
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if said, _, _ = f.get(path, "br"); said == want {
			return
		}
	}
	f.t.Errorf("%s: the cache says %s, want %s", path, said, want)
}

// nginx keeps pages, serves them on when the site is away, lets them go with a new
// edition, and keeps nothing of readers.
func TestNginx(t *testing.T) {
	if testing.Short() {
		t.Skip("starts nginx and the site")
	}
	o := startOrigin(t)
	f := startNginx(t, o)
	first, _, _ := f.get("/be/in-belarus", "gzip, deflate, br, zstd")
	second, response, _ := f.get("/be/in-belarus", "br;q=1.0, gzip;q=0.8, *;q=0.1")
	if first != "MISS" || second != "HIT" || response.Header.Get("Content-Encoding") != "br" || response.Header.Get("Surrogate-Key") != "" {
		t.Errorf("%s, then %s in %q", first, second, response.Header.Get("Content-Encoding"))
	}
	for _, encoding := range []string{"gzip", "identity"} { // the stored answer in brotli is not for these
		if said, _, body := f.get("/be/in-belarus", encoding); said != "MISS" || encoding == "identity" && !bytes.Contains(body, []byte("</html>")) {
			t.Errorf("%s: %s", encoding, said)
		}
	}
	f.neverKeeps(o)
	f.servesStale(o)
	f.purges()
	for _, word := range []string{"ReadersBrowser", "secret-word", "127.0.0.1", "check/1-BAT0"} {
		if where := f.keeps(word); where != "" && !strings.HasSuffix(where, ".pem") {
			t.Errorf("%s keeps %q", where, word)
		}
	}
}

func (f *front) neverKeeps(o *origin) {
	f.t.Helper()
	for _, path := range []string{"/be/check/private", "/be/check/1-BAT0", "/en/result/1-BD0W", "/be/search?q=secret-word", "/en/in-russia?secret-word", "/readyz"} {
		before := o.asked.Load()
		for range 2 {
			if said, response, _ := f.get(path, "br"); said == "HIT" || response.StatusCode != http.StatusOK {
				f.t.Errorf("%s: %s, status %d", path, said, response.StatusCode)
			}
		}
		if n := o.asked.Load() - before; n != 2 {
			f.t.Errorf("%s: the site was asked %d times of 2", path, n)
		}
	}
	f.get("/en/in-belarus", "br")
	if said, _, _ := f.get("/en/in-belarus", "br", "Cookie", "display=dark"); said != "BYPASS" {
		f.t.Errorf("a reader with a look of their own: %s", said)
	}
	for range 2 {
		response, err := f.client.PostForm("https://example.org/be/check/private", url.Values{"asked": {"secret-word"}})
		if err != nil || response.Header.Get("X-Cache") != "" {
			f.t.Errorf("a form: %v %v", response, err)
		}
	}
}

func (f *front) servesStale(o *origin) {
	f.t.Helper()
	f.get("/en/about", "br")
	o.away.Store(true)
	f.until("/en/about", "STALE")
	if _, response, _ := f.get("/en/about", "br"); response.StatusCode != http.StatusOK {
		f.t.Errorf("without the site: status %d", response.StatusCode)
	}
	o.away.Store(false)
	f.until("/en/about", "HIT") // renewed behind the reader's back
}

func (f *front) purges() {
	f.t.Helper()
	f.get("/ru/about", "br")
	f.get("/ru/about", "br")
	before := time.Now()
	f.write("edition.conf", "set $edition 2;\n")
	if err := f.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		f.t.Fatal(err)
	}
	for said := ""; said != "MISS"; said, _, _ = f.get("/ru/about", "br") {
		if time.Since(before) > 10*time.Second {
			f.t.Fatalf("after a new edition the cache says %s", said)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// Caddy passes everything on, by HTTPS with HTTP/2, and writes nobody down.
func TestCaddy(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Caddy and the site")
	}
	caddy := tool(t, "caddy")
	o := startOrigin(t)
	f := &front{t: t, folder: t.TempDir(), secure: unused(t)}
	_, port, _ := net.SplitHostPort(f.secure)
	text, err := os.ReadFile("deploy/Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	conf := strings.NewReplacer("127.0.0.1:8080", strings.TrimPrefix(o.URL, "http://"), "example.org {", "https://example.org:"+port+" {\n\ttls internal",
		"	persist_config off\n", "	persist_config off\n	skip_install_trust\n	default_bind 127.0.0.1\n	auto_https disable_redirects\n").Replace(string(text))
	f.write("Caddyfile", conf)
	f.start(caddy, "run", "--config", filepath.Join(f.folder, "Caddyfile"), "--adapter", "caddyfile")
	for range 2 {
		_, response, _ := f.get("/be/in-belarus", "br")
		if response.StatusCode != http.StatusOK || response.ProtoMajor != 2 || response.Header.Get("Content-Encoding") != "br" ||
			response.Header.Get("Surrogate-Key") != "" || response.Header.Get("Content-Security-Policy") == "" || response.Header.Get("Server") != "" {
			t.Errorf("%s %s %v", response.Status, response.Proto, response.Header)
		}
	}
	o.away.Store(true)
	if _, response, _ := f.get("/be/check/1-BAT0?secret-word", "br"); response.StatusCode != http.StatusBadGateway {
		t.Errorf("without the site: %s", response.Status)
	}
	for _, word := range []string{"127.0.0.1:", "ReadersBrowser", "secret-word", "1-BAT0"} {
		said := strings.ReplaceAll(f.said.String(), strings.TrimPrefix(o.URL, "http://"), "")
		if strings.Contains(said, word) {
			t.Errorf("it writes down %q: %s", word, said)
		}
		if where := f.keeps(word); where != "" {
			t.Errorf("%s keeps %q", where, word)
		}
	}
	if testing.Verbose() {
		fmt.Println("Caddy says:", f.said)
	}
}
