package yamldoc

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"localvote/web/lang"
)

// indent moves every line to its place: two spaces for each step inwards, and
// lists one step further in than the name that they belong to.
func (f *formatter) indent(root *yaml.Node) {
	f.dashes(root)
	next, err := parsed(f.text())
	if err != nil {
		return
	}
	want := map[int]int{} // column by line, for lines where a name or an item begins
	place(next, 0, want)
	f.shift(want)
}

// dashes leaves one space behind the dash of an item.
func (f *formatter) dashes(root *yaml.Node) {
	for range maxMoves {
		moved := false
		f.walk(root, nil, "", func(n *yaml.Node, _ *Shape, _ lang.Lang) {
			if moved || n.Kind != yaml.SequenceNode || isFlow(n) {
				return
			}
			for _, item := range n.Content {
				from, to := n.Column+1, item.Column-1
				if item.Line-1 >= len(f.lines) || to <= from {
					continue
				}
				line := f.lines[item.Line-1]
				if to > len(line) || from > len(line) || strings.TrimSpace(string(line[from:to])) != "" || line[n.Column-1] != '-' {
					continue
				}
				f.closeUp(item, from, to)
				moved = true
				return
			}
		})
		if !moved {
			return
		}
		next, err := parsed(f.text())
		if err != nil {
			return
		}
		root = next
	}
}

// closeUp takes out the blanks between the dash and an item, and moves the other
// lines of a mapping along.
func (f *formatter) closeUp(item *yaml.Node, from, to int) {
	line := f.lines[item.Line-1]
	f.lines[item.Line-1] = slices.Concat(line[:from], line[to:])
	if item.Kind == yaml.ScalarNode || isFlow(item) {
		return
	}
	for i := item.Line; i < len(f.lines) && (leading(f.lines[i]) >= to || strings.TrimSpace(string(f.lines[i])) == ""); i++ {
		f.lines[i] = f.lines[i][min(to-from, leading(f.lines[i])):]
	}
}

// place notes down in which column each block line is to begin.
func place(n *yaml.Node, column int, want map[int]int) {
	if isFlow(n) {
		return
	}
	set := func(line int) {
		if _, there := want[line]; !there {
			want[line] = column
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			set(n.Content[i].Line - 1)
			place(n.Content[i+1], column+2, want)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if item.Kind == yaml.ScalarNode || isFlow(item) {
				set(item.Line - 1)
				continue
			}
			set(item.Line - 1)
			place(item, column+2, want)
		}
	}
}

// shift moves the lines. Lines in between, of texts that go on and of comments,
// move with the line that they belong to.
func (f *formatter) shift(want map[int]int) {
	by := make([]int, len(f.lines))
	for i := range f.lines {
		if column, ok := want[i]; ok {
			by[i] = column - leading(f.lines[i])
		} else if i > 0 {
			by[i] = by[i-1]
		}
	}
	for i := len(f.lines) - 2; i >= 0; i-- { // comments go with what stands below them
		if strings.HasPrefix(strings.TrimSpace(string(f.lines[i])), "#") && leading(f.lines[i]) <= leading(f.lines[i+1]) {
			by[i] = by[i+1]
		}
	}
	for i, n := range by {
		line := f.lines[i]
		switch {
		case strings.TrimSpace(string(line)) == "":
		case n > 0:
			f.lines[i] = slices.Concat([]rune(strings.Repeat(" ", n)), line)
		case n < 0:
			f.lines[i] = line[min(-n, leading(line)):]
		}
	}
}

// An edit exchanges a piece of a line.
type edit struct {
	line, from, to int
	text           string
}

// apply makes edits from the end, so that places stay right.
func (f *formatter) apply(edits []edit) {
	slices.SortFunc(edits, func(a, b edit) int {
		if a.line != b.line {
			return b.line - a.line
		}
		return b.from - a.from
	})
	for _, e := range edits {
		line := f.lines[e.line]
		f.lines[e.line] = slices.Concat(line[:e.from], []rune(e.text), line[e.to:])
	}
}

// space leaves one space behind a colon, and [a, b] and {a: b} without blanks at
// their ends.
func (f *formatter) space(root *yaml.Node) {
	var edits []edit
	var inFlow func(n *yaml.Node, flow bool)
	inFlow = func(n *yaml.Node, flow bool) {
		if isFlow(n) && !flow && n.Kind != yaml.ScalarNode {
			edits = append(edits, f.flowEdits(n)...)
			return
		}
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 && !isFlow(n) {
				edits = append(edits, f.colonEdits(n.Content[i-1], c)...)
			}
			inFlow(c, flow)
		}
	}
	inFlow(root, false)
	f.apply(edits)
}

