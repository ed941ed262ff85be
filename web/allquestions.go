package web

import (
	"net/http"
	"net/url"

	"localvote/templates"
	"localvote/web/eligibility"
)

// all shows every question that is asked in one form, for those who help
// others, for print and for screen readers.
func (s *Server) all(v *visit) error {
	return v.send(http.StatusOK, templates.All(v.allPage(v.q.NoAnswers(), day{value: v.today}, false)))
}

// answerAll leads from the one form to the result.
func (s *Server) answerAll(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	a, mistakes := v.readAll(form, false)
	d := v.dayOf(form)
	if len(mistakes) > 0 || d.err != "" {
		return v.sendAllAgain(a, d, mistakes, false)
	}
	period, _ := v.q.Period(d.value)
	a = v.leaveOpen(period, a)
	s.count(v, period, a)
	return v.seeOther("/result/"+v.q.Code(a), v.query(d.on, ""))
}

// leaveOpen answers "I do not know" where the one form was left empty and it
// would matter, so that the result shows every outcome instead of asking again.
func (v *visit) leaveOpen(period int, a eligibility.Answers) eligibility.Answers {
	relevant := v.q.Relevant(period, v.q.Assume(a))
	for i := range a {
		if relevant[i] && a[i] == eligibility.NotAsked && v.q.Questions[i].DontKnow && v.q.Questions[i].Asked {
			a = a.With(i, eligibility.DontKnow)
		}
	}
	return a
}

// readAll reads the answers of the one form. Questions may stay empty, except
// those that everything else leans on: the ones without "I do not know".
func (v *visit) readAll(form url.Values, sensitive bool) (eligibility.Answers, map[int]string) {
	a, mistakes := v.q.NoAnswers(), map[int]string{}
	for i := range v.q.Questions {
		q := &v.q.Questions[i]
		given := form.Get(q.ID)
		if !q.Asked && !sensitive {
			continue
		}
		answer, ok := q.Parse(given)
		switch {
		case ok:
			a[i] = answer
		case given != "" || !q.DontKnow:
			mistakes[i] = v.choiceError(given, i, form.Get("country"))
		}
	}
	return a, mistakes
}

func (v *visit) allPage(a eligibility.Answers, d day, private bool) templates.AllPage {
	path := "/check/all"
	page := templates.AllPage{
		Heading: v.l.T("page.all.heading"), Lead: v.l.T("page.all.lead"),
		Date: v.dateField(d, ""), NoTrace: private, TraceHref: withQuery(v.href("/check/private/all"), v.traceQuery()),
	}
	for i := range v.q.Questions {
		switch {
		case v.q.Questions[i].Asked:
			page.Questions = append(page.Questions, v.question(i, a, 2))
		case private:
			page.Sensitive = append(page.Sensitive, v.question(i, a, 3))
		}
	}
	if private {
		path, page.TraceHref = "/check/private/all", ""
	}
	page.Action = withQuery(v.href(path), v.query("", ""))
	page.Easy = v.otherWords(path, "", "")
	page.Frame = v.frame(frameOf{path: path, query: v.query("", ""), title: page.Heading, description: v.l.T("page.all.summary"), card: cardCheck, silent: private})
	return page
}

// sendAllAgain shows the form with what was filled in and what is wrong.
func (v *visit) sendAllAgain(a eligibility.Answers, d day, mistakes map[int]string, private bool) error {
	page := v.allPage(a, d, private)
	for _, group := range [][]templates.Question{page.Questions, page.Sensitive} {
		for n := range group {
			i, _ := v.q.Question(group[n].ID)
			if words := mistakes[i]; words != "" {
				group[n].Error = words
				page.Errors = append(page.Errors, templates.ErrorLink{Text: words, Href: "#" + optionID(group[n].ID, 0)})
			}
		}
	}
	if page.Date.Error != "" {
		page.Errors = append(page.Errors, templates.ErrorLink{Text: page.Date.Error, Href: "#date"})
	}
	page.Title = v.l.T("title.error_prefix") + page.Title
	return v.send(http.StatusUnprocessableEntity, templates.All(page))
}
