// Package format writes the files of the content in their usual form, so that two
// people who edit the same file change the lines that they mean. It never changes
// what a file says: where that would happen, the file is left alone.
package format

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/typography"
	"localvote/web/yamldoc"
)

// A Style says how the files of a content folder are written.
type Style struct {
	// YAML gives the first line of a file and what it may hold; ok is false for files
	// that no reader knows.
	YAML func(name string) (modeline string, shape *yamldoc.Shape, ok bool)
	// Columns are those of a table in their order; nil for tables that no reader knows.
	Columns func(name string) []string
}

// A File is a file that is not in its usual form, or cannot be written so.
type File struct {
	Name  string
	Data  []byte // as it should be
	Wrong error  // why it was left alone; nil if it was not
}

// Content looks through a folder and gives the files to be written anew.
func Content(fsys fs.FS, style Style) ([]File, error) {
	f := &folder{fsys: fsys, Style: style, before: map[string]string{}, after: map[string]string{}}
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "schemas" || d.Name() == "released" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir // made by the program
		case slices.Contains([]string{".yaml", ".csv", ".md"}, path.Ext(name)) && path.Base(name) != "README.md":
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := f.format(name); err != nil {
			return nil, err
		}
	}
	f.followAll(names)
	return f.files(names), nil
}

type folder struct {
	Style
	fsys          fs.FS
	before, after map[string]string
	wrong         map[string]error
}

func (f *folder) format(name string) error {
	data, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return err
	}
	f.before[name], f.after[name] = string(data), string(data)
	var out string
	switch path.Ext(name) {
	case ".yaml":
		out, err = f.yaml(name, data)
	case ".csv":
		out, err = table(name, data, f.Columns(name))
	case ".md":
		out, err = text(name, string(data))
	}
	if err != nil {
		if f.wrong == nil {
			f.wrong = map[string]error{}
		}
		f.wrong[name] = err
		return nil
	}
	f.after[name] = out
	return nil
}

// language is that of a file of texts: ru.md, ru.easy.yaml.
func language(name string) lang.Lang {
	first, _, _ := strings.Cut(path.Base(name), ".")
	l, _ := lang.Parse(first)
	return l
}

func (f *folder) yaml(name string, data []byte) (string, error) {
	modeline, shape, ok := f.YAML(name)
	if !ok {
		return string(data), nil
	}
	style := yamldoc.Style{Modeline: modeline, Shape: shape, Fix: typography.Quotes}
	if folder := path.Dir(name); path.Base(folder) == "texts" {
		style.Lang = language(name)
		style.Keys = f.keys(folder + "/" + string(page.Source) + strings.TrimPrefix(path.Base(name), string(style.Lang)))
	}
	out, err := yamldoc.Format(data, style)
	return string(out), err
}

// keys are the names in the Russian texts, whose order the others follow.
func (f *folder) keys(name string) []string {
	data, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return nil
	}
	return yamldoc.Names(data)
}

// ErrLooks says that a text would look different on its page.
var ErrLooks = errors.New("the text would look different on its page")

func text(name, data string) (string, error) {
	l := language(name)
	if l == "" {
		return data, nil
	}
	out, ok := page.Format(l, data)
	if !ok {
		return data, ErrLooks
	}
	return out, nil
}

// followAll takes the marks of translations along where the Russian text changed
// its form alone.
func (f *folder) followAll(names []string) {
	for _, name := range names {
		l := language(name)
		if path.Ext(name) != ".md" || l == "" || l == page.Source {
			continue
		}
		original := path.Join(path.Dir(name), string(page.Source)+strings.TrimPrefix(path.Base(name), string(l)))
		if f.before[original] != f.after[original] {
			f.after[name] = page.Follow(f.before[original], f.after[original], f.after[name])
		}
	}
}

func (f *folder) files(names []string) []File {
	var out []File
	for _, name := range names {
		if wrong := f.wrong[name]; wrong != nil || f.before[name] != f.after[name] {
			out = append(out, File{name, []byte(f.after[name]), wrong})
		}
	}
	return out
}
