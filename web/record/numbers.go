package record

import (
	"io/fs"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A NumberGroup is figures that belong together.
type NumberGroup struct {
	ID    string
	Title source.Text
	Rows  []*Number
	Pos   problem.Pos
}

// A Number is one figure: a number in digits, or a text where a number alone
// would say too much.
type Number struct {
	ID       string
	What     source.Text
	Number   string // "26500", "73.09"; "" if there is a text
	Text     source.Text
	About    bool
	MoreThan bool
	AsOf     Date
	Note     source.Text // nil for none
	Sources  []string
	Pos      problem.Pos
}

// LoadNumbers reads numbers.yaml.
func LoadNumbers(fsys fs.FS, name string, known Known) ([]*NumberGroup, problem.List) {
	var list problem.List
	var groups []*NumberGroup
	if root, ok := open(fsys, name, &list); ok {
		groups = newReader(known).groups(root)
	}
	return groups, list
}

func (r *reader) groups(root yamldoc.Node) (all []*NumberGroup) {
	root.Read(yamldoc.Fields{"groups": func(n yamldoc.Node) {
		for _, item := range n.List() {
			all = append(all, r.numberGroup(item))
		}
	}}, "groups")
	return all
}

func (r *reader) numberGroup(item yamldoc.Node) *NumberGroup {
	g := &NumberGroup{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":    func(n yamldoc.Node) { g.ID = r.id(n) },
		"title": func(n yamldoc.Node) { g.Title = source.ReadText(n) },
		"rows": func(n yamldoc.Node) {
			for _, row := range n.List() {
				g.Rows = append(g.Rows, r.number(row))
			}
		},
	}, "id", "title", "rows")
	return g
}

func (r *reader) number(item yamldoc.Node) *Number {
	row := &Number{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":        func(n yamldoc.Node) { row.ID = r.id(n) },
		"what":      func(n yamldoc.Node) { row.What = source.ReadText(n) },
		"value":     func(n yamldoc.Node) { row.Number, row.Text = value(n) },
		"about":     func(n yamldoc.Node) { row.About = n.Bool() },
		"more_than": func(n yamldoc.Node) { row.MoreThan = n.Bool() },
		"as_of":     func(n yamldoc.Node) { row.AsOf = r.date(n) },
		"note":      func(n yamldoc.Node) { row.Note = optional(n) },
		"sources":   func(n yamldoc.Node) { row.Sources = r.sources(n) },
	}, "id", "what", "value", "as_of", "sources")
	if row.About && row.MoreThan || row.Text != nil && (row.About || row.MoreThan) {
		item.Errorf("R010", "the number %q is qualified twice", row.ID).Hint("keep one of `about`, `more_than` and a text")
	}
	return row
}

// value reads a number in digits, or a text.
func value(n yamldoc.Node) (number string, text source.Text) {
	if !n.IsWord() {
		return "", source.ReadText(n)
	}
	if word := n.Like(digits); !digits.MatchString(word) {
		n.Errorf("R009", "%q is not a number", word).Hint("digits only, as 26500 or 73.09; or {ru: …, be: …, en: …}")
		return "", nil
	}
	return n.Word(), nil
}
