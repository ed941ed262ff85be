package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"localvote/web"
	"localvote/web/guard"
	"localvote/web/site"
	"localvote/web/store"
)

// serve is the server.
type serve struct {
	Addr       string `default:":8080" env:"LOCALVOTE_ADDR" help:"Address to listen on, as host:port."`
	DB         dbPath `default:"localvote.db" env:"LOCALVOTE_DB" help:"SQLite file, created if it does not exist; or postgres://USER@HOST/DATABASE, which several servers may share."`
	operations `embed:""`
	securing   `embed:""`
	Content    string `env:"LOCALVOTE_CONTENT" help:"Folder to read instead of the content that was built in. It is read again when it changes, and on SIGHUP." type:"path"`
	BaseURL    string `env:"LOCALVOTE_BASE_URL" help:"Scheme and host of the site, for absolute addresses (default: http://localhost and the port)."`
	Offline    string `env:"LOCALVOTE_OFFLINE" help:"Folder with files for readers to take away: localvote-ru.html and its sisters, site.zip (see export)." type:"path"`

	TrustedProxies []string `env:"LOCALVOTE_TRUSTED_PROXIES" placeholder:"IP" help:"Networks or addresses of the proxies in front, such as 10.0.0.0/8: their X-Forwarded-For and X-Forwarded-Proto are believed."`
	AlsoHosts      []string `env:"LOCALVOTE_ALSO_HOSTS" placeholder:"HOST" help:"Other names of the site that requests may be for, besides that of --base-url."`
}

// Limits of one connection. Pages are small; a reader on a dead line must not
// hold a connection for ever.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 20 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 16 << 10
	drainTimeout  = 10 * time.Second
	pagesTimeout  = time.Second // for what keeps pages, at the end; it notices the end by itself unless the database is stuck
)

// Run serves until it is told to stop.
func (s *serve) Run(out io.Writer) error {
	log := s.logger(os.Stderr)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	watch := s.beginWatch(log)
	live, err := s.build(out)
	if err != nil {
		return err
	}
	listener, err := listenPatiently(ctx, s.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w (choose another address with --addr)", s.Addr, err)
	}
	s.nameDomains(listener.Addr())
	base, err := baseURL(cmp.Or(s.BaseURL, s.base(listener.Addr())), listener.Addr())
	if err != nil {
		return err
	}
	listener, ends, err := s.secure(ctx, gathering{guard.Listen(listener, guard.MaxConnections)}, s.hosts(), log)
	if err != nil {
		return err
	}
	counts, err := s.serveMetrics(ctx)
	if err != nil {
		return err
	}
	limits, err := s.limits()
	if err != nil {
		return err
	}
	db := s.open(ctx, log)
	if db != nil {
		defer closeStore(db, log)
	}
	handler := web.New(web.Config{
		Live: live, Store: db, BaseURL: base, Offline: s.offline(), Log: log, Now: time.Now,
		Guard: limits, Metrics: counts, Disk: freeBeside(string(s.DB)),
		Certificates: ends,
	})
	if db != nil {
		if err := handler.Publish(ctx); err != nil {
			log.Error("cannot keep this edition of the rules; results that name it will not be found later", "error", err)
		}
	}
	var pages sync.WaitGroup
	pages.Go(func() { getReady(ctx, handler, db != nil, log) })
	if db != nil {
		pages.Go(func() { publishAgain(ctx, handler, db, log) })
	}
	go tuneGarbage(ctx)
	go handler.TellSent(ctx, tellEvery)
	go handler.TellRefused(ctx, tellEvery)
	defer waitAtMost(&pages, pagesTimeout) // before the database is closed
	if s.Content != "" {
		publish := func(ctx context.Context) error {
			err := errors.Join(handler.Publish(ctx), handler.KeepPages(ctx))
			go handler.Press(ctx) // touches no database
			return err
		}
		r := &reloader{folder: s.Content, live: live, publish: publish, log: log}
		watch.reload = r.reload
		go watch.run(ctx)
	}
	fmt.Fprintf(out, "Local Vote is at %s\n", base)
	time.AfterFunc(warmAfter, func() { live.Site().Finder() }) // an error is told to whoever searches
	return listen(ctx, listener, handler)
}

