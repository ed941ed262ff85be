package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
)

// newEntry begins something new in the content: it writes what is always the same,
// and the word TODO where somebody has to go on. Nothing with that word goes live.
type newEntry struct {
	What string `arg:"" enum:"page,rule,source,place" help:"What to begin: page, rule, source or place."`
	ID   string `arg:"" help:"Its permanent id: how-to-complain, ru.bar.debt, by.law.2026-01-15, by-orsha."`
	Dir  string `default:"content" help:"Content folder."`
	Kind string `help:"Of a place: its kind in places/kinds.yaml, as by.raion."`
}

// Run adds the lines and says what to fill in, and where.
func (c *newEntry) Run(out io.Writer, l lang.Lang) error {
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	if !s.HasKinds() {
		return message.Errorf(l, "the questionnaire cannot be read: mend this first\n%s", firstError(problems))
	}
	n := &beginner{newEntry: c, lang: l, site: s, today: time.Now().Format(time.DateOnly)}
	if err := map[string]func() error{"page": n.page, "rule": n.rule, "source": n.source, "place": n.place}[c.What](); err != nil {
		return err
	}
	if err := n.write(); err != nil {
		return err
	}
	n.say(out)
	if c.What == "page" || c.What == "place" {
		if err := n.shorten(out); err != nil {
			return err
		}
	}
	_, err = writeSchemas(c.Dir, l) // editors' programs are to know the new id
	return err
}

// A beginner collects what is to be added, so that nothing is written if something
// is wrong.
type beginner struct {
	*newEntry
	lang    lang.Lang
	site    *site.Site
	today   string
	changes []change
}

// A change is lines added to a file: after line After, or a whole new file.
type change struct {
	name  string // within the content folder
	after int
	lines []string
}

func (n *beginner) path(name string) string { return filepath.Join(n.Dir, filepath.FromSlash(name)) }

// lines reads a file of the content.
func (n *beginner) lines(name string) ([]string, error) {
	data, err := os.ReadFile(n.path(name))
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n"), nil
}

// add adds lines behind the last line that fits, or at the end of a file.
func (n *beginner) add(name string, fits func(line string) bool, lines ...string) error {
	there, err := n.lines(name)
	if err != nil {
		return err
	}
	after := len(there)
	for i := len(there) - 1; fits != nil && i >= 0; i-- {
		if fits(there[i]) {
			after = i + 1
			break
		}
	}
	n.changes = append(n.changes, change{name, after, lines})
	return nil
}

// write puts the new lines in their places; all others stay byte for byte.
func (n *beginner) write() error {
	for _, c := range n.changes {
		name := n.path(c.name)
		data, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(inserted(string(data), c)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func inserted(text string, c change) string {
	at := 0
	for range c.after {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			at, text = len(text)+1, text+"\n"
			break
		}
		at += next + 1
	}
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	return text[:at] + strings.Join(c.lines, end) + end + text[at:]
}

// say lists the places that are to be filled in.
func (n *beginner) say(out io.Writer) {
	message.Fprintf(out, n.lang, "Fill in every TODO, then run localvote check %s:\n", n.Dir)
	for _, c := range n.changes {
		for i, line := range c.lines {
			if strings.Contains(line, "TODO") {
				fmt.Fprintf(out, "%s:%d: %s\n", n.path(c.name), c.after+i+1, strings.TrimSpace(line))
			}
		}
	}
}

// bad refuses an id that cannot be one, with the nearest that could.
func (n *beginner) bad(example, nearest string) error {
	if nearest != "" && nearest != n.ID {
		return message.Errorf(n.lang, "%q cannot be an id: did you mean %q?", n.ID, nearest)
	}
	return message.Errorf(n.lang, "%q cannot be an id: write it as %q", n.ID, example)
}

func (n *beginner) taken(where string) error {
	return message.Errorf(n.lang, "the id %q is already used: %s", n.ID, where)
}

// at is a place within the content folder, as commands print it.
func (n *beginner) at(pos problem.Pos) string {
	pos.File = n.path(pos.File)
	return pos.String()
}

var notInIDs = regexp.MustCompile(`[^a-z0-9._-]+`)

// cleaned is an id as somebody may have meant it: small letters, hyphens.
func cleaned(id string) string {
	return strings.Trim(notInIDs.ReplaceAllString(strings.ToLower(id), "-"), "-._")
}

// prefixed is a cleaned id with the nearest prefix of those that are known.
func prefixed(id, separator string, known []string) string {
	first, rest, ok := strings.Cut(cleaned(id), separator)
	if !ok || rest == "" {
		return ""
	}
	if !slices.Contains(known, first) {
		first = problem.Nearest(first, known)
	}
	if first == "" {
		return ""
	}
	return first + separator + rest
}
