package main

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/yamldoc"
)

// changelog writes into the change log what follows from the rules.
type changelog struct {
	Dir string `arg:"" optional:"" default:"content" help:"Content folder."`
}

// Run adds an entry, or refreshes the one that was not released yet, and says what
// it is about.
func (c *changelog) Run(out io.Writer, l lang.Lang) error {
	now, err := draft(l, c.Dir)
	if err != nil {
		return err
	}
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	release, problems := eligibility.LoadRelease(files.Content, site.RulesFolder)
	if problems.Errors() > 0 {
		return message.Errorf(l, "the release cannot be compared with: %s", firstProblem(problems).In(l))
	}
	since := now.Questionnaire.Since(release)
	p := verdictPrinter{out, l, now.Questionnaire}
	p.total(since.Changes)
	p.verdicts(since.Changes)
	p.names(message.New("Test persons of the release with another answer, another expectation, or gone"), since.Persons)
	p.names(message.New("Rights, questions and answers that are gone"), since.Removed)
	if err := c.write(out, l, now.Questionnaire.Mark(), release, since); err != nil {
		return err
	}
	for _, card := range now.Questionnaire.ChangedCards(release) {
		message.Fprintf(out, l, "Read the words of this card again, and the pages that speak of it: rule.%s in eligibility/texts\n", card)
	}
	tellSurprises(out, l, now)
	return nil
}

func (p verdictPrinter) names(title message.Message, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(p.out, "\n%s\n", title.In(p.lang))
	for _, name := range names {
		fmt.Fprintf(p.out, "  %s\n", name)
	}
}

// write brings the file up to date, if there is anything to say in it.
func (c *changelog) write(out io.Writer, l lang.Lang, mark string, release *eligibility.Release, since *eligibility.Since) error {
	name := filepath.Join(c.Dir, site.RulesFolder, eligibility.LogFile)
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	newest, err := firstID(name, data)
	if err != nil {
		return err
	}
	_, old := release.Changelog.Entry(newest)
	text := ""
	switch {
	case old && since.IsZero() && release.Mark() == mark:
		message.Fprintf(out, l, "\nNothing differs from the last release: no entry is needed.\n")
		return nil
	case old:
		day := time.Now().Format(time.DateOnly)
		newest = freeID(day, release)
		text, err = eligibility.AddEntry(string(data), newest, day, mark, since)
	default:
		text, err = eligibility.RefreshEntry(string(data), mark, since)
	}
	if err != nil {
		return message.Errorf(l, "%s: the change log has an unusual form: write every entry as a list item that begins with `- id:`, its fields on lines of their own", name)
	}
	if text == string(data) {
		message.Fprintf(out, l, "\nThe entry %q of %s is up to date.\n", newest, name)
		return nil
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		return err
	}
	message.Fprintf(out, l, "\nThe entry %q of %s is written. Write why, in three languages, and name the sources; then run `localvote check %s`.\n", newest, name, c.Dir)
	return nil
}

// firstID is the id of the newest entry.
func firstID(name string, data []byte) (string, error) {
	var list problem.List
	id := ""
	if root, ok := yamldoc.Parse(path.Base(name), data, &list); ok {
		root.Leaves(func(way []yamldoc.Step, _ string) {
			if id == "" && len(way) > 1 && way[1].Item {
				id = way[1].Name
			}
		})
	}
	if len(list) > 0 {
		return "", fmt.Errorf("%s", list[0])
	}
	return id, nil
}

// freeID is the day, or the day with a number if there was an entry already.
func freeID(day string, release *eligibility.Release) string {
	id := day
	for n := 2; ; n++ {
		if _, taken := release.Changelog.Entry(id); !taken {
			return id
		}
		id = fmt.Sprintf("%s-%d", day, n)
	}
}
