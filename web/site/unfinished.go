package site

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// todo is the word that `localvote new` leaves where something is to be written.
var todo = regexp.MustCompile(`\b(TODO|FIXME)\b`)

// mayBeUnfinished tells whether a file has one of those words. That is looked at while
// the file is inspected, so that it need not be read once more.
func mayBeUnfinished(data []byte) bool {
	return (bytes.Contains(data, []byte("TODO")) || bytes.Contains(data, []byte("FIXME"))) && todo.Match(data)
}

// unfinished finds the places where something is still to be written (L12), in the
// files that inspect has named: an unfinished text never goes live. Comments may say
// what they like. Places of which a reader has complained already are passed over.
func unfinished(fsys fs.FS, names []string, found problem.List) problem.List {
	var list problem.List
	if len(names) == 0 {
		return list
	}
	known := map[problem.Pos]bool{}
	for _, p := range found {
		known[p.Pos] = true
		if p.Code == "C11" { // stands at the name of a text
			known[problem.Pos{File: p.Pos.File, Line: p.Pos.Line}] = true
		}
	}
	report := func(pos problem.Pos, words string) {
		if todo.MatchString(words) && !known[pos] && !known[problem.Pos{File: pos.File, Line: pos.Line}] {
			list.Errorf(pos, "L12", "this is not finished: %s", todo.FindString(words)).Hint("write what belongs here, or take it out")
		}
	}
	for _, name := range names {
		if data, err := fs.ReadFile(fsys, name); err == nil { // what cannot be read, its reader has reported
			eachWord(name, data, report)
		}
	}
	return list
}

// eachWord goes through what is not a comment.
func eachWord(name string, data []byte, f func(problem.Pos, string)) {
	switch path.Ext(name) {
	case ".yaml":
		yamldoc.Each(name, data, f)
	case ".csv":
		eachCell(name, data, f)
	case ".md":
		if path.Base(name) == "README.md" {
			return
		}
		number := 0
		for line := range strings.Lines(string(data)) {
			number++
			if at := todo.FindStringIndex(line); at != nil {
				f(problem.Pos{File: name, Line: number, Col: 1 + utf8.RuneCountInString(line[:at[0]])}, line)
			}
		}
	}
}

func eachCell(name string, data []byte, f func(problem.Pos, string)) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	for {
		row, err := r.Read()
		if err != nil {
			return
		}
		for i, cell := range row {
			line, col := r.FieldPos(i)
			f(problem.Pos{File: name, Line: line, Col: col}, cell)
		}
	}
}
