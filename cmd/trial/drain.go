package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// drain ends the server while requests run, again and again: what was begun is
// finished.
func (l *lab) drain() error {
	n, t, late := l.count(20), &tally{}, 0
	for range n {
		s, err := l.launch(l.path("localvote.db"))
		if err != nil {
			return err
		}
		more, err := l.endUnderLoad(s, t)
		late += more
		if err != nil {
			return err
		}
	}
	l.found(fmt.Sprintf("%d × SIGTERM under load: what was begun before is answered whole", n),
		fmt.Sprintf("%d requests, %d broken%s; %d came too late", t.asked(), t.failed(), t.why(), late), t.failed() == 0 && t.asked() > 10*n)
	return nil
}

// endUnderLoad ends a server that is being asked. What was begun before the signal goes
// into the tally, the rest is counted.
func (l *lab) endUnderLoad(s *server, t *tally) (late int, err error) {
	var ended atomic.Bool
	var tooLate atomic.Int64
	var all sync.WaitGroup
	ctx, cancel := context.WithTimeout(l.ctx, patience)
	defer cancel()
	for range 32 {
		all.Go(func() {
			c := client(1)
			defer c.CloseIdleConnections()
			for k := 0; !ended.Load() && ctx.Err() == nil; k++ {
				q := questions[k%len(questions)]
				if k%2 == 0 {
					q = drawn()
				}
				one := &tally{}
				ok := one.ask(ctx, c, s.addr, q)
				if !ok && ended.Load() && one.statuses[0] > 0 && one.took == nil && strings.Contains(one.first, "connection refused") {
					tooLate.Add(1) // nobody listened any more
					return
				}
				t.add(one)
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	ended.Store(true)
	began := time.Now()
	s.stop()
	l.say("   ended after %s, %d requests so far, %d broken%s", time.Since(began).Round(time.Millisecond), t.asked(), t.failed(), t.why())
	all.Wait()
	if s.cmd.ProcessState.ExitCode() != 0 {
		return 0, fmt.Errorf("the server ended with %d: %s", s.cmd.ProcessState.ExitCode(), s.words())
	}
	return int(tooLate.Load()), nil
}
