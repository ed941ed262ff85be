package preview

import (
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"localvote/web"
	"localvote/web/site"
)

// editions are servers of one site, each with a day of its own: package web reads
// the clock that it is given, so another day is another server.
type editions struct {
	holder *site.Live
	base   string
	now    func() time.Time
	log    *slog.Logger

	mu    sync.Mutex
	byDay map[string]http.Handler // "" for today
	used  []string                // days, the one asked for last at the end
}

// maxDays bounds how many days are kept. A server without its site is small.
const maxDays = 8

func newEditions(holder *site.Live, base string, now func() time.Time, log *slog.Logger) *editions {
	return &editions{holder: holder, base: base, now: now, log: log, byDay: map[string]http.Handler{}}
}

// on is the server that believes in a day, "" for today.
func (e *editions) on(day string) http.Handler {
	e.mu.Lock()
	defer e.mu.Unlock()
	if i := slices.Index(e.used, day); i >= 0 {
		e.used = slices.Delete(e.used, i, i+1)
	}
	e.used = append(e.used, day)
	if h, ok := e.byDay[day]; ok {
		return h
	}
	if len(e.used) > maxDays {
		delete(e.byDay, e.used[0])
		e.used = e.used[1:]
	}
	h := web.New(web.Config{Live: e.holder, BaseURL: e.base, Log: e.log, Now: clockOf(day, e.now)})
	e.byDay[day] = h
	return h
}

// zone is the clock of Minsk and Moscow, by which the site tells the day.
var zone = time.FixedZone("UTC+3", 3*60*60)

// clockOf stands still at noon of a day.
func clockOf(day string, now func() time.Time) func() time.Time {
	at, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil { // "" and whatever dayOf let through by mistake
		return now
	}
	return func() time.Time { return at.Add(12 * time.Hour) }
}
