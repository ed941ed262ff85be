package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
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

// A result that nobody has asked for: drawn, named by its hash and packed. Each address
// is another one, so that it is never ready.
func BenchmarkFirstResultPage(b *testing.B) {
	r := newRig(b)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		request := httptest.NewRequest(http.MethodGet, fmt.Sprintf("/be/result/1-BD0W?bench=%d", n), nil)
		request.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		r.ServeHTTP(w, request)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
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
