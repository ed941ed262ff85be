package yamldoc

import (
	"regexp"
	"slices"
	"testing"
)

// A shape is what the reader asks, with both ways where it branches, and once more
// inside itself where it does so without end.
func TestDescribe(t *testing.T) {
	var level func(n Node, depth int)
	level = func(n Node, depth int) {
		if depth > 5 {
			t.Fatal("went on without end")
		}
		if n.Called("level") {
			return
		}
		n.Read(Fields{
			"id":    func(n Node) { n.Like(regexp.MustCompile(`^[a-z]+$`)) },
			"inner": func(n Node) { level(n, depth+1) },
		}, "id")
	}
	s := Describe(func(n Node) {
		n.Read(Fields{
			"kind":  func(n Node) { n.OneOf("law", "press") },
			"by":    func(n Node) { words(n) },
			"note":  func(n Node) { note(n) },
			"level": func(n Node) { level(n, 0) },
			"on":    func(n Node) { n.OrNothing(); n.Known("fact", []string{"a", "", "a", "b"}); n.Day() },
			"when": func(n Node) {
				for _, p := range n.Among("", []Choice{{Key: "age", Words: []string{"old"}}, {Key: "sex"}}) {
					if key := p.Key.Word(); key != "age" && key != "sex" {
						t.Errorf("asked for %q", key)
					}
					p.Value.Like(regexp.MustCompile(`.`))
				}
			},
			"rest": func(n Node) {
				for _, p := range n.Pairs() {
					p.Key.Word()
					p.Value.Int()
				}
			},
		}, "kind", "by")
		n.Needs("note")
	})
	if !slices.Equal(s.Required, []string{"kind", "by", "note"}) || !slices.Equal(s.Names, []string{"kind", "by", "level", "note", "on", "rest", "when"}) {
		t.Errorf("required %v, fields %v", s.Required, s.Names)
	}
	if by := s.Fields["by"]; !by.Single || by.Item == nil || by.Item.Item == nil || !by.Item.Single {
		t.Errorf("a word, a list of words, or of lists: %+v", by)
	}
	if n := s.Fields["note"]; !n.Nothing || len(n.Fields) != 1 {
		t.Errorf("nothing or a text: %+v", n)
	}
	if in := s.Fields["level"].Fields["inner"]; in.Within != s.Fields["level"] || in.Fields != nil {
		t.Errorf("a level within a level: %+v", in)
	}
	if on := s.Fields["on"]; !on.Nothing || len(on.Forms) != 2 || !slices.Equal(on.Forms[0].Words, []string{"a", "b"}) {
		t.Errorf("a fact, a day or nothing: %+v", on)
	}
	if w := s.Fields["when"]; !w.Chosen || len(w.Fields["age"].Forms) != 1 || w.Fields["sex"].Forms[0].Kind != Pattern {
		t.Errorf("answers: %+v", w)
	}
	if r := s.Fields["rest"]; r.Rest == nil || r.Rest.Forms[0].Kind != Whole || !r.Keys.Single {
		t.Errorf("any names: %+v", r)
	}
}

// words reads a word, a list of words, or a list with lists of words.
func words(n Node) {
	if n.IsWord() {
		n.Word()
		return
	}
	for _, item := range n.List() {
		if item.IsWord() {
			item.Word()
		} else {
			item.Words()
		}
	}
}

func note(n Node) {
	if !n.IsNothing() {
		n.Read(Fields{"ru": func(n Node) { n.Word() }}, "ru")
	}
}
