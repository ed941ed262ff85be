package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Reasons to refuse a path that SQLite itself does not know.
var (
	errFolder  = errors.New("the path is a folder")
	errForeign = errors.New("the file is another program's database")
	errNewer   = errors.New("the file was written by a newer version of this program")
)

// explain adds to an error the path and what a maintainer can do.
func (s *Store) explain(err error) error {
	if err != nil {
		s.trouble.Store(true)
	}
	return explainAt(s.path, err)
}

func explainAt(path string, err error) error {
	if err == nil {
		return nil
	}
	if advice := advice(err); advice != "" {
		return fmt.Errorf("database %s: %w (%s)", path, err, advice)
	}
	return fmt.Errorf("database %s: %w", path, err)
}

func advice(err error) string {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "the database took too long, or the caller gave up"
	case errors.Is(err, errFolder):
		return "set the path of a file in it"
	case errors.Is(err, errForeign):
		return "set another path"
	case errors.Is(err, errNewer):
		return "start the newer version, or set the path of an older copy"
	case errors.Is(err, errTaken):
		return "nothing is overwritten: choose a name that is free"
	case errors.Is(err, errNotOurs):
		return "name a file that `localvote backup` has made"
	case errors.Is(err, errUnsound):
		return "take an older copy"
	case errors.Is(err, errRunning):
		return "stop the server first, and start it again afterwards"
	case errors.Is(err, errSelf):
		return "name the copy, and with --db the place for it"
	case errors.Is(err, fs.ErrNotExist):
		return "make the folder first, or set another path"
	case errors.Is(err, fs.ErrPermission):
		return "let the user that runs the site write in the folder, or set another path"
	}
	if words := advicePostgres(err); words != "" {
		return words
	}
	var file *fs.PathError
	if errors.As(err, &file) {
		return "check the path"
	}
	var coded *sqlite.Error
	if errors.As(err, &coded) {
		return adviceForCode(coded.Code())
	}
	return ""
}

func adviceForCode(code int) string {
	switch code & 0xff { // the rest only tells where in SQLite it happened
	case sqlite3.SQLITE_CANTOPEN:
		return "let the user that runs the site read and write the file and its folder"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "let the user that runs the site write the file and its folder"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program holds the file: end it, or wait until it has finished"
	case sqlite3.SQLITE_NOTADB:
		return "the file is not an SQLite database: move it away, or set another path"
	case sqlite3.SQLITE_CORRUPT:
		return "the file is damaged: move it away and put back a copy, or start with none"
	case sqlite3.SQLITE_FULL:
		return "make room on the disk"
	case sqlite3.SQLITE_IOERR:
		return "the disk reports an error"
	}
	return ""
}

// damaged tells whether an error means that the file is no sound database.
func damaged(err error) bool {
	var coded *sqlite.Error
	if !errors.As(err, &coded) {
		return errors.Is(err, errUnsound)
	}
	code := coded.Code() & 0xff
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB || coded.Code() == sqlite3.SQLITE_IOERR_SHORT_READ // it was cut off
}
