package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"localvote/templates"
)

// longDate writes 2025-10-29 as the language writes it in a sentence.
func (v *visit) longDate(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.l.With("date.long", map[string]any{
		"day": t.Day(), "month": v.l.T("month." + strconv.Itoa(int(t.Month()))), "year": t.Year(),
	})
}

// monthYear writes 2026-02 as "February 2026".
func (v *visit) monthYear(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return v.l.With("date.month_year", map[string]any{
		"month": v.l.T("month.nom." + strconv.Itoa(int(t.Month()))), "year": t.Year(),
	})
}

// shortDate writes 2025-10-29 as 29.10.2025, and shorter dates as they are known.
func shortDate(day string) string {
	switch parts := strings.Split(day, "-"); len(parts) {
	case 3:
		return parts[2] + "." + parts[1] + "." + parts[0]
	case 2:
		return parts[1] + "." + parts[0]
	}
	return day
}

// typedDots brings what people put between the numbers of a date to dots.
var typedDots = strings.NewReplacer("/", ".", " ", "", ",", ".")

// parseTyped reads a date as people type it: 25.02.2029, 25/2/2029, 2029-02-25.
func parseTyped(s string) (string, bool) {
	s = typedDots.Replace(strings.TrimSpace(s))
	for _, layout := range []string{"2.1.2006", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// day is the election day of a request.
type day struct {
	on    string // as chosen; "" for the default
	value string // the day itself
	typed string // what was typed as another date
	err   string // key of the mistake, "" for none
}

// kept is what addresses carry on: a day that was chosen and can be used.
func (d day) kept() string {
	if d.err != "" {
		return ""
	}
	return d.on
}

// Choices of the date field that are not days.
const (
	dayToday   = "today"
	dayAnother = "another"
)

// dayOf reads the election day from a query or form: a day, "today", or
// "another" with a typed date. The default is today.
func (v *visit) dayOf(values url.Values) day {
	d := day{on: values.Get("on"), typed: values.Get("date"), value: v.today}
	switch {
	case len(d.typed) > 40 || len(d.on) > 40:
		return day{value: v.today, err: "error.date.format"}
	case d.on == "" || d.on == dayToday:
		d.on = ""
		return d
	case d.on == dayAnother:
		parsed, ok := parseTyped(d.typed)
		if !ok {
			d.err = "error.date.format"
			return d
		}
		d.on = parsed
	}
	if parsed, ok := parseTyped(d.on); !ok || parsed != d.on {
		return day{value: v.today, typed: d.typed, err: "error.date.format"}
	}
	if d.on < v.q.Coverage || d.on > v.site.Settings.DateLimit {
		return day{on: dayAnother, value: v.today, typed: shortDate(d.on), err: "error.date.range"}
	}
	d.value = d.on
	return d
}

// dateField draws the choice of the day: today, the election days that are
// known for the country, or another date.
func (v *visit) dateField(d day, country string) templates.DateField {
	f := templates.DateField{
		L: v.l, Min: shortDate(v.q.Coverage), Max: shortDate(v.site.Settings.DateLimit),
	}
	add := func(value, label, hint string) {
		f.Options = append(f.Options, templates.Option{ID: fmt.Sprintf("on-%d", len(f.Options)+1), Value: value, Label: label, Hint: hint})
	}
	add(dayToday, v.l.With("date.option.today", map[string]any{"date": v.longDate(v.today)}), "")
	for i := range v.q.Elections {
		e := &v.q.Elections[i]
		question, _ := v.q.Question("country")
		if country == "" || v.q.Questions[question].Answers[e.Country] == country {
			add(e.Day, v.longDate(e.Day), v.text("election."+e.ID, ""))
		}
	}
	add(dayAnother, v.l.T("date.option.another"), "")
	v.checkDay(&f, d)
	return f
}

// checkDay marks the chosen option and shows what was wrong.
func (v *visit) checkDay(f *templates.DateField, d day) {
	last := len(f.Options) - 1
	chosen := last
	for i := range f.Options[:last] {
		if f.Options[i].Value == d.on || d.on == "" && f.Options[i].Value == dayToday {
			chosen = i
			break
		}
	}
	f.Options[chosen].Checked = true
	if chosen == last {
		f.Value = d.typed
		if f.Value == "" {
			f.Value = shortDate(d.on)
		}
	}
	if d.err != "" {
		f.Error = v.l.With(d.err, map[string]any{"min": f.Min, "max": f.Max})
	}
}
