package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"localvote/web/store"
)

// What killing showed. All but the first three numbers are broken promises.
type killSum struct {
	rounds, early, acknowledged   int // early: killed before it answered
	lost                          int // feedback that a reader was thanked for
	lostCounts, lostPages         int // that another program had already read
	unsound, setAside, notStarted int
}

func (k killSum) held() bool {
	return k.lost+k.lostCounts+k.lostPages+k.unsound+k.setAside+k.notStarted == 0 && k.acknowledged > 0
}

func (k killSum) String() string {
	return fmt.Sprintf("%d kills, %d of them at start; %d acknowledged, %d lost; counters lost %d, pages lost %d; integrity_check failed %d, set aside %d, not started %d",
		k.rounds, k.early, k.acknowledged, k.lost, k.lostCounts, k.lostPages, k.unsound, k.setAside, k.notStarted)
}

// kill is the line of the table.
func (l *lab) kill() error {
	rounds := l.count(200)
	sum, err := killTrial(l.ctx, l.program, l.path("kill"), rounds, l.say)
	l.found(fmt.Sprintf("%d × kill -9 under writing load: 0 acknowledged rows lost, integrity_check ok", rounds), sum.String(), err == nil && sum.held() && sum.rounds == rounds)
	return err
}

// aBaseLasts is for how many rounds a database is used: a day takes 2,000
// feedbacks, and a new one makes the server keep all pages again.
const aBaseLasts = 5

// killTrial starts the server again and again, lets readers write, and kills it at
// a random moment: while it starts, keeps pages, counts, or takes feedback. What
// was promised is looked for when the next start has brought the file to order.
func killTrial(ctx context.Context, program, folder string, rounds int, say func(string, ...any)) (killSum, error) {
	k := &killer{program: program, folder: folder}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return k.sum, err
	}
	for round := range rounds {
		if round%aBaseLasts == 0 {
			k.newBase(round)
		}
		if err := k.round(ctx, rand.IntN(5) == 0); err != nil {
			return k.sum, err
		}
		if round%20 == 19 {
			say("   %v", k.sum)
		}
	}
	return k.sum, nil
}

// A killer knows what the server has promised.
type killer struct {
	program, folder, db string
	sum                 killSum

	mu       sync.Mutex
	promised map[string]bool // texts of feedback that readers were thanked for
	counts   int             // that were seen in the database
	pages    int             // likewise
	writes   atomic.Int64    // numbers of texts
}

func (k *killer) newBase(round int) {
	k.db = filepath.Join(k.folder, fmt.Sprintf("%d.db", round))
	k.promised, k.counts, k.pages = map[string]bool{}, 0, 0
}

// round kills once, and looks what is left.
func (k *killer) round(ctx context.Context, early bool) error {
	p, err := k.start(ctx)
	if err != nil {
		return err
	}
	defer p.kill()
	if early {
		time.Sleep(time.Duration(rand.IntN(500)) * time.Millisecond)
		k.sum.early++
	} else {
		if !p.answers() {
			k.sum.notStarted++
			return nil
		}
		k.load(ctx, p)
	}
	p.kill()
	k.sum.rounds++
	return errors.Join(ctx.Err(), k.look(ctx))
}

// load lets readers write for up to two seconds, and kills in their midst.
func (k *killer) load(ctx context.Context, p *process) {
	ctx, stop := context.WithCancel(ctx)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				k.write(ctx, p)
			}
		})
	}
	length := time.Duration(rand.IntN(2000)) * time.Millisecond
	time.Sleep(length / 2)
	k.observe(ctx)
	time.Sleep(length / 2)
	p.kill() // with requests under way
	stop()
	readers.Wait()
}

