package catalog

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A filled is a text cut at its placeholders, so that filling it in is no more than
// putting strings together. Nearly all messages are such texts; those with plural forms
// are left to go-i18n, which knows the rules of the languages.
type filled struct {
	before []piece
	after  string // behind the last placeholder
}

// A piece is what stands before a placeholder, and its name.
type piece struct{ text, name string }

var plainPlaceholder = regexp.MustCompile(`\{\{ *\.([A-Za-z_][A-Za-z0-9_]*) *\}\}`)

// cutText cuts a text; ok is false if something else than plain placeholders stands
// between double braces.
func cutText(text string) (f *filled, ok bool) {
	f = &filled{after: text}
	if !strings.Contains(text, "{{") {
		return f, true
	}
	at := 0
	for _, m := range plainPlaceholder.FindAllStringSubmatchIndex(text, -1) {
		f.before = append(f.before, piece{text[at:m[0]], text[m[2]:m[3]]})
		at = m[1]
	}
	f.after = text[at:]
	return f, !strings.Contains(text, "{{{") && !strings.Contains(plainPlaceholder.ReplaceAllString(text, "…"), "{{")
}

// fill puts the values in, as text/template would print them.
func (f *filled) fill(values map[string]any) (text, reason string) {
	if len(f.before) == 0 {
		return f.after, ""
	}
	var out strings.Builder
	for _, p := range f.before {
		out.WriteString(p.text)
		switch v := values[p.name].(type) {
		case nil:
			return "", "there is no value for {{." + p.name + "}}"
		case string:
			out.WriteString(v)
		case int:
			out.WriteString(strconv.Itoa(v))
		default:
			fmt.Fprint(&out, v)
		}
	}
	out.WriteString(f.after)
	return out.String(), ""
}
