package eligibility

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// ToFillIn stands in personas.csv where a verdict is still to be found in the law.
const ToFillIn = "?"

// A Persona is one row of personas.csv: a person and what the law says about
// them, written by a human. An empty answer means "I do not know", "*" means
// "whatever the answer". An expectation may name several verdicts ("no|absent");
// an empty one is not checked.
type Persona struct {
	Name    string
	Day     string
	Answers Answers
	Any     []int    // questions with "*"
	Expect  []string // by right
	pos     []problem.Pos
}

func (ld *loader) readPersonas(name string) {
	full := ld.path(name)
	data, err := fs.ReadFile(ld.fsys, full)
	if err != nil {
		ld.Errorf(problem.Pos{File: full}, "E001", "cannot read the file: %s", problem.Cause(err))
		return
	}
	ld.personas = full
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		ld.csvError(full, err)
		return
	}
	columns, ok := ld.personaColumns(full, header)
	ld.q.columns, ld.q.personasFile = columns, full
	for ok {
		row, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			ld.csvError(full, err)
			return
		}
		ld.readPersona(full, r, columns, row)
	}
}

func (ld *loader) csvError(file string, err error) {
	pos := problem.Pos{File: file, Line: 1}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		pos.Line, pos.Col, err = pe.Line, pe.Column, pe.Err
	}
	ld.Errorf(pos, "E024", "cannot read this as CSV: %s", problem.Cause(err)).Hint("columns are separated by commas; a text with a comma or a quotation mark stands in quotation marks")
}

// UsualColumns are the columns of personas.csv in their usual order.
func (q *Questionnaire) UsualColumns() []string {
	return slices.Concat([]string{"name", "date"}, q.QuestionIDs(), q.RightIDs())
}

// personaColumns checks the head of the table: name, date, every question and
// every right, in any order.
func (ld *loader) personaColumns(file string, header []string) ([]string, bool) {
	want := ld.q.UsualColumns()
	ok := true
	if len(header) == 1 && strings.Contains(header[0], ";") {
		ld.Errorf(problem.Pos{File: file, Line: 1}, "E024", "the columns of this table are separated by semicolons").Hint("save it as CSV with commas")
		return header, false
	}
	for i, column := range header {
		if !slices.Contains(want, column) || slices.Index(header, column) != i {
			ld.Errorf(problem.Pos{File: file, Line: 1}, "E024", "the column %q is unknown or stands twice", column).Near(column, want)
			ok = false
		}
	}
	for _, column := range want {
		if !slices.Contains(header, column) {
			ld.Errorf(problem.Pos{File: file, Line: 1}, "E024", "the column %q is missing", column).Hint("every question and every right has a column")
			ok = false
		}
	}
	return header, ok
}

func (ld *loader) readPersona(file string, r *csv.Reader, columns, row []string) {
	line, _ := r.FieldPos(0)
	if len(row) != len(columns) {
		ld.Errorf(problem.Pos{File: file, Line: line}, "E024", "this row has %d cells, the head has %d", len(row), len(columns)).Hint("an empty cell is still a cell: count the commas")
		return
	}
	p := Persona{Answers: ld.q.NoAnswers(), Expect: make([]string, len(ld.q.Rights)), pos: make([]problem.Pos, len(ld.q.Rights))}
	var open problem.Pos // first verdict that is still to be filled in
	for i, column := range columns {
		l, c := r.FieldPos(i)
		pos, cell := problem.Pos{File: file, Line: l, Col: c}, strings.TrimSpace(row[i])
		question, isQuestion := ld.q.Question(column)
		right, isRight := ld.q.Right(column)
		switch {
		case column == "name":
			p.Name = cell
		case column == "date":
			p.Day = cell
			if cell < ld.q.Coverage || !yamldoc.IsDay(cell) {
				ld.Errorf(pos, "E009", "%q is not a day that the rules cover", cell).Hint("write the day as 2025-10-29, not before %s", ld.q.Coverage)
			}
		case isQuestion:
			ld.readCell(&p, question, cell, pos)
		case isRight:
			p.Expect[right], p.pos[right] = cell, pos
			if cell == ToFillIn {
				open = cmp.Or(open, pos)
				continue
			}
			for _, word := range strings.Split(cell, "|") {
				if cell != "" && !slices.Contains([]string{"yes", "no", "absent", "unclear", "depends"}, word) {
					ld.Errorf(pos, "E014", "%q is not a verdict", word).Hint("verdicts are yes, no, absent, unclear, depends")
				}
			}
		}
	}
	if open.Line > 0 {
		ld.Errorf(open, "P04", "%q: somebody must say what the law says here", p.Name).Hint("read the articles, then write yes, no, absent, unclear or depends instead of ?; what the cards say proves nothing about them")
	}
	ld.q.Personas = append(ld.q.Personas, p)
}

