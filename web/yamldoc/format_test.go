package yamldoc

import (
	"strings"
	"testing"

	"localvote/web/lang"
)

// sample is what the files of these tests may hold: a list of entries.
func sample() *Shape {
	return Describe(func(n Node) {
		n.Read(Fields{"all": func(n Node) {
			for _, item := range n.List() {
				item.Read(Fields{
					"id":   func(n Node) { n.Word() },
					"kind": func(n Node) { n.Word() },
					"name": func(n Node) {
						n.Read(Fields{"ru": func(n Node) { n.Word() }, "en": func(n Node) { n.Word() }}, "ru", "en")
					},
					"more": func(n Node) { n.Words() },
				}, "id", "kind", "name", "more")
			}
		}}, "all")
	})
}

func straightToAngle(_ lang.Lang, s string) string {
	open := false
	return strings.Map(func(r rune) rune {
		if r != '"' {
			return r
		}
		open = !open
		if open {
			return '«'
		}
		return '»'
	}, s)
}

func TestFormat(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"order, with comments": {
			"# head\nall:\n  # of the entry\n  - kind: x # why\n    # about more\n    more: [b,a]\n\n    id: one\n",
			"# head\nall:\n  # of the entry\n  - id: one\n    kind: x # why\n    # about more\n    more: [b, a]\n",
		},
		"comment moves above the dash": {
			"all:\n  - kind: x\n    # about id\n    id: one\n",
			"all:\n  # about id\n  - id: one\n    kind: x\n",
		},
		"flow": {
			"all:\n  - {kind:   x, name: { en: \"b, c\", ru: 'a' },id: one}\n",
			"all:\n  - {id: one, kind: x, name: {ru: 'a', en: \"b, c\"}}\n",
		},
		"list at the margin": {
			"all:\n- id: one\n  kind: x\n- id: two\n",
			"all:\n  - id: one\n    kind: x\n  - id: two\n",
		},
		"quotes in texts alone": {
			"all:\n  - id: \"o\\\"n\\\"e\"\n    name:\n      ru: 'Закон \"О\"'\n      en: \"say \\\"no\\\"\"\n",
			"all:\n  - id: \"o\\\"n\\\"e\"\n    name:\n      ru: 'Закон «О»'\n      en: \"say «no»\"\n",
		},
		"text over lines": {
			"all:\n    - id: one\n      kind: |\n        a  \n\n\n        b\n      name: {ru: a, en: b}\n",
			"all:\n  - id: one\n    kind: |\n      a  \n\n\n      b\n    name: {ru: a, en: b}\n",
		},
	} {
		got, err := Format([]byte(c.in), Style{Shape: sample(), Fix: straightToAngle})
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, c.want)
		}
		if again, err := Format(got, Style{Shape: sample(), Fix: straightToAngle}); err != nil || string(again) != string(got) {
			t.Errorf("%s: a second time %v\n%s", name, err, again)
		}
	}
}

// Whatever the file: it keeps its meaning, or is refused.
func FuzzFormat(f *testing.F) {
	f.Add("all:\n  - kind: x # why\n    id: one\n")
	f.Add("all: [{kind: \"a\", id: 'b'}, {name: {en: c}}]\n")
	f.Add("all:\n- - a\n  - b\n-   kind: |\n      x\n\n      y\n    id: >-\n      z\n")
	f.Add("? [a]\n: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		style := Style{Shape: sample(), Fix: straightToAngle, Modeline: Modeline + "x.json"}
		once, err := Format([]byte(text), style)
		if err != nil {
			return
		}
		if !sameMeaning(text, string(once)) {
			t.Errorf("%q became %q", text, once)
		}
		twice, err := Format(once, style)
		if err != nil || string(twice) != string(once) {
			t.Errorf("%q became %q, then %q (%v)", text, once, twice, err)
		}
	})
}
