// Package yamldoc reads editors' YAML files strictly and remembers where every
// word stood, so that each mistake can be shown with file, line and column.
//
// Only the plain part of YAML is allowed: mappings, lists and words. Words stay
// as they are written (no is the word "no", 2025-10-29 stays a day); anchors,
// merge keys, repeated keys and second documents are refused, because they make
// a file mean something else than it seems to say.
package yamldoc

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"localvote/web/problem"
)

// A Node is a value in a file together with its place.
type Node struct {
	file string
	yaml *yaml.Node
	list *problem.List
	read bool // its texts were proof-read before

	shape *Shape // not nil: the reader is only asked what it accepts, see Describe
}

var lineInError = regexp.MustCompile(`line (\d+): (.*)`)

// Parse reads one file. On a mistake that makes the file unreadable it reports
// it and returns ok false; other mistakes are reported when the node is read.
func Parse(file string, data []byte, list *problem.List) (n Node, ok bool) {
	before := list.Errors()
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := decode(decoder, &doc); err != nil {
		pos, words := problem.Pos{File: file, Line: 1, Col: 1}, strings.TrimPrefix(err.Error(), "yaml: ")
		if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
			pos.Line, _ = strconv.Atoi(m[1])
			words = m[2]
		}
		if err == io.EOF {
			words = "the file is empty"
		}
		list.Errorf(pos, "E002", "cannot read this as YAML: %s", plainWords(words)).Hint("check the indentation (two spaces, no tabs) and quote texts that contain \": \"")
		return Node{}, false
	}
	var second yaml.Node
	if err := decode(decoder, &second); err != io.EOF {
		list.Errorf(problem.Pos{File: file, Line: max(second.Line, 1), Col: 1}, "E005", "a second document begins here; it would be ignored").Hint("delete the line `---` and what follows, or make it a file of its own")
	}
	root := Node{file: file, yaml: doc.Content[0], list: list}
	root.refuseTricks()
	return root, list.Errors() == before
}

// decode guards against panics of the YAML library on hostile input: an
// editor's file must never be able to stop the server.
func decode(d *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("line 1: %v", r)
		}
	}()
	return d.Decode(n)
}

// refuseTricks reports anchors, aliases, merge keys and repeated keys anywhere.
func (n Node) refuseTricks() {
	if n.yaml.Anchor != "" || n.yaml.Kind == yaml.AliasNode {
		n.Errorf("E006", "anchors and aliases (& and *) are not allowed here").Hint("write the value out")
		return
	}
	if n.yaml.Kind == yaml.MappingNode {
		seen := map[string]int{}
		for i := 0; i+1 < len(n.yaml.Content); i += 2 {
			key := n.child(n.yaml.Content[i])
			if key.yaml.Value == "<<" && key.yaml.Tag == "!!merge" {
				key.Errorf("E006", "merge keys (<<) are not allowed here").Hint("write the fields out")
			}
			if first, twice := seen[key.yaml.Value]; twice {
				key.Errorf("E004", "%q stands here a second time (first in line %d)", key.yaml.Value, first).Hint("keep one of the two")
			}
			seen[key.yaml.Value] = key.yaml.Line
		}
	}
	for _, c := range n.yaml.Content {
		n.child(c).refuseTricks()
	}
}

func (n Node) child(y *yaml.Node) Node {
	return Node{file: n.file, yaml: y, list: n.list, read: n.read}
}

// Pos is the place of the node.
func (n Node) Pos() problem.Pos {
	if n.yaml == nil {
		return problem.Pos{File: n.file}
	}
	return problem.Pos{File: n.file, Line: n.yaml.Line, Col: n.yaml.Column}
}

// Errorf reports a mistake at this node.
func (n Node) Errorf(code, format string, args ...any) problem.Added {
	return n.list.Errorf(n.Pos(), code, format, args...)
}

// Warnf reports something doubtful at this node.
func (n Node) Warnf(code, format string, args ...any) problem.Added {
	return n.list.Warnf(n.Pos(), code, format, args...)
}

// Proven is the same node in a file whose texts were proof-read before.
func (n Node) Proven(yes bool) Node {
	n.read = yes
	return n
}

// IsProven tells whether the texts of the file were proof-read before.
func (n Node) IsProven() bool { return n.read }

// Problems is where mistakes at this node are collected.
func (n Node) Problems() *problem.List { return n.list }

// Word is the text of a single value, as written. Anything else is a mistake.
func (n Node) Word() string {
	if n.shape != nil {
		n.shape.Single = true
		return n.yaml.Value
	}
	if n.yaml.Kind != yaml.ScalarNode {
		n.Errorf("E008", "expected a single value here")
		return ""
	}
	return n.yaml.Value
}

// IsWord tells whether the node is a single value, for fields that may be
// written in more than one way.
func (n Node) IsWord() bool {
	if n.shape != nil {
		return n.shape.isWord()
	}
	return n.yaml.Kind == yaml.ScalarNode
}

// Int is a whole number that is not negative.
func (n Node) Int() int {
	if n.asks(Form{Kind: Whole}) {
		return 0
	}
	i, err := strconv.Atoi(n.Word())
	if err != nil || i < 0 {
		n.Errorf("E008", "expected a whole number, not %q", n.yaml.Value)
		return 0
	}
	return i
}

// Bool accepts exactly true and false.
func (n Node) Bool() bool {
	if n.asks(Form{Kind: Truth}) {
		return false
	}
	switch n.Word() {
	case "true":
		return true
	case "false":
		return false
	}
	n.Errorf("E008", "expected true or false, not %q", n.yaml.Value).Hint("write true or false")
	return false
}

