// Package eligibility is the questionnaire "Can I vote here?": rule cards that
// editors write from the law, a truth table compiled from them, and exact
// answers to every question about it: the verdict for each local right, the
// next question worth asking, the reasons, the shortest because, what would
// change a verdict, and what differs between countries and days.
//
// A situation is one answer to every question. The table holds the verdict of
// every right in every situation for every period of law, so nothing here is
// searched for or estimated; everything is looked at. Unknown answers mean all
// situations that are still possible ("certain answers").
//
// The package reads no clock and no file but those of the file system that it
// is given. It knows sources by id only.
package eligibility

import (
	"slices"

	"localvote/web/lang"
	"localvote/web/problem"
)

// An Effect is what a card does to its rights where its box fits.
type Effect uint8

// The five effects. Their precedence is fixed; see Table.
const (
	EffectAbsent  Effect = iota // no such election exists there
	EffectBar                   // takes the right away
	EffectUnclear               // the law does not settle it
	EffectGrant                 // gives the right
	EffectDefault               // says why nothing gives the right
)

var effectNames = []string{"absent", "bar", "unclear", "grant", "default"}

// Effects lists the words for the effects of cards.
func Effects() []string { return slices.Clone(effectNames) }

// String is the word used in the files.
func (e Effect) String() string { return effectNames[e] }

// A Verdict is the answer for one right in one situation.
type Verdict uint8

// The verdicts. gap and conflict are mistakes in the cards; content with either
// never goes live, so readers of a loaded Questionnaire do not meet them.
const (
	gap Verdict = iota
	No
	Yes
	Absent
	Unclear
	conflict
)

var verdictNames = []string{"gap", "no", "yes", "absent", "unclear", "conflict"}

// String is the word used in the files and in the API.
func (v Verdict) String() string { return verdictNames[v] }

// A Set is a set of verdicts: what is still possible.
type Set uint8

// Certain is the verdict if only one is possible.
func (s Set) Certain() (v Verdict, ok bool) {
	for v = No; v <= Unclear; v++ {
		if s == 1<<v {
			return v, true
		}
	}
	return 0, false
}

// Has tells whether v is still possible.
func (s Set) Has(v Verdict) bool { return s>>v&1 == 1 }

// Verdicts lists what is possible, in the order yes, no, absent, unclear.
func (s Set) Verdicts() []Verdict {
	var out []Verdict
	for _, v := range []Verdict{Yes, No, Absent, Unclear} {
		if s.Has(v) {
			out = append(out, v)
		}
	}
	return out
}

// String is the certain verdict's word, or "depends".
func (s Set) String() string {
	if v, ok := s.Certain(); ok {
		return v.String()
	}
	return "depends"
}

// A Change says in whose power an answer is.
type ChangeKind string

// The kinds of change.
const (
	Choice ChangeKind = "choice" // a free choice, such as the country asked about
	Never  ChangeKind = "never"  // nothing a person could change
	Time   ChangeKind = "time"   // changes by itself
	Action ChangeKind = "action" // the person can act
)

// A Question is one fact about the reader, with a closed list of answers.
type Question struct {
	ID        string
	Answers   []string
	Change    ChangeKind
	Mirror    []int // answer of the same person on the other side of the border
	Ladder    []int // answers from less to more, nil for none
	Twins     []int // answers that may lead to the same results
	DontKnow  bool  // "I do not know" is offered
	Sensitive bool  // never part of a code, an address or a suggestion
	Asked     bool  // false: never asked; the result names it as a condition
	Neutral   int   // answer assumed where the question is not asked
	Pos       problem.Pos
}

// A Right is one local right, for instance to vote for the council.
type Right struct {
	ID  string
	Pos problem.Pos
}

// Rights is a set of rights by their number.
type Rights uint32

// Has tells whether right r is in the set.
func (s Rights) Has(r int) bool { return s>>r&1 == 1 }

// A Box is a set of situations: for each question the allowed answers as bits.
type Box []uint32

// Has tells whether a situation, given by its answers, lies in the box.
func (b Box) Has(digits []uint8) bool {
	for q, allowed := range b {
		if allowed>>digits[q]&1 == 0 {
			return false
		}
	}
	return true
}

