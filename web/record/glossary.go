package record

import (
	"io/fs"
	"strings"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Term is an official term: one word or phrase in each language.
type Term struct {
	ID    string
	Words source.Text
	Note  source.Text            // nil for none
	Also  map[lang.Lang][]string // other words, for search
	Seen  Phrase                 // where the official form was seen
	Pos   problem.Pos
}

// LoadGlossary reads glossary.yaml.
func LoadGlossary(fsys fs.FS, name string) ([]*Term, problem.List) {
	var list problem.List
	var terms []*Term
	if root, ok := open(fsys, name, &list); ok {
		terms = newReader(Known{}).terms(root)
	}
	return terms, list
}

func (r *reader) terms(root yamldoc.Node) (all []*Term) {
	taken := map[lang.Lang]map[string]problem.Pos{}
	for _, l := range lang.All() {
		taken[l] = map[string]problem.Pos{}
	}
	root.Read(yamldoc.Fields{"terms": func(n yamldoc.Node) {
		for _, item := range n.List() {
			all = append(all, r.term(item, taken))
		}
	}}, "terms")
	return all
}

// term reads one term; taken is the words that other terms have.
func (r *reader) term(item yamldoc.Node, taken map[lang.Lang]map[string]problem.Pos) *Term {
	t := &Term{Pos: item.Pos(), Words: source.Text{}, Also: map[lang.Lang][]string{}}
	fields := yamldoc.Fields{
		"id":   func(n yamldoc.Node) { t.ID = r.id(n) },
		"note": func(n yamldoc.Node) { t.Note = optional(n) },
		"also": func(n yamldoc.Node) { readAlso(n, t.Also) },
		"seen": func(n yamldoc.Node) { t.Seen = phrase(n) },
	}
	required := []string{"id"}
	for _, l := range lang.All() {
		required = append(required, string(l))
		fields[string(l)] = func(n yamldoc.Node) {
			t.Words[l] = word(n)
			claimWord(n, l, taken[l])
		}
	}
	item.Read(fields, required...)
	return t
}

// claimWord warns where another term already has this word: a reader who meets
// it cannot tell which is meant.
func claimWord(n yamldoc.Node, l lang.Lang, taken map[string]problem.Pos) {
	key := strings.ToLower(n.Word())
	if first, twice := taken[key]; twice && key != "" {
		n.Warnf("R013", "the %s term %q is also the word of the term at %s", l, n.Word(), first).Hint("give one of them another word, or make them one term")
		return
	}
	taken[key] = n.Pos()
}

func readAlso(n yamldoc.Node, also map[lang.Lang][]string) {
	fields := yamldoc.Fields{}
	for _, l := range lang.All() {
		fields[string(l)] = func(n yamldoc.Node) {
			for _, item := range n.List() {
				also[l] = append(also[l], word(item))
			}
		}
	}
	n.Read(fields)
}
