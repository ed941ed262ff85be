package main

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/content"
	"localvote/web/format"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/yamldoc"
)

var realStyle = sync.OnceValues(styleOf)

// written are the files of some content as fmt would have them.
func written(t *testing.T, files fstest.MapFS) fstest.MapFS {
	t.Helper()
	style, err := realStyle()
	if err != nil {
		t.Fatal(err)
	}
	found, err := format.Content(files, style)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for name, f := range files {
		out[name] = f
	}
	for _, f := range found {
		if f.Wrong != nil {
			t.Errorf("%s: %v", f.Name, f.Wrong)
		}
		out[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return out
}

func realContent(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.FS, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The content is in its usual form.
func TestContentIsFormatted(t *testing.T) {
	files := realContent(t)
	after := written(t, files)
	for name, f := range files {
		if string(after[name].Data) != string(f.Data) {
			t.Errorf("content/%s is not in its usual form: run localvote fmt content", name)
		}
	}
}

var (
	lineStart = regexp.MustCompile(`(?m)^( *)(- )?`)
)

// However somebody's program has written a file: fmt writes it as it was, and
// Build reads the same from it.
func TestFormUndoesWhatProgramsDo(t *testing.T) {
	files := realContent(t)
	for name, spoil := range map[string]func(name, text string) string{
		"line ends and blanks": func(_, text string) string {
			return "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(text, "\n\n", "\n\n\n \n"), "\n", "  \r\n")
		},
		"four spaces": func(name, text string) string {
			if path.Ext(name) != ".yaml" {
				return text
			}
			return lineStart.ReplaceAllStringFunc(text, func(m string) string {
				indent := strings.TrimSuffix(m, "- ")
				return indent + indent + strings.Repeat("-   ", min(1, len(m)-len(indent)))
			})
		},
		"list marks": func(name, text string) string {
			if path.Ext(name) != ".md" {
				return text
			}
			return strings.ReplaceAll(text, "\n- ", "\n* ")
		},
		"blanks in brackets": func(name, text string) string {
			if path.Ext(name) != ".yaml" || strings.Contains(name, "texts/") {
				return text
			}
			text = regexp.MustCompile(`(?m)^([^#\n]*[a-z]: )\[(.*)\]$`).ReplaceAllString(text, "$1 [ $2 ]")
			return regexp.MustCompile(`(?m)^([^#\n]*[a-z]: )\{(.*)\}$`).ReplaceAllString(text, "$1  { $2 }")
		},
		"no first line": func(_, text string) string {
			if strings.HasPrefix(text, yamldoc.Modeline) {
				_, text, _ = strings.Cut(text, "\n")
			}
			return text
		},
		"all cells in quotation marks": func(name, text string) string {
			if path.Ext(name) != ".csv" {
				return text
			}
			return regexp.MustCompile(`(?m)(^|,)([^",\n]+)`).ReplaceAllString(text, `$1"$2"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := fstest.MapFS{}
			for file, f := range files {
				spoilt[file] = f
				if strings.Contains(file, "/released/") {
					continue // nobody writes there but the command release
				}
				if e := path.Ext(file); (e == ".yaml" || e == ".csv" || e == ".md") && !(e == ".csv" && name == "line ends and blanks") {
					spoilt[file] = &fstest.MapFile{Data: []byte(spoil(file, string(f.Data)))}
				}
			}
			for file, f := range written(t, spoilt) {
				if string(f.Data) != string(files[file].Data) {
					t.Errorf("%s: %s", file, firstDifference(string(f.Data), string(files[file].Data)))
				}
			}
		})
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "line " + string(rune('0'+i%10)) + ": got " + a[i] + "\nwant " + b[i]
		}
	}
	return "another number of lines"
}

// Fields in another order come back to theirs, each with its comments.
func TestFieldsComeBack(t *testing.T) {
	_, kinds := made()
	for name, f := range realContent(t) {
		k := site.KindOf(kinds, name)
		if k == nil || strings.Contains(name, "/texts/") {
			continue
		}
		reversed := reverse(k.Shape)
		reversed.Names = k.Shape.Names // the comments at the head belong to the whole file
		spoilt, err := yamldoc.Format(f.Data, yamldoc.Style{Modeline: k.Modeline(name), Shape: reversed})
		if err != nil {
			t.Errorf("%s backwards: %v", name, err)
			continue
		}
		back, err := yamldoc.Format(spoilt, yamldoc.Style{Modeline: k.Modeline(name), Shape: k.Shape})
		if err != nil || string(back) != string(f.Data) {
			t.Errorf("%s: %v, %s", name, err, firstDifference(string(back), string(f.Data)))
		}
	}
}

func reverse(s *yamldoc.Shape) *yamldoc.Shape {
	if s == nil {
		return nil
	}
	out := *s
	out.Names = slices.Clone(s.Names)
	slices.Reverse(out.Names)
	out.Fields = map[string]*yamldoc.Shape{}
	for name, inner := range s.Fields {
		out.Fields[name] = reverse(inner)
	}
	out.Item, out.Rest = reverse(s.Item), reverse(s.Rest)
	return &out
}

// Straight quotation marks come back, and Build gives the same rules and texts.
func TestQuotesComeBack(t *testing.T) {
	files := realContent(t)
	straight := strings.NewReplacer("«", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`, "’", "'")
	spoilt := fstest.MapFS{}
	for name, f := range files {
		spoilt[name] = f
		if path.Ext(name) == ".md" && path.Base(name) != "README.md" {
			spoilt[name] = &fstest.MapFile{Data: []byte(outsideSigns(string(f.Data), straight.Replace))}
		}
	}
	real, _ := site.Build(site.Files{Content: files, Locales: realFiles.Locales, Static: realFiles.Static})
	after := written(t, spoilt)
	differ := 0
	for name, f := range after {
		if string(f.Data) != string(files[name].Data) {
			differ++
			if differ < 4 {
				t.Logf("%s: %s", name, firstDifference(string(f.Data), string(files[name].Data)))
			}
		}
	}
	again, problems := site.Build(site.Files{Content: after, Locales: realFiles.Locales, Static: realFiles.Static})
	if again.Questionnaire.Hash != real.Questionnaire.Hash {
		t.Error("the rules have another hash")
	}
	for _, p := range problems {
		if p.Code == "L05" || p.Code == "W211" {
			t.Error(p)
		}
	}
	for _, l := range lang.All() {
		var was []string
		real.EachText(l, func(_, text string) { was = append(was, text) })
		i := 0
		again.EachText(l, func(where, text string) {
			if i < len(was) && text != was[i] {
				t.Errorf("%s %s: %q, was %q", l, where, text, was[i])
			}
			i++
		})
	}
}

var shortSign = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// outsideSigns changes a text everywhere but in short signs.
func outsideSigns(text string, change func(string) string) string {
	out, last := "", 0
	for _, m := range shortSign.FindAllStringIndex(text, -1) {
		out += change(text[last:m[0]]) + text[m[0]:m[1]]
		last = m[1]
	}
	return out + change(text[last:])
}

// A file that cannot be read stays as it is.
func TestUnreadableFilesAreLeftAlone(t *testing.T) {
	style, err := realStyle()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"claims.yaml":               "articles: [a\n",
		"voices.yaml":               "a: 1\n---\nb: 2\n",
		"eligibility/personas.csv":  "name,date\n\"a,b\n",
		"eligibility/rules/ru.yaml": "a:\n\tb: c\n",
		"pages/x/ru.md":             "{#a}\n- \"a\n\n{#b}\nx\n",
	} {
		found, err := format.Content(fstest.MapFS{name: {Data: []byte(text)}}, style)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Wrong == nil {
				t.Errorf("%s became %q", name, f.Data)
			}
		}
	}
}
