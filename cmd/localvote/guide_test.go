package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"localvote/content"
)

// A lesson is one of the edits in the guide for editors (content/README.md).
type lesson struct {
	lang  string
	title string
	steps []lessonStep
}

// A step is a block of the guide: an edit, or commands with their answers.
type lessonStep struct {
	line  int
	edit  bool
	lines []string
}

var languageOf = map[string]string{"По-русски": "ru", "Па-беларуску": "be", "In English": "en"}

// lessons reads the guide.
func lessons(t *testing.T) []lesson {
	t.Helper()
	data, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []lesson
	var open *lessonStep
	lang := ""
	for n, line := range strings.Split(string(data), "\n") {
		switch {
		case open != nil && line == "```":
			last := &out[len(out)-1]
			last.steps = append(last.steps, *open)
			open = nil
		case open != nil:
			open.lines = append(open.lines, line)
		case strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## "):
			lang = languageOf[strings.TrimLeft(line, "# ")]
		case strings.HasPrefix(line, "### ") && lang != "":
			out = append(out, lesson{lang: lang, title: strings.TrimPrefix(line, "### ")})
		case (line == "```diff" || line == "```console") && lang != "" && len(out) > 0:
			open = &lessonStep{line: n + 1, edit: line == "```diff"}
		}
	}
	return out
}

// The guide is true: every edit fits the content, and every command answers what
// the guide says, in all three languages.
func TestGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("checks the whole content for every lesson: not in short runs")
	}
	all := lessons(t)
	if len(all) != 30 {
		t.Fatalf("the guide has %d lessons, not ten in each language", len(all))
	}
	for _, l := range all {
		t.Run(l.lang+" "+l.title, func(t *testing.T) {
			dir := t.TempDir()
			copyFolder(t, filepath.Join(dir, "content"))
			t.Chdir(dir)
			for _, step := range l.steps {
				if step.edit {
					applyEdit(t, step)
				} else {
					follow(t, l.lang, step)
				}
			}
		})
	}
}

func copyFolder(t *testing.T, to string) {
	t.Helper()
	if err := os.CopyFS(to, content.FS); err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"schemas"} { // not built in
		if err := os.CopyFS(filepath.Join(to, more), os.DirFS(filepath.Join("../../content", more))); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	err := filepath.Walk(to, func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		return os.Chmod(name, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// applyEdit does what a person does who reads "−" and "+": the first line names the
// file; what stands after "-" is looked for, what stands after "+" takes its place.
// Without "-" the lines go to the end of the file.
func applyEdit(t *testing.T, step lessonStep) {
	t.Helper()
	var file string
	var before, after []string
	flush := func() {
		if file == "" || len(before)+len(after) == 0 {
			return
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("line %d: %v", step.line, err)
		}
		text, old, now := string(data), strings.Join(before, "\n"), strings.Join(after, "\n")
		switch n := strings.Count(text, old); {
		case len(before) == 0:
			text = strings.TrimRight(text, "\n") + "\n" + now + "\n"
		case n != 1:
			t.Fatalf("line %d: %s says %d times %q", step.line, file, n, old)
		default:
			text = strings.Replace(text, old, now, 1)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		before, after = nil, nil
	}
	for _, line := range step.lines {
		switch {
		case strings.HasPrefix(line, "-"):
			if len(after) > 0 {
				flush()
			}
			before = append(before, line[1:])
		case strings.HasPrefix(line, "+"):
			after = append(after, line[1:])
		default:
			flush()
			file = strings.TrimSpace(line)
		}
	}
	flush()
}

// follow runs the commands of a step and compares their answers with those in the
// guide, line by line; … stands for anything.
func follow(t *testing.T, lang string, step lessonStep) {
	t.Helper()
	var said []string
	for n, line := range step.lines {
		if command, ok := strings.CutPrefix(line, "$ localvote "); ok {
			var out, errOut bytes.Buffer
			run(append(strings.Fields(command), "--lang", lang), &out, &errOut)
			said = strings.Split(strings.TrimRight(out.String()+errOut.String(), "\n"), "\n")
			continue
		}
		if strings.TrimSpace(line) == "…" {
			continue
		}
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + "$")
		at := -1
		for i, answer := range said {
			if pattern.MatchString(answer) {
				at = i
				break
			}
		}
		if at < 0 {
			t.Fatalf("line %d: nothing says %q, but:\n%s", step.line+n+1, line, strings.Join(said, "\n"))
		}
		said = said[at+1:]
	}
}

var (
	codeInSource = regexp.MustCompile(`"([A-Z])(\d{2,3})"`)
	codeInGuide  = regexp.MustCompile(`([A-Z])(\d{2,3})(?:–[A-Z](\d{2,3}))?`)
)

// Every code that a message can have is explained in the guide.
func TestCodesAreExplained(t *testing.T) {
	data, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	_, table, _ := strings.Cut(string(data), "## Codes")
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for _, m := range codeInGuide.FindAllStringSubmatch(cells[1], -1) {
			first, _ := strconv.Atoi(m[2])
			last := first
			if m[3] != "" {
				last, _ = strconv.Atoi(m[3])
			}
			for n := first; n <= last; n++ {
				explained[fmt.Sprintf("%s%0*d", m[1], len(m[2]), n)] = true
			}
		}
	}
	used := 0
	for _, root := range []string{".", "../../web"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/e2e/") {
				return err
			}
			source, err := os.ReadFile(name)
			for _, m := range codeInSource.FindAllStringSubmatch(string(source), -1) {
				used++
				if !explained[m[1]+m[2]] {
					t.Errorf("%s: the code %s%s is not explained in content/README.md", name, m[1], m[2])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if used < 150 {
		t.Errorf("only %d codes found", used)
	}
}
