package yamldoc

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"localvote/web/lang"
)

// A Style is how a file is to be written.
type Style struct {
	Modeline string   // the first line; "" for none
	Shape    *Shape   // what the file may hold: its fields in their order; nil if that is not known
	Keys     []string // order of the names of a file without fields
	Lang     lang.Lang
	// Fix mends a text in a language, character for character.
	Fix func(l lang.Lang, text string) string
}

// ErrMeaning says that a file was left alone because it would have come to mean
// something else.
var ErrMeaning = errors.New("the file would come to mean something else")

// Format writes a file in its usual form: two spaces for each step inwards, fields
// in their order, one space where one is enough, the quotation marks of the
// language, no blanks at ends of lines. Comments stay with what they stand above. A
// file that cannot be read is refused.
func Format(data []byte, style Style) (out []byte, err error) {
	defer func() {
		if recover() != nil { // on hostile input: a file that no editor wrote
			out, err = nil, ErrMeaning
		}
	}()
	out = data
	for range maxRounds {
		before := out
		if out, err = formatOnce(before, style); err != nil || string(out) == string(before) {
			return out, err
		}
	}
	return nil, ErrMeaning
}

// maxRounds is how often a file is written anew until nothing changes any more.
const maxRounds = 8

func formatOnce(data []byte, style Style) ([]byte, error) {
	before := tidy(string(data))
	if _, err := parsed(before); err != nil {
		return nil, err
	}
	f := &formatter{Style: style, lines: lines(before)}
	for _, step := range []func(*yaml.Node){f.order, f.indent, f.space, f.fixTexts} {
		root, err := parsed(f.text())
		if err != nil {
			return nil, ErrMeaning
		}
		if root != nil {
			step(root)
		}
	}
	f.blankLines()
	f.modeline()
	after := f.text()
	if !sameMeaning(string(data), after) {
		return nil, ErrMeaning
	}
	return []byte(after), nil
}

// tidy takes out what no editor's program shows.
func tidy(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return norm.NFC.String(text)
}

// parsed is the root of a file; nil for a file of comments.
func parsed(text string) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var doc, second yaml.Node
	if err := decode(decoder, &doc); err != nil {
		return nil, err
	}
	if decode(decoder, &second) == nil {
		return nil, errors.New("a second document begins")
	}
	return doc.Content[0], nil
}

// A formatter edits the lines of one file. Lines are kept as characters, because
// that is how the parser counts columns.
type formatter struct {
	Style
	lines [][]rune
}

func lines(text string) [][]rune {
	var out [][]rune
	for _, line := range strings.Split(text, "\n") {
		out = append(out, []rune(line))
	}
	return out
}

func (f *formatter) text() string {
	var out strings.Builder
	for i, line := range f.lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(string(line))
	}
	return out.String()
}

func isFlow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

// isVerbatim tells whether blanks and line ends of a text mean something.
func isVerbatim(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// walk visits a node and everything inside, with the shape of each where it is
// known, and the language of texts.
func (f *formatter) walk(n *yaml.Node, s *Shape, l lang.Lang, visit func(n *yaml.Node, s *Shape, l lang.Lang)) {
	visit(n, s, l)
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			f.walk(item, s.item(), "", visit)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			inner := s.within(key)
			in := f.Lang
			if own, ok := lang.Parse(key); ok && inner != nil && s.Fields[key] != nil && !s.Chosen {
				in = own
			}
			f.walk(n.Content[i+1], inner, in, visit)
		}
	}
}

// item and within are the shapes inside; nil where nothing is known.
func (s *Shape) item() *Shape {
	if s == nil {
		return nil
	}
	if s.Within != nil {
		s = s.Within
	}
	return s.Item
}

func (s *Shape) within(key string) *Shape {
	if s == nil {
		return nil
	}
	if s.Within != nil {
		s = s.Within
	}
	if s.Fields[key] != nil {
		return s.Fields[key]
	}
	return s.Rest
}

