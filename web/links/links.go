// Package links looks whether the addresses that the content cites still lead to
// what was read there: did the address move, is it gone, did the text change? It
// runs only when an editor asks for it, and it is polite: one request at a time to
// each host, with a pause, a bounded number of hosts at once, bounded time and
// size, a name by which the owner of a host can know it. The server never uses it.
package links

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A State is what became of an address.
type State string

// The states of an address.
const (
	OK      State = "ok"
	Moved   State = "moved"   // for ever, says the server: 301 or 308
	Gone    State = "gone"    // 404 or 410
	Changed State = "changed" // the text is not the one that was saved
	Lost    State = "lost"    // the words that we quote are not on the page any more
	Refused State = "refused" // 401, 403, 451: perhaps only for programs, or from here
	Later   State = "later"   // 429, 5xx
	Silent  State = "silent"  // no answer, or none that can be read
)

// A Link is an address to look at. Quote is authentic wording that must stand on
// the page; it may be empty.
type Link struct {
	Address string
	Quote   string
}

// A Finding is what was seen at an address.
type Finding struct {
	Address string
	State   State
	Status  int    // of HTTP; 0 without an answer
	MovedTo string // where the address leads now
	Text    string // fingerprint of the text; "" if none was read
	Reason  string // why there was no answer, in the words of the library
}

// A Checker looks at addresses. The zero value has no limits that make sense: use
// New.
type Checker struct {
	Client  *http.Client
	Agent   string        // how it introduces itself
	AtOnce  int           // hosts that are asked at the same time
	Pause   time.Duration // between two requests to one host
	MaxSize int64         // bytes of a page that are read
}

// Limits of New.
const (
	timeout      = 30 * time.Second
	maxRedirects = 5
	maxSize      = 8 << 20
)

// New makes a checker with limits that no host will mind.
func New(agent string) *Checker {
	return &Checker{
		Client:  &http.Client{Timeout: timeout},
		Agent:   agent,
		AtOnce:  4,
		Pause:   2 * time.Second,
		MaxSize: maxSize,
	}
}

// Check looks at all links and calls seen after each of them, one call at a time.
// saved are fingerprints of texts from an earlier run. It ends early, with the
// error of ctx, when ctx ends.
func (c *Checker) Check(ctx context.Context, links []Link, saved map[string]string, seen func(Finding)) error {
	queues := byHost(links)
	work := make(chan []Link)
	var all sync.WaitGroup
	var one sync.Mutex
	for range max(1, c.AtOnce) {
		all.Go(func() {
			for queue := range work {
				for i, link := range queue {
					if i > 0 && !wait(ctx, c.Pause) || ctx.Err() != nil {
						return
					}
					f := c.look(ctx, link, saved[link.Address])
					one.Lock()
					seen(f)
					one.Unlock()
				}
			}
		})
	}
	for _, queue := range queues {
		select {
		case work <- queue:
		case <-ctx.Done():
		}
	}
	close(work)
	all.Wait()
	return ctx.Err()
}

// byHost puts the addresses of one host into one queue, in the order given.
func byHost(links []Link) [][]Link {
	index, queues := map[string]int{}, [][]Link{}
	for _, link := range links {
		host := link.Address
		if u, err := url.Parse(link.Address); err == nil {
			host = strings.TrimPrefix(u.Host, "www.")
		}
		i, ok := index[host]
		if !ok {
			i = len(queues)
			index[host] = i
			queues = append(queues, nil)
		}
		queues[i] = append(queues[i], link)
	}
	return queues
}

func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// errTooFar ends a chain of redirects.
var errTooFar = errors.New("too many redirects")

// look asks for one address and follows where it leads.
func (c *Checker) look(ctx context.Context, link Link, saved string) Finding {
	f := Finding{Address: link.Address}
	address, forever := link.Address, true
	for range maxRedirects + 1 {
		response, err := c.get(ctx, address)
		if err != nil {
			f.State, f.Reason = Silent, reason(err)
			return f
		}
		f.Status = response.StatusCode
		next, moved := follow(response)
		if !moved {
			f = c.judge(f, response, link, saved)
			response.Body.Close()
			if address != link.Address && forever && f.Status == http.StatusOK {
				f.MovedTo = address
				if f.State == OK {
					f.State = Moved
				}
			}
			return f
		}
		response.Body.Close()
		forever = forever && (response.StatusCode == http.StatusMovedPermanently || response.StatusCode == http.StatusPermanentRedirect)
		address = next
	}
	f.State, f.Reason = Silent, errTooFar.Error()
	return f
}

// get asks once, without following.
func (c *Checker) get(ctx context.Context, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", c.Agent)
	request.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5")
	client := *c.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client.Do(request)
}

// follow tells where an answer sends its reader.
func follow(r *http.Response) (string, bool) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		to, err := r.Location()
		if err == nil && (to.Scheme == "http" || to.Scheme == "https") {
			return to.String(), true
		}
	}
	return "", false
}

// judge says what an answer means.
func (c *Checker) judge(f Finding, r *http.Response, link Link, saved string) Finding {
	switch {
	case r.StatusCode == http.StatusNotFound || r.StatusCode == http.StatusGone:
		f.State = Gone
	case r.StatusCode == http.StatusTooManyRequests || r.StatusCode >= 500:
		f.State = Later
	case r.StatusCode == http.StatusUnauthorized || r.StatusCode == http.StatusForbidden || r.StatusCode == http.StatusUnavailableForLegalReasons:
		f.State = Refused
	case r.StatusCode != http.StatusOK:
		f.State, f.Reason = Silent, "HTTP "+strconv.Itoa(r.StatusCode)
	default:
		return c.read(f, r, link, saved)
	}
	return f
}

// read compares the text of a page with the saved one, and looks for the quotation.
func (c *Checker) read(f Finding, r *http.Response, link Link, saved string) Finding {
	data, err := io.ReadAll(io.LimitReader(r.Body, c.MaxSize+1))
	switch {
	case err != nil:
		f.State, f.Reason = Silent, reason(err)
		return f
	case int64(len(data)) > c.MaxSize:
		f.State, f.Reason = Silent, fmt.Sprintf("more than %d bytes", c.MaxSize)
		return f
	}
	text := visibleText(data, r.Header.Get("Content-Type"))
	f.State, f.Text = OK, fingerprint(text)
	switch {
	case link.Quote != "" && isPage(r.Header.Get("Content-Type")) && !strings.Contains(comparable(text), comparable(link.Quote)):
		f.State = Lost
	case saved != "" && saved != f.Text:
		f.State = Changed
	}
	return f
}

// reason drops the address, which is known, from an error of the network.
func reason(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}
