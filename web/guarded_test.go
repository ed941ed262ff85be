package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"localvote/web"
	"localvote/web/guard"
	"localvote/web/webtest"
)

// guarded is a rig with limits, behind a proxy that is trusted.
func guarded(t testing.TB, change func(*guard.Limits)) *rig {
	t.Helper()
	r := newRig(t)
	limits := guard.Usual(2)
	limits.Hosts, limits.HTTPS = guard.HostsOf(baseURL), true
	limits.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} // httptest asks from there
	if change != nil {
		change(&limits)
	}
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: log, Now: clock, Guard: &limits})
	return r
}

// fromOutside is one for this site, with headers as "Name: value".
func fromOutside(method, address string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, address, nil)
	r.Host = strings.TrimPrefix(baseURL, "https://")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	return r
}

// When as many requests run as may, the next is told so at once, in a few bytes and
// all languages; what is ready goes on being sent.
func TestBusy(t *testing.T) {
	r := guarded(t, func(l *guard.Limits) { l.Running, l.Waiting = 1, 0 })
	do(r, fromOutside("GET", "/en/")).want(t, http.StatusOK) // now it is ready
	began, end := make(chan bool), make(chan bool)
	r.AddHandler("/en/slow/one", func(w http.ResponseWriter, _ *http.Request) { began <- true; <-end })
	done := make(chan reply)
	go func() { done <- do(r, fromOutside("GET", "/en/slow/one")) }()
	<-began

	a := do(r, fromOutside("GET", "/be/sources"))
	a.want(t, http.StatusServiceUnavailable)
	if wait, err := strconv.Atoi(a.Header().Get("Retry-After")); err != nil || wait < 1 {
		t.Errorf("Retry-After %q", a.Header().Get("Retry-After"))
	}
	if n := a.Body.Len(); n > 2500 || len(webtest.Find(a.doc, "section[lang]")) != 3 || webtest.First(a.doc, "title") == nil {
		t.Errorf("%d bytes: %s", n, a.Body)
	}
	for _, link := range webtest.Find(a.doc, "main a") {
		if to := webtest.Attr(link, "href"); len(to) != len("/en/") {
			t.Errorf("the page leads to %s", to)
		}
	}
	soundHeaders(t, "/be/sources", a.Header())
	if a := do(r, fromOutside("HEAD", "/be/sources")); a.Code != http.StatusServiceUnavailable || a.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", a.Code, a.Body.Len())
	}
	p := problemOf(t, do(r, fromOutside("GET", "/api/v1/rules?lang=en")), http.StatusServiceUnavailable)
	if !strings.HasSuffix(p.Type, "#problem-busy") {
		t.Errorf("%+v", p)
	}
	for _, ready := range []string{"/en/", "/healthz", stylesheetOf(t, r)} {
		do(r, fromOutside("GET", ready)).want(t, http.StatusOK)
	}
	end <- true
	<-done
	do(r, fromOutside("GET", "/be/sources")).want(t, http.StatusOK)
	if n := r.Refused()[http.StatusServiceUnavailable]; n != 3 {
		t.Errorf("%d refusals counted", n)
	}
}

func stylesheetOf(t *testing.T, r *rig) string {
	t.Helper()
	a := do(r, fromOutside("GET", "/en/"))
	return webtest.Attr(webtest.First(a.doc, "link[rel=stylesheet]"), "href")
}

// A reader who reads slowly holds nobody up: the place is free as soon as the answer
// is drawn.
func TestSlowReaderHoldsNoPlace(t *testing.T) {
	r := guarded(t, func(l *guard.Limits) { l.Running, l.Waiting = 1, 0 })
	sent, end := make(chan bool), make(chan bool)
	r.AddHandler("/en/long/file", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "the first bytes")
		sent <- true
		<-end
	})
	done := make(chan reply)
	go func() { done <- do(r, fromOutside("GET", "/en/long/file")) }()
	<-sent
	do(r, fromOutside("GET", "/be/sources")).want(t, http.StatusOK)
	end <- true
	<-done
}

// few are rates that a test can use up.
func few(l *guard.Limits) {
	l.Rates = guard.RateLimits{PerIPv4: guard.Rate{PerSecond: 0.001, Burst: 5}, Entries: 100}
}

