package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// companions are the files that SQLite keeps beside a database: what is not yet
// in it, and an index of that. They belong to it and go where it goes.
var companions = []string{"-wal", "-shm", "-journal"}

// setAside renames a database with what belongs to it, and gives its new name:
// site.db.corrupt-20261122-1130 for the word "corrupt". Nothing is overwritten.
func setAside(path, word string, now time.Time) (string, error) {
	to, err := asideName(path, word, now)
	if err != nil {
		return "", err
	}
	if err := os.Rename(path, to); err != nil {
		return "", err
	}
	for _, end := range companions {
		if err := os.Rename(path+end, to+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return to, err
		}
	}
	return to, nil
}

// asideName is a name that nothing has yet.
func asideName(path, word string, now time.Time) (string, error) {
	name := fmt.Sprintf("%s.%s-%s", path, word, now.UTC().Format("20060102-1504"))
	for n := 1; n < 1000; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s-%d", name, n)
		}
		free := true
		for _, end := range append([]string{""}, companions...) {
			_, err := os.Lstat(try + end)
			free = free && errors.Is(err, fs.ErrNotExist)
		}
		if free {
			return try, nil
		}
	}
	return "", fmt.Errorf("%s and a thousand more names are taken: tidy up the folder", name)
}
