package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var halfPastEleven = time.Date(2026, 11, 22, 11, 30, 0, 0, time.UTC)

func filled(t *testing.T, path string, n int) *Store {
	t.Helper()
	s := open(t, path)
	for range n {
		if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func rowsOf(c Copy, table string) int {
	for _, t := range c.Tables {
		if t.Name == table {
			return t.Rows
		}
	}
	return -1
}

// A copy is made while the server writes, holds everything that was acknowledged
// before, and comes back whole.
func TestBackupWhileWriting(t *testing.T) {
	path := newPath(t)
	s := filled(t, path, 5)
	var writer sync.WaitGroup
	stop := make(chan struct{})
	var failed error
	written := 0
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if failed = s.AddFeedback(t.Context(), said(func(*Feedback) {})); failed != nil {
				return
			}
			written++
			s.Count("2026-11-21", "be", "y")
			if failed = s.flush(t.Context()); failed != nil {
				return
			}
		}
	})
	var copies []Copy
	for i := range 5 {
		c, err := Backup(t.Context(), path, filepath.Join(t.TempDir(), fmt.Sprint(i)))
		if err != nil {
			t.Fatal(err)
		}
		copies = append(copies, c)
	}
	close(stop)
	writer.Wait()
	if failed != nil || written == 0 {
		t.Fatalf("the writer was disturbed after %d rows: %v", written, failed)
	}
	for i, c := range copies {
		if n := rowsOf(c, "feedback"); n < 5 || n > 5+written || i > 0 && n < rowsOf(copies[i-1], "feedback") || c.Schema != 5 {
			t.Errorf("copy %d: %+v", i, c)
		}
		if size, sum, err := checksum(c.Path); size != c.Size || sum != c.SHA256 || len(sum) != 64 || err != nil {
			t.Errorf("checksum %s of %d bytes, want %+v (%v)", sum, size, c, err)
		}
	}
	place := newPath(t)
	last := copies[len(copies)-1]
	c, aside, err := Restore(t.Context(), last.Path, place, halfPastEleven)
	if err != nil || aside != "" || rowsOf(c, "feedback") != rowsOf(last, "feedback") {
		t.Fatalf("%+v, %q, %v", c, aside, err)
	}
	list, err := open(t, place).FeedbackBetween(t.Context(), "", "9")
	if err != nil || len(list) != rowsOf(last, "feedback") {
		t.Errorf("%d rows, %v", len(list), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(place), "*unfinished*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestBackupRefuses(t *testing.T) {
	path := newPath(t)
	filled(t, path, 1)
	taken := filepath.Join(t.TempDir(), "taken")
	letter := []byte("a letter")
	if err := os.WriteFile(taken, letter, 0o644); err != nil {
		t.Fatal(err)
	}
	foreign := newPath(t)
	exec(t, raw(t, foreign), `CREATE TABLE bookmark (url TEXT)`)
	for name, c := range map[string]struct{ path, to, words string }{
		"the name is taken": {path, taken, "choose a name that is free"},
		"onto itself":       {path, path, "choose a name that is free"},
		"no folder":         {path, filepath.Join(t.TempDir(), "no", "copy"), "make the folder first"},
		"no database":       {newPath(t), filepath.Join(t.TempDir(), "copy"), "unable to open"},
		"foreign":           {foreign, filepath.Join(t.TempDir(), "copy"), "another program's database"},
		"a letter":          {taken, filepath.Join(t.TempDir(), "copy"), "not an SQLite database"},
	} {
		if _, err := Backup(t.Context(), c.path, c.to); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := filepath.Glob(c.to + ".*"); len(left) > 0 {
			t.Errorf("%s: left behind: %q", name, left)
		}
	}
	untouched(t, taken, letter)
}

// What stood in the place is set aside with all that belongs to it.
func TestRestoreSetsAside(t *testing.T) {
	path := newPath(t)
	filled(t, path, 2).Close()
	if _, err := Backup(t.Context(), path, path+".copy"); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 2; i++ {
		s := filled(t, path, 3)
		s.Close()
		_, aside, err := Restore(t.Context(), path+".copy", path, halfPastEleven)
		want := path + ".replaced-20261122-1130"
		if i == 2 {
			want += "-2"
		}
		if err != nil || aside != want {
			t.Fatalf("%q, %v", aside, err)
		}
		if c, err := examine(t.Context(), aside); err != nil || rowsOf(c, "feedback") != 5 {
			t.Errorf("set aside: %+v, %v", c, err)
		}
	}
	// One that is damaged is set aside, too, with its companions.
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.WriteFile(path+end, []byte("damage"+end), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, aside, err := Restore(t.Context(), path+".copy", path, halfPastEleven)
	if err != nil || !strings.HasSuffix(aside, "-3") {
		t.Fatalf("%q, %v", aside, err)
	}
	for _, end := range []string{"", "-wal"} {
		untouched(t, aside+end, []byte("damage"+end))
	}
	c, err := examine(t.Context(), path)
	if err != nil || rowsOf(c, "feedback") != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// Nothing is touched when the copy is no good or a server is running.
func TestRestoreRefuses(t *testing.T) {
	path := newPath(t)
	filled(t, path, 2)
	sound := path + ".copy"
	if _, err := Backup(t.Context(), path, sound); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	bad := map[string][]byte{
		"letter":    []byte("a letter"),
		"empty":     {},
		"cut off":   whole[:len(whole)-4096],
		"one block": append(append(bytes.Clone(whole[:8192]), bytes.Repeat([]byte{7}, 4096)...), whole[12288:]...),
		"unmarked":  append(append(bytes.Clone(whole[:68]), 0, 0, 0, 0), whole[72:]...),
		"newer":     append(append(bytes.Clone(whole[:60]), 0, 0, 0, 99), whole[64:]...),
	}
	place := newPath(t)
	filled(t, place, 1).Close()
	before, err := os.ReadFile(place)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range bad {
		from := filepath.Join(t.TempDir(), "copy")
		if err := os.WriteFile(from, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Restore(t.Context(), from, place, halfPastEleven); err == nil || !strings.Contains(err.Error(), from) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for from, words := range map[string]string{place: "the same file", filepath.Join(t.TempDir(), "none"): "no such file"} {
		if _, _, err := Restore(t.Context(), from, place, halfPastEleven); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v", err)
		}
	}
	untouched(t, place, before)
	if _, _, err := Restore(t.Context(), sound, path, halfPastEleven); err == nil || !strings.Contains(err.Error(), "stop the server first") {
		t.Errorf("while a server runs: %v", err)
	}
	if left, _ := filepath.Glob(path + ".replaced*"); len(left) > 0 {
		t.Errorf("%q", left)
	}
}
