package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"localvote/web/store"
	"localvote/web/webtest"
)

// pairOnPostgres is two servers with one database, which both bring up at once.
func pairOnPostgres(t *testing.T, p *webtest.Postgres) [2]*rig {
	t.Helper()
	address, live := p.NewDatabase(t), soundSite(t)
	var pair [2]*rig
	var starting sync.WaitGroup
	for i := range pair {
		starting.Go(func() { pair[i] = rigOf(t, live, address) })
	}
	starting.Wait()
	if pair[0] == nil || pair[1] == nil {
		t.FailNow()
	}
	return pair
}

// What one server keeps the other one has: rules, pages, counters, feedback.
func TestTwoServersShareADatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("starts PostgreSQL")
	}
	pair := pairOnPostgres(t, webtest.StartPostgres(t))
	one, two := pair[0], pair[1]
	if list, err := two.store.Rulesets(t.Context()); err != nil || len(list) != 1 || !strings.HasSuffix(list[0].ID, ".1") {
		t.Errorf("both published the same rules: %+v, %v", list, err)
	}

	one.keep(t)
	kept, err := two.store.AllPageVersions(t.Context())
	if err != nil || len(kept) < 100 {
		t.Fatalf("%d versions, %v", len(kept), err)
	}
	last, err := one.store.LatestPage(t.Context(), "about", "be")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("/v/%s/be/about.html", last.Hash[:12])
	if a, b := get(one, address).want(t, http.StatusOK), get(two, address).want(t, http.StatusOK); a.Body.String() != b.Body.String() {
		t.Error("the two servers show different versions")
	}

	for i := range 7 {
		post(pair[i%2], "/be/check/all", values(settled)).want(t, http.StatusSeeOther)
	}
	for _, r := range pair {
		if err := r.store.AddFeedback(t.Context(), store.Feedback{Day: "2026-11-21", Page: "/be/about", Lang: "be", Verdict: "yes"}); err != nil {
			t.Error(err)
		}
	}
	for _, r := range pair {
		if list, err := r.store.FeedbackBetween(t.Context(), "", "9"); err != nil || len(list) != 2 {
			t.Errorf("feedback: %+v, %v", list, err)
		}
		counted(t, r, 7)
	}
}

// counted waits until the counters, which are written now and then, hold n.
func counted(t *testing.T, r *rig, n int) {
	t.Helper()
	sum := 0
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		list, err := r.store.Counters(t.Context(), "", "9")
		if err != nil {
			continue
		}
		sum = 0
		for _, c := range list {
			sum += c.N
		}
		if sum == n {
			return
		}
	}
	t.Errorf("%d counted, want %d", sum, n)
}

// PostgreSQL crashes under load and comes back: readers notice nothing, what was
// acknowledged is there, and what was counted is written then.
func TestDatabaseFailsOver(t *testing.T) {
	if testing.Short() {
		t.Skip("starts PostgreSQL")
	}
	p := webtest.StartPostgres(t)
	pair := pairOnPostgres(t, p)
	load := startLoad(t, pair)
	load.until(t, func() bool { return load.results.Load() > 50 && load.acknowledged.Load() > 5 })
	for range 2 {
		p.Stop(t)
		refused := load.refused.Load()
		load.until(t, func() bool { return load.refused.Load() > refused+5 })
		if ready := readyOf(t, pair[0]); ready.Status != "degraded" {
			t.Errorf("while PostgreSQL is down: %+v", ready)
		}
		p.Start(t)
		acknowledged := load.acknowledged.Load()
		load.until(t, func() bool { return load.acknowledged.Load() > acknowledged+5 })
	}
	load.end()
	if n := load.failed.Load(); n > 0 {
		t.Errorf("%d of %d pages failed", n, load.results.Load())
	}
	list, err := pair[1].store.FeedbackBetween(t.Context(), "", "9")
	if err != nil || len(list) < int(load.acknowledged.Load()) {
		t.Errorf("%d rows of feedback (%v), %d were acknowledged", len(list), err, load.acknowledged.Load())
	}
	t.Logf("%d pages, %d feedbacks acknowledged, %d refused, %d found", load.results.Load(), load.acknowledged.Load(), load.refused.Load(), len(list))
	if extra := len(list) - int(load.acknowledged.Load()); extra > 8 {
		t.Errorf("%d rows were kept and refused all the same", extra) // a commit whose answer was cut off: one per writer and crash at most
	}
	for _, r := range pair {
		if ready := readyOf(t, r); ready.Status != "ok" {
			t.Errorf("afterwards: %+v", ready)
		}
		if log := r.log.String(); strings.Contains(log, "geheim") {
			t.Error("the log holds the password")
		}
	}
	counted(t, pair[0], int(load.results.Load()))
}

// A load asks for results and sends feedback, on two servers by turns.
type serverLoad struct {
	results, failed, acknowledged, refused atomic.Int64
	stop                                   context.CancelFunc
	workers                                sync.WaitGroup
}

func startLoad(t *testing.T, pair [2]*rig) *serverLoad {
	ctx, stop := context.WithCancel(t.Context())
	l := &serverLoad{stop: stop}
	for i := range 4 {
		r := pair[i%2]
		l.workers.Go(func() {
			for ctx.Err() == nil {
				l.results.Add(1)
				if post(r, "/ru/check/all", values(settled)).Code != http.StatusSeeOther || get(r, "/be/result/1-BD0W?on=2026-09-20&rules=0123456789ab").Code != http.StatusOK || get(r, "/en/").Code != http.StatusOK {
					l.failed.Add(1)
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
		l.workers.Go(func() {
			for ctx.Err() == nil {
				if r.store.AddFeedback(context.Background(), store.Feedback{Day: "2026-11-21", Page: "/", Lang: "en", Verdict: "no"}) == nil {
					l.acknowledged.Add(1)
				} else {
					l.refused.Add(1)
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	t.Cleanup(l.end)
	return l
}

func (l *serverLoad) end() {
	l.stop()
	l.workers.Wait()
}

func (l *serverLoad) until(t *testing.T, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !reached(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the load does not get there: %d results, %d acknowledged, %d refused", l.results.Load(), l.acknowledged.Load(), l.refused.Load())
		}
	}
}
