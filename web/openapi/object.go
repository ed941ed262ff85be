// Package openapi writes descriptions of an API: JSON Schemas out of the Go types
// that the API really sends, objects that keep their order, and the same bytes as
// YAML. What the operations are is left to package web.
package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// An Object is a JSON object that keeps the order of its members: the description
// is read by people.
type Object []Member

// A Member is one name of an Object with its value.
type Member struct {
	Name  string
	Value any
}

// Add adds a member.
func (o Object) Add(name string, value any) Object { return append(o, Member{name, value}) }

// Get finds the value of a member; nil if there is none.
func (o Object) Get(name string) any {
	for _, m := range o {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// MarshalJSON writes the members in their order.
func (o Object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := encode(m.Name)
		if err != nil {
			return nil, err
		}
		value, err := encode(m.Value)
		if err != nil {
			return nil, err
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// encode is JSON with < and > as they are.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

// A RepeatedError is a name that an object has twice; Path leads to it.
type RepeatedError struct{ Path []string }

func (e *RepeatedError) Error() string { return fmt.Sprintf("the name %q stands twice", e.Path) }

// maxDepth is how deep lists and objects may stand in each other.
const maxDepth = 64

var (
	errMore = errors.New("something follows the value")
	errDeep = errors.New("lists and objects stand too deep in each other")
)

// Decode reads exactly one JSON value: an Object, a []any, a string, a
// json.Number, a bool or nil. A name that stands twice is a *RepeatedError.
func Decode(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := decode(d, nil)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errMore
	}
	return v, nil
}

func decode(d *json.Decoder, path []string) (any, error) {
	if len(path) > maxDepth {
		return nil, errDeep
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return decodeObject(d, path)
	case json.Delim('['):
		return decodeList(d, path)
	}
	return t, nil
}

func decodeObject(d *json.Decoder, path []string) (any, error) {
	out, seen := Object{}, map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		below := append(path[:len(path):len(path)], name)
		if seen[name] {
			return nil, &RepeatedError{below}
		}
		seen[name] = true
		v, err := decode(d, below)
		if err != nil {
			return nil, err
		}
		out = out.Add(name, v)
	}
	_, err := d.Token()
	return out, err
}

func decodeList(d *json.Decoder, path []string) (any, error) {
	out := []any{}
	for d.More() {
		v, err := decode(d, append(path[:len(path):len(path)], fmt.Sprint(len(out))))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := d.Token()
	return out, err
}