func (ld *loader) readCell(p *Persona, question int, cell string, pos problem.Pos) {
	q := &ld.q.Questions[question]
	switch i := slices.Index(q.Answers, cell); {
	case cell == "":
	case cell == "*":
		p.Any = append(p.Any, question)
	case i >= 0:
		p.Answers[question] = Answer(i)
	default:
		hint := problem.DidYouMean(cell, q.Answers)
		if strings.EqualFold(cell, "true") || strings.EqualFold(cell, "false") {
			hint = message.New("did another program turn `yes` and `no` into `true` and `false`?")
		}
		ld.Errorf(pos, "E012", "%q is not an answer to %q", cell, q.ID).Try(hint)
	}
}

// personas checks that every row holds (P01), whatever the answers under "*". One
// card may surprise dozens of people; that is one message.
func (v *verifier) personas() {
	var wrong []message.Message
	var first problem.Pos
	for i := range v.q.Personas {
		p := &v.q.Personas[i]
		for r, what := range v.surprises(p) {
			if what.IsZero() {
				continue
			}
			if len(wrong) == 0 {
				first = p.pos[r]
			}
			wrong = append(wrong, message.New("%s: %s", p.pos[r], what))
		}
	}
	switch n := len(wrong); {
	case n == 1:
		v.Errorf(first, "P01", "%s", wrong[0].Args[1]).Hint("either a card or the row is wrong; `localvote explain` shows why")
	case n > 1:
		shown := message.Message{Format: strings.Repeat("\n      %s", min(n, mostPeople))}
		for _, w := range wrong[:min(n, mostPeople)] {
			shown.Args = append(shown.Args, w)
		}
		v.Errorf(first, "P01", "the cards say something else than personas.csv expects, in %d places:%s", n, shown).Hint("either a card or the row is wrong; `localvote explain` shows why")
	}
}

// mostPeople is how many people one message names.
const mostPeople = 60

// surprises compares one row with the cards, right by right.
func (v *verifier) surprises(p *Persona) []message.Message {
	wrong := make([]message.Message, len(v.q.Rights))
	period, ok := v.q.Period(p.Day)
	if !ok {
		return nil // reported while reading
	}
	v.q.eachCompletion(p.Answers, p.Any, func(a Answers) {
		for r, set := range v.q.Verdicts(period, a) {
			if p.Expect[r] == "" || !wrong[r].IsZero() || slices.Contains(strings.Split(p.Expect[r], "|"), set.String()) {
				continue
			}
			wrong[r] = message.New("%q: %s should be %s, but the cards say %s", p.Name, v.q.Rights[r].ID, p.Expect[r], set)
			if len(p.Any) > 0 {
				wrong[r] = message.New("%s for %s", wrong[r], v.q.Format(a))
			}
		}
	})
	return wrong
}

// eachCompletion calls f with every combination of answers to some questions.
func (q *Questionnaire) eachCompletion(a Answers, questions []int, f func(Answers)) {
	if len(questions) == 0 {
		f(a)
		return
	}
	for answer := range q.Questions[questions[0]].Answers {
		q.eachCompletion(a.With(questions[0], Answer(answer)), questions[1:], f)
	}
}

// examples checks that the cases shown without asking are answered as the texts
// beside them say (P02).
func (v *verifier) examples() {
	for i := range v.q.Examples {
		e := &v.q.Examples[i]
		sets := v.q.Verdicts(len(v.q.Periods)-1, v.q.Assume(e.Answers))
		for r, want := range e.Expect {
			if got, ok := sets[r].Certain(); !ok || got != want {
				v.Errorf(e.Pos, "P02", "example %q: %s should be %s, but the cards say %s", e.ID, v.q.Rights[r].ID, want, sets[r]).Hint("mend the example and its text")
			}
		}
	}
}
