// Package web is the server: addresses, forms, pages, the API, and what happens
// when something goes wrong. It finds out what a request wants, asks package
// eligibility, fills one struct for package templates and sends the bytes. Rules
// of law, words and looks live elsewhere.
//
// Nothing here keeps an answer of a reader: not in a log, a cookie, a table or a
// header. See middleware.go for the log and store for what is counted.
package web

import (
	"cmp"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/guard"
	"localvote/web/lang"
	"localvote/web/metrics"
	"localvote/web/site"
	"localvote/web/store"
)

// Config is what a server needs. Store may be nil: then nothing is counted, old
// editions cannot be shown, and /readyz says so.
type Config struct {
	Live     *site.Live
	Store    *store.Store
	BaseURL  string // scheme and host for absolute addresses, without a final slash
	Offline  fs.FS  // files to take away, as `localvote export` makes them; nil for none
	Log      *slog.Logger
	Now      func() time.Time
	Guard    *guard.Limits                  // what is refused before it costs anything; nil for nothing
	Copied   bool                           // the pages are drawn to be copied into files, see copy.go
	Metrics  *metrics.Set                   // counts; nil for none
	Disk     func() (free int64, err error) // free bytes beside the database; nil if not known
	Recheck  time.Duration                  // how long a result of the self-checks stands; 0 for a few seconds
	Patience time.Duration                  // how long a reader waits for the database; 0 for a second

	Certificates func() map[string]time.Time // when certificates end, see certificates.go; nil where HTTPS is done elsewhere
}

// Server answers requests.
type Server struct {
	live     *site.Live
	store    *store.Store
	base     string
	copied   bool
	files    fs.FS // to take away, nil for none
	log      *slog.Logger
	now      func() time.Time
	echo     *echo.Echo
	editions editionCache
	storage  storageState
	tokens   paletteCache
	bodies   bodyPool
	keptNow  atomic.Pointer[keptPages]
	keeping  sync.Mutex // one KeepPages at a time, so that the live edition is kept last
	datasets datasetCache
	maps     sitemapCache
	shelved  fileShelf
	cards    cardCache
	counted  statisticsCache
	readiness
	guarding
	selfChecks
	metrics *metrics.Set
	apiDocs apiDocCache
}

// New makes a server. It is an http.Handler.
func New(cfg Config) *Server {
	s := &Server{
		live: cfg.Live, store: cfg.Store, base: strings.TrimSuffix(cfg.BaseURL, "/"), copied: cfg.Copied,
		files: cfg.Offline, log: cfg.Log, now: cfg.Now, echo: echo.New(),
	}
	s.metrics, s.disk, s.recheck = cfg.Metrics, cfg.Disk, cmp.Or(cfg.Recheck, recheckAfter)
	s.storage.patience = cmp.Or(cfg.Patience, storePatience)
	s.certificates = cfg.Certificates
	s.metrics.Watch(s.build(), s.state)
	s.toImprove = make(chan improvement, maxImprovements)
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.guard(cfg.Guard)
	s.echo.HTTPErrorHandler = s.handleError
	s.echo.Use(numberRequest, s.logRequest, s.recoverPanic, secureHeaders, openToAll, s.refuseForeignForms, limitBody)
	s.routes()
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.turnsAway(w, r) {
		return
	}
	if d, on := s.ready(r); d != nil {
		s.sent.Add(1)
		if on == nil {
			d.Send(w, r)
		} else {
			s.sendFrom(on, r.RequestURI, d, w, r)
		}
		s.metrics.Ready(sentAs(w.Header()))
		return
	}
	s.serveGuarded(w, r)
}

// routes lists every address of the site.
func (s *Server) routes() {
	s.get("/", s.chooseLanguage)
	s.get("/static/*", s.asset)
	s.get("/favicon.ico", s.rootIcon("favicon.ico"))
	s.get("/apple-touch-icon.png", s.rootIcon("apple-touch-icon.png"))
	s.get("/healthz", s.healthz)
	s.get("/readyz", s.readyz)
	for _, l := range lang.All() {
		root := "/" + string(l)
		s.get(root, redirectTo(root+"/"))
		s.get(root+"/home", redirectTo(root+"/"))
		s.get(root+"/check/", redirectTo(root+"/check"))
		s.openPage(l, "/", s.home)
		s.readyPage(l, "/check", s.start)
		s.page(http.MethodPost, l, "/check", s.begin)
		s.readyPage(l, "/check/all", s.all)
		s.page(http.MethodPost, l, "/check/all", s.answerAll)
		s.page(http.MethodGet, l, "/check/private", s.privateIntro)
		s.page(http.MethodPost, l, "/check/private", s.privateStep)
		s.page(http.MethodGet, l, "/check/private/all", s.privateAll)
		s.page(http.MethodPost, l, "/check/private/all", s.privateAnswerAll)
		s.readyPage(l, "/check/:code", s.ask)
		s.readyPage(l, "/check/:code/:question", s.askAgain)
		s.page(http.MethodPost, l, "/check/:code/:question", s.answer)
		s.readyPage(l, "/result/:code", s.result)
		s.get(root+"/places/", redirectTo(root+"/places"))
		s.openPage(l, "/places/:place", s.showPlace)
		s.page(http.MethodGet, l, "/search", s.search)
		s.page(http.MethodGet, l, "/display", s.displaySettings)
		s.page(http.MethodPost, l, "/display", s.setDisplay)
		s.page(http.MethodGet, l, "/styleguide", s.styleguide)
		s.page(http.MethodGet, l, "/editors", s.editors)
		s.openPage(l, "/leaflet", s.leaflet)
		s.openPage(l, "/tree", s.tree)
		s.page(http.MethodGet, l, "/cite/:kind/:id", s.cite)
		s.page(http.MethodGet, l, "/quote/:page/:block", s.quote)
		s.openPage(l, "/table", s.table)
		s.page(http.MethodGet, l, "/table.csv", s.tableFile)
		s.openPage(l, "/:page", s.explain)
		s.openPage(l, "/:page/easy", s.explainEasy)
	}
	s.versionRoutes()
	s.shortRoutes()
	s.feedRoutes()
	s.electionRoutes()
	s.embedRoutes()
	s.offlineRoutes()
	s.feedbackRoutes()
	s.statisticsRoutes()
	s.receiptRoutes()
	s.dataRoutes()
	s.cardRoutes()
	s.siteFileRoutes()
	s.apiRoutes()
}

// get registers GET and HEAD: link checkers and probes ask with HEAD.
func (s *Server) get(path string, h echo.HandlerFunc) {
	s.echo.GET(path, h)
	s.echo.HEAD(path, h)
}

// page registers a page in one language.
func (s *Server) page(method string, l lang.Lang, path string, h func(*visit) error) {
	handler := func(c echo.Context) error { return h(s.visit(c, l)) }
	path = "/" + string(l) + path
	if method == http.MethodGet {
		s.get(path, handler)
		return
	}
	s.echo.Add(method, path, handler)
}

func redirectTo(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, path) }
}

// zone is the clock of Minsk and of Moscow, which have the same time. Days of
// elections begin and end by it.
var zone = time.FixedZone("UTC+3", zoneOffset)

const zoneOffset = 3 * 60 * 60 // seconds

// today is the current day as 2025-10-29. A clock that was never set stands in 1970,
// which the rules do not cover: then it is the first day that they do.
func (s *Server) today() string {
	return max(s.now().In(zone).Format(time.DateOnly), s.live.Site().Questionnaire.Coverage)
}