// verbatim is the lines that must stay as they are: those of texts in which blanks
// and line ends mean something, and of comments none.
func (f *formatter) verbatim() map[int]bool {
	out := map[int]bool{}
	root, err := parsed(f.text())
	if err != nil || root == nil {
		return out
	}
	f.walk(root, nil, "", func(n *yaml.Node, _ *Shape, _ lang.Lang) {
		if !isVerbatim(n) {
			return
		}
		first := f.lines[n.Line-1]
		outer := len(first) - len(strings.TrimLeft(string(first), " -"))
		for i := n.Line; i < len(f.lines); i++ {
			line := string(f.lines[i])
			if strings.TrimSpace(line) != "" && leading(f.lines[i]) <= min(outer, leading(first)) {
				break
			}
			out[i] = true
		}
	})
	return out
}

func leading(line []rune) int {
	n := 0
	for n < len(line) && line[n] == ' ' {
		n++
	}
	return n
}

// blankLines leaves one empty line where there were more, none at the ends, and
// takes blanks off the ends of lines.
func (f *formatter) blankLines() {
	keep := f.verbatim()
	var out [][]rune
	for i, line := range f.lines {
		if keep[i] {
			out = append(out, line)
			continue
		}
		line = []rune(strings.TrimRight(string(line), " \t"))
		if len(line) == 0 && (len(out) == 0 || len(out[len(out)-1]) == 0) {
			continue
		}
		out = append(out, line)
	}
	for len(out) > 0 && len(out[len(out)-1]) == 0 {
		out = out[:len(out)-1]
	}
	f.lines = append(out, nil)
}

func (f *formatter) modeline() {
	if f.Modeline == "" {
		return
	}
	f.lines = slices.DeleteFunc(f.lines, func(line []rune) bool {
		return strings.HasPrefix(string(line), strings.TrimSuffix(Modeline, " $schema=")) && string(line) != f.Modeline
	})
	i := slices.IndexFunc(f.lines, func(line []rune) bool { return string(line) == f.Modeline })
	if i > 0 {
		f.lines = slices.Delete(f.lines, i, i+1)
	}
	if i != 0 {
		f.lines = slices.Insert(f.lines, 0, []rune(f.Modeline))
	}
}

// sameMeaning tells whether two files hold the same in every field. The order of
// fields, the kind of quotation marks and the way in which a letter with a mark is
// made up do not count.
func sameMeaning(before, after string) bool {
	a, errA := parsed(tidy(before))
	b, errB := parsed(tidy(after))
	return errA == nil && errB == nil && equal(a, b) && slices.Equal(comments(before), comments(after))
}

func equal(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || len(a.Content) != len(b.Content) || plain(a.Value) != plain(b.Value) || a.Tag != b.Tag {
		return false
	}
	if a.Kind != yaml.MappingNode {
		return slices.EqualFunc(a.Content, b.Content, equal)
	}
	for i := 0; i+1 < len(a.Content); i += 2 {
		j := indexOf(b, a.Content[i].Value)
		if j < 0 || !equal(a.Content[i+1], b.Content[j]) {
			return false
		}
	}
	return true
}

// indexOf is where the value of a name stands in a mapping.
func indexOf(n *yaml.Node, key string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i + 1
		}
	}
	return -1
}

// plain is a text without the difference between kinds of quotation marks.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("«»„“”‘’'ʼ`´′", r) {
			return '"'
		}
		return r
	}, s)
}

// comments are the lines of comments in alphabetical order, without those for
// editors' programs.
func comments(text string) []string {
	var out []string
	for line := range strings.Lines(tidy(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, strings.TrimSuffix(Modeline, " $schema=")) {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// Names are the names at the outermost level of a file, in their order; none if it
// cannot be read.
func Names(data []byte) []string {
	root, err := parsed(tidy(string(data)))
	if err != nil || root.Kind != yaml.MappingNode {
		return nil
	}
	var names []string
	for i := 0; i < len(root.Content); i += 2 {
		names = append(names, root.Content[i].Value)
	}
	return names
}
