package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// owner marks our files in the place that SQLite has for it (PRAGMA
// application_id), so that no other program's database is ever migrated.
var owner = int32(binary.BigEndian.Uint32([]byte("LoVo")))

var setOwner = fmt.Sprintf("PRAGMA application_id = %d", owner)

// connectWriter gives the one connection that writes. Its transactions take the
// lock when they begin: one that reads first would fail when it comes to write.
// Each is on the disk before it counts as done (synchronous FULL): writing is
// rare here, and what readers were told is kept must outlive a power cut. What is
// deleted is overwritten.
func connectWriter(path string, busy time.Duration) (*sql.DB, error) {
	db, err := connect(path, "rw", busy, url.Values{
		"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"},
		"_txlock": {"immediate"},
	})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func connectReaders(path string, busy time.Duration) (*sql.DB, error) {
	db, err := connect(path, "ro", busy, url.Values{})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	return db, nil
}

// connect puts busy_timeout first, so that the other pragmas wait too. Mode
// "rw" never creates a file: one that disappears is an error, not a fresh start.
func connect(path, mode string, busy time.Duration, parameters url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the file: %w", err)
	}
	wait := fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds())
	parameters["_pragma"] = append([]string{wait}, parameters["_pragma"]...)
	parameters.Set("mode", mode)
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: parameters.Encode()}
	return sql.Open("sqlite", u.String())
}

// create makes an empty file, which is an empty database, if there is none. It
// never opens a file that exists: closing it again would take away the locks
// that SQLite holds on it in this process. Only its owner may read what readers
// have written; -wal and -shm get the same rights.
func create(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return errFolder
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // somebody else was faster
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// inspect looks at a file through a connection that cannot write, before
// anything is changed in it.
func inspect(ctx context.Context, path string, busy time.Duration) error {
	db, err := connect(path, "ro", busy, url.Values{})
	if err != nil {
		return err
	}
	defer db.Close()
	var mark int32
	var tables, version int
	err = db.QueryRowContext(ctx, `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_master)`).Scan(&mark, &version, &tables)
	if err != nil {
		return err
	}
	list, err := migrations("migrations")
	if err != nil {
		return err
	}
	switch {
	case mark != owner && (mark != 0 || tables > 0):
		return errForeign
	case version > len(list):
		return fmt.Errorf("%w: it has schema %d, this program knows schemas up to %d", errNewer, version, len(list))
	}
	return nil
}
