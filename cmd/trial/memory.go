package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
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
	l.found(fmt.Sprintf("%d requests of all kinds are answered", n), t.String()+whyOf(t, failed), failed == 0)
	l.found(fmt.Sprintf("memory at the end is up to %.2f × that after a tenth", memoryGrowth),
		fmt.Sprintf("%.0f MB after %d, %.0f MB after %d", early, n/10, late, n), late <= early*memoryGrowth || n < enoughForMemory)
	return nil
}

// askOften sends so many requests of all kinds.
func (l *lab) askOften(s *server, n int, t *tally) {
	const senders = 16
	c := client(senders)
	defer c.CloseIdleConnections()
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() {
			one := &tally{}
			for k := i; left.Add(-1) >= 0 && l.ctx.Err() == nil; k++ {
				q := questions[k%len(questions)]
				switch k % 17 {
				case 3:
					q = drawn()
				case 9:
					q = question{path: fmt.Sprintf("/en/nowhere-%d-%d", i, k), want: http.StatusNotFound}
				}
				one.ask(l.ctx, c, s.addr, q)
			}
			t.add(one)
		})
	}
	all.Wait()
}