// Modeline begins the first line of a file, by which editors' programs find what
// may stand in it. It is a comment, and says nothing about what the file holds.
const Modeline = "# yaml-language-server: $schema="

// IsDay tells whether a word is a day of the calendar written 2025-10-29.
func IsDay(word string) bool {
	t, err := time.Parse(time.DateOnly, word)
	return err == nil && t.Format(time.DateOnly) == word
}

// Day is a day written 2025-10-29. Days are compared as text; no clock and no
// time zone is involved.
func (n Node) Day() string {
	if n.asks(Form{Kind: DayForm}) {
		return "2025-10-29"
	}
	w := n.Word()
	if !IsDay(w) {
		n.Errorf("E009", "%q is not a day", w).Hint("write the day as 2025-10-29")
		return ""
	}
	return w
}

// OneOf is a word from a closed list.
func (n Node) OneOf(known ...string) string {
	if n.shape != nil {
		if n.yaml.Value != "" {
			return n.yaml.Value
		}
		return n.Known("", known)
	}
	w := n.Word()
	for _, k := range known {
		if w == k {
			return w
		}
	}
	n.Errorf("E014", "%q is not one of the words allowed here", w).Near(w, known)
	return ""
}

// List is the items of a list. A single word is a mistake: it usually means
// forgotten brackets.
func (n Node) List() []Node {
	if n.shape != nil {
		return n.describeItem()
	}
	if n.yaml.Kind != yaml.SequenceNode {
		n.Errorf("E008", "expected a list here").Hint("write it in brackets: [first, second]")
		return nil
	}
	items := make([]Node, len(n.yaml.Content))
	for i, c := range n.yaml.Content {
		items[i] = n.child(c)
	}
	return items
}

// Words is a list of single words.
func (n Node) Words() []string {
	var words []string
	for _, item := range n.List() {
		words = append(words, item.Word())
	}
	return words
}

// A Pair is one line of a mapping.
type Pair struct{ Key, Value Node }

// Pairs is the lines of a mapping, in the order of the file.
func (n Node) Pairs() []Pair {
	if n.shape != nil {
		return n.describePair()
	}
	if n.yaml.Kind != yaml.MappingNode {
		n.Errorf("E008", "expected named values here").Hint("write it as `name: value`")
		return nil
	}
	var pairs []Pair
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		pairs = append(pairs, Pair{n.child(n.yaml.Content[i]), n.child(n.yaml.Content[i+1])})
	}
	return pairs
}

// A Step is one step of the way to a word: a field, or an item of a list by its id
// or its number.
type Step struct {
	Name string
	Item bool // an item that has an id
}

// Leaves calls f with every word and the way to it, in the order of the file.
func (n Node) Leaves(f func(way []Step, word string)) { leaves(n.yaml, nil, f) }

func leaves(y *yaml.Node, way []Step, f func([]Step, string)) {
	switch y.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(y.Content); i += 2 {
			leaves(y.Content[i+1], append(slices.Clone(way), Step{Name: y.Content[i].Value}), f)
		}
	case yaml.SequenceNode:
		for i, item := range y.Content {
			step := Step{Name: strconv.Itoa(i)}
			if id := idOf(item); id != "" {
				step = Step{id, true}
			}
			leaves(item, append(slices.Clone(way), step), f)
		}
	default:
		f(way, y.Value)
	}
}

// idOf is the id of an item of a list, "" if it has none.
func idOf(y *yaml.Node) string {
	for i := 0; y.Kind == yaml.MappingNode && i+1 < len(y.Content); i += 2 {
		if y.Content[i].Value == "id" {
			return y.Content[i+1].Value
		}
	}
	return ""
}

// Fields are the readers of a mapping's fields by name.
type Fields map[string]func(Node)

// Read calls the reader of every field that is there, in the order of the file,
// and reports unknown fields and required fields that are missing.
func (n Node) Read(fields Fields, required ...string) {
	if n.shape != nil {
		n.describeFields(fields, required)
		return
	}
	known := make([]string, 0, len(fields))
	for name := range fields {
		known = append(known, name)
	}
	seen := map[string]bool{}
	for _, p := range n.Pairs() {
		name := p.Key.yaml.Value
		read, ok := fields[name]
		if !ok {
			p.Key.Errorf("E003", "unknown field %q", name).Near(name, sorted(known))
			seen[problem.Nearest(name, known)] = true // the misspelt field is not missing as well
			continue
		}
		seen[name] = true
		read(p.Value)
	}
	for _, name := range required {
		if !seen[name] && n.yaml.Kind == yaml.MappingNode {
			n.Errorf("E007", "the field %q is missing", name)
		}
	}
}

func sorted(words []string) []string {
	slices.Sort(words)
	return words
}

var monthPattern = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// Month is a month written 2025-10.
func (n Node) Month() string {
	if n.asks(Form{Kind: MonthForm}) {
		return "2025-10"
	}
	w := n.Word()
	if !monthPattern.MatchString(w) {
		n.Errorf("E009", "%q is not a month", w).Hint("write the month as 2025-10")
		return ""
	}
	return w
}

// DayBefore is the day before a day of the calendar.
func DayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// Each calls f with every single value and name of a file, and its place; with
// none if the file cannot be read.
func Each(file string, data []byte, f func(pos problem.Pos, word string)) {
	var list problem.List
	root, ok := Parse(file, data, &list)
	if !ok {
		return
	}
	var visit func(n Node)
	visit = func(n Node) {
		if n.yaml.Kind == yaml.ScalarNode {
			f(n.Pos(), n.yaml.Value)
		}
		for _, c := range n.yaml.Content {
			visit(n.child(c))
		}
	}
	visit(root)
}
