package record

import (
	"io/fs"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Country is the levels of power of one country, from the largest inwards.
type Country struct {
	ID    string // ru, by
	Title source.Text
	Root  *Level
}

// A Level is one level of power. Local marks those whose elections are open to
// citizens of the other country who live there permanently.
type Level struct {
	ID     string // "by.oblast"
	Title  source.Text
	Text   source.Text
	Local  bool
	Levels []*Level
}

// LoadLevels reads levels.yaml.
func LoadLevels(fsys fs.FS, name string) ([]*Country, problem.List) {
	var list problem.List
	var countries []*Country
	if root, ok := open(fsys, name, &list); ok {
		countries = levels(root)
	}
	return countries, list
}

func levels(root yamldoc.Node) (countries []*Country) {
	root.Read(yamldoc.Fields{"levels": func(n yamldoc.Node) {
		for _, item := range n.List() {
			c := &Country{}
			item.Read(yamldoc.Fields{
				"country": func(n yamldoc.Node) { c.ID = n.OneOf("ru", "by") },
				"title":   func(n yamldoc.Node) { c.Title = source.ReadText(n) },
				"level":   func(n yamldoc.Node) { c.Root = level(n, 0) },
			}, "country", "title", "level")
			countries = append(countries, c)
		}
	}}, "levels")
	return countries
}

// maxDepth keeps a slip of the indentation from making an endless tower.
const maxDepth = 8

func level(n yamldoc.Node, depth int) *Level {
	l := &Level{}
	if n.Called("level") {
		return l
	}
	n.Read(yamldoc.Fields{
		"id":    func(n yamldoc.Node) { l.ID = n.Word() },
		"title": func(n yamldoc.Node) { l.Title = source.ReadText(n) },
		"text":  func(n yamldoc.Node) { l.Text = source.ReadText(n) },
		"local": func(n yamldoc.Node) { l.Local = n.Bool() },
		"levels": func(n yamldoc.Node) {
			if depth == maxDepth {
				n.Errorf("R010", "there are more than %d levels inside one another", maxDepth)
				return
			}
			for _, item := range n.List() {
				l.Levels = append(l.Levels, level(item, depth+1))
			}
		},
	}, "id", "title", "text", "local")
	return l
}

// Row lists the levels from the largest inwards; each has at most one within it
// in the two countries.
func (c *Country) Row() []*Level {
	var row []*Level
	for l := c.Root; l != nil; {
		row = append(row, l)
		if len(l.Levels) == 0 {
			break
		}
		l = l.Levels[0]
	}
	return row
}

func (l *Level) texts() []source.Text {
	all := []source.Text{l.Title, l.Text}
	for _, inner := range l.Levels {
		all = append(all, inner.texts()...)
	}
	return all
}
