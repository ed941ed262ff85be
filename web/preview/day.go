package preview

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"localvote/web/site"
)

// The day that a page is shown as of. It stands in the address as ?on=2026-09-20;
// so that links carry it on, the browser keeps it in a cookie until it is closed.
// Readers of the site have no such cookie.
const (
	dayParam  = "on"
	dayCookie = "preview-day"
)

// A choice is the day that a request asks for.
type choice struct {
	day    string // "" for today
	wrong  string // what was asked for and cannot be shown
	toKeep bool   // it stands in the address and shall be carried on
}

// dayOf reads the day of a request: that of the address, or the one kept.
func dayOf(r *http.Request, s *site.Site) choice {
	given := r.URL.Query().Get(dayParam)
	_, err := time.Parse(time.DateOnly, given)
	switch {
	case given == "" || err != nil && asks(r.URL.Path): // there "another" and "today" may stand, too
	case err != nil || !covered(s, given):
		return choice{wrong: given}
	default:
		return choice{day: given, toKeep: !asks(r.URL.Path)}
	}
	kept, err := r.Cookie(dayCookie)
	if err != nil {
		return choice{}
	}
	if _, err := time.Parse(time.DateOnly, kept.Value); err != nil || !covered(s, kept.Value) {
		return choice{}
	}
	return choice{day: kept.Value}
}

// asks tells whether a page belongs to the questionnaire, whose addresses name
// election days themselves: these are not carried on to other pages.
func asks(path string) bool {
	_, behind, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	first, _, _ := strings.Cut(behind, "/")
	return first == "check" || first == "result"
}

// covered tells whether the site can be asked about a day.
func covered(s *site.Site, day string) bool {
	from, to := span(s)
	return from <= day && day <= to
}

// span is the first and the last day that the site can be asked about.
func span(s *site.Site) (from, to string) { return s.Questionnaire.Coverage, s.Settings.DateLimit }

// todayButton is the name of the button that goes back to today.
const todayButton = "today"

// chooseDay takes the day of the bar's form and goes back to the page. A day that
// cannot be shown goes into the address, and the page says so.
func (p *Preview) chooseDay(w http.ResponseWriter, r *http.Request) {
	day := r.FormValue(dayParam)
	if r.FormValue(todayButton) != "" {
		day = ""
	}
	back, err := url.Parse(ownPath(r.FormValue(pathParam)))
	if err != nil || back.Path == "" {
		back = &url.URL{Path: "/" + string(p.lang) + "/"}
	}
	q := back.Query()
	q.Del(dayParam) // the chosen day is the newer one
	state, _ := p.state()
	if _, err := time.Parse(time.DateOnly, day); day == "" || err == nil && state.holder != nil && covered(state.holder.Site(), day) {
		keepDay(w, day)
	} else {
		q.Set(dayParam, day)
	}
	back.RawQuery = q.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

// keepDay writes the cookie, or takes it away for "".
func keepDay(w http.ResponseWriter, day string) {
	c := &http.Cookie{Name: dayCookie, Value: day, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if day == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// today is the day of a choice.
func (p *Preview) today(c choice) string {
	if c.day != "" {
		return c.day
	}
	return p.now().In(zone).Format(time.DateOnly)
}
