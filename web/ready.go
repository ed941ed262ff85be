package web

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"

	"localvote/web/document"
	"localvote/web/lang"
	"localvote/web/metrics"
	"localvote/web/site"
)

// Ready answers. A page is drawn once for an edition of the site, and then sent as
// it is: no template, no lock. Pages of the book are drawn before anybody asks;
// questions, results and places are kept once somebody has asked for them, as many
// as fit into a bounded memory. They are found by their address alone, so only pages
// that depend on nothing else are kept: not those of a reader who has chosen a look
// (the one cookie), not those of the no-trace mode.

// A moment is all that a ready answer depends on besides its address.
type moment struct {
	site *site.Site
	kept *keptPages // pages name their version
	day  int64      // since 1970, by the clock of the site: "today" stands in pages
}

const (
	secondsOfDay = 24 * 60 * 60
	// roomForRest is how many bytes the answers may take that are not of the book.
	roomForRest = 12 << 20
	// maxBook is how many pages are drawn and pressed before anybody asks, in addresses:
	// five times as many as there are. To press them all keeps a core busy for a tenth
	// of a second each, and nothing that was pressed is let go; so those of a book with
	// thousands of pages are kept as the rest is, once somebody has asked.
	maxBook = 600
	// maxAddress is the length of the longest address of an answer that is kept.
	maxAddress = 512
)

// A shelf holds the ready answers of one moment.
type shelf struct {
	of   moment
	book map[string]*slot // by path; the map itself never changes
	rest *otter.Cache[string, *document.Document]
	// explained holds the explanations of results, whatever their addresses.
	explained *otter.Cache[string, *explained]
	cards     sync.Map // of results, see cardAndPath: four in each language
	parts     sync.Map // that stand in many pages, by what they depend on: some dozen
	// before is the shelf that this one follows: where the bytes are the same, its
	// documents are taken over with all that was pressed.
	before atomic.Pointer[shelf]
}

type slot struct {
	atomic.Pointer[document.Document]
}

func (s *Server) moment() moment {
	return moment{s.live.Site(), s.keptNow.Load(), (s.now().Unix() + zoneOffset) / secondsOfDay}
}

// shelf is the one of this moment.
func (s *Server) shelf() *shelf {
	now := s.moment()
	if current := s.shelves.Load(); current != nil && current.of == now {
		return current
	}
	return s.newShelf(now)
}

func (s *Server) newShelf(now moment) *shelf {
	s.shelving.Lock()
	defer s.shelving.Unlock()
	before := s.shelves.Load()
	if before != nil && before.of == now {
		return before
	}
	next := &shelf{of: now, book: map[string]*slot{}, explained: newExplanations()}
	for _, path := range bookPaths(now.site) {
		next.book[path] = new(slot)
	}
	next.rest = otter.Must(&otter.Options[string, *document.Document]{
		MaximumWeight: roomForRest,
		Weigher: func(address string, d *document.Document) uint32 {
			return uint32(len(address) + d.Weight()) // a page is far below 4 GB
		},
	})
	if before != nil {
		before.before.Store(nil)
		next.before.Store(before)
	}
	s.shelves.Store(next)
	return next
}

// bookPaths are the addresses of the book: what is indexed, without the places, of
// which there are many, and without what is read from the database. They are in the
// order of the book, and no more than maxBook.
func bookPaths(of *site.Site) []string {
	var out []string
	for _, p := range indexed(of) {
		if strings.HasPrefix(p.path, "/places/") || strings.HasSuffix(p.path, "/history") {
			continue
		}
		for _, l := range p.langs {
			out = append(out, "/"+string(l)+p.path)
		}
		if len(out) >= maxBook {
			break
		}
	}
	return out
}

