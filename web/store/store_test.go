package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// quick keeps tests from waiting; counters are flushed by hand or by Close.
var quick = Options{FlushEvery: time.Hour, BusyTimeout: 50 * time.Millisecond}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, quick)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// newPath names a database that is not there yet, in a file or as TestOnPostgres
// wants it.
func newPath(t *testing.T) string {
	t.Helper()
	if onPostgres != nil {
		return onPostgres.NewDatabase(t)
	}
	return filepath.Join(t.TempDir(), "site.db")
}

// raw is another program's connection to the same file.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	exec(t, db, `PRAGMA busy_timeout = 10000`)
	return db
}

func exec(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// refused wants Open to fail with words that help, and the path among them.
func refused(t *testing.T, path string, words ...string) {
	t.Helper()
	s, err := Open(t.Context(), path, quick)
	if err == nil {
		s.Close()
		t.Fatalf("%s was opened", path)
	}
	for _, w := range append(words, path) {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error does not say %q:\n%v", w, err)
		}
	}
}

func TestOpenCreates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c#d%20'é.db") // nothing in a name is syntax
	s := open(t, path)
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(path + end); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", end, info, err)
		}
	}
}

func TestPragmas(t *testing.T) {
	s := open(t, newPath(t))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "50", "user_version": "5",
	} {
		var got string
		if err := s.writer().QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", pragma, got, want, err)
		}
	}
	if _, err := s.reader().ExecContext(t.Context(), `DELETE FROM counter`); err == nil {
		t.Error("a reader could write")
	}
}

func TestReopenKeepsData(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	published, err := s.Publish(t.Context(), hashOf("a"), "2026-11-21", 1, []byte("zip"))
	if err != nil {
		t.Fatal(err)
	}
	s.Count("2026-11-21", "be", "yynnnnn")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("Close leaves %q", left)
	}
	s = open(t, path)
	again, err := s.Ruleset(t.Context(), published.ID)
	if err != nil || again.Hash != published.Hash || !again.PublishedAt.Equal(published.PublishedAt) || string(again.Files) != "zip" {
		t.Errorf("%+v, %v", again, err)
	}
	counters, err := s.Counters(t.Context(), "2026-11-21", "2026-11-21")
	if err != nil || len(counters) != 1 || counters[0] != (Counter{"2026-11-21", "be", "yynnnnn", 1}) {
		t.Errorf("%+v, %v", counters, err)
	}
}

func TestOpenRefusesPaths(t *testing.T) {
	dir := t.TempDir()
	refused(t, filepath.Join(dir, "no", "such", "site.db"), "make the folder first")
	refused(t, dir, "set the path of a file in it")
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, filepath.Join(file, "site.db"), "check the path")
}

func TestOpenRefusesDamage(t *testing.T) {
	noise := make([]byte, 20_000)
	rand.Read(noise)
	sound := newPath(t)
	open(t, sound).Close()
	damaged, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	copy(damaged[100:], noise) // everything but the header of the file
	for name, c := range map[string]struct {
		content []byte
		words   string
	}{
		"noise":       {noise, "not an SQLite database"},
		"short noise": {noise[:40], "not an SQLite database"},
		"text":        {[]byte(strings.Repeat("<html>", 500)), "not an SQLite database"},
		"damaged":     {damaged, "put back a copy"},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			if err := os.WriteFile(path, c.content, 0o644); err != nil {
				t.Fatal(err)
			}
			refused(t, path, c.words)
			untouched(t, path, c.content)
		})
	}
}

func untouched(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestOpenRefusesOtherPrograms(t *testing.T) {
	for name, c := range map[string]struct{ sql, words string }{
		"tables of its own":  {`CREATE TABLE bookmark (url TEXT)`, "another program's database"},
		"its own mark":       {`PRAGMA application_id = 42`, "another program's database"},
		"a newer version":    {setOwner + `; PRAGMA user_version = 99; CREATE TABLE later (x)`, "schema 99, this program knows schemas up to 5"},
		"newer, in wal mode": {`PRAGMA journal_mode = WAL; ` + setOwner + `; PRAGMA user_version = 98`, "start the newer version"},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			db := raw(t, path)
			exec(t, db, c.sql)
			db.Close()
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			refused(t, path, c.words)
			untouched(t, path, before)
		})
	}
}

func TestOpenRefusesLocked(t *testing.T) {
	fresh := newPath(t) // not yet in WAL mode: the lock keeps readers out too
	exec(t, raw(t, fresh), `CREATE TABLE x (y); DROP TABLE x`)
	used := newPath(t)
	open(t, used).Close()
	for _, path := range []string{fresh, used} {
		other := raw(t, path)
		exec(t, other, `BEGIN EXCLUSIVE`)
		refused(t, path, "another program holds the file")
		exec(t, other, `ROLLBACK`)
		open(t, path)
	}
}

// With another program writing, reading goes on, writing says why it cannot,
// and counters wait.
func TestLockedWhileOpen(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	if _, err := s.Publish(t.Context(), hashOf("a"), "2026-11-21", 1, nil); err != nil {
		t.Fatal(err)
	}
	other := raw(t, path)
	exec(t, other, `BEGIN EXCLUSIVE`)
	if err := s.Ping(t.Context()); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Ping: %v", err)
	}
	if _, err := s.Publish(t.Context(), hashOf("b"), "2026-11-21", 1, nil); err == nil {
		t.Error("Publish gives no error")
	}
	if _, err := s.Publish(t.Context(), hashOf("a"), "2026-11-21", 1, nil); err != nil {
		t.Errorf("Publish of what is known: %v", err)
	}
	if _, err := s.Rulesets(t.Context()); err != nil {
		t.Errorf("Rulesets: %v", err)
	}
	s.Count("2026-11-21", "ru", "y")
	if err := s.flush(t.Context()); err == nil {
		t.Error("flush gives no error")
	}
	exec(t, other, `ROLLBACK`)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("Ping afterwards: %v", err)
	}
	if err := s.flush(t.Context()); err != nil {
		t.Errorf("flush afterwards: %v", err)
	}
	if c, err := s.Counters(t.Context(), "2026-11-21", "2026-11-21"); err != nil || len(c) != 1 || c[0].N != 1 {
		t.Errorf("counters afterwards: %v, %v", c, err)
	}
}

// A caller's deadline holds even while SQLite waits for another program.
func TestPingKeepsDeadline(t *testing.T) {
	path := newPath(t)
	s, err := Open(t.Context(), path, Options{BusyTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	other := raw(t, path)
	exec(t, other, `BEGIN EXCLUSIVE`)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := s.Ping(ctx); err == nil {
		t.Error("Ping gives no error")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("Ping took %v", took)
	}
	exec(t, other, `ROLLBACK`)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAfterClose(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	s.Close()
	if err := s.Ping(t.Context()); err == nil {
		t.Error("Ping of a closed store gives no error")
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	s.Count("2026-11-21", "ru", "y") // must not panic
}

func TestOpenHonoursContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, newPath(t), quick); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
