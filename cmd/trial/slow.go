package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// readers asks all questions one after the other, side by side, until ctx ends.
func (l *lab) readers(ctx context.Context, s *server, n int) *tally {
	t := &tally{}
	c := client(n)
	defer c.CloseIdleConnections()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			for k := i; ctx.Err() == nil; k++ {
				t.ask(l.ctx, c, s.addr, questions[k%len(questions)])
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	all.Wait()
	return t
}

// slowWait is how soon readers are served, 99 of 100, whoever else is there.
const slowWait = time.Second

// slowloris lets clients send a request byte by byte: half of them its head, half its
// body. Readers come meanwhile.
func (l *lab) slowloris() error {
	s, err := l.launch(l.path("localvote.db"))
	if err != nil {
		return err
	}
	defer s.stop()
	n, seconds := l.count(1000), time.Duration(l.last(20))*time.Second
	ctx, cancel := context.WithTimeout(l.ctx, seconds)
	defer cancel()
	var all sync.WaitGroup
	var open, closed atomic.Int64
	for i := range n {
		all.Go(func() { drip(ctx, s.addr, i%2 == 0, &open, &closed) })
	}
	t := l.readers(ctx, s, 8)
	all.Wait()
	l.found(fmt.Sprintf("%d clients send byte by byte for %s; readers are served", n, seconds),
		fmt.Sprintf("%s%s; %d slow connections made, %d ended by the server", t, t.why(), open.Load(), closed.Load()), t.failed() == 0 && open.Load() >= int64(n))
	l.within("99 of 100 readers are served", t.quantile(0.99), slowWait)
	if seconds > 12*time.Second { // the server waits 10 seconds for a head
		l.found("slow clients are sent away", fmt.Sprintf("%d of %d", closed.Load(), open.Load()), closed.Load() >= int64(n)/2)
	}
	return nil
}

// drip sends a request slowly, and begins again when the server ends the connection.
func drip(ctx context.Context, addr string, head bool, open, closed *atomic.Int64) {
	text := "GET /en/check HTTP/1.1\r\nHost: x\r\nX: "
	if !head {
		text = "POST /en/check/all HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"
	}
	for ctx.Err() == nil {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return
		}
		open.Add(1)
		_, err = conn.Write([]byte(text))
		for err == nil && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(500 * time.Millisecond):
				_, err = conn.Write([]byte("x"))
			}
		}
		if err != nil {
			closed.Add(1)
		}
		conn.Close()
	}
}
