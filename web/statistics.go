package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/store"
)

// What is counted, for everybody to see: completed checks by month, by language and
// by verdict, and what readers said of pages. A count is shown only from ten up and
// cut to tens, so that nobody can find one person in the difference of two.

const (
	statisticsPath = "/statistics" // behind the language
	shownFrom      = 10
	shownMonths    = 12
)

// statisticsFor is how long one reading of the database is shown.
const statisticsFor = 10 * time.Minute

func (s *Server) statisticsRoutes() {
	s.get(statisticsPath, func(c echo.Context) error { return s.choosePage(c, statisticsPath) })
	for _, l := range lang.All() {
		s.page(http.MethodGet, l, statisticsPath, s.statistics)
		s.page(http.MethodGet, l, statisticsPath+".csv", s.statisticsFile)
	}
}

// A figure is one count: of checks in a month or language, of a verdict on a right,
// of a verdict on a page. What does not apply is "".
type figure struct {
	Of                                string // "month", "language", "right", "page"
	Month, Lang, Right, Page, Verdict string
	N                                 int
}

// shown is a count as it may be shown, 0 for one that may not.
func shown(n int) int {
	if n < shownFrom {
		return 0
	}
	return n - n%shownFrom
}

// A statisticsCache holds what was read last, whoever asks.
type statisticsCache struct {
	sync.Mutex
	at      time.Time
	of      string // edition of the rules, whose rights the patterns name
	figures []figure
}

// figures reads the counters of this month and the eleven before it. They hold
// nothing below ten.
func (s *Server) figures(ctx context.Context, v *visit) ([]figure, error) {
	c := &s.counted
	c.Lock()
	defer c.Unlock()
	if now := s.now(); c.of == v.q.Hash && now.Sub(c.at) < statisticsFor && !now.Before(c.at) {
		return c.figures, nil
	}
	if s.store == nil {
		return nil, errNoStore
	}
	from := firstMonth(v.today)
	counters, err := s.store.Counters(ctx, from, v.today)
	if err != nil {
		return nil, err
	}
	feedback, err := s.store.FeedbackBetween(ctx, from, v.today)
	if err != nil {
		return nil, err
	}
	c.at, c.of, c.figures = s.now(), v.q.Hash, tally(v, counters, feedback)
	return c.figures, nil
}

// firstMonth is the first day of the first month that is shown.
func firstMonth(today string) string {
	t, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return today
	}
	return time.Date(t.Year(), t.Month()-(shownMonths-1), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// tally adds up and cuts: what is too small is left out.
func tally(v *visit, counters []store.Counter, feedback []store.Feedback) []figure {
	sums := map[figure]int{}
	for _, c := range counters {
		sums[figure{Of: "month", Month: c.Day[:len("2025-10")]}] += c.N
		sums[figure{Of: "language", Lang: c.Lang}] += c.N
		if len(c.Pattern) != len(v.q.Rights) { // of an edition with other rights
			continue
		}
		for r := range v.q.Rights {
			sums[figure{Of: "right", Right: v.q.Rights[r].ID, Verdict: verdictOf(c.Pattern[r])}] += c.N
		}
	}
	for _, f := range feedback {
		sums[figure{Of: "page", Page: f.Page, Verdict: f.Verdict}]++
	}
	var out []figure
	for f, n := range sums {
		if f.N = shown(n); f.N > 0 {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, v.inTableOrder)
	return out
}

// verdictOf is the verdict whose first letter a pattern has.
func verdictOf(letter byte) string {
	for _, word := range verdictOrder {
		if word[0] == letter {
			return word
		}
	}
	return ""
}

// inTableOrder sorts by kind, then by month, language, right and verdict.
func (v *visit) inTableOrder(a, b figure) int {
	right := func(f figure) int {
		for r := range v.q.Rights {
			if v.q.Rights[r].ID == f.Right {
				return r
			}
		}
		return -1
	}
	verdict := func(f figure) int {
		if f.Of == "page" {
			return slices.Index(feedbackVerdicts, f.Verdict)
		}
		return slices.Index(verdictOrder, f.Verdict)
	}
	return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Lang, b.Lang), cmp.Compare(right(a), right(b)),
		cmp.Compare(a.Page, b.Page), cmp.Compare(verdict(a), verdict(b)))
}

