package site

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/web/problem"
)

// maxFile is how large a file of the content may be: twenty times the largest one.
const maxFile = 2 << 20

// inspect looks at every text file before anybody reads it: is it text, whole,
// and of a size that a person can have written? Files that are not cannot be
// understood, so nothing else is said of the content until they are mended.
func inspect(fsys fs.FS) problem.List {
	var list problem.List
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // whoever reads it will report it
		}
		hidden := name != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || !slices.Contains([]string{".md", ".yaml", ".csv", ".txt"}, path.Ext(name)):
			return nil
		}
		inspectFile(fsys, name, d, &list)
		return nil
	})
	return list
}

func inspectFile(fsys fs.FS, name string, d fs.DirEntry, list *problem.List) {
	if info, err := d.Info(); err == nil && info.Size() > maxFile {
		list.Errorf(problem.Pos{File: name, Line: 1}, "F01", "the file has %d bytes, more than %d", info.Size(), maxFile).
			Hint("did something else get into it? Take the last sound version")
		return
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return
	}
	pos := func(at int) problem.Pos { return positionOf(name, data, at) }
	if at := badByte(data); at >= 0 {
		list.Errorf(pos(at), "F02", "the file is not text in UTF-8 from here on").
			Hint("save it as UTF-8; if it is a picture or a table of another program, it does not belong here")
		return
	}
	if at := conflict(data); at >= 0 {
		list.Errorf(pos(at), "F03", "two versions of this place stand one below the other").
			Hint("keep one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>")
	}
}

// badByte is where a text stops being one: bytes that are not UTF-8, or control
// characters; -1 if it is text.
func badByte(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) {
			return at
		}
		at += size
	}
	return -1
}

// conflict finds the mark that a version control program leaves where two people
// have changed the same lines; -1 if there is none.
func conflict(data []byte) int {
	for _, mark := range []string{"<<<<<<< ", ">>>>>>> "} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return 0
		}
		if at := bytes.Index(data, []byte("\n"+mark)); at >= 0 {
			return at + 1
		}
	}
	return -1
}

func positionOf(name string, data []byte, at int) problem.Pos {
	before := data[:at]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return problem.Pos{File: name, Line: 1 + bytes.Count(before, []byte("\n")), Col: 1 + utf8.RuneCount(line)}
}
