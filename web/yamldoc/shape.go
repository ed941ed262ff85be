package yamldoc

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"localvote/web/problem"
)

// A Shape is what a reader accepts at one place of a file, found out by handing
// the reader a node that notes down what it is asked: so what editors' programs
// are told follows from the reader itself. A shape with more than one of Single,
// Item and Fields or Rest may be written in more than one way.
type Shape struct {
	Name     string            // of shapes that stand in many places: "text"; see Called
	Single   bool              // a single value
	Forms    []Form            // what a single value may be; none for any words
	Nothing  bool              // may be left empty: null
	Item     *Shape            // a list of these
	Min, Max int               // how many items; 0 for no bound
	Fields   map[string]*Shape // a mapping: its known fields
	Names    []string          // of the fields, in the order in which they were read
	Chosen   bool              // the names are ids, in an order that may mean something
	Required []string          // fields that must be there
	OneOf    []string          // fields of which there must be exactly one
	Rest     *Shape            // what stands behind names that are not known
	Keys     *Shape            // how names that are not known are written
	Within   *Shape            // the shape around this one that it is once more

	around *Shape
	closed bool          // no other form counts
	open   bool          // the reader asked IsWord
	tried  map[bool]bool // answers that it was given

}

// A Form is one way to write a single value.
type Form struct {
	Kind    FormKind
	What    string   // of Known: what the ids are ids of; "" for words of the reader itself
	Words   []string // of Words
	Pattern string   // of Pattern
}

// FormKind says what a Form is.
type FormKind string

// The forms of single values.
const (
	Words   FormKind = "words"   // a closed list
	Pattern FormKind = "pattern" // a way of writing
	Whole   FormKind = "whole"   // a whole number
	Truth   FormKind = "truth"   // true or false
	// DayForm is a day written 2025-10-29.
	DayForm FormKind = "day"
	// MonthForm is a month written 2025-10.
	MonthForm FormKind = "month"
)

// maxRuns bounds how often a reader is run: each run finds at least one new way.
const maxRuns = 100

// Describe finds out what a reader accepts. The reader is run on nodes that hold
// nothing; what it makes of them is of no use, and its complaints are dropped.
func Describe(read func(Node)) *Shape {
	s := &Shape{}
	for range maxRuns {
		read(Node{shape: s, list: &problem.List{}, yaml: &yaml.Node{Kind: yaml.ScalarNode}, read: true})
		if !s.unexplored() {
			break
		}
	}
	return s
}

// unexplored tells whether a reader branches somewhere inside on how a value is
// written, and was not shown both ways yet.
func (s *Shape) unexplored() bool {
	if s.open && !(s.tried[true] && s.tried[false]) {
		return true
	}
	for _, inner := range s.inner() {
		if inner.unexplored() {
			return true
		}
	}
	return false
}

func (s *Shape) inner() []*Shape {
	var all []*Shape
	for _, f := range s.Fields {
		all = append(all, f)
	}
	for _, one := range []*Shape{s.Item, s.Rest, s.Keys} {
		if one != nil {
			all = append(all, one)
		}
	}
	return all
}

// Describing tells whether the reader is only asked what it accepts: for the few
// readers that look at other files meanwhile.
func (n Node) Describing() bool { return n.shape != nil }

// Known is Word for a word that the reader looks up among ids, and complains about
// in words of its own. what says whose ids they are: "source".
func (n Node) Known(what string, ids []string) string {
	if n.shape == nil || n.yaml.Value != "" {
		return n.Word()
	}
	ids = once(ids)
	n.shape.Single = true
	if len(ids) == 0 {
		return ""
	}
	n.shape.form(Form{Kind: Words, What: what, Words: ids})
	return ids[0]
}

