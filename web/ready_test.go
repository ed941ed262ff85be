package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"localvote/web"
	"localvote/web/lang"
	"localvote/web/site"
)

// asked is a request as a browser makes it.
func asked(address string, header ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// A page that is sent again has the same bytes, status and headers as when it was
// drawn.
func TestReadyAnswerIsTheDrawnOne(t *testing.T) {
	for _, address := range []string{
		"/ru/", "/be/in-russia", "/en/in-russia/easy", "/ru/check", "/be/check/1-BAT0",
		"/be/check/1-BAT0/country", "/be/result/1-BD0W", "/en/result/1-BD0W?words=easy", "/en/places", "/ru/search?q=x",
	} {
		first := rigOf(t, soundSite(t), "")
		drawn := do(first, asked(address, "Accept-Encoding", "gzip")).want(t, http.StatusOK)
		again := do(first, asked(address, "Accept-Encoding", "gzip"))
		if drawn.Body.String() != again.Body.String() || fmt.Sprint(drawn.Header()) != fmt.Sprint(again.Header()) {
			t.Errorf("%s: drawn %v, again %v", address, drawn.Header(), again.Header())
		}
	}
}

// Only what depends on the address alone is kept.
func TestWhatIsReady(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	for _, c := range []struct {
		request *http.Request
		kept    bool
	}{
		{asked("/ru/in-russia"), true},
		{asked("/ru/in-russia?x=1"), true},
		{asked("/be/result/1-BD0W"), true},
		{asked("/be/places/by-minsk"), true},
		{asked("/be/in-belarus", "Cookie", "display=size-200"), false},
		{asked("/be/in-belarus", "Cookie", "other=1"), true},
		{asked("/be/check/private"), false},
		{asked("/be/no-such-page"), false},
		{asked("/be/result/1-XXXX"), false},
		{asked("/be/display"), false},
		{asked("/ru/check?x=" + strings.Repeat("y", 600)), false},
		{httptest.NewRequest(http.MethodHead, "/ru/standing", nil), true},
	} {
		do(r, c.request)
		if got := r.ReadyFor(c.request); got != c.kept {
			t.Errorf("%s %s %v: ready %v", c.request.Method, c.request.URL, c.request.Header["Cookie"], got)
		}
	}
}

// A reader who has chosen a look does not get the page of one who has not, nor the
// other way round.
func TestReadyKnowsTheLook(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	for range 2 {
		plain := do(r, asked("/ru/in-russia")).want(t, http.StatusOK)
		large := do(r, asked("/ru/in-russia", "Cookie", "display=size-200")).want(t, http.StatusOK)
		if strings.Contains(plain.Body.String(), "size-200") || !strings.Contains(large.Body.String(), "size-200") {
			t.Error("the looks are mixed up")
		}
		if plain.Header().Get("Vary") != "Accept-Encoding, Cookie" {
			t.Errorf("Vary: %s", plain.Header().Get("Vary"))
		}
	}
}

// A new edition is shown at once, and pages that did not change stay as they were
// pressed.
func TestReadyFollowsTheEdition(t *testing.T) {
	before := soundSite(t)
	r := rigOf(t, before, "")
	live := r.live
	first := do(r, asked("/be/result/1-BD0W"))
	next := referendum(t)
	if !live.Take(next, nil) {
		t.Fatal("the new edition was refused")
	}
	if r.ReadyFor(asked("/be/result/1-BD0W")) {
		t.Error("an answer by old rules is ready")
	}
	second := do(r, asked("/be/result/1-BD0W")).want(t, http.StatusOK)
	if first.Body.String() == second.Body.String() {
		t.Error("the result did not change with the rules")
	}
}

// "Today" stands in pages, so they are drawn anew after midnight in Minsk.
func TestReadyEndsAtMidnight(t *testing.T) {
	var now atomic.Int64
	now.Store(time.Date(2026, 11, 21, 20, 59, 50, 0, time.UTC).Unix())
	clock := func() time.Time { return time.Unix(now.Load(), 0) }
	live := site.NewLive(soundSite(t), nil, clock)
	s := web.New(web.Config{Live: live, BaseURL: baseURL, Log: slog.New(slog.DiscardHandler), Now: clock})
	do(s, asked("/en/result/1-BD0W"))
	if !s.ReadyFor(asked("/en/result/1-BD0W")) {
		t.Fatal("not ready")
	}
	left := s.UntilTomorrow()
	if left != 11*time.Second {
		t.Errorf("%v until tomorrow", left)
	}
	now.Add(int64(left / time.Second))
	if s.ReadyFor(asked("/en/result/1-BD0W")) {
		t.Error("yesterday's answer is ready")
	}
	if text := do(s, asked("/en/result/1-BD0W")).text(); !strings.Contains(text, "22 November 2026") {
		t.Error("the new day is not named")
	}
}

// Press makes the whole book ready, in every encoding, and does so once.
func TestPress(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	r := rigOf(t, soundSite(t), "")
	r.Press(context.Background())
	for _, p := range r.live.Site().Book.All() {
		for _, l := range lang.All() {
			address := "/" + string(l) + "/" + p.ID
			if p.ID == "home" {
				address = "/" + string(l) + "/"
			}
			for _, encoding := range []string{"br", "zstd", "gzip"} {
				q := asked(address, "Accept-Encoding", encoding)
				if !r.ReadyFor(q) {
					t.Fatalf("%s is not ready", address)
				}
				if got := do(r, q).Header().Get("Content-Encoding"); got != encoding {
					t.Errorf("%s: %q, want %s", address, got, encoding)
				}
			}
		}
	}
	began := time.Now()
	r.Press(context.Background())
	if took := time.Since(began); took > time.Second {
		t.Errorf("pressed again in %v", took)
	}
	if strings.Contains(r.log.String(), "msg=request") {
		t.Error("drawing is logged as if somebody had asked")
	}
}

// Junk addresses cannot fill the memory.
func TestReadyIsBounded(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	for i := range 2000 {
		do(r, asked(fmt.Sprintf("/en/check?junk=%d", i)))
	}
	const room = 12 << 20
	if w := r.ReadyWeight(); w == 0 || w > room {
		t.Errorf("%d bytes of answers are kept", w)
	}
}

// Sending a ready page allocates next to nothing.
func TestReadyHardlyAllocates(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	q := asked("/be/in-russia", "Accept-Encoding", "gzip, deflate, br")
	do(r, q)
	to := &counting{header: http.Header{}}
	const few = 3
	if n := testing.AllocsPerRun(100, func() { r.ServeHTTP(to, q) }); n > few {
		t.Errorf("%v allocations", n)
	}
	if to.n == 0 {
		t.Error("nothing was sent")
	}
}

type counting struct {
	header http.Header
	n      int
}

func (c *counting) Header() http.Header         { return c.header }
func (c *counting) Write(b []byte) (int, error) { c.n += len(b); return len(b), nil }
func (c *counting) WriteHeader(int)             {}

// What was asked for once is sent in brotli soon after, and still unpacked to readers
// who take no encoding.
func TestReadyImproves(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	const address = "/be/result/1-BD0W"
	drawn := do(r, asked(address)).want(t, http.StatusOK)
	for range 200 {
		if do(r, asked(address, "Accept-Encoding", "br")).Header().Get("Content-Encoding") == "br" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if got := do(r, asked(address, "Accept-Encoding", "br")).Header().Get("Content-Encoding"); got != "br" {
		t.Errorf("Content-Encoding %q after two seconds", got)
	}
	if again := do(r, asked(address)); again.Body.String() != drawn.Body.String() {
		t.Error("the body as it is has changed")
	}
}

// The log counts ready answers and names none of them.
func TestReadyAnswersAreCounted(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	do(r, asked("/be/result/1-BD0W"))
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go r.TellSent(ctx, 20*time.Millisecond)
	for range 3 {
		do(r, asked("/be/result/1-BD0W"))
	}
	for range 200 {
		if strings.Contains(r.log.String(), "ready answers sent") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	log := r.log.String()
	if !strings.Contains(log, "ready answers sent") || strings.Contains(log, "1-BD0W") {
		t.Errorf("the log says %s", log)
	}
}
