package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
)

// tablePage draws the rows that were picked.
func (v *visit) tablePage(p *pick) templates.TablePage {
	first := (p.page - 1) * tableRows
	last := min(first+tableRows, len(p.rows))
	page := templates.TablePage{
		Kick: v.l.T("nav.check"), Heading: v.l.T("table.heading"), Lead: v.l.T("table.lead"),
		Action: v.href("/table"), Filters: p.filters(), Count: p.count(),
		Caption: v.l.With("table.caption", map[string]any{"right": p.rightName(p.right)}),
		CSV:     templates.Link{Text: v.l.T("table.csv"), Href: withQuery(v.href("/table.csv"), p.query(1))},
		Data:    templates.Link{Text: v.l.T("data.nav"), Href: v.href("/data")},
	}
	for _, f := range page.Filters {
		if f.Error != "" {
			page.Errors = append(page.Errors, templates.ErrorLink{Text: f.Label + ": " + f.Error, Href: "#" + f.ID})
		}
	}
	if wrong := p.wrong[tablePage]; wrong != "" {
		page.Errors = append(page.Errors, templates.ErrorLink{Text: v.l.T("table.wrong_page"), Href: "#decisions"})
	}
	if p.chosen() || len(p.wrong) > 0 {
		page.Reset = &templates.Link{Text: v.l.T("table.reset"), Href: v.href("/table")}
	}
	p.columns(&page)
	for i, r := range p.rows[first:last] {
		page.Rows = append(page.Rows, p.row(r, first+i+1))
	}
	p.turn(&page, first, last)
	page.Frame = v.frame(frameOf{
		path: "/table", query: p.query(p.page), title: page.Heading, description: v.l.T("table.summary"),
		noIndex: p.chosen() || len(p.wrong) > 0, failed: len(p.wrong) > 0, card: cardPage + "/table",
	})
	return page
}

func (p *pick) count() string {
	n := 0
	for _, r := range p.rows {
		n += r.Count
	}
	return p.v.l.With("table.count", map[string]any{
		"rows": p.v.number(itoa(len(p.rows))), "situations": p.v.number(itoa(n)), "all": p.v.number(itoa(p.v.q.Situations())),
	})
}

// columns names what the table shows, and explains what it leaves out.
func (p *pick) columns(page *templates.TablePage) {
	for _, i := range p.shownQuestions() {
		page.Columns = append(page.Columns, p.v.short(i, p.country()))
	}
	for _, right := range p.shownRights() {
		page.Columns = append(page.Columns, p.rightName(right))
	}
	if p.merge {
		page.Notes = append(page.Notes, p.v.l.T("table.how"))
	}
	if !p.cases {
		page.Notes = append(page.Notes, p.v.l.T("table.without"))
	}
	page.Notes = append(page.Notes, p.v.l.T("table.first"))
	if len(p.rows) == 0 {
		page.None = p.v.l.T("table.none")
	}
}

// country is the country that was chosen, "" for both.
func (p *pick) country() string { return p.v.q.Country(p.answers) }

func (p *pick) rightName(right int) string {
	if right < 0 {
		return p.v.l.T("table.all_rights")
	}
	return p.v.text("right."+p.v.q.Rights[right].ID+".name", p.country())
}

func (p *pick) row(r eligibility.Row, number int) templates.TableRow {
	v := p.v
	out := templates.TableRow{Number: itoa(number), Count: v.number(itoa(r.Count))}
	country := ""
	if i, ok := v.q.Question("country"); ok {
		country = p.answerIDs(r, i)
	}
	for _, i := range p.shownQuestions() {
		out.Answers = append(out.Answers, p.cell(r, i, country))
	}
	for _, right := range p.shownRights() {
		verdict := r.Verdicts[right].String()
		out.Marks = append(out.Marks, templates.Mark{Verdict: templates.Verdict(verdict), Word: v.text("verdict."+verdict+".short", country)})
	}
	if code, ok := p.result(r); ok {
		on := ""
		if p.period != p.today {
			on = v.q.Periods[p.period]
		}
		out.Result = &templates.Link{Text: v.l.With("table.result_of", map[string]any{"n": number}), Href: withQuery(v.href("/result/"+code), v.query(on, ""))}
	}
	return out
}

func (p *pick) cell(r eligibility.Row, question int, country string) templates.TableCell {
	if p.anyAnswer(r, question) {
		return templates.TableCell{Text: p.v.l.T("table.any_cell"), Any: true}
	}
	if p.v.q.Questions[question].ID == "country" {
		country = ""
	}
	var words []string
	for answer := range p.v.q.Questions[question].Answers {
		if r.Box[question]>>answer&1 == 1 {
			words = append(words, p.v.answer(question, eligibility.Answer(answer), country))
		}
	}
	return templates.TableCell{Text: strings.Join(words, "; ")}
}

// turn leads to the pages before and after.
func (p *pick) turn(page *templates.TablePage, first, last int) {
	if p.pages() == 1 {
		return
	}
	l := p.v.l
	page.Shown = l.With("table.shown", map[string]any{"first": first + 1, "last": last})
	page.Page = l.With("table.page", map[string]any{"n": p.page, "all": p.pages()})
	if p.page > 1 {
		page.Previous = &templates.Link{Text: l.T("table.previous"), Href: withQuery(p.v.href("/table"), p.query(p.page-1))}
	}
	if p.page < p.pages() {
		page.Next = &templates.Link{Text: l.T("table.next"), Href: withQuery(p.v.href("/table"), p.query(p.page+1))}
	}
}

