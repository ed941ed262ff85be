package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"localvote/web/hostile"
)

// hostile sends the corpus to the server and reads its log afterwards.
func (l *lab) hostile() error {
	s, err := l.launch(l.path("localvote.db"), "--base-url", hostile.Base)
	if err != nil {
		return err
	}
	defer s.stop()
	cases := hostile.Cases()
	var all sync.WaitGroup
	var faults atomic.Int64
	const senders = 16
	for i := range senders {
		all.Go(func() {
			for k := i; k < len(cases) && l.ctx.Err() == nil; k += senders {
				for _, fault := range judge(cases[k], s.addr) {
					faults.Add(1)
					l.say("   %s: %s", cases[k], fault)
				}
			}
		})
	}
	all.Wait()
	l.found(fmt.Sprintf("%d hostile requests: none fails, comes back unescaped, leads away, or counts twice", len(cases)), fmt.Sprintf("%d faults", faults.Load()), faults.Load() == 0)
	log, err := os.ReadFile(s.log)
	if err != nil {
		return err
	}
	told := strings.Count(string(log), "level=ERROR")
	for _, c := range cases {
		told += strings.Count(string(log), c.Marker)
	}
	l.found("the log tells nothing of them", fmt.Sprintf("%d lines that do", told), told == 0)
	return nil
}

// judge sends a case; where the server has no room for it, it comes again.
func judge(c hostile.Case, addr string) []string {
	a, err := c.Send(addr, patience)
	for end := time.Now().Add(patience); err == nil && a.Status == http.StatusServiceUnavailable && a.Header.Get("Retry-After") != "" && time.Now().Before(end); {
		time.Sleep(time.Second)
		a, err = c.Send(addr, patience)
	}
	if err != nil {
		return []string{err.Error()}
	}
	return c.Faults(a)
}
