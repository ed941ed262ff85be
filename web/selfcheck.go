package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"localvote/web/lang"
	"localvote/web/metrics"
)

// Self-checks do what readers ask for, to find out whether it can be done: a person
// is judged by the rules, a page is drawn, the database is read and written. Anybody
// may ask for them, so their results stand for a few seconds, and however many ask
// at once, they are made once.

const (
	// recheckAfter is how long a result stands.
	recheckAfter = 5 * time.Second
	// checkLimit is how long a check may take.
	checkLimit = 2 * time.Second
	// minDisk is how many bytes must be free beside the database. A day's counters
	// take some kilobytes, an edition with all its pages a few megabytes.
	minDisk = 64 << 20
)

// Names of the checks.
const (
	rulesCheck = "rules"
	pageCheck  = "page"
	diskCheck  = "disk"
	ageCheck   = "content_age"
)

// advisory are those that tell maintainers to do something, and no program to worry.
var advisory = map[string]bool{ageCheck: true}

// vital are the checks without which readers get no answers.
var vital = map[string]bool{rulesCheck: true, pageCheck: true}

// selfChecks hold the results made last.
type selfChecks struct {
	disk    func() (free int64, err error)
	recheck time.Duration

	certificates func() map[string]time.Time

	checking sync.Mutex
	results  map[string]string
	madeAt   time.Time // by the clock of the machine, not by that of the site
}

// checked gives what each check says: "ok", or what is wrong. The map must not be
// changed.
func (s *Server) checked() map[string]string {
	s.checking.Lock()
	defer s.checking.Unlock()
	if s.results == nil || time.Since(s.madeAt) >= s.recheck {
		s.results = s.makeChecks()
		s.madeAt = time.Now()
	}
	return s.results
}

// makeChecks runs all checks side by side, each within its limit.
func (s *Server) makeChecks() map[string]string {
	checks := map[string]func(context.Context) string{
		rulesCheck: s.checkRules, pageCheck: s.checkPage, diskCheck: s.checkDisk, ageCheck: s.checkAge, metrics.DatabaseCheck: s.pingStore,
	}
	if s.certificates != nil {
		checks[certificateCheck] = s.checkCertificates
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkLimit)
	defer cancel()
	said := make(map[string]chan string, len(checks))
	for name, check := range checks {
		done := make(chan string, 1)
		said[name] = done
		go func() { done <- guarded(ctx, check) }()
	}
	results := make(map[string]string, len(checks))
	for name, done := range said {
		select {
		case results[name] = <-done:
		case <-ctx.Done():
			results[name] = inTime(done)
		}
	}
	return results
}

// inTime is the result that came just when the time was over, or that there is none.
func inTime(done chan string) string {
	select {
	case said := <-done:
		return said
	default:
		return "takes too long"
	}
}

// guarded runs a check; a panic in it is a result like others.
func guarded(ctx context.Context, check func(context.Context) string) (said string) {
	defer func() {
		if recover() != nil {
			said = "failed with a panic"
		}
	}()
	return check(ctx)
}

// checkRules asks what the rules say about the first test person and compares it
// with what a human wrote down.
func (s *Server) checkRules(context.Context) string {
	q := s.live.Site().Questionnaire
	if len(q.Personas) == 0 {
		return "there is no test person"
	}
	p := &q.Personas[0]
	period, ok := q.Period(p.Day)
	if !ok {
		return "the first test person has no period"
	}
	for r, set := range q.Verdicts(period, p.Answers) {
		if p.Expect[r] != "" && !slices.Contains(strings.Split(p.Expect[r], "|"), set.String()) {
			return fmt.Sprintf("the rules say something else about the first test person than %s", q.Rights[r].ID)
		}
	}
	return statusOK
}

// checkPage draws the page of a result, which uses more of the site than any other,
// past what lies ready.
func (s *Server) checkPage(ctx context.Context) string {
	q := s.live.Site().Questionnaire
	if len(q.Personas) == 0 {
		return "there is no test person"
	}
	path := "/" + string(lang.EN) + "/result/" + q.Code(q.Personas[0].Answers)
	r := mustRequest(http.MethodGet, path, "", "")
	r.RequestURI = path
	answer := newMemory()
	s.echo.ServeHTTP(answer, r.WithContext(context.WithValue(ctx, drawing{}, true)))
	if answer.status != http.StatusOK || !bytes.Contains(answer.body.Bytes(), []byte("</html>")) {
		return fmt.Sprintf("a page cannot be drawn: status %d", answer.status)
	}
	return statusOK
}

// checkDisk looks for room beside the database.
func (s *Server) checkDisk(context.Context) string {
	if s.disk == nil || s.store == nil {
		return statusOK // nothing is written
	}
	free, err := s.disk()
	switch {
	case err != nil:
		return "free space beside the database cannot be found out"
	case free < minDisk:
		return fmt.Sprintf("only %d MB are free beside the database", free>>20)
	}
	return statusOK
}

// checkAge says when no source was read again for longer than the site allows.
func (s *Server) checkAge(context.Context) string {
	current := s.live.Site()
	if on := current.Sources.LastChecked(); current.TooOld(on, s.today()) {
		return "no source was read again since " + on
	}
	return statusOK
}

// pingStore reads and writes in the database; the details go to the log.
func (s *Server) pingStore(ctx context.Context) string {
	if s.store == nil {
		return "not open: nothing is counted, old editions cannot be shown"
	}
	if err := s.store.Ping(ctx); err != nil {
		s.storageFailed(err)
		return "does not answer: see the log"
	}
	s.storage.Lock()
	s.storage.failed = false
	s.storage.Unlock()
	return statusOK
}
