package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Counter says how many checks were completed on one day, in one language,
// with one pattern of verdicts, such as "ynauduy": one letter for each right.
type Counter struct {
	Day     string // 2026-11-21
	Lang    string
	Pattern string
	N       int
}

// Count adds one to a counter. It only touches memory, so that it can neither
// hold up nor fail a request; a few seconds later the database has it. Anything
// but a day and 1 to 16 small Latin letters each for lang and pattern is dropped
// and, once, complained of in the log.
func (s *Store) Count(day, lang, pattern string) {
	k := counterKey{day, lang, pattern}
	if k.valid() {
		s.tally.add(k, 1)
		return
	}
	s.tally.refused.Do(func() {
		// What was refused is not said: it may be just what must not be kept.
		s.log.Error("a counter with an impossible name was dropped; this is a mistake in the program")
	})
}

// Counters reads the counters of the days from and to and those between, in the
// order of day, language and pattern. What was counted in the last few seconds
// may not be in yet.
func (s *Store) Counters(ctx context.Context, from, to string) ([]Counter, error) {
	list, err := timely(ctx, func() ([]Counter, error) { return s.counters(ctx, from, to) })
	if err != nil {
		return nil, fmt.Errorf("read counters: %w", s.explain(err))
	}
	return list, nil
}

func (s *Store) counters(ctx context.Context, from, to string) ([]Counter, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	rows, err := s.reader().QueryContext(ctx, `
		SELECT day, lang, pattern, n FROM counter WHERE day BETWEEN $1 AND $2 ORDER BY day, lang, pattern`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Counter
	for rows.Next() {
		var c Counter
		if err := rows.Scan(&c.Day, &c.Lang, &c.Pattern, &c.N); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// flushEvery writes counters until the store is closed.
func (s *Store) flushEvery(interval time.Duration) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	outage := false
	// Whoever ends the program does not wait for a database that is locked.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { <-s.stop; cancel() }()
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		s.look()
		err := s.flush(ctx)
		switch {
		case err != nil && !outage && ctx.Err() == nil:
			s.log.Error("counters cannot be written; they are kept in memory", "error", s.explain(err))
		case err == nil && outage:
			s.log.Info("counters are written again", "lost", s.tally.takeLost())
		}
		outage = err != nil
	}
}

// A batch is what was counted between two flushes. It is kept as it is until the
// database has taken it: when the answer to a commit is cut off nobody knows
// whether it was, and only the same batch can be recognised.
type batch struct {
	number int
	counts map[counterKey]int
}

// flush writes what has been counted. What cannot be written is kept.
func (s *Store) flush(ctx context.Context) error {
	for {
		if s.pending == nil {
			counts := s.tally.take()
			if len(counts) == 0 {
				return nil
			}
			s.batches++
			s.pending = &batch{s.batches, counts}
			s.held.Store(int64(sum(counts)))
		}
		c := s.db.Load()
		if err := c.sameFile(s.path); err != nil {
			return err
		}
		if err := again(ctx, func() error { return s.writeBatch(ctx, c.write, s.pending) }); err != nil {
			return err
		}
		s.pending = nil
		s.held.Store(0)
	}
}

// Pending is how many completed checks have been counted and are not yet in the
// database.
func (s *Store) Pending() int { return s.tally.size() + int(s.held.Load()) }

func sum(counts map[counterKey]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func (s *Store) writeBatch(ctx context.Context, db *sql.DB, b *batch) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	fresh, err := s.claim(ctx, tx, b)
	if err != nil || !fresh {
		return err
	}
	for _, k := range slices.SortedFunc(maps.Keys(b.counts), counterKey.compare) { // two servers lock rows in the same order
		if err := writeCount(ctx, tx, k, b.counts[k]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// claim tells whether a batch is not yet in the database, and enters it.
func (s *Store) claim(ctx context.Context, tx *sql.Tx, b *batch) (bool, error) {
	now := time.Now().UTC()
	result, err := tx.ExecContext(ctx, `
		INSERT INTO counter_writer (id, day, batch) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET day = excluded.day, batch = excluded.batch WHERE counter_writer.batch < excluded.batch`,
		s.id, now.Format(time.DateOnly), b.number)
	if err != nil {
		return false, err
	}
	if b.number == 1 {
		if _, err := tx.ExecContext(ctx, `DELETE FROM counter_writer WHERE day < $1`, now.AddDate(0, 0, -30).Format(time.DateOnly)); err != nil {
			return false, err
		}
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func writeCount(ctx context.Context, tx *sql.Tx, k counterKey, n int) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO counter (day, lang, pattern, n) VALUES ($1, $2, $3, $4)
		ON CONFLICT (day, lang, pattern) DO UPDATE SET n = counter.n + excluded.n`, k.day, k.lang, k.pattern, n)
	return err
}

type counterKey struct{ day, lang, pattern string }

func (k counterKey) compare(other counterKey) int {
	return cmp.Or(strings.Compare(k.day, other.day), strings.Compare(k.lang, other.lang), strings.Compare(k.pattern, other.pattern))
}

var letters = regexp.MustCompile(`^[a-z]{1,16}$`)

func (k counterKey) valid() bool {
	_, err := time.Parse(time.DateOnly, k.day)
	return err == nil && letters.MatchString(k.lang) && letters.MatchString(k.pattern)
}

// maxPending bounds the counters that wait for a database that cannot be
// written. In a day far fewer patterns than this come up.
const maxPending = 10_000

// A tally is what has been counted and not yet written.
type tally struct {
	refused sync.Once

	mu     sync.Mutex
	counts map[counterKey]int
	lost   int // counts for which there was no room
}

func newTally() *tally { return &tally{counts: map[counterKey]int{}} }

func (t *tally) add(k counterKey, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, known := t.counts[k]; !known && len(t.counts) >= maxPending {
		t.lost += n
		return
	}
	t.counts[k] += n
}

func (t *tally) take() map[counterKey]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	counts := t.counts
	t.counts = map[counterKey]int{}
	return counts
}

func (t *tally) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return sum(t.counts)
}

func (t *tally) takeLost() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	lost := t.lost
	t.lost = 0
	return lost
}
