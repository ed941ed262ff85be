package web

import (
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/metrics"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.String(http.StatusOK, "ok\n")
}

// Ready is the state of the parts of the site.
type Ready struct {
	Status   string            `json:"status"` // one of the constants below
	Rules    string            `json:"rules"`
	Since    time.Time         `json:"since"`
	Content  ContentState      `json:"content"`
	Database string            `json:"database"` // "ok", or what is wrong
	Checks   map[string]string `json:"checks"`   // the self-checks: "ok", or what is wrong
	Build    metrics.Build     `json:"build"`
}

// Values of Ready.Status.
const (
	statusOK       = "ok"
	statusDegraded = "degraded" // readers are served, but something is missing
	statusFailing  = "failing"  // readers cannot be served; the answer has status 503
)

// ContentState is what is known of the content read last.
type ContentState struct {
	Checked  time.Time `json:"checked"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	First    string    `json:"first_error,omitempty"`
	Refused  time.Time `json:"refused_since,omitzero"` // absent if what was read last is live
	LawAsOf  string    `json:"law_as_of"`              // month as 2026-02
	Sources  string    `json:"sources_checked"`        // the day on which people last read a source again
}

// readyz says what works. The site is ready as long as it can answer questions,
// so a missing database degrades it but keeps the status 200.
func (s *Server) readyz(c echo.Context) error {
	results := s.checked()
	r := Ready{Status: statusOK, Rules: s.live.Site().Questionnaire.Hash, Since: s.live.Status().Since,
		Content: s.contentState(), Database: results[metrics.DatabaseCheck], Checks: results, Build: s.build()}
	status := http.StatusOK
	for name, said := range results {
		switch {
		case said == statusOK || advisory[name]:
		case vital[name]:
			r.Status, status = statusFailing, http.StatusServiceUnavailable
		case r.Status == statusOK:
			r.Status = statusDegraded
		}
	}
	if r.Status == statusOK && r.Content.Errors > 0 {
		r.Status = statusDegraded
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(status, r)
}

func (s *Server) contentState() ContentState {
	current, status := s.live.Site(), s.live.Status()
	state := ContentState{Checked: status.Checked, Errors: status.Problems.Errors(), Refused: status.Refused,
		LawAsOf: current.Settings.LawAsOf, Sources: current.Sources.LastChecked()}
	state.Warnings = len(status.Problems) - state.Errors
	for _, p := range status.Problems {
		if p.Severity == "error" {
			state.First = p.String()
			break
		}
	}
	return state
}

// build says which program this is, as the Go tool wrote it down while building.
func (s *Server) build() metrics.Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return metrics.Build{Version: "unknown", Commit: "unknown", Go: "unknown"}
	}
	b := metrics.Build{Version: info.Main.Version, Commit: "unknown", Go: info.GoVersion}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			b.Commit = setting.Value
		}
	}
	return b
}

// state is what /metrics tells of the site.
func (s *Server) state() metrics.State {
	current, content, status := s.live.Site(), s.contentState(), s.live.Status()
	at := metrics.State{Rules: current.Questionnaire.Hash, LawAsOf: content.LawAsOf, Since: status.Since, Reloaded: status.Checked,
		Refused: !status.Refused.IsZero(), Errors: content.Errors, Checks: map[string]bool{}, DiskFree: -1, Pending: -1}
	at.CheckedOn, _ = time.Parse(time.DateOnly, content.Sources) // none if there is no source
	for name, said := range s.checked() {
		at.Checks[name] = said == statusOK
	}
	if s.certificates != nil {
		at.Certificates = s.certificates()
	}
	if s.disk != nil {
		if free, err := s.disk(); err == nil {
			at.DiskFree = free
		}
	}
	if p, ok := any(s.store).(interface{ Pending() int }); ok && s.store != nil {
		at.Pending = p.Pending()
	}
	return at
}
