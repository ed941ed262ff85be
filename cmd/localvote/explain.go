package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/site"
	"localvote/web/yamldoc"
)

// explain shows what the rules say about one person.
type explain struct {
	Answers []string `arg:"" optional:"" help:"Answers as question=answer: country=ru citizenship=by residence=unknown …"`
	On      string   `help:"Day of the election as 2025-10-29 (default: today)."`
	Content string   `env:"LOCALVOTE_CONTENT" help:"Folder to read instead of the content that was built in." type:"path"`
}

// Run prints every right with verdict, reasons and what would change it.
func (e *explain) Run(out io.Writer, l lang.Lang) error {
	if e.Content == "" {
		e.Content = here()
	}
	files, err := filesFrom(e.Content)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	q := s.Questionnaire
	if n := problems.Errors(); n > 0 {
		if q == nil || q.Table == nil {
			return message.Errorf(l, "the content has %d errors: run `localvote check`", n)
		}
		message.Fprintf(out, l, "The content has %d errors and is not live; this is what its cards say now.\n", n)
	}
	a, err := e.parse(q, l)
	if err != nil {
		return err
	}
	day := e.On
	if day == "" {
		day = time.Now().Format(time.DateOnly)
	}
	if _, ok := q.Period(day); !ok || !yamldoc.IsDay(day) {
		return message.Errorf(l, "nothing is claimed about the day %q: write it as 2025-10-29, not before %s", day, q.Coverage)
	}
	p := printer{out, s, l, q.Country(a)}
	p.result(q.Explain(day, a))
	return nil
}

// parse reads the answers and names every mistake.
func (e *explain) parse(q *eligibility.Questionnaire, l lang.Lang) (eligibility.Answers, error) {
	named := map[string]string{}
	for _, arg := range e.Answers {
		question, answer, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, message.Errorf(l, "write answers as question=answer, not %q", arg)
		}
		named[question] = answer
	}
	a, bad := q.Parse(named)
	var lines []string
	for _, b := range bad {
		lines = append(lines, b.Message().In(l))
	}
	if len(lines) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(lines, "\n           "))
	}
	return a, nil
}

// printer writes a result for a terminal.
type printer struct {
	out     io.Writer
	site    *site.Site
	lang    lang.Lang
	country string
}

func (p printer) text(key string) string {
	return p.site.Questionnaire.Text(p.lang, key, p.country)
}

func (p printer) result(res eligibility.Result) {
	q := p.site.Questionnaire
	message.Fprintf(p.out, p.lang, "%s  %s  code %s\n", res.Day, q.Format(res.Answers), q.Code(res.Answers))
	if res.Next >= 0 {
		message.Fprintf(p.out, p.lang, "next question: %s (at most %d more)\n", q.Questions[res.Next].ID, res.AtMost)
	}
	for i := range res.Rights {
		p.right(res, &res.Rights[i])
	}
}

func (p printer) right(res eligibility.Result, r *eligibility.RightResult) {
	q := p.site.Questionnaire
	message.Fprintf(p.out, p.lang, "\n%s: %s\n", p.text("right."+q.Rights[r.Right].ID+".name"), p.text("verdict."+r.Set.String()))
	for _, reason := range r.Reasons {
		card := &q.Cards[reason.Card]
		message.Fprintf(p.out, p.lang, "  %s  %s (%s)\n      %s\n", reason.Verdict, card.ID, card.Pos, p.text("rule."+card.ID))
		for _, id := range card.Sources {
			if s, ok := p.site.Sources.Get(id); ok {
				message.Fprintf(p.out, p.lang, "      [%s] %s\n", id, s.Label[p.lang])
			}
		}
	}
	if names := p.names(r.Because); names != "" {
		message.Fprintf(p.out, p.lang, "  because: %s\n", names)
	}
	for _, x := range r.Provided {
		question := &q.Questions[x.Question]
		message.Fprintf(p.out, p.lang, "  provided: %s\n", p.text("provided."+question.ID+"."+question.Answers[x.Answer]))
	}
	for _, flip := range r.Flips {
		var changes []string
		for _, g := range flip.Changes {
			changes = append(changes, q.Questions[g.Question].ID+"="+q.Questions[g.Question].Answers[g.Answer])
		}
		message.Fprintf(p.out, p.lang, "  would change to %s: %s\n", flip.To, strings.Join(changes, ", "))
	}
	if names := p.names(r.NoMatter); names != "" {
		message.Fprintf(p.out, p.lang, "  did not matter: %s\n", names)
	}
	for _, later := range r.Later {
		message.Fprintf(p.out, p.lang, "  from %s: %s\n", later.From, later.Set)
	}
}

func (p printer) names(questions []int) string {
	var ids []string
	for _, i := range questions {
		ids = append(ids, p.site.Questionnaire.Questions[i].ID)
	}
	return strings.Join(ids, ", ")
}
