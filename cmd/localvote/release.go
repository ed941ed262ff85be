package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
)

// release freezes the rules as they are released.
type release struct {
	Dir string `arg:"" optional:"" default:"content" help:"Content folder."`
}

// Run copies what verdicts and share codes follow from into the folder of the
// release: what is checked from now on is checked against it.
func (r *release) Run(out io.Writer, l lang.Lang) error {
	files, err := filesFrom(r.Dir)
	if err != nil {
		return err
	}
	s, problems := readyForRelease(files)
	if n := problems.Errors(); n > 0 {
		return message.Errorf(l, "%s cannot be released: %d errors, the first is\n%s\nRun `localvote check %s`", r.Dir, n, firstProblem(problems).In(l), r.Dir)
	}
	before, _ := eligibility.LoadRelease(files.Content, site.RulesFolder)
	frozen, err := eligibility.Freeze(files.Content, site.RulesFolder)
	if err != nil {
		return err
	}
	if err := replaceFolder(filepath.Join(r.Dir, site.RulesFolder, eligibility.ReleasedDir), frozen); err != nil {
		return err
	}
	r.report(out, l, s, before, len(frozen))
	return nil
}

// readyForRelease says what keeps content from being released: any mistake, and an
// edit of a card that nobody would notice. Nothing is known of an earlier release
// where there is none: that alone does not keep the first one.
func readyForRelease(files site.Files) (*site.Site, problem.List) {
	s, problems := site.Build(files)
	if !eligibility.HasRelease(files.Content, site.RulesFolder) {
		problems = slices.DeleteFunc(problems, eligibility.NothingReleased)
	}
	if problems.Errors() == 0 {
		problems = append(problems, s.Questionnaire.Net(nil).Problems(true)...)
	}
	return s, problems
}

// report says what was released.
func (r *release) report(out io.Writer, l lang.Lang, s *site.Site, before *eligibility.Release, files int) {
	q := s.Questionnaire
	message.Fprintf(out, l, "Released: rules %s, %d cards, %d test persons, layout %d (%d files in %s)\n",
		q.Mark(), len(q.Cards), len(q.Personas), q.Layout, files, filepath.Join(r.Dir, site.RulesFolder, eligibility.ReleasedDir))
	if before == nil {
		message.Fprintf(out, l, "This is the first release.\n")
		return
	}
	message.Fprintf(out, l, "Verdicts that changed since the release before: %d\n", q.Since(before).Verdicts())
	for _, e := range s.Changelog.Since(before) {
		message.Fprintf(out, l, "In the change log: %s, %s\n", e.ID, e.Why[l])
	}
}

// replaceFolder writes files beside a folder and then exchanges the two, so that
// nobody who reads the content meets half of it.
func replaceFolder(folder string, files map[string][]byte) error {
	parent, base := filepath.Split(folder)
	fresh, err := os.MkdirTemp(parent, "."+base+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	for name, data := range files {
		to := filepath.Join(fresh, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(fresh, 0o755); err != nil { // as other folders, not as those for secrets
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.Rename(fresh, folder)
}
