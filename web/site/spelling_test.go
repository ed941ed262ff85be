package site

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/lang"
	"localvote/web/spelling"
)

// Every word that a reader may see is known to hunspell or stands in the list of
// names and terms; the list holds nothing that is not used.
func TestSpelling(t *testing.T) {
	s, problems := Build(Files{Content: content.FS, Locales: locales.FS, Static: static.FS})
	if problems.Errors() > 0 {
		t.Fatalf("the content has errors: %s", problems[0])
	}
	lists := map[lang.Lang]string{}
	for _, l := range lang.All() {
		data, err := content.FS.ReadFile("words/" + string(l) + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		lists[l] = string(data)
	}
	checker := spelling.New(lists)
	for _, l := range lang.All() {
		places, all := map[string]string{}, strings.Builder{}
		s.EachText(l, func(where, text string) {
			all.WriteString(text + "\n")
			for _, word := range strings.FieldsFunc(strings.ReplaceAll(text, "\u00a0", " "), notInWord) {
				places[word] = where
			}
		})
		unknown, err := checker.Unknown(l, all.String())
		if errors.Is(err, spelling.ErrMissing) && os.Getenv("CI") == "" {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range unknown {
			t.Errorf("%s: unknown word %q in %s", l, word, places[word])
		}
		for _, word := range checker.Own(l) {
			if !strings.Contains(strings.ToLower(all.String()), strings.ToLower(word)) {
				t.Errorf("%s: %q stands in the word list and nowhere else", l, word)
			}
		}
	}
}

func notInWord(r rune) bool {
	return !slices.Contains([]rune{'’', '-'}, r) && strings.ContainsRune(" .,:;!?()«»„“”\n/", r)
}
