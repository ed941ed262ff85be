package site

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/content"
	"localvote/locales"
	"localvote/web/problem"
)

// copyOf is a folder in memory that a test may change.
func copyOf(t *testing.T, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// oneIcon is a folder static for tests of what stands elsewhere: each site that is built
// presses all of its own as small as it gets, and that takes as long as all the rest.
var oneIcon = fstest.MapFS{"favicon.svg": {Data: []byte("<svg/>")}}

// The slips that editors make are found in the real content, each with its file
// and line.
func TestSlipsAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole site for every slip: not in short runs")
	}
	for _, c := range []struct {
		name, file string
		old, new   string
		code       string
	}{
		{"a missing translation", "pages/in-russia/be.md", "{#who ", "{#whoever ", "E204"},
		{"a broken link", "pages/in-russia/ru.md", "](page:", "](page:x", "E208"},
		{"a link only in one language", "pages/in-russia/en.md", "](page:residence", "](page:standing", "E212"},
		{"an unknown source", "pages/in-russia/page.yaml", "ru.cec.2025-11-13", "ru.cec.2025-11-31", "E015"},
		{"a stale page", "pages/in-russia/page.yaml", "checked_on: 2026-11-21", "checked_on: 2024-01-31", "W213"},
		{"a stale source", "sources/russia.yaml", `checked_on: "2026-11-21"`, `checked_on: "2024-01-31"`, "W213"},
		{"a Latin look-alike", "pages/in-russia/ru.md", "Граждане", "Гpаждане", "L01"}, // Latin p
		{"a wrong term", "pages/in-russia/be.md", "від на жыхарства", "прапіска", "L06"},
		{"у after a vowel", "pages/in-russia/be.md", " ў ", " у ", "L02"},
		{"a year in the text", "pages/in-russia/en.md", "{{date protocol-in-force}}", "29 October 2025", "E207"},
		{"a missing plural", "locales/be.toml", "few = ", "fewer = ", "E10"},
		{"an unknown fact", "pages/in-russia/ru.md", "{{date protocol-in-force}}", "{{date protocol-in-farce}}", "E206"},
		{"a claim without verdict", "claims.yaml", "verdict: false", "verdict: flase", "E014"},
		{"markup", "pages/in-russia/ru.md", "{#who}\n", "{#who}\n<b>Так</b> ", "E209"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := Files{Content: copyOf(t, content.FS), Locales: copyOf(t, locales.FS), Static: oneIcon}
			where, file := files.Content.(fstest.MapFS), c.file
			if name, ok := strings.CutPrefix(c.file, "locales/"); ok {
				where, file = files.Locales.(fstest.MapFS), name
			}
			before := string(where[file].Data)
			if !strings.Contains(before, c.old) {
				t.Fatalf("%s does not contain %q", file, c.old)
			}
			where[file].Data = []byte(strings.Replace(before, c.old, c.new, 1))
			s, problems := Build(files)
			if problems.Errors() == 0 {
				problems = append(problems, s.Stale("2026-11-21")...)
			}
			if !found(problems, c.code, file) {
				t.Errorf("no %s in %s with a line among %d problems: %v", c.code, file, len(problems), first(problems))
			}
		})
	}
}

func found(problems problem.List, code, file string) bool {
	for _, p := range problems {
		other := strings.Replace(file, "/be.md", "/ru.md", 1) // a block missing in one language is shown in the other
		if strings.HasPrefix(p.Code, code) && (p.Pos.File == file || p.Pos.File == other) && (p.Pos.Line > 0 || code == "W213") {
			return true
		}
	}
	return false
}

func first(problems problem.List) problem.List { return problems[:min(len(problems), 3)] }
