package eligibility

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A NamedBox is a box in the words of the files. Unlike a Box it can be read
// after questions and answers have changed; what it does not name does not matter.
type NamedBox []NamedAnswers

// NamedAnswers are the answers to one question that a box allows.
type NamedAnswers struct {
	Question string
	Answers  []string
}

// NameBox writes a box in the words of the files, in the order of the questions.
func (q *Questionnaire) NameBox(b Box) NamedBox {
	var named NamedBox
	for i, allowed := range b {
		if allowed == 1<<len(q.Questions[i].Answers)-1 {
			continue
		}
		n := NamedAnswers{Question: q.Questions[i].ID}
		for answer, name := range q.Questions[i].Answers {
			if allowed>>answer&1 == 1 {
				n.Answers = append(n.Answers, name)
			}
		}
		named = append(named, n)
	}
	return named
}

// String writes "country=ru, age=18to20|21plus".
func (b NamedBox) String() string {
	if len(b) == 0 {
		return "always"
	}
	var parts []string
	for _, n := range b {
		parts = append(parts, n.Question+"="+strings.Join(n.Answers, "|"))
	}
	return strings.Join(parts, ", ")
}

// markDigits is how many digits of a hash name the rules in the change log.
const markDigits = 12

// Mark names what the rules mean: the first digits of a hash over questions,
// rights and cards. Comments, texts, the order of cards and of words in a list
// do not count, so the mark changes only if an answer to somebody may change, or
// the reason or source that is given for one.
func (q *Questionnaire) Mark() string {
	lines := []string{"from " + q.Coverage}
	for i := range q.Questions {
		lines = append(lines, q.Questions[i].meaning())
	}
	for i := range q.Rights {
		lines = append(lines, "right "+q.Rights[i].ID)
	}
	for i := range q.Cards {
		lines = append(lines, q.meaning(&q.Cards[i]))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])[:markDigits]
}

// meaning is a question as far as verdicts follow from it.
func (q *Question) meaning() string {
	line := "question " + q.ID + " " + sortedWords(q.Answers)
	if !q.Asked {
		line += " assumed " + q.Answers[q.Neutral]
	}
	return line
}

// meaning is a card without the order in which it was written down.
func (q *Questionnaire) meaning(c *Card) string {
	var rights, when []string
	for r := range q.Rights {
		if c.Rights.Has(r) {
			rights = append(rights, q.Rights[r].ID)
		}
	}
	for _, n := range q.NameBox(c.When) {
		when = append(when, n.Question+"="+sortedWords(n.Answers))
	}
	return fmt.Sprintf("card %s %s [%s] {%s} %s..%s [%s] %v", c.ID, c.Effect, sortedWords(rights), sortedWords(when), c.From, c.To, sortedWords(c.Sources), c.ReasonOnly)
}

func sortedWords(words []string) string {
	words = slices.Clone(words)
	slices.Sort(words)
	return strings.Join(words, " ")
}