// statistics shows the figures.
func (s *Server) statistics(v *visit) error {
	v.place, v.easy = nil, false
	figures, err := s.figures(s.storeTime(v.c), v)
	page := templates.StatisticsPage{
		Heading: v.l.T("statistics.heading"), Lead: v.l.T("statistics.lead"),
		How: []string{v.l.T("statistics.how.checks"), v.l.T("statistics.how.feedback"), v.l.T("statistics.how.tens"), v.l.T("statistics.how.gpc")}, CSV: templates.Link{Text: v.l.T("statistics.csv"), Href: v.href(statisticsPath + ".csv")},
		Privacy: templates.Link{Text: v.l.T("feedback.privacy"), Href: v.href("/privacy")},
	}
	switch {
	case err != nil:
		if err != errNoStore {
			s.storageFailed(err)
		}
		page.None = v.l.T("statistics.unread")
	case len(figures) == 0:
		page.None = v.l.T("statistics.none")
	default:
		page.Tables = v.statisticsTables(figures)
		page.Months = v.monthBars(figures)
	}
	v.c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=600")
	page.Frame = v.frame(frameOf{path: statisticsPath, title: page.Heading, description: v.l.T("statistics.summary"), kind: kindTools})
	return v.send(http.StatusOK, templates.Statistics(page))
}

// monthBars are the checks of each month that is shown, as a picture.
func (v *visit) monthBars(figures []figure) templates.MonthBars {
	view := templates.MonthBars{ID: "months", Title: v.l.T("statistics.months")}
	for _, f := range figures {
		if f.Of == "month" {
			view.Bars = append(view.Bars, templates.MonthBar{Name: v.monthYear(f.Month), N: f.N, Number: v.atLeast(f.N)})
		}
	}
	return view
}

// atLeast writes a count that was cut to tens.
func (v *visit) atLeast(n int) string {
	return v.l.With("statistics.at_least", map[string]any{"n": v.number(strconv.Itoa(n))})
}

// statisticsTables are the same figures in words.
func (v *visit) statisticsTables(figures []figure) []templates.StatisticsTable {
	tables := []templates.StatisticsTable{
		{ID: "by-month", Title: v.l.T("statistics.months"), Head: v.l.T("statistics.month")},
		{ID: "by-language", Title: v.l.T("statistics.languages"), Head: v.l.T("statistics.language")},
		{ID: "by-right", Title: v.l.T("statistics.rights"), Head: v.l.T("statistics.right")},
		{ID: "by-page", Title: v.l.T("statistics.pages"), Head: v.l.T("statistics.page")},
	}
	of := map[string]int{"month": 0, "language": 1, "right": 2, "page": 3}
	for _, f := range figures {
		t := &tables[of[f.Of]]
		t.Rows = append(t.Rows, templates.StatisticsRow{What: v.figureWords(f), Lang: f.Lang, N: v.atLeast(f.N)})
	}
	return slices.DeleteFunc(tables, func(t templates.StatisticsTable) bool { return len(t.Rows) == 0 })
}

// figureWords say what was counted.
func (v *visit) figureWords(f figure) string {
	switch f.Of {
	case "month":
		return v.monthYear(f.Month)
	case "language":
		return lang.Lang(f.Lang).OwnName()
	case "right":
		return v.text("right."+f.Right+".name", "") + ": " + small(v.text("verdict."+f.Verdict+".short", ""))
	}
	return f.Page + ": " + small(v.verdictWords(f.Verdict))
}

// statisticsFile is the same as CSV.
func (s *Server) statisticsFile(v *visit) error {
	figures, err := s.figures(s.storeTime(v.c), v)
	if err != nil {
		s.storageFailed(err)
		return errVersionsOff
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"of", "month", "language", "right", "page", "verdict", "at_least"}}
	for _, f := range figures {
		rows = append(rows, []string{f.Of, f.Month, f.Lang, f.Right, f.Page, f.Verdict, strconv.Itoa(f.N)})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	h := v.c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age=600")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="localvote-statistics-`+v.today+`.csv"`)
	return v.sendCheckable(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}
