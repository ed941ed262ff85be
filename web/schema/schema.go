// Package schema turns what the readers of the content accept into JSON Schemas
// (draft 2020-12), by which editors' programs complete words and underline slips
// while a file is typed. It adds nothing but a sentence on each field, from
// fields.yaml: what may stand where follows from the readers, see
// yamldoc.Describe.
package schema

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"localvote/web/yamldoc"
)

// Ending is how the names of schema files end.
const Ending = ".schema.json"

// IDs is the name of the schema that holds the long lists of ids: the others refer
// to it, so that a new source changes one file.
const IDs = "ids"

// A Set is schemas that share their lists of ids.
type Set struct {
	fields *Fields
	ids    defs
}

// NewSet begins a set; fields is what is said of each field.
func NewSet(fields *Fields) *Set { return &Set{fields: fields, ids: defs{}} }

// Write gives the schema of one kind of file. title says which files these are.
func (s *Set) Write(kind, title string, shape *yamldoc.Shape) ([]byte, error) {
	w := &writer{Set: s, defs: defs{}}
	s.fields.Arrange(kind, shape)
	root := object{}.
		with("$schema", draft).
		with("title", title).
		with("description", w.describe(kind, "file"))
	root = append(root, w.value(shape, kind, "")...)
	if len(w.defs) > 0 {
		root = root.with("$defs", w.defs.object())
	}
	if w.err != nil {
		return nil, w.err
	}
	return pretty(root)
}

const draft = "https://json-schema.org/draft/2020-12/schema"

// WriteIDs gives the schema of the ids that the schemas written so far refer to.
func (s *Set) WriteIDs() ([]byte, error) {
	return pretty(object{}.with("$schema", draft).with("title", "ids of the content").with("$defs", s.ids.object()))
}

// defs are parts that others refer to, by name.
type defs map[string]object

func (d defs) object() object {
	var out object
	for _, name := range slices.Sorted(maps.Keys(d)) {
		out = out.with(name, d[name])
	}
	return out
}

// add notes a part down and gives the name that it has. Lists of ids of the same
// thing, of which one place accepts fewer than another, get a number.
func (d defs) add(name string, o object) string {
	for n := 1; ; n++ {
		numbered := name
		if n > 1 {
			numbered = fmt.Sprintf("%s-%d", name, n)
		}
		known, there := d[numbered]
		if !there {
			d[numbered] = o
			return numbered
		}
		a, _ := encode(known)
		b, _ := encode(o)
		if bytes.Equal(a, b) {
			return numbered
		}
	}
}

// A writer writes one schema.
type writer struct {
	*Set
	defs defs
	err  error
}

func (w *writer) describe(section, path string) string {
	words, err := w.fields.words(section, path)
	if err != nil && w.err == nil {
		w.err = err
	}
	return words
}

// value is what may stand at one place; with more than one way to write it, any of
// them.
func (w *writer) value(s *yamldoc.Shape, section, path string) object {
	var ways []object
	if s.Single {
		ways = append(ways, w.single(s)...)
	}
	if s.Item != nil {
		ways = append(ways, w.list(s, section, path))
	}
	switch {
	case s.Within != nil:
		ways = append(ways, object{}.with("$ref", "#/$defs/"+s.Within.Name))
	case s.Name != "":
		if w.defs[s.Name] == nil {
			w.defs[s.Name] = object{} // it may stand in itself
			w.defs[s.Name] = w.mapping(s, s.Name, "")
		}
		ways = append(ways, object{}.with("$ref", "#/$defs/"+s.Name))
	case s.Fields != nil || s.Rest != nil:
		ways = append(ways, w.mapping(s, section, path))
	}
	if s.Nothing {
		ways = append(ways, object{}.with("type", "null"))
	}
	if len(ways) == 1 {
		return ways[0]
	}
	return object{}.with("anyOf", ways)
}

