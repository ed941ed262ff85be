package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A peer is a file server that others run. It gets the page as a file, and the same
// gzip beside it, so that all send the same bytes. None gets our headers: they send
// fewer, which is in their favour.
type peer struct {
	name    string
	program string
	install string // where it comes from
	target  *target
	bound   bool // says also how far any net/http server could come
	config  func(addr, root, folder string) string
	args    func(config string) []string
}

var peers = []peer{
	{
		name: "Caddy, file_server", program: "caddy", install: "go install github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9", target: atLeast(2),
		config: func(addr, root, _ string) string {
			return fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}\nhttp://%s {\n\troot * %s\n\tfile_server {\n\t\tprecompressed gzip\n\t}\n}\n", addr, root)
		},
		args: func(config string) []string { return []string{"run", "--adapter", "caddyfile", "--config", config} },
	},
	nginx("nginx, gzip_static", "", atLeast(0.55)),
	// Few have this: it keeps nginx from asking the file system each time.
	nginx("nginx, gzip_static and open_file_cache", "open_file_cache max=1000; open_file_cache_valid 60s;", nil),
	{
		name: "H2O, send-compressed", program: "h2o", install: "apt-get install h2o",
		config: func(addr, root, folder string) string {
			host, port, _ := net.SplitHostPort(addr)
			return fmt.Sprintf("num-threads: 1\nlisten:\n  host: %s\n  port: %s\nfile.send-compressed: ON\nhosts:\n  default:\n    paths:\n      /:\n        file.dir: %s\n", host, port, root)
		},
		args: func(config string) []string { return []string{"-c", config} },
	},
}

// nginx has one worker, as we have one core. As it comes it would close connections
// after a thousand requests; all else is as usual.
func nginx(name, more string, t *target) peer {
	return peer{
		name: name, program: "nginx", install: "apt-get install nginx", target: t, bound: true,
		config: func(addr, root, folder string) string {
			return fmt.Sprintf(`worker_processes 1; error_log stderr; pid %[3]s/nginx.pid;
events { worker_connections 1024; }
http {
	types { text/html html; } default_type text/html;
	sendfile on; tcp_nopush on; access_log off; gzip_static on; keepalive_requests 1000000000;
	%[4]s
	client_body_temp_path %[3]s; proxy_temp_path %[3]s; fastcgi_temp_path %[3]s; uwsgi_temp_path %[3]s; scgi_temp_path %[3]s;
	server { listen %[1]s; root %[2]s; }
}
`, addr, root, folder, more)
		},
		args: func(config string) []string { return []string{"-c", config, "-g", "daemon off;"} },
	}
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
	if err := os.WriteFile(config, []byte(p.config(addr, root, folder)), 0o644); err != nil {
		return nil, err
	}
	run, err := b.launch(serverCore, p.program, addr, program, p.args(config)...)
	if err != nil {
		return nil, err
	}
	if err := run.sends(ours.body); err != nil {
		run.stop()
		return nil, err
	}
	return run, nil
}

// sends tells whether a peer answers with exactly these bytes.
func (p *process) sends(packed []byte) error {
	if err := p.answered(file, 10*time.Second); err != nil {
		return err
	}
	theirs, err := get(p.url(file))
	if err != nil {
		return err
	}
	if !bytes.Equal(theirs.body, packed) {
		return fmt.Errorf("%s does not send the pressed file: %d bytes, %q, instead of %d", p.name, len(theirs.body), theirs.header.Get("Content-Encoding"), len(packed))
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
