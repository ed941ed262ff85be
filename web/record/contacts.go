package record

import (
	"io/fs"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Contact is a body that readers can ask, as its sources state it.
type Contact struct {
	ID       string
	Country  string // ru, by
	Name     source.Text
	For      source.Text
	Address  Phrase
	Phone    string
	Site     string
	StatedOn Date
	Caution  source.Text // nil for none
	Sources  []string
	Pos      problem.Pos
}

// LoadContacts reads contacts.yaml.
func LoadContacts(fsys fs.FS, name string, known Known) ([]*Contact, problem.List) {
	var list problem.List
	var contacts []*Contact
	if root, ok := open(fsys, name, &list); ok {
		contacts = newReader(known).contacts(root)
	}
	return contacts, list
}

func (r *reader) contacts(root yamldoc.Node) (all []*Contact) {
	root.Read(yamldoc.Fields{"contacts": func(n yamldoc.Node) {
		for _, item := range n.List() {
			all = append(all, r.contact(item))
		}
	}}, "contacts")
	return all
}

func (r *reader) contact(item yamldoc.Node) *Contact {
	c := &Contact{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":        func(n yamldoc.Node) { c.ID = r.id(n) },
		"country":   func(n yamldoc.Node) { c.Country = n.OneOf("ru", "by") },
		"name":      func(n yamldoc.Node) { c.Name = source.ReadText(n) },
		"what_for":  func(n yamldoc.Node) { c.For = source.ReadText(n) },
		"address":   func(n yamldoc.Node) { c.Address = phrase(n) },
		"phone":     func(n yamldoc.Node) { c.Phone = word(n) },
		"site":      func(n yamldoc.Node) { c.Site = address(n) },
		"stated_on": func(n yamldoc.Node) { c.StatedOn = r.date(n) },
		"caution":   func(n yamldoc.Node) { c.Caution = optional(n) },
		"sources":   func(n yamldoc.Node) { c.Sources = r.sources(n) },
	}, "id", "country", "name", "what_for", "sources")
	return c
}
