//go:build linux || darwin || freebsd

package main

import (
	"localvote/web/store"

	"path/filepath"
	"syscall"
)

// freeBeside tells how many bytes the program may still write into the folder of a
// file.
func freeBeside(file string) func() (int64, error) {
	if store.IsPostgres(file) { // its disk is another machine's
		return nil
	}
	return func() (int64, error) {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(filepath.Dir(file), &fs); err != nil {
			return 0, err
		}
		return int64(fs.Bavail) * int64(fs.Bsize), nil
	}
}
