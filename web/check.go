package web

import (
	"net/http"
	"net/url"
	"strings"

	"localvote/templates"
	"localvote/web/eligibility"
)

// start explains what the questionnaire takes and asks the first question.
// Named answers in the address ("?country=ru&citizenship=by") are accepted from
// links elsewhere and lead on to the code; they are never produced.
func (s *Server) start(v *visit) error {
	values := v.c.QueryParams()
	if v.namesAnswers(values) || v.place != nil {
		return s.fromNames(v, values)
	}
	return v.send(http.StatusOK, templates.Start(v.startPage("/check", v.query(v.goodDay(values), ""))))
}

func (v *visit) namesAnswers(values url.Values) bool {
	for name := range values {
		if _, ok := v.q.Question(name); ok {
			return true
		}
	}
	return false
}

// fromNames leads from named answers to the code. Answers that are not known
// are left out: the reader is simply asked. Sensitive ones are not taken from
// an address at all.
func (s *Server) fromNames(v *visit, values url.Values) error {
	named := map[string]string{}
	for name := range values {
		if i, ok := v.q.Question(name); ok && v.q.Questions[i].Asked {
			named[name] = values.Get(name)
		}
	}
	if v.place != nil && named["country"] == "" {
		named["country"] = v.place.Country
	}
	a, _ := v.q.Parse(named)
	if v.keepPlace(a); v.place != nil && !values.Has("head_elected") {
		a = v.withHead(a, v.place)
	}
	return v.seeOther("/check/"+v.q.Code(a), v.query(v.goodDay(values), ""))
}

// goodDay is the chosen day if it can be used, otherwise "" for the default.
func (v *visit) goodDay(values url.Values) string {
	if d := v.dayOf(values); d.err == "" {
		return d.on
	}
	return ""
}

// begin takes the answer to the first question.
func (s *Server) begin(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	first, query := &v.q.Questions[0], v.query(v.goodDay(v.c.QueryParams()), "")
	answer, ok := first.Parse(form.Get(first.ID))
	if !ok {
		page := v.startPage("/check", query)
		page.First.Error = v.choiceError(form.Get(first.ID), 0, "")
		page.Errors = []templates.ErrorLink{{Text: page.First.Error, Href: "#" + optionID(first.ID, 0)}}
		page.Title = v.l.T("title.error_prefix") + page.Title
		return v.send(http.StatusUnprocessableEntity, templates.Start(page))
	}
	return v.seeOther("/check/"+v.q.Code(v.q.NoAnswers().With(0, answer)), query)
}

func (v *visit) startPage(path, query string) templates.StartPage {
	page := templates.StartPage{
		Kick: v.l.T("page.start.kick"), Heading: v.l.T("page.start.heading"), Lead: v.l.T("page.start.lead"),
		First:     v.question(0, v.q.NoAnswers(), 2),
		Action:    withQuery(v.href("/check"), query),
		Takes:     v.numbered("start.takes"),
		Not:       v.numbered("start.not"),
		AllHref:   withQuery(v.href("/check/all"), v.query("", "")),
		TraceHref: withQuery(v.href("/check/private"), v.traceQuery()),
	}
	if path != "/" {
		page.TreeHref = v.href("/tree")
	}
	if link := v.otherWords("/check", v.goodDay(v.c.QueryParams()), ""); link != nil && path != "/" {
		page.Easy = link
	}
	page.Frame = v.frame(frameOf{path: path, query: query, title: page.Heading, description: v.l.T("page.start.summary"), card: cardCheck})
	page.Examples, page.ExNotes = v.examples()
	return page
}

// numbered lists the texts start.takes.1, start.takes.2 …
func (v *visit) numbered(prefix string) []string {
	var out []string
	for n := '1'; n <= '9'; n++ {
		text := v.text(prefix+"."+string(n), "")
		if text == "" {
			break
		}
		out = append(out, text)
	}
	return out
}

// examples are the commonest cases with their verdicts as the cards give them
// today, and the sources behind them.
func (v *visit) examples() (templates.Ballot, []templates.SourceNote) {
	ballot := templates.Ballot{L: v.l}
	var notes []templates.SourceNote
	period, ok := v.q.Period(v.today)
	if !ok {
		return ballot, nil
	}
	shown := map[string]bool{}
	for i := range v.q.Examples {
		e := &v.q.Examples[i]
		set := v.q.Verdicts(period, v.q.Assume(e.Answers))[e.Leads]
		ballot.Rows = append(ballot.Rows, templates.BallotRow{
			Mark: templates.Mark{Verdict: templates.Verdict(set.String()), Word: v.text(e.ID+".word", "")},
			What: v.text(e.ID+".who", ""),
			Href: v.href("/result/" + v.q.Code(e.Answers)),
		})
		for _, id := range e.Sources {
			if !shown[id] {
				shown[id] = true
				notes = append(notes, v.notes([]string{id})...)
			}
		}
	}
	return ballot, notes
}

