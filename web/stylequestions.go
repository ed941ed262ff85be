package web

import (
	"localvote/templates"
	"localvote/web/eligibility"
)

// questions are real questions in the states that a question can be in.
func (g *styleView) questions() templates.StyleQuestions {
	told := g.told()
	view := templates.StyleQuestions{Start: g.startPage("/check", "")}
	plain, hint := g.findQuestion(told, false), g.findQuestion(told, true)
	none := g.q.NoAnswers()
	view.Plain = apart("plain-", g.question(plain, none, 3))
	view.Plain.Hint = "" // if every question has one
	view.Hint = apart("hint-", g.question(hint, none, 3))
	view.Chosen = apart("chosen-", g.question(plain, g.met(), 3))
	view.Wrong = apart("wrong-", g.question(hint, none, 3))
	view.Wrong.Error = g.choiceError("", hint, "ru")
	view.Errors = []templates.ErrorLink{{Text: view.Wrong.Error, Href: "#" + view.Wrong.Options[0].ID}}
	view.Step = g.stepPage(told)
	view.First, view.Last = view.Step, view.Step
	view.First.Number, view.First.AtMost = 1, view.Step.Number+view.Step.AtMost-1
	view.Last.Number, view.Last.AtMost = view.Step.Number+view.Step.AtMost, 0
	view.Quiet = templates.QuestionPage{
		Frame: view.Step.Frame, Action: g.href("/check/private"),
		BackForm: append(g.hidden(told, day{}, -1), templates.Hidden{Name: fieldBack, Value: g.q.Questions[0].ID}),
	}
	view.Date = g.dateApart("day-", day{value: g.today})
	view.WrongDate = g.dateApart("wrong-day-", day{on: dayAnother, value: g.today, typed: "31.02.2029", err: "error.date.format"})
	return view
}

// findQuestion is the last question with a hint and "I do not know", or with
// neither, of those that somebody who meets every condition has answered.
func (g *styleView) findQuestion(told eligibility.Answers, full bool) int {
	found := 0
	for i := range g.q.Questions {
		q := &g.q.Questions[i]
		hint := g.question(i, told, 3).Hint != ""
		if q.Asked && g.met()[i] >= 0 && hint == full && (q.DontKnow == full || !full) {
			found = i
		}
	}
	return found
}

// stepPage is the next step of somebody who has told so much.
func (g *styleView) stepPage(told eligibility.Answers) templates.QuestionPage {
	st := state{answers: told, code: g.q.Code(told), day: day{value: g.today}}
	st.period, _ = g.q.Period(g.today)
	next, _ := g.q.Next(st.period, told)
	v := *g.visit
	page := v.questionPage(st, next, "/check/"+st.code)
	page.Question.Heading = 2 // the h1 of the step; this page has one of its own
	return page
}

// apart gives a question names of its own, so that its answers are in no group
// with those of the same question elsewhere on the page.
func apart(prefix string, q templates.Question) templates.Question {
	q.ID = prefix + q.ID
	q.Options = optionsApart(prefix, q.Options)
	return q
}

func optionsApart(prefix string, options []templates.Option) []templates.Option {
	out := make([]templates.Option, len(options))
	for i, o := range options {
		out[i] = o
		out[i].ID = prefix + o.ID
	}
	return out
}

func (g *styleView) dateApart(prefix string, d day) templates.DateField {
	f := g.dateField(d, "")
	f.ID = prefix
	f.Options = optionsApart(prefix, f.Options)
	return f
}
