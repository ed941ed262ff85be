package web_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"localvote/web"
)

// A certificate that ends soon is a trouble of the maintainer's, not of readers; where
// HTTPS is done elsewhere there is no such check.
func TestCertificateCheck(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	ends := map[string]time.Time{}
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: slog.New(slog.DiscardHandler), Now: clock,
		Recheck: time.Nanosecond, Certificates: func() map[string]time.Time { return ends }})
	day := 24 * time.Hour
	for _, tt := range []struct {
		domain string
		left   time.Duration
		status string
		said   string // beginning
	}{
		{"vote.example", 14*day + time.Second, "ok", "ok"},
		{"vote.example", 14*day - time.Second, "degraded", "the certificate of vote.example ends on " + clock().Add(14*day-time.Second).UTC().Format(time.DateOnly) + ", days left: 13. Renewing"},
		{"", day, "degraded", "the certificate ends on "},
		{"vote.example", -day, "degraded", "the certificate of vote.example ended on " + clock().Add(-day).UTC().Format(time.DateOnly) + ": browsers refuse the site."},
		{"vote.example", -time.Duration(1 << 62), "degraded", "the certificate of vote.example could not be had."},
	} {
		clear(ends)
		ends["other.example"] = clock().Add(60 * day)
		if ends[tt.domain] = clock().Add(tt.left); tt.left < -1000*day {
			ends[tt.domain] = time.Time{}
		}
		got := selfChecks(t, r, http.StatusOK)
		if got.Status != tt.status || !strings.HasPrefix(got.Checks["certificate"], tt.said) || strings.Contains(got.Checks["certificate"], "other.example") {
			t.Errorf("%q, %s left: %s, %s; want %s", tt.domain, tt.left, got.Status, got.Checks["certificate"], tt.said)
		}
	}
	if _, there := selfChecks(t, newRig(t), http.StatusOK).Checks["certificate"]; there {
		t.Error("a server without HTTPS looks at certificates")
	}
}
