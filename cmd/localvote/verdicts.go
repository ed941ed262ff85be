package main

import (
	"io"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
)

// A verdictPrinter says which verdicts changed, in the words of the site.
type verdictPrinter struct {
	out  io.Writer
	lang lang.Lang
	q    *eligibility.Questionnaire
}

// total says how many verdicts change: one for each right, situation and period.
func (p verdictPrinter) total(changes []eligibility.LoggedChange) {
	n := 0
	for _, c := range changes {
		n += c.Count * len(c.Days)
	}
	message.Fprintf(p.out, p.lang, "%d verdicts change\n", n)
}

func (p verdictPrinter) verdicts(changes []eligibility.LoggedChange) {
	for _, c := range changes {
		message.Fprintf(p.out, p.lang, "\n%s (%s): %s → %s, %d situations, %s\n",
			p.q.RightName(p.lang, c.Right), c.Right, p.verdict(c.From), p.verdict(c.To), c.Count, daysOf(c.Days))
		for _, box := range c.When {
			io.WriteString(p.out, "    "+p.who(box)+"\n") //nolint:errcheck // as good as fmt.Fprintf, whose error nobody reads either
		}
		if c.More > 0 {
			message.Fprintf(p.out, p.lang, "    and %d more situations\n", c.More)
		}
	}
}

func (p verdictPrinter) verdict(v eligibility.Verdict) string {
	return p.q.Text(p.lang, "verdict."+v.String()+".short", "")
}

func (p verdictPrinter) who(box eligibility.NamedBox) string {
	if words := p.q.BoxWords(p.lang, box); words != "" {
		return words
	}
	return message.Sprintf(p.lang, "everybody")
}

// daysOf says on which days a change shows.
func daysOf(days []eligibility.Span) []message.Message {
	var out []message.Message
	for _, s := range eligibility.JoinSpans(days) {
		if s.To == "" {
			out = append(out, message.New("from %s", s.From))
		} else {
			out = append(out, message.New("from %s to %s", s.From, s.To))
		}
	}
	return out
}