// filters are the lists of the form.
func (p *pick) filters() []templates.Choice {
	l := p.v.l
	var out []templates.Choice
	for i := range p.v.q.Questions {
		if p.v.q.Questions[i].Asked {
			out = append(out, p.questionFilter(i))
		}
	}
	return append(out,
		p.rightFilter(), p.dayFilter(), p.verdictFilter(),
		p.filter(tableCases, l.T("table.cases"), l.T("table.cases_hint"),
			templates.ChoiceOption{Text: l.T("table.cases_without"), Selected: !p.cases},
			templates.ChoiceOption{Value: casesShown, Text: l.T("table.cases_with"), Selected: p.cases}),
		p.filter(tableMerge, l.T("table.merge"), "",
			templates.ChoiceOption{Value: mergeYes, Text: l.T("table.merged"), Selected: p.merge},
			templates.ChoiceOption{Value: mergeNo, Text: l.T("table.separate"), Selected: !p.merge}),
	)
}

func (p *pick) filter(name, label, hint string, options ...templates.ChoiceOption) templates.Choice {
	c := templates.Choice{ID: "pick-" + name, Name: name, Label: label, Hint: hint, Options: options}
	switch p.wrong[name] {
	case "table.wrong":
		c.Error = p.v.l.T("table.wrong")
	case "table.wrong_secret":
		c.Error = p.v.l.T("table.wrong_secret")
	}
	return c
}

func (p *pick) questionFilter(i int) templates.Choice {
	q := &p.v.q.Questions[i]
	options := []templates.ChoiceOption{{Text: p.v.l.T("table.any"), Selected: p.answers[i] < 0}}
	for n, id := range q.Answers {
		a := eligibility.Answer(n)
		options = append(options, templates.ChoiceOption{Value: id, Text: p.v.answer(i, a, ""), Selected: p.answers[i] == a})
	}
	return p.filter(q.ID, p.v.short(i, ""), "", options...)
}

func (p *pick) rightFilter() templates.Choice {
	var options []templates.ChoiceOption
	for i := range p.v.q.Rights {
		id := p.v.q.Rights[i].ID
		options = append(options, templates.ChoiceOption{Value: id, Text: p.v.text("right."+id+".name", ""), Selected: p.right == i})
	}
	options = append(options, templates.ChoiceOption{Value: allRights, Text: p.v.l.T("table.all_rights"), Selected: p.right < 0})
	return p.filter(tableRight, p.v.l.T("table.right"), "", options...)
}

func (p *pick) dayFilter() templates.Choice {
	var options []templates.ChoiceOption
	periods := p.v.q.Periods
	for i, from := range periods {
		words := p.v.l.With("table.since", map[string]any{"from": p.v.longDate(from)})
		if i+1 < len(periods) {
			words = p.v.l.With("table.span", map[string]any{"from": p.v.longDate(from), "to": p.v.longDate(periods[i+1])})
		}
		options = append(options, templates.ChoiceOption{Value: from, Text: words, Selected: p.period == i})
	}
	return p.filter(tableDay, p.v.l.T("table.day"), "", options...)
}

func (p *pick) verdictFilter() templates.Choice {
	options := []templates.ChoiceOption{{Text: p.v.l.T("table.any_verdict"), Selected: p.verdict == ""}}
	for _, id := range tableVerdicts {
		options = append(options, templates.ChoiceOption{Value: id, Text: p.v.text("verdict."+id+".short", ""), Selected: p.verdict == id})
	}
	return p.filter(tableVerdict, p.v.l.T("table.verdict"), p.v.l.T("table.verdict_hint"), options...)
}

// tableFile is all rows that were picked as CSV, in the words of machines.
func (s *Server) tableFile(v *visit) error {
	v.noIndex()
	p := v.readPick(v.c.QueryParams())
	if len(p.wrong) > 0 {
		return v.send(http.StatusBadRequest, templates.Table(v.tablePage(p)))
	}
	if !takesFile(v.c, "text/csv") {
		return errNotOffered
	}
	body, err := p.csv()
	if err != nil {
		return err
	}
	v.c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="localvote-table.csv"`)
	return sendFile(v.c, plainFile{kind: "text/csv; charset=utf-8; header=present", cache: "public, no-cache", body: body})
}

func (p *pick) csv() ([]byte, error) {
	q := p.v.q
	head := []string{"from", "to"}
	for i := range q.Questions {
		head = append(head, q.Questions[i].ID)
	}
	for _, right := range p.shownRights() {
		head = append(head, q.Rights[right].ID)
	}
	from, to := q.Periods[p.period], ""
	if p.period+1 < len(q.Periods) {
		to = q.Periods[p.period+1]
	}
	lines := [][]string{append(head, "situations", "code")}
	for _, r := range p.rows {
		line := []string{from, to}
		for i := range q.Questions {
			line = append(line, p.answerIDs(r, i))
		}
		for _, right := range p.shownRights() {
			line = append(line, r.Verdicts[right].String())
		}
		code, _ := p.result(r)
		lines = append(lines, append(line, itoa(r.Count), code))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	err := w.WriteAll(lines)
	return out.Bytes(), err
}