// ask shows the next question that matters, or leads to the result.
func (s *Server) ask(v *visit) error {
	st, err := v.state()
	if err != nil {
		return err
	}
	if to := st.canonical(v, "/check/"); to != "" {
		return v.c.Redirect(http.StatusMovedPermanently, to)
	}
	next, ok := v.q.Next(st.period, st.answers)
	if !ok {
		return v.seeOther("/result/"+st.code, v.query(st.day.kept(), ""))
	}
	return v.send(http.StatusOK, templates.Ask(v.questionPage(st, next, "/check/"+st.code)))
}

// askAgain asks one question once more, with the answer given marked.
func (s *Server) askAgain(v *visit) error {
	st, question, err := v.stateAndQuestion()
	if err != nil {
		return err
	}
	return v.send(http.StatusOK, templates.Ask(v.questionPage(st, question, "/check/"+st.code+"/"+v.q.Questions[question].ID)))
}

// answer takes one answer and leads on: to the next question or the result.
// Later answers stay: where they still matter they are right, and where they do
// not they are harmless (see Relevant).
func (s *Server) answer(v *visit) error {
	st, question, err := v.stateAndQuestion()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	q := &v.q.Questions[question]
	answer, ok := q.Parse(form.Get(q.ID))
	if !ok {
		page := v.questionPage(st, question, "/check/"+st.code+"/"+q.ID)
		v.failQuestion(&page, question, form.Get(q.ID), st.answers)
		return v.send(http.StatusUnprocessableEntity, templates.Ask(page))
	}
	a := st.answers.With(question, answer)
	if _, more := v.q.Next(st.period, a); more {
		return v.seeOther("/check/"+v.q.Code(a), v.query(st.day.kept(), ""))
	}
	s.count(v, st.period, a)
	return v.seeOther("/result/"+v.q.Code(a), v.query(st.day.kept(), ""))
}

// failQuestion turns a question page into its error state.
func (v *visit) failQuestion(page *templates.QuestionPage, question int, given string, a eligibility.Answers) {
	q := &v.q.Questions[question]
	page.Question.Error = v.choiceError(given, question, v.q.Country(a))
	page.Errors = []templates.ErrorLink{{Text: page.Question.Error, Href: "#" + optionID(q.ID, 0)}}
	page.Title = v.l.T("title.error_prefix") + page.Title
}

// choiceError says what to do about a missing or an unknown answer.
func (v *visit) choiceError(given string, question int, country string) string {
	if given != "" {
		return v.l.T("error.form.unknown_answer")
	}
	return v.text("q."+v.q.Questions[question].ID+".error", country)
}

// A state is what an address of the questionnaire says.
type state struct {
	answers eligibility.Answers
	code    string // in the one spelling that the site uses
	given   string // as it stood in the address
	day     day
	period  int
}

// state reads code and day. A day that cannot be used counts as the default
// here; the result page shows what was wrong with it.
func (v *visit) state() (state, error) {
	given := v.c.Param("code")
	a, err := v.q.Decode(given)
	if err != nil {
		return state{}, err
	}
	st := state{answers: a, code: v.q.Code(a), given: given, day: v.dayOf(v.c.QueryParams())}
	st.period, _ = v.q.Period(st.day.value)
	v.keepPlace(a)
	return st, nil
}

// canonical is the address with the code as the site writes it, "" if it is
// written so already.
func (st state) canonical(v *visit, folder string) string {
	if st.given == st.code {
		return ""
	}
	to := v.href(folder + st.code)
	if query := v.c.Request().URL.RawQuery; query != "" {
		to += "?" + query
	}
	return to
}

func (v *visit) stateAndQuestion() (state, int, error) {
	st, err := v.state()
	if err != nil {
		return st, 0, err
	}
	question, ok := v.q.Question(v.c.Param("question"))
	if !ok || !v.q.Questions[question].Asked {
		return st, 0, eligibility.ErrBadCode
	}
	return st, question, nil
}

