// Package store keeps in one SQLite file what must outlive a restart: every
// version of the rules and of each page that was ever live, anonymous daily
// counters, and what readers said of pages. No table has a column that could hold an answer, an address or a browser; a test
// holds the list of columns. The package is the only user of SQL. What goes into
// a version of the rules, when counters may be shown, and how the site does
// without a store are left to its callers.
package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"
)

// ErrNotFound says that nothing is kept under this hash or id, ErrAmbiguous
// that more than one hash begins like this.
var (
	ErrNotFound  = errors.New("nothing is kept under this name")
	ErrAmbiguous = errors.New("more than one hash begins like this")
)

// Options are what a store may be told; all have defaults.
type Options struct {
	// Logger hears of counters that cannot be written. Default: silence.
	Logger *slog.Logger
	// FlushEvery is how often counters are written. Default: 5 seconds.
	FlushEvery time.Duration
	// BusyTimeout is how long to wait for another program that is writing; a
	// caller's deadline does not shorten it, except in Ping. Default: 5 seconds.
	BusyTimeout time.Duration
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.FlushEvery <= 0 {
		o.FlushEvery = 5 * time.Second
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	return o
}

// A Store is an open database. Its methods are safe for concurrent use.
type Store struct {
	path   string
	opened os.FileInfo // the file as it was opened
	write  *sql.DB     // one connection: SQLite has one writer at a time
	read   *sql.DB
	tally  *tally
	log    *slog.Logger

	stop    chan struct{} // closed to end the flusher
	flusher sync.WaitGroup
	close   func() error
}

// Open opens the database at path, creates it if there is none, and brings it
// to the schema of this program. A file that is no database, is damaged, belongs
// to another program or to a newer version of this one is refused and left as it
// is. Errors say the path and what to do.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o = o.withDefaults()
	s := &Store{path: path, log: o.Logger, tally: newTally(), stop: make(chan struct{})}
	s.close = sync.OnceValue(s.shutDown)
	if err := s.connect(ctx, o.BusyTimeout); err != nil {
		return nil, errors.Join(s.explain(err), s.disconnect())
	}
	s.flusher.Go(func() { s.flushEvery(o.FlushEvery) })
	return s, nil
}

func (s *Store) connect(ctx context.Context, busy time.Duration) (err error) {
	if err = create(s.path); err != nil {
		return err
	}
	if s.opened, err = os.Stat(s.path); err != nil {
		return err
	}
	if err = inspect(ctx, s.path, busy); err != nil {
		return err
	}
	if s.write, err = connectWriter(s.path, busy); err != nil {
		return err
	}
	if s.read, err = connectReaders(s.path, busy); err != nil {
		return err
	}
	list, err := migrations()
	if err != nil {
		return err
	}
	if err = migrate(ctx, s.write, list); err != nil {
		return err
	}
	return s.ping(ctx)
}

// Ping reads and writes, to find out whether both are possible. What it writes
// is the mark that names the owner of the file, which never changes.
// It keeps the deadline of ctx.
func (s *Store) Ping(ctx context.Context) error {
	result := make(chan error, 1)
	// SQLite, once it waits for another program, does not hear of ctx. At most
	// one such wait goes on behind our back: the next one finds no connection.
	go func() { result <- s.ping(ctx) }()
	select {
	case err := <-result:
		return s.explain(err)
	case <-ctx.Done():
		return s.explain(ctx.Err())
	}
}

// errGone says that the open database is not the file at its path any more: what
// is written goes into a file that nobody will find.
var errGone = errors.New("the file was deleted or replaced while it was open; restart the server")

func (s *Store) sameFile() error {
	now, err := os.Stat(s.path)
	if err != nil || !os.SameFile(s.opened, now) {
		return errGone
	}
	return nil
}

func (s *Store) ping(ctx context.Context) error {
	if err := s.sameFile(); err != nil {
		return err
	}
	var n int
	if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM ruleset`).Scan(&n); err != nil {
		return err
	}
	_, err := s.write.ExecContext(ctx, setOwner)
	return err
}

// Close writes the last counters and closes the database. Later calls give the
// result of the first.
func (s *Store) Close() error { return s.close() }

func (s *Store) shutDown() error {
	close(s.stop)
	s.flusher.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := s.flush(ctx)
	return errors.Join(s.explain(err), s.disconnect())
}

// disconnect closes the writer last, which then tidies up the -wal file.
func (s *Store) disconnect() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
