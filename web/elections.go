package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/calendar"
	"localvote/web/eligibility"
	"localvote/web/feed"
	"localvote/web/lang"
)

// The election days that the content knows: as a list on a page and as a calendar.
// Neither says more than the questionnaire does where it asks for the day.

// calendarEnding is the ending of a calendar, electionsFile its address behind the
// language.
const (
	calendarEnding = ".ics"
	electionsFile  = "/elections" + calendarEnding
)

// calendarSteps are the steps that tell a deadline, or that none is known. Their
// words stand in the calendar as they are: they count days before a day that may
// itself be our arithmetic, so no entries of their own are made of them.
var calendarSteps = map[string][]string{
	"ru": {"step.ru.do.apply"},
	"by": {"step.by.do.check_list", "step.by.do.nominate"},
}

// electionPages are where a reader of the calendar finds the rest.
var electionPages = leafletPages

func (s *Server) electionRoutes() {
	for _, l := range lang.All() {
		s.page(http.MethodGet, l, electionsFile, s.electionsCalendar)
	}
}

// electionsCalendar sends the known election days.
func (s *Server) electionsCalendar(v *visit) error {
	page := "/"
	if _, ok := v.site.Book.Get(feedsPage); ok {
		page = "/" + feedsPage
	}
	c := &calendar.Calendar{
		Lang: v.lang, Name: v.l.With("title.page", map[string]any{"title": v.l.T("elections.name"), "site": v.l.T("site.name")}),
		Description: v.l.T("elections.about"), Producer: v.l.T("site.name"), Self: s.base + v.href(electionsFile), Page: s.base + v.href(page),
	}
	for i := range v.q.Elections {
		day, err := v.electionDay(&v.q.Elections[i])
		if err != nil {
			return err
		}
		c.Days = append(c.Days, day)
	}
	body, err := c.Write()
	if err != nil {
		return err
	}
	h := v.c.Response().Header()
	h.Set(echo.HeaderCacheControl, feedCache)
	h.Set(echo.HeaderContentDisposition, `inline; filename="localvote-elections-`+string(v.lang)+calendarEnding+`"`)
	return v.sendCheckable(http.StatusOK, calendar.ContentType, body)
}

// electionDay is one election day. Its time stamp is the day on which the sources
// of the day were last checked: nothing else is known of its words.
func (v *visit) electionDay(e *eligibility.Election) (calendar.Day, error) {
	country := v.electionCountry(e)
	checked := ""
	lines := []string{v.q.Text(v.lang, "election."+e.ID, "") + "."}
	for _, id := range e.Sources {
		if s, ok := v.sources.Get(id); ok {
			checked = max(checked, s.CheckedOn)
		}
	}
	for _, note := range v.notes(e.Sources) {
		lines = append(lines, v.l.With("elections.source", map[string]any{"source": note.Label}))
	}
	lines = append(lines, "")
	for _, id := range calendarSteps[country] {
		lines = append(lines, v.q.Text(v.lang, id+".title", "")+". "+v.q.Text(v.lang, id+".text", ""))
	}
	link := v.server.base + v.href("/"+electionPages[country])
	lines = append(lines, "", v.l.With("elections.more", map[string]any{"address": link}))
	if checked == "" {
		checked = v.sources.LastChecked()
	}
	stamp, err := dayTime(checked)
	return calendar.Day{
		UID: "election-" + e.ID + "@" + feed.Host(v.server.base), Date: e.Day, Stamp: stamp,
		Summary: v.q.Text(v.lang, "election."+e.ID, ""), Description: strings.Join(lines, "\n"), Link: link,
		Categories: []string{v.l.T("elections.category"), v.countryName(country)}, Tentative: e.Calculated,
	}, err
}

// electionCountry is "ru" or "by".
func (v *visit) electionCountry(e *eligibility.Election) string {
	question, _ := v.q.Question("country")
	return v.q.Questions[question].Answers[e.Country]
}

// electionsView is the same as a list.
func (v *visit) electionsView() templates.ElectionsView {
	view := templates.ElectionsView{L: v.l, Calendar: v.calendarLink()}
	for i := range v.q.Elections {
		e := &v.q.Elections[i]
		view.Days = append(view.Days, templates.ElectionDay{
			Day: e.Day, Date: v.longDate(e.Day), Text: v.text("election."+e.ID, "") + ".", Notes: v.notes(e.Sources),
		})
	}
	return view
}

func (v *visit) calendarLink() templates.Link {
	return templates.Link{Text: v.l.T("elections.add"), Href: v.href(electionsFile)}
}
