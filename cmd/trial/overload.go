package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// drawn is a page that nobody has asked for before, so it must be drawn.
func drawn() question {
	return question{path: fmt.Sprintf("/en/result/1-BD0W?on=2026-09-20&x=%x", rand.Uint64()), want: http.StatusOK}
}

// Promises under overload.
const (
	mostWait     = 3 * time.Second // of what is served, for 99 of 100
	mostRecovery = time.Second
	readersWait  = time.Second // for a ready page meanwhile, for 99 of 100
)

// overload finds out how many pages the server can draw in a second, asks for ten times
// as many, and stops. Server and load share the machine: that makes it harder, not
// easier.
func (l *lab) overload() error {
	s, err := l.launch(l.path("localvote.db"))
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(2 * time.Second) // the pages of the book are being pressed
	seconds := time.Duration(l.last(10)) * time.Second
	able := l.capacity(s, max(time.Second, seconds/4))
	load, ready := &tally{}, &tally{}
	sent := l.flood(s, 10*able, seconds, load, ready)
	recovered, err := l.recovery(s)
	if err != nil {
		return err
	}
	served := load.statuses[http.StatusOK]
	other := load.asked() - served - load.statuses[http.StatusServiceUnavailable]
	l.found(fmt.Sprintf("%.1f × %d pages/s for %s: nothing but 200 and 503", float64(sent)/seconds.Seconds()/float64(able), able, seconds), load.String()+whyOf(load, other), other == 0 && served > 0)
	l.within("99 of 100 pages that are served come", load.quantile(0.99), mostWait)
	l.found("ready pages go on being sent", ready.String()+ready.why(), ready.failed() == 0 && ready.asked() > 0)
	l.within("99 of 100 of these come", ready.quantile(0.99), readersWait)
	l.within("back to normal", recovered, mostRecovery)
	return nil
}

// whyOf names the first failure if there were any that count.
func whyOf(t *tally, n int) string {
	if n == 0 {
		return ""
	}
	return t.why()
}

// capacity is how many pages a second the server draws when it has always enough to do.
func (l *lab) capacity(s *server, d time.Duration) int {
	t := &tally{}
	ctx, cancel := context.WithTimeout(l.ctx, d)
	defer cancel()
	c := client(8)
	defer c.CloseIdleConnections()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for ctx.Err() == nil {
				t.ask(l.ctx, c, s.addr, drawn())
			}
		})
	}
	all.Wait()
	return max(1, int(float64(len(t.took))/d.Seconds()))
}

// flood asks at a rate, whatever comes back, from many connections; a reader asks for
// ready pages meanwhile. It says how much it could send.
func (l *lab) flood(s *server, rate int, d time.Duration, load, ready *tally) (sent int) {
	ctx, cancel := context.WithTimeout(l.ctx, d)
	defer cancel()
	const senders = 1000
	c := client(senders)
	defer c.CloseIdleConnections()
	var all sync.WaitGroup
	var n atomic.Int64
	every := time.Duration(senders) * time.Second / time.Duration(rate)
	for i := range senders {
		all.Go(func() {
			time.Sleep(every * time.Duration(i) / senders)
			for next := time.Now(); ctx.Err() == nil; next = next.Add(every) {
				time.Sleep(time.Until(next)) // who is late asks at once
				n.Add(1)
				load.ask(l.ctx, c, s.addr, drawn())
			}
		})
	}
	all.Go(func() {
		reader := client(1)
		defer reader.CloseIdleConnections()
		for ctx.Err() == nil {
			ready.ask(l.ctx, reader, s.addr, question{path: "/ru/in-russia", want: http.StatusOK})
			time.Sleep(20 * time.Millisecond)
		}
	})
	<-ctx.Done()
	sent = int(n.Load())
	all.Wait()
	return sent
}

// recovery is how long it takes until ten pages in a row are drawn.
func (l *lab) recovery(s *server) (time.Duration, error) {
	began, c := time.Now(), client(1)
	defer c.CloseIdleConnections()
	for row := 0; row < 10; {
		if status, err := send(l.ctx, c, s.addr, drawn()); err != nil || status != http.StatusOK {
			row = 0
		} else {
			row++
		}
		if time.Since(began) > patience {
			return 0, fmt.Errorf("the server has not come back after %s: %s", patience, s.words())
		}
	}
	return time.Since(began), nil
}
