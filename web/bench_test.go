package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func benchmarkGet(b *testing.B, address string) {
	r := newRig(b)
	get(r, address).want(b, http.StatusOK)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkQuestionPage(b *testing.B) { benchmarkGet(b, "/be/check/1-BAT0") }

// A result with all its explanations: settled, and with every answer open.
func BenchmarkResultPage(b *testing.B) {
	for name, code := range map[string]string{"settled": "1-BD0W", "open": "1-0000"} {
		b.Run(name, func(b *testing.B) { benchmarkGet(b, "/be/result/"+code) })
	}
}

// A page that is ready, beside a handler that writes the same headers and bytes and does
// nothing else.
func BenchmarkReadyPage(b *testing.B) {
	r := newRig(b)
	request := httptest.NewRequest(http.MethodGet, "/be/in-russia", nil)
	request.Header.Set("Accept-Encoding", "gzip")
	first := do(r, request)
	header, body := first.Header(), first.Body.Bytes()
	for name, h := range map[string]http.HandlerFunc{
		"site": r.ServeHTTP,
		"bare": func(w http.ResponseWriter, _ *http.Request) {
			for name, value := range header {
				w.Header()[name] = value
			}
			_, _ = w.Write(body)
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h(&heard{header: http.Header{}}, request)
			}
		})
	}
}

// heard takes an answer and forgets it.
type heard struct{ header http.Header }

func (h *heard) Header() http.Header         { return h.header }
func (h *heard) Write(b []byte) (int, error) { return len(b), nil }
func (h *heard) WriteHeader(int)             {}

// A result that nobody has asked for: drawn, named by its hash and packed. Either its
// answers were explained before, for another day, or not even that. "x-cached" is how
// many times as long it takes as the same page asked for again.
func BenchmarkFirstResultPage(b *testing.B) {
	r := newRig(b)
	codes, places := personaCodes(r), r.live.Site().Places.All()
	ask := func(b *testing.B, address string) {
		request := httptest.NewRequest(http.MethodGet, address, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		w := &heard{header: http.Header{}}
		r.ServeHTTP(w, request)
		if w.header.Get("Content-Encoding") != "gzip" {
			b.Fatal(address, w.header)
		}
	}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	const days = 3000 // each is an address of its own
	on := func(code string, n int) string {
		return fmt.Sprintf("/be/result/%s?on=%s", code, first.AddDate(0, 0, n%days).Format(time.DateOnly))
	}
	for name, next := range map[string]func(n int) string{
		"known": func(n int) string { return on(codes[n%41], n) },
		"new": func(n int) string { // there are far more of them than are kept
			return strings.Replace(on(codes[n%len(codes)], n/len(codes)), "/be/", []string{"/ru/", "/be/", "/en/"}[n%3], 1) + "&place=" + places[n%len(places)].ID
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				ask(b, next(n))
			}
			each := b.Elapsed() / time.Duration(b.N)
			began, again := time.Now(), 2000
			for range again {
				ask(b, next(n))
			}
			b.ReportMetric(float64(each)/float64(time.Since(began)/time.Duration(again)), "x-cached")
		})
	}
}

func BenchmarkEvaluate(b *testing.B) { benchmarkGet(b, "/api/v1/evaluate/1-BD0W?lang=be") }

// A result that names old rules: read from the database, unpacked once.
func BenchmarkOldResultPage(b *testing.B) {
	before := newRig(b)
	now := rigOf(b, referendum(b), before.db)
	address := fmt.Sprintf("/be/result/1-BD0W?on=2026-11-21&rules=%s", before.q.Hash[:12])
	get(now, address).want(b, http.StatusOK)
	for b.Loop() {
		get(now, address)
	}
}

func BenchmarkAnswerPost(b *testing.B) {
	r := newRig(b)
	b.ReportAllocs()
	for b.Loop() {
		request := httptest.NewRequest(http.MethodPost, "/be/check/1-BCXG/head_elected", strings.NewReader("head_elected=yes"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		if w.Code != http.StatusSeeOther {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkTreePage(b *testing.B) { benchmarkGet(b, "/be/tree") }
