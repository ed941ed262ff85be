// Package store keeps in one SQLite file, or in PostgreSQL, what must outlive a restart: every
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
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNotFound says that nothing is kept under this hash or id, ErrAmbiguous
// that more than one hash begins like this.
var (
	ErrNotFound  = errors.New("nothing is kept under this name")
	ErrAmbiguous = errors.New("more than one hash begins like this")
)

// within bounds one reading and one small writing, whatever the caller's deadline
// is: a database behind a dead line may never answer, and callers can do without.
const within = 10 * time.Second

// Options are what a store may be told; all have defaults.
type Options struct {
	// Logger hears of what goes wrong while nobody waits for an answer, such as
	// counters that cannot be written. Default: silence.
	Logger *slog.Logger
	// FlushEvery is how often counters are written, and how often a store that
	// heals looks after its file. Default: 5 seconds.
	FlushEvery time.Duration
	// BusyTimeout is how long to wait for another program that is writing. A
	// caller's deadline shortens it in Ping and in what readers ask for, and not in
	// what is kept in the background. Default: 5 seconds.
	BusyTimeout time.Duration
	// Heal is for servers, which must go on whatever becomes of the file: see
	// heal.go. Default: what is wrong is an error, and nothing is renamed.
	Heal bool
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
	path  string          // or, of PostgreSQL, host and database
	pg    *pgx.ConnConfig // nil for a file
	busy  time.Duration
	db    atomic.Pointer[connections] // never nil once the store is open
	tally *tally
	id    string // of this start of the program, for counter_writer
	log   *slog.Logger

	heal    bool
	trouble atomic.Bool   // an operation has failed since the last look
	renewed chan struct{} // see Renewed
	checked time.Time     // when the whole file was last looked through

	// Of the flusher alone:
	pending *batch
	held    atomic.Int64 // checks in pending, for whoever asks from outside
	batches int

	stop    chan struct{} // closed to end the flusher
	flusher sync.WaitGroup
	close   func() error
}

// connections are those to one database. Healing exchanges all at once.
type connections struct {
	write  *sql.DB // one connection: SQLite has one writer at a time
	read   *sql.DB
	touch  string      // a statement that writes and changes nothing
	opened os.FileInfo // the file as it was opened; nil if it could not be, or is none
	broken bool        // it could not be opened
}

func (s *Store) writer() *sql.DB { return s.db.Load().write }
func (s *Store) reader() *sql.DB { return s.db.Load().read }

// Open opens the database at path, which may be an address of PostgreSQL, creates it if there is none, and brings it
// to the schema of this program. A file that is no database, is damaged, belongs
// to another program or to a newer version of this one is refused and left as it
// is. Errors say the path and what to do. With Heal there is no error: the store
// opens when it can, and all that is asked of it before fails.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	o = o.withDefaults()
	s := &Store{path: path, busy: o.BusyTimeout, log: o.Logger, tally: newTally(), id: randomID(), heal: o.Heal,
		renewed: make(chan struct{}, 1), stop: make(chan struct{})}
	s.close = sync.OnceValue(s.shutDown)
	if IsPostgres(path) {
		var err error
		if s.pg, s.path, err = parsePostgres(path); err != nil {
			return nil, s.explain(err) // never heals
		}
	}
	c, err := s.begin(ctx)
	if err != nil && !s.heal {
		return nil, s.explain(err)
	}
	if err != nil {
		s.log.Error("going on without a database: nothing is counted or kept, old editions of the rules cannot be shown; it is tried again and again", "error", s.explain(err))
		c = broken(err)
	}
	s.db.Store(c)
	s.flusher.Go(func() { s.flushEvery(o.FlushEvery) })
	return s, nil
}

func (s *Store) connect(ctx context.Context) (*connections, error) {
	c := &connections{}
	var err error
	if s.pg != nil {
		err = c.openPostgres(ctx, s.pg)
	} else {
		err = c.openFile(ctx, s.path, s.busy)
	}
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

func (c *connections) openFile(ctx context.Context, path string, busy time.Duration) (err error) {
	if err = create(path); err != nil {
		return err
	}
	if c.opened, err = os.Stat(path); err != nil {
		return err
	}
	if err = inspect(ctx, path, busy); err != nil {
		return err
	}
	if c.write, err = connectWriter(path, busy); err != nil {
		return err
	}
	if c.read, err = connectReaders(path, busy); err != nil {
		return err
	}
	list, err := migrations("migrations")
	if err != nil {
		return err
	}
	if err = migrate(ctx, c.write, list); err != nil {
		return err
	}
	c.touch = setOwner
	return c.ping(ctx, path)
}

// Ping reads and writes, to find out whether both are possible. What it writes
// is what stands there already: the mark that names the owner of the file.
// It keeps the deadline of ctx.
func (s *Store) Ping(ctx context.Context) error {
	result := make(chan error, 1)
	// SQLite, once it waits for another program, does not hear of ctx. At most
	// one such wait goes on behind our back: the next one finds no connection.
	go func() { result <- s.db.Load().ping(ctx, s.path) }()
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

func (c *connections) sameFile(path string) error {
	if c.opened == nil {
		return nil // there is no file, and whatever is asked says why
	}
	now, err := os.Stat(path)
	if err != nil || !os.SameFile(c.opened, now) {
		return errGone
	}
	return nil
}

func (c *connections) ping(ctx context.Context, path string) error {
	if err := c.sameFile(path); err != nil {
		return err
	}
	var n int
	if err := c.read.QueryRowContext(ctx, `SELECT count(*) FROM ruleset`).Scan(&n); err != nil {
		return err
	}
	_, err := c.write.ExecContext(ctx, c.touch)
	return err
}

// Close writes the last counters and closes the database. Later calls give the
// result of the first.
func (s *Store) Close() error { return s.close() }

// lastFlush is how long the end of the program waits for a database that is locked;
// what cannot be written by then is lost, and Close says so.
const lastFlush = 3 * time.Second

// errLeft says that the database took longer than anybody waits at the end. It is left
// as it is, as if the program had been killed: that harms no file.
var errLeft = errors.New("the database is locked or too slow, and was left without closing it")

// shutDown may come back before the connections are closed: SQLite, once it waits for
// another program, hears of nothing else.
func (s *Store) shutDown() error {
	close(s.stop)
	closed := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), lastFlush)
		defer cancel()
		s.flusher.Wait()
		err := s.flush(ctx)
		closed <- errors.Join(s.explain(err), s.db.Load().close())
	}()
	select {
	case err := <-closed:
		return err
	case <-time.After(lastFlush):
		return s.explain(errLeft)
	}
}

// close closes the writer last, which then tidies up the -wal file.
func (c *connections) close() error {
	var errs []error
	for _, db := range []*sql.DB{c.read, c.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
