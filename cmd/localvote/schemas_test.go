package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"golang.org/x/sync/errgroup"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/schema"
	"localvote/web/site"
)

var realFiles = site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}

// made are the schemas of the content that is built in, and its kinds of file.
var made = sync.OnceValues(func() ([]schemaFile, []site.Kind) {
	s, _ := site.Build(realFiles)
	files, err := schemasOf(realFiles, lang.EN)
	if err != nil {
		panic(err)
	}
	fields, _ := schema.Read()
	kinds := s.Kinds()
	for _, k := range kinds {
		fields.Arrange(k.Name, k.Shape)
	}
	return files, kinds
})

const contentFolder = "../../content"

// The schemas in the content folder are those that the readers give now.
func TestSchemasAreUpToDate(t *testing.T) {
	files, _ := made()
	known := map[string]bool{}
	for _, f := range files {
		known[f.name] = true
		there, err := os.ReadFile(path.Join(contentFolder, "schemas", f.name))
		if err != nil || !bytes.Equal(there, f.data) {
			t.Errorf("content/schemas/%s is missing or old: run localvote schemas content", f.name)
		}
	}
	entries, err := os.ReadDir(path.Join(contentFolder, "schemas"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !known[e.Name()] {
			t.Errorf("content/schemas/%s belongs to no kind of file", e.Name())
		}
	}
}

// Every sentence of fields.yaml belongs to a field that some reader knows.
func TestNoSentenceIsLeftOver(t *testing.T) {
	made()
	fields, err := schema.Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fields.Unused() {
		t.Errorf("web/schema/fields.yaml: no reader asks for %q", name)
	}
}

// yamlFiles are the files that editors write in YAML. Editions of the past stay
// as they were.
func yamlFiles(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "released" {
			return fs.SkipDir
		}
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		out[name], err = fs.ReadFile(content.FS, name)
		return err
	})
	if err != nil || len(out) < 50 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	return out
}

// Every file says in its first line which schema is its own.
func TestEveryFileNamesItsSchema(t *testing.T) {
	_, kinds := made()
	for name, data := range yamlFiles(t) {
		k := site.KindOf(kinds, name)
		if k == nil {
			t.Errorf("content/%s is read as no known kind: give it a line in web/site/shapes.go", name)
			continue
		}
		if first, _, _ := strings.Cut(string(data), "\n"); first != k.Modeline(name) {
			t.Errorf("content/%s begins with %q, not with %q: run localvote fmt content", name, first, k.Modeline(name))
		}
		target := path.Join(path.Dir(name), strings.TrimPrefix(k.Modeline(name), "# yaml-language-server: $schema="))
		if _, err := os.Stat(path.Join(contentFolder, target)); err != nil {
			t.Errorf("content/%s: %v", name, err)
		}
	}
}

// validators are the schemas in the hands of somebody else's validator.
var validators = sync.OnceValue(func() map[string]*jsonschema.Schema {
	files, kinds := made()
	c := jsonschema.NewCompiler()
	for _, f := range files {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(f.data))
		if err == nil {
			err = c.AddResource("https://example.org/"+f.name, doc)
		}
		if err != nil {
			panic(err)
		}
	}
	out := map[string]*jsonschema.Schema{}
	for _, k := range kinds {
		out[k.Name] = c.MustCompile("https://example.org/" + k.Name + schema.Ending)
	}
	return out
})

