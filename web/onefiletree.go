package web

import (
	"fmt"
	"strconv"
	"strings"

	"localvote/templates"
	"localvote/web/eligibility"
)

// A filedCheck draws every way through the questionnaire, for a file without a
// server. It differs from the page with the tree in that it is about all rights, so
// nothing is cut off where one of them is settled.
type filedCheck struct {
	*visit
	period int
	known  map[string]string // reasons as they are drawn -> their anchor
	rights []templates.OneFileReasons
}

func (v *visit) oneFileCheck() (templates.OneFileCheck, error) {
	period, covered := v.q.Period(v.today)
	if !covered {
		return templates.OneFileCheck{}, errNotCovered(v.today)
	}
	f := &filedCheck{visit: v, period: period, known: map[string]string{}}
	for _, right := range v.q.Rights {
		f.rights = append(f.rights, templates.OneFileReasons{Name: v.text("right."+right.ID+".name", "")})
	}
	question, branches := f.asked(v.q.NoAnswers())
	return templates.OneFileCheck{
		Heading: v.l.T("nav.check"), How: v.l.T("onefile.how"), Unasked: v.text("unasked", ""),
		Question: question, Branches: branches, Why: v.l.T("onefile.why"), Rights: f.rights,
	}, nil
}

// asked is the next question with all that may follow it; "" if none does.
func (f *filedCheck) asked(a eligibility.Answers) (string, []templates.OneFileBranch) {
	next, more := f.q.Next(f.period, a)
	if !more {
		return "", nil
	}
	country := f.q.Country(a)
	q := &f.q.Questions[next]
	given := []eligibility.Answer{}
	for n := range q.Answers {
		given = append(given, eligibility.Answer(n))
	}
	if q.DontKnow {
		given = append(given, eligibility.DontKnow)
	}
	var out []templates.OneFileBranch
	same := map[string]int{} // what follows, as it is drawn -> branch
	for _, answer := range given {
		b := f.branch(a.With(next, answer))
		words := f.answer(next, answer, country)
		key := fmt.Sprint(b)
		if n, ok := same[key]; ok {
			out[n].Answers = append(out[n].Answers, words)
			continue
		}
		same[key] = len(out)
		b.Answers = []string{words}
		out = append(out, b)
	}
	return f.text("q."+q.ID+".title", country), out
}

func (f *filedCheck) branch(a eligibility.Answers) templates.OneFileBranch {
	var b templates.OneFileBranch
	if b.Question, b.Branches = f.asked(a); b.Question == "" {
		b.Verdicts = f.verdicts(a)
	}
	return b
}

// verdicts are the lines of one result. The same reasons are drawn once.
func (f *filedCheck) verdicts(a eligibility.Answers) []templates.OneFileVerdict {
	r := &resultView{visit: f.visit, country: f.q.Country(a), res: f.q.Explain(f.today, a)}
	r.of = resultOf{answers: a, day: day{value: f.today}, edition: f.current()}
	var out []templates.OneFileVerdict
	for i := range r.res.Rights {
		r.cited = map[string]bool{}
		full := r.right(&r.res.Rights[i])
		out = append(out, templates.OneFileVerdict{Mark: full.Mark, Right: full.Name, Href: "#" + f.reason(i, r.country, full)})
	}
	return out
}

// reason gives the anchor of the reasons for one verdict.
func (f *filedCheck) reason(right int, country string, full templates.RightResult) string {
	short := templates.RightResult{
		Mark: full.Mark, Sentence: full.Sentence, Forks: full.Forks, Reasons: full.Reasons, Provided: full.Provided, Later: full.Later,
	}
	name := ""
	if country != "" {
		name = f.countryName(country)
	}
	key := strings.Join([]string{strconv.Itoa(right), country, fmt.Sprint(short)}, "|")
	if id, ok := f.known[key]; ok {
		return id
	}
	id := "r" + strconv.Itoa(len(f.known)+1)
	f.known[key] = id
	f.rights[right].All = append(f.rights[right].All, templates.OneFileReason{ID: id, Country: name, Right: short})
	return id
}
