// Package metrics counts what the server does, for Prometheus: how many answers of
// which kind, how long they took, what was refused, whether the parts of the site
// work. No label holds a word that a reader chose: labels are kinds of addresses,
// methods, status classes and encodings out of closed lists, and anything else is
// "other". Where the figures are served, and to whom, is left to the caller.
package metrics

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A Set is all that one server counts. A nil Set counts nothing, so that callers
// need not ask whether there is one. Its methods are safe for concurrent use.
type Set struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	ready    map[string]prometheus.Counter
	refused  map[Refusal]prometheus.Counter
}

// A Refusal is why a request was not answered as it asked.
type Refusal string

// The reasons. A new one needs a constant here: the label is a closed list.
const (
	Shed        Refusal = "shed"         // the server had too much to do (503)
	RateLimited Refusal = "rate_limited" // one sender asked too often (429)
	TooLarge    Refusal = "too_large"    // the request was larger than any of ours (413, 414, 431)
	WrongHost   Refusal = "wrong_host"   // the Host header is not of this site (421)
)

var refusals = []Refusal{Shed, RateLimited, TooLarge, WrongHost}

// NotModified stands for the encoding of an answer without a body: the reader had
// it already.
const NotModified = "not_modified"

// encodings that ready answers are sent in, as in package document.
var encodings = []string{"br", "zstd", "gzip", "identity", NotModified}

// durations are the upper bounds of the histogram in seconds. An answer takes
// between a tenth of a millisecond and a few milliseconds; what takes longer than
// a second is a fault.
var durations = []float64{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5}

// New makes an empty Set that also tells about the Go runtime and the process.
func New() *Set {
	s := &Set{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "localvote_requests_total",
			Help: "Requests that were worked on, by kind of address, method and class of the status. Ready answers are counted apart.",
		}, []string{"kind", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "localvote_request_duration_seconds",
			Help: "How long a request was worked on, by kind of address.", Buckets: durations,
		}, []string{"kind"}),
		ready: map[string]prometheus.Counter{}, refused: map[Refusal]prometheus.Counter{},
	}
	ready := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "localvote_ready_answers_total", Help: "Answers that lay ready and were sent as they are, by encoding.",
	}, []string{"encoding"})
	refused := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "localvote_refused_requests_total", Help: "Requests that were refused before any work, by reason.",
	}, []string{"reason"})
	for _, e := range encodings { // each begins at 0, so that a rate can be told from the first
		s.ready[e] = ready.WithLabelValues(e)
	}
	for _, r := range refusals {
		s.refused[r] = refused.WithLabelValues(string(r))
	}
	s.registry.MustRegister(s.requests, s.took, ready, refused,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return s
}

// Request counts an answer that was worked out. kind is that of KindOf; took is
// from the first line of the request to the last byte handed over.
func (s *Set) Request(kind, method string, status int, took time.Duration) {
	if s == nil {
		return
	}
	s.requests.WithLabelValues(kind, methodOf(method), statusOf(status)).Inc()
	s.took.WithLabelValues(kind).Observe(took.Seconds())
}

// Ready counts an answer that lay ready. encoding is as in the header
// Content-Encoding, "" for none, or NotModified.
func (s *Set) Ready(encoding string) {
	if s == nil {
		return
	}
	if encoding == "" {
		encoding = "identity"
	}
	if c, known := s.ready[encoding]; known {
		c.Inc()
	}
}

// Refused counts a request that was turned away. Nothing of the request goes in.
func (s *Set) Refused(why Refusal) {
	if s == nil {
		return
	}
	if c, known := s.refused[why]; known {
		c.Inc()
	}
}

// Handler serves the figures in the text format of Prometheus. It must not be
// reachable by readers: how many people ask at this moment is nobody's business.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{})
}

// methodOf keeps free text out of a label: a method may be any word.
func methodOf(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return method
	}
	return "other"
}

func statusOf(status int) string {
	if status < 100 || status > 599 {
		return "other"
	}
	return strconv.Itoa(status/100) + "xx"
}

// KindOf is the kind of a pattern of ours, such as "check" for
// "/be/check/:code/:question". It is the first fixed part behind the language, so
// that steps of the questionnaire, and the mode without a trace, are not told
// apart; "page" where that part is a name, "none" for an address without a pattern.
func KindOf(pattern string) string {
	parts := strings.Split(strings.Trim(pattern, "/"), "/")
	if len(parts) > 0 && isLanguage(parts[0]) {
		parts = parts[1:]
	}
	switch {
	case pattern == "":
		return "none"
	case len(parts) == 0 || parts[0] == "":
		return "home"
	case strings.ContainsAny(parts[0][:1], ":*"):
		return "page"
	}
	name, _, _ := strings.Cut(parts[0], ".")
	return name
}

func isLanguage(part string) bool { return part == "ru" || part == "be" || part == "en" }
