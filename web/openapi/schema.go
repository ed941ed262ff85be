package openapi

import (
	"reflect"
	"slices"
	"strings"
)

// Schemas finds out the JSON Schemas of Go types. A struct becomes a schema with a
// name, to which others refer; a field says more about itself in tags: doc (what it
// means), enum (its words, with commas between), format, and ref (the name of a
// schema whose words the code does not know, such as the ids of rights).
type Schemas struct {
	named  map[string]Object
	of     map[string]reflect.Type // the struct that has a name
	common map[reflect.Type]string
}

// NewSchemas begins an empty collection.
func NewSchemas() *Schemas {
	return &Schemas{named: map[string]Object{}, of: map[string]reflect.Type{}, common: map[reflect.Type]string{}}
}

// Define gives a schema a name of its own.
func (s *Schemas) Define(name string, schema Object) { s.named[name] = schema }

// DefineFor gives a schema a name and uses it for a Go type.
func (s *Schemas) DefineFor(t reflect.Type, name string, schema Object) {
	s.Define(name, schema)
	s.common[t] = name
}

// All is every schema with a name, by the alphabet.
func (s *Schemas) All() Object {
	names := []string{}
	for name := range s.named {
		names = append(names, name)
	}
	slices.Sort(names)
	var out Object
	for _, name := range names {
		out = out.Add(name, s.named[name])
	}
	return out
}

// Ref refers to a schema by its name.
func Ref(name string) Object { return Object{{"$ref", "#/components/schemas/" + name}} }

// Of is the schema of a type, or a reference to it.
func (s *Schemas) Of(t reflect.Type) Object {
	if name, ok := s.common[t]; ok {
		return Ref(name)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.Of(t.Elem())
	case reflect.Slice:
		return Object{{"type", "array"}, {"items", s.Of(t.Elem())}}
	case reflect.Map:
		return Object{{"type", "object"}, {"additionalProperties", s.Of(t.Elem())}}
	case reflect.Struct:
		return s.structure(t)
	case reflect.Bool:
		return Object{{"type", "boolean"}}
	case reflect.Int:
		return Object{{"type", "integer"}}
	case reflect.String:
		return Object{{"type", "string"}}
	}
	panic("no schema for " + t.String())
}

// nameOf is the name of a type as readers of the API see it.
func nameOf(t reflect.Type) string {
	name := strings.TrimPrefix(t.Name(), "api")
	return strings.ToUpper(name[:1]) + name[1:]
}

func (s *Schemas) structure(t reflect.Type) Object {
	name := nameOf(t)
	if known := s.of[name]; known == t {
		return Ref(name)
	} else if known != nil || s.named[name] != nil {
		panic("two schemas have the name " + name)
	}
	s.of[name] = t // before its fields, which may be of the same type
	s.named[name] = s.object(t)
	return Ref(name)
}

func (s *Schemas) object(t reflect.Type) Object {
	var properties Object
	required := []string{}
	s.fields(t, func(name string, schema Object, needed bool) {
		properties = properties.Add(name, schema)
		if needed {
			required = append(required, name)
		}
	})
	return Object{{"type", "object"}, {"required", required}, {"properties", properties}}
}

// fields lists the fields of a struct, those of embedded structs among them.
func (s *Schemas) fields(t reflect.Type, each func(name string, schema Object, needed bool)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Tag.Get("json") == "" {
			s.fields(f.Type, each)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		each(name, s.field(f, options != "omitempty"), options != "omitempty")
	}
}

func (s *Schemas) field(f reflect.StructField, needed bool) Object {
	schema := s.Of(f.Type)
	if ref := f.Tag.Get("ref"); ref != "" {
		schema = inmost(schema, Ref(ref))
	}
	if words := f.Tag.Get("enum"); words != "" {
		schema = inmost(schema, Object{{"type", "string"}, {"enum", strings.Split(words, ",")}})
	}
	if format := f.Tag.Get("format"); format != "" {
		schema = inmost(schema, Object{{"type", "string"}, {"format", format}})
	}
	if f.Type.Kind() == reflect.Pointer && needed {
		schema = Object{{"oneOf", []any{schema, Object{{"type", "null"}}}}}
	}
	if doc := f.Tag.Get("doc"); doc != "" {
		schema = append(slices.Clone(schema), Member{"description", doc})
	}
	return schema
}

// inmost puts a schema in the place of the plain string of a schema: itself, or
// the values of its lists and maps.
func inmost(schema, instead Object) Object {
	out := slices.Clone(schema)
	for i, m := range out {
		if below, ok := m.Value.(Object); ok && (m.Name == "items" || m.Name == "additionalProperties") {
			out[i].Value = inmost(below, instead)
			return out
		}
	}
	return instead
}
