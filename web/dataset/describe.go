package dataset

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"

	"localvote/web/lang"
	"localvote/web/source"
)

// dictionary says of every column of every file what it means. Its words are
// texts of the site, so it has their licence.
func (b *builder) dictionary(tables []*table) *table {
	t := &table{name: "dictionary", title: b.words("data.file.dictionary"), licence: CCBY}
	t.json = t.rowsJSON
	t.columns = append([]column{
		b.col("file", "data.col.file"), b.col("column", "data.col.column"),
		b.col("type", "data.col.type").one(
			b.val("string", "data.val.string"), b.val("date", "data.val.date"), b.val("boolean", "data.val.boolean"), b.val("list", "data.val.list")),
		b.col("value", "data.col.dict_value"),
	}, b.inEach("meaning", "data.col.meaning")...)
	for _, described := range append(tables, t) {
		for _, c := range described.columns {
			t.rows = append(t.rows, append([]string{described.name, c.name, string(c.kind), ""}, texts(c.meaning)...))
			for _, v := range c.values {
				t.rows = append(t.rows, append([]string{described.name, c.name, string(c.kind), v.id}, texts(v.meaning)...))
			}
		}
	}
	return t
}

// A dataPackage describes the files to machines (Frictionless Data Package v1).
type dataPackage struct {
	Profile  string      `json:"profile"`
	Name     string      `json:"name"`
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Titles   source.Text `json:"titles"`
	Version  string      `json:"version"`
	Rules    string      `json:"rules"`
	LawAsOf  string      `json:"law_as_of"`
	Checked  string      `json:"sources_checked_on"`
	Licences []Licence   `json:"licenses"`
	Rights   source.Text `json:"rights"` // what the licences do not cover
	Files    []resource  `json:"resources"`
}

type resource struct {
	Name      string    `json:"name"`
	Path      string    `json:"path"`
	Profile   string    `json:"profile"`
	Title     string    `json:"title"`
	Format    string    `json:"format"`
	MediaType string    `json:"mediatype"`
	Encoding  string    `json:"encoding"`
	Bytes     int       `json:"bytes"`
	Hash      string    `json:"hash"`
	Licences  []Licence `json:"licenses"`
	Rights    string    `json:"rights,omitempty"` // set where the file holds words of others
	Dialect   *dialect  `json:"dialect,omitempty"`
	Schema    *schema   `json:"schema,omitempty"`
}

type dialect struct {
	Delimiter string `json:"delimiter"`
	LineEnd   string `json:"lineTerminator"`
	Quote     string `json:"quoteChar"`
	Double    bool   `json:"doubleQuote"`
	Header    bool   `json:"header"`
}

type schema struct {
	Fields  []field  `json:"fields"`
	Missing []string `json:"missingValues"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Description string       `json:"description"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Enum []string `json:"enum"`
}

// quotes are the tables with titles and words of others.
var quotes = map[string]bool{"sources": true, "articles": true}

func (s *Set) dataPackage(b *builder) dataPackage {
	name := b.words("data.set")
	p := dataPackage{
		Profile: "data-package", Name: "localvote", ID: "localvote-data-" + s.Edition, Title: name[lang.EN], Titles: name,
		Version: s.Edition, Rules: s.Rules, LawAsOf: s.LawAsOf, Checked: s.CheckedOn, Licences: []Licence{CC0, CCBY},
		Rights: b.words("data.licence_quotes"),
	}
	for _, f := range s.Files {
		r := f.resource()
		if quotes[strings.TrimSuffix(f.Name, path.Ext(f.Name))] {
			r.Rights = p.Rights[lang.EN]
		}
		p.Files = append(p.Files, r)
	}
	return p
}

func (f *File) resource() resource {
	r := resource{
		Name: f.Name, Path: f.Name, Profile: "data-resource", Title: f.Title[lang.EN], Format: "json", MediaType: "application/json", Encoding: "utf-8",
		Bytes: len(f.Body), Hash: "sha256:" + f.SHA256, Licences: f.Licences,
	}
	if f.table == nil {
		return r
	}
	r.Profile, r.Format, r.MediaType = "tabular-data-resource", "csv", "text/csv"
	r.Dialect = &dialect{Delimiter: ",", LineEnd: "\r\n", Quote: `"`, Double: true, Header: true}
	r.Schema = &schema{Missing: []string{""}}
	for _, c := range f.table.columns {
		r.Schema.Fields = append(r.Schema.Fields, c.field())
	}
	return r
}

// field describes a column. Of a list the standard knows no cells in CSV: it is a
// text, and the dictionary says what stands between its values.
func (c column) field() field {
	f := field{Name: c.name, Type: string(c.kind), Description: c.meaning[lang.EN]}
	if c.kind == list {
		f.Type = string(text)
		return f
	}
	for _, v := range c.values {
		if f.Constraints == nil {
			f.Constraints = &constraints{}
		}
		f.Constraints.Enum = append(f.Constraints.Enum, v.id)
	}
	return f
}

// sums is SHA256SUMS as `sha256sum -c` reads it. It names every file but itself
// and the zip file, which holds it.
func (s *Set) sums() []byte {
	var out bytes.Buffer
	for _, f := range s.Files {
		fmt.Fprintf(&out, "%s  %s\n", f.SHA256, f.Name)
	}
	return out.Bytes()
}

// zip packs all files so far. Times are left out, so the same files give the same
// bytes.
func (s *Set) zip() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range s.Files {
		entry, err := w.Create("localvote-data-" + s.Edition + "/" + f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(f.Body); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