// questionPage is one step.
func (v *visit) questionPage(st state, question int, path string) templates.QuestionPage {
	v.noIndex()
	country := v.q.Country(st.answers)
	id := v.q.Questions[question].ID
	query := v.query(st.day.kept(), "")
	page := templates.QuestionPage{
		Question:  v.question(question, st.answers, 1),
		Action:    withQuery(v.href("/check/"+st.code+"/"+id), query),
		Back:      withQuery(v.back(st, question), query),
		Details:   v.details(question, country),
		Answers:   v.answers(st, query, question),
		AllHref:   withQuery(v.href("/check/all"), v.query("", "")),
		TraceHref: withQuery(v.href("/check/private"), v.traceQuery()),
		Easy:      v.otherWords(path, st.day.kept(), ""),
	}
	page.Number, page.AtMost = v.progress(st, question)
	page.Frame = v.frame(frameOf{path: path, query: query, title: page.Question.Title, noIndex: true, card: cardCheck})
	return page
}

// walked lists the questions that lead to a question, in the order of asking.
func (v *visit) walked(st state, question int) []int {
	var path []int
	a := v.q.NoAnswers()
	for {
		next, ok := v.q.Next(st.period, a)
		if !ok || next == question || st.answers[next] == eligibility.NotAsked {
			return path
		}
		path = append(path, next)
		a = a.With(next, st.answers[next])
	}
}

// back is the page of the question before this one.
func (v *visit) back(st state, question int) string {
	path := v.walked(st, question)
	if len(path) == 0 {
		return v.href("/check")
	}
	return v.change(st, path[len(path)-1])
}

// change is the page that asks a question once more.
func (v *visit) change(st state, question int) string {
	if v.server.copied {
		return v.changeFromThere(st, question)
	}
	return v.href("/check/" + st.code + "/" + v.q.Questions[question].ID)
}

// progress is the number of this question and how many may follow, at most.
func (v *visit) progress(st state, question int) (number, atMost int) {
	without := st.answers.With(question, eligibility.NotAsked)
	return len(v.walked(st, question)) + 1, max(0, v.q.AtMost(st.period, without)-1)
}

// question draws one question. Words may differ by the country where the
// reader lives.
func (v *visit) question(i int, a eligibility.Answers, heading int) templates.Question {
	q, country := &v.q.Questions[i], v.q.Country(a)
	if q.ID == "country" {
		country = ""
	}
	view := templates.Question{
		L: v.l, ID: q.ID, Heading: heading,
		Title: v.text("q."+q.ID+".title", country),
		Hint:  v.text("q."+q.ID+".hint", country),
	}
	for n, answer := range q.Answers {
		view.Options = append(view.Options, templates.Option{
			ID: optionID(q.ID, n), Value: answer,
			Label:   v.text("a."+q.ID+"."+answer, country),
			Hint:    v.text("a."+q.ID+"."+answer+".hint", country),
			Checked: a[i] == eligibility.Answer(n),
		})
	}
	if q.DontKnow {
		view.Options = append(view.Options, templates.Option{
			ID: optionID(q.ID, len(q.Answers)), Value: eligibility.Unknown,
			Label: v.text("a.dont_know", ""), Hint: v.text("a.dont_know.hint", ""),
			Checked: a[i] == eligibility.DontKnow, Other: true,
		})
	}
	return view
}

func optionID(question string, n int) string { return question + "-" + string(rune('1'+n)) }

// details are the folded explanations below a question.
func (v *visit) details(question int, country string) []templates.Detail {
	id := v.q.Questions[question].ID
	var out []templates.Detail
	if find := v.text("q."+id+".find", country); find != "" {
		out = append(out, templates.Detail{Summary: v.l.T("question.how"), Text: find})
	}
	if why := v.text("q."+id+".why", country); why != "" {
		out = append(out, templates.Detail{Summary: v.l.T("question.why"), Text: why})
	}
	return out
}

// answers lists what was answered, with links that change it. The question on
// the page itself is left out.
func (v *visit) answers(st state, query string, except int) []templates.AnswerRow {
	rows := v.placeRow()
	for i := range v.q.Questions {
		if st.answers[i] == eligibility.NotAsked || i == except {
			continue
		}
		row := v.answerRow(i, st.answers)
		if to := v.change(st, i); to != "" {
			row.Change = withQuery(to, query)
		}
		rows = append(rows, row)
	}
	return rows
}

func (v *visit) answerRow(i int, a eligibility.Answers) templates.AnswerRow {
	q, country := &v.q.Questions[i], v.q.Country(a)
	if q.ID == "country" {
		country = ""
	}
	label := v.text("a.dont_know", "")
	if a[i] >= 0 {
		label = v.text("a."+q.ID+"."+q.Name(a[i]), country)
	}
	return templates.AnswerRow{Question: v.text("q."+q.ID+".short", country), Answer: label}
}

func withQuery(address, query string) string {
	if query == "" {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + query
	}
	return address + "?" + query
}
