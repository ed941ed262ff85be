package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// A Copy is what a backup holds.
type Copy struct {
	Path   string
	Size   int64  // bytes
	SHA256 string // of the file, 64 hex digits
	Schema int    // number of its last migration
	Tables []TableSize
}

// TableSize says how many rows a table has.
type TableSize struct {
	Name string
	Rows int
}

// Reasons to refuse a backup or its way back.
var (
	errTaken    = errors.New("the file is there already")
	errNotOurs  = errors.New("the file is not a database of this program")
	errUnsound  = errors.New("the file is damaged")
	errRunning  = errors.New("a server has the database open")
	errSelf     = errors.New("the copy and the database are the same file")
	backupWaits = 5 * time.Second // for a program that keeps readers out for a moment
)

// Backup writes all that the database at path holds at one moment into a new
// file. A server may go on reading and writing meanwhile. The copy counts only
// when it is on the disk and has passed SQLite's integrity check; until then it
// has another name. A file that exists is never overwritten.
func Backup(ctx context.Context, path, to string) (Copy, error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Copy{}, explainAt(to, errors.Join(errTaken, err))
	}
	temp, err := copyDatabase(ctx, path, to)
	if err != nil {
		return Copy{}, err
	}
	defer os.Remove(temp)
	c, err := examine(ctx, temp)
	if err != nil {
		return Copy{}, explainAt(temp, err)
	}
	if err := giveName(temp, to); err != nil {
		return Copy{}, explainAt(to, err)
	}
	c.Path = to
	return c, nil
}

// Restore puts a copy in the place of the database at path, which no server may
// have open. The copy is checked first. What stood there is renamed together
// with its -wal and -shm, and its new name is returned, "" if there was none.
func Restore(ctx context.Context, from, path string, now time.Time) (c Copy, aside string, err error) {
	if same(from, path) {
		return c, "", explainAt(path, errSelf)
	}
	if _, err := examine(ctx, from); err != nil {
		return c, "", explainAt(from, err)
	}
	if err := unused(ctx, path); err != nil {
		return c, "", explainAt(path, err)
	}
	temp, err := copyDatabase(ctx, from, path)
	if err != nil {
		return c, "", err
	}
	defer os.Remove(temp)
	if c, err = examine(ctx, temp); err != nil {
		return c, "", explainAt(temp, err)
	}
	if _, err := os.Lstat(path); err == nil {
		if aside, err = setAside(path, "replaced", now); err != nil {
			return c, aside, explainAt(path, err)
		}
	}
	c.Path = path
	return c, aside, explainAt(path, giveName(temp, path))
}

// copyDatabase copies into a new file beside to, and gives its name.
func copyDatabase(ctx context.Context, from, to string) (temp string, err error) {
	if err := inspect(ctx, from, backupWaits); err != nil {
		return "", explainAt(from, err)
	}
	f, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".unfinished-*") // only its owner may read it
	if err != nil {
		return "", explainAt(to, err)
	}
	f.Close() // SQLite takes an empty file for no file
	db, err := connect(from, "ro", backupWaits, url.Values{})
	if err == nil {
		_, err = db.ExecContext(ctx, `VACUUM INTO $1`, f.Name())
		err = errors.Join(err, db.Close())
	}
	if err == nil {
		err = syncFile(f.Name())
	}
	if err != nil {
		os.Remove(f.Name())
		return "", explainAt(from, err)
	}
	return f.Name(), nil
}

// syncFile waits until a file is on the disk: VACUUM INTO does not.
func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// giveName gives a finished file its name, which must be free, and makes the
// name last.
func giveName(temp, name string) error {
	if err := os.Link(temp, name); err != nil {
		// Some file systems, those of USB sticks, know no second name.
		if _, taken := os.Lstat(name); !errors.Is(taken, fs.ErrNotExist) {
			return errors.Join(errTaken, taken)
		}
		if err := os.Rename(temp, name); err != nil {
			return err
		}
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	dir.Sync() // not every file system can, and then there is nothing to be done
	return dir.Close()
}

// Verify checks the database at path from end to end, and says what is in it. A
// server may go on using it.
func Verify(ctx context.Context, path string) (Copy, error) {
	c, err := examine(ctx, path)
	return c, explainAt(path, err)
}

// examine checks a database of ours from end to end, and counts its rows.
func examine(ctx context.Context, path string) (Copy, error) {
	c := Copy{Path: path}
	if _, err := os.Stat(path); err != nil {
		return c, err
	}
	if err := inspect(ctx, path, backupWaits); err != nil {
		return c, err
	}
	db, err := connect(path, "ro", backupWaits, url.Values{})
	if err != nil {
		return c, err
	}
	defer db.Close()
	if err := integrity(ctx, db, `PRAGMA integrity_check(1)`); err != nil {
		return c, err
	}
	var mark int32
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&mark); err != nil || mark != owner {
		return c, errors.Join(errNotOurs, err)
	}
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&c.Schema); err != nil {
		return c, err
	}
	if c.Tables, err = tableSizes(ctx, db); err != nil {
		return c, err
	}
	c.Size, c.SHA256, err = checksum(path)
	return c, err
}

// integrity runs a check that says "ok" or what is wrong.
func integrity(ctx context.Context, db *sql.DB, pragma string) error {
	var words string
	if err := db.QueryRowContext(ctx, pragma).Scan(&words); err != nil {
		return err
	}
	if words != "ok" {
		return fmt.Errorf("%w: %s", errUnsound, words)
	}
	return nil
}

func tableSizes(ctx context.Context, db *sql.DB) ([]TableSize, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
		AND name NOT LIKE '!_%' ESCAPE '!' ORDER BY name`) // Litestream adds two of its own, _litestream_seq and _litestream_lock
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []TableSize
	for rows.Next() {
		var t TableSize
		if err := rows.Scan(&t.Name); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	for i := range list {
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+list[i].Name+`"`).Scan(&list[i].Rows) // names of our own migrations
		if err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

func checksum(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

// unused finds out whether any program has the database open: every connection
// in WAL mode holds a lock that shuts out an exclusive one. What cannot even be
// read is left as it is: opened for writing, SQLite might tidy its -wal away.
func unused(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := inspect(ctx, path, time.Second); damaged(err) {
		return nil
	}
	db, err := connect(path, "rw", time.Second, url.Values{"_pragma": {"locking_mode(EXCLUSIVE)"}})
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, setOwner) // takes the lock, and is rolled back
	var coded *sqlite.Error
	if errors.As(err, &coded) && (coded.Code()&0xff == sqlite3.SQLITE_BUSY || coded.Code()&0xff == sqlite3.SQLITE_LOCKED) {
		return errRunning
	}
	return nil
}

func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
