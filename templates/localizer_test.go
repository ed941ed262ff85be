package templates

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"localvote/locales"
	"localvote/web/lang"
)

// bracketLocalizer answers with the key in brackets, so that a test sees which
// words come from where.
type bracketLocalizer struct{}

func (bracketLocalizer) T(key string) string { return "[" + key + "]" }

func (bracketLocalizer) With(key string, values map[string]any) string {
	return fmt.Sprintf("[%s %v]", key, values)
}

func (bracketLocalizer) Count(key string, n int) string { return fmt.Sprintf("[%s %d]", key, n) }

// fileLocalizer reads the real locale files and complains about every key that
// is missing or used with the wrong placeholders.
type fileLocalizer struct {
	t     *testing.T
	words map[string]any
	used  map[string]bool
}

func newFileLocalizer(t *testing.T, l lang.Lang) *fileLocalizer {
	t.Helper()
	data, err := locales.FS.ReadFile(string(l) + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]any{}
	if err := toml.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	return &fileLocalizer{t: t, words: words, used: map[string]bool{}}
}

func (l *fileLocalizer) find(key string) any {
	l.used[key] = true
	var found any = l.words
	for name := range strings.SplitSeq(key, ".") {
		table, _ := found.(map[string]any)
		found = table[name]
	}
	if found == nil {
		l.t.Errorf("no words for the key %q", key)
	}
	return found
}

func (l *fileLocalizer) T(key string) string { return l.With(key, nil) }

func (l *fileLocalizer) With(key string, values map[string]any) string {
	words, ok := l.find(key).(string)
	if !ok {
		l.t.Errorf("%q is not a plain string", key)
	}
	return l.fill(key, words, values)
}

func (l *fileLocalizer) Count(key string, n int) string {
	forms, ok := l.find(key).(map[string]any)
	if !ok {
		l.t.Errorf("%q has no plural forms", key)
		return ""
	}
	return l.fill(key, forms["other"].(string), map[string]any{"n": n})
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func (l *fileLocalizer) fill(key, words string, values map[string]any) string {
	var want []string
	for _, match := range placeholder.FindAllStringSubmatch(words, -1) {
		want = append(want, match[1])
	}
	var got []string
	for name, value := range values {
		got = append(got, name)
		words = strings.ReplaceAll(words, "{{."+name+"}}", fmt.Sprint(value))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(slices.Compact(want), got) {
		l.t.Errorf("%q is filled with %v, its placeholders are %v", key, got, want)
	}
	return words
}