func TestTooMany(t *testing.T) {
	r := guarded(t, few)
	const from = "X-Forwarded-For: 203.0.113.77"
	for _, kind := range []string{"GET /en/search?q=minsk", "GET /api/v1/rules", "POST /en/check/all", "GET /oembed?url=x", "GET /be/search?q=x"} {
		method, address, _ := strings.Cut(kind, " ")
		if a := do(r, fromOutside(method, address, from)); a.Code == http.StatusTooManyRequests {
			t.Fatalf("%s is refused too early", kind)
		}
	}
	for _, l := range []string{"ru", "be", "en"} {
		a := do(r, fromOutside("GET", "/"+l+"/search?q=minsk", from)).want(t, http.StatusTooManyRequests)
		words := webtest.Plain(r.live.Site().Catalog.In("en").T("error.429.title"))
		if got := webtest.Text(webtest.First(a.doc, "h1")); got == "" || (got == words) != (l == "en") || webtest.Attr(webtest.First(a.doc, "html"), "lang") != l {
			t.Errorf("%s: the heading is %q", l, got)
		}
		for _, words := range webtest.Check(a.doc) {
			t.Errorf("%s: %s", l, words)
		}
		if wait, err := strconv.Atoi(a.Header().Get("Retry-After")); err != nil || wait < 900 || wait > 1000 || a.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v", a.Header())
		}
		soundHeaders(t, "429 "+l, a.Header())
	}
	if a := do(r, fromOutside("POST", "/be/check", from)); a.Code != http.StatusTooManyRequests {
		t.Errorf("a form: %d", a.Code)
	}
	p := problemOf(t, do(r, fromOutside("GET", "/api/v1/rules?lang=be", from)), http.StatusTooManyRequests)
	if !strings.HasSuffix(p.Type, "#problem-too-many") {
		t.Errorf("%+v", p)
	}
	do(r, fromOutside("GET", "/en/", from)).want(t, http.StatusOK)                                                   // pages are not counted
	do(r, fromOutside("GET", "/en/search?q=minsk", "X-Forwarded-For: 203.0.113.78")).want(t, http.StatusOK)          // nor is a neighbour refused
	do(r, fromOutside("GET", "/en/search?q=minsk", "X-Forwarded-For: 1.2.3.4, 203.0.113.78")).want(t, http.StatusOK) // what a reader makes up is not believed
	if log := r.log.String(); strings.Contains(log, "203.0.113") {
		t.Errorf("the log names an address: %s", log)
	}
}

// Who counts as the sender: the nearest address that is no proxy of ours.
func TestSender(t *testing.T) {
	behind := guarded(t, nil)
	direct := guarded(t, func(l *guard.Limits) { l.Proxies = nil })
	for _, test := range []struct {
		r             *rig
		peer, xff, ip string
	}{
		{behind, "192.0.2.9:1", "203.0.113.7", "203.0.113.7"},
		{behind, "192.0.2.9:1", "8.8.8.8, 203.0.113.7, 192.0.2.8", "203.0.113.7"},
		{behind, "192.0.2.9:1", "10.0.0.1, 127.0.0.1", "127.0.0.1"}, // private networks are not trusted by themselves
		{behind, "192.0.2.9:1", "rubbish", "192.0.2.9"},
		{behind, "203.0.113.9:1", "8.8.8.8", "203.0.113.9"},
		{direct, "203.0.113.9:1", "8.8.8.8", "203.0.113.9"},
		{direct, "[2001:db8::1]:1", "", "2001:db8::1"},
		{direct, "10.0.0.1:1", "8.8.8.8", "10.0.0.1"},
		{direct, "10.0.0.1:1", "8.8.8.8", "10.0.0.1"},
	} {
		req := fromOutside("GET", "/en/", "X-Real-Ip: 8.8.4.4", "X-Forwarded-For: "+test.xff)
		req.RemoteAddr = test.peer
		if got := test.r.RealIP(req); got != test.ip {
			t.Errorf("%s, X-Forwarded-For %q: %s, want %s", test.peer, test.xff, got, test.ip)
		}
	}
	if n := strings.Count(direct.log.String(), "--trusted-proxies"); n != 1 {
		t.Errorf("the log names %d times a proxy that it was not told of", n)
	}
}

