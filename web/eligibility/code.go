package eligibility

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// A share code is the state of the questionnaire in few letters: 1-04QR.
//
// Before the hyphen stands the number of the layout (the list of questions),
// behind it the state in Crockford's base 32 (crockford.com/base32.html). The
// state is one whole number in mixed radix: each question that is asked adds a
// digit, 0 for "not asked", 1…n for the answers, n+1 for "I do not know".
//
// The number is multiplied by an odd factor that fills the letters, so most
// mistyped codes are not codes at all and cannot show somebody else's answers.
// Questions that are never asked are not part of a code.

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// minFactor is the least share of letters that must be left to find mistakes.
const minFactor = 16

// A layout is one list of questions that stood, or stands, behind codes.
type layout struct {
	number    int
	questions []layoutQuestion
	pos       problem.Pos
}

type layoutQuestion struct {
	id      string
	answers []string
}

// states is the number of states of a layout.
func (l layout) states() int {
	n := 1
	for _, q := range l.questions {
		if n *= len(q.answers) + 2; n > maxStates {
			return maxStates + 1
		}
	}
	return n
}

// maxStates is the most that a code of reasonable length can hold.
const maxStates = 8 * maxSituations

// letters and factor of the code of a layout follow from its number of states.
func (l layout) letters() (letters, factor int) {
	for letters = 1; ; letters++ {
		factor = int(math.Pow(32, float64(letters))) / l.states()
		if factor >= minFactor {
			return letters, factor - 1 + factor%2
		}
	}
}

// current is the layout of today's questions.
func (q *Questionnaire) current() layout {
	l := layout{number: q.Layout}
	for i := range q.Questions {
		if q.Questions[i].Asked {
			l.questions = append(l.questions, layoutQuestion{q.Questions[i].ID, q.Questions[i].Answers})
		}
	}
	return l
}

func (q *Questionnaire) states() int { return q.current().states() }

// state is the number of the answers that are part of a code.
func (q *Questionnaire) state(a Answers) int {
	n := 0
	for i := range q.Questions {
		if !q.Questions[i].Asked {
			continue
		}
		count := len(q.Questions[i].Answers)
		digit := int(a[i]) + 1
		if a[i] == DontKnow {
			digit = count + 1
		}
		n = n*(count+2) + digit
	}
	return n
}

// Code is the share code of the answers. Answers to questions that are never
// asked are left out: they never stand in an address.
func (q *Questionnaire) Code(a Answers) string { return q.current().code(q.state(a)) }

// code writes the number of a state of this layout.
func (l layout) code(state int) string {
	letters, factor := l.letters()
	n := state * factor
	text := make([]byte, letters)
	for i := letters - 1; i >= 0; i-- {
		text[i] = alphabet[n%32]
		n /= 32
	}
	return fmt.Sprintf("%d-%s", l.number, text)
}

// ErrBadCode is returned for anything that was never a code of this site.
var ErrBadCode = errors.New("not a share code")

// Decode reads a share code of today's or any earlier layout. Small letters,
// missing hyphens inside the letters and the look-alikes o, i and l are
// accepted; compare with Code to find the one spelling that the site uses.
func (q *Questionnaire) Decode(code string) (Answers, error) {
	if len(code) > 32 {
		return nil, ErrBadCode
	}
	number, text, ok := strings.Cut(code, "-")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || strconv.Itoa(n) != number {
		return nil, ErrBadCode
	}
	l, ok := q.layouts[n]
	if !ok {
		return nil, ErrBadCode
	}
	state, err := l.decode(text)
	if err != nil {
		return nil, err
	}
	return q.fromLayout(l, state), nil
}

// lookAlikes are letters that no code has, and what they are taken for.
var lookAlikes = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// decode turns the letters into the number of the state.
func (l layout) decode(text string) (int, error) {
	if strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return 0, ErrBadCode // some letters of other alphabets have an ASCII capital
	}
	text = strings.ToUpper(strings.ReplaceAll(text, "-", ""))
	text = lookAlikes.Replace(text)
	letters, factor := l.letters()
	if len(text) != letters {
		return 0, ErrBadCode
	}
	n := 0
	for i := range len(text) {
		digit := strings.IndexByte(alphabet, text[i])
		if digit < 0 {
			return 0, ErrBadCode
		}
		n = n*32 + digit
	}
	if n%factor != 0 || n/factor >= l.states() {
		return 0, ErrBadCode
	}
	return n / factor, nil
}

// fromLayout reads a state of a layout into today's answers. Names that today's
// questions do not know any more count as not answered; migrations have already
// renamed what has another name now.
func (q *Questionnaire) fromLayout(l layout, state int) Answers {
	a := q.NoAnswers()
	for i := len(l.questions) - 1; i >= 0; i-- {
		old := l.questions[i]
		digit := state % (len(old.answers) + 2)
		state /= len(old.answers) + 2
		question, known := q.Question(old.id)
		if digit == 0 || !known {
			continue
		}
		a[question] = DontKnow
		if digit <= len(old.answers) {
			if answer, ok := q.Questions[question].Parse(old.answers[digit-1]); ok {
				a[question] = answer
			}
		}
	}
	return a
}

// A migration says how one question of older layouts is read today.
type migration struct {
	layout   int // the first layout with the new meaning
	question string
	renameTo string            // new id of the question
	rename   map[string]string // new ids of answers
	split    map[string]bool   // answers that became several: "I do not know"
	drop     bool
	pos      problem.Pos
}

