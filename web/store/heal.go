package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// A server must go on whatever becomes of its file, and must not destroy what may
// still be saved by hand. With Options.Heal the store therefore looks after it:
//
//	cannot be opened           tries again at every look
//	damaged                    renames it to site.db.corrupt-20261122-1130, with its -wal, and begins a new one
//	deleted while open         writes what it held into a new file: SQLite still has it
//	replaced while open        goes on with the new file, if that is a database of this program
//	read-only, full, locked    waits: nothing but the operations that fail is lost, and their callers know
//
// A file that was never ours, say a letter named by mistake, is left as it is.

// checkEvery is how often the whole file is read, to find damage before readers do.
const checkEvery = 24 * time.Hour

// Renewed tells when the database was exchanged for another one, or was opened at
// last: what belongs into it from the start has to be written again.
func (s *Store) Renewed() <-chan struct{} { return s.renewed }

// begin opens the file; one that is damaged it sets aside first, if it may.
func (s *Store) begin(ctx context.Context) (*connections, error) {
	c, err := s.connect(ctx)
	if err == nil || !s.heal || s.pg != nil || !damaged(err) || !wasOurs(s.path) {
		return c, err
	}
	if aside := s.putAway(err); aside != nil {
		return nil, errors.Join(err, aside)
	}
	return s.connect(ctx)
}

// putAway sets the damaged file aside and says so.
func (s *Store) putAway(damage error) error {
	aside, err := setAside(s.path, "corrupt", time.Now())
	if err != nil {
		return err
	}
	s.log.Error("the database was damaged: it has another name now, and a new one is begun; "+
		"to put back a copy, stop the server and run `localvote restore`; what the damaged file still holds, `sqlite3 FILE .recover` can find",
		"error", explainAt(s.path, damage), "set_aside_as", aside)
	return nil
}

// wasOurs tells whether a file that is no sound database may be what is left of
// ours: by our mark in its header, by zeros where a header was (what a power cut
// leaves), or by the -wal that SQLite has put beside it.
func wasOurs(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	header := make([]byte, 100)
	if _, err := io.ReadFull(f, header); err != nil {
		header = nil
	}
	if header != nil && int32(binary.BigEndian.Uint32(header[68:72])) == owner {
		return true
	}
	if header != nil && bytes.Count(header, []byte{0}) == len(header) {
		return true
	}
	wal, err := os.Open(path + "-wal")
	if err != nil {
		return false
	}
	defer wal.Close()
	magic := make([]byte, 4)
	_, err = io.ReadFull(wal, magic)
	return err == nil && binary.BigEndian.Uint32(magic)&^1 == 0x377f0682
}

// look mends what can be mended. It runs between flushes, so never twice at once.
func (s *Store) look() {
	if !s.heal {
		return
	}
	ctx, cancel := s.whileOpen(time.Minute)
	defer cancel()
	c := s.db.Load()
	if c.broken {
		if c, err := s.begin(ctx); err == nil {
			s.log.Info("the database is open at last")
			s.exchange(c)
		}
		return
	}
	if s.pg != nil {
		return // connections come back by themselves
	}
	now, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.rescue(ctx, c)
	case err == nil && !os.SameFile(c.opened, now):
		s.follow(ctx, c)
	case err == nil && (s.trouble.Swap(false) || time.Since(s.checked) > checkEvery):
		s.checked = time.Now()
		if err := soundness(ctx, s.path, now.Size(), s.busy); damaged(err) {
			s.replace(ctx, c, err)
		}
	}
}

// whileOpen is a context that ends with the store, so that a server which is told
// to stop does not wait for what it mends.
func (s *Store) whileOpen(longest time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	go func() {
		select {
		case <-s.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// soundness reads the whole file through a connection of its own.
func soundness(ctx context.Context, path string, size int64, busy time.Duration) error {
	if size == 0 {
		return errUnsound // ours has a header as soon as it is open
	}
	db, err := connect(path, "ro", busy, url.Values{})
	if err != nil {
		return err
	}
	defer db.Close()
	return integrity(ctx, db, `PRAGMA quick_check(1)`)
}

// replace sets a damaged file aside while it is still open, for SQLite leaves
// one that was renamed alone when it closes it, and begins a new one.
func (s *Store) replace(ctx context.Context, old *connections, damage error) {
	if err := s.putAway(damage); err != nil {
		s.log.Error("the database is damaged and cannot be set aside", "error", s.explain(err))
		return
	}
	old.close()
	fresh, err := s.connect(ctx)
	if err != nil {
		s.log.Error("no new database can be begun; it is tried again and again", "error", s.explain(err))
		fresh = broken(err)
	}
	s.exchange(fresh)
}

// rescue writes what a deleted file held into a new one: as long as it is open
// SQLite can read it. Its folder may be away for a moment only, then it waits.
func (s *Store) rescue(ctx context.Context, old *connections) {
	if _, err := os.Stat(filepath.Dir(s.path)); err != nil {
		return
	}
	temp, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".unfinished-*")
	if err != nil {
		return // Ping says what is wrong
	}
	temp.Close()
	defer os.Remove(temp.Name())
	_, err = old.read.ExecContext(ctx, `VACUUM INTO $1`, temp.Name())
	if err == nil {
		err = syncFile(temp.Name())
	}
	if err == nil {
		for _, end := range companions { // of the file that is no more
			os.Remove(s.path + end)
		}
		err = giveName(temp.Name(), s.path)
	}
	if err != nil {
		s.log.Error("the database file was deleted, and what it held cannot be written again", "error", s.explain(err))
		return
	}
	s.log.Error("the database file was deleted while it was open; what it held was written into a new file")
	s.follow(ctx, old)
}

// follow goes on with the file that now stands at the path.
func (s *Store) follow(ctx context.Context, old *connections) {
	fresh, err := s.begin(ctx)
	if err != nil {
		return // Ping says that the file was replaced
	}
	old.close()
	s.log.Info("the database is another file now")
	s.exchange(fresh)
}

// exchange makes c the database of all operations that begin from now on.
func (s *Store) exchange(c *connections) {
	s.db.Store(c)
	s.trouble.Store(false)
	s.checked = time.Now()
	if c.broken {
		return
	}
	select {
	case s.renewed <- struct{}{}:
	default: // not yet heard of the last time
	}
}

// broken stands for a database that could not be opened: whatever is asked of it
// fails for that reason.
func broken(err error) *connections {
	return &connections{write: sql.OpenDB(failing{err}), read: sql.OpenDB(failing{err}), broken: true}
}

type failing struct{ err error }

func (f failing) Connect(context.Context) (driver.Conn, error) { return nil, f.err }
func (f failing) Driver() driver.Driver                        { return nil }
