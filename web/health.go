package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.String(http.StatusOK, "ok\n")
}

// Ready is the state of the parts of the site.
type Ready struct {
	Status   string       `json:"status"` // "ok", or "degraded" where readers are served but something is missing
	Rules    string       `json:"rules"`
	Since    time.Time    `json:"since"`
	Content  ContentState `json:"content"`
	Database string       `json:"database"` // "ok", or what is wrong
}

// ContentState is what is known of the content read last.
type ContentState struct {
	Checked  time.Time `json:"checked"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	First    string    `json:"first_error,omitempty"`
	Refused  time.Time `json:"refused_since,omitzero"` // absent if what was read last is live
}

// readyz says what works. The site is ready as long as it can answer questions,
// so a missing database degrades it but keeps the status 200.
func (s *Server) readyz(c echo.Context) error {
	status := s.live.Status()
	r := Ready{Status: "ok", Rules: s.live.Site().Questionnaire.Hash, Since: status.Since, Database: "ok",
		Content: ContentState{Checked: status.Checked, Errors: status.Problems.Errors(), Refused: status.Refused}}
	r.Content.Warnings = len(status.Problems) - r.Content.Errors
	for _, p := range status.Problems {
		if p.Severity == "error" {
			r.Content.First = p.String()
			break
		}
	}
	if err := s.pingStore(c.Request().Context()); err != "" {
		r.Database = err
	}
	if r.Database != "ok" || r.Content.Errors > 0 {
		r.Status = "degraded"
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, r)
}

// pingStore asks the database for a sign of life; the details go to the log.
func (s *Server) pingStore(ctx context.Context) string {
	if s.store == nil {
		return "not open: nothing is counted, old editions cannot be shown"
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := s.store.Ping(ctx); err != nil {
		s.storageFailed(err)
		return "does not answer: see the log"
	}
	s.storage.Lock()
	s.storage.failed = false
	s.storage.Unlock()
	return "ok"
}
