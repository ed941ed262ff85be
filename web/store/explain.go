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
	if err == nil {
		return nil
	}
	if advice := advice(err); advice != "" {
		return fmt.Errorf("database %s: %w (%s)", s.path, err, advice)
	}
	return fmt.Errorf("database %s: %w", s.path, err)
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
	case errors.Is(err, fs.ErrNotExist):
		return "make the folder first, or set another path"
	case errors.Is(err, fs.ErrPermission):
		return "let the user that runs the site write in the folder, or set another path"
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