func TestRealFilesFitTheirSchemas(t *testing.T) {
	_, kinds := made()
	for name, data := range yamlFiles(t) {
		if err := validate(t, kinds, name, string(data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func validate(t *testing.T, kinds []site.Kind, name, text string) error {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return validators()[site.KindOf(kinds, name).Name].Validate(jsonValue(t, doc.Content[0]))
}

// jsonValue is what an editor's program sees in a file: YAML 1.2, where yes is a
// word and a day is a word, but true and 2025 are not.
func jsonValue(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = jsonValue(t, n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, jsonValue(t, c))
		}
		return out
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// The slips that editors make: the schema underlines each of them, and the reader
// refuses the file, too.
func TestSchemasRefuseSlips(t *testing.T) {
	_, kinds := made()
	files := yamlFiles(t)
	var builds errgroup.Group
	builds.SetLimit(runtime.GOMAXPROCS(0))
	for _, c := range []struct{ name, file, old, new string }{
		{"an unknown field", "site.yaml", "\ndate_limit:", "\ndate_limits:"},
		{"a missing field", "site.yaml", "recheck_after: 365", ""},
		{"a month that is none", "site.yaml", "law_as_of: 2026-02", "law_as_of: 2026-13"},
		{"a day that is a month", "site.yaml", "date_limit: 2035-12-31", "date_limit: 2035-12"},
		{"words for a number", "site.yaml", "recheck_after: 365", "recheck_after: a year"},
		{"a negative number", "site.yaml", "recheck_after: 365", "recheck_after: -1"},

		{"an unknown effect", "eligibility/rules/ru.yaml", "effect: grant", "effect: grand"},
		{"an unknown right", "eligibility/rules/ru.yaml", "[council_vote, head_vote", "[counsil_vote, head_vote"},
		{"an unknown question", "eligibility/rules/ru.yaml", "when: {citizenship:", "when: {citizen:"},
		{"an unknown answer", "eligibility/rules/ru.yaml", "citizenship: [ru, both]", "citizenship: [ru, bot]"},
		{"an answer to another question", "eligibility/rules/ru.yaml", "citizenship: [ru, both]", "citizenship: [permanent]"},
		{"a word where a list belongs", "eligibility/rules/ru.yaml", "citizenship: [ru, both]", "citizenship: ru"},
		{"rights without brackets", "eligibility/rules/by.yaml", "rights: [council_stand]", "rights: council_stand"},
		{"an unknown source", "eligibility/rules/ru.yaml", "sources: [ru.67fz.4.1]", "sources: [ru.67fz.4.11]"},
		{"no source", "eligibility/rules/ru.yaml", "sources: [ru.67fz.4.1]", "sources: []"},
		{"the field sources is missing", "eligibility/rules/ru.yaml", "    sources: [ru.67fz.4.1]\n", ""},
		{"an id in capitals", "eligibility/rules/ru.yaml", "id: ru.grant.citizen\n", "id: RU.grant.citizen\n"},
		{"an id with a space", "eligibility/rules/ru.yaml", "id: ru.grant.citizen\n", "id: ru grant citizen\n"},
		{"an unknown country", "eligibility/rules/ru.yaml", "country: ru", "country: rus"},
		{"answers that became truth values", "eligibility/rules/ru.yaml", "registered: [no]", "registered: [false]"},
		{"a day in another order", "eligibility/asymmetries.yaml", "to: 2025-10-29", "to: 29.10.2025"},
		{"a day that is no word", "eligibility/asymmetries.yaml", "to: 2025-10-29", "to: 20251029"},
		{"an unknown direction", "eligibility/changes.yaml", "direction: gain", "direction: loss"},
		{"an unknown kind of step", "eligibility/steps.yaml", "kind: do", "kind: todo"},
		{"an unknown verdict", "eligibility/steps.yaml", "verdicts: [yes]", "verdicts: [true]"},
		{"a basis that is none", "eligibility/elections.yaml", "basis: announced", "basis: guessed"},
		{"a verdict of an example", "eligibility/examples.yaml", "council_vote: yes", "council_vote: maybe"},
		{"an answer of an example", "eligibility/examples.yaml", "age: 21plus", "age: 21"},
		{"an unknown way to change", "eligibility/questions.yaml", "change: choice", "change: chance"},
		{"dont_know in words", "eligibility/questions.yaml", "dont_know: true", "dont_know: yes"},
		{"one answer", "eligibility/questions.yaml", "answers: [ru, by]", "answers: [ru]"},
		{"a layout in words", "eligibility/layouts.yaml", "number: 1", "number: one"},
		{"an empty text", "eligibility/texts/ru.yaml", "right.council_vote.name: Голосовать за депутатов совета", "right.council_vote.name: ''"},
		{"a list of texts", "eligibility/texts/en.yaml", "right.council_vote.name: Vote for the local council", "right.council_vote.name: [a, b]"},

		{"a kind of source", "sources/russia.yaml", "    kind: law", "    kind: lore"},
		{"a source without title", "sources/treaty.yaml", "    title:\n", "    titel:\n"},
		{"a language is missing", "sources/treaty.yaml", `, en: "Protocol of 13 March 2025 (as reported)"`, ""},
		{"an address without scheme", "sources/belarus.yaml", `url: "https://`, `url: "`},
		{"a source checked in a month", "sources/russia.yaml", `checked_on: "2026-11-21"`, `checked_on: "2026-11"`},

		{"a fact with two values", "facts/dates.yaml", "date: 1997-04-02", "date: 1997-04-02, number: 5"},
		{"a fact without value", "facts/dates.yaml", ", date: 1997-04-02", ""},
		{"a number with a space", "facts/record.yaml", "number: 26500", "number: 26 500"},
		{"a fact with an unknown source", "facts/rights.yaml", "sources: [ru.109fz.14]", "sources: [ru.109fz]"},

		{"an unknown section", "pages/home/page.yaml", "section: ", "section: x"},
		{"an order that is no number", "pages/home/page.yaml", "order: ", "order: x"},
		{"a block without sources", "pages/in-russia/page.yaml", "answer: [", "answer: [] # ["},
		{"a block with an id in capitals", "pages/in-russia/page.yaml", "  answer: [", "  Answer: ["},
		{"a change in a month", "pages/in-russia/page.yaml", "- on: 2026-11-21", "- on: 2026-11"},

		{"an unknown verdict on a claim", "claims.yaml", "verdict: false", "verdict: flase"},
		{"an unknown article", "claims.yaml", "by: [a", "by: [z"},
		{"an unknown page", "claims.yaml", "    page: ", "    page: x"},
		{"a stage that is none", "timeline.yaml", "stage: signed", "stage: singed"},
		{"an unknown fact", "timeline.yaml", "fact: union-treaty", "fact: union-treety"},
		{"key in words", "timeline.yaml", "key: true", "key: yes"},
		{"a value with a space", "numbers.yaml", "value: 26500", "value: 26 500"},
		{"an unknown date", "numbers.yaml", "as_of: belarusians-counted", "as_of: yesterday"},
		{"a side that is none", "voices.yaml", "    side: official_for", "    side: for"},
		{"a language of a quote", "voices.yaml", "quote: {lang: en", "quote: {lang: eng"},
		{"a country that is none", "contacts.yaml", "country: ru", "country: kz"},
		{"an unknown answer of a person", "matrix.yaml", "residence: permanent", "residence: forever"},
		{"a level without mark", "levels.yaml", "      local: false\n", ""},
		{"a misspelt field deep inside", "levels.yaml", "          local: true", "          locale: true"},
		{"an unknown block", "places/kinds.yaml", "lead: by-oblast", "lead: by-oblasti"},
		{"an unknown level", "places/kinds.yaml", "level: by.basic", "level: by.basis"},
		{"an unknown right of a level", "places/kinds.yaml", "vote: regional_vote", "vote: region_vote"},
	} {
		before := string(files[c.file])
		if !strings.Contains(before, c.old) {
			t.Errorf("%s: %s does not say %q", c.name, c.file, c.old)
			continue
		}
		after := strings.Replace(before, c.old, c.new, 1)
		if validate(t, kinds, c.file, after) == nil {
			t.Errorf("%s: the schema takes %q in %s", c.name, c.new, c.file)
		}
		if !testing.Short() {
			builds.Go(func() error { readerRefuses(t, c.name, c.file, after); return nil })
		}
	}
	builds.Wait()
}

func readerRefuses(t *testing.T, slip, name, text string) {
	t.Helper()
	files := realFiles
	files.Content = over{fstest.MapFS{name: {Data: []byte(text)}}, content.FS}
	_, problems := site.Build(files)
	for _, p := range problems {
		if p.Pos.File == name && p.Severity == problem.Error {
			return
		}
	}
	t.Errorf("%s: the reader takes what the schema refuses in %s", slip, name)
}

// over is files that stand in front of others.
type over struct {
	front fstest.MapFS
	fs.FS
}

func (o over) Open(name string) (fs.File, error) {
	if _, there := o.front[name]; there {
		return o.front.Open(name)
	}
	return o.FS.Open(name)
}
