// Package palette reads the tokens of the stylesheet - colours, sizes, measures -
// and says how strong the contrast of two colours is. The style guide shows what
// it finds, so that the guide cannot say anything else than the stylesheet does.
// What a token is for, and which colours stand on which, is left to others.
package palette

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Token is one custom property of the stylesheet, without its dashes.
type Token struct {
	Name  string
	Light string // its value
	Dark  string // its value where the reader has a dark screen
}

// IsColour tells whether the token is a colour that can be measured.
func (t Token) IsColour() bool { return strings.HasPrefix(t.Light, "#") }

// A Palette is all tokens in the order of the stylesheet.
type Palette struct{ Tokens []Token }

// ErrNoTokens says that a stylesheet begins with no block of tokens.
var ErrNoTokens = errors.New("no tokens in the stylesheet")

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	property = regexp.MustCompile(`--([a-z0-9-]+):\s*([^;]+);`)
)

const darkRule = "(prefers-color-scheme: dark)"

// Parse reads the tokens of a stylesheet: those of the first :root, and what the
// first rule for dark screens makes of them.
func Parse(css string) (Palette, error) {
	css = comment.ReplaceAllString(css, "")
	var p Palette
	for _, m := range property.FindAllStringSubmatch(block(css, ""), -1) {
		value := strings.TrimSpace(m[2])
		p.Tokens = append(p.Tokens, Token{Name: m[1], Light: value, Dark: value})
	}
	if len(p.Tokens) == 0 {
		return p, ErrNoTokens
	}
	for _, m := range property.FindAllStringSubmatch(block(css, darkRule), -1) {
		for i := range p.Tokens {
			if p.Tokens[i].Name == m[1] {
				p.Tokens[i].Dark = strings.TrimSpace(m[2])
			}
		}
	}
	return p, nil
}

// block is what stands between the braces of the first :root behind a text.
func block(css, after string) string {
	_, css, found := strings.Cut(css, after)
	_, css, root := strings.Cut(css, ":root")
	_, css, open := strings.Cut(css, "{")
	inside, _, closed := strings.Cut(css, "}")
	if !found || !root || !open || !closed {
		return ""
	}
	return inside
}

// Get finds a token by its name.
func (p Palette) Get(name string) (Token, bool) {
	for _, t := range p.Tokens {
		if t.Name == name {
			return t, true
		}
	}
	return Token{}, false
}

// Contrast is the contrast ratio of two colours by WCAG 2.2, from 1 to 21.
func Contrast(a, b string) (float64, error) {
	first, err := luminance(a)
	if err != nil {
		return 0, err
	}
	second, err := luminance(b)
	if err != nil {
		return 0, err
	}
	return (math.Max(first, second) + .05) / (math.Min(first, second) + .05), nil
}

// luminance is how bright a colour is to the eye, from 0 to 1. The numbers are
// those of WCAG's definition of relative luminance.
func luminance(colour string) (float64, error) {
	digits := strings.TrimPrefix(colour, "#")
	if len(digits) == 3 {
		digits = doubled(digits)
	}
	value, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 || !strings.HasPrefix(colour, "#") {
		return 0, fmt.Errorf("%q is no colour such as #4b2a86", colour)
	}
	channel := func(shift uint) float64 {
		c := float64(value>>shift&0xff) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0), nil
}

func doubled(digits string) string {
	var b strings.Builder
	for _, r := range digits {
		b.WriteRune(r)
		b.WriteRune(r)
	}
	return b.String()
}
