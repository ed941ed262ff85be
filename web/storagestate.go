package web

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// A database that does not answer must cost readers neither the page nor their time:
// everything that they ask for has an answer without it.

// Limits of waiting for the database.
const (
	storePatience = time.Second     // for one question of a reader
	storeRest     = 2 * time.Second // after a failure, in which nobody asks
)

// storageState remembers whether the database answered last, so that the log names an
// outage once, and so that not every reader waits for what is not there.
type storageState struct {
	sync.Mutex
	failed bool
	since  time.Time // the failure that began the current rest
	// patience is for one question of a reader. It never changes.
	patience time.Duration
}

// storeTime is how long the handler of a request may ask the database. During a rest
// that is no time at all, and asking ends with context.DeadlineExceeded at once.
func (s *Server) storeTime(c echo.Context) context.Context {
	until := time.Now().Add(s.storage.patience)
	s.storage.Lock()
	if s.storage.failed && time.Since(s.storage.since) < storeRest {
		until = s.storage.since
	}
	s.storage.Unlock()
	ctx, cancel := context.WithDeadline(c.Request().Context(), until)
	context.AfterFunc(ctx, cancel) // when time is up, or the request is over
	return ctx
}

// storageFailed logs the beginning of an outage of the database, once. A reader who
// has gone is none.
func (s *Server) storageFailed(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.storage.Lock()
	defer s.storage.Unlock()
	if time.Since(s.storage.since) >= storeRest {
		s.storage.since = time.Now()
	}
	if !s.storage.failed {
		s.storage.failed = true
		s.log.Error("the database does not answer; the site goes on without counting and without old editions", "error", err)
	}
}
