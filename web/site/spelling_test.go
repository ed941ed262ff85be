package site

import (
	"errors"
	"os"
	"strings"
	"testing"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/problem"
	"localvote/web/spelling"
)

// spell reads the files and proof-reads them; without hunspell the test is left
// out, except where everything must be there.
func spell(t *testing.T, files Files) problem.List {
	t.Helper()
	s, problems := Build(files)
	if problems.Errors() > 0 {
		t.Fatalf("the content has errors: %s", problems[0])
	}
	list, err := s.Spelling(files)
	if errors.Is(err, spelling.ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Every word that a reader may see is known to hunspell or stands in the list of
// names and terms; the list holds nothing that is not used.
func TestSpelling(t *testing.T) {
	for _, p := range spell(t, Files{Content: content.FS, Locales: locales.FS, Static: static.FS}) {
		t.Error(p)
	}
}

// A misspelt word is found where it stands, with the word that was meant.
func TestSpellingSaysWhere(t *testing.T) {
	files := Files{Content: copyOf(t, content.FS), Locales: locales.FS, Static: static.FS}
	changed := copyOf(t, content.FS)
	change := func(name, old, replacement string) {
		text := string(changed[name].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not say %q", name, old)
		}
		changed[name].Data = []byte(strings.Replace(text, old, replacement, 1))
	}
	change("pages/in-russia/ru.md", "Граждане", "Грождане")
	change("eligibility/texts/be.yaml", "грамадзян", "громадзян")
	change("words/en.txt", "\n", "\nneverused\n")
	files.Content = changed
	list := spell(t, files)
	var all strings.Builder
	for _, p := range list {
		if p.Pos.Line == 0 || p.Severity != problem.Warning {
			t.Errorf("no line, or more than a warning: %s", p)
		}
		all.WriteString(p.String() + "\n")
	}
	for _, want := range []string{"pages/in-russia/ru.md:", "“Грождане”", "“Граждане”", "eligibility/texts/be.yaml:", "words/en.txt:2:1: warning [S02]"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("nothing says %q: %s", want, &all)
		}
	}
}
