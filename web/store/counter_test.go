package store

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCountRefuses(t *testing.T) {
	var log logBuffer
	s, err := Open(t.Context(), newPath(t), Options{Logger: log.logger(), FlushEvery: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []counterKey{
		{"2026-11-21", "ru", "192.168.0.1"},
		{"2026-11-21", "ru", "y n"},
		{"2026-11-21", "ru", "Y"},
		{"2026-11-21", "ru", "да"},
		{"2026-11-21", "ru", "y\n"},
		{"2026-11-21", "ru", ""},
		{"2026-11-21", "ru", "abcdefghijklmnopq"},
		{"2026-11-21", "", "y"},
		{"2026-11-21", "ru-BY", "y"},
		{"2026-11-21", "Mozilla/5.0", "y"},
		{"2026-11-31", "ru", "y"},
		{"2026-11-21 10:00", "ru", "y"},
		{"", "ru", "y"},
	} {
		s.Count(c.day, c.lang, c.pattern)
	}
	if n := len(s.tally.take()); n != 0 {
		t.Errorf("%d were counted", n)
	}
	if lines := log.lines(); len(lines) != 1 || strings.Contains(lines[0], "192.168") {
		t.Errorf("log: %q", lines)
	}
}

func TestCountersBetween(t *testing.T) {
	s := open(t, newPath(t))
	for _, c := range []counterKey{
		{"2026-11-20", "ru", "y"}, {"2026-11-21", "ru", "y"}, {"2026-11-21", "be", "y"},
		{"2026-11-21", "ru", "y"}, {"2026-11-22", "en", "abcdefghijklmnop"}, {"2026-11-23", "en", "n"},
	} {
		s.Count(c.day, c.lang, c.pattern)
	}
	if err := s.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Count("2026-11-21", "ru", "y")
	if err := s.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Counters(t.Context(), "2026-11-21", "2026-11-22")
	want := []Counter{{"2026-11-21", "be", "y", 1}, {"2026-11-21", "ru", "y", 3}, {"2026-11-22", "en", "abcdefghijklmnop", 1}}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

func TestCountConcurrently(t *testing.T) {
	path := newPath(t)
	s, err := Open(t.Context(), path, Options{FlushEvery: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var visitors sync.WaitGroup
	for range 8 {
		visitors.Go(func() {
			for range 500 {
				s.Count("2026-11-21", "ru", "y")
				s.Count("2026-11-21", "be", "n")
			}
		})
	}
	visitors.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := open(t, path).Counters(t.Context(), "2026-11-21", "2026-11-21")
	want := []Counter{{"2026-11-21", "be", "n", 4000}, {"2026-11-21", "ru", "y", 4000}}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v", got, err)
	}
}

// While the database cannot be written nothing is lost, and the log says so
// once, however long it lasts.
func TestOutage(t *testing.T) {
	path := newPath(t)
	var log logBuffer
	s, err := Open(t.Context(), path, Options{Logger: log.logger(), FlushEvery: 2 * time.Millisecond, BusyTimeout: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	other := raw(t, path)
	for outage := 1; outage <= 2; outage++ {
		exec(t, other, `BEGIN EXCLUSIVE`)
		s.Count("2026-11-21", "ru", "y")
		log.wait(t, 2*outage-1)
		time.Sleep(50 * time.Millisecond) // several more attempts
		s.Count("2026-11-21", "ru", "y")
		if n := s.Pending(); n != 2 {
			t.Errorf("%d checks are pending, want 2", n)
		}
		exec(t, other, `ROLLBACK`)
		log.wait(t, 2*outage)
		if n := s.Pending(); n != 0 {
			t.Errorf("%d checks are pending, and all are written", n)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lines := log.lines()
	if len(lines) != 4 || !strings.Contains(lines[0], path) || !strings.Contains(lines[1], "written again") {
		t.Errorf("log: %q", lines)
	}
	got, err := open(t, path).Counters(t.Context(), "2026-11-21", "2026-11-21")
	if err != nil || len(got) != 1 || got[0].N != 4 {
		t.Errorf("%v, %v", got, err)
	}
}

// A batch whose answer was cut off is sent again, and counts once.
func TestBatchCountsOnce(t *testing.T) {
	s := open(t, newPath(t))
	s.Count("2026-11-21", "be", "y")
	if err := s.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.pending = &batch{1, map[counterKey]int{{"2026-11-21", "be", "y"}: 1}} // as if nobody had heard that it was taken
	s.Count("2026-11-21", "be", "y")
	if err := s.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := s.Counters(t.Context(), "2026-11-21", "2026-11-21")
	if err != nil || len(got) != 1 || got[0].N != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTallyIsBounded(t *testing.T) {
	tally := newTally()
	known := counterKey{"2026-11-21", "ru", "y"}
	tally.add(known, 1)
	for i := range maxPending + 10 {
		tally.add(counterKey{"2026-11-21", "ru", fmt.Sprint(i)}, 1)
	}
	tally.add(known, 1)
	if lost := tally.takeLost(); lost != 11 || tally.takeLost() != 0 {
		t.Errorf("%d lost", lost)
	}
	if counts := tally.take(); len(counts) != maxPending || counts[known] != 2 {
		t.Errorf("%d kept, %d of the first", len(counts), counts[known])
	}
}

// A logBuffer is a log that tests can read while it is written.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.FieldsFunc(l.buf.String(), func(r rune) bool { return r == '\n' })
}

func (l *logBuffer) wait(t *testing.T, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); len(l.lines()) < n; {
		if time.Now().After(deadline) {
			t.Fatalf("%d lines in the log, want %d: %q", len(l.lines()), n, l.lines())
		}
		time.Sleep(time.Millisecond)
	}
}
