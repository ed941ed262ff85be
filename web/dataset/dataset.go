// Package dataset makes of one edition of the site the files that anybody may
// take: the rule cards, the complete truth table, sources, terms, places, the
// timeline, the claims of the press, figures and test persons, each as CSV and
// most as JSON, a dictionary of every column in three languages, a Frictionless
// data package with the licences, checksums, and all of it in one zip file. The
// same site gives the same bytes. Sending them is left to package web.
package dataset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"localvote/web/site"
	"localvote/web/source"
)

// A Licence says on what terms a file may be used.
type Licence struct {
	Name  string `json:"name"` // SPDX identifier
	Title string `json:"title"`
	Path  string `json:"path"`
}

// The licences, as LICENSE in the repository has them: rules and data, texts.
var (
	CC0  = Licence{"CC0-1.0", "Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"}
	CCBY = Licence{"CC-BY-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"}
)

// A File is one file of the set.
type File struct {
	Name     string
	Type     string      // content type
	Title    source.Text // what it holds; nil where the name says it
	Rows     int         // without the head; 0 where rows mean nothing
	Licences []Licence   // more than one where the file holds others
	Size     int         // of Body, in bytes
	Body     []byte      // nil in a slim set where there is Gzip; Plain gives it always
	Gzip     []byte      // nil for what is packed in itself
	SHA256   string      // of Body, in hex

	table *table
}

// A Set is all files of one edition.
type Set struct {
	// Edition names the set: the beginning of a hash over all its files, the zip
	// file and its packing included, with zeros in the place of the name. Any other
	// byte makes another edition.
	Edition   string
	Rules     string // hash of the rules
	LawAsOf   string // month as 2026-02
	CheckedOn string // latest day on which a source was checked
	Files     []*File
	byName    map[string]*File
}

// editionDigits is how much of the hash names an edition.
const editionDigits = 12

// Bundle is the name of the zip file that holds all others.
func (s *Set) Bundle() string { return BundleOf(s.Edition) }

// The name of a zip file has the edition in its middle.
const bundleStart, bundleEnd = "localvote-data-", ".zip"

// BundleOf is the name of the zip file of an edition.
func BundleOf(edition string) string { return bundleStart + edition + bundleEnd }

var edition = regexp.MustCompile(`^[0-9a-f]{12}$`)

// EditionIn is the edition of which a file name is the zip file.
func EditionIn(name string) (string, bool) {
	name, ok := strings.CutPrefix(name, bundleStart)
	name, zip := strings.CutSuffix(name, bundleEnd)
	return name, ok && zip && edition.MatchString(name)
}

// Slim lets go of what was only needed for making the set: the rows, and bodies that
// can be packed. It is called once, before the set is shared.
func (s *Set) Slim() error {
	for _, f := range s.Files {
		f.table = nil
		if path.Ext(f.Name) == ".zip" {
			continue
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, err := w.Write(f.Body)
		if err = errors.Join(err, w.Close()); err != nil {
			return fmt.Errorf("pack %s: %w", f.Name, err)
		}
		f.Body, f.Gzip = nil, bytes.Clone(packed.Bytes()) // a buffer that grew has room to spare
	}
	return nil
}

// Plain is the file as it is, unpacked if it is not kept so.
func (f *File) Plain() ([]byte, error) {
	if f.Body != nil || f.Gzip == nil {
		return f.Body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Name, err)
	}
	body := make([]byte, f.Size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Name, err)
	}
	return body, nil
}

// Get finds a file by its name.
func (s *Set) Get(name string) (*File, bool) {
	f, ok := s.byName[name]
	return f, ok
}

// Build makes the set of a sound site.
func Build(from *site.Site) (*Set, error) {
	s := &Set{
		Rules: from.Questionnaire.Hash, LawAsOf: from.Settings.LawAsOf, CheckedOn: from.Sources.LastChecked(),
		byName: map[string]*File{},
	}
	b := &builder{from}
	tables := b.tables()
	tables = append(tables, b.dictionary(tables))
	for _, t := range tables {
		if err := s.addTable(t); err != nil {
			return nil, err
		}
	}
	data := len(s.Files)
	s.Edition = strings.Repeat("0", editionDigits)
	if err := s.finish(b); err != nil {
		return nil, err
	}
	edition := s.hash()[:editionDigits]
	for _, f := range s.Files[data:] {
		delete(s.byName, f.Name)
	}
	s.Files, s.Edition = s.Files[:data], edition
	return s, s.finish(b)
}

func (s *Set) addTable(t *table) error {
	body, err := t.csv()
	if err != nil {
		return fmt.Errorf("write %s.csv: %w", t.name, err)
	}
	s.add(&File{Name: t.name + ".csv", Title: t.title, Rows: len(t.rows), Licences: []Licence{t.licence}, Body: body, table: t})
	if t.json == nil {
		return nil
	}
	if body, err = encode(t.json(s)); err != nil {
		return fmt.Errorf("write %s.json: %w", t.name, err)
	}
	s.add(&File{Name: t.name + ".json", Title: t.title, Rows: len(t.rows), Licences: []Licence{t.licence}, Body: body})
	return nil
}

// finish adds what describes the other files.
func (s *Set) finish(b *builder) error {
	all := []Licence{CC0, CCBY}
	described, err := encode(s.dataPackage(b))
	if err != nil {
		return fmt.Errorf("write datapackage.json: %w", err)
	}
	s.add(&File{Name: "datapackage.json", Title: b.words("data.file.datapackage"), Licences: all, Body: described})
	s.add(&File{Name: "SHA256SUMS", Title: b.words("data.file.sums"), Licences: []Licence{CC0}, Body: s.sums()})
	bundle, err := s.zip()
	if err != nil {
		return fmt.Errorf("write %s: %w", s.Bundle(), err)
	}
	s.add(&File{Name: s.Bundle(), Title: b.words("data.file.bundle"), Licences: all, Body: bundle})
	return nil
}

func (s *Set) add(f *File) {
	sum := sha256.Sum256(f.Body)
	f.SHA256, f.Type, f.Size = hex.EncodeToString(sum[:]), typeOf(f.Name), len(f.Body)
	s.Files, s.byName[f.Name] = append(s.Files, f), f
}

func typeOf(name string) string {
	switch path.Ext(name) {
	case ".csv":
		return "text/csv; charset=utf-8; header=present"
	case ".json":
		return "application/json"
	case ".zip":
		return "application/zip"
	}
	return "text/plain; charset=utf-8"
}

// hash is over the names and bytes of all files so far.
func (s *Set) hash() string {
	sum := sha256.New()
	for _, f := range s.Files {
		fmt.Fprintf(sum, "%s  %s\n", f.SHA256, f.Name)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
