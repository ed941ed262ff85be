package palette_test

import (
	"errors"
	"math"
	"testing"

	"localvote/static"
	"localvote/web/palette"
)

const sheet = `/* --old: #123456; */
@layer base {
  :root { color-scheme: light dark;
    /* paper */ --paper: #fff; --ink: #1b1523;
    --t-l: clamp(1rem, 1rem + .5vw, 2rem); --edge: .125rem solid var(--ink);
  }
  @media (prefers-color-scheme: dark) { :root { --paper: #15111b; --unknown: #000; } }
  @media (forced-colors: active) { :root { --paper: Canvas; } }
}`

func TestParse(t *testing.T) {
	p, err := palette.Parse(sheet)
	if err != nil {
		t.Fatal(err)
	}
	want := []palette.Token{
		{"paper", "#fff", "#15111b"}, {"ink", "#1b1523", "#1b1523"},
		{"t-l", "clamp(1rem, 1rem + .5vw, 2rem)", "clamp(1rem, 1rem + .5vw, 2rem)"},
		{"edge", ".125rem solid var(--ink)", ".125rem solid var(--ink)"},
	}
	if len(p.Tokens) != len(want) {
		t.Fatalf("%d tokens, want %d: %v", len(p.Tokens), len(want), p.Tokens)
	}
	for i := range want {
		if p.Tokens[i] != want[i] {
			t.Errorf("token %d is %v, want %v", i, p.Tokens[i], want[i])
		}
	}
	if ink, ok := p.Get("ink"); !ok || !ink.IsColour() {
		t.Error("ink is no colour")
	}
	if _, ok := p.Get("old"); ok {
		t.Error("a token in a comment was read")
	}
}

func TestNothingToRead(t *testing.T) {
	for _, css := range []string{"", "body { margin: 0 }", ":root", ":root { color-scheme: light }"} {
		if _, err := palette.Parse(css); !errors.Is(err, palette.ErrNoTokens) {
			t.Errorf("%q: %v", css, err)
		}
	}
}

// The figures are those of WCAG's own examples and of the end points.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"#000", "#fff", 21}, {"#ffffff", "#fff", 1}, {"#767676", "#ffffff", 4.54}, {"#fff", "#4b2a86", 10.6},
	} {
		got, err := palette.Contrast(c.a, c.b)
		if err != nil || math.Abs(got-c.want) > .05 {
			t.Errorf("%s on %s is %.2f, want %.2f (%v)", c.a, c.b, got, c.want, err)
		}
	}
	for _, wrong := range []string{"", "#12", "red", "123456", "#12345g", "#1234567"} {
		if _, err := palette.Contrast(wrong, "#fff"); err == nil {
			t.Errorf("%q was taken for a colour", wrong)
		}
		if _, err := palette.Contrast("#fff", wrong); err == nil {
			t.Errorf("%q was taken for a ground", wrong)
		}
	}
}

// Every colour of the real stylesheet is a colour on light and on dark screens.
func TestRealColours(t *testing.T) {
	css, err := static.FS.ReadFile("css/site.css")
	if err != nil {
		t.Fatal(err)
	}
	p, err := palette.Parse(string(css))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, token := range p.Tokens {
		if !token.IsColour() {
			continue
		}
		n++
		if _, err := palette.Contrast(token.Light, token.Dark); err != nil {
			t.Errorf("--%s: %v", token.Name, err)
		}
	}
	if n < 15 {
		t.Errorf("only %d colours", n)
	}
}
