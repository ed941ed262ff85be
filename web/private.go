package web

import (
	"net/http"
	"net/url"

	"localvote/templates"
	"localvote/web/eligibility"
)

// The no-trace mode: the same questions and the same result, but the answers
// travel only in the bodies of forms, and no page is kept by a cache.

// privateIntro says what the mode does and what it cannot do.
func (s *Server) privateIntro(v *visit) error {
	page := templates.TracePage{
		Heading: v.l.T("page.trace.heading"), Lead: v.l.T("page.trace.lead"),
		Does: v.numbered("trace.does"), DoesNot: v.numbered("trace.not"),
		Action: withQuery(v.href("/check/private"), v.traceQuery()),
	}
	page.Frame = v.frame(frameOf{path: "/check/private", query: v.traceQuery(), title: page.Heading, description: v.l.T("page.trace.summary"), silent: true})
	return v.send(http.StatusOK, templates.Trace(page))
}

// Names of hidden values in the forms of the no-trace mode.
const (
	fieldAsked = "asked" // the question that the form asked
	fieldBack  = "back"  // the question to go back to
	fieldShow  = "show"  // "result": the form stood on a result page
)

// privateStep takes everything answered so far and shows the next page.
func (s *Server) privateStep(v *visit) error {
	v.noStore()
	v.noIndex()
	form, err := v.form()
	if err != nil {
		return err
	}
	a, mistakes := v.readPrivate(form)
	d := v.dayOf(form)
	period, _ := v.q.Period(d.value)
	if back, ok := v.q.Question(form.Get(fieldBack)); ok {
		return v.privateAsk(http.StatusOK, a, d, back, "")
	}
	asked, wasAsked := v.q.Question(form.Get(fieldAsked))
	if wasAsked && (a[asked] == eligibility.NotAsked || mistakes[asked]) {
		given := form.Get(v.q.Questions[asked].ID)
		return v.privateAsk(http.StatusUnprocessableEntity, a, d, asked, v.choiceError(given, asked, v.q.Country(a)))
	}
	if next, more := v.q.Next(period, a); more && form.Get(fieldShow) == "" {
		return v.privateAsk(http.StatusOK, a, d, next, "")
	}
	if wasAsked {
		s.count(v, period, a)
	}
	return v.privateResult(a, d)
}

// readPrivate reads the answers of a form; unknown ones are marked as mistakes
// and left out.
func (v *visit) readPrivate(form url.Values) (eligibility.Answers, map[int]bool) {
	a, mistakes := v.q.NoAnswers(), map[int]bool{}
	for i := range v.q.Questions {
		given := form.Get(v.q.Questions[i].ID)
		if given == "" {
			continue
		}
		answer, ok := v.q.Questions[i].Parse(given)
		if !ok {
			mistakes[i] = true
			continue
		}
		a[i] = answer
	}
	return a, mistakes
}

// privateAsk asks one question, with everything else in hidden values.
func (v *visit) privateAsk(status int, a eligibility.Answers, d day, question int, mistake string) error {
	st := state{answers: a, day: d}
	st.period, _ = v.q.Period(d.value)
	page := templates.QuestionPage{
		Question: v.question(question, a, 1),
		Action:   withQuery(v.href("/check/private"), v.traceQuery()),
		Hidden:   append(v.hidden(a, d, question), templates.Hidden{Name: fieldAsked, Value: v.q.Questions[question].ID}),
		Details:  v.details(question, v.q.Country(a)),
		NoTrace:  true,
	}
	if path := v.walked(st, question); len(path) > 0 {
		last := path[len(path)-1]
		page.BackForm = append(v.hidden(a, d, -1), templates.Hidden{Name: fieldBack, Value: v.q.Questions[last].ID})
	}
	page.Number, page.AtMost = v.progress(st, question)
	for i := range v.q.Questions {
		if a[i] != eligibility.NotAsked && i != question {
			page.Answers = append(page.Answers, v.answerRow(i, a))
		}
	}
	back := append(v.hidden(a, d, -1), templates.Hidden{Name: fieldBack, Value: v.q.Questions[question].ID})
	page.Frame = v.frame(frameOf{path: "/check/private", query: v.traceQuery(), kind: kindAsk, title: page.Question.Title, noIndex: true, private: true, state: back})
	if mistake != "" {
		v.failQuestion(&page, question, "", a)
		page.Question.Error, page.Errors[0].Text = mistake, mistake
	}
	return v.send(status, templates.Ask(page))
}

// hidden carries the answers to the next form, without the question that the
// form asks itself.
func (v *visit) hidden(a eligibility.Answers, d day, except int) []templates.Hidden {
	var out []templates.Hidden
	for i := range v.q.Questions {
		if a[i] != eligibility.NotAsked && i != except {
			out = append(out, templates.Hidden{Name: v.q.Questions[i].ID, Value: v.q.Questions[i].Name(a[i])})
		}
	}
	if d.on != "" && d.err == "" {
		out = append(out, templates.Hidden{Name: "on", Value: d.on})
	}
	return out
}

// privateResult shows the result; the sensitive questions can be checked here.
func (v *visit) privateResult(a eligibility.Answers, d day) error {
	page := v.resultPage(resultOf{answers: a, day: d, edition: v.current(), private: true})
	status := http.StatusOK
	if d.err != "" {
		status = http.StatusUnprocessableEntity
		page.Title = v.l.T("title.error_prefix") + page.Title
	}
	return v.send(status, templates.Result(page))
}

// privateAll is the one form with the sensitive questions.
func (s *Server) privateAll(v *visit) error {
	return v.send(http.StatusOK, templates.All(v.allPage(v.q.NoAnswers(), day{value: v.today}, true)))
}

// privateAnswerAll shows the result of the one form without leading anywhere.
func (s *Server) privateAnswerAll(v *visit) error {
	v.noStore()
	v.noIndex()
	form, err := v.form()
	if err != nil {
		return err
	}
	a, mistakes := v.readAll(form, true)
	d := v.dayOf(form)
	if len(mistakes) > 0 || d.err != "" {
		return v.sendAllAgain(a, d, mistakes, true)
	}
	period, _ := v.q.Period(d.value)
	a = v.leaveOpen(period, a)
	s.count(v, period, a)
	return v.privateResult(a, d)
}
