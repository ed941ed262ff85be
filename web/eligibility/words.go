package eligibility

import (
	"strings"

	"localvote/web/lang"
)

// A Phrase is a question and some of its answers in the words of the site.
type Phrase struct {
	Question string
	Answers  []string
}

// Phrases says in the words of the questionnaire whom a box is about; nothing for
// everybody. What today's questions do not know any more is called by its id.
func (q *Questionnaire) Phrases(l lang.Lang, b NamedBox) []Phrase {
	var out []Phrase
	country := b.country()
	for _, n := range b {
		p := Phrase{Question: q.textOr(l, "q."+n.Question+".short", country, n.Question)}
		for _, answer := range n.Answers {
			p.Answers = append(p.Answers, q.textOr(l, "a."+n.Question+"."+answer, country, answer))
		}
		out = append(out, p)
	}
	return out
}

// BoxWords is the same in one line.
func (q *Questionnaire) BoxWords(l lang.Lang, b NamedBox) string {
	var parts []string
	for _, p := range q.Phrases(l, b) {
		parts = append(parts, p.Question+": "+strings.Join(p.Answers, " / "))
	}
	return strings.Join(parts, "; ")
}

// country is the country of a box that lies in one country, otherwise "".
func (b NamedBox) country() string {
	for _, n := range b {
		if n.Question == "country" && len(n.Answers) == 1 {
			return n.Answers[0]
		}
	}
	return ""
}

func (q *Questionnaire) textOr(l lang.Lang, key, country, otherwise string) string {
	if text := q.Text(l, key, country); text != "" {
		return text
	}
	return otherwise
}

// RightName is the name of a right, or its id if there is none any more.
func (q *Questionnaire) RightName(l lang.Lang, id string) string {
	return q.textOr(l, "right."+id+".name", "", id)
}

// EachCard calls f with every card and everything that it means.
func (q *Questionnaire) EachCard(f func(id, meaning string)) {
	for i := range q.Cards {
		f(q.Cards[i].ID, q.meaning(&q.Cards[i]))
	}
}

// EachPersona calls f with every test person: who they are, and which verdicts are
// expected.
func (q *Questionnaire) EachPersona(f func(name, situation, expected string)) {
	for i := range q.Personas {
		p := &q.Personas[i]
		f(p.Name, p.situation(q), p.expected(q))
	}
}