// once leaves out repetitions and empty words, which readers that are asked what
// they accept may have made themselves.
func once(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Like is Word for a word whose form the reader checks itself.
func (n Node) Like(pattern *regexp.Regexp) string {
	if n.shape == nil {
		return n.Word()
	}
	n.shape.Single = true
	n.shape.form(Form{Kind: Pattern, Pattern: pattern.String()})
	return ""
}

// OrNothing says that the value may be left empty.
func (n Node) OrNothing() {
	if n.shape != nil {
		n.shape.Nothing = true
	}
}

// IsNothing tells whether the value stands for nothing: empty, ~ or null.
func (n Node) IsNothing() bool {
	if n.shape != nil {
		n.shape.Nothing = true
		return n.IsWord()
	}
	return n.IsWord() && (n.yaml.Value == "" || n.yaml.Value == "~" || n.yaml.Value == "null")
}

// Called names what is read here, because it stands in many places. It tells
// whether this stands inside another of its name when the reader is only asked
// what it accepts; the reader must then go no deeper.
func (n Node) Called(name string) (inside bool) {
	if n.shape == nil {
		return false
	}
	n.shape.Name = name
	for s := n.shape.around; s != nil; s = s.around {
		if s.Name == name {
			n.shape.Within = s
			return true
		}
	}
	return false
}

// Needs says which fields the reader misses in words of its own.
func (n Node) Needs(fields ...string) {
	if n.shape != nil {
		n.shape.require(fields)
	}
}

// NeedsOneOf says of which fields the reader wants exactly one.
func (n Node) NeedsOneOf(fields ...string) {
	if n.shape != nil {
		n.shape.OneOf = fields
	}
}

// HasItems says how many items the reader wants in a list; 0 for no bound.
func (n Node) HasItems(least, most int) {
	if n.shape != nil {
		n.shape.Min, n.shape.Max = least, most
	}
}

// A Choice is a name that a mapping may have, and the words that may stand behind
// it; none if the reader says so itself.
type Choice struct {
	Key   string
	Words []string
}

// Among is Pairs for a mapping whose names the reader looks up.
func (n Node) Among(what string, choices []Choice) []Pair {
	if n.shape == nil || len(choices) == 0 {
		return n.Pairs()
	}
	n.shape.Chosen = true
	var pairs []Pair
	for _, c := range choices {
		value := n.inside(n.shape.field(c.Key))
		if len(c.Words) > 0 {
			value.Known(what, c.Words)
			value.shape.closed = true
		}
		key := n.inside(&Shape{})
		key.yaml = &yaml.Node{Kind: yaml.ScalarNode, Value: c.Key}
		pairs = append(pairs, Pair{key, value})
	}
	return pairs
}

// Choices are names without words of their own.
func Choices(keys []string) []Choice {
	out := make([]Choice, len(keys))
	for i, key := range keys {
		out[i].Key = key
	}
	return out
}

func (n Node) inside(s *Shape) Node {
	s.around = n.shape
	n.shape = s
	n.yaml = &yaml.Node{Kind: yaml.ScalarNode}
	return n
}

func (s *Shape) form(f Form) {
	same := func(other Form) bool {
		return other.Kind == f.Kind && other.What == f.What && other.Pattern == f.Pattern && slices.Equal(other.Words, f.Words)
	}
	if !s.closed && !slices.ContainsFunc(s.Forms, same) {
		s.Forms = append(s.Forms, f)
	}
}

func (s *Shape) require(fields []string) {
	for _, f := range fields {
		if !slices.Contains(s.Required, f) {
			s.Required = append(s.Required, f)
		}
	}
}

// field is the shape behind a name.
func (s *Shape) field(name string) *Shape {
	if s.Fields == nil {
		s.Fields = map[string]*Shape{}
	}
	if s.Fields[name] == nil {
		s.Fields[name] = &Shape{}
		s.Names = append(s.Names, name)
	}
	return s.Fields[name]
}

// isWord gives the two answers in turn; when both were given, no: what is not a
// single word has more inside.
func (s *Shape) isWord() bool {
	s.open = true
	if s.tried == nil {
		s.tried = map[bool]bool{}
	}
	answer := !s.tried[true]
	s.tried[answer] = true
	return answer
}

// asks notes a form down; ok is false where there is a value to be read.
func (n Node) asks(f Form) (ok bool) {
	if n.shape != nil {
		n.shape.Single = true
		n.shape.form(f)
	}
	return n.shape != nil
}

// describeFields calls the readers of all fields: first those that must be there,
// in the order in which the reader names them, because others lean on them.
func (n Node) describeFields(fields Fields, required []string) {
	n.shape.require(required)
	var rest []string
	for name := range fields {
		if !slices.Contains(required, name) {
			rest = append(rest, name)
		}
	}
	for _, name := range slices.Concat(required, sorted(rest)) {
		fields[name](n.inside(n.shape.field(name)))
	}
}

// describePair is the one line that stands for all lines of a mapping.
func (n Node) describePair() []Pair {
	if n.shape.Rest == nil {
		n.shape.Rest, n.shape.Keys = &Shape{}, &Shape{}
	}
	return []Pair{{n.inside(n.shape.Keys), n.inside(n.shape.Rest)}}
}

func (n Node) describeItem() []Node {
	if n.shape.Item == nil {
		n.shape.Item = &Shape{}
	}
	return []Node{n.inside(n.shape.Item)}
}
