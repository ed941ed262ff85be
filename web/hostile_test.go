package web_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"localvote/web/guard"
	"localvote/web/hostile"
)

// Whatever is sent over the wire, nothing of it comes back as more than text, no
// reader is led away, nothing fails, nothing is logged, and no request counts twice.
func TestHostile(t *testing.T) {
	r := guarded(t, func(l *guard.Limits) {
		l.Hosts, l.Rates = guard.HostsOf(hostile.Base), guard.RateLimits{}
		l.Patience = time.Minute // a busy machine is no fault
	})
	server := httptest.NewUnstartedServer(r)
	server.Config.MaxHeaderBytes = 16 << 10
	server.Start()
	defer server.Close()
	cases := hostile.Cases()
	if sampled() {
		cases = every(7, cases)
	}
	statuses := judge(t, server.Listener.Addr().String(), cases)
	log := r.log.String()
	if strings.Contains(log, "level=ERROR") || strings.Contains(log, "evil.example") {
		t.Errorf("the log says %s", onlyWith(log, "ERROR", "evil.example"))
	}
	for _, c := range cases {
		if strings.Contains(log, c.Marker) {
			t.Errorf("the log tells of %s", c)
		}
	}
	if len(cases) < 400 || statuses[http.StatusOK] == 0 || statuses[http.StatusNotFound] == 0 || statuses[http.StatusBadRequest] == 0 {
		t.Errorf("%d requests: %v", len(cases), statuses)
	}
	t.Logf("%d requests, answers by status (0: closed): %v", len(cases), statuses)
}

// judge sends all cases, some at a time, and counts the answers by their status.
func judge(t *testing.T, address string, cases []hostile.Case) map[int]int {
	t.Helper()
	var mu sync.Mutex
	statuses := map[int]int{}
	var all sync.WaitGroup
	const senders = 16
	for i := range senders {
		all.Go(func() {
			for n := i; n < len(cases); n += senders {
				c := cases[n]
				a, err := c.Send(address, 20*time.Second)
				if err != nil {
					t.Errorf("%s: %v", c, err)
					continue
				}
				for _, fault := range c.Faults(a) {
					t.Errorf("%s: %d: %s", c, a.Status, fault)
				}
				mu.Lock()
				statuses[a.Status]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return maps.Clone(statuses)
}

// every takes one of n, with all shapes, of which there are few.
func every(n int, cases []hostile.Case) (out []hostile.Case) {
	for i, c := range cases {
		if i%n == 0 || c.Shape {
			out = append(out, c)
		}
	}
	return out
}

func onlyWith(log string, words ...string) string {
	var b strings.Builder
	for line := range strings.Lines(log) {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) }) {
			b.WriteString(line)
		}
	}
	return b.String()
}
