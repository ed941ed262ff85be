package main

import (
	"fmt"
	"io"
	"time"

	"localvote/web/site"
)

// check lists every mistake in the content.
type check struct {
	Dir string `arg:"" optional:"" help:"Content folder (default: the content that was built in)." type:"path"`
}

// Run prints the problems and how many there are.
func (c *check) Run(out io.Writer) error {
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	if problems.Errors() == 0 {
		problems = append(problems, s.Stale(time.Now().Format(time.DateOnly))...)
	}
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	errors := problems.Errors()
	fmt.Fprintf(out, "%d errors, %d warnings\n", errors, len(problems)-errors)
	if errors > 0 {
		return errSilent
	}
	q := s.Questionnaire
	fmt.Fprintf(out, "%d cards, %d sources, %d personas; %d situations × %d rights × %d periods proven; rules %s\n",
		len(q.Cards), len(s.Sources.All()), len(q.Personas), q.Situations(), len(q.Rights), len(q.Periods), q.Hash[:12])
	return nil
}
