package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"localvote/templates"
	"localvote/web/eligibility"
)

// Parameters of the decision table beside the questions that may stand in an
// address.
const (
	tableRight   = "right"
	tableDay     = "on"
	tableVerdict = "verdict"
	tableMerge   = "merge"
	tableCases   = "cases"
	tablePage    = "page"
)

// Values of these parameters.
const (
	allRights  = "all"
	mergeNo    = "0"
	mergeYes   = "1"
	casesShown = "all"
)

// tableRows is how many rows a page of the table shows.
const tableRows = 100

// table shows the decision table, or the rows that the reader picks.
func (s *Server) table(v *visit) error {
	p := v.readPick(v.c.QueryParams())
	if len(p.wrong) > 0 {
		v.noIndex()
		return v.send(http.StatusBadRequest, templates.Table(v.tablePage(p)))
	}
	if query := p.query(p.page); query != v.c.QueryString() {
		return v.seeOther("/table", query) // one address for one choice
	}
	if p.chosen() {
		v.noIndex()
	}
	return v.send(http.StatusOK, templates.Table(v.tablePage(p)))
}

// A pick is which rows of the table a reader wants.
type pick struct {
	v       *visit
	answers eligibility.Answers // of the questions that are asked
	right   int                 // -1 for all
	period  int
	today   int // the period that needs no choice
	verdict string
	merge   bool
	cases   bool
	page    int
	wrong   map[string]string // key of the mistake by parameter
	rows    []eligibility.Row
}

// readPick reads a choice strictly: a table that leaves out what it does not
// understand would answer another question.
func (v *visit) readPick(values url.Values) *pick {
	p := &pick{v: v, answers: v.q.NoAnswers(), merge: true, page: 1, wrong: map[string]string{}}
	p.right, _ = v.q.Right(treeRight)
	p.today = max(0, v.periodToday())
	p.period = p.today
	for i := range v.q.Questions {
		p.readAnswer(i, values)
	}
	p.readRight(values.Get(tableRight))
	p.readDay(values.Get(tableDay))
	if verdict := values.Get(tableVerdict); slices.Contains(tableVerdicts, verdict) {
		p.verdict = verdict
	} else if verdict != "" {
		p.wrong[tableVerdict] = "table.wrong"
	}
	p.merge = p.oneOf(values, tableMerge, mergeYes, mergeNo) != mergeNo
	p.cases = p.oneOf(values, tableCases, "", casesShown) == casesShown
	p.rows = p.pickRows()
	p.readPage(values.Get(tablePage))
	return p
}

// tableVerdicts are the verdicts of single situations.
var tableVerdicts = []string{"yes", "no", "absent", "unclear"}

func (v *visit) periodToday() int {
	period, ok := v.q.Period(v.today)
	if !ok {
		return len(v.q.Periods) - 1
	}
	return period
}

func (p *pick) readAnswer(i int, values url.Values) {
	q := &p.v.q.Questions[i]
	typed := values.Get(q.ID)
	answer := slices.Index(q.Answers, typed)
	switch {
	case typed == "":
	case !q.Asked:
		p.wrong[tableCases] = "table.wrong_secret"
	case answer < 0:
		p.wrong[q.ID] = "table.wrong"
	default:
		p.answers[i] = eligibility.Answer(answer)
	}
}

func (p *pick) readRight(typed string) {
	right, known := p.v.q.Right(typed)
	switch {
	case typed == "":
	case typed == allRights:
		p.right = -1
	case known:
		p.right = right
	default:
		p.wrong[tableRight] = "table.wrong"
	}
}

func (p *pick) readDay(typed string) {
	period := slices.Index(p.v.q.Periods, typed)
	switch {
	case typed == "":
	case period < 0:
		p.wrong[tableDay] = "table.wrong"
	default:
		p.period = period
	}
}

// oneOf reads a parameter with two values; the first is the usual one.
func (p *pick) oneOf(values url.Values, name, usual, other string) string {
	switch typed := values.Get(name); typed {
	case "", usual:
		return usual
	case other:
		return other
	}
	p.wrong[name] = "table.wrong"
	return usual
}

