package web

import (
	"cmp"
	"context"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/guard"
	"localvote/web/lang"
	"localvote/web/metrics"
)

// What is refused before it costs anything. Package guard decides; here stands what a
// reader is told, which is drawn beforehand: to refuse must cost less than to answer.
// Ready pages (see ready.go) are sent whatever happens, they cost less than a refusal
// could save.

// guarding is the part of a server that refuses.
type guarding struct {
	on        bool
	gate      *guard.Gate
	rates     *guard.Rates
	hosts     guard.Hosts
	proxies   []netip.Prefix
	https     bool
	told      atomic.Pointer[told]
	refused   [len(refusals)]atomic.Int64
	proxyOnce sync.Once
	hostOnce  sync.Once
}

// A refusal is one way to be refused.
type refusal struct {
	failure
	kind *problemKind // what programs get
}

// Refusals, by their place in the table.
const (
	refuseMethod = iota
	refuseAddress
	refuseEncoded
	refuseHost
	refuseTooMany
	refuseBusy
)

var refusals = [...]refusal{
	refuseMethod:  {failure{http.StatusMethodNotAllowed, "error.405.title", "error.405.text"}, problemMethod},
	refuseAddress: {failure{http.StatusRequestURITooLong, "error.414.title", "error.414.text"}, problemLongAddress},
	refuseEncoded: {failure{http.StatusUnsupportedMediaType, "error.encoded.title", "error.encoded.text"}, problemMediaType},
	refuseHost:    {failure{status: http.StatusMisdirectedRequest}, nil},
	refuseTooMany: {failure{http.StatusTooManyRequests, "error.429.title", "error.429.text"}, problemTooMany},
	refuseBusy:    {failure{http.StatusServiceUnavailable, "error.busy.title", "error.busy.text"}, problemBusy},
}

// retryBusy is when to come again after a 503, in seconds.
const retryBusy = 3

// hsts keeps browsers to HTTPS for a year. Other names under the same domain are not
// ours to speak for.
const hsts = "max-age=31536000"

// guard sets the limits up; without any, everything passes, as in a preview.
func (s *Server) guard(limits *guard.Limits) {
	s.echo.IPExtractor = echo.ExtractIPDirect()
	if limits == nil {
		return
	}
	s.on, s.hosts, s.proxies, s.https = true, limits.Hosts, limits.Proxies, limits.HTTPS
	s.gate = guard.NewGate(limits.Running, limits.Waiting, limits.Patience)
	s.rates = guard.NewRates(limits.Rates)
	if len(limits.Proxies) == 0 {
		return
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range limits.Proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	s.echo.IPExtractor = echo.ExtractIPFromXFFHeader(trust...)
}

// isOwn tells whether the server asks itself: a request from the network has an address.
func isOwn(r *http.Request) bool { return r.RemoteAddr == "" }

// turnsAway refuses what is not for this site or not a request that it could have
// asked for, and tells whether it did.
func (s *Server) turnsAway(w http.ResponseWriter, r *http.Request) bool {
	if !s.on || isOwn(r) {
		return false
	}
	if s.https || r.Header.Get(echo.HeaderXForwardedProto) == "https" && guard.Trusted(s.proxies, r) {
		w.Header().Set(echo.HeaderStrictTransportSecurity, hsts)
	}
	if len(r.TransferEncoding) > 0 {
		// Where a request has both Content-Length and chunks, servers differ on where it
		// ends. Nobody needs a second request behind such a one.
		w.Header().Set(echo.HeaderConnection, "close")
	}
	switch guard.Shape(r) {
	case 0:
	case http.StatusRequestURITooLong:
		s.refuse(w, r, refuseAddress, 0)
		return true
	case http.StatusUnsupportedMediaType:
		s.refuse(w, r, refuseEncoded, 0)
		return true
	default:
		w.Header().Set(echo.HeaderAllow, "GET, HEAD, POST")
		s.refuse(w, r, refuseMethod, 0)
		return true
	}
	if !s.hosts.Has(r.Host) && !isHealth(r.URL.Path) {
		s.hostOnce.Do(func() {
			s.log.Warn("a request names another host than --base-url does and is refused (told once): a proxy must pass the Host header on; other names of this site go into --also-hosts")
		})
		s.refuse(w, r, refuseHost, 0)
		return true
	}
	return false
}

// isHealth tells whether the address is for whoever watches the server, who may call
// it by any name.
func isHealth(path string) bool { return path == "/healthz" || path == "/readyz" }

// isFree tells whether an answer costs hardly more than a refusal: files in memory.
func isFree(path string) bool { return path == "/healthz" || strings.HasPrefix(path, "/static/") }

// isCounted tells whether an address may do this only so often: what takes work and
// what programs do in loops.
func isCounted(r *http.Request) bool {
	path := r.URL.Path
	return r.Method == http.MethodPost || strings.HasPrefix(path, "/api/") || strings.HasSuffix(path, "/search") || path == oembedPath
}

// serveGuarded answers what is not ready, when there is room for it.
func (s *Server) serveGuarded(w http.ResponseWriter, r *http.Request) {
	if !s.on || isOwn(r) || isFree(r.URL.Path) {
		s.echo.ServeHTTP(w, r)
		return
	}
	if isCounted(r) {
		if wait, ok := s.rates.Allow(s.addressOf(r)); !ok {
			s.refuse(w, r, refuseTooMany, int(math.Ceil(wait.Seconds())))
			return
		}
	}
	guard.ReadFirst(r, maxForm)
	leave, ok := s.gate.Enter(r.Context())
	if !ok {
		s.refuse(w, r, refuseBusy, retryBusy)
		return
	}
	defer leave()
	s.echo.ServeHTTP(guard.Leaving(w, leave), r)
}

// addressOf is the address that a request is counted under; the zero value, which is
// not counted, if it has none.
func (s *Server) addressOf(r *http.Request) netip.Addr {
	address, err := netip.ParseAddr(s.echo.IPExtractor(r))
	if err != nil {
		return netip.Addr{}
	}
	if len(s.proxies) == 0 && r.Header.Get(echo.HeaderXForwardedFor) != "" && (address.IsLoopback() || address.IsPrivate()) {
		s.proxyOnce.Do(func() {
			s.log.Warn("requests come through a proxy that --trusted-proxies does not name: what one reader may ask for is not limited")
		})
	}
	return address
}

// told are the refusals of one moment, drawn once each.
type told struct {
	of      moment
	mu      sync.Mutex
	answers map[toldKey]*memory
}

type toldKey struct {
	refusal int
	lang    lang.Lang
	api     bool
}

// refuse sends a refusal; wait is when to come again, in seconds, 0 for never mind.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, which, wait int) {
	s.refused[which].Add(1)
	s.metrics.Refused(asCounted[which])
	answer := s.toldAs(r, which)
	h := w.Header()
	for name, values := range answer.header {
		h[name] = values
	}
	if wait > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(wait))
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(answer.body.Len()))
	w.WriteHeader(answer.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(answer.body.Bytes()) // the reader has gone: nobody is left to be told
	}
}

