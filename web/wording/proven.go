package wording

import "io/fs"

// proven is a file system whose texts need no proof-reading any more.
type proven struct{ fs.FS }

// Proven marks a file system whose texts were proof-read before: those that are
// built into the program, which no program with a mistake in them was built
// from. It saves a third of the time to start.
func Proven(fsys fs.FS) fs.FS { return proven{fsys} }

// IsProven tells whether a file system was marked so.
func IsProven(fsys fs.FS) bool {
	_, ok := fsys.(proven)
	return ok
}
