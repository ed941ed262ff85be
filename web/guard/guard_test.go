package guard

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(2, 1, time.Second)
		first, ok1 := g.Enter(t.Context())
		_, ok2 := g.Enter(t.Context())
		if !ok1 || !ok2 {
			t.Fatal("there was room for two")
		}
		turn := make(chan bool)
		go func() { _, ok := g.Enter(t.Context()); turn <- ok }()
		synctest.Wait()
		if running, waiting := g.Load(); running != 2 || waiting != 1 {
			t.Errorf("%d run, %d wait", running, waiting)
		}
		if _, ok := g.Enter(t.Context()); ok {
			t.Error("the queue was full, and one passed")
		}
		first()
		first() // does no harm
		if !<-turn {
			t.Error("whoever waited does not get the place that became free")
		}
		began := time.Now()
		if _, ok := g.Enter(t.Context()); ok || time.Since(began) != time.Second {
			t.Errorf("passed: %v, after %s", ok, time.Since(began))
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, ok := g.Enter(gone); ok {
			t.Error("a reader who has gone got a place")
		}
		if running, waiting := g.Load(); running != 2 || waiting != 0 {
			t.Errorf("at the end %d run, %d wait", running, waiting)
		}
	})
}

func TestGateOfAnySize(t *testing.T) {
	if leave, ok := NewGate(0, 0, 0).Enter(t.Context()); !ok {
		t.Error("without a limit nobody passes")
	} else {
		leave()
	}
}

// a clock that is set by hand.
type hand struct{ at time.Duration }

func (h *hand) now() time.Duration { return h.at }

var someRates = RateLimits{PerIPv4: Rate{PerSecond: 10, Burst: 20}, PerIPv6: Rate{PerSecond: 1, Burst: 3}, Entries: 4}

// allowed counts how many of n requests may pass.
func allowed(r *Rates, address string, n int) (passed int) {
	for range n {
		if _, ok := r.Allow(netip.MustParseAddr(address)); ok {
			passed++
		}
	}
	return passed
}

func TestRates(t *testing.T) {
	clock := &hand{}
	r := newRates(someRates, clock.now)
	for _, test := range []struct {
		at      time.Duration
		address string
		asks    int
		passes  int
		why     string
	}{
		{0, "203.0.113.7", 30, 20, "a burst"},
		{0, "::ffff:203.0.113.7", 5, 0, "the same address in the form of IPv6"},
		{0, "203.0.113.8", 5, 5, "a neighbour"},
		{time.Second, "203.0.113.7", 30, 10, "what a second gives"},
		{time.Hour - 1, "203.0.113.7", 30, 20, "a burst after a rest, no more"},
		{2 * time.Hour, "2001:db8:1:2::1", 5, 3, "a household"},
		{2 * time.Hour, "2001:db8:1:2:ffff::9", 5, 0, "another address of it"},
		{2 * time.Hour, "2001:db8:1:3::1", 5, 3, "the next household"},
		{2 * time.Hour, "127.0.0.1", 100, 100, "the machine itself"},
		{2 * time.Hour, "10.1.2.3", 100, 100, "a proxy that nobody named"},
		{2 * time.Hour, "fe80::1%eth0", 100, 100, "a neighbour on the wire"},
	} {
		clock.at = test.at
		if got := allowed(r, test.address, test.asks); got != test.passes {
			t.Errorf("%s (%s): %d of %d pass, want %d", test.why, test.address, got, test.asks, test.passes)
		}
	}
	if wait, ok := r.Allow(netip.MustParseAddr("2001:db8:1:2::5")); ok || wait <= 0 || wait > time.Second {
		t.Errorf("wait %s, %v", wait, ok)
	}
	if _, ok := r.Allow(netip.Addr{}); !ok {
		t.Error("a request without an address is refused")
	}
}

// Whoever has many addresses fills the table and no more: memory is bounded, and
// others are not shut out.
func TestRatesAreBounded(t *testing.T) {
	clock := &hand{}
	r := newRates(someRates, clock.now)
	for i := range 250 {
		allowed(r, netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String(), 25)
		if len(r.due) > someRates.Entries {
			t.Fatalf("%d addresses are remembered", len(r.due))
		}
	}
	if allowed(r, "203.0.113.1", 30) != 30 {
		t.Error("when the table is full, strangers are refused")
	}
	clock.at = 10 * time.Second
	if allowed(r, "203.0.113.1", 30) != 20 || len(r.due) != 1 {
		t.Errorf("addresses that rest long are not forgotten: %d left", len(r.due))
	}
}

// Of what is kept nothing can be led back to an address, and the key does not stay.
func TestRatesForget(t *testing.T) {
	clock := &hand{}
	r := newRates(someRates, clock.now)
	address := netip.MustParseAddr("203.0.113.7")
	r.Allow(address)
	key, hash := r.key, r.hash(address)
	if _, kept := r.due[hash]; !kept {
		t.Fatal("the address was not counted")
	}
	clock.at = keyLife
	r.Allow(netip.MustParseAddr("203.0.113.8"))
	if r.key == key || r.hash(address) == hash || len(r.due) != 1 {
		t.Error("after an hour the key or what was counted under it is still there")
	}
	if other := newRates(someRates, clock.now); other.hash(address) == r.hash(address) {
		t.Error("two servers have the same key")
	}
}

func TestRatesSideBySide(t *testing.T) {
	r := NewRates(RateLimits{PerIPv4: Rate{1, 100}, Entries: 10})
	var all sync.WaitGroup
	passed := make([]int, 8)
	for i := range passed {
		all.Go(func() { passed[i] = allowed(r, "203.0.113.7", 50) })
	}
	all.Wait()
	sum := 0
	for _, n := range passed {
		sum += n
	}
	if sum < 100 || sum > 103 {
		t.Errorf("%d passed, want 100", sum)
	}
}

