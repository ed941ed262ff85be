package main

import (
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"

	"localvote/web/eligibility"
	"localvote/web/format"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/place"
	"localvote/web/schema"
	"localvote/web/short"
	"localvote/web/site"
	"localvote/web/yamldoc"
)

// formatter writes the files of the content in their usual form.
type formatter struct {
	Dir   string `arg:"" optional:"" default:"content" help:"Content folder."`
	Check bool   `help:"Write nothing; name the files that are not in their usual form, and exit with 1 if there are any."`
}

// Run names every file that it writes, and every file that it left alone.
func (c *formatter) Run(out io.Writer, l lang.Lang) error {
	if _, err := filesFrom(c.Dir); err != nil {
		return err
	}
	style, err := styleOf()
	if err != nil {
		return err
	}
	files, err := format.Content(os.DirFS(c.Dir), style)
	if err != nil {
		return err
	}
	changed, left := 0, 0
	for _, f := range files {
		name := filepath.Join(c.Dir, filepath.FromSlash(f.Name))
		if f.Wrong != nil {
			left++
			message.Fprintf(out, l, "%s left alone: %s\n", name, whyLeft(f.Wrong, l))
			continue
		}
		changed++
		if c.Check {
			message.Fprintf(out, l, "%s is not in its usual form\n", name)
			continue
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
		message.Fprintf(out, l, "%s written\n", name)
	}
	message.Fprintf(out, l, "%d files to be written anew, %d left alone\n", changed, left)
	if left > 0 || c.Check && changed > 0 {
		return errSilent
	}
	return nil
}

// whyLeft says why a file was left alone.
func whyLeft(err error, l lang.Lang) string {
	switch {
	case errors.Is(err, yamldoc.ErrMeaning):
		return message.Sprintf(l, "it would come to mean something else; mend its form by hand")
	case errors.Is(err, format.ErrLooks):
		return message.Sprintf(l, "it would look different on the page; mend its form by hand")
	}
	return message.Sprintf(l, "it cannot be read: %s", err.Error())
}

// styleOf is how files are written. It is taken from the content that is built in:
// that of the folder may have mistakes that keep it from being read.
func styleOf() (format.Style, error) {
	files, err := filesFrom("")
	if err != nil {
		return format.Style{}, err
	}
	s, _ := site.Build(files.Proven())
	fields, err := schema.Read()
	if err != nil {
		return format.Style{}, err
	}
	kinds := s.Kinds()
	for i := range kinds {
		fields.Arrange(kinds[i].Name, kinds[i].Shape)
	}
	return format.Style{
		YAML: func(name string) (string, *yamldoc.Shape, bool) {
			k := site.KindOf(kinds, name)
			if k == nil {
				return "", nil, false
			}
			return k.Modeline(name), k.Shape, true
		},
		Columns: func(name string) []string { return columnsOf(name, s.Questionnaire) },
	}, nil
}

func columnsOf(name string, q *eligibility.Questionnaire) []string {
	switch name {
	case "eligibility/personas.csv":
		return q.UsualColumns()
	case short.File:
		return short.Columns()
	case "places/" + path.Base(name):
		return place.Columns(path.Base(name))
	}
	return nil
}