// beginWatch notes how the content folder is before it is read for the first time, and
// hears SIGHUP from then on: neither a change nor a signal while the site is built may
// be missed, and the signal must not end the program. It gives nil without a folder.
func (s *serve) beginWatch(log *slog.Logger) *watcher {
	if s.Content == "" {
		return nil
	}
	w := &watcher{folder: s.Content, every: lookEvery, hup: hearHangUp(), log: log}
	w.seen = w.look("")
	return w
}

// getReady keeps every page of this edition and makes ready what will be asked for,
// once the first readers are served: drawing all pages takes longer than one may wait
// for the first answer. Pages name the day, so it is done again after midnight.
func getReady(ctx context.Context, handler *web.Server, kept bool, log *slog.Logger) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(warmAfter):
	}
	if kept {
		if err := handler.KeepPages(ctx); err != nil && ctx.Err() == nil {
			log.Error("cannot keep the pages of this edition; their versions will not be found later", "error", err)
		}
	}
	for ctx.Err() == nil {
		if err := handler.ForgetFeedback(ctx); err != nil && ctx.Err() == nil {
			log.Error("cannot delete feedback that is older than a year", "error", err)
		}
		handler.Press(ctx)
		giveBack(log) // pressing needs much for a while, serving does not
		select {
		case <-ctx.Done():
		case <-time.After(handler.UntilTomorrow()):
		}
	}
}

// closeStore writes the last counters. Those that cannot be written are lost; that the
// program ends all the same, and when, is more important.
func closeStore(db *store.Store, log *slog.Logger) {
	if err := db.Close(); err != nil {
		log.Error("the database could not be closed in order; what was counted and is not yet written is lost, what readers were thanked for is not", "counted", db.Pending(), "error", err)
	}
}

func waitAtMost(group *sync.WaitGroup, longest time.Duration) {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(longest):
	}
}

// tellEvery is how often the log says how many ready answers were sent.
const tellEvery = time.Minute

// warmAfter lets the first readers come before the search index is made.
const warmAfter = time.Second

// garbageAtStart lets the heap grow to so many per cent before it is collected
// while the site is built; manyPages is with how many pages that takes too much memory.
const (
	garbageAtStart = 400
	manyPages      = 500
)

// build makes the site, or says everything that is wrong with the content.
func (s *serve) build(out io.Writer) (*site.Live, error) {
	files, err := filesFrom(s.Content)
	if err != nil {
		return nil, err
	}
	if files = files.WordsProven(); s.Content == "" {
		files = files.Proven()
	}
	// What is read now stays, so collecting garbage meanwhile only costs time.
	if pages, err := fs.ReadDir(files.Content, "pages"); err == nil && len(pages) < manyPages {
		defer debug.SetGCPercent(debug.SetGCPercent(garbageAtStart))
	}
	first, problems := site.Build(files)
	if problems.Errors() > 0 {
		for _, p := range problems {
			fmt.Fprintln(out, p)
		}
		return nil, fmt.Errorf("the content has %d errors; nothing is served until they are mended", problems.Errors())
	}
	return site.NewLive(first, problems, time.Now), nil
}

// open opens the database, or goes on trying. Without it the site and the
// questionnaire work all the same, so a failure is logged and no more.
func (s *serve) open(ctx context.Context, log *slog.Logger) *store.Store {
	db, err := store.Open(ctx, string(s.DB), store.Options{Logger: log, Heal: true})
	if err != nil {
		log.Error("going on without a database: nothing is counted, old editions of the rules cannot be shown", "error", err)
		return nil
	}
	return db
}

// offline is the folder with files to take away, nil for none.
func (s *serve) offline() fs.FS {
	if s.Offline == "" {
		return nil
	}
	return os.DirFS(s.Offline)
}

// baseURL is where readers find the site.
func baseURL(given string, addr net.Addr) (string, error) {
	if given != "" {
		if !strings.HasPrefix(given, "https://") && !strings.HasPrefix(given, "http://") {
			return "", fmt.Errorf("--base-url must begin with https:// or http://, not %q", given)
		}
		return strings.TrimSuffix(given, "/"), nil
	}
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "", err
	}
	return "http://localhost:" + port, nil
}

// listen answers until ctx ends, then lets running requests finish.
func listen(ctx context.Context, listener net.Listener, handler http.Handler) error {
	var coming newcomers
	server := &http.Server{
		Handler: inOnePiece(coming.last(handler)), ConnState: coming.count, ConnContext: rememberConn, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // it would name client addresses
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	coming.settle()
	drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
