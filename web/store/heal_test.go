package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// healing opens a store as the server does, with a log.
func healing(t *testing.T, path string) (*Store, *logBuffer) {
	t.Helper()
	log := &logBuffer{}
	s, err := Open(t.Context(), path, Options{Logger: log.logger(), FlushEvery: time.Millisecond, BusyTimeout: 20 * time.Millisecond, Heal: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, log
}

// well waits until the store works again, and wants to hear of it on Renewed.
func well(t *testing.T, s *Store) {
	t.Helper()
	select {
	case <-s.Renewed():
	case <-time.After(10 * time.Second):
		t.Fatalf("not renewed; Ping says %v", s.Ping(t.Context()))
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.AddFeedback(t.Context(), said(func(f *Feedback) { f.Day = "2026-11-30" })); err != nil {
		t.Error(err)
	}
}

func asides(t *testing.T, path string) []string {
	t.Helper()
	list, err := filepath.Glob(path + ".corrupt-????????-????")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// damagedFile is a sound database in which everything but the header is noise.
func damagedFile(t *testing.T) []byte {
	t.Helper()
	path := newPath(t)
	filled(t, path, 1).Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(content); i++ {
		content[i] = byte(i*7 + i>>8)
	}
	return content
}

func TestDamageAtStart(t *testing.T) {
	noise := damagedFile(t)
	for name, c := range map[string]struct {
		content, wal []byte
		ours         bool
	}{
		"our header":        {noise, nil, true},
		"zeros":             {make([]byte, 40960), nil, true},
		"torn, with a -wal": {bytes.Repeat([]byte("x"), 9000), []byte("\x37\x7f\x06\x82 and so on"), true},
		"a letter":          {[]byte("Dear editor, this is a letter and no database."), nil, false},
		"a long letter":     {bytes.Repeat([]byte("Dear editor! "), 900), nil, false},
		"a letter, a -wal":  {bytes.Repeat([]byte("Dear editor! "), 900), []byte("not of SQLite"), false},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			if err := os.WriteFile(path, c.content, 0o644); err != nil {
				t.Fatal(err)
			}
			if c.wal != nil {
				if err := os.WriteFile(path+"-wal", c.wal, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			s, log := healing(t, path)
			if !c.ours {
				untouched(t, path, c.content)
				if len(asides(t, path)) > 0 || s.Ping(t.Context()) == nil || !strings.Contains(log.lines()[0], "going on without a database") {
					t.Errorf("%q, log %q", asides(t, path), log.lines())
				}
				return
			}
			list := asides(t, path)
			if len(list) != 1 || s.Ping(t.Context()) != nil {
				t.Fatalf("set aside: %q; Ping: %v; log %q", list, s.Ping(t.Context()), log.lines())
			}
			untouched(t, list[0], c.content)
			if c.wal != nil {
				untouched(t, list[0]+"-wal", c.wal)
			}
			if !strings.Contains(log.lines()[0], list[0]) || !strings.Contains(log.lines()[0], "localvote restore") {
				t.Errorf("log: %q", log.lines())
			}
		})
	}
}

// Whatever happens to the file while it is open, the store comes back, and what
// can still be read is not lost.
func TestTroubleWhileOpen(t *testing.T) {
	sound := newPath(t)
	filled(t, sound, 7).Close()
	replacement, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	noise := damagedFile(t)
	write := func(t *testing.T, name string, content []byte) {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		happens func(t *testing.T, path string)
		rows    int // of feedback, afterwards
		aside   int
	}{
		"deleted": {func(t *testing.T, path string) { os.Remove(path) }, 3, 0},
		"deleted with its -wal": {func(t *testing.T, path string) {
			for _, end := range []string{"", "-wal", "-shm"} {
				os.Remove(path + end)
			}
		}, 3, 0},
		"damaged": {func(t *testing.T, path string) {
			write(t, path+"-wal", nil)
			write(t, path, noise)
		}, 0, 1},
		"emptied": {func(t *testing.T, path string) {
			write(t, path+"-wal", nil)
			write(t, path, nil)
		}, 0, 1},
		"replaced by a copy": {func(t *testing.T, path string) {
			for _, end := range []string{"", "-wal", "-shm"} {
				os.Remove(path + end)
			}
			write(t, path+".new", replacement)
			os.Rename(path+".new", path)
		}, 7, 0},
		"replaced by damage": {func(t *testing.T, path string) {
			os.Remove(path + "-wal") // it alone would do to put all in order
			write(t, path+".new", noise)
			os.Rename(path+".new", path)
		}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			s, log := healing(t, path)
			for range 3 {
				if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err != nil {
					t.Fatal(err)
				}
			}
			c.happens(t, path)
			s.Ping(t.Context()) // somebody asks
			s.Count("2026-11-30", "be", "y")
			well(t, s)
			list, err := s.FeedbackBetween(t.Context(), "2026-11-21", "2026-11-21")
			if err != nil || len(list) != c.rows {
				t.Errorf("%d rows of feedback, want %d (%v); log %q", len(list), c.rows, err, log.lines())
			}
			if got := asides(t, path); len(got) != c.aside {
				t.Errorf("set aside: %q; log %q", got, log.lines())
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			kept, err := examine(t.Context(), path)
			if err != nil || rowsOf(kept, "feedback") != c.rows+1 {
				t.Errorf("on the disk: %+v, %v", kept, err)
			}
		})
	}
}

// A store that could not be opened opens later, with what was counted meanwhile.
func TestOpensAtLast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "later", "site.db")
	s, log := healing(t, path)
	if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err == nil || !strings.Contains(err.Error(), "make the folder first") {
		t.Errorf("feedback: %v", err)
	}
	s.Count("2026-11-21", "be", "y")
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	well(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if c, err := open(t, path).Counters(t.Context(), "2026-11-21", "2026-11-21"); err != nil || len(c) != 1 || c[0].N != 1 {
		t.Errorf("%v, %v; log %q", c, err, log.lines())
	}
}

// On a full disk nothing is acknowledged that is not kept, and all goes on when
// there is room again.
func TestFullDisk(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	exec(t, s.writer(), `PRAGMA max_page_count = 1`) // SQLite takes what there is for the limit
	kept := 0
	var err error
	for range 2000 {
		if err = s.AddFeedback(t.Context(), said(func(f *Feedback) { f.Text = strings.Repeat("я", MaxFeedbackText) })); err != nil {
			break
		}
		kept++
	}
	if err == nil || !strings.Contains(err.Error(), "make room on the disk") {
		t.Fatalf("after %d: %v", kept, err)
	}
	if list, err := s.FeedbackBetween(t.Context(), "", "9"); err != nil || len(list) != kept {
		t.Errorf("%d rows of %d, %v", len(list), kept, err)
	}
	exec(t, s.writer(), `PRAGMA max_page_count = 100000`)
	if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err != nil {
		t.Error(err)
	}
}
