package metrics_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"localvote/web/metrics"
)

func scrape(t *testing.T, s *metrics.Set) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestKindOf(t *testing.T) {
	for pattern, want := range map[string]string{
		"": "none", "/": "home", "/be/": "home", "/be": "home", "/ru/check/:code/:question": "check", "/en/check/private": "check",
		"/be/:page": "page", "/en/:page/easy": "page", "/ru/places/:place": "places", "/api/v1/evaluate/:code": "api", "/static/*": "static",
		"/en/table.csv": "table", "/healthz": "healthz",
	} {
		if got := metrics.KindOf(pattern); got != want {
			t.Errorf("%q is %q, want %q", pattern, got, want)
		}
	}
}

// What is counted is told, and what a sender made up is not.
func TestCounts(t *testing.T) {
	s := metrics.New()
	s.Request("check", http.MethodPost, http.StatusSeeOther, 3*time.Millisecond)
	s.Request("check", "SECRETMETHOD", 999, time.Second)
	s.Ready("br")
	s.Ready("")
	s.Ready("secret-encoding")
	s.Refused(metrics.Shed)
	s.Refused("secret-reason")
	said := scrape(t, s)
	for _, line := range []string{
		`localvote_requests_total{kind="check",method="POST",status="3xx"} 1`,
		`localvote_requests_total{kind="check",method="other",status="other"} 1`,
		`localvote_request_duration_seconds_bucket{kind="check",le="0.005"} 1`,
		`localvote_request_duration_seconds_bucket{kind="check",le="0.0025"} 0`,
		`localvote_ready_answers_total{encoding="br"} 1`,
		`localvote_ready_answers_total{encoding="identity"} 1`,
		`localvote_ready_answers_total{encoding="zstd"} 0`,
		`localvote_refused_requests_total{reason="shed"} 1`,
		`localvote_refused_requests_total{reason="rate_limited"} 0`,
		`go_goroutines `,
	} {
		if !strings.Contains(said, line) {
			t.Errorf("nothing says %s", line)
		}
	}
	if strings.Contains(strings.ToLower(said), "secret") {
		t.Error("a word of a sender is in the figures")
	}
}

func TestState(t *testing.T) {
	s := metrics.New()
	at := metrics.State{Rules: "0123abcd", LawAsOf: "2026-02", Since: time.Unix(1000, 0), Reloaded: time.Unix(2000, 0), CheckedOn: time.Unix(3000, 0),
		Refused: true, Errors: 3, Checks: map[string]bool{metrics.DatabaseCheck: true, "page": false}, DiskFree: 4096, Pending: -1,
		Certificates: map[string]time.Time{"vote.example": time.Unix(4000, 0), "www.vote.example": {}}}
	s.Watch(metrics.Build{Version: "v1", Commit: "abc", Go: "go1"}, func() metrics.State { return at })
	said := scrape(t, s)
	for _, line := range []string{
		`localvote_build_info{commit="abc",go="go1",version="v1"} 1`, `localvote_edition_info{law_as_of="2026-02",rules="0123abcd"} 1`,
		"localvote_edition_since_timestamp_seconds 1000", "localvote_reload_timestamp_seconds 2000", "localvote_reload_success 0",
		"localvote_content_errors 3", "localvote_sources_checked_timestamp_seconds 3000", "localvote_database_up 1",
		`localvote_self_check_up{check="page"} 0`, "localvote_disk_free_bytes 4096",
		`localvote_certificate_expires_seconds{domain="vote.example"} 4000`, `localvote_certificate_expires_seconds{domain="www.vote.example"} 0`,
	} {
		if !strings.Contains(said, line+"\n") {
			t.Errorf("nothing says %s", line)
		}
	}
	if strings.Contains(said, "localvote_counters_pending ") {
		t.Error("what is not known is told")
	}
	at.Refused, at.Pending, at.Checks[metrics.DatabaseCheck] = false, 7, false
	said = scrape(t, s)
	for _, line := range []string{"localvote_reload_success 1", "localvote_counters_pending 7", "localvote_database_up 0"} {
		if !strings.Contains(said, line+"\n") {
			t.Errorf("nothing says %s", line)
		}
	}
}

// Without a Set nothing is counted, and nothing fails.
func TestNone(t *testing.T) {
	var s *metrics.Set
	s.Request("check", http.MethodGet, http.StatusOK, time.Second)
	s.Ready("br")
	s.Refused(metrics.Shed)
	s.Watch(metrics.Build{}, nil)
}
