package sheet

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for selector, want := range map[string]string{
		"*": "", "p": "p", ".a": ".a", "p.a:hover > b::before": "p .a b", "#x .y-z": "#x .y-z", ":root": "", "::before": "",
		"a:not(.b)[href^=\"x.y\"]": "a", ":is(.a, .b) c": "c", "main:has(> .desk:last-child) + .foot": ".desk main .foot", "li:has(.a, .b)": "li", "p:not(:has(.a))": "p", ".a.b~h2": ".a .b h2",
		"tr:nth-child(2n+1) td": "tr td",
	} {
		if got := strings.Join(names(selector), " "); got != want {
			t.Errorf("names(%q) = %q, want %q", selector, got, want)
		}
	}
}

// Of a list of selectors a sheet holds those that its pages may need.
func TestNeeded(t *testing.T) {
	use := Use{"p": true, ".a": true}
	for list, want := range map[string]string{
		"p,.b": "p", ".b, p.a ,h2": " p.a ", "h2": "", "@layer a, b": "@layer a, b", ":is(.b,.c),p .b": ":is(.b,.c)",
	} {
		if got := use.needed(list); got != want {
			t.Errorf("needed(%q) = %q, want %q", list, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	const source = `/* a comment with { and ; */
@layer base, text;
@layer base {
  :root { --a: "}"; color: red }
  p, .ask-only { margin: 0 }
  @media (min-width: 40em) { .ask-only > p { margin: 1px } .read-only { margin: 2px } }
}
@layer text { table { border: 0; } @media print { p { color: #000 } } .nobody { top: 0 } }
@media print { .read-only { display: none } }
@media (forced-colors: active) { p { color: LinkText } }`
	kinds := map[string]Use{"ask": {"p": true, ".ask-only": true}, "read": {"p": true, ".read-only": true, "table": true}}
	sheets, err := Cut([]byte(source), kinds)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		Core:   `@layer base,text;@layer base{:root{--a:"}";color:red}p,.ask-only{margin:0}}`,
		"ask":  `@layer base{@media(min-width:40em){.ask-only>p{margin:1px}}}`,
		"read": `@layer base{@media(min-width:40em){.read-only{margin:2px}}}@layer text{table{border:0}}`,
		Seldom: `@layer text{@media print{p{color:#000}}}@media print{.read-only{display:none}}@media(forced-colors:active){p{color:LinkText}}`,
	} {
		if got := string(sheets[name]); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestCutRefuses(t *testing.T) {
	for source, want := range map[string]string{
		"p { color: red":                  "p is not closed",
		"@layer a { p { color: red }":     "@layer a is not closed",
		"p { color: red } }":              "closing brace",
		"p { color: red } stray":          `no block after "stray"`,
		"@media print { @layer x { p {} ": "is not closed",
	} {
		if _, err := Cut([]byte(source), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Cut(%q): %v, want %q", source, err, want)
		}
	}
}

// The kinds are read and none is empty.
func TestKinds(t *testing.T) {
	kinds := Kinds()
	for _, kind := range []string{"home", "read", "ask", "result", "place", "lists", "tools"} {
		if len(kinds[kind]) == 0 {
			t.Errorf("nothing is known of pages of kind %q", kind)
		}
	}
	two := read("# comment: x\na: p .b\n\na: .c\n")
	if len(two) != 1 || len(two["a"]) != 3 {
		t.Errorf("read %v", two)
	}
}

func FuzzCut(f *testing.F) {
	f.Add("@layer a { p { color: red } @media print { .x { top: 0 } } }")
	f.Add(`p { content: "\"}" } /* {`)
	f.Fuzz(func(t *testing.T, source string) {
		leaves, err := parse(source)
		if err != nil {
			return
		}
		again, err := parse(string(write(leaves)))
		if err == nil && len(again) != len(leaves) && !strings.ContainsAny(source, "\\\"'/*") {
			t.Errorf("%q: %d rules, written and read again %d", source, len(leaves), len(again))
		}
	})
}
