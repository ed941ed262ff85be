package site

import (
	"bytes"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"localvote/web/problem"
)

// maxFile is how large a file of the content may be: twenty times the largest one.
const maxFile = 2 << 20

// inspect looks at every text file before anybody reads it: is it text, whole,
// and of a size that a person can have written? Files that are not cannot be
// understood, so nothing else is said of the content until they are mended.
// undone are the files in which something may still be to write.
func inspect(fsys fs.FS) (list problem.List, undone []string) {
	var names []string
	hidden := map[string]bool{} // what no reader reads
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // whoever reads it will report it
		}
		hides := name != "." && (strings.HasPrefix(d.Name(), ".") || hidden[path.Dir(name)])
		switch {
		case d.IsDir():
			hidden[name] = hides
		case isText(name):
			names = append(names, name)
			hidden[name] = hides
		}
		return nil
	})
	found, todo := make([]problem.List, len(names)), make([]bool, len(names))
	var files errgroup.Group // reading tens of thousands of files one by one takes seconds
	files.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		files.Go(func() error {
			problem.Guard(&found[i], problem.Pos{File: name}, func() { todo[i] = inspectFile(fsys, name, hidden[name], &found[i]) })
			return nil
		})
	}
	_ = files.Wait() // the functions report problems, not errors
	for i, name := range names {
		if todo[i] {
			undone = append(undone, name)
		}
	}
	return slices.Concat(found...), undone
}

func isText(name string) bool {
	return slices.Contains([]string{".md", ".yaml", ".csv", ".txt"}, path.Ext(name))
}

// inspectFile looks at one file; todo tells whether it may be unfinished. Of hidden
// files nothing else is asked.
func inspectFile(fsys fs.FS, name string, hidden bool, list *problem.List) (todo bool) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > maxFile && !hidden {
		list.Errorf(problem.Pos{File: name, Line: 1}, "F01", "the file has %d bytes, more than %d", info.Size(), maxFile).
			Hint("did something else get into it? Take the last sound version")
		return false
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return false
	}
	todo = mayBeUnfinished(data)
	if hidden {
		return todo
	}
	pos := func(at int) problem.Pos { return positionOf(name, data, at) }
	if at := badByte(data); at >= 0 {
		list.Errorf(pos(at), "F02", "the file is not text in UTF-8 from here on").
			Hint("save it as UTF-8; if it is a picture or a table of another program, it does not belong here")
		return todo
	}
	if at := conflict(data); at >= 0 {
		list.Errorf(pos(at), "F03", "two versions of this place stand one below the other").
			Hint("keep one of the two, and delete the lines with <<<<<<<, ======= and >>>>>>>")
	}
	return todo
}

// badByte is where a text stops being one: bytes that are not UTF-8, or control
// characters; -1 if it is text.
func badByte(data []byte) int {
	if utf8.Valid(data) && !mayControl(data) {
		return -1
	}
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) {
			return at
		}
		at += size
	}
	return -1
}

// mayControl tells whether a text has bytes of which control characters are made.
func mayControl(data []byte) bool {
	for i, b := range data {
		switch {
		case b >= ' ' && b < 0x7f, b > 0xc2, b == '\n', b == '\t', b == '\r', b >= 0x80 && b < 0xc2: // the most frequent first
		case b == 0xc2 && i+1 < len(data) && data[i+1] >= 0xa0: // « and its like
		default:
			return true
		}
	}
	return false
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
