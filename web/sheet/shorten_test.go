package sheet

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	got := Tokens([]byte(`/* --remark */ :root { --b-c: 1; --a: var(--b-c); --z: var(--b-c) } p { top: var(--z) }`))
	for name, want := range map[string]string{"--b-c": "--a", "--z": "--b", "--a": "--c"} {
		if got[name] != want {
			t.Errorf("%s is called %q, want %q", name, got[name], want)
		}
	}
	if len(got) != 3 {
		t.Errorf("tokens %v", got)
	}
	for i, want := range map[int]string{0: "a", 25: "z", 26: "aa", 27: "ab", 52: "ba"} {
		if letters(i) != want {
			t.Errorf("number %d is %q, want %q", i, letters(i), want)
		}
	}
}

// No two tokens get one name, and a name that is given is never one that stays.
func TestTokensStayApart(t *testing.T) {
	var many strings.Builder
	for i := range 800 {
		many.WriteString("--" + letters(i) + "x: 0; ")
	}
	seen := map[string]bool{}
	for _, s := range Tokens([]byte(":root {" + many.String() + "}")) {
		if seen[s] {
			t.Errorf("%s is given twice", s)
		}
		seen[s] = true
	}
	if len(seen) != 800 {
		t.Errorf("%d names", len(seen))
	}
}

func TestShortened(t *testing.T) {
	short := map[string]string{"--tap": "--a", "--line": "--b"}
	for body, want := range map[string]string{
		"min-block-size: var(--tap); max-inline-size: 40rem;":  "min-height:var(--a);max-width:40rem",
		"container: doc / inline-size; container-type: size":   "container:doc / inline-size;container-type:size",
		"border-block-start: 1px solid var(--line); --tap: 2x": "border-top:1px solid var(--b);--a:2x",
		"border-block-end-color: var(--other)":                 "border-bottom-color:var(--other)",
		"padding-inline-start: 0; margin-block: 0 1px":         "padding-inline-start:0;margin-block:0 1px",
		`content: "; inline-size: 1"; inset-block-start: 0`:    `content:"; inline-size: 1";top:0`,
		"background: url(data:x;y); ":                          "background:url(data:x;y)",
	} {
		if got := shortened(body, short); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestBeside(t *testing.T) {
	short := map[string]string{"--paper": "--a", "--sans": "--b", "--serif": "--c"}
	for source, want := range map[string]string{
		"/* x */ @media screen { :root { color-scheme: dark; --paper: #000; } }": "@media screen{:root{color-scheme: dark; --a: #000; --paper: #000}}",
		":root { --serif: var(--sans); }":                                        ":root{--c: var(--b); --serif: var(--sans)}",
		".copied { background: var(--paper); color: var(--own) }":                ".copied{background: var(--a, var(--paper)); color: var(--own)}",
		"p { --own: 1 }": "p{--own: 1}",
	} {
		if got, err := Beside([]byte(source), short); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v, want %q", source, got, err, want)
		}
	}
	if _, err := Beside([]byte("p {"), short); err == nil {
		t.Error("half a rule was taken")
	}
}
