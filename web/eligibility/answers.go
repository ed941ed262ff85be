package eligibility

import (
	"slices"
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
)

// An Answer is the number of an answer, or one of the two ways not to have one.
type Answer int8

// Both mean "unknown" for the verdicts. They differ in one way only: a question
// answered "I do not know" is not asked again.
const (
	NotAsked Answer = -1
	DontKnow Answer = -2
)

// Unknown is the word for "I do not know" in forms, addresses and the API.
const Unknown = "unknown"

// Answers is what a person said: one Answer per question.
type Answers []Answer

// NoAnswers is the start: nothing asked yet.
func (q *Questionnaire) NoAnswers() Answers {
	a := make(Answers, len(q.Questions))
	for i := range a {
		a[i] = NotAsked
	}
	return a
}

// With is a copy with one answer changed.
func (a Answers) With(question int, answer Answer) Answers {
	b := slices.Clone(a)
	b[question] = answer
	return b
}

// A BadAnswer is a name that the questionnaire does not know.
type BadAnswer struct {
	Question   string   // as given
	Answer     string   // as given
	NoQuestion bool     // already the question is unknown
	Allowed    []string // the known questions, or the answers to this one
	DidYouMean string   // nearest known name, "" if none is near
}

// Message says to an editor what is wrong.
func (b BadAnswer) Message() message.Message {
	hint := message.New("did you mean %q?", b.DidYouMean)
	if b.DidYouMean == "" {
		hint = message.New("known: %s", strings.Join(b.Allowed, ", "))
	}
	if b.NoQuestion {
		return message.New("unknown question %q: %s", b.Question, hint)
	}
	return message.New("%q is not an answer to %q: %s", b.Answer, b.Question, hint)
}

// Parse reads named answers ("residence" = "permanent"). It returns every
// unknown name, not only the first; the answers without them are usable.
func (q *Questionnaire) Parse(named map[string]string) (Answers, []BadAnswer) {
	a := q.NoAnswers()
	var bad []BadAnswer
	for _, question := range sortedKeys(named) {
		answer := named[question]
		i, ok := q.Question(question)
		if !ok {
			ids := q.QuestionIDs()
			bad = append(bad, BadAnswer{question, answer, true, ids, problem.Nearest(question, ids)})
			continue
		}
		parsed, ok := q.Questions[i].Parse(answer)
		if !ok {
			allowed := q.Questions[i].Allowed()
			bad = append(bad, BadAnswer{question, answer, false, allowed, problem.Nearest(answer, allowed)})
			continue
		}
		a[i] = parsed
	}
	return a, bad
}

// Parse reads one answer by its id; Unknown counts where it is offered.
func (q *Question) Parse(id string) (Answer, bool) {
	if id == Unknown && q.DontKnow {
		return DontKnow, true
	}
	i := slices.Index(q.Answers, id)
	return Answer(i), i >= 0
}

// Allowed lists everything that Parse accepts.
func (q *Question) Allowed() []string {
	if q.DontKnow {
		return append(slices.Clone(q.Answers), Unknown)
	}
	return q.Answers
}

// Name is the id of an answer; "" if the question was not asked.
func (q *Question) Name(a Answer) string {
	switch {
	case a == DontKnow:
		return Unknown
	case a < 0 || int(a) >= len(q.Answers):
		return ""
	}
	return q.Answers[a]
}

// Named is the inverse of Parse: the answers by name, without those not asked.
func (q *Questionnaire) Named(a Answers) map[string]string {
	named := map[string]string{}
	for i := range q.Questions {
		if name := q.Questions[i].Name(a[i]); name != "" {
			named[q.Questions[i].ID] = name
		}
	}
	return named
}

// Assume fills in the neutral answers to the questions that are never asked and
// were not answered. Verdicts of the result rest on it; Provided says when they
// hold.
func (q *Questionnaire) Assume(a Answers) Answers {
	b := slices.Clone(a)
	for i := range b {
		if !q.Questions[i].Asked && b[i] == NotAsked {
			b[i] = Answer(q.Questions[i].Neutral)
		}
	}
	return b
}

// Country is the id of the country in the answers, "" if it is not known.
func (q *Questionnaire) Country(a Answers) string {
	i, ok := q.Question("country")
	if !ok || a[i] < 0 {
		return ""
	}
	return q.Questions[i].Answers[a[i]]
}

// Format writes answers as "country=ru citizenship=by", for commands and tests.
func (q *Questionnaire) Format(a Answers) string {
	var parts []string
	for i := range q.Questions {
		if name := q.Questions[i].Name(a[i]); name != "" {
			parts = append(parts, q.Questions[i].ID+"="+name)
		}
	}
	return strings.Join(parts, " ")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