// ready finds a ready answer to a request, nil if there is none. It is on the shelf, if
// it is not of the book.
func (s *Server) ready(r *http.Request) (d *document.Document, on *shelf) {
	if !isPlain(r) {
		return nil, nil
	}
	sh := s.shelf()
	if r.URL.RawQuery == "" {
		if slot, ok := sh.book[r.URL.Path]; ok {
			return slot.Load(), nil
		}
	}
	d, _ = sh.rest.GetIfPresent(r.RequestURI)
	return d, sh
}

// sendFrom sends an answer that is not of the book, and lets it be made smaller when it
// is asked for again: afterwards, so that this reader does not wait.
func (s *Server) sendFrom(sh *shelf, address string, d *document.Document, w http.ResponseWriter, r *http.Request) {
	d.Send(w, r)
	if d.Again() {
		s.improve(improvement{sh, address, d})
	}
}

// readyAs sends the answer that stands ready under the usual address of a page, which
// was asked for under another one: networks add words of their own to addresses, and
// who wants to keep a server busy invents some. From now on the page is kept under its
// usual address.
func (v *visit) readyAs(address string) (sent bool) {
	r, sh := v.c.Request(), v.server.shelf()
	if !v.keep || sh.of.site != v.site || !isPlain(r) || len(address) > maxAddress {
		return false
	}
	v.usual = address
	if address == r.RequestURI { // it was looked for there already
		return false
	}
	d, ok := sh.rest.GetIfPresent(address)
	if ok {
		v.server.sendFrom(sh, address, d, v.c.Response(), r)
	}
	return ok
}

// isPlain tells whether the address says all that an answer may depend on.
func isPlain(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	if len(r.RequestURI) > maxAddress || !strings.HasPrefix(r.RequestURI, "/") {
		return false
	}
	cookies := r.Header["Cookie"]
	return len(cookies) == 0 || len(displayOf(r).chosen()) == 0
}

// keep puts an answer on the shelf, or gives the one that is there already and has
// the same bytes.
func (s *Server) keep(v *visit, body []byte) *document.Document {
	d := document.New(v.c.Response().Header(), append([]byte(nil), body...))
	r, sh := v.c.Request(), s.shelf()
	if sh.of.site != v.site || !isPlain(r) {
		d.Quick()
		return d
	}
	if slot, ok := sh.book[r.URL.Path]; ok && r.URL.RawQuery == "" {
		if before := sh.before.Load(); before != nil {
			if old := before.pageOf(r.URL.Path); old != nil && old.Same(d) {
				d = old
			}
		}
		d.Quick()
		slot.Store(d)
		return d
	}
	d.Quick()
	s.keepRest(v, d)
	return d
}

// keepRest puts an answer on the shelf that is not of the book.
func (s *Server) keepRest(v *visit, d *document.Document) {
	if sh := s.shelf(); sh.of.site == v.site {
		sh.rest.Set(cmp.Or(v.usual, v.c.Request().RequestURI), d)
	}
}

// An improvement is an answer outside the book that is to be made smaller: it was
// asked for twice. Junk addresses are not, so they cost no more than drawing them.
type improvement struct {
	on      *shelf
	address string
	of      *document.Document
}

// improve leaves the work to one goroutine, which ends when there is none. When there
// is more than it can do, answers stay as they are.
func (s *Server) improve(i improvement) {
	select {
	case s.toImprove <- i:
	default:
		return
	}
	if s.improving.CompareAndSwap(false, true) {
		go s.improveAll()
	}
}

func (s *Server) improveAll() {
	for {
		select {
		case i := <-s.toImprove:
			i.of.Better()
			i.of.Slim()
			if _, still := i.on.rest.GetIfPresent(i.address); still {
				i.on.rest.Set(i.address, i.of) // it weighs less now
			}
		default:
			s.improving.Store(false)
			if len(s.toImprove) == 0 || !s.improving.CompareAndSwap(false, true) {
				return
			}
		}
	}
}

