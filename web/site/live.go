package site

import (
	"sync"
	"sync/atomic"
	"time"

	"localvote/web/problem"
)

// Live holds the current Site. Readers take it once per request; a new one is
// swapped in whole. Unsound content never goes live: the last good Site stays.
type Live struct {
	current atomic.Pointer[Site]
	now     func() time.Time

	mu     sync.Mutex
	status Status
}

// Status tells editors what is live and why newer content is not.
type Status struct {
	Since    time.Time    // when the live Site was swapped in
	Checked  time.Time    // when content was last read
	Refused  time.Time    // since when newer content is not live; zero if there is none
	Problems problem.List // of the content last read; errors mean that it is not live
}

// NewLive begins with a Site that must be sound.
func NewLive(first *Site, problems problem.List, now func() time.Time) *Live {
	l := &Live{now: now}
	l.current.Store(first)
	l.status = Status{Since: now(), Checked: now(), Problems: problems}
	return l
}

// Site is the current Site.
func (l *Live) Site() *Site { return l.current.Load() }

// Status is what is live and what was wrong with the content last read.
func (l *Live) Status() Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status
}

// Rebuild reads the files again and swaps the Site if they are sound.
func (l *Live) Rebuild(files Files) (swapped bool, problems problem.List) {
	next, problems := Build(files)
	return l.Take(next, problems), problems
}

// Take swaps the Site for one that was just built, if it is sound.
func (l *Live) Take(next *Site, problems problem.List) (swapped bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status.Checked, l.status.Problems = l.now(), problems
	if problems.Errors() > 0 {
		if l.status.Refused.IsZero() { // it is the first mistake that editors look for
			l.status.Refused = l.status.Checked
		}
		return false
	}
	l.current.Store(next)
	l.status.Since, l.status.Refused = l.status.Checked, time.Time{}
	return true
}
