package catalog

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"localvote/web/lang"
	say "localvote/web/message"
	"localvote/web/problem"
)

// A file is what one language says.
type file struct {
	name     string
	lines    map[string]int // where each key stands
	messages map[string]*message
}

// A message is one text, or one for each plural form.
type message struct {
	key   string
	forms map[string]string
}

func (m *message) plural() bool {
	_, other := m.forms["other"]
	return len(m.forms) > 1 || len(m.forms) == 1 && !other
}

// formsOf lists the plural forms that a language tells apart.
func formsOf(l lang.Lang) []string {
	if l == lang.EN {
		return []string{"one", "other"}
	}
	return []string{"one", "few", "many", "other"}
}

var (
	pluralNames = []string{"zero", "one", "two", "few", "many", "other"}
	// The tools of go-i18n take these for parts of a message, in any case.
	reserved = append([]string{"id", "description", "hash", "leftdelim", "rightdelim", "translation"}, pluralNames...)
)

// at is where a key, or one form of it, stands in the file.
func (f *file) at(key, form string) problem.Pos {
	if line := f.lines[key+"."+form]; line > 0 {
		return problem.Pos{File: f.name, Line: line}
	}
	return problem.Pos{File: f.name, Line: f.lines[key]}
}

// near is where a missing key would stand: at the head of its table, if there
// is one.
func (f *file) near(key string) problem.Pos {
	return f.at(key[:max(0, strings.LastIndex(key, "."))], "")
}

// readFile gives nil if the file cannot be used at all.
func readFile(fsys fs.FS, l lang.Lang, problems *problem.List) *file {
	name := string(l) + ".toml"
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		problems.Errorf(problem.Pos{File: name}, "E101", "cannot read the words of the language: %s", problem.Cause(err)).Hint("every language needs its file")
		return nil
	}
	var tree map[string]any
	if err := toml.Unmarshal(src, &tree); err != nil {
		reportSyntax(name, err, problems)
		return nil
	}
	f := &file{name: name, lines: keyLines(string(src)), messages: map[string]*message{}}
	f.walk("", tree, problems)
	return f
}

func reportSyntax(name string, err error, problems *problem.List) {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		problems.Errorf(problem.Pos{File: name}, "E102", "cannot be read as TOML: %v", err)
		return
	}
	hint := say.New("a text stands in double quotes, a quote inside it as \\\"")
	if strings.Contains(parse.Message, "defined") { // a key that is there twice
		hint = say.New("take one of the two out")
	}
	// Columns are left out: the parser counts bytes, editors' programs characters.
	problems.Errorf(problem.Pos{File: name, Line: parse.Position.Line}, "E102", "cannot be read as TOML: %s", parse.Message).Try(hint)
}

// walk turns tables into messages. A table of plural forms is a message, any
// other table only a part of the keys' names.
func (f *file) walk(prefix string, tree map[string]any, problems *problem.List) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		table, isTable := tree[name].(map[string]any)
		switch {
		case slices.Contains(reserved, strings.ToLower(name)):
			problems.Errorf(f.at(key, ""), "E103", "%q cannot be the name of a key", name).Hint("add a word: %s_text", key)
		case isTable && holdsForms(table):
			f.addForms(key, table, problems)
		case isTable:
			f.walk(key, table, problems)
		default:
			f.add(key, map[string]any{"other": tree[name]}, problems)
		}
	}
}

// holdsForms tells a message from a group of keys: one text under the name of a
// plural form is enough, the rest is then a mistake in it.
func holdsForms(table map[string]any) bool {
	for _, name := range pluralNames {
		if _, isText := table[name].(string); isText {
			return true
		}
	}
	return false
}

func (f *file) addForms(key string, table map[string]any, problems *problem.List) {
	forms := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		switch {
		case slices.Contains(pluralNames, name):
			forms[name] = table[name]
		case name != "description": // a note to translators
			problems.Errorf(f.at(key, name), "E103", "%q stands among the plural forms of %q", name, key).Hint("plural forms are %s", strings.Join(pluralNames[1:], ", "))
		}
	}
	f.add(key, forms, problems)
}

func (f *file) add(key string, forms map[string]any, problems *problem.List) {
	if f.messages[key] != nil {
		problems.Errorf(f.at(key, ""), "E103", "%q is written twice, with and without quotes", key)
		return
	}
	m := &message{key, map[string]string{}}
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		text, isText := forms[form].(string)
		if !isText {
			problems.Errorf(f.at(key, form), "E103", "%q is not a text", key).Hint("put it in double quotes")
			continue
		}
		m.forms[form] = text
	}
	if len(m.forms) > 0 {
		f.messages[key] = m
	}
}

// reportStrangers warns of files that look as if they should do something, such
// as a fourth language. Notes and Go files are expected in the folder.
func reportStrangers(fsys fs.FS, problems *problem.List) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return // the missing files are reported already
	}
	for _, e := range entries {
		stem, ext := strings.TrimSuffix(e.Name(), path.Ext(e.Name())), path.Ext(e.Name())
		_, expected := lang.Parse(stem)
		if expected && ext == ".toml" || ext == ".go" || ext == ".md" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		problems.Warnf(problem.Pos{File: e.Name()}, "W101", "this file is ignored").Hint("languages are ru.toml, be.toml, en.toml")
	}
}
