package main

import (
	"encoding/json"
	"io"
	"strings"

	"golang.org/x/sync/errgroup"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/site"
)

// diff says what an edit does to the answers that readers get.
type diff struct {
	JSON bool   `name:"json" help:"Print the difference as JSON, for programs."`
	Old  string `arg:"" help:"Content folder before the edit; - for the content that was built in; released for the frozen copy in NEW."`
	New  string `arg:"" help:"Content folder after it."`
}

// What may stand instead of a folder.
const (
	builtIn  = "-"
	released = "released"
)

// Run prints changed verdicts, cards, test persons, texts, pages, lists and sources.
func (d *diff) Run(out io.Writer, l lang.Lang) error {
	var old, now *site.Draft
	var both errgroup.Group
	both.Go(func() (err error) { old, err = d.old(l); return err })
	both.Go(func() (err error) { now, err = draft(l, d.New); return err })
	if err := both.Wait(); err != nil {
		return err
	}
	difference, err := site.Compare(old, now)
	if err != nil {
		return err
	}
	if d.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(jsonOf(difference))
	}
	differencePrinter{verdictPrinter{out, l, now.Questionnaire}}.print(difference)
	tellSurprises(out, l, now)
	return nil
}

func (d *diff) old(l lang.Lang) (*site.Draft, error) {
	switch d.Old {
	case builtIn:
		return draft(l, "")
	case released:
		files, err := filesFrom(d.New)
		if err != nil {
			return nil, err
		}
		old, problems := site.ReleasedDraft(files.Content)
		if n := problems.Errors(); n > 0 {
			return nil, message.Errorf(l, "%s has %d errors, the first is\n%s\nRun `localvote check %s`", d.New, n, firstProblem(problems).In(l), d.New)
		}
		return old, nil
	}
	return draft(l, d.Old)
}

// tellSurprises says that the cards cannot go live like this.
func tellSurprises(out io.Writer, l lang.Lang, d *site.Draft) {
	if d.Surprises {
		message.Fprintf(out, l, "\nPeople in personas.csv are expected to get other answers: `localvote check` names them. Ask the law who is right.\n")
	}
}

// draft reads a content folder, "" for the content that was built in. Its rules
// must be sound: what does not go live has no verdicts.
func draft(l lang.Lang, folder string) (*site.Draft, error) {
	files, err := filesFrom(folder)
	if err != nil {
		return nil, err
	}
	d, problems := site.LoadDraft(files.Content)
	if n := problems.Errors(); d == nil {
		name := message.New("%s", folder)
		if folder == "" {
			name = message.New("the content that was built in")
		}
		return nil, message.Errorf(l, "%s has %d errors, the first is\n%s\nRun `localvote check %s`", name, n, firstProblem(problems).In(l), folder)
	}
	return d, nil
}

// A differencePrinter writes what differs, in the words of the site.
type differencePrinter struct{ verdictPrinter }

func (p differencePrinter) print(d *site.Difference) {
	if d.OtherQuestions {
		message.Fprintf(p.out, p.lang, "The two do not have the same questions and answers, so verdicts cannot be set side by side.\n")
	}
	p.total(d.Verdicts)
	p.verdicts(d.Verdicts)
	p.edits(message.New("Rule cards"), d.Cards)
	p.edits(message.New("Rule and test changed together: somebody must look whether the law says so"), d.Together)
	p.edits(message.New("Test persons"), d.Persons)
	texts := message.New("Texts of the questionnaire")
	if len(d.Verdicts) == 0 {
		texts = message.New("Texts of the questionnaire, without a verdict changing")
	}
	p.edits(texts, d.Texts)
	p.edits(message.New("Pages"), d.Pages)
	p.edits(message.New("Lists"), d.Lists)
	p.edits(message.New("Sources"), d.Sources)
	if d.Bare {
		message.Fprintf(p.out, p.lang, "\nThe copy of the release holds rules and test persons only: texts, pages, lists and sources were not compared.\n")
	}
}

// signs stand before what was edited.
var signs = map[site.How]string{site.Added: "+", site.Gone: "-", site.Changed: "~"}

// edits prints what came, went and changed. What is the same in several languages
// takes one line.
func (p differencePrinter) edits(title message.Message, list []site.Edit) {
	if len(list) == 0 {
		return
	}
	message.Fprintf(p.out, p.lang, "\n%s (+ new, - gone, ~ changed)\n", title)
	for i := 0; i < len(list); {
		var languages []string
		at := i
		for ; i < len(list) && list[i].Name == list[at].Name && list[i].How == list[at].How; i++ {
			if list[i].Lang != "" {
				languages = append(languages, string(list[i].Lang))
			}
		}
		line := "  " + signs[list[at].How] + " " + list[at].Name
		if len(languages) > 0 {
			line += " (" + strings.Join(languages, ", ") + ")"
		}
		io.WriteString(p.out, line+"\n") //nolint:errcheck // as good as fmt.Fprintf, whose error nobody reads either
	}
}
