package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/short"
	"localvote/web/site"
)

// shortening gives short addresses to pages and places that have none.
type shortening struct {
	Dir string `arg:"" default:"content" help:"Content folder."`
}

// Run adds the rows that are missing; all others stay byte for byte.
func (c *shortening) Run(out io.Writer, l lang.Lang) error {
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	if s.Short == nil {
		return message.Errorf(l, "the content cannot be read: mend this first\n%s", firstError(problems))
	}
	return addShort(out, l, c.Dir, s.Short.Missing(s.ShortPaths()))
}

// addShort adds rows to the end of the file. They may be printed from now on, so
// nothing that stands there is ever changed.
func addShort(out io.Writer, l lang.Lang, dir string, rows [][]string) error {
	if len(rows) == 0 {
		message.Fprintf(out, l, "Every page and place has a short address.\n")
		return nil
	}
	name := filepath.Join(dir, short.File)
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	text := string(data)
	if text == "" {
		text = "code,path\n"
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	for _, row := range rows {
		text += strings.Join(row, ",") + end
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		return err
	}
	message.Fprintf(out, l, "%s: short addresses added: %d\n", name, len(rows))
	return nil
}

// shorten gives what was begun its short address.
func (n *beginner) shorten(out io.Writer) error {
	if n.site.Short == nil {
		return nil // check says what is wrong
	}
	path := "/" + n.ID
	if n.What == "place" {
		path = "/places/" + n.ID
	}
	return addShort(out, n.lang, n.Dir, n.site.Short.Missing([]string{path}))
}
