package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// memoryGrowth is by how much the memory may have grown from a tenth of the requests
// to all of them: the garbage collector leaves that much to chance.
const memoryGrowth = 1.25

// enoughForMemory is how many requests it takes until all that is kept is full.
const enoughForMemory = 200_000

// memory asks very often for everything, and for addresses that nobody has asked for
// before, and looks at what the server has kept.
func (l *lab) memory() error {
	s, err := l.launch(l.path("localvote.db"))
	if err != nil {
		return err
	}
	defer s.stop()
	n := l.count(1_000_000)
	t := &tally{}
	l.askOften(s, n/10, t)
	early, err := s.rss()
	if err != nil {
		return err
	}
	l.askOften(s, n-n/10, t)
	late, err := s.rss()
	if err != nil {
		return err
	}
	failed := t.failed() - t.statuses[http.StatusServiceUnavailable] // a busy machine may have no room
	l.found(fmt.Sprintf("%d requests are answered: %s", n, mixture), t.String()+whyOf(t, failed), failed == 0)
	l.found(fmt.Sprintf("memory at the end is up to %.2f × that after a tenth", memoryGrowth),
		fmt.Sprintf("%.0f MB after %d, %.0f MB after %d", early, n/10, late, n), late <= early*memoryGrowth || n < enoughForMemory)
	return nil
}

// mixture says what askOften asks for. A million of requests that all must be drawn
// would take a quarter of an hour; readers get ready pages far more often than these.
const mixture = "64 % ready pages in four packings, 30 % all kinds (half of them drawn: steps, results, search, API, forms), 4 % results that nobody asked for before, 2 % not found"

// rounds of the mixture.
const (
	mixed     = 50
	mixedKind = 15 // of all kinds, one after the other
)

// ready are pages that lie ready once they have been asked for.
var ready = []string{"/en/", "/ru/", "/be/", "/ru/in-russia", "/be/in-belarus", "/en/table", "/ru/places", "/be/check", "/en/about", "/ru/places/by-orsha", "/be/result/1-BD0W"}

// mix is request number k of a sender.
func mix(sender, k int) question {
	switch part := k % mixed; {
	case part < mixedKind:
		return questions[(k/mixed*mixedKind+part)%len(questions)]
	case part < mixedKind+2:
		return drawn()
	case part == mixedKind+2:
		return question{path: fmt.Sprintf("/en/nowhere-%d-%d", sender, k), want: http.StatusNotFound}
	}
	return question{path: ready[k%len(ready)], want: http.StatusOK}
}

// packed asks for answers in one packing after the other.
type packed struct {
	http.RoundTripper
	n atomic.Int64
}

func (p *packed) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Accept-Encoding", []string{"br", "gzip", "zstd", "identity"}[p.n.Add(1)%4])
	return p.RoundTripper.RoundTrip(r)
}

// askOften sends so many requests, and says now and then how far it is.
func (l *lab) askOften(s *server, n int, t *tally) {
	const senders = 16
	c := client(senders)
	defer c.CloseIdleConnections()
	asking := *c
	asking.Transport = &packed{RoundTripper: c.Transport}
	var left atomic.Int64
	left.Store(int64(n))
	began := time.Now()
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() {
			one := &tally{}
			for k := i * mixed / senders; l.ctx.Err() == nil; k++ {
				at := left.Add(-1)
				if at < 0 {
					break
				}
				one.ask(l.ctx, &asking, s.addr, mix(i, k))
				if at > 0 && at%100_000 == 0 {
					mb, _ := s.rss()
					l.say("   %d to go after %s, %.0f MB", at, time.Since(began).Round(time.Second), mb)
				}
			}
			t.add(one)
		})
	}
	all.Wait()
}
