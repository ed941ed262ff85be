package catalog

import (
	"strings"
	"testing"
	"text/template"

	"localvote/locales"
	"localvote/web/lang"
	"localvote/web/problem"
)

// byTemplate is what fill must do.
func byTemplate(t *testing.T, text string, values map[string]any) (string, bool) {
	t.Helper()
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", false
	}
	var out strings.Builder
	err = parsed.Execute(&out, values)
	return out.String(), err == nil
}

func compareFilling(t *testing.T, text string, values map[string]any) {
	t.Helper()
	f, ok := cutText(text)
	if !ok {
		return // is left to go-i18n
	}
	got, reason := f.fill(values)
	want, filled := byTemplate(t, text, values)
	if filled != (reason == "") || filled && got != want {
		t.Errorf("%q with %v: %q %q, want %q", text, values, got, reason, want)
	}
}

// Every word of the interface is filled in as text/template does it.
func TestFilledIsTheTemplate(t *testing.T) {
	for _, l := range lang.All() {
		var problems problem.List
		for _, m := range readFile(locales.FS, l, &problems).messages {
			for _, n := range []any{"…", 5, 1.5, lang.BE, "<b>{{.n}}", true} {
				values := map[string]any{"n": n}
				compareFilling(t, m.forms["other"], values) // without some of the values
				names, _ := m.placeholders()
				for name := range names {
					values[name] = n
				}
				compareFilling(t, m.forms["other"], values)
			}
		}
	}
}

func TestCutText(t *testing.T) {
	values := map[string]any{"a": "x", "b": 2}
	for text, ok := range map[string]bool{
		"": true, "a": true, "{{.a}}": true, "{{ .a }} {{.b}}{{.b}}.": true, "{a} }}": true, "{{{.a}}}": false,
		"{{if .a}}x{{end}}": false, "{{.a.b}}": false, "x {{- .a}}": false, "{{.a": false, "{{/* x */}}": false, "{{.a}}{{": false, "{{printf .a}}": false,
	} {
		if _, got := cutText(text); got != ok {
			t.Errorf("%q can be cut: %v", text, got)
		}
		compareFilling(t, text, values)
	}
}
