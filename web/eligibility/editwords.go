package eligibility

import (
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// A said is a text of the site inside a message: it speaks the language of the
// message.
type said struct {
	q       *Questionnaire
	country string
	keys    []string
}

// In gives the text; several are set side by side.
func (t said) In(l lang.Lang) string {
	var parts []string
	for _, key := range t.keys {
		parts = append(parts, t.q.Text(l, key, t.country))
	}
	return strings.Join(parts, " / ")
}

// Words says what an edit does to its card, in the words of the site.
func (n *Net) Words(e *Edit) message.Message {
	before := &n.q.Cards[e.Card]
	say := func(keys ...string) said { return said{n.q, n.q.countryOf(before.When), keys} }
	question := &n.q.Questions[e.Question]
	name := say("q." + question.ID + ".short")
	answers := func(mask uint32) said { return say(question.answerKeys(mask)...) }
	was, is := before.When[e.Question], e.After.When[e.Question]
	switch e.Kind {
	case ConditionDropped:
		return message.New("the condition “%s: %s” left out", name, answers(was))
	case AnswerAdded:
		return message.New("the answer “%[2]s” to “%[1]s” added", name, answers(is&^was))
	case AnswerRemoved:
		return message.New("the answer “%[2]s” to “%[1]s” removed", name, answers(was&^is))
	case ConditionAdded:
		return message.New("the condition “%s: %s” added", name, answers(is))
	case RightAdded:
		return message.New("the right “%s” added", say("right."+n.q.Rights[e.Right].ID+".name"))
	case RightRemoved:
		return message.New("the right “%s” removed", say("right."+n.q.Rights[e.Right].ID+".name"))
	case CardDeleted:
		return message.New("the whole card deleted")
	}
	field, old, now := e.word(before)
	switch "" {
	case old:
		return message.New("`%s: %s` added", field, now)
	case now:
		return message.New("`%s: %s` removed", field, old)
	}
	return message.New("`%s: %s` instead of `%s`", field, now, old)
}

// word is the field that holds one word, before and after the edit.
func (e *Edit) word(before *Card) (field, old, now string) {
	switch e.Kind {
	case FromMoved, FromDropped, FromAdded:
		return "from", before.From, e.After.From
	case ToMoved, ToDropped, ToAdded:
		return "to", before.To, e.After.To
	}
	return "effect", before.Effect.String(), e.After.Effect.String()
}

func (q *Question) answerKeys(mask uint32) (keys []string) {
	for a, answer := range q.Answers {
		if mask>>a&1 == 1 {
			keys = append(keys, "a."+q.ID+"."+answer)
		}
	}
	return keys
}

// countryOf is the country of a box that lies in one country, otherwise "".
func (q *Questionnaire) countryOf(b Box) string {
	country, _ := q.Question("country")
	for a, id := range q.Questions[country].Answers {
		if b[country] == 1<<a {
			return id
		}
	}
	return ""
}

// Where says in which situations an unnoticed edit changes a verdict, as few boxes
// as can be, and how many situations are left.
func (n *Net) Where(e *Edit) (boxes []Box, more int) {
	g := make(region, n.q.situations)
	for _, on := range e.changed {
		for _, b := range on.rights {
			b.each(func(s int) { g[s] = true })
		}
	}
	counted, more := n.q.boxes(g)
	for _, b := range counted {
		boxes = append(boxes, b.Box)
	}
	return boxes, more
}

// maxUnnoticed is how many unnoticed edits a check names one by one.
const maxUnnoticed = 5

// Problems names the edits that nobody would notice (P03), as warnings; a release
// takes them as errors.
func (n *Net) Problems(release bool) problem.List {
	var list problem.List
	unnoticed := n.Unnoticed()
	for i, e := range unnoticed[:min(maxUnnoticed, len(unnoticed))] {
		card := &n.q.Cards[e.Card]
		added := list.Warnf(card.Pos, "P03", "nobody would notice this edit of the card %q: %s (%d of %d situations)", card.ID, n.Words(e), e.Count, n.q.situations)
		if i == len(unnoticed)-1 {
			added.Hint("`localvote suggest` proposes persons to add to personas.csv")
		}
	}
	if more := len(unnoticed) - maxUnnoticed; more > 0 {
		list.Warnf(problem.Pos{File: n.q.personasFile}, "P03", "and %d more edits that nobody would notice: run `localvote suggest`", more)
	}
	for i := range list {
		if release {
			list[i].Severity = problem.Error
		}
	}
	return list
}