// A Card is one legal statement: an effect on rights in a box of situations,
// from one day (included) to another (excluded), with its sources.
type Card struct {
	ID         string
	Effect     Effect
	Rights     Rights
	When       Box
	From, To   string // days as 2025-10-29; "" for open
	Sources    []string
	ReasonOnly bool // kept for its reason although it never changes a verdict
	Pos        problem.Pos
}

// A Difference is a declared difference between the two countries, seen from a
// person in the first country; the mirror person is in the other one.
type Difference struct {
	ID       string
	Rights   Rights
	When     Box
	From, To string
	Sources  []string
	Pos      problem.Pos
	when     map[int]problem.Pos // where each question of the box stands
}

// A Change is a declared change of verdicts on one day.
type Change struct {
	ID      string
	On      string
	Rights  Rights
	When    Box
	Gain    bool // may only turn verdicts into yes
	Sources []string
	Pos     problem.Pos
}

// StepKind says what a step is for.
type StepKind string

// The kinds of step.
const (
	Condition StepKind = "condition" // a further condition that is not a question
	Do        StepKind = "do"        // a thing to do next
	Know      StepKind = "know"      // a thing that could not be established
)

// A Step is something to know or do beside a verdict.
type Step struct {
	ID       string
	Kind     StepKind
	Rights   Rights
	Verdicts Set
	Depends  bool // also where the verdict depends on an answer
	When     Box
	From, To string
	Sources  []string
	Pos      problem.Pos
}

// An Election is a day that a reader may choose.
type Election struct {
	ID         string
	Country    int // answer to the question "country"
	Day        string
	Calculated bool // our arithmetic, not announced
	Sources    []string
	Pos        problem.Pos
}

// An Example is a common case whose answer is shown without asking.
type Example struct {
	ID      string
	Answers Answers
	Expect  map[int]Verdict // by right
	Leads   int             // the right whose verdict gives the mark
	Sources []string
	Pos     problem.Pos
}

// A Questionnaire is everything of content/eligibility, compiled. It never
// changes after Load, so any number of readers may share it.
type Questionnaire struct {
	Layout      int
	LongestWalk int
	Coverage    string // nothing is claimed about earlier days
	Questions   []Question
	Rights      []Right
	Cards       []Card
	Differences []Difference
	Changes     []Change
	Steps       []Step
	Elections   []Election
	Examples    []Example
	Personas    []Persona
	Hash        string // sha256 over the files, in hex

	texts        map[lang.Lang]map[string]string
	easy         map[lang.Lang]map[string]string // easy-read words
	layouts      map[int]layout                  // with today's names
	written      map[int]layout                  // as they stand in the file
	migrations   []migration
	columns      []string // of personas.csv, which is personasFile
	personasFile string
	*Table
	qIndex map[string]int
	rIndex map[string]int
}

// Question finds the number of a question by its id.
func (q *Questionnaire) Question(id string) (int, bool) {
	i, ok := q.qIndex[id]
	return i, ok
}

// Right finds the number of a right by its id.
func (q *Questionnaire) Right(id string) (int, bool) {
	i, ok := q.rIndex[id]
	return i, ok
}

// QuestionIDs lists the ids of the questions in the order of asking.
func (q *Questionnaire) QuestionIDs() []string {
	ids := make([]string, len(q.Questions))
	for i := range q.Questions {
		ids[i] = q.Questions[i].ID
	}
	return ids
}

// RightIDs lists the ids of the rights in the order of showing.
func (q *Questionnaire) RightIDs() []string {
	ids := make([]string, len(q.Rights))
	for i := range q.Rights {
		ids[i] = q.Rights[i].ID
	}
	return ids
}

// everywhere is the box of all situations.
func (q *Questionnaire) everywhere() Box {
	b := make(Box, len(q.Questions))
	for i := range b {
		b[i] = 1<<len(q.Questions[i].Answers) - 1
	}
	return b
}

// inForce tells whether something that holds from one day to another (excluded)
// holds on a day. Days are compared as text.
func inForce(from, to, day string) bool {
	return (from == "" || from <= day) && (to == "" || day < to)
}
