package sheet

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// The sheets are for browsers alone, so tokens have names of one or two letters there
// and measures the names that are older and shorter. The stylesheet itself stays as
// people read it.

var token = regexp.MustCompile(`--[a-z][\w-]*`)

// Tokens gives the tokens (custom properties) of a stylesheet the short names that
// they have in its sheets: the more often a token is used, the shorter.
func Tokens(source []byte) map[string]string {
	uses := map[string]int{}
	for _, name := range token.FindAllString(withoutComments(string(source)), -1) {
		uses[name]++
	}
	names := slices.Sorted(maps.Keys(uses))
	slices.SortStableFunc(names, func(a, b string) int { return uses[b] - uses[a] })
	short := make(map[string]string, len(names))
	for i, name := range names {
		short[name] = "--" + letters(i)
	}
	return short
}

// letters counts a, b … z, aa, ab …
func letters(i int) string {
	const all = "abcdefghijklmnopqrstuvwxyz"
	if i < len(all) {
		return all[i : i+1]
	}
	return letters(i/len(all)-1) + all[i%len(all):][:1]
}

// renamed has the short names for the tokens.
func renamed(text string, short map[string]string) string {
	return token.ReplaceAllStringFunc(text, func(name string) string {
		if s, ok := short[name]; ok {
			return s
		}
		return name
	})
}

// measures are properties by the direction of the text, and what they are by the sides
// of the page. All our languages are written in lines from top to bottom, so that
// these are the same; what depends on left and right stays as it is.
var measures = strings.NewReplacer(
	"inline-size", "width", "block-size", "height",
	"margin-block-start", "margin-top", "margin-block-end", "margin-bottom",
	"padding-block-start", "padding-top", "padding-block-end", "padding-bottom",
	"border-block-start", "border-top", "border-block-end", "border-bottom",
	"inset-block-start", "top", "inset-block-end", "bottom",
)

// shortened is a rule's declarations with shorter names.
func shortened(body string, short map[string]string) string {
	var out []string
	for _, d := range declarations(body) {
		name, value, _ := strings.Cut(d, ":")
		out = append(out, measures.Replace(strings.TrimSpace(name))+":"+strings.TrimSpace(value))
	}
	return renamed(strings.Join(out, ";"), short)
}

// declarations are the parts of a rule between semicolons.
func declarations(body string) []string {
	var out []string
	for body = strings.TrimSpace(body); body != ""; body = strings.TrimSpace(body) {
		at := find(body, ";")
		if at < 0 {
			return append(out, body)
		}
		if d := strings.TrimSpace(body[:at]); d != "" {
			out = append(out, d)
		}
		body = body[at+1:]
	}
	return out
}

// Beside makes a stylesheet, which uses or sets tokens of another one, fit to stand
// beside the whole of that one and beside its sheets as well: it sets each token under
// both names, and takes it by the short one where there is such.
func Beside(source []byte, short map[string]string) ([]byte, error) {
	leaves, err := parse(string(source))
	if err != nil {
		return nil, err
	}
	for i := range leaves {
		var out []string
		for _, d := range declarations(leaves[i].body) {
			if strings.HasPrefix(d, "--") {
				if s := renamed(d, short); s != d {
					out = append(out, s)
				}
			} else {
				d = fallback(d, short)
			}
			out = append(out, d)
		}
		leaves[i].body = strings.Join(out, "; ")
	}
	return write(leaves), nil
}

var taken = regexp.MustCompile(`var\((--[a-z][\w-]*)\)`)

// fallback takes tokens by both names.
func fallback(declaration string, short map[string]string) string {
	return taken.ReplaceAllStringFunc(declaration, func(use string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(use, "var("), ")")
		s, ok := short[name]
		if !ok {
			return use
		}
		return "var(" + s + ", var(" + name + "))"
	})
}
