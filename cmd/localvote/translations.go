package main

import (
	"io"
	"os"
	"path/filepath"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/page"
)

// translations marks translated blocks as saying the same as the Russian ones.
type translations struct {
	Dir   string   `arg:"" optional:"" default:"content" help:"Content folder."`
	Stamp bool     `help:"Write the marks. Without it the command only counts what has fallen behind."`
	Page  []string `help:"Only these pages (default: all)."`
	Of    string   `enum:"be,en,both" default:"both" help:"Only this translation: be, en or both."`
}

// Run counts, and with --stamp writes, the marks of all translations.
func (t *translations) Run(out io.Writer, say lang.Lang) error {
	pages := t.Page
	if len(pages) == 0 {
		found, err := filepath.Glob(filepath.Join(t.Dir, "pages", "*"))
		if err != nil || len(found) == 0 {
			return message.Errorf(say, "no pages in %s", filepath.Join(t.Dir, "pages"))
		}
		for _, f := range found {
			pages = append(pages, filepath.Base(f))
		}
	}
	for _, id := range t.Page {
		if _, err := os.Stat(filepath.Join(t.Dir, "pages", id, "page.yaml")); err != nil {
			return message.Errorf(say, "there is no page %q", id)
		}
	}
	total := 0
	for _, id := range pages {
		for _, l := range []lang.Lang{lang.BE, lang.EN} {
			if t.Of != "both" && t.Of != string(l) {
				continue
			}
			for _, ending := range []string{".md", ".easy.md"} {
				n, err := t.file(id, l, ending, out, say)
				if err != nil {
					return err
				}
				total += n
			}
		}
	}
	if t.Stamp {
		message.Fprintf(out, say, "%d blocks marked\n", total)
	} else {
		message.Fprintf(out, say, "%d blocks behind\n", total)
	}
	return nil
}

func (t *translations) file(id string, l lang.Lang, ending string, out io.Writer, say lang.Lang) (int, error) {
	folder := filepath.Join(t.Dir, "pages", id)
	original, err := os.ReadFile(filepath.Join(folder, string(page.Source)+ending))
	if os.IsNotExist(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	name := filepath.Join(folder, string(l)+ending)
	translation, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	stamped, n := page.Stamp(string(original), string(translation))
	if n > 0 {
		message.Fprintf(out, say, "%s: %d blocks\n", name, n)
	}
	if !t.Stamp || n == 0 {
		return n, nil
	}
	return n, os.WriteFile(name, []byte(stamped), 0o644)
}
