package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/spelling"
)

// check lists every mistake in the content.
type check struct {
	JSON     bool   `name:"json" help:"Print the problems as JSON, for editors' programs."`
	Release  bool   `help:"Hold the rules to what a release needs: an edit of a card that nobody would notice is an error (P03)."`
	Spelling bool   `default:"true" negatable:"" help:"Ask hunspell for words that it does not know."`
	Dir      string `arg:"" optional:"" help:"Content folder (default: the folder content, or this one, or the content that was built in)."`
}

// Run prints the problems and how many there are.
func (c *check) Run(out io.Writer, l lang.Lang) error {
	if c.Dir == "" {
		c.Dir = here()
	}
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	var net *eligibility.Net
	if problems.Errors() == 0 {
		net = s.Questionnaire.Net(nil)
		problems = slices.Concat(problems, s.Stale(time.Now().Format(time.DateOnly)), net.Problems(c.Release))
	}
	var unread error
	if c.Spelling && problems.Errors() == 0 {
		var words problem.List
		words, unread = s.Spelling(files)
		problems = append(problems, words...).Sort()
	}
	if c.JSON {
		return printJSON(out, l, problems)
	}
	for _, p := range problems {
		fmt.Fprintln(out, p.In(l))
	}
	if unread != nil {
		message.Fprintf(out, l, "spelling was not checked: %s\n", notRead(unread))
	}
	n := problems.Errors()
	message.Fprintf(out, l, "%d errors, %d warnings\n", n, len(problems)-n)
	if n > 0 {
		return errSilent
	}
	q := s.Questionnaire
	message.Fprintf(out, l, "%d cards, %d sources, %d personas; %d situations × %d rights × %d periods proven; rules %s\n",
		len(q.Cards), len(s.Sources.All()), len(q.Personas), q.Situations(), len(q.Rights), len(q.Periods), q.Hash[:12])
	message.Fprintf(out, l, "%d of %d edits of the rule cards would be noticed\n", net.Noticed(), net.Harmful())
	return nil
}

// notRead says why hunspell could not be asked.
func notRead(err error) message.Message {
	if errors.Is(err, spelling.ErrMissing) {
		return message.New("hunspell and its dictionaries are not installed (Debian: %s)", "hunspell hunspell-be hunspell-ru hunspell-en-gb")
	}
	return message.New("%v", err)
}

// A jsonProblem is a problem as editors' programs read it. Line and column count
// from 1; 0 means the whole file or the whole line.
type jsonProblem struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func printJSON(out io.Writer, l lang.Lang, problems problem.List) error {
	list := []jsonProblem{}
	for _, p := range problems {
		list = append(list, jsonProblem{p.Pos.File, p.Pos.Line, p.Pos.Col, string(p.Severity), p.Code, p.Words.In(l), p.Hint.In(l)})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(list); err != nil {
		return err
	}
	if problems.Errors() > 0 {
		return errSilent
	}
	return nil
}
