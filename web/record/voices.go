package record

import (
	"io/fs"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Voice is what one person or body said about the change.
type Voice struct {
	ID      string
	Who     source.Text
	Role    source.Text // nil for none
	Side    string      // official_for, neutral, critical
	On      Date
	Says    source.Text
	Quote   *Quote
	Sources []string
	Pos     problem.Pos
}

// Sides lists the sides in the order in which they are shown.
func Sides() []string { return []string{"official_for", "neutral", "critical"} }

// LoadVoices reads voices.yaml.
func LoadVoices(fsys fs.FS, name string, known Known) ([]*Voice, problem.List) {
	var list problem.List
	var voices []*Voice
	if root, ok := open(fsys, name, &list); ok {
		voices = newReader(known).voices(root)
	}
	return voices, list
}

func (r *reader) voices(root yamldoc.Node) (all []*Voice) {
	root.Read(yamldoc.Fields{"voices": func(n yamldoc.Node) {
		for _, item := range n.List() {
			all = append(all, r.voice(item))
		}
	}}, "voices")
	return all
}

func (r *reader) voice(item yamldoc.Node) *Voice {
	v := &Voice{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":      func(n yamldoc.Node) { v.ID = r.id(n) },
		"who":     func(n yamldoc.Node) { v.Who = source.ReadText(n) },
		"role":    func(n yamldoc.Node) { v.Role = optional(n) },
		"side":    func(n yamldoc.Node) { v.Side = n.OneOf(Sides()...) },
		"on":      func(n yamldoc.Node) { v.On = r.date(n) },
		"says":    func(n yamldoc.Node) { v.Says = source.ReadText(n) },
		"quote":   func(n yamldoc.Node) { v.Quote = quote(n) },
		"sources": func(n yamldoc.Node) { v.Sources = r.sources(n) },
	}, "id", "who", "side", "says", "sources")
	return v
}
