package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web"
	"localvote/web/eligibility"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/store"
	"localvote/web/webtest"
)

// The day of all these tests, and where the site stands in them.
const (
	today   = "2026-11-21"
	baseURL = "https://localvote.example"
)

func clock() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

var realFiles = site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}

// realSite is the site as it goes live. It never changes, so all tests share it.
var realSite = sync.OnceValues(func() (*site.Site, problem.List) { return site.Build(realFiles) })

// A rig is a server with everything behind it: the real content, a real database,
// and a log that can be read.
type rig struct {
	*web.Server
	live  *site.Live
	q     *eligibility.Questionnaire
	store *store.Store
	db    string // path of the database
	log   *logBuffer
}

// newRig is a server of the real site, published.
func newRig(t testing.TB) *rig {
	t.Helper()
	db := filepath.Join(t.TempDir(), "localvote.db")
	return rigOf(t, soundSite(t), db)
}

func soundSite(t testing.TB) *site.Site {
	t.Helper()
	s, problems := realSite()
	if n := problems.Errors(); n > 0 {
		first := slices.IndexFunc(problems, func(p problem.Problem) bool { return p.Severity == problem.Error })
		t.Fatalf("the content has %d errors; try `go run ./cmd/localvote check`. The first is %s", n, problems[first])
	}
	return s
}

// patience is for machines that do much else while they test. A broken database is
// heard of sooner all the same.
const patience = 20 * time.Second

// rigOf is a server of a site with the database at a path, "" for none.
func rigOf(t testing.TB, s *site.Site, db string) *rig {
	t.Helper()
	r := &rig{live: site.NewLive(s, nil, clock), q: s.Questionnaire, db: db, log: &logBuffer{}}
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if db != "" {
		var err error
		r.store, err = store.Open(context.Background(), db, store.Options{Logger: log, FlushEvery: 10 * time.Millisecond, BusyTimeout: 100 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.store.Close() })
	}
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: log, Now: clock, Recheck: time.Nanosecond, Patience: patience})
	if db != "" {
		if err := r.Publish(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// code is the share code of answers written as "country=ru citizenship=by".
func (r *rig) code(t testing.TB, answers string) string {
	t.Helper()
	a, bad := r.q.Parse(named(answers))
	if len(bad) > 0 {
		t.Fatalf("%s: %v", answers, bad)
	}
	return r.q.Code(a)
}

func named(answers string) map[string]string {
	out := map[string]string{}
	for pair := range strings.FieldsSeq(answers) {
		question, answer, _ := strings.Cut(pair, "=")
		out[question] = answer
	}
	return out
}

func values(answers string) url.Values {
	out := url.Values{}
	for question, answer := range named(answers) {
		out.Set(question, answer)
	}
	return out
}

// A logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A reply is what a handler answered.
type reply struct {
	*httptest.ResponseRecorder
	doc *html.Node
}

func (r reply) text() string     { return webtest.Text(r.doc) }
func (r reply) location() string { return r.Header().Get("Location") }

// get asks a handler for a page.
func get(h http.Handler, address string) reply {
	return do(h, httptest.NewRequest(http.MethodGet, address, nil))
}

// post sends a form from a page of the same site.
func post(h http.Handler, address string, form url.Values) reply {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return do(h, r)
}

// postJSON sends a body to the API.
func postJSON(h http.Handler, address, body string) reply {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return do(h, r)
}

func do(h http.Handler, r *http.Request) reply {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return reply{w, webtest.Parse(w.Body.Bytes())}
}

// want stops a test whose page did not come.
func (r reply) want(t testing.TB, status int) reply {
	t.Helper()
	if r.Code != status {
		t.Fatalf("status %d, want %d: %s", r.Code, status, r.text())
	}
	return r
}
