// Package preview shows editors their working folder as the real site would look:
// the pages of package web, with a bar below them that lists the mistakes, and
// beside them what is live, another language, or another day. Whatever readers do
// not get stands behind /~/ or is added to the pages on their way out: the bar, one
// stylesheet, one script that renews the page after each save, and a cookie for the
// chosen day. Package web knows nothing of it.
//
// It leaves watching the folder and listening to the command.
package preview

import (
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/site"
)

// Config is what a preview needs.
type Config struct {
	Against *site.Site // what counts as live; must be sound
	BaseURL string     // scheme and host for absolute addresses, without a final slash
	Lang    lang.Lang  // of what is said where the address names no language
	Log     *slog.Logger
	Now     func() time.Time
}

// Preview serves the folder that was read last. It is an http.Handler.
type Preview struct {
	now   func() time.Time
	lang  lang.Lang
	base  string
	log   *slog.Logger
	mux   *http.ServeMux
	pages *template.Template
	live  *editions

	mu    sync.Mutex
	draft draft
	// changed is closed and made anew by each reading; ended is closed at the end.
	changed chan struct{}
	ended   chan struct{}
	end     sync.Once
}

// A draft is what is known of the working folder.
type draft struct {
	number   int          // of the reading, from 1; 0 before the first
	read     time.Time    // when it was read last
	latest   *site.Site   // as it was read last: may be incomplete
	problems problem.List // of the reading
	sound    time.Time    // when the edition that is shown was read
	shown    *editions    // the last sound edition; nil if there was none
	holder   *site.Live   // of the same
}

//go:embed preview.html preview.css preview.js
var files embed.FS

// New makes a preview. Nothing can be seen before Read.
func New(cfg Config) *Preview {
	p := &Preview{
		now: cfg.Now, lang: cfg.Lang, base: cfg.BaseURL, log: cfg.Log, mux: http.NewServeMux(),
		pages:   template.Must(template.ParseFS(files, "preview.html")), // built in: a test reads it
		changed: make(chan struct{}), ended: make(chan struct{}),
	}
	p.live = newEditions(site.NewLive(cfg.Against, nil, cfg.Now), cfg.BaseURL+livePrefix, cfg.Now, cfg.Log)
	p.routes()
	return p
}

// Root is the folder of all addresses that only a preview has.
const Root = "/~/"

func (p *Preview) routes() {
	p.mux.HandleFunc("GET "+Root+"preview.css", p.file("preview.css", "text/css; charset=utf-8"))
	p.mux.HandleFunc("GET "+Root+"preview.js", p.file("preview.js", "text/javascript; charset=utf-8"))
	p.mux.HandleFunc("GET "+Root+"events", p.events)
	p.mux.HandleFunc("GET "+Root+"day", p.chooseDay)
	p.mux.HandleFunc("GET "+Root+"{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, Root+"status", http.StatusSeeOther) })
	p.mux.HandleFunc("GET "+Root+"problems", p.problems)
	p.mux.HandleFunc("GET "+Root+"compare", p.compare)
	p.mux.HandleFunc("GET "+Root+"languages", p.languages)
	p.mux.HandleFunc("GET "+Root+"status", p.status)
	p.mux.HandleFunc(livePrefix+"/", p.serveLive)
	p.mux.HandleFunc("/", p.serveDraft)
}

// ServeHTTP implements http.Handler.
func (p *Preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Robots-Tag", "noindex")
	if len(r.URL.Path) < len(Root) || r.URL.Path[:len(Root)] != Root {
		p.serveDraft(w, r) // the mux would mend addresses that the site answers itself
		return
	}
	p.mux.ServeHTTP(w, r)
}

// Read reads the folder, keeps what came of it, and tells the browsers.
func (p *Preview) Read(from site.Files) problem.List {
	built, problems := site.Build(from)
	if problems.Errors() == 0 { // the same list as that of `localvote check`
		problems = append(problems, built.Stale(p.today(choice{}))...).Sort()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draft.number++
	p.draft.read, p.draft.latest, p.draft.problems = p.now(), built, problems
	switch {
	case p.draft.holder != nil:
		p.draft.holder.Take(built, problems)
	case problems.Errors() == 0:
		p.draft.holder = site.NewLive(built, problems, p.now)
		p.draft.shown = newEditions(p.draft.holder, p.base, p.now, p.log)
	}
	if problems.Errors() == 0 {
		p.draft.sound = p.draft.read
	}
	close(p.changed)
	p.changed = make(chan struct{})
	return problems
}

// state is what is known of the folder now, and what tells when it changes.
func (p *Preview) state() (draft, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.draft, p.changed
}

// Close ends the answers that wait for changes, so that the server can stop.
func (p *Preview) Close() { p.end.Do(func() { close(p.ended) }) }

// file sends one of the preview's own files.
func (p *Preview) file(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store") // it may be another program tomorrow at the same address
		w.Write(data)                               //nolint:errcheck // the browser is gone
	}
}
