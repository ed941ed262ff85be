package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// countedWrites counts what is written to the connections of a listener.
type countedWrites struct {
	net.Listener
	writes atomic.Int64
}

func (l *countedWrites) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &countedConn{conn, l}, err
}

type countedConn struct {
	net.Conn
	of *countedWrites
}

func (c *countedConn) Write(p []byte) (int, error) {
	c.of.writes.Add(1)
	return c.Conn.Write(p)
}

// gatheringServer answers /N with N bytes, /chunks/N in pieces of unknown length, and
// what is posted with its length.
func gatheringServer(t *testing.T, secure bool) (*httptest.Server, *countedWrites) {
	t.Helper()
	server := httptest.NewUnstartedServer(inOnePiece(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body, _ := io.ReadAll(r.Body)
			fmt.Fprint(w, len(body))
			return
		}
		if r.URL.Path == "/panic" {
			_, _ = io.WriteString(w, strings.Repeat("x", 5000))
			panic(http.ErrAbortHandler)
		}
		path, chunks := strings.CutPrefix(r.URL.Path, "/chunks")
		n, _ := strconv.Atoi(path[1:])
		if !chunks {
			w.Header().Set("Content-Length", strconv.Itoa(n))
			_, _ = w.Write(bytes.Repeat([]byte("a"), n))
			return
		}
		for range n / 100 {
			_, _ = w.Write(bytes.Repeat([]byte("a"), 100))
		}
	})))
	counted := &countedWrites{Listener: server.Listener}
	server.Listener = gathering{counted}
	server.Config.ConnContext = rememberConn
	server.EnableHTTP2 = secure
	if secure {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server, counted
}

// An answer of some kilobytes leaves in one call; shorter and longer ones, and those
// whose length is not known before, are whole as well.
func TestAnswersLeaveInOnePiece(t *testing.T) {
	server, counted := gatheringServer(t, false)
	client := server.Client()
	for _, path := range []string{"/0", "/1", "/4000", "/4096", "/5000", "/8000", "/12000", "/30000", "/100000", "/chunks/100", "/chunks/5000", "/chunks/70000"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			before := counted.writes.Load()
			request, _ := http.NewRequest(method, server.URL+path, nil)
			answer, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			want, _ := strconv.Atoi(path[strings.LastIndex(path, "/")+1:])
			if method == http.MethodHead {
				want = 0
			}
			if err != nil || len(body) != want || bytes.Count(body, []byte("a")) != want {
				t.Errorf("%s %s: %d bytes, %v", method, path, len(body), err)
			}
			if n := counted.writes.Load() - before; n != 1 && want <= 30_000 && !strings.Contains(path, "chunks") {
				t.Errorf("%s %s left in %d pieces", method, path, n)
			}
		}
	}
}

// Whoever waits for a word before sending a body gets it.
func TestContinueIsNotHeldBack(t *testing.T) {
	server, _ := gatheringServer(t, false)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); !strings.Contains(line, "100 Continue") {
		t.Fatalf("the server says %q, %v", line, err)
	}
	fmt.Fprint(conn, "abc")
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if line, err := in.ReadString('\n'); !strings.Contains(line, "200 OK") {
		t.Fatalf("then the server says %q, %v", line, err)
	}
}

// An answer that breaks off breaks its own connection and no other.
func TestBrokenAnswersAreAlone(t *testing.T) {
	server, _ := gatheringServer(t, false)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if i%4 == 0 {
				if answer, err := server.Client().Get(server.URL + "/panic"); err == nil {
					if body, err := io.ReadAll(answer.Body); err == nil {
						t.Errorf("an answer that broke off is whole: %d bytes", len(body))
					}
					answer.Body.Close()
				}
				return
			}
			answer, err := server.Client().Get(server.URL + "/9000")
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if body, err := io.ReadAll(answer.Body); err != nil || strings.Count(string(body), "a") != 9000 {
				t.Errorf("%d bytes, %v", len(body), err)
			}
		})
	}
	all.Wait()
}

// Over TLS, where answers of HTTP/2 share a connection, they are whole too.
func TestGatheredOverTLS(t *testing.T) {
	server, _ := gatheringServer(t, true)
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			answer, err := server.Client().Get(server.URL + "/30000")
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if body, err := io.ReadAll(answer.Body); err != nil || len(body) != 30_000 || answer.ProtoMajor != 2 {
				t.Errorf("%d bytes over %s, %v", len(body), answer.Proto, err)
			}
		})
	}
	all.Wait()
	first := server.Client().Transport.(*http.Transport).Clone()
	first.TLSClientConfig.NextProtos = []string{"http/1.1"}
	first.ForceAttemptHTTP2 = false
	answer, err := (&http.Client{Transport: first}).Get(server.URL + "/30000")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || len(body) != 30_000 || answer.ProtoMajor != 1 {
		t.Errorf("%d bytes over %s, %v", len(body), answer.Proto, err)
	}
}
