package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A peer is a file server that others run. It gets the page as a file, the same gzip
// beside it, and the headers that it does not write of itself, so that all send the same.
type peer struct {
	name    string
	program string
	install string // where it comes from
	target  *target
	bound   bool // says also how far any net/http server could come
	config  func(place) string
	args    func(config string) []string
}

// A place is where a peer listens, what it serves, where it may write, and what it adds
// to each answer.
type place struct {
	addr, root, folder string
	headers            []header
}

type header struct{ name, value string }

// written are the headers that every file server writes itself.
var written = map[string]bool{
	"Accept-Ranges": true, "Content-Encoding": true, "Content-Length": true, "Content-Type": true,
	"Date": true, "Etag": true, "Last-Modified": true,
}

// headersFor are our headers that a peer is told to send too.
func headersFor(ours http.Header) []header {
	var out []header
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if !written[name] {
			out = append(out, header{name, strings.Join(ours[name], ", ")})
		}
	}
	return out
}

// each writes a line of a configuration for every header; the format takes name and value.
func (p place) each(format string) string {
	var out strings.Builder
	for _, h := range p.headers {
		fmt.Fprintf(&out, format, h.name, strconv.Quote(h.value))
	}
	return out.String()
}

var peers = []peer{
	{
		name: "Caddy, file_server", program: "caddy", install: "go install github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9", target: atLeast(2),
		config: func(p place) string {
			return fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}\nhttp://%s {\n%s\troot * %s\n\tfile_server {\n\t\tprecompressed gzip\n\t}\n}\n", p.addr, p.each("\theader %s %s\n"), p.root)
		},
		args: func(config string) []string { return []string{"run", "--adapter", "caddyfile", "--config", config} },
	},
	nginx("nginx, gzip_static", "access_log off;", atLeast(0.55)),
	// Debian's own settings have a log with a line for every request; ours has one a minute.
	nginx("nginx, gzip_static and access log", "access_log access.log;", nil),
	// Few have this: it keeps nginx from asking the file system each time.
	nginx("nginx, gzip_static and open_file_cache", "access_log off; open_file_cache max=1000; open_file_cache_valid 60s;", nil),
	{
		name: "H2O, send-compressed", program: "h2o", install: "apt-get install h2o",
		config: func(p place) string {
			host, port, _ := net.SplitHostPort(p.addr)
			return fmt.Sprintf("num-threads: 1\nlisten:\n  host: %s\n  port: %s\nfile.send-compressed: ON\n%shosts:\n  default:\n    paths:\n      /:\n        file.dir: %s\n", host, port, p.yamlHeaders(), p.root)
		},
		args: func(config string) []string { return []string{"-c", config} },
	},
}

// nginx has one worker, as we have one core. As it comes it would close connections
// after a thousand requests; all else is as usual.
func nginx(name, more string, t *target) peer {
	return peer{
		name: name, program: "nginx", install: "apt-get install nginx", target: t, bound: true,
		config: func(p place) string {
			return fmt.Sprintf(`worker_processes 1; error_log stderr; pid %[3]s/nginx.pid;
events { worker_connections 1024; }
http {
	types { text/html html; } default_type text/html;
	sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 1000000000;
	%[4]s
	client_body_temp_path %[3]s; proxy_temp_path %[3]s; fastcgi_temp_path %[3]s; uwsgi_temp_path %[3]s; scgi_temp_path %[3]s;
%[5]s	server { listen %[1]s; root %[2]s; }
}
`, p.addr, p.root, p.folder, strings.ReplaceAll(more, "access.log", p.folder+"/access.log"), p.each("\tadd_header %s %s;\n"))
		},
		args: func(config string) []string { return []string{"-c", config, "-g", "daemon off;"} },
	}
}

// yamlHeaders are the added headers in H2O's settings.
func (p place) yamlHeaders() string {
	var out strings.Builder
	for _, h := range p.headers {
		fmt.Fprintf(&out, "header.set: %s\n", strconv.Quote(h.name+": "+h.value))
	}
	return out.String()
}

// errMissing says that a peer is not installed. It is named then, and not made up.
var errMissing = errors.New("not installed")

// file is the address of the page at a peer.
const file = measured + ".html"

// peer starts one with our page and finds out that it sends what we send.
func (b *bench) peer(p peer, ours *answer) (*process, error) {
	program, err := exec.LookPath(p.program)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", errMissing, p.install)
	}
	addr, err := unusedAddress()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(b.folder, p.program)
	root := filepath.Join(folder, "root")
	if err := writeFiles(root, ours.body); err != nil {
		return nil, err
	}
	if err := readableByAll(b.folder); err != nil { // nginx and h2o give up root's rights
		return nil, err
	}
	config := filepath.Join(folder, "config")
	if err := os.WriteFile(config, []byte(p.config(place{addr, root, folder, headersFor(ours.header)})), 0o644); err != nil {
		return nil, err
	}
	run, err := b.launch(serverCore, p.program, addr, program, p.args(config)...)
	if err != nil {
		return nil, err
	}
	if err := run.sends(ours); err != nil {
		run.stop()
		return nil, err
	}
	return run, nil
}

// sends tells whether a peer answers with exactly these headers and bytes.
func (p *process) sends(ours *answer) error {
	if err := p.answered(file, 10*time.Second); err != nil {
		return err
	}
	theirs, err := get(p.url(file))
	if err != nil {
		return err
	}
	for _, h := range headersFor(ours.header) {
		if theirs.header.Get(h.name) != h.value {
			return fmt.Errorf("%s sends %s: %q instead of %q", p.name, h.name, theirs.header[h.name], h.value)
		}
	}
	if !bytes.Equal(theirs.body, ours.body) {
		return fmt.Errorf("%s does not send the pressed file: %d bytes, %q, instead of %d", p.name, len(theirs.body), theirs.header.Get("Content-Encoding"), len(ours.body))
	}
	return nil
}

// writeFiles writes the page as it is, and pressed beside it.
func writeFiles(root string, packed []byte) error {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	name := filepath.Join(root, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(name, plain, 0o644); err != nil {
		return err
	}
	return os.WriteFile(name+".gz", packed, 0o644)
}

func readableByAll(folder string) error { return os.Chmod(folder, 0o755) }