func TestShape(t *testing.T) {
	for _, test := range []struct {
		method, uri, coding string
		want                int
	}{
		{"GET", "/en/", "", 0},
		{"POST", "/en/check", "identity", 0},
		{"GET", "/" + strings.Repeat("a", MaxURI-1), "", 0},
		{"GET", "/" + strings.Repeat("a", MaxURI), "", http.StatusRequestURITooLong},
		{"POST", "/en/check", "gzip", http.StatusUnsupportedMediaType},
		{"POST", "/en/check", "identity, br", http.StatusUnsupportedMediaType},
		{"TRACE", "/en/", "", http.StatusMethodNotAllowed},
		{"CONNECT", "/", "", http.StatusMethodNotAllowed},
		{"get", "/en/", "", http.StatusMethodNotAllowed},
		{"PROPFIND", "/en/", "", http.StatusMethodNotAllowed},
		{"DELETE", "/en/", "", 0}, // the router knows what it has
	} {
		r := &http.Request{Method: test.method, RequestURI: test.uri, Header: http.Header{}}
		if test.coding != "" {
			r.Header.Set("Content-Encoding", test.coding)
		}
		if got := Shape(r); got != test.want {
			t.Errorf("%s, %d bytes, %q: %d, want %d", test.method, len(test.uri), test.coding, got, test.want)
		}
	}
}

func TestHosts(t *testing.T) {
	for _, test := range []struct {
		base, yes, no string
	}{
		{"https://vote.example", "vote.example vote.example:443 VOTE.example vote.example.", "other.example vote.example:80 vote.example.evil.example evilvote.example  vote.example@other.example"},
		{"http://vote.example", "vote.example vote.example:80", "vote.example:443"},
		{"https://vote.example:8443", "vote.example:8443", "vote.example vote.example:443"},
		{"https://vote.example:443/below", "vote.example vote.example:443", "below"},
		{"http://[::1]:8080", "[::1]:8080", "[::1] ::1"},
	} {
		h := HostsOf(test.base)
		for host := range strings.FieldsSeq(test.yes) {
			if !h.Has(host) {
				t.Errorf("%s refuses %q", test.base, host)
			}
		}
		for host := range strings.SplitSeq(test.no, " ") {
			if h.Has(host) {
				t.Errorf("%s takes %q", test.base, host)
			}
		}
	}
	if !HostsOf("https://vote.example", "Mirror.example").Has("mirror.example") || !HostsOf("").Has("any.example") {
		t.Error("another name, or any, is refused")
	}
}

func TestProxies(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.0.0.0/8", " 192.0.2.1", "2001:db8::/32"})
	if err != nil {
		t.Fatal(err)
	}
	for peer, want := range map[string]bool{"10.9.8.7:1": true, "[::ffff:10.9.8.7]:1": true, "192.0.2.1:1": true, "192.0.2.2:1": false, "[2001:db8::9]:1": true, "@": false, "": false} {
		if got := Trusted(proxies, &http.Request{RemoteAddr: peer}); got != want {
			t.Errorf("%s: %v", peer, got)
		}
	}
	if _, err := ParseProxies([]string{"proxy.example"}); err == nil || !strings.Contains(err.Error(), `"proxy.example"`) {
		t.Errorf("a name is no network: %v", err)
	}
	if Trusted(nil, &http.Request{RemoteAddr: "10.0.0.1:1"}) {
		t.Error("without proxies somebody is trusted")
	}
}

func TestReadFirst(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 100} {
		want := strings.Repeat("x", n)
		r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(want))) // of unknown length
		ReadFirst(r, 8)
		if got, err := io.ReadAll(r.Body); err != nil || string(got) != want {
			t.Errorf("%d bytes: %d, %v", n, len(got), err)
		}
	}
	broken := errors.New("the line is dead")
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken)))
	ReadFirst(r, 8)
	if got, err := io.ReadAll(r.Body); string(got) != "abc" || !errors.Is(err, broken) {
		t.Errorf("%q, %v", got, err)
	}
	large := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("123456789"))
	before := large.Body
	if ReadFirst(large, 8); large.Body != before {
		t.Error("a body that is known to be too large is read")
	}
}

func TestLeaving(t *testing.T) {
	left := 0
	record := httptest.NewRecorder()
	w := Leaving(record, func() { left++ })
	w.WriteHeader(http.StatusTeapot)
	if left != 0 {
		t.Error("left before there was anything to send")
	}
	io.Copy(w, bytes.NewReader([]byte("tea")))
	w.Write([]byte("!"))
	if left == 0 || record.Body.String() != "tea!" || record.Code != http.StatusTeapot {
		t.Errorf("%d, %d %q", left, record.Code, record.Body)
	}
	if err := http.NewResponseController(w).Flush(); err != nil || !record.Flushed {
		t.Error("the writer below cannot be reached:", err)
	}
}

func TestListen(t *testing.T) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Listen(plain, 2)
	defer l.Close()
	accepted := make(chan net.Conn, 3)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- c
		}
	}()
	for range 3 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first, second := <-accepted, <-accepted
	defer second.Close()
	select {
	case <-accepted:
		t.Error("a third connection was taken")
	case <-time.After(50 * time.Millisecond):
	}
	first.Close()
	(<-accepted).Close() // the third has its turn
	if Usual(2).Running < 8 || openFiles() < 0 {
		t.Error("no limits")
	}
}
