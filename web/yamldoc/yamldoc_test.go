package yamldoc

import (
	"strings"
	"testing"

	"localvote/web/problem"
)

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, code, place string }{
		"empty":           {"", "E002", "f.yaml:1:1"},
		"tab":             {"a:\n\tb: c\n", "E002", "f.yaml:2:1"},
		"open bracket":    {"a: [b\n", "E002", "f.yaml:1:1"},
		"repeated key":    {"a: 1\nb: 2\na: 3\n", "E004", "f.yaml:3:1"},
		"second document": {"a: 1\n---\nb: 2\n", "E005", "f.yaml:2:1"},
		"anchor":          {"a: &x 1\nb: *x\n", "E006", "f.yaml:1:4"},
		"merge key":       {"a: {b: 1}\nc:\n  <<: {d: 1}\n", "E006", "f.yaml:3:3"},
	} {
		t.Run(name, func(t *testing.T) {
			var list problem.List
			if _, ok := Parse("f.yaml", []byte(c.text), &list); ok || len(list) == 0 {
				t.Fatal("accepted")
			}
			if list[0].Code != c.code || list[0].Pos.String() != c.place {
				t.Errorf("got %s", list[0])
			}
		})
	}
}

func TestWordsStayWords(t *testing.T) {
	var list problem.List
	n, ok := Parse("f.yaml", []byte("\ufeffwhen: {registered: [no, yes, ~, 2025-10-29, 018]}\n"), &list)
	if !ok {
		t.Fatal(list)
	}
	got := n.Pairs()[0].Value.Pairs()[0].Value.Words()
	if s := strings.Join(got, " "); s != "no yes ~ 2025-10-29 018" {
		t.Errorf("read as %s", s)
	}
}

func TestReadReportsEverything(t *testing.T) {
	var list problem.List
	n, _ := Parse("f.yaml", []byte("idd: x\nday: 2025-13-01\nkind: lwa\n"), &list)
	n.Read(Fields{
		"id":   func(n Node) { n.Word() },
		"day":  func(n Node) { n.Day() },
		"kind": func(n Node) { n.OneOf("law", "press") },
	}, "id")
	// The misspelt id is not missing as well: one mistake, one message.
	var codes []string
	for _, p := range list {
		codes = append(codes, p.Code)
	}
	if s := strings.Join(codes, " "); s != "E003 E009 E014" {
		t.Errorf("problems %s: %v", s, list)
	}
	if !strings.Contains(list[0].Hint.String(), `"id"`) || !strings.Contains(list[2].Hint.String(), `"law"`) {
		t.Errorf("no helpful hint: %v", list)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a: {b: [c, d]}\n")
	f.Add("? [a, b]\n: c\n")
	f.Add("- &a [*a]\n")
	f.Add("%YAML 1.1\n---\n!!binary x: y")
	f.Fuzz(func(t *testing.T, text string) {
		var list problem.List
		n, ok := Parse("f.yaml", []byte(text), &list)
		if !ok {
			return
		}
		n.Read(Fields{"a": func(n Node) { n.Words(); n.Pairs(); n.Day(); n.Int(); n.Bool() }}, "b")
	})
}
