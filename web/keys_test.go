package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"localvote/web/lang"
)

// composed are the keys that the code puts together from parts; nobody finds
// them by reading.
func composed() []string {
	var keys []string
	for month := 1; month <= 12; month++ {
		keys = append(keys, "month."+strconv.Itoa(month), "month.nom."+strconv.Itoa(month))
	}
	return keys
}

var (
	keyCall  = regexp.MustCompile(`\.(?:T|With|Count)\("([^"]+)"`)
	anyCall  = regexp.MustCompile(`(?:\bl|\bL|words|localizer)\.(?:T|With|Count)\((?:[^"]|"[^"]*"\s*\+)`)
	quoted   = regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)*)"`)
	keyShape = regexp.MustCompile(`^(?:error|page|result|compare|nav|foot|date)\.[a-z0-9_.]*[a-z0-9_]$`)
)

// Every key that is used has words, and all words are used.
func TestKeys(t *testing.T) {
	known := localeKeys(t)
	used := map[string]bool{}
	for _, key := range composed() {
		used[key] = true
	}
	for file, source := range sourcesOfWords(t) {
		for _, m := range keyCall.FindAllStringSubmatch(source, -1) {
			used[m[1]] = true
			if !known[m[1]] {
				t.Errorf("%s uses %s, which has no words", file, m[1])
			}
		}
		// A key may be handed on before it is looked up: "error.404.title".
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			used[m[1]] = used[m[1]] || known[m[1]]
		}
	}
	for key := range known {
		if !used[key] {
			t.Errorf("%s has words in the locales, and nobody uses it", key)
		}
	}
	for _, key := range composed() {
		if !known[key] {
			t.Errorf("%s is put together in the code, and has no words", key)
		}
	}
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

// Keys stand in the code as they are, so that a search finds them; the few that
// are put together are listed above.
func TestKeysAreLiteral(t *testing.T) {
	allowed := []string{`v.l.T("month." +`, `v.l.T("month.nom." +`, "v.l.T(f.", "words.T(f.", "v.l.With(d.err,"}
	for file, source := range sourcesOfWords(t) {
		if strings.Contains(file, "catalog/") {
			continue
		}
		for _, at := range anyCall.FindAllStringIndex(source, -1) {
			call := source[max(0, at[0]-2):min(len(source), at[1]+30)]
			call, _, _ = strings.Cut(call, "\n")
			if !slices.ContainsFunc(allowed, func(a string) bool { return strings.Contains(call, a) }) {
				t.Errorf("%s: %s: the key is not literal", file, call)
			}
		}
	}
}
