//go:build unix

package main

import (
	"io"
	"os"
	"syscall"
)

// Where SQLite has the locks of a database in WAL mode: bytes 120 to 127 of the -shm
// file (see its wal.c).
const (
	walLocks   = 120
	howManyWal = 8
)

// lockDatabase holds all locks of a database, as another program could that writes to
// it and does not end.
func lockDatabase(db string) (release func(), err error) {
	f, err := os.OpenFile(db+"-shm", os.O_RDWR, 0)
	if err != nil {
		return func() {}, err
	}
	for i := range int64(howManyWal) {
		lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: walLocks + i, Len: 1}
		_ = syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock) // those that the server holds already are left to it
	}
	return func() { f.Close() }, nil
}
