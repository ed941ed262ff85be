package short

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"

	"localvote/web/problem"
)

// File is where the short addresses stand in the content.
const File = "short.csv"

// columns of the file: the signs of a page, and its address behind the language.
var columns = []string{"code", "path"}

// Columns are the columns of the file in their order.
func Columns() []string { return columns }

// A Registry knows which page a code stands for. It never changes.
type Registry struct {
	path map[string]string // by code
	code map[string]string // by path: the first one of each page
}

// Path is the address, behind the language, that a code leads to.
func (r *Registry) Path(code string) (string, bool) {
	path, ok := r.path[code]
	return path, ok
}

// Code is what stands for a page.
func (r *Registry) Code(path string) (string, bool) {
	code, ok := r.code[path]
	return code, ok
}

// Taken tells whether a code was ever given.
func (r *Registry) Taken(code string) bool { return r.path[code] != "" }

// Missing are rows for the pages that have no code yet.
func (r *Registry) Missing(paths []string) (rows [][]string) {
	now := map[string]bool{}
	for _, path := range paths {
		if _, has := r.code[path]; !has {
			code := New(path, func(code string) bool { return r.Taken(code) || now[code] })
			now[code] = true
			rows = append(rows, []string{code, path})
		}
	}
	return rows
}

// Load reads the file. paths are all pages that should have a code: one without is
// a warning, because the site can do without; a code that leads nowhere is an
// error, because it may stand on paper.
func Load(fsys fs.FS, paths []string) (*Registry, problem.List) {
	var list problem.List
	r := &Registry{path: map[string]string{}, code: map[string]string{}}
	pos := problem.Pos{File: File, Line: 1}
	data, err := fs.ReadFile(fsys, File)
	if err != nil {
		list.Warnf(problem.Pos{File: File}, "Q01", "cannot read the file: %s", problem.Cause(err)).Hint("`localvote short` writes it")
		return r, list
	}
	known := map[string]bool{}
	for _, path := range paths {
		known[path] = true
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	in.FieldsPerRecord = len(columns)
	head, err := in.Read()
	if err == nil && (head[0] != columns[0] || head[1] != columns[1]) {
		list.Errorf(pos, "Q01", "the first line must be %q", columns[0]+","+columns[1])
		return r, list
	}
	for err == nil {
		var row []string
		if row, err = in.Read(); err == nil {
			pos.Line, pos.Col = in.FieldPos(0)
			r.add(row[0], row[1], known, pos, &list)
		}
	}
	if err != io.EOF {
		var pe *csv.ParseError
		if errors.As(err, &pe) {
			pos.Line, pos.Col, err = pe.Line, pe.Column, pe.Err
		}
		list.Errorf(pos, "Q01", "cannot read this as CSV: %s", problem.Cause(err))
		return r, list
	}
	if rows := r.Missing(paths); len(rows) > 0 {
		list.Warnf(problem.Pos{File: File}, "Q05", "pages without a short address: %d, the first is %q", len(rows), rows[0][1]).Hint("`localvote short` adds them")
	}
	return r, list
}

// add takes one row. Several codes may lead to one page: to what was made of two.
func (r *Registry) add(code, path string, known map[string]bool, pos problem.Pos, list *problem.List) {
	switch {
	case !isCode(code):
		list.Errorf(pos, "Q02", "%q cannot be the code of a short address", code).Hint("`localvote short` makes codes; one that was given must never be changed")
		return
	case r.Taken(code):
		list.Errorf(pos, "Q03", "the code %q stands twice", code).Hint("it was given to %q", r.path[code])
		return
	case !known[path]:
		list.Errorf(pos, "Q04", "the short address %q leads nowhere: there is no page %q", code, path).Hint("write the address that the page has now, or of the page that replaced it")
		return
	}
	r.path[code] = path
	if r.code[path] == "" {
		r.code[path] = code
	}
}
