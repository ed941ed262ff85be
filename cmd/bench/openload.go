package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"
)

// waits is what the generator found out, in ms.
type waits struct {
	P50, P90, P99 float64
	Rate          float64 // sent in a second
}

// sendLoad asks for a page at fixed times, whether or not answers have come. A
// generator that waits for an answer before it asks again would not notice that a
// server stands still: exactly then it asks least.
func sendLoad(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("load ADDR PATH RATE LENGTH")
	}
	rate, err := strconv.Atoi(args[2])
	if err != nil || rate < 1 {
		return fmt.Errorf("the rate %q", args[2])
	}
	length, err := time.ParseDuration(args[3])
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(2 * connections) // so that one who sleeps holds up nobody
	w, err := openLoad(args[0], args[1], rate, length)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(w)
}

// openLoad shares the times out among the connections.
func openLoad(addr, path string, rate int, length time.Duration) (waits, error) {
	senders := make([]sender, connections)
	for i := range senders {
		defer senders[i].close()
		if err := senders[i].open(addr, path); err != nil {
			return waits{}, err
		}
	}
	step := time.Second * connections / time.Duration(rate) // of one sender
	began := time.Now().Add(10 * time.Millisecond)
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() { senders[i].run(began.Add(step*time.Duration(i)/connections), step, began.Add(length)) })
	}
	all.Wait()
	took := time.Since(began)
	var found []time.Duration
	for i := range senders {
		if senders[i].err != nil {
			return waits{}, senders[i].err
		}
		found = append(found, senders[i].waits...)
	}
	if len(found) == 0 {
		return waits{}, fmt.Errorf("no request was sent")
	}
	slices.Sort(found)
	at := func(part float64) float64 { return ms(found[int(part*float64(len(found)-1))]) }
	return waits{at(0.5), at(0.9), at(0.99), float64(len(found)) / took.Seconds()}, nil
}

// A sender has one connection. All answers are as long as the first one, so it need
// not read them, only count: a generator must cost less than what it measures.
type sender struct {
	conn    net.Conn
	request []byte
	answer  []byte
	waits   []time.Duration
	err     error
}

func (s *sender) open(addr, path string) (err error) {
	if s.conn, err = net.Dial("tcp", addr); err != nil {
		return err
	}
	s.request = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", path, addr)
	if _, err := s.conn.Write(s.request); err != nil {
		return err
	}
	counted := &counter{from: s.conn}
	reader := bufio.NewReader(counted)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || response.ContentLength < 0 {
		return fmt.Errorf("status %s, length %d", response.Status, response.ContentLength)
	}
	s.answer = make([]byte, counted.n)
	return nil
}

func (s *sender) close() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

// run asks at its times. Who comes late because the answer before was late counts
// that, too; who only slept too long does not: the server is not to blame.
func (s *sender) run(due time.Time, step time.Duration, end time.Time) {
	for ; due.Before(end); due = due.Add(step) {
		from := due
		if early := time.Until(due); early > 0 {
			nap(early)
			from = time.Now()
		}
		if _, s.err = s.conn.Write(s.request); s.err != nil {
			return
		}
		if _, s.err = io.ReadFull(s.conn, s.answer); s.err != nil {
			return
		}
		s.waits = append(s.waits, time.Since(from))
	}
}

// A counter counts what is read.
type counter struct {
	from io.Reader
	n    int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += n
	return n, err
}
