package store

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A database that isolates transactions wholly, as CockroachDB always does, refuses
// those that get into each other's way (SQLSTATE 40001): they are tried again, and
// nothing is counted or kept twice or never.
func serializable(t *testing.T) {
	address := newPath(t)
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	const servers, rounds = 4, 15
	var all sync.WaitGroup
	for n := range servers {
		s, err := Open(t.Context(), address+separator+"default_transaction_isolation=serializable", Options{FlushEvery: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		all.Go(func() {
			for i := range rounds {
				s.Count("2026-11-21", "be", "yyy")
				if err := s.flush(t.Context()); err != nil {
					t.Errorf("server %d, counters: %v", n, err)
				}
				if err := s.AddFeedback(t.Context(), Feedback{Day: "2026-11-21", Page: "/about", Lang: "be", Verdict: "no", Text: fmt.Sprintf("%d of %d", i, n)}); err != nil {
					t.Errorf("server %d, feedback: %v", n, err)
				}
			}
		})
	}
	all.Wait()
	s := open(t, address)
	counters, err := s.Counters(t.Context(), "2026-11-21", "2026-11-21")
	if err != nil || len(counters) != 1 || counters[0].N != servers*rounds {
		t.Errorf("counted %v, want %d: %v", counters, servers*rounds, err)
	}
	said, err := s.FeedbackBetween(t.Context(), "2026-11-21", "2026-11-21")
	texts := map[string]bool{}
	for _, f := range said {
		texts[f.Text] = true
	}
	if err != nil || len(said) != servers*rounds || len(texts) != servers*rounds {
		t.Errorf("%d times feedback, %d of them different, want %d: %v", len(said), len(texts), servers*rounds, err)
	}
	// Whether it was tried at all: transactions were rolled back. The figures come late.
	rolledBack := 0
	for end := time.Now().Add(20 * time.Second); rolledBack == 0 && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		said := onPostgres.Exec(t, databaseOf(t, address), `SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()`)
		rolledBack, _ = strconv.Atoi(strings.TrimSpace(said))
	}
	if rolledBack == 0 {
		t.Error("no transaction got into the way of another: this proves nothing")
	}
	t.Logf("%d transactions were rolled back", rolledBack)
}
