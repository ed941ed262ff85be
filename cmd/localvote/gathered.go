package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// Answers leave in one piece. net/http writes through a buffer of 4 KB, so a page of ten
// goes to the kernel in two calls, each of which is a tenth of all that sending a ready
// page costs, and often in two packets. So what a handler writes is gathered while it
// works, and written at its end.

// gathering listens for connections that can gather.
type gathering struct{ net.Listener }

// Accept implements net.Listener.
func (g gathering) Accept() (net.Conn, error) {
	conn, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &gatheringConn{Conn: conn}, nil
}

// gatherMost is how many bytes wait at most; longer answers leave as they come. Nearly
// all answers are shorter, headers included.
const gatherMost = 32 << 10

var gatherRoom = sync.Pool{New: func() any { return new([gatherMost]byte) }}

// A gatheringConn keeps what is written between gather and release.
type gatheringConn struct {
	net.Conn
	room *[gatherMost]byte // nil while nothing is gathered
	kept int
	err  error // of a write that came back before
}

// gather begins; release must follow, in the same goroutine, and nobody else may write
// meanwhile: so it is with a handler of HTTP/1.1.
func (c *gatheringConn) gather() { c.room = gatherRoom.Get().(*[gatherMost]byte) }

// release writes what was gathered. Whoever wrote it was told that it went well, so an
// error comes back from the next write.
func (c *gatheringConn) release() {
	if c.err == nil {
		c.err = c.let()
	}
	gatherRoom.Put(c.room)
	c.room, c.kept = nil, 0
}

// Write implements net.Conn.
func (c *gatheringConn) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if c.room == nil {
		return c.Conn.Write(p)
	}
	if c.kept+len(p) <= gatherMost {
		c.kept += copy(c.room[c.kept:], p)
		return len(p), nil
	}
	if c.err = c.let(); c.err != nil {
		return 0, c.err
	}
	return c.Conn.Write(p)
}

// let writes what is kept.
func (c *gatheringConn) let() error {
	if c.kept == 0 {
		return nil
	}
	_, err := c.Conn.Write(c.room[:c.kept])
	c.kept = 0
	return err
}

type gatherKey struct{}

// rememberConn is the hook ConnContext of a server: it tells handlers on which
// connection they answer.
func rememberConn(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if of, ok := c.(*gatheringConn); ok {
		return context.WithValue(ctx, gatherKey{}, of)
	}
	return ctx
}

// inOnePiece gathers what a handler answers. HTTP/2 has frames of its own, with which many
// answers share a connection; and a request with a body may need a word from the server
// (100 Continue) before it goes on.
func inOnePiece(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _ := r.Context().Value(gatherKey{}).(*gatheringConn)
		if conn == nil || r.ProtoMajor != 1 || r.Body != http.NoBody {
			h.ServeHTTP(w, r)
			return
		}
		conn.gather()
		defer conn.release()
		h.ServeHTTP(w, r)
		if _, whole := w.Header()["Content-Length"]; whole { // otherwise net/http may still find out the length
			_ = http.NewResponseController(w).Flush() // the reader has gone: nobody is left to be told
		}
	})
}
