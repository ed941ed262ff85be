package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"localvote/web/guard"
	"localvote/web/site"
)

// kindsOfAddress are some of every kind that the site has.
var kindsOfAddress = []string{
	"/", "/en/", "/ru/in-russia", "/be/check", "/be/check/1-BAT0", "/en/result/1-BD0W", "/en/result/1-BD0W?rules=0123456789ab&on=2026-09-20", "/ru/check/all", "/en/check/private",
	"/be/search?q=minsk", "/en/table?country=ru", "/en/table.csv", "/ru/places/by-orsha", "/en/tree", "/be/leaflet", "/en/display", "/en/api", "/en/claims/history", "/embed/en/table",
	"/oembed?url=" + baseURL + "/en/claims", "/api/v1/evaluate/1-BD0W", "/api/v1/rules", "/api/openapi.yaml", "/data/", "/sitemap.xml", "/card/en/page/check.png", "/healthz", "/readyz", "/nowhere", "/en/nowhere",
}

// Readers ask for every kind of page, send forms, and ask too often, while content
// comes and goes, good and bad, and what is ready is made anew. With -race this shows
// that nothing is shared by mistake; without it, that nobody gets half a page.
func TestReloadGuarded(t *testing.T) {
	r := guarded(t, func(l *guard.Limits) {
		l.Rates = guard.RateLimits{PerIPv4: guard.Rate{PerSecond: 5, Burst: 20}, Entries: 3}
		l.Patience = time.Minute
	})
	var stop atomic.Bool
	var readers sync.WaitGroup
	var served, limited atomic.Int64
	for i := range 4 {
		readers.Go(func() {
			for k := i; !stop.Load(); k++ {
				a := askAnything(r, k)
				switch {
				case a.Code == http.StatusTooManyRequests:
					limited.Add(1)
				case a.Code >= 500 || a.Code == 0:
					t.Errorf("%s: status %d", kindsOfAddress[k%len(kindsOfAddress)], a.Code)
				case strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") && !strings.HasSuffix(strings.TrimSpace(a.Body.String()), "</html>"):
					t.Errorf("%s: half a page", kindsOfAddress[k%len(kindsOfAddress)])
				}
				served.Add(1)
				time.Sleep(time.Millisecond) // leaves room for the builder
			}
		})
	}
	bad := realFiles
	bad.Content = fstest.MapFS{"site.yaml": {Data: []byte("law_as_of: soon\n")}}
	for _, files := range []site.Files{bad, realFiles} {
		r.live.Rebuild(files)
		if err := r.Publish(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for end := time.Now().Add(time.Minute); (served.Load() < int64(3*len(kindsOfAddress)) || limited.Load() == 0) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	stop.Store(true)
	readers.Wait()
	if limited.Load() == 0 || served.Load() < int64(3*len(kindsOfAddress)) {
		t.Errorf("%d requests, %d of them too many", served.Load(), limited.Load())
	}
	if log := r.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log says %s", onlyWith(log, "level=ERROR"))
	}
}

// askAnything asks for the kth kind of address; every tenth reader sends a form.
func askAnything(r *rig, k int) reply {
	if k%10 == 9 {
		q := fromOutside("POST", "/en/check/all", "X-Forwarded-For: 203.0.113.9", "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded")
		q.URL = &url.URL{Path: "/en/check/all"}
		return do(r, q)
	}
	return do(r, fromOutside("GET", kindsOfAddress[k%len(kindsOfAddress)], "X-Forwarded-For: 203.0.113.9"))
}

// A clock that jumps, as it does when a machine is set right, leaves every page where
// it is.
func TestClockJumps(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	now := atomic.Int64{}
	now.Store(clock().Unix())
	r.setClock(func() time.Time { return time.Unix(now.Load(), 0) })
	for _, at := range []time.Time{clock(), time.Unix(0, 0), time.Unix(-1e9, 0), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), clock().Add(-time.Hour), clock()} {
		now.Store(at.Unix())
		for range 2 {
			works(t, r)
		}
	}
	if log := r.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log says %s", onlyWith(log, "level=ERROR"))
	}
}