// sentAs tells in which encoding a ready answer went out, by its headers.
func sentAs(h http.Header) string {
	if h.Get(echo.HeaderContentEncoding) == "" && h.Get(echo.HeaderContentLength) == "" && h.Get(contentRange) == "" {
		return metrics.NotModified
	}
	return h.Get(echo.HeaderContentEncoding)
}

const contentRange = "Content-Range"

// maxImprovements is how many answers wait to be made smaller.
const maxImprovements = 64

func (sh *shelf) pageOf(path string) *document.Document {
	if slot, ok := sh.book[path]; ok {
		return slot.Load()
	}
	return nil
}

// readyPage registers a page that depends on its address alone.
func (s *Server) readyPage(l lang.Lang, path string, h func(*visit) error) {
	s.page(http.MethodGet, l, path, func(v *visit) error {
		v.keep = !s.copied // what is copied is asked for once
		v.c.Response().Header().Set(echo.HeaderVary, "Accept-Encoding, Cookie")
		return h(v)
	})
}

// openPage registers a page that everybody may keep for a while, because its address
// tells nothing about its reader.
func (s *Server) openPage(l lang.Lang, path string, h func(*visit) error) {
	s.readyPage(l, path, func(v *visit) error {
		v.c.Response().Header().Set(echo.HeaderCacheControl, pageCache)
		return h(v)
	})
}

// pageCache is how long pages may be kept without asking. The law does not change
// within minutes, and when it does, ten minutes is what a line that is slow or dead
// may cost.
const pageCache = "public, max-age=60, stale-while-revalidate=600"

// Press draws all pages of the book and presses them, quickly first and then as small
// as they get; it returns when that is done or ctx ends. It is called after the start
// and after each new edition; pages that did not change are not pressed again.
func (s *Server) Press(ctx context.Context) {
	s.pressing.Lock()
	defer s.pressing.Unlock()
	sh := s.shelf()
	paths := bookPaths(sh.of.site)
	for _, path := range paths {
		if ctx.Err() != nil {
			return
		}
		if sh.pageOf(path) == nil {
			s.draw(path)
		}
	}
	sh.before.Store(nil)
	for _, path := range paths {
		if ctx.Err() != nil || s.shelves.Load() != sh {
			return // what is on the old shelf is not worth the work
		}
		if d := sh.pageOf(path); d != nil {
			d.Best()
			d.Slim() // readers who take no packing are few, and wait a millisecond
		}
	}
}

// UntilTomorrow is how long the ready answers of today are still right.
func (s *Server) UntilTomorrow() time.Duration {
	gone := (s.now().Unix() + zoneOffset) % secondsOfDay
	return time.Duration(secondsOfDay-gone+1) * time.Second
}

// draw asks the server itself for a page.
func (s *Server) draw(path string) {
	r, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return // it is one of our own paths
	}
	r.RequestURI = path
	r = r.WithContext(context.WithValue(r.Context(), drawing{}, true))
	s.echo.ServeHTTP(&unheard{header: http.Header{}}, r)
}

// drawing marks the context of a request that no reader has made: it is not logged.
type drawing struct{}

// unheard is where answers go that nobody waits for.
type unheard struct{ header http.Header }

func (u *unheard) Header() http.Header         { return u.header }
func (u *unheard) Write(b []byte) (int, error) { return len(b), nil }
func (u *unheard) WriteHeader(int)             {}

// TellSent logs how many ready answers were sent, each time that so much time has
// gone by, until ctx ends. One line for many readers instead of one for each: sending
// them costs less than a line does, and the log cannot say who read when.
func (s *Server) TellSent(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := int64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if now := s.sent.Load(); now != told {
			s.log.Info("ready answers sent", "number", now-told, "within", every)
			told = now
		}
	}
}

// A readiness is the part of a server that holds ready answers.
type readiness struct {
	shelves  atomic.Pointer[shelf]
	shelving sync.Mutex // makes shelves
	pressing sync.Mutex // one Press at a time
	sent     atomic.Int64

	toImprove chan improvement
	improving atomic.Bool
}
