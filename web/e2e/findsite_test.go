package e2e_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"localvote/static"
)

// findForm is the form as the server draws it. The argument is its id.
const findForm = `<form class="find" action="/be/search" method="get" role="search" data-places="/api/v1/places" data-lang="be"
 data-place="/be/places/" data-none="Нічога не знойдзена" data-some="Знойдзена: #">
<label for="%[1]s">Горад, раён або вёска</label> <input id="%[1]s" name="q" type="search" maxlength="200" autocomplete="off" spellcheck="false" enterkeyhint="search">
<button class="btn">Шукаць</button></form>`

const findPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

type findPlace struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail"`
	Lang   string `json:"lang"`
}

var findPlaces = []findPlace{
	{"by-orsha", "Орша", "горад, Віцебская вобласць", "be"},
	{"ru-orel", "Орёл", "город, Орловская область", "ru"},
	{"ru-orsk", "Орск", "горад, Арэнбургская вобласць", "be"},
}

// A findSite has the form on every page, with the real script and stylesheet, and
// an API whose answers can be held back and spoilt.
type findSite struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string // addresses of the questions to the API
	cookies int      // how many of them came with a cookie
	held    map[string]chan struct{}
	spoil   http.HandlerFunc
}

// newFindSite serves as many forms on a page as there are ids.
func newFindSite(t *testing.T, ids ...string) *findSite {
	t.Helper()
	s := &findSite{held: map[string]chan struct{}{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/be/", func(w http.ResponseWriter, r *http.Request) { s.page(w, ids) })
	mux.HandleFunc("/api/v1/places", s.api)
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServerFS(static.FS)))
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// The cookie is there to see that it does not go to the API.
func (s *findSite) page(w http.ResponseWriter, ids []string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", findPolicy)
	w.Header().Set("Set-Cookie", "crumb=1; Path=/")
	fmt.Fprint(w, `<!doctype html><html lang="be"><head><title>Пошук</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/site.css"><script src="/static/js/suggest.js" defer></script></head><body><main class="wrap"><h1>Пошук</h1>`)
	for _, id := range ids {
		fmt.Fprintf(w, findForm, id)
	}
	fmt.Fprint(w, "<p>Пад формай</p></main></body></html>")
}

func (s *findSite) api(w http.ResponseWriter, r *http.Request) {
	q := r.FormValue("q")
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.RawQuery)
	s.cookies += len(r.Cookies())
	held, spoil := s.held[q], s.spoil
	s.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-r.Context().Done():
		}
	}
	if spoil != nil {
		spoil(w, r)
		return
	}
	found := slices.DeleteFunc(slices.Clone(findPlaces), func(p findPlace) bool { return !strings.HasPrefix(p.Label, q) })
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"places": found})
}

// hold keeps back the answers to a text, until the test lets them go.
func (s *findSite) hold(q string) (release func()) {
	gate := make(chan struct{})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[q] = gate
	return sync.OnceFunc(func() { close(gate) })
}

func (s *findSite) spoilWith(h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spoil = h
}

// questions are the addresses of the API asked for so far.
func (s *findSite) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func suggestScript(t *testing.T) []byte {
	t.Helper()
	script, err := fs.ReadFile(static.FS, "js/suggest.js")
	if err != nil {
		t.Fatalf("static.FS must embed js: %v", err)
	}
	return script
}
