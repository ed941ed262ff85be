package schema

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"localvote/web/problem"
	"localvote/web/yamldoc"
)

//go:embed fields.yaml
var fieldsFile []byte

// Fields is what fields.yaml says: a sentence on each field in Russian and English,
// and by its order, in which order the fields are written.
type Fields struct {
	sections map[string]*section
	used     map[string]bool
}

type section struct {
	paths []string
	words map[string]string
}

// Read gives the sentences that are built into the program.
var Read = sync.OnceValues(func() (*Fields, error) { return parse(fieldsFile) })

func parse(data []byte) (*Fields, error) {
	f := &Fields{sections: map[string]*section{}, used: map[string]bool{}}
	var list problem.List
	root, ok := yamldoc.Parse("fields.yaml", data, &list)
	if ok {
		for _, part := range root.Pairs() {
			s := &section{words: map[string]string{}}
			f.sections[part.Key.Word()] = s
			for _, field := range part.Value.Pairs() {
				path := field.Key.Word()
				s.paths = append(s.paths, path)
				s.words[path] = sentence(field.Value)
			}
		}
	}
	if list.Errors() > 0 {
		return nil, fmt.Errorf("%s", list[0])
	}
	return f, nil
}

// sentence is what is said of a field; "" where it says the same as under `any`.
func sentence(n yamldoc.Node) string {
	if n.IsWord() && n.Word() == anyFile {
		return ""
	}
	var ru, en string
	n.Read(yamldoc.Fields{
		"ru": func(n yamldoc.Node) { ru = n.Word() },
		"en": func(n yamldoc.Node) { en = n.Word() },
	}, "ru", "en")
	return ru + "\n\n" + en
}

// anyFile is the section of fields that mean the same in many files.
const anyFile = "any"

// words is the sentence on a field.
func (f *Fields) words(name, path string) (string, error) {
	s := f.sections[name]
	if s == nil || !slices.Contains(s.paths, path) {
		return "", fmt.Errorf("web/schema/fields.yaml says nothing about the field %q of %q", path, name)
	}
	f.used[name+" "+path] = true
	if s.words[path] != "" {
		return s.words[path], nil
	}
	last := path[strings.LastIndex(path, ".")+1:]
	f.used[anyFile+" "+last] = true
	if words := f.sections[anyFile].words[last]; words != "" {
		return words, nil
	}
	return "", fmt.Errorf("web/schema/fields.yaml says nothing about the field %q under %q", last, anyFile)
}

// Unused lists the sentences that nobody asked for.
func (f *Fields) Unused() []string {
	var out []string
	for name, s := range f.sections {
		for _, path := range s.paths {
			if !f.used[name+" "+path] {
				out = append(out, name+" "+path)
			}
		}
	}
	slices.Sort(out)
	return out
}

// order is the fields of a mapping in the order of the file.
func (f *Fields) order(name, path string, s *yamldoc.Shape) []string {
	own := f.sections[name]
	if s.Chosen || own == nil {
		return s.Names
	}
	names := slices.Clone(s.Names)
	slices.SortStableFunc(names, func(a, b string) int {
		return slices.Index(own.paths, join(path, a)) - slices.Index(own.paths, join(path, b))
	})
	return names
}

// Arrange puts the fields of a shape into the order of the file.
func (f *Fields) Arrange(kind string, s *yamldoc.Shape) { f.arrange(kind, "", s) }

func (f *Fields) arrange(section, path string, s *yamldoc.Shape) {
	if s == nil {
		return
	}
	if s.Name != "" {
		section, path = s.Name, ""
	}
	if !s.Chosen {
		s.Names = f.order(section, path, s)
	}
	for _, name := range s.Names {
		place := join(path, name)
		if s.Chosen {
			place = join(path, "*")
		}
		f.arrange(section, place, s.Fields[name])
	}
	f.arrange(section, path, s.Item)
	f.arrange(section, join(path, "*"), s.Rest)
}