func (p *pick) readPage(typed string) {
	if typed == "" {
		return
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > p.pages() {
		p.wrong[tablePage] = "table.wrong_page"
		return
	}
	p.page = n
}

func (p *pick) pages() int { return max(1, (len(p.rows)+tableRows-1)/tableRows) }

// pickRows asks the engine. A verdict is looked for after rows were taken
// together: all situations of a row have the same.
func (p *pick) pickRows() []eligibility.Row {
	q := p.v.q
	box := q.Everywhere()
	for i := range box {
		switch {
		case p.answers[i] >= 0:
			box[i] = 1 << p.answers[i]
		case !q.Questions[i].Asked && !p.cases:
			box[i] = 1 << q.Questions[i].Neutral
		}
	}
	var rows []eligibility.Row
	if p.merge {
		rows = q.MergedRows(p.period, box, p.mask())
	} else {
		rows = q.Rows(p.period, box)
	}
	return slices.DeleteFunc(rows, func(r eligibility.Row) bool { return p.verdict != "" && !p.hasVerdict(r) })
}

// mask is the rights whose verdicts the rows must tell apart; 0 means all.
func (p *pick) mask() eligibility.Rights {
	if p.right < 0 {
		return 0
	}
	return 1 << p.right
}

func (p *pick) hasVerdict(r eligibility.Row) bool {
	return slices.ContainsFunc(p.shownRights(), func(right int) bool { return r.Verdicts[right].String() == p.verdict })
}

func (p *pick) shownRights() []int {
	if p.right >= 0 {
		return []int{p.right}
	}
	var out []int
	for i := range p.v.q.Rights {
		out = append(out, i)
	}
	return out
}

// shownQuestions are those whose answers tell rows apart, or were chosen.
func (p *pick) shownQuestions() []int {
	var out []int
	for i := range p.v.q.Questions {
		if !p.v.q.Questions[i].Asked && !p.cases {
			continue
		}
		if slices.ContainsFunc(p.rows, func(r eligibility.Row) bool { return !p.anyAnswer(r, i) }) {
			out = append(out, i)
		}
	}
	return out
}

func (p *pick) anyAnswer(r eligibility.Row, question int) bool {
	return r.Box[question] == 1<<len(p.v.q.Questions[question].Answers)-1
}

// query is the address of the choice; what is usual is left out.
func (p *pick) query(page int) string {
	values := url.Values{}
	for i, a := range p.answers {
		if a >= 0 {
			values.Set(p.v.q.Questions[i].ID, p.v.q.Questions[i].Name(a))
		}
	}
	if usual, _ := p.v.q.Right(treeRight); p.right < 0 {
		values.Set(tableRight, allRights)
	} else if p.right != usual {
		values.Set(tableRight, p.v.q.Rights[p.right].ID)
	}
	if p.period != p.today {
		values.Set(tableDay, p.v.q.Periods[p.period])
	}
	if p.verdict != "" {
		values.Set(tableVerdict, p.verdict)
	}
	if !p.merge {
		values.Set(tableMerge, mergeNo)
	}
	if p.cases {
		values.Set(tableCases, casesShown)
	}
	if page > 1 {
		values.Set(tablePage, itoa(page))
	}
	return values.Encode()
}

// chosen tells whether the reader has picked anything.
func (p *pick) chosen() bool { return p.query(p.page) != "" }

// result is the code of the first situation of a row; ok is false where an answer
// that decides must not stand in an address.
func (p *pick) result(r eligibility.Row) (code string, ok bool) {
	a := r.First()
	for i := range a {
		q := &p.v.q.Questions[i]
		if q.Asked {
			continue
		}
		if r.Box[i]>>q.Neutral&1 == 0 {
			return "", false
		}
		a[i] = eligibility.NotAsked
	}
	return p.v.q.Code(a), true
}

// answerIDs are the answers of a row as machines read them, "" for any.
func (p *pick) answerIDs(r eligibility.Row, question int) string {
	if p.anyAnswer(r, question) {
		return ""
	}
	var names []string
	for answer, name := range p.v.q.Questions[question].Answers {
		if r.Box[question]>>answer&1 == 1 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}
