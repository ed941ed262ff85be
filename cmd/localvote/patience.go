package main

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A patient listener looks after the deadlines of its connections itself: it notes them
// and looks every second which have passed. net/http sets five for every request, each
// of which would move a timer of the runtime, and that is a twelfth of what sending a
// ready page costs. A connection may so live a second longer than its limits say.
type patient struct {
	*net.TCPListener
	mu   sync.Mutex
	open map[*patientConn]struct{}
}

// patience is how often deadlines are looked at.
const patience = time.Second

// listenPatiently listens on an address until the listener is closed; looking after
// deadlines ends with ctx.
func listenPatiently(ctx context.Context, addr string) (net.Listener, error) {
	inner, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	p := &patient{TCPListener: inner.(*net.TCPListener), open: map[*patientConn]struct{}{}}
	go p.watch(ctx)
	return p, nil
}

// Accept implements net.Listener.
func (p *patient) Accept() (net.Conn, error) {
	conn, err := p.AcceptTCP()
	if err != nil {
		return nil, err
	}
	c := &patientConn{TCPConn: conn, of: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[c] = struct{}{}
	return c, nil
}

func (p *patient) watch(ctx context.Context) {
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			p.look(now)
		}
	}
}

func (p *patient) look(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		c.read.look(now, c.TCPConn.SetReadDeadline)
		c.write.look(now, c.TCPConn.SetWriteDeadline)
	}
}

// A patientConn is a connection with noted deadlines.
type patientConn struct {
	*net.TCPConn
	of          *patient
	read, write deadline
}

// SetDeadline implements net.Conn.
func (c *patientConn) SetDeadline(t time.Time) error {
	if err := c.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (c *patientConn) SetReadDeadline(t time.Time) error {
	return c.read.note(t, c.TCPConn.SetReadDeadline)
}

// SetWriteDeadline implements net.Conn.
func (c *patientConn) SetWriteDeadline(t time.Time) error {
	return c.write.note(t, c.TCPConn.SetWriteDeadline)
}

// Close implements net.Conn.
func (c *patientConn) Close() error {
	c.of.mu.Lock()
	delete(c.of.open, c)
	c.of.mu.Unlock()
	return c.TCPConn.Close()
}

// A deadline is a noted time in nanoseconds since 1970, 0 for none, past when the
// connection itself was told that the time is up.
type deadline struct{ atomic.Int64 }

const past = -1

// longAgo is before every deadline that is meant to come: net/http uses such times to
// break off a running read, which cannot wait.
var longAgo = time.Unix(1<<20, 0)

// note notes a deadline that is to come, and passes on one that has passed.
func (d *deadline) note(t time.Time, set func(time.Time) error) error {
	at := int64(0)
	switch {
	case t.IsZero():
	case t.Before(longAgo):
		d.Store(past)
		return set(t)
	default:
		at = t.UnixNano()
	}
	if d.Swap(at) == past {
		return set(time.Time{})
	}
	return nil
}

// look breaks off what the deadline is for if it has passed.
func (d *deadline) look(now time.Time, set func(time.Time) error) {
	if at := d.Load(); at > 0 && at <= now.UnixNano() && d.CompareAndSwap(at, past) {
		_ = set(longAgo) // fails only where the connection is closed
	}
}