// toldAs finds the words of a refusal for a request, or draws them.
func (s *Server) toldAs(r *http.Request, which int) *memory {
	c := s.echo.NewContext(r, nil)
	key := toldKey{refusal: which, api: isAPI(c) || r.URL.Path == oembedPath}
	l, known := languageOf(r.URL.Path)
	switch {
	case key.api && !known:
		key.lang = apiLang(c)
	case which == refuseBusy || which == refuseHost: // in all languages
	case known:
		key.lang = l
	default:
		key.lang = lang.Match(r.Header.Get("Accept-Language"))
	}
	of := s.moment()
	t := s.told.Load()
	if t == nil || t.of != of {
		t = &told{of: of, answers: map[toldKey]*memory{}}
		s.told.Store(t)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.answers[key] == nil {
		t.answers[key] = s.tell(key)
	}
	return t.answers[key]
}

// tell draws a refusal, with the headers that every answer has.
func (s *Server) tell(key toldKey) *memory {
	path := "/" + string(cmp.Or(key.lang, lang.RU)) + "/"
	if key.api {
		path = apiRoot + "/"
	}
	m := newMemory()
	c := s.echo.NewContext(mustRequest(http.MethodGet, path, "", ""), m)
	draw := secureHeaders(openToAll(func(c echo.Context) error { return s.tellIn(c, key) }))
	if err := draw(c); err != nil {
		s.log.Error("cannot draw a refusal", "status", refusals[key.refusal].status, "error", err)
	}
	return m
}

func (s *Server) tellIn(c echo.Context, key toldKey) error {
	f := refusals[key.refusal]
	v := s.visit(c, cmp.Or(key.lang, lang.RU))
	v.noStore()
	switch {
	case key.refusal == refuseHost:
		return c.String(f.status, s.whereItIs())
	case key.api:
		p := Problem{kind: f.kind}
		if f.kind.text != f.text {
			p.Detail = v.l.T(f.text)
		}
		return v.sendProblem(p)
	case key.refusal == refuseBusy:
		return v.send(f.status, templates.Busy(s.busyPage()))
	}
	s.sendFailure(c, f.failure)
	return nil
}

// busyPage says it in every language: to find out the reader's would be work.
func (s *Server) busyPage() templates.BusyPage {
	f := refusals[refuseBusy]
	page := templates.BusyPage{Lang: lang.RU}
	for _, l := range lang.All() {
		words := s.live.Site().Catalog.In(l)
		page.Messages = append(page.Messages, templates.Message{
			Lang: l, Heading: words.T(f.title), Text: words.T(f.text),
			Link: templates.Link{Text: words.T("error.link.home"), Href: "/" + string(l) + "/"},
		})
	}
	page.Title = page.Messages[0].Heading
	return page
}

// whereItIs tells whoever asked for another site where this one is.
func (s *Server) whereItIs() string {
	var b strings.Builder
	for _, l := range lang.All() {
		words := s.live.Site().Catalog.In(l)
		b.WriteString(words.T("site.name") + ": " + s.base + "/" + string(l) + "/\n")
	}
	return b.String()
}

// asCounted is what Prometheus is told of a refusal; of the others, nothing.
var asCounted = map[int]metrics.Refusal{
	refuseBusy: metrics.Shed, refuseTooMany: metrics.RateLimited, refuseAddress: metrics.TooLarge, refuseHost: metrics.WrongHost,
}

// TellRefused logs how many requests were refused, each time that so much time has
// gone by, until ctx ends: numbers only, as a flood of lines would help who floods.
func (s *Server) TellRefused(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var before [len(refusals)]int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for i := range refusals {
			if now := s.refused[i].Load(); now != before[i] {
				s.log.Warn("requests refused", "status", refusals[i].status, "number", now-before[i], "within", every)
				before[i] = now
			}
		}
	}
}

// Refused tells how many requests were refused so far, by status.
func (s *Server) Refused() map[int]int64 {
	out := map[int]int64{}
	for i := range refusals {
		out[refusals[i].status] = s.refused[i].Load()
	}
	return out
}
