package record

import "localvote/web/yamldoc"

// Shapes are what the files of the lists may hold, by the names of the files.
func Shapes(known Known) map[string]*yamldoc.Shape {
	r := newReader(known)
	out := map[string]*yamldoc.Shape{}
	for name, read := range map[string]func(yamldoc.Node){
		"timeline.yaml": func(n yamldoc.Node) { new(Timeline).read(n, known) },
		"claims.yaml":   func(n yamldoc.Node) { new(Claims).read(n, known) },
		"voices.yaml":   func(n yamldoc.Node) { r.voices(n) },
		"numbers.yaml":  func(n yamldoc.Node) { r.groups(n) },
		"contacts.yaml": func(n yamldoc.Node) { r.contacts(n) },
		"glossary.yaml": func(n yamldoc.Node) { r.terms(n) },
		"letter.yaml":   func(n yamldoc.Node) { r.letters(n) },
		"levels.yaml":   func(n yamldoc.Node) { levels(n) },
		"matrix.yaml":   func(n yamldoc.Node) { r.people(n) },
	} {
		out[name] = yamldoc.Describe(read)
	}
	return out
}
