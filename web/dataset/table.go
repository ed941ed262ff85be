package dataset

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"localvote/web/source"
)

// between stands between the values of one cell.
const between = "|"

// A kind says what the cells of a column are.
type kind string

const (
	text   kind = "string"
	day    kind = "date" // whole days only; dates that may be shorter are text
	number kind = "integer"
	truth  kind = "boolean"
	list   kind = "list" // texts with "|" between them
)

// A column is one column of a table.
type column struct {
	name    string
	kind    kind
	meaning source.Text
	values  []value // all that a cell may hold; nil where it may hold anything
}

// A value is one of those that a cell may hold, and its meaning.
type value struct {
	id      string
	meaning source.Text
}

// A table is one file before it is written.
type table struct {
	name    string
	title   source.Text
	licence Licence
	columns []column
	rows    [][]string
	json    func(*Set) any // nil for none
}

// csv writes the table as RFC 4180 has it: a head, CRLF, UTF-8 without a mark.
func (t *table) csv() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(t.names()); err != nil {
		return nil, err
	}
	if err := w.WriteAll(t.rows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (t *table) names() []string {
	var out []string
	for _, c := range t.columns {
		out = append(out, c.name)
	}
	return out
}

// about heads every JSON file: what it is, on what terms, how old.
type about struct {
	Name      string      `json:"name"`
	Title     source.Text `json:"title"`
	Licence   Licence     `json:"licence"`
	Rules     string      `json:"rules"`
	LawAsOf   string      `json:"law_as_of"`
	CheckedOn string      `json:"sources_checked_on"`
}

func (t *table) about(s *Set) about {
	return about{Name: t.name, Title: t.title, Licence: t.licence, Rules: s.Rules, LawAsOf: s.LawAsOf, CheckedOn: s.CheckedOn}
}

// A document is a table as JSON.
type document struct {
	about
	Columns []string `json:"columns"`
	Rows    []object `json:"rows"`
}

// rowsJSON is the usual JSON of a table: one object for each row.
func (t *table) rowsJSON(s *Set) any {
	d := document{about: t.about(s), Columns: t.names()}
	for _, row := range t.rows {
		d.Rows = append(d.Rows, object{t.columns, row})
	}
	return d
}

// An object is a row as JSON; its fields stand in the order of the columns.
type object struct {
	columns []column
	cells   []string
}

// MarshalJSON implements json.Marshaler. Empty cells are null, or an empty list.
func (r object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, c := range r.columns {
		out.WriteByte("{,"[min(i, 1)])
		cell, err := encodeCell(c.kind, r.cells[i])
		if err != nil {
			return nil, err
		}
		out.WriteString(strconv.Quote(c.name) + ":")
		out.Write(cell)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func encodeCell(k kind, cell string) ([]byte, error) {
	switch {
	case k == list:
		return json.Marshal(split(cell))
	case cell == "":
		return []byte("null"), nil
	case k == number || k == truth:
		return []byte(cell), nil
	}
	return json.Marshal(cell)
}

func split(cell string) []string {
	if cell == "" {
		return []string{}
	}
	return strings.Split(cell, between)
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}
