package templates

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"localvote/web/lang"
)

var (
	keyUse = regexp.MustCompile(`\.(?:T|With|Count)\("([^"]+)"`)
	anyUse = regexp.MustCompile(`\.(?:T|With|Count)\(`)
	// A letter after a tag, or a quoted attribute that people read.
	bareWord = regexp.MustCompile(`>[^\n<{}]*\p{L}[^\n<{}]*<|(?:aria-label|title|placeholder|alt)="`)
)

// Every word comes from the locales by a literal key, in all three languages.
func TestKeysAreLiteralAndKnown(t *testing.T) {
	for _, file := range sources(t) {
		text := read(t, file)
		uses := keyUse.FindAllStringSubmatch(text, -1)
		if all := anyUse.FindAllString(text, -1); len(all) != len(uses) {
			t.Errorf("%s: %d keys, %d of them literal", file, len(all), len(uses))
		}
		for _, l := range lang.All() {
			words := newFileLocalizer(t, l)
			for _, use := range uses {
				words.find(use[1])
			}
		}
	}
}

func TestTemplatesHoldNoWords(t *testing.T) {
	for _, file := range sources(t) {
		if found := bareWord.FindString(read(t, file)); found != "" && strings.HasSuffix(file, ".templ") {
			t.Errorf("%s: %q: words belong in the locales", file, found)
		}
	}
}

// sources are the files that people write: templates, and the Go beside them.
func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.templ", "*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if !strings.HasSuffix(file, "_templ.go") && !strings.HasSuffix(file, "_test.go") {
				files = append(files, file)
			}
		}
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
