package web_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"localvote/web/lang"
	"localvote/web/store"
	"localvote/web/webtest"
)

// counts fills the counters: 25 checks in Russian this month, 9 in English, 12 in
// Belarusian half a year ago, and what nobody may see.
func (r *rig) counts(t *testing.T) {
	t.Helper()
	yes, no := strings.Repeat("y", len(r.q.Rights)), strings.Repeat("n", len(r.q.Rights))
	for range 25 {
		r.store.Count(today, "ru", yes)
	}
	for range 9 {
		r.store.Count("2026-11-02", "en", no)
	}
	for range 12 {
		r.store.Count("2026-05-30", "be", no)
	}
	for range 40 {
		r.store.Count("2025-11-30", "ru", yes) // more than a year ago
	}
	for range 11 {
		if err := r.store.AddFeedback(context.Background(), store.Feedback{Day: today, Page: "/standing", Lang: "ru", Verdict: "no", Reason: "unclear", Text: "nobody reads this here"}); err != nil {
			t.Fatal(err)
		}
	}
	for n := 0; n < 1000; n++ {
		if all, _ := r.store.Counters(context.Background(), "2025-01-01", today); len(all) == 4 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the counters do not come")
}

// Nothing below ten is shown, and what is shown is cut to tens.
func TestStatisticsHideTheFew(t *testing.T) {
	r := newRig(t)
	r.counts(t)
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/statistics.csv").want(t, http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(a.Body.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, row := range rows[1:] {
			n, err := strconv.Atoi(row[6])
			if err != nil || n < 10 || n%10 != 0 {
				t.Errorf("%q is shown", row)
			}
			if row[0] != "right" {
				got[strings.Join(row[:6], " ")] = n
			}
		}
		want := map[string]int{"month 2026-05    ": 10, "month 2026-11    ": 30, "language  ru   ": 20, "language  be   ": 10, "page    /standing no": 10}
		if len(got) != len(want) {
			t.Errorf("shown: %v", got)
		}
		for what, n := range want {
			if got[what] != n {
				t.Errorf("%q: %d, want %d", what, got[what], n)
			}
		}
		page := get(r, "/"+string(l)+"/statistics").want(t, http.StatusOK)
		if strings.Contains(page.text(), "nobody reads") || len(webtest.Find(page.doc, "svg.pic rect")) != 2 {
			t.Error("the page shows texts, or no picture")
		}
	}
}

// The page shows the same numbers as the file, in words.
func TestStatisticsAgree(t *testing.T) {
	r := newRig(t)
	r.counts(t)
	rows, err := csv.NewReader(strings.NewReader(get(r, "/en/statistics.csv").Body.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	page := get(r, "/en/statistics")
	cells := webtest.Find(page.doc, "main table td")
	if len(cells) != len(rows)-1 {
		t.Fatalf("%d numbers on the page, %d in the file", len(cells), len(rows)-1)
	}
	sums := map[string]int{}
	for _, row := range rows[1:] {
		sums["at least "+row[6]]++
	}
	for _, c := range cells {
		sums[webtest.Text(c)]--
	}
	for words, n := range sums {
		if n != 0 {
			t.Errorf("%q: %d more in the file", words, n)
		}
	}
}
