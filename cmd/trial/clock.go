package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"localvote/web/store"
)

// jumps are where the clock of the server is set, one after the other: what it differs
// by from the right time.
var jumps = []struct {
	name string
	by   func(now time.Time) time.Duration
}{
	{"an hour on", always(time.Hour)}, {"an hour back", always(-time.Hour)},
	{"a day on", always(24 * time.Hour)}, {"a day back", always(-24 * time.Hour)},
	{"to 1970", func(now time.Time) time.Duration { return time.Unix(60, 0).Sub(now) }},
	{"to 2100", func(now time.Time) time.Duration {
		return time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC).Sub(now)
	}},
	{"right again", always(0)},
}

func always(d time.Duration) func(time.Time) time.Duration {
	return func(time.Time) time.Duration { return d }
}

// A hurried is one trial of a server whose clock jumps.
type hurried struct {
	*lab
	server  *server
	clock   *falseClock
	asked   *tally
	said    map[string]bool // texts for which readers were thanked
	checks  int             // that were completed and must be counted
	lost    int
	unseen  int // jumps that the server did not notice: the trial is worth nothing then
	locked  int // senders that were still refused seconds after a jump
	limited int // senders that were refused before, as they should
}

// jump sets the clock of a real server on and back while readers come.
func (l *lab) jump() error {
	h := &hurried{lab: l, asked: &tally{}, said: map[string]bool{}}
	db := l.path("localvote.db")
	for range l.count(2) {
		for _, from := range []int{0, 5} { // from 5: to 2100 as soon as it starts, before old feedback is looked for
			if err := h.life(db, from); err != nil {
				return err
			}
		}
	}
	if err := h.look(db); err != nil {
		return err
	}
	l.found(fmt.Sprintf("the clock set %d × on and back, from 1970 to 2100: all is answered", l.count(2)*(2*len(jumps)-5)),
		fmt.Sprintf("%d pages asked, %d failed%s; %d jumps not noticed", h.asked.asked(), h.asked.failed(), h.asked.why(), h.unseen), h.asked.failed() == 0 && h.unseen == 0)
	l.found("nothing acknowledged is lost, also after a start with the right time",
		fmt.Sprintf("%d × feedback, %d completed checks; %d lost", len(h.said), h.checks, h.lost), h.lost == 0 && len(h.said) > 0)
	l.found("who asked too often is served again soon after a jump", fmt.Sprintf("%d refused, %d still after 3 s", h.limited, h.locked), h.locked == 0 && h.limited > 0)
	return nil
}

// life is one start of the server, with jumps from number from on.
func (h *hurried) life(db string, from int) (err error) {
	if h.server, err = h.launch(db, "--trusted-proxies", "127.0.0.1"); err != nil {
		return err
	}
	defer h.server.stop()
	if h.clock, err = deceive(h.server.cmd.Process.Pid); err != nil {
		return err
	}
	defer h.clock.close()
	ctx, stop := context.WithCancel(h.ctx)
	var readers sync.WaitGroup
	defer func() { stop(); readers.Wait() }()
	for k, jump := range jumps[from:] {
		if err := h.clock.shift(jump.by(time.Now())); err != nil {
			return err
		}
		if k == 0 { // the first finds a server that has just started
			readers.Go(func() { h.readOn(ctx) })
		}
		h.notice(jump.by(time.Now()))
		h.write(ctx, fmt.Sprintf("%s %s", jump.name, lettersOf(int64(len(h.said)+1))))
		h.tire(ctx, byte(k))
		if from > 0 && k == 0 {
			time.Sleep(2 * time.Second) // old feedback is looked for a second after the start
		}
	}
	stop()
	readers.Wait()
	h.server.stop()
	if code := h.server.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("the server ended with %d: %s", code, h.server.words())
	}
	return nil
}

// readOn asks for everything, over and over, until ctx ends.
func (h *hurried) readOn(ctx context.Context) {
	c := client(1)
	defer c.CloseIdleConnections()
	more := []question{{"/en/statistics", "", 200}, {"/be/statistics.csv", "", 200}, {"/ru/privacy/receipt", "", 200}, {"/ru/elections.ics", "", 200}}
	for k := 0; ctx.Err() == nil; k++ {
		q := append(questions, more...)[k%(len(questions)+len(more))]
		one := &tally{}
		if one.ask(context.WithoutCancel(ctx), c, h.server.addr, q); q.form != "" && one.failed() == 0 && strings.Contains(q.path, "/check/") {
			h.checks++ // completed at once, whether with or without a trace
		}
		h.asked.add(one)
	}
}

// notice finds out whether the server believes the clock: each answer has its time.
func (h *hurried) notice(by time.Duration) {
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		response, err := http.Get("http://" + h.server.addr + "/healthz")
		if err != nil {
			continue
		}
		response.Body.Close()
		said, err := http.ParseTime(response.Header.Get("Date"))
		if off := said.Sub(time.Now().Add(by)).Abs(); err == nil && off < 10*time.Second {
			return
		}
	}
	h.unseen++
}

// write says something that is kept.
func (h *hurried) write(ctx context.Context, text string) {
	form := url.Values{"page": {"/about"}, "verdict": {"no"}, "reason": {"unclear"}, "text": {text}, "send": {"yes"}}
	if h.asked.ask(ctx, client(1), h.server.addr, question{"/be/feedback", form.Encode(), http.StatusSeeOther}) {
		h.said[text] = true
	}
}

// tire asks as one reader until that is too much, sets the clock an hour back, and asks
// once more when by any clock enough time has passed.
func (h *hurried) tire(ctx context.Context, who byte) {
	c := client(8)
	defer c.CloseIdleConnections()
	from := fmt.Sprintf("2001:db8:%x::1", who+1)
	refused := false
	for n := 0; n < 2000 && !refused && ctx.Err() == nil; n++ {
		refused = h.askFrom(ctx, c, from) == http.StatusTooManyRequests
	}
	if !refused {
		return // a machine too slow to ask that often
	}
	h.limited++
	if err := h.clock.shift(-time.Hour); err != nil {
		h.locked++
		return
	}
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if h.askFrom(ctx, c, from) == http.StatusOK {
			return
		}
	}
	h.locked++
}

// askFrom asks the API as a reader behind a proxy.
func (h *hurried) askFrom(ctx context.Context, c *http.Client, from string) (status int) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.server.addr+"/api/v1/evaluate/1-BD0W", nil)
	if err != nil {
		return 0
	}
	r.Header.Set("X-Forwarded-For", from)
	response, err := c.Do(r)
	if err != nil {
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

// look starts the server with the right time, lets it tidy up, and looks for all that
// was acknowledged.
func (h *hurried) look(db string) error {
	s, err := h.launch(db)
	if err != nil {
		return err
	}
	time.Sleep(2 * time.Second) // feedback older than a year is deleted a second after the start
	s.stop()
	kept, err := store.Open(h.ctx, db, store.Options{})
	if err != nil {
		return err
	}
	defer kept.Close()
	said, err := kept.FeedbackBetween(h.ctx, "", "9")
	found := map[string]bool{}
	for _, f := range said {
		found[f.Text] = true
	}
	for text := range h.said {
		if !found[text] {
			h.lost++
		}
	}
	counted, e := countsIn(h.ctx, kept)
	h.lost += max(0, h.checks-counted)
	return errors.Join(err, e)
}
