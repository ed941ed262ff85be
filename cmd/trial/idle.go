package main

import (
	"context"
	"fmt"
	"net"
	"time"
)

// Promises while many connections rest.
const idleMemory = 25 // KB for each, at most

// idle opens connections, asks once on each, and lets them rest.
func (l *lab) idle() error {
	s, err := l.launch(l.path("localvote.db"))
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(2 * time.Second)
	before, err := s.rss()
	if err != nil {
		return err
	}
	n := l.count(10_000)
	conns, err := rest(s.addr, n)
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	if err != nil {
		return fmt.Errorf("after %d connections: %w", len(conns), err)
	}
	after, err := s.rss()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(l.ctx, 3*time.Second)
	defer cancel()
	t := l.readers(ctx, s, 4)
	l.found(fmt.Sprintf("%d connections rest; readers are served", n), t.String()+t.why(), t.failed() == 0 && t.asked() > 0)
	l.within("99 of 100 readers are served", t.quantile(0.99), slowWait)
	each := (after - before) * 1024 / float64(n)
	l.found(fmt.Sprintf("each takes up to %d KB", idleMemory), fmt.Sprintf("%.1f KB (%.0f MB before, %.0f MB with them)", each, before, after), each < idleMemory || n < 1000)
	return nil
}

// rest opens connections that have asked once.
func rest(addr string, n int) (conns []net.Conn, err error) {
	buffer := make([]byte, 4096)
	for range n {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return conns, err
		}
		conns = append(conns, c)
		if _, err := c.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
			return conns, err
		}
		if _, err := c.Read(buffer); err != nil {
			return conns, err
		}
	}
	return conns, nil
}