// colonEdits takes out superfluous blanks between a name and its value.
func (f *formatter) colonEdits(key, value *yaml.Node) []edit {
	if key.Line != value.Line || value.Kind != yaml.ScalarNode && !isFlow(value) || isVerbatim(value) {
		return nil
	}
	line, to := f.lines[key.Line-1], value.Column-1
	from := to
	for from > 0 && line[from-1] == ' ' {
		from--
	}
	if from == 0 || line[from-1] != ':' || to-from < 2 {
		return nil
	}
	return []edit{{key.Line - 1, from, to, " "}}
}

// flowEdits writes a flow collection that stands in one line anew.
func (f *formatter) flowEdits(n *yaml.Node) []edit {
	line, from := f.lines[n.Line-1], n.Column-1
	text, end := flowText(line, from)
	if end == 0 || text == string(line[from:end]) {
		return nil
	}
	return []edit{{n.Line - 1, from, end, text}}
}

// flowText is [a, b] with its usual blanks; end is 0 if it does not close here.
func flowText(line []rune, from int) (text string, end int) {
	parts, shut := flowParts(line, from)
	if shut == 0 {
		return "", 0
	}
	for i, part := range parts {
		parts[i] = flowPart([]rune(part))
	}
	return string(line[from]) + strings.Join(parts, ", ") + string(line[shut]), shut + 1
}

// flowPart is one item of a flow collection: a value, or a name and its value.
func flowPart(part []rune) string {
	if part[0] == '[' || part[0] == '{' {
		if text, end := flowText(part, 0); end == len(part) {
			return text
		}
		return string(part)
	}
	from := 0
	if part[0] == '"' || part[0] == '\'' {
		from = quoteEnd(part, 0)
	}
	for i := from; i < len(part); i++ {
		if part[i] == ':' && i+1 < len(part) && part[i+1] == ' ' {
			value := []rune(strings.TrimSpace(string(part[i+1:])))
			if len(value) == 0 {
				break
			}
			return strings.TrimRight(string(part[:i]), " ") + ": " + flowPart(value)
		}
	}
	return string(part)
}

// fixTexts mends the texts that readers of the site see. Those over several lines
// are left to their writers.
func (f *formatter) fixTexts(root *yaml.Node) {
	if f.Fix == nil {
		return
	}
	var edits []edit
	f.walk(root, f.Shape, f.Lang, func(n *yaml.Node, s *Shape, l lang.Lang) {
		if n.Kind != yaml.ScalarNode || s == nil || !s.Single || l == "" || isVerbatim(n) {
			return
		}
		if e, ok := f.textEdit(n, l); ok {
			edits = append(edits, e)
		}
	})
	f.apply(edits)
}

func (f *formatter) textEdit(n *yaml.Node, l lang.Lang) (e edit, ok bool) {
	line, from := f.lines[n.Line-1], n.Column-1
	to := from + len([]rune(n.Value))
	var quote rune
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		quote = line[from]
		to = quoteEnd(line, from) - 1
		from++
	}
	if to > len(line) || to < from {
		return e, false
	}
	raw, text := pieces(line[from:to], quote)
	if text != n.Value {
		return e, false // it goes on in the next line, or is written with other signs
	}
	fixed := []rune(f.Fix(l, text))
	if len(fixed) != len(raw) || string(fixed) == text {
		return e, false
	}
	var out strings.Builder
	for i, r := range []rune(text) {
		if fixed[i] == r {
			out.WriteString(raw[i])
		} else {
			out.WriteRune(fixed[i])
		}
	}
	return edit{n.Line - 1, from, to, out.String()}, true
}

// pieces is a text as it is written, character by character, and what it says.
func pieces(line []rune, quote rune) (raw []string, text string) {
	var out strings.Builder
	for i := 0; i < len(line); i++ {
		piece := string(line[i])
		said := line[i]
		if i+1 < len(line) && (quote == '"' && line[i] == '\\' || quote == '\'' && line[i] == '\'' && line[i+1] == '\'') {
			i++
			piece, said = piece+string(line[i]), line[i]
		}
		raw = append(raw, piece)
		out.WriteRune(said)
	}
	return raw, out.String()
}
