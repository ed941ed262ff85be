package webtest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Postgres is a PostgreSQL of a test's own, on a free port of this machine, with
// a password and with fsync on.
type Postgres struct {
	dir, bin  string
	port      int
	as        *syscall.Credential // PostgreSQL refuses to run as root
	line      io.WriteCloser      // closed, by us or because the test has died, it ends the server
	ended     chan struct{}
	databases atomic.Int32
}

// PostgresPassword is what must never turn up in a log or an error.
const PostgresPassword = "geheim-7!%/@:тайна"

// StartPostgres starts Debian's PostgreSQL, and stops it when the test ends. It
// skips the test where that is not installed, and fails it in CI.
func StartPostgres(t testing.TB) *Postgres {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("PostgreSQL is missing: apt-get install postgresql")
		}
		t.Skip("PostgreSQL is missing: apt-get install postgresql")
	}
	slices.Sort(found)
	dir, err := os.MkdirTemp("", "localvote-postgres-") // the folder of a test is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	p := &Postgres{dir: dir, bin: filepath.Dir(found[len(found)-1]), as: notRoot(t, dir)}
	t.Cleanup(func() {
		p.Stop(t)
		os.RemoveAll(dir)
	})
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(PostgresPassword+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	p.run(t, "initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--username=site", "--auth=scram-sha-256", "--pwfile="+secret, filepath.Join(dir, "data"))
	p.port = freePort(t)
	p.Start(t)
	return p
}

// notRoot gives the folder to the user postgres, if we are root.
func notRoot(t testing.TB, dir string) *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (p *Postgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "PGPASSWORD="+PostgresPassword)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	return cmd
}

func (p *Postgres) run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := p.command(filepath.Join(p.bin, name), args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Start starts the server again, and returns when it answers.
func (p *Postgres) Start(t testing.TB) {
	t.Helper()
	// The shell ends the server when its line is closed, even if this test is killed.
	cmd := p.command("/bin/sh", "-c", `"$0" "$@" & pid=$!; cat >/dev/null; kill -QUIT $pid 2>/dev/null; wait $pid`,
		filepath.Join(p.bin, "postgres"), "-D", filepath.Join(p.dir, "data"), "-p", strconv.Itoa(p.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=on", "-c", "recovery_init_sync_method=syncfs", // one call, not one for each file of each database
		"-c", "max_connections=60", "-c", "shared_buffers=32MB")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	line, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.line, p.ended = line, make(chan struct{})
	go func() {
		cmd.Wait()
		close(p.ended)
	}()
	for deadline := time.Now().Add(90 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if p.command(filepath.Join(p.bin, "psql"), p.admin(), "-qc", "SELECT 1").Run() == nil {
			return
		}
		if time.Now().After(deadline) {
			line.Close()
			<-p.ended
			t.Fatalf("PostgreSQL does not answer:\n%s", &log)
		}
	}
}

// Stop ends the server at once, as a crash would (SIGQUIT, "immediate").
func (p *Postgres) Stop(t testing.TB) {
	t.Helper()
	if p.line == nil {
		return
	}
	p.line.Close()
	p.line = nil
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		t.Error("PostgreSQL does not end")
	}
}

func (p *Postgres) admin() string {
	return fmt.Sprintf("host=127.0.0.1 port=%d user=site dbname=postgres", p.port)
}

// NewDatabase makes an empty database and gives its address.
func (p *Postgres) NewDatabase(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", p.databases.Add(1))
	p.Exec(t, "postgres", "CREATE DATABASE "+name)
	u := url.URL{Scheme: "postgres", User: url.UserPassword("site", PostgresPassword), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(p.port)), Path: "/" + name}
	return u.String()
}

// Exec runs a statement in a database as its owner does by hand, and gives what
// psql prints.
func (p *Postgres) Exec(t testing.TB, database, statement string) string {
	t.Helper()
	out, err := p.command(filepath.Join(p.bin, "psql"), strings.Replace(p.admin(), "dbname=postgres", "dbname="+database, 1), "-qAtc", statement).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", statement, err, out)
	}
	return strings.TrimSpace(string(out))
}

func freePort(t testing.TB) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
