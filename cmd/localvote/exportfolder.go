package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"localvote/web/document"
	"localvote/web/lang"
	"localvote/web/message"
)

// exportMark is the file by which an export is known again, so that nobody's folder
// is ever exchanged for one.
const exportMark = "localvote-export.txt"

const exportMarkText = "This folder was written by `localvote export`. The next export exchanges it as a whole.\n"

// free tells whether a folder may be written: it is not there, empty, or an export.
func free(folder string, l lang.Lang) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil
	case err != nil:
		return message.Errorf(l, "%s is not a folder that can be read", folder)
	}
	if _, err := os.Stat(filepath.Join(folder, exportMark)); err != nil {
		return message.Errorf(l, "%s has other files in it and is left alone: name a folder that is empty, new, or an earlier export", folder)
	}
	return nil
}

// An exportFolder is a folder beside the one that is meant, until it is whole.
type exportFolder struct {
	folder, fresh string
	gzip          bool
	packed        atomic.Int64 // bytes of compressed files
	made          sync.Map     // folders
}

func newExportFolder(folder string, gzip bool) (*exportFolder, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	parent, base := filepath.Split(folder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	fresh, err := os.MkdirTemp(parent, "."+base+"-")
	return &exportFolder{folder: folder, fresh: fresh, gzip: gzip}, err
}

// write writes a file. It may be called by many at once.
func (f *exportFolder) write(name string, body []byte) error {
	to := filepath.Join(f.fresh, filepath.FromSlash(name))
	if _, made := f.made.LoadOrStore(filepath.Dir(to), true); !made {
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(to, body, 0o644); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		} // somebody else is just making the folder
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, body, 0o644)); err != nil {
			return err
		}
	}
	if !f.gzip {
		return nil
	}
	packed := document.Gzip(body)
	if packed == nil {
		return nil // it would not be smaller
	}
	f.packed.Add(int64(len(packed)))
	return os.WriteFile(to+".gz", packed, 0o644)
}

// finish exchanges the folders. The old one goes only when the new one has its name.
func (f *exportFolder) finish() error {
	if err := f.write(exportMark, []byte(exportMarkText)); err != nil {
		return err
	}
	if err := os.Chmod(f.fresh, 0o755); err != nil { // as other folders, not as those for secrets
		return err
	}
	old := f.fresh + "-old"
	err := os.Rename(f.folder, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if err := os.Rename(f.fresh, f.folder); err != nil {
		if had {
			return errors.Join(err, os.Rename(old, f.folder))
		}
		return err
	}
	return os.RemoveAll(old)
}

// abandon leaves nothing of an export that did not end.
func (f *exportFolder) abandon() { _ = os.RemoveAll(f.fresh) }

// tenths writes 1234 as 123.4.
func tenths(n int64) string {
	return strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10)
}
