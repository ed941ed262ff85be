package eligibility

import (
	"maps"
	"slices"
	"strings"
)

// Since is what became other since a release: everything that a change log has to
// name.
type Since struct {
	Changes []LoggedChange
	Persons []string // test persons with another answer, another expectation, or gone
	Removed []string // rights, questions and answers that are gone
}

// IsZero tells whether nothing did.
func (s *Since) IsZero() bool { return len(s.Changes)+len(s.Persons)+len(s.Removed) == 0 }

// Verdicts counts the verdicts that changed, as LogEntry does.
func (s *Since) Verdicts() int { return (&LogEntry{Changes: s.Changes}).Verdicts() }

// Since lists what became other since a release.
func (q *Questionnaire) Since(release *Release) *Since {
	out := &Since{Removed: q.removed(release.Questionnaire)}
	turns, err := Compare(release.Questionnaire, q)
	for _, c := range turns {
		out.Changes = append(out.Changes, q.Logged(c))
	}
	if err == nil && len(turns) == 0 && q.keepsPersonas(release.Questionnaire) {
		return out // every test person has the same verdicts and stands where it stood
	}
	for i := range release.Personas {
		p := &release.Personas[i]
		if !q.keeps(release.Questionnaire, p) && !slices.Contains(out.Persons, p.Name) {
			out.Persons = append(out.Persons, p.Name)
		}
	}
	return out
}

// removed names what older rules knew and these do not.
func (q *Questionnaire) removed(old *Questionnaire) []string {
	var out []string
	for i := range old.Rights {
		if _, ok := q.Right(old.Rights[i].ID); !ok {
			out = append(out, old.Rights[i].ID)
		}
	}
	for i, then := range q.todaysNames(old) {
		was := &old.Questions[i]
		now, known := q.Question(then.id)
		if !known {
			out = append(out, was.ID)
			continue
		}
		for a, name := range then.answers {
			if !slices.Contains(q.Questions[now].Answers, name) {
				out = append(out, was.ID+"="+was.Answers[a])
			}
		}
	}
	return out
}

// keepsPersonas tells whether the test persons are the same, in any order.
func (q *Questionnaire) keepsPersonas(old *Questionnaire) bool {
	if !sameQuestions(old, q) || !slices.Equal(old.RightIDs(), q.RightIDs()) {
		return false
	}
	there := map[string]bool{}
	for i := range q.Personas {
		there[q.Personas[i].row(q)] = true
	}
	for i := range old.Personas {
		if !there[old.Personas[i].row(old)] {
			return false
		}
	}
	return true
}

// row is everything about a test person but the name.
func (p *Persona) row(q *Questionnaire) string { return p.situation(q) + " → " + p.expected(q) }

func (p *Persona) situation(q *Questionnaire) string {
	key := p.Day + " " + q.Format(p.Answers)
	for _, i := range p.Any {
		key += " " + q.Questions[i].ID + "=*"
	}
	return key
}

func (p *Persona) expected(q *Questionnaire) string {
	var parts []string
	for r, want := range p.Expect {
		if want != "" {
			parts = append(parts, q.Rights[r].ID+"="+want)
		}
	}
	return strings.Join(parts, " ")
}

// keeps tells whether a test person of older rules still stands among those of
// today, is expected to get no other verdict, and gets no other one.
func (q *Questionnaire) keeps(old *Questionnaire, p *Persona) bool {
	now, ok := q.follow(old, p)
	return ok && q.expects(now) && q.judgesAlike(old, p, now)
}

// follow finds out who a test person of older rules is by today's questions.
func (q *Questionnaire) follow(old *Questionnaire, p *Persona) (*Persona, bool) {
	now := &Persona{Name: p.Name, Day: p.Day, Answers: q.NoAnswers(), Expect: make([]string, len(q.Rights))}
	for i, then := range q.todaysNames(old) {
		any := slices.Contains(p.Any, i)
		question, known := q.Question(then.id)
		switch {
		case p.Answers[i] == NotAsked && !any:
		case !known:
			return nil, false
		case any:
			now.Any = append(now.Any, question)
		default:
			answer := slices.Index(q.Questions[question].Answers, then.answers[p.Answers[i]])
			if answer < 0 {
				return nil, false
			}
			now.Answers[question] = Answer(answer)
		}
	}
	for r := range old.Rights {
		if right, ok := q.Right(old.Rights[r].ID); ok {
			now.Expect[right] = p.Expect[r]
		} else if p.Expect[r] != "" {
			return nil, false
		}
	}
	slices.Sort(now.Any)
	return now, true
}

// expects tells whether today's test persons hold somebody to the same verdicts,
// at least. The name does not matter, nor what new questions they answer.
func (q *Questionnaire) expects(p *Persona) bool {
	return slices.ContainsFunc(q.Personas, func(x Persona) bool {
		if x.Day != p.Day {
			return false
		}
		for i := range p.Answers {
			asked := p.Answers[i] != NotAsked
			if asked && x.Answers[i] != p.Answers[i] || slices.Contains(p.Any, i) && !slices.Contains(x.Any, i) {
				return false
			}
		}
		for r := range p.Expect {
			if p.Expect[r] != "" && x.Expect[r] != p.Expect[r] {
				return false
			}
		}
		return true
	})
}

// judgesAlike tells whether somebody gets the same verdicts by older rules and by
// these, whatever the answers under "*".
func (q *Questionnaire) judgesAlike(old *Questionnaire, then, now *Persona) bool {
	before, ok := old.Period(then.Day)
	after, ok2 := q.Period(now.Day)
	if !ok || !ok2 {
		return false
	}
	was, is := map[string]bool{}, map[string]bool{}
	old.eachCompletion(then.Answers, then.Any, func(a Answers) { was[old.verdictWords(before, a, q)] = true })
	q.eachCompletion(now.Answers, now.Any, func(a Answers) { is[q.verdictWords(after, a, old)] = true })
	return maps.Equal(was, is)
}

// verdictWords are the verdicts for the rights that another questionnaire knows,
// too.
func (q *Questionnaire) verdictWords(period int, a Answers, other *Questionnaire) string {
	words := ""
	for r, set := range q.Verdicts(period, a) {
		if _, ok := other.Right(q.Rights[r].ID); ok {
			words += q.Rights[r].ID + "=" + set.String() + " "
		}
	}
	return words
}
