package store

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

const nobody = 65534

// asNobody takes away the right of root to write everywhere, for this test only:
// Linux has the user for files per thread, and a thread that stays locked ends
// with its test.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	runtime.LockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
}

// given makes the folder of path, and what is in it, nobody's, with these rights.
func given(t *testing.T, path string, folder, file os.FileMode) {
	t.Helper()
	dir := filepath.Dir(path)
	list, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]os.FileMode{dir: folder, filepath.Dir(dir): 0o755}
	for _, name := range list {
		modes[name] = file
	}
	for name, mode := range modes {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if os.Geteuid() != 0 {
			continue
		}
		if err := os.Chown(name, nobody, -1); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
}

func TestOpenRefusesReadOnly(t *testing.T) {
	for name, c := range map[string]struct {
		exists       bool
		folder, file os.FileMode
		words        string
	}{
		"no file, closed folder":       {false, 0o555, 0, "write in the folder"},
		"read-only file":               {true, 0o755, 0o444, "write the file and its folder"},
		"read-only file and folder":    {true, 0o555, 0o444, "write the file and its folder"},
		"file that cannot be read":     {true, 0o755, 0o000, "read and write the file and its folder"},
		"writable file, closed folder": {true, 0o555, 0o644, "write the file and its folder"},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			if c.exists {
				open(t, path).Close()
			}
			given(t, path, c.folder, c.file)
			asNobody(t)
			refused(t, path, c.words)
		})
	}
}