func TestTurnedAway(t *testing.T) {
	r := guarded(t, nil)
	long := strings.Repeat("a", guard.MaxURI)
	for _, test := range []struct {
		method, address, header string
		want                    int
	}{
		{"GET", "/en/" + long, "", http.StatusRequestURITooLong},
		{"GET", "/api/v1/rules?" + long, "", http.StatusRequestURITooLong},
		{"POST", "/en/check", "Content-Encoding: gzip", http.StatusUnsupportedMediaType},
		{"POST", "/api/v1/evaluate", "Content-Encoding: br", http.StatusUnsupportedMediaType},
		{"TRACE", "/en/", "", http.StatusMethodNotAllowed},
		{"PROPFIND", "/no/such/page", "", http.StatusMethodNotAllowed},
		{"GET", "/en/", "Host: other.example", http.StatusMisdirectedRequest},
		{"GET", "/en/check", "Host: localvote.example.evil.example", http.StatusMisdirectedRequest},
		{"GET", "/en/", "Host: localvote.example:443", http.StatusOK},
		{"GET", "/healthz", "Host: 10.0.0.3:8080", http.StatusOK},
		{"GET", "/readyz", "Host: 10.0.0.3:8080", http.StatusOK},
		{"GET", "/en/", "X-Forwarded-Host: other.example", http.StatusOK},
	} {
		var headers []string
		if test.header != "" {
			headers = append(headers, test.header)
		}
		a := do(r, fromOutside(test.method, test.address, headers...))
		if a.Code != test.want {
			t.Errorf("%s %.20s %s: %d, want %d", test.method, test.address, test.header, a.Code, test.want)
		}
		if strings.Contains(a.Body.String(), "other.example") || strings.Contains(a.location(), "other.example") {
			t.Errorf("%s %.20s %s: the answer repeats the host", test.method, test.address, test.header)
		}
		if strings.HasPrefix(test.address, "/api/") {
			problemOf(t, a, test.want)
		}
		if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
			for _, words := range webtest.Check(a.doc) {
				t.Errorf("%s %.20s: %s", test.method, test.address, words)
			}
		}
		if test.want == http.StatusMethodNotAllowed && a.Header().Get("Allow") == "" {
			t.Error("405 without Allow")
		}
		soundHeaders(t, test.method+" "+test.header, a.Header())
	}
	if n := strings.Count(r.log.String(), "--base-url"); n != 1 {
		t.Errorf("the log speaks %d times of another host", n)
	}
	any := guarded(t, func(l *guard.Limits) { l.Hosts = nil })
	do(any, fromOutside("GET", "/en/", "Host: anything.example")).want(t, http.StatusOK)
}

// Browsers are kept to HTTPS where readers come by it, and only there.
func TestHSTS(t *testing.T) {
	for _, test := range []struct {
		https, trusted bool
		proto          string
		want           bool
	}{
		{true, false, "", true},
		{false, false, "", false},
		{false, true, "https", true},
		{false, true, "http", false},
		{false, false, "https", false},
	} {
		r := guarded(t, func(l *guard.Limits) {
			l.HTTPS = test.https
			if !test.trusted {
				l.Proxies = nil
			}
		})
		for range 2 { // drawn, and ready
			a := do(r, fromOutside("GET", "/en/", "X-Forwarded-Proto: "+test.proto)).want(t, http.StatusOK)
			if got := a.Header().Get("Strict-Transport-Security"); (got == "max-age=31536000") != test.want {
				t.Errorf("%+v: %q", test, got)
			}
		}
	}
}

// The server asks itself for pages that others embed: that takes no second place.
func TestInnerRequestsPass(t *testing.T) {
	r := guarded(t, func(l *guard.Limits) { l.Running, l.Waiting, l.Patience = 1, 0, time.Millisecond })
	do(r, fromOutside("GET", "/oembed?url="+baseURL+"/en/claims")).want(t, http.StatusOK)
}

func TestRefusalsAreTold(t *testing.T) {
	r := guarded(t, nil)
	do(r, fromOutside("TRACE", "/en/"))
	go r.TellRefused(t.Context(), time.Millisecond)
	for end := time.Now().Add(10 * time.Second); !strings.Contains(r.log.String(), "status=405 number=1"); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the log says %s", r.log)
		}
	}
}

// setClock gives the server of a rig another clock.
func (r *rig) setClock(now func() time.Time) {
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: log, Now: now})
}
