package yamldoc

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"localvote/web/lang"
)

// maxMoves bounds how many mappings are put in order, one after the other.
const maxMoves = 10000

// order puts the fields of every mapping in the order of its shape.
func (f *formatter) order(root *yaml.Node) {
	for range maxMoves {
		if !f.orderOne(root) {
			return
		}
		next, err := parsed(f.text())
		if err != nil {
			return // the comparison at the end says so
		}
		root = next
	}
}

// orderOne puts the first mapping that is out of order into order.
func (f *formatter) orderOne(root *yaml.Node) (moved bool) {
	f.walk(root, f.Shape, f.Lang, func(n *yaml.Node, s *Shape, _ lang.Lang) {
		if moved || n.Kind != yaml.MappingNode || len(n.Content) < 4 {
			return
		}
		var names []string
		switch {
		case n == root && len(f.Keys) > 0:
			names = f.Keys
		case s == nil || s.Chosen:
			return
		case s.Within != nil:
			names = s.Within.Names
		default:
			names = s.Names
		}
		to := sortedOrder(n, names)
		if to == nil {
			return
		}
		if isFlow(n) {
			moved = f.orderFlow(n, to)
		} else {
			moved = f.orderBlock(root, n, to)
		}
	})
	return moved
}

// sortedOrder is the places of the fields in a mapping, put in order; nil if they
// are. Fields that are not known keep their places.
func sortedOrder(n *yaml.Node, names []string) []int {
	var known, places []int
	for i := range len(n.Content) / 2 {
		if slices.Contains(names, n.Content[2*i].Value) {
			known, places = append(known, i), append(places, i)
		}
	}
	slices.SortStableFunc(known, func(a, b int) int {
		return slices.Index(names, n.Content[2*a].Value) - slices.Index(names, n.Content[2*b].Value)
	})
	if slices.Equal(known, places) {
		return nil
	}
	to := make([]int, len(n.Content)/2)
	for i := range to {
		to[i] = i
	}
	for i, place := range places {
		to[place] = known[i]
	}
	return to
}

// orderFlow exchanges the parts of {a: 1, b: 2}; those over several lines are left.
func (f *formatter) orderFlow(n *yaml.Node, to []int) bool {
	line := f.lines[n.Line-1]
	parts, end := flowParts(line, n.Column-1)
	if len(parts) != len(to) {
		return false
	}
	var moved []string
	for _, i := range to {
		moved = append(moved, parts[i])
	}
	text := string(line[:n.Column]) + strings.Join(moved, ", ") + string(line[end:])
	f.lines[n.Line-1] = []rune(text)
	return true
}

// flowParts cuts what stands between the bracket at from and the one that closes
// it; end is where that one stands. No parts if it does not close in this line.
func flowParts(line []rune, from int) (parts []string, end int) {
	depth, begin := 0, from+1
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '"', '\'':
			i = quoteEnd(line, i) - 1
		case '{', '[':
			depth++
		case '#':
			if i > 0 && line[i-1] == ' ' {
				return nil, 0
			}
		case ',', '}', ']':
			if line[i] != ',' {
				depth--
			}
			if depth == 0 || depth == 1 && line[i] == ',' {
				if part := strings.TrimSpace(string(line[begin:i])); part != "" {
					parts = append(parts, part)
				}
				begin = i + 1
			}
			if depth == 0 {
				return parts, i
			}
		}
	}
	return nil, 0
}

// quoteEnd is the place behind the quoted word that begins at from; the end of the
// line if it goes on.
func quoteEnd(line []rune, from int) int {
	for i := from + 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && line[from] == '"':
			i++
		case line[i] == line[from] && line[from] == '\'' && i+1 < len(line) && line[i+1] == '\'':
			i++
		case line[i] == line[from]:
			return i + 1
		}
	}
	return len(line)
}

// orderBlock moves the lines of the fields, each with the comments above it.
func (f *formatter) orderBlock(root, n *yaml.Node, to []int) bool {
	column := n.Column - 1
	end := f.endOf(root, n)
	var begins []int // first line of each part, comments above it included
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Column-1 != column {
			return false
		}
		begin := n.Content[i].Line - 1
		if i > 0 {
			begin = f.commentsAbove(begin, column)
		}
		begins = append(begins, begin)
	}
	prefix := string(f.lines[n.Line-1][:column])
	var out [][]rune
	for place, from := range to {
		part := f.lines[begins[from]:end]
		if from+1 < len(begins) {
			part = f.lines[begins[from]:begins[from+1]]
		}
		head := n.Content[2*from].Line - 1 - begins[from]
		above := slices.Clone(part[:head])
		first := part[head][column:]
		if place == 0 {
			above = slices.DeleteFunc(above, func(line []rune) bool { return strings.TrimSpace(string(line)) == "" })
			for i := range above {
				above[i] = []rune(indented(above[i], leading([]rune(prefix))))
			}
			out = append(slices.Concat(above, out), slices.Concat([]rune(prefix), first))
		} else {
			out = append(append(out, above...), slices.Concat([]rune(strings.Repeat(" ", column)), first))
		}
		out = append(out, part[head+1:]...)
	}
	f.lines = slices.Concat(f.lines[:begins[0]], out, f.lines[end:])
	return true
}

func indented(line []rune, n int) string {
	text := strings.TrimSpace(string(line))
	if text == "" {
		return ""
	}
	return strings.Repeat(" ", n) + text
}

// commentsAbove is the first of the comments and empty lines above a line that
// belong to it: those that do not stand further in.
func (f *formatter) commentsAbove(line, column int) int {
	for line > 0 {
		above := f.lines[line-1]
		text := strings.TrimSpace(string(above))
		if text != "" && (text[0] != '#' || leading(above) > column) {
			break
		}
		line--
	}
	return line
}

// endOf is the line behind a mapping and behind the comments that belong to it.
func (f *formatter) endOf(root, n *yaml.Node) int {
	next := len(f.lines)
	var stop bool
	var visit func(*yaml.Node)
	visit = func(x *yaml.Node) {
		if x == n {
			stop = true
			return
		}
		if stop && x.Line-1 < next {
			next = x.Line - 1
		}
		for _, c := range x.Content {
			visit(c)
		}
	}
	visit(root)
	if next == len(f.lines) {
		for next > 0 && strings.TrimSpace(string(f.lines[next-1])) == "" {
			next--
		}
		return next
	}
	// What stands further out than the mapping, and what is empty, belongs to the next.
	for next > 0 {
		text := strings.TrimSpace(string(f.lines[next-1]))
		if text != "" && (text[0] != '#' || leading(f.lines[next-1]) >= n.Column-1) {
			break
		}
		next--
	}
	return next
}
