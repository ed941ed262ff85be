package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A tally is what many requests came to. It may be used side by side.
type tally struct {
	mu       sync.Mutex
	statuses map[int]int // 0: no answer
	took     []time.Duration
	first    string // the first that went wrong
}

// client asks over connections that stay open, as browsers do.
func client(connections int) *http.Client {
	return &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// A question is a request and the status that its answer must have.
type question struct {
	path string
	form string // "" for GET
	want int
}

// questions lean on everything that there is: ready pages, drawn pages, the
// questionnaire, forms, the search, the API, files.
var questions = []question{
	{"/en/", "", 200}, {"/ru/in-russia", "", 200}, {"/be/check", "", 200}, {"/be/check/1-BAT0", "", 200}, {"/en/result/1-BD0W", "", 200},
	{"/en/result/1-BD0W?on=2026-09-20&rules=0123456789ab", "", 200}, {"/ru/check/all", "", 200}, {"/en/check/private", "", 200}, {"/be/search?q=minsk", "", 200},
	{"/en/table", "", 200}, {"/ru/places/by-orsha", "", 200}, {"/api/v1/evaluate/1-BD0W", "", 200}, {"/healthz", "", 200}, {"/readyz", "", 200},
	{"/en/check/all", "country=ru&citizenship=by&age=21plus&residence=permanent&registered=yes&head_elected=yes", 303}, {"/be/check/private/all", "country=ru&citizenship=by&age=21plus&residence=permanent&registered=yes&head_elected=yes", 200},
}

// ask sends a question and notes what came.
func (t *tally) ask(ctx context.Context, c *http.Client, addr string, q question) (ok bool) {
	began := time.Now()
	status, err := send(ctx, c, addr, q)
	took := time.Since(began)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.statuses == nil {
		t.statuses = map[int]int{}
	}
	t.statuses[status]++
	ok = err == nil && status == q.want
	if ok {
		t.took = append(t.took, took)
	} else if t.first == "" {
		t.first = fmt.Sprintf("%s: %d, %v", q.path, status, err)
	}
	return ok
}

// note takes down what came of a question that somebody else asked.
func (t *tally) note(q question, status int, err error) {
	one := &tally{statuses: map[int]int{status: 1}}
	if err == nil && status == q.want {
		one.took = []time.Duration{0}
	} else {
		one.first = fmt.Sprintf("%s: %d, %v", q.path, status, err)
	}
	t.add(one)
}

// send asks; status 0 stands for no whole answer.
func send(ctx context.Context, c *http.Client, addr string, q question) (status int, err error) {
	method, body := http.MethodGet, io.Reader(nil)
	if q.form != "" {
		method, body = http.MethodPost, strings.NewReader(q.form)
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+addr+q.path, body)
	if err != nil {
		return 0, err
	}
	if q.form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	response, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0, err
	}
	return response.StatusCode, nil
}

// add puts what another tally has into this one.
func (t *tally) add(other *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.statuses == nil {
		t.statuses = map[int]int{}
	}
	for status, n := range other.statuses {
		t.statuses[status] += n
	}
	t.took = append(t.took, other.took...)
	if t.first == "" {
		t.first = other.first
	}
}

// asked is how many requests were made, failed how many of them did not come to what
// they should have.
func (t *tally) asked() (n int) {
	for _, count := range t.statuses {
		n += count
	}
	return n
}

func (t *tally) failed() int { return t.asked() - len(t.took) }

// quantile is the time within which so many of the good answers came.
func (t *tally) quantile(q float64) time.Duration {
	if len(t.took) == 0 {
		return 0
	}
	slices.Sort(t.took)
	return t.took[min(len(t.took)-1, int(q*float64(len(t.took))))]
}

func (t *tally) String() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(t.statuses)) {
		parts = append(parts, fmt.Sprintf("%d × %d", t.statuses[status], status))
	}
	return strings.Join(parts, ", ")
}

// why names the first failure, "" if there was none.
func (t *tally) why() string {
	if t.first == "" {
		return ""
	}
	return " (first: " + t.first + ")"
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
