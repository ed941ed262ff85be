// Package export copies the site into plain files, which work without a server: on
// any host, in any folder, from a USB stick. It asks a handler for pages as a reader
// would, follows their links, gives every answer that a question offers, and writes
// each page with links that lead from file to file. What only a server can do is
// taken out, or leads to the living site.
//
// It knows addresses and HTML and no words: those that a copy adds come from its
// caller. Where files go is the caller's matter too.
package export

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"localvote/web/lang"
)

// NoSite is the base address that a handler must use if there is no living site to
// lead to. Nobody can own it (RFC 2606); it never stands in a copy.
const NoSite = "https://copy.invalid"

// A Config says what is copied, and where to.
type Config struct {
	Handler http.Handler
	Base    string              // of the living site, as the handler writes it, with its path if it has one; NoSite if there is none
	Langs   []lang.Lang         // what is copied; links to others lead to the living site
	Words   map[lang.Lang]Words // for each of them
	Root    []string            // addresses of what hosts and programs look for in the first folder, as "/robots.txt"
	Write   func(name string, body []byte) error
	// Progress is told after each file how many are written and how many are known
	// so far. It is called by one goroutine at a time. It may be nil.
	Progress func(written, known int)
	// Workers is how many pages are drawn side by side.
	Workers int
}

// Words are what every page of a copy says about itself.
type Words struct {
	Made string // of when the copy is
	Live string // the link to the same page of the living site
	Line string // what stands behind the words of a link to the living site: that it needs a line
}

// A Summary says what was written.
type Summary struct {
	Pages, Files int // HTML pages; everything
	Bytes        int64
	Results      int
	// Largest is the largest page and its size in bytes.
	Largest     string
	LargestSize int
}

// Run copies the site. It stops at the first page that does not come.
func Run(ctx context.Context, cfg Config) (Summary, error) {
	base, err := url.Parse(cfg.Base)
	if err != nil || base.Host == "" {
		return Summary{}, fmt.Errorf("the base address %q has no host", cfg.Base)
	}
	c := &copier{Config: cfg, host: base.Host, root: strings.TrimSuffix(base.EscapedPath(), "/"), known: map[string]bool{}, leads: map[string]string{}}
	c.wake = sync.NewCond(&c.mu)
	c.add("/")
	for _, address := range cfg.Root {
		c.add(address)
	}
	for _, l := range cfg.Langs {
		c.add("/" + string(l) + "/")
	}
	stop := context.AfterFunc(ctx, func() { c.fail(ctx.Err()) })
	defer stop()
	var workers sync.WaitGroup
	for range max(1, cfg.Workers) {
		workers.Go(c.work)
	}
	workers.Wait()
	return c.summary, c.err
}

// A copier is one run.
type copier struct {
	Config
	host string
	root string // path of the base address without the final slash

	mu      sync.Mutex
	wake    *sync.Cond
	queue   []string // addresses to copy
	at      int      // the next one
	busy    int      // workers that may still find more
	known   map[string]bool
	err     error
	summary Summary

	leadsMu sync.Mutex
	leads   map[string]string // where addresses and answers lead, without the language
}

// add notes an address to copy, once.
func (c *copier) add(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known[address] {
		c.known[address] = true
		c.queue = append(c.queue, address)
		c.wake.Signal()
	}
}

// take is the next address; ok is false when there will be none.
func (c *copier) take() (address string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.at == len(c.queue) && c.busy > 0 && c.err == nil {
		c.wake.Wait()
	}
	if c.err != nil || c.at == len(c.queue) {
		c.wake.Broadcast()
		return "", false
	}
	address = c.queue[c.at]
	c.at++
	c.busy++
	return address, true
}

// done counts a written file.
func (c *copier) done(address, name string, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy--
	s := &c.summary
	s.Files++
	s.Bytes += int64(size)
	if strings.HasSuffix(name, ".html") {
		s.Pages++
		if size > s.LargestSize || size == s.LargestSize && name < s.Largest {
			s.Largest, s.LargestSize = name, size
		}
	}
	if isResult(address) {
		s.Results++
	}
	if c.Progress != nil && c.err == nil {
		c.Progress(s.Files, len(c.queue))
	}
	c.wake.Broadcast()
}

func (c *copier) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
	c.wake.Broadcast()
}

func (c *copier) work() {
	for {
		address, ok := c.take()
		if !ok {
			return
		}
		name := fileOf(address)
		body, err := c.copy(address)
		if err == nil {
			err = c.Write(name, body)
		}
		if err != nil {
			c.fail(fmt.Errorf("%s: %w", address, err))
		}
		c.done(address, name, len(body))
	}
}

// errAnswer is an answer that a copy cannot hold.
var errAnswer = errors.New("the site gives no page")

// copy is the file of an address.
func (c *copier) copy(address string) ([]byte, error) {
	a := ask(c.Handler, address)
	if a.status != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d %s", errAnswer, a.status, a.header.Get("Location"))
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return c.listed(address, a.body.Bytes()), nil
	}
	return c.page(address, a.body.Bytes())
}

// lead finds where an address leads in the end. What is asked for is asked once, and
// in one language: the others lead to the same.
func (c *copier) lead(address string) (string, error) {
	root, tail := address[:len("/ru")], address[len("/ru"):]
	if to := c.leadOf(tail); to != "" {
		return root + to, nil
	}
	to := address
	for range maxLeads {
		a := ask(c.Handler, to)
		if a.status < 300 || a.status >= 400 {
			c.setLead(tail, to)
			return to, nil // whether it is a page shows when it is copied
		}
		to = withoutPlace(a.header.Get("Location"))
		if !c.holds(to) {
			break
		}
	}
	return "", fmt.Errorf("%w: %s leads to %s", errAnswer, address, to)
}

// maxLeads is how often an address may lead on: from answers to a code, from a code
// to its one spelling, and to the result.
const maxLeads = 4

// sendTo finds where an answer leads. The site does not send readers to addresses
// that lead on again.
func (c *copier) sendTo(action string, form url.Values) (string, error) {
	key := action[len("/ru"):] + " " + form.Encode()
	if to := c.leadOf(key); to != "" {
		return action[:len("/ru")] + to, nil
	}
	a := send(c.Handler, action, form)
	to := withoutPlace(a.header.Get("Location"))
	if a.status != http.StatusSeeOther || !c.holds(to) {
		return "", fmt.Errorf("%w: %s sent to %s has status %d and leads to %q", errAnswer, form.Encode(), action, a.status, to)
	}
	c.setLead(key, to)
	c.setLead(to[len("/ru"):], to)
	return to, nil
}

func (c *copier) leadOf(key string) string {
	c.leadsMu.Lock()
	defer c.leadsMu.Unlock()
	return c.leads[key]
}

func (c *copier) setLead(key, to string) {
	c.leadsMu.Lock()
	defer c.leadsMu.Unlock()
	c.leads[key] = to[len("/ru"):]
}

// speaks tells whether a language is copied.
func (c *copier) speaks(l lang.Lang) bool { return slices.Contains(c.Langs, l) }
