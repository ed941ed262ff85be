package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"localvote/web/store"
)

// stopLimit is what the end of the server may take while its database does not answer:
// one second for a reader who waits for the lock, one for pages that are being kept,
// three for the last counters, and some for a busy machine. systemd would wait for 20.
const stopLimit = 7 * time.Second

// ills are states of the database in which a server is told to end.
var ills = []struct {
	name    string
	happen  func(*lab, *patient) error
	written bool // what was counted must be in the database afterwards
}{
	{"in order", func(*lab, *patient) error { return nil }, true},
	{"locked for good", func(_ *lab, p *patient) error {
		release, err := lockDatabase(p.db)
		p.heal = append(p.heal, release)
		return err
	}, false},
	{"slow", slowDatabase, false},
	{"locked for a second", func(_ *lab, p *patient) error {
		release, err := lockDatabase(p.db)
		time.AfterFunc(time.Second, release)
		return err
	}, true},
}

// stopIll ends servers whose database does not answer, with readers who wait for
// pages and for feedback to be kept.
func (l *lab) stopIll() error {
	for _, ill := range ills {
		var longest time.Duration
		t, codes, lost, silent := &tally{}, 0, 0, 0
		n := l.count(5)
		for range n {
			end, err := l.stopOnce(ill.happen, t)
			if err != nil {
				return fmt.Errorf("%s: %w", ill.name, err)
			}
			longest = max(longest, end.took)
			if end.code != 0 {
				codes++
			}
			if lost += end.lost; end.lost > 0 && !strings.Contains(end.words, "is lost") {
				silent++
			}
		}
		l.found(fmt.Sprintf("%d × SIGTERM with a database %s: status 0, readers get their answers, the log says what is lost", n, ill.name),
			fmt.Sprintf("%d requests, %d broken%s; %d × another status; %d checks not counted, %d × nothing said of it", t.asked(), t.failed(), t.why(), codes, lost, silent),
			t.failed() == 0 && silent == 0 && codes == 0 && (lost == 0 || !ill.written))
		l.within("it has ended", longest, stopLimit)
	}
	return nil
}

// An ending is how a server ended.
type ending struct {
	took  time.Duration
	code  int
	words string // the last of its log
	lost  int    // completed checks that are not in the database
}

// stopOnce starts a server, does something to its database, and ends it.
func (l *lab) stopOnce(happen func(*lab, *patient) error, t *tally) (end ending, err error) {
	p := &patient{}
	mend := sync.OnceFunc(func() {
		for _, heal := range p.heal {
			heal()
		}
	})
	defer mend()
	if err := p.start(l, l.path("localvote.db")); err != nil {
		return end, err
	}
	defer p.end(syscall.SIGKILL)
	if err := happen(l, p); err != nil {
		return end, err
	}
	readers := l.readUntil(p.server, t)
	began := time.Now()
	readers.end()
	p.stop()
	end.took = time.Since(began)
	readers.Wait()
	mend()
	end.code, end.words = p.cmd.ProcessState.ExitCode(), p.words()
	s, err := store.Open(l.ctx, p.db, store.Options{})
	if err != nil {
		return end, err
	}
	defer s.Close()
	counted, err := countsIn(l.ctx, s)
	end.lost = max(0, int(readers.checks.Load())-counted)
	return end, err
}

// completed is a check that is counted at once.
var completed = question{"/be/check/private/all", "country=ru&citizenship=by&age=21plus&residence=permanent&registered=yes&head_elected=yes", http.StatusOK}

// crowd are readers who come until the server ends.
type crowd struct {
	sync.WaitGroup
	ended  atomic.Bool
	checks atomic.Int64 // completed
}

func (c *crowd) end() { c.ended.Store(true) }

// readUntil lets readers ask for pages, complete checks and say something. What was
// begun before the end goes into the tally: feedback may be refused with 503.
func (l *lab) readUntil(s *server, t *tally) *crowd {
	c := &crowd{}
	form := url.Values{"page": {"/about"}, "verdict": {"yes"}}.Encode()
	for i := range 8 {
		c.Go(func() {
			one := client(1)
			defer one.CloseIdleConnections()
			for k := i; !c.ended.Load(); k++ {
				ctx, cancel := context.WithTimeout(l.ctx, patience)
				q := questions[k%len(questions)]
				switch i {
				case 0:
					q = question{"/be/feedback", form, http.StatusSeeOther}
				case 1:
					q = drawn()
				case 2:
					q = completed
				}
				status, err := send(ctx, one, s.addr, q)
				cancel()
				if err == nil && q.form != "" && status == q.want && i > 0 {
					c.checks.Add(1)
				}
				late := err != nil && c.ended.Load() && status == 0
				refused := i == 0 && status == http.StatusServiceUnavailable
				if !late && !refused {
					t.note(q, status, err)
				}
			}
		})
	}
	time.Sleep(700 * time.Millisecond)
	return c
}
