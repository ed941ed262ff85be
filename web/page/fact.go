package page

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// A fact is a date, a number or a phrase that pages use.
type fact struct {
	date   string
	number int
	text   source.Text
	pos    problem.Pos
}

// loadFacts reads every file of the folder. A fact may name its sources; the
// blocks that use it cite them again.
func loadFacts(fsys fs.FS, dir string, sources []string, list *problem.List) map[string]fact {
	facts := map[string]fact{}
	names, _ := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			list.Errorf(problem.Pos{File: name}, "E001", "cannot read the file: %s", problem.Cause(err))
			continue
		}
		if root, ok := yamldoc.Parse(name, data, list); ok {
			readFactFile(root.Proven(wording.IsProven(fsys)), facts, sources)
		}
	}
	return facts
}

// FactsShape is what a file of facts may hold.
func FactsShape(sources []string) *yamldoc.Shape {
	return yamldoc.Describe(func(n yamldoc.Node) { readFactFile(n, map[string]fact{}, sources) })
}

func readFactFile(root yamldoc.Node, facts map[string]fact, sources []string) {
	root.Read(yamldoc.Fields{"facts": func(n yamldoc.Node) { readFacts(n, facts, sources) }}, "facts")
}

func readFacts(n yamldoc.Node, facts map[string]fact, sources []string) {
	for _, item := range n.List() {
		id, f, kinds := "", fact{pos: item.Pos()}, 0
		item.NeedsOneOf("date", "number", "text")
		item.Read(yamldoc.Fields{
			"id":   func(n yamldoc.Node) { id = n.Word() },
			"date": func(n yamldoc.Node) { f.date = readDate(n); kinds++ },
			"number": func(n yamldoc.Node) {
				f.number = n.Int()
				kinds++
			},
			"text": func(n yamldoc.Node) { f.text = source.ReadText(n); kinds++ },
			"sources": func(n yamldoc.Node) {
				for _, s := range n.List() {
					if id := s.Known("source", sources); !slices.Contains(sources, id) {
						s.Errorf("E015", "the source %q is not in the register", id).Try(problem.Meant(id, sources))
					}
				}
			},
		}, "id")
		if first, twice := facts[id]; twice {
			item.Errorf("E004", "the fact %q is already at %s", id, first.pos).Hint("each fact stands in one place")
			continue
		}
		if kinds != 1 {
			item.Errorf("E007", "the fact %q needs exactly one value", id).Hint("write one of `date:`, `number:`, `text:`")
		}
		facts[id] = f
	}
}

var partialDate = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2]))?$`)

// readDate reads a day, a month or a year.
func readDate(n yamldoc.Node) string {
	if w := n.Like(partialDate); partialDate.MatchString(w) {
		return w
	}
	return n.Day()
}

// group writes a number with its thousands apart: 26 500 in Russian and
// Belarusian, 26,500 in English; four digits stay together but in English.
func group(n int, separator string, from int) string {
	s := strconv.Itoa(n)
	if len(s) < from {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return s
}
