package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Readers wait no longer than their deadline for a database that another program has
// locked, though SQLite itself would.
func TestReadersDoNotWaitForALock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "localvote.db")
	s, err := Open(t.Context(), path, Options{BusyTimeout: time.Hour, FlushEvery: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	other, err := connect(path, "rw", time.Second, map[string][]string{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec(`BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	said := Feedback{Day: "2026-11-21", Page: "/about", Lang: "be", Verdict: "yes"}
	if err := s.AddFeedback(ctx, said); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("feedback: %v", err)
	}
	// The end of the program does not wait for ever either, and says what is lost.
	s.Count("2026-11-21", "be", "yyy")
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), path) || s.Pending() != 1 {
		t.Errorf("closed: %v, pending %d", err, s.Pending())
	}
}

// What goes wrong meanwhile is an error like others.
func TestTimely(t *testing.T) {
	if n, err := timely(t.Context(), func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := timely(t.Context(), func() (int, error) { panic("oh") }); err == nil || !strings.Contains(err.Error(), "oh") {
		t.Errorf("a panic: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	hang := make(chan bool)
	defer close(hang)
	if _, err := timely(ctx, func() (int, error) { <-hang; return 0, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("what hangs: %v", err)
	}
}
