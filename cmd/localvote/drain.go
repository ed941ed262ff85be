package main

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// When it is told to stop, net/http answers what it works on and drops what it has not
// begun to read, though the reader has sent it: on a busy machine that is a lot. So for
// a moment before that everything is still answered, with the word that the connection
// ends there. Connections at rest are left alone meanwhile: whoever closes one cannot
// know whether a request is on its way, and browsers do not send a form twice.
const (
	quietFor  = 200 * time.Millisecond // without a request, and without a connection on which nothing was read yet
	drainMost = 2 * time.Second        // browsers open connections that they do not use
)

// newcomers counts connections on which nothing was read yet.
type newcomers struct {
	fresh    sync.Map // of net.Conn
	waiting  atomic.Int64
	came     atomic.Int64 // connections so far, and requests since the server is told to stop
	settling atomic.Bool
}

// last answers as h does, and ends each connection with its answer once the server is
// told to stop.
func (n *newcomers) last(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.settling.Load() {
			n.came.Add(1)
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}

// count is the hook ConnState of a server.
func (n *newcomers) count(c net.Conn, state http.ConnState) {
	if state == http.StateNew {
		n.fresh.Store(c, true)
		n.came.Add(1)
		n.waiting.Add(1)
	} else if _, first := n.fresh.LoadAndDelete(c); first {
		n.waiting.Add(-1)
	}
}

// settle lets readers who are on their way arrive: from now on each connection is
// closed after its answer, and it comes back when for a while nobody has come.
func (n *newcomers) settle() {
	n.settling.Store(true)
	end, quiet, came := time.Now().Add(drainMost), time.Now(), n.came.Load()
	for time.Now().Before(end) && time.Since(quiet) < quietFor {
		time.Sleep(quietFor / 20)
		if now := n.came.Load(); n.waiting.Load() > 0 || now != came {
			quiet, came = time.Now(), now
		}
	}
}
