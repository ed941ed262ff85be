package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"localvote/web/lang"
)

// composed are the beginnings of keys that the code puts together from parts;
// what stands behind them is a number from 1 to 12.
var composed = []string{"month.", "month.nom.", "month.in."}

var (
	keyCall  = regexp.MustCompile(`\.(?:T|With|Count)\("([^"]+)"[,)]`)
	quoted   = regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)*)"`)
	keyShape = regexp.MustCompile(`^(?:error|compare|nav|foot|flip|pass|share)\.[a-z0-9_.]*[a-z0-9_]$`)
)

// Every key that is used has words, and all words are used.
func TestKeys(t *testing.T) {
	known := localeKeys(t)
	used := map[string]bool{}
	for file, source := range sourcesOfWords(t) {
		for _, m := range keyCall.FindAllStringSubmatch(source, -1) {
			used[m[1]] = true
			if !known[m[1]] {
				t.Errorf("%s uses %s, which has no words", file, m[1])
			}
		}
		// A key may be handed on before it is looked up: "error.404.title".
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			used[m[1]] = true
		}
		for _, key := range composedIn(source) {
			used[key] = true
			if !known[key] {
				t.Errorf("%s puts %s together, which has no words", file, key)
			}
		}
	}
	for key := range known {
		if !used[key] {
			t.Errorf("%s has words in the locales, and nobody uses it", key)
		}
	}
}

func composedIn(source string) (keys []string) {
	for _, prefix := range composed {
		if strings.Contains(source, strconv.Quote(prefix)) {
			for n := range 12 {
				keys = append(keys, prefix+strconv.Itoa(n+1))
			}
		}
	}
	return keys
}

// Keys that are handed on are keys too: a slip in "error.404.titel" is found here.
func TestKeysHandedOn(t *testing.T) {
	known := localeKeys(t)
	for file, source := range sourcesOfWords(t) {
		if !strings.HasSuffix(file, ".go") {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			if keyShape.MatchString(m[1]) && !known[m[1]] && !textKey(t, m[1]) {
				t.Errorf("%s has %q, which looks like a key and is none", file, m[1])
			}
		}
	}
}

// textKey tells whether a key is one of the questionnaire's own texts.
func textKey(t *testing.T, key string) bool {
	return soundSite(t).Questionnaire.Text(lang.EN, key, "") != ""
}

// localeKeys are the keys of the interface. That the three languages have the
// same ones is a matter of package locales.
func localeKeys(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("../locales/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	collectKeys(keys, "", tree)
	return keys
}

func collectKeys(into map[string]bool, prefix string, tree map[string]any) {
	if _, plural := tree["other"].(string); plural {
		into[strings.TrimSuffix(prefix, ".")] = true
		return
	}
	for name, value := range tree {
		if deeper, ok := value.(map[string]any); ok {
			collectKeys(into, prefix+name+".", deeper)
			continue
		}
		into[prefix+name] = true
	}
}

// sourcesOfWords are the files that may ask for words.
func sourcesOfWords(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*.go", "*/*.go", "../templates/*.templ", "../templates/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out[file] = string(data)
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %d files", len(out))
	}
	return out
}