// write completes a check, which is counted, and says something, which is kept.
func (k *killer) write(ctx context.Context, p *process) {
	if _, err := p.post(ctx, "/be/check/all", "country=ru&citizenship=by&age=21plus&residence=permanent&registered=yes&head_elected=yes"); err != nil {
		return
	}
	text := "Said " + lettersOf(k.writes.Add(1))
	form := url.Values{"page": {"/about"}, "verdict": {"no"}, "reason": {"unclear"}, "text": {text}, "send": {"yes"}}
	status, err := p.post(ctx, "/be/feedback", form.Encode())
	if err == nil && status == http.StatusSeeOther {
		k.mu.Lock()
		k.promised[text] = true
		k.sum.acknowledged++
		k.mu.Unlock()
	}
}

// lettersOf writes a number in letters: digits in a text might be taken for a
// telephone, which is not kept.
func lettersOf(n int64) string {
	var b []byte
	for ; n > 0; n /= 20 {
		b = append(b, "bcdfghjklmnpqrstvwxz"[n%20])
	}
	return string(b)
}

// observe reads as another program what is in the database for all to see. It is
// gone again before the server is killed: it would hold the -wal open.
func (k *killer) observe(ctx context.Context) {
	s, err := store.Open(ctx, k.db, store.Options{})
	if err != nil {
		return // the server is busy with it
	}
	defer s.Close()
	if n, err := countsIn(ctx, s); err == nil {
		k.counts = max(k.counts, n)
	}
	if list, err := s.AllPageVersions(ctx); err == nil {
		k.pages = max(k.pages, len(list))
	}
}

func countsIn(ctx context.Context, s *store.Store) (sum int, err error) {
	list, err := s.Counters(ctx, "", "9")
	for _, c := range list {
		sum += c.N
	}
	return sum, err
}

// look starts the server, which brings the file to order, asks it to end, and
// looks for everything that was promised.
func (k *killer) look(ctx context.Context) error {
	p, err := k.start(ctx)
	if err != nil {
		return err
	}
	defer p.kill()
	if !p.answers() {
		k.sum.notStarted++
		return nil
	}
	if _, err := store.Verify(ctx, k.db); err != nil {
		k.sum.unsound++
	}
	if list, _ := filepath.Glob(k.db + ".*"); len(list) > 0 {
		k.sum.setAside++
	}
	s, err := store.Open(ctx, k.db, store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	said, err := s.FeedbackBetween(ctx, "", "9")
	if err != nil {
		return err
	}
	found := map[string]bool{}
	for _, f := range said {
		found[f.Text] = true
	}
	for text := range k.promised {
		if !found[text] {
			k.sum.lost++
		}
	}
	counts, err := countsIn(ctx, s)
	if err != nil {
		return err
	}
	k.sum.lostCounts += max(0, k.counts-counts)
	pages, err := s.AllPageVersions(ctx)
	k.sum.lostPages += max(0, k.pages-len(pages))
	return err
}

// A process is a server that will be killed.
type process struct {
	addr string
	cmd  *exec.Cmd
	done chan struct{}
}

func (k *killer) start(ctx context.Context) (*process, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &process{addr: free.Addr().String(), done: make(chan struct{})}
	free.Close()
	p.cmd = exec.CommandContext(ctx, k.program, "serve", "--addr", p.addr, "--db", k.db)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.cmd.Wait() //nolint:errcheck // it is killed
		close(p.done)
	}()
	return p, nil
}

func (p *process) kill() {
	p.cmd.Process.Signal(syscall.SIGKILL) //nolint:errcheck // it may have ended
	<-p.done
}

// answers waits for the first answer.
func (p *process) answers() bool {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		select {
		case <-p.done:
			return false
		default:
		}
		if response, err := http.Get("http://" + p.addr + "/healthz"); err == nil {
			response.Body.Close()
			return true
		}
	}
	return false
}

// post sends a form as one of very many readers: all of 127/8 is this machine, and
// the server bounds what one address may send.
func (p *process) post(ctx context.Context, path, form string) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	from := &net.TCPAddr{IP: net.IPv4(127, byte(1+rand.IntN(250)), byte(rand.IntN(256)), byte(1+rand.IntN(250)))}
	one := &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: from}).DialContext}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.addr+path, strings.NewReader(form))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := one.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}
