package record

import (
	"io/fs"
	"maps"
	"slices"

	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// MaxPeople is how many people a picture of all rights has room for.
const MaxPeople = 4

// A Person is one of those whom the picture of all rights compares.
type Person struct {
	ID      string
	Who     source.Text
	Answers map[string]string // by question
	pos     problem.Pos
}

// LoadPeople reads matrix.yaml.
func LoadPeople(fsys fs.FS, name string) ([]*Person, problem.List) {
	var list problem.List
	var people []*Person
	if root, ok := open(fsys, name, &list); ok {
		people = newReader(Known{}).people(root)
	}
	return people, list
}

func (r *reader) people(root yamldoc.Node) (people []*Person) {
	root.Read(yamldoc.Fields{"people": func(n yamldoc.Node) {
		n.HasItems(0, MaxPeople)
		for _, item := range n.List() {
			people = append(people, r.person(item))
		}
		if len(people) > MaxPeople {
			n.Errorf("R015", "the picture has room for %d people, not for %d", MaxPeople, len(people))
		}
	}}, "people")
	return people
}

func (r *reader) person(item yamldoc.Node) *Person {
	p := &Person{Answers: map[string]string{}, pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":  func(n yamldoc.Node) { p.ID = r.id(n) },
		"who": func(n yamldoc.Node) { p.Who = source.ReadText(n) },
		"answers": func(n yamldoc.Node) {
			n.Needs("country")
			for _, pair := range n.Among("answer", r.known.Answers) {
				p.Answers[pair.Key.Word()] = word(pair.Value)
			}
		},
	}, "id", "who", "answers")
	return p
}

// VerifyPeople checks the answers by a function that says what is wrong with
// them. Two people with the same answers would be one column drawn twice.
func VerifyPeople(people []*Person, wrong func(map[string]string) []message.Message) problem.List {
	var list problem.List
	for i, p := range people {
		for _, what := range wrong(p.Answers) {
			list.Errorf(p.pos, "R016", "%s: %s", p.ID, what)
		}
		if p.Answers["country"] == "" {
			list.Errorf(p.pos, "R016", "%s: nothing says in which country", p.ID)
		}
		if slices.ContainsFunc(people[:i], func(other *Person) bool { return maps.Equal(other.Answers, p.Answers) }) {
			list.Errorf(p.pos, "R016", "%s has the same answers as another", p.ID)
		}
	}
	return list
}
