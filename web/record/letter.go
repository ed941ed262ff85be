package record

import (
	"io/fs"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Letter is a letter to print. Blanks to fill in are three or more underscores.
type Letter struct {
	ID       string
	Title    source.Text
	To       source.Text
	Body     []source.Text
	Closing  source.Text
	Articles []string // sources of what it cites
	Pos      problem.Pos
}

// LoadLetters reads letter.yaml.
func LoadLetters(fsys fs.FS, name string, known Known) ([]*Letter, problem.List) {
	var list problem.List
	var letters []*Letter
	if root, ok := open(fsys, name, &list); ok {
		letters = newReader(known).letters(root)
	}
	return letters, list
}

func (r *reader) letters(root yamldoc.Node) (all []*Letter) {
	root.Read(yamldoc.Fields{"letters": func(n yamldoc.Node) {
		for _, item := range n.List() {
			all = append(all, r.letter(item))
		}
	}}, "letters")
	return all
}

func (r *reader) letter(item yamldoc.Node) *Letter {
	letter := &Letter{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":    func(n yamldoc.Node) { letter.ID = r.id(n) },
		"title": func(n yamldoc.Node) { letter.Title = source.ReadText(n) },
		"to":    func(n yamldoc.Node) { letter.To = source.ReadText(n) },
		"body": func(n yamldoc.Node) {
			for _, paragraph := range n.List() {
				letter.Body = append(letter.Body, source.ReadText(paragraph))
			}
		},
		"closing":  func(n yamldoc.Node) { letter.Closing = source.ReadText(n) },
		"articles": func(n yamldoc.Node) { letter.Articles = r.sources(n) },
	}, "id", "title", "to", "body", "closing", "articles")
	return letter
}