func (w *writer) list(s *yamldoc.Shape, section, path string) object {
	o := object{}.with("type", "array").with("items", w.value(s.Item, section, path))
	if s.Min > 0 {
		o = o.with("minItems", s.Min)
	}
	if s.Max > 0 {
		o = o.with("maxItems", s.Max)
	}
	return o
}

func (w *writer) mapping(s *yamldoc.Shape, section, path string) object {
	o := object{}.with("type", "object")
	var properties object
	for _, name := range s.Names {
		place := join(path, name)
		if s.Chosen {
			place = join(path, "*")
		}
		property := object{}.with("description", w.describe(section, place))
		properties = properties.with(name, append(property, w.value(s.Fields[name], section, place)...))
	}
	if len(properties) > 0 {
		o = o.with("properties", properties)
	}
	if len(s.Required) > 0 {
		o = o.with("required", s.Required)
	}
	if len(s.OneOf) > 0 {
		var ways []object
		for _, name := range s.OneOf {
			ways = append(ways, object{}.with("required", []string{name}))
		}
		o = o.with("oneOf", ways)
	}
	if s.Rest == nil {
		return o.with("additionalProperties", false)
	}
	if ways := w.single(s.Keys); len(ways) == 1 && ways[0].get("pattern") != nil {
		o = o.with("propertyNames", object{}.with("pattern", ways[0].get("pattern")))
	}
	rest := object{}.with("description", w.describe(section, join(path, "*")))
	return o.with("additionalProperties", append(rest, w.value(s.Rest, section, join(path, "*"))...))
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// anyWord is a single value of any kind: numbers and true are words to the reader.
var anyWord = []string{"string", "number", "boolean"}

// single is the ways in which a single value may be written.
func (w *writer) single(s *yamldoc.Shape) []object {
	var ways []object
	for _, f := range s.Forms {
		switch f.Kind {
		case yamldoc.Words:
			ways = append(ways, w.words(f))
		case yamldoc.Pattern:
			ways = append(ways, pattern(f.Pattern))
		case yamldoc.Whole:
			ways = append(ways, object{}.with("type", "integer").with("minimum", 0))
		case yamldoc.Truth:
			ways = append(ways, object{}.with("type", "boolean"))
		case yamldoc.DayForm:
			ways = append(ways, object{}.with("type", "string").with("format", "date").with("pattern", `^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`))
		case yamldoc.MonthForm:
			ways = append(ways, object{}.with("type", "string").with("pattern", `^\d{4}-(0[1-9]|1[0-2])$`))
		}
	}
	if len(ways) == 0 {
		ways = append(ways, object{}.with("type", anyWord))
	}
	return ways
}

// manyWords is how long a list of ids is that stands apart.
const manyWords = 8

func (w *writer) words(f yamldoc.Form) object {
	var enum []any
	for _, word := range f.Words {
		enum = append(enum, word)
		switch word { // what the reader sees as a word, an editor's program sees as a truth value
		case "true":
			enum = append(enum, true)
		case "false":
			enum = append(enum, false)
		}
	}
	o := object{}.with("enum", enum)
	if f.What == "" || len(enum) <= manyWords {
		return o
	}
	return object{}.with("$ref", IDs+Ending+"#/$defs/"+w.ids.add(f.What, o))
}

// pattern is a way of writing. Numbers and truth values have none in JSON, so it is
// tried out which of them the reader takes.
func pattern(p string) object {
	fits := regexp.MustCompile(p).MatchString
	types := []string{"string"}
	year := fits("2025") && !fits("12")
	if fits("2025") {
		types = append(types, "number")
	}
	if fits("true") {
		types = append(types, "boolean")
	}
	o := object{}.with("type", types).with("pattern", p)
	if year {
		o = o.with("minimum", 1000).with("maximum", 9999)
	} else if fits("12") && !fits("-12") {
		o = o.with("minimum", 0)
	}
	return o
}
