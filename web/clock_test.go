package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"localvote/web"
	"localvote/web/store"
)

// What is said and counted while the clock is wrong outlives the moment at which it is
// set right; what a year is, a wrong clock does not say.
func TestWrongClockLosesNothing(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	now := clock()
	var said strings.Builder
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: slog.New(slog.NewTextHandler(&said, nil)), Now: func() time.Time { return now }})
	last := r.live.Site().Sources.LastChecked()
	form := url.Values{"page": {"/about"}, "verdict": {"no"}, "reason": {"unclear"}, "send": {"yes"}}
	for i, tt := range []struct{ at, kept string }{
		{"1970-01-01", last}, {"2024-12-31", last}, {"2025-01-01", "2025-01-01"}, {"2026-11-20", "2026-11-20"}, {"2027-11-22", "2027-11-22"}, {"2033-01-01", last}, {"2100-01-01", last},
	} {
		day, err := time.Parse(time.DateOnly, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		now = day.Add(12 * time.Hour)
		text := "Said " + strings.Repeat("again and ", i) + "once" // a date might be struck out
		form.Set("text", text)
		post(r, "/be/feedback", form).want(t, http.StatusSeeOther)
		all, err := r.store.FeedbackBetween(context.Background(), "", "9")
		found := store.Feedback{}
		for _, f := range all {
			if f.Text == text {
				found = f
			}
		}
		if err != nil || found.Day != tt.kept {
			t.Errorf("said on %s, kept under %q, want %s: %v", tt.at, found.Day, tt.kept, err)
		}
		get(r, "/en/statistics").want(t, http.StatusOK)
	}
	left := func() int {
		if err := r.ForgetFeedback(context.Background()); err != nil {
			t.Fatal(err)
		}
		all, err := r.store.FeedbackBetween(context.Background(), "", "9")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if n := left(); n != 7 || strings.Count(said.String(), "the clock cannot be right") != 1 {
		t.Errorf("in 2100 %d of 7 are left, and the log says %s", n, &said)
	}
	if now = clock(); left() != 6 { // that of 1 January 2025
		t.Errorf("%d are left when the clock is right again", left())
	}
}
