//go:build linux || darwin || freebsd

package main

import (
	"path/filepath"
	"syscall"
)

// freeBeside tells how many bytes the program may still write into the folder of a
// file.
func freeBeside(file string) func() (int64, error) {
	return func() (int64, error) {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(filepath.Dir(file), &fs); err != nil {
			return 0, err
		}
		return int64(fs.Bavail) * int64(fs.Bsize), nil
	}
}