// apply gives the layout the names of today.
func (m migration) apply(l layout) layout {
	var questions []layoutQuestion
	for _, old := range l.questions {
		if l.number >= m.layout || old.id != m.question {
			questions = append(questions, old)
			continue
		}
		renamed := layoutQuestion{id: old.id}
		if m.renameTo != "" {
			renamed.id = m.renameTo
		}
		if m.drop {
			renamed.id = "" // keeps its digit, is known to nobody
		}
		for _, answer := range old.answers {
			switch {
			case m.rename[answer] != "":
				answer = m.rename[answer]
			case m.split[answer]:
				answer = Unknown
			}
			renamed.answers = append(renamed.answers, answer)
		}
		questions = append(questions, renamed)
	}
	l.questions = questions
	return l
}

func (ld *loader) readLayouts(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"layouts": func(n yamldoc.Node) {
		for _, item := range n.List() {
			l := layout{pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"number": func(n yamldoc.Node) { l.number = n.Int() },
				"questions": func(n yamldoc.Node) {
					for _, p := range n.Pairs() {
						l.questions = append(l.questions, layoutQuestion{p.Key.Word(), p.Value.Words()})
					}
				},
			}, "number", "questions")
			if _, twice := ld.q.layouts[l.number]; twice {
				item.Errorf("E004", "layout %d stands here a second time", l.number).Hint("every layout has a number of its own")
			}
			if l.states() > maxStates {
				item.Errorf("E017", "layout %d has more states than a code can hold", l.number)
				continue
			}
			ld.q.layouts[l.number] = l
		}
	}}, "layouts")
}

func (ld *loader) readMigrations(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"migrations": func(n yamldoc.Node) {
		for _, item := range n.List() {
			ld.migrations = append(ld.migrations, readMigration(item))
		}
	}}, "migrations")
}

func readMigration(item yamldoc.Node) migration {
	m := migration{rename: map[string]string{}, split: map[string]bool{}, pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"layout":    func(n yamldoc.Node) { m.layout = n.Int() },
		"question":  func(n yamldoc.Node) { m.question = n.Word() },
		"rename_to": func(n yamldoc.Node) { m.renameTo = n.Word() },
		"drop":      func(n yamldoc.Node) { m.drop = n.Bool() },
		"rename": func(n yamldoc.Node) {
			for _, p := range n.Pairs() {
				m.rename[p.Key.Word()] = p.Value.Word()
			}
		},
		"split": func(n yamldoc.Node) {
			for _, p := range n.Pairs() {
				m.split[p.Key.Word()] = true
				p.Value.Words()
			}
		},
	}, "layout", "question")
	return m
}

// settleLayouts checks that today's questions are written down as a layout,
// and gives older layouts today's names.
func (ld *loader) settleLayouts() {
	q := ld.q
	today := q.current()
	pos := problem.Pos{File: ld.path("layouts.yaml")}
	if len(q.layouts) == 0 {
		return // the file is missing or empty, which has been said
	}
	written, ok := q.layouts[q.Layout]
	switch {
	case !ok:
		ld.Errorf(pos, "E018", "layout %d of questions.yaml is not in layouts.yaml", q.Layout).Hint("add the list of questions that are asked now")
	case !sameLayout(written, today):
		ld.Errorf(written.pos, "E018", "the questions that are asked are not those of layout %d any more", q.Layout).Hint("saved addresses are read by this list: raise `layout` in questions.yaml and add the new list here; do not edit the old one")
	}
	q.written, q.migrations = maps.Clone(q.layouts), ld.migrations
	for _, m := range ld.migrations {
		ld.checkMigration(m)
		for number, l := range q.layouts {
			q.layouts[number] = m.apply(l)
		}
	}
	for number, l := range q.layouts {
		ld.checkOldNames(number, l)
	}
}

// checkMigration refuses migrations that would change today's codes, or that
// speak of something that no older layout has.
func (ld *loader) checkMigration(m migration) {
	if m.layout > ld.q.Layout {
		ld.Errorf(m.pos, "E026", "a migration to layout %d, but today's is %d", m.layout, ld.q.Layout).Hint("raise `layout` in questions.yaml first")
	}
	var questions []string
	for number, l := range ld.q.layouts {
		if number >= m.layout {
			continue
		}
		for _, old := range l.questions {
			questions = append(questions, old.id)
			if old.id != m.question {
				continue
			}
			for _, answer := range append(sortedKeys(m.rename), sortedKeys(m.split)...) {
				if !slices.Contains(old.answers, answer) {
					ld.Errorf(m.pos, "E026", "%q was no answer to %q in layout %d", answer, m.question, number).Near(answer, old.answers)
				}
			}
		}
	}
	if !slices.Contains(questions, m.question) {
		ld.Errorf(m.pos, "E026", "no layout before %d has a question %q", m.layout, m.question).Near(m.question, questions)
	}
}

// checkOldNames makes sure that every answer of an old layout still means
// something: C12, as far as the files alone can tell.
func (ld *loader) checkOldNames(number int, l layout) {
	for _, old := range l.questions {
		question, known := ld.q.Question(old.id)
		if old.id == "" {
			continue
		}
		if !known {
			ld.Errorf(l.pos, "E019", "question %q of layout %d does not exist any more", old.id, number).Hint("say in migrations.yaml what became of it")
			continue
		}
		for _, answer := range old.answers {
			if _, ok := ld.q.Questions[question].Parse(answer); !ok && answer != Unknown {
				ld.Errorf(l.pos, "E019", "answer %q to %q of layout %d does not exist any more", answer, old.id, number).Hint("say in migrations.yaml what became of it")
			}
		}
	}
}

func sameLayout(a, b layout) bool {
	if len(a.questions) != len(b.questions) {
		return false
	}
	for i := range a.questions {
		if a.questions[i].id != b.questions[i].id || strings.Join(a.questions[i].answers, " ") != strings.Join(b.questions[i].answers, " ") {
			return false
		}
	}
	return true
}
