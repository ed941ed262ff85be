package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/site"
)

// diff says what an edit does to the answers that readers get.
type diff struct {
	Old string `arg:"" help:"Content folder before the edit, or - for the content that was built in." type:"path"`
	New string `arg:"" help:"Content folder after it." type:"path"`
}

// Run prints changed verdicts, cards, test persons and texts.
func (d *diff) Run(out io.Writer, l lang.Lang) error {
	if strings.HasSuffix(d.Old, "/-") || d.Old == "-" {
		d.Old = ""
	}
	var old, now *site.Site
	var both errgroup.Group
	both.Go(func() (err error) { old, err = load(d.Old); return err })
	both.Go(func() (err error) { now, err = load(d.New); return err })
	if err := both.Wait(); err != nil {
		return err
	}
	p := diffPrinter{out: out, old: old.Questionnaire, now: now.Questionnaire, lang: l}
	changes, err := eligibility.Compare(p.old, p.now)
	if errors.Is(err, eligibility.ErrOtherQuestions) {
		fmt.Fprintln(out, "The two do not have the same questions and answers, so verdicts cannot be set side by side.")
	}
	p.verdicts(changes)
	p.cards()
	p.personas()
	p.texts(len(changes) > 0)
	return nil
}

// load reads a content folder, "" for the content that was built in. It must be
// sound: what does not go live has no verdicts.
func load(folder string) (*site.Site, error) {
	files, err := filesFrom(folder)
	if err != nil {
		return nil, err
	}
	s, problems := site.Build(files)
	if n := problems.Errors(); n > 0 {
		name := folder
		if name == "" {
			name = "the content that was built in"
		}
		return nil, fmt.Errorf("%s has %d errors, the first is\n%s\nRun `localvote check %s`", name, n, firstError(problems), folder)
	}
	return s, nil
}

// A diffPrinter writes what differs, in the words of the site.
type diffPrinter struct {
	out      io.Writer
	old, now *eligibility.Questionnaire
	lang     lang.Lang
}

func (p diffPrinter) verdicts(changes []eligibility.VerdictChange) {
	total := 0
	for _, c := range changes {
		total += c.Count * len(c.Days)
	}
	fmt.Fprintf(p.out, "%d verdicts change\n", total)
	for _, c := range changes {
		fmt.Fprintf(p.out, "\n%s (%s): %s → %s, %d situations, from %s\n",
			p.text("right."+c.Right+".name"), c.Right, p.text("verdict."+c.From.String()+".short"), p.text("verdict."+c.To.String()+".short"), c.Count, strings.Join(c.Days, " and from "))
		for _, box := range c.Boxes {
			fmt.Fprintf(p.out, "    %s\n", p.box(box))
		}
		if c.More > 0 {
			fmt.Fprintf(p.out, "    and %d more situations\n", c.More)
		}
	}
}

func (p diffPrinter) text(key string) string { return p.now.Text(p.lang, key, "") }

// box says in the words of the questionnaire whom a box is about.
func (p diffPrinter) box(b eligibility.Box) string {
	var parts []string
	for i := range p.now.Questions {
		q := &p.now.Questions[i]
		var answers []string
		for n, answer := range q.Answers {
			if b[i]>>n&1 == 1 {
				answers = append(answers, p.text("a."+q.ID+"."+answer))
			}
		}
		if len(answers) < len(q.Answers) {
			parts = append(parts, p.text("q."+q.ID+".short")+": "+strings.Join(answers, ", "))
		}
	}
	if len(parts) == 0 {
		return "everybody"
	}
	return strings.Join(parts, "; ")
}

// cards lists rule cards that came, went or were changed.
func (p diffPrinter) cards() {
	before, after := cardsByID(p.old), cardsByID(p.now)
	p.list("Rule cards", before, after)
}

func cardsByID(q *eligibility.Questionnaire) map[string]string {
	out := map[string]string{}
	for i := range q.Cards {
		c := &q.Cards[i]
		out[c.ID] = fmt.Sprint(c.Effect, c.Rights, c.When, c.From, c.To, c.Sources, c.ReasonOnly)
	}
	return out
}

// personas lists test persons whose expectation changed: together with a rule,
// that is a decision which somebody must stand for.
func (p diffPrinter) personas() {
	p.list("Test persons", personasByName(p.old), personasByName(p.now))
}

func personasByName(q *eligibility.Questionnaire) map[string]string {
	out := map[string]string{}
	for i := range q.Personas {
		x := &q.Personas[i]
		out[x.Name+" ("+x.Day+")"] = fmt.Sprint(q.Format(x.Answers), x.Any, x.Expect)
	}
	return out
}

// texts lists texts of the questionnaire that changed.
func (p diffPrinter) texts(verdictsToo bool) {
	title := "Texts"
	if !verdictsToo {
		title = "Texts, without a verdict changing"
	}
	before, after := map[string]string{}, map[string]string{}
	for _, l := range lang.All() {
		p.old.EachText(l, func(key, text string) { before[key+" ("+string(l)+")"] = text })
		p.now.EachText(l, func(key, text string) { after[key+" ("+string(l)+")"] = text })
	}
	p.list(title, before, after)
}

// list prints what came, went and changed between two sets of named things.
func (p diffPrinter) list(title string, before, after map[string]string) {
	var lines []string
	for name, was := range before {
		switch is, ok := after[name]; {
		case !ok:
			lines = append(lines, "  - "+name)
		case is != was:
			lines = append(lines, "  ~ "+name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			lines = append(lines, "  + "+name)
		}
	}
	if len(lines) == 0 {
		return
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[4:], b[4:]) })
	fmt.Fprintf(p.out, "\n%s (+ new, - gone, ~ changed)\n%s\n", title, strings.Join(lines, "\n"))
}
