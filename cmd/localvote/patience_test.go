package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// patientServer answers every request; limits are those of the server, in seconds.
func patientServer(t *testing.T, limits *http.Server) string {
	t.Helper()
	listener, err := listenPatiently(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	limits.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.WriteHeader(http.StatusRequestTimeout)
			return
		}
		if r.URL.Path == "/much" {
			for range 1 << 14 {
				if _, err := w.Write(make([]byte, 16<<10)); err != nil {
					return
				}
			}
		}
		_, _ = io.WriteString(w, "here")
	})
	go func() { _ = limits.Serve(listener) }()
	t.Cleanup(func() { _ = limits.Close() })
	return listener.Addr().String()
}

// talk says something and gives all that comes until the server closes the connection.
func talk(t *testing.T, addr, words string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, words); err != nil {
		t.Fatal(err)
	}
	heard, err := io.ReadAll(conn)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("the server never closes; so far it said %q", heard)
	}
	return string(heard)
}

// Who is silent in the middle of a head, of a form, or after an answer is not waited for.
func TestPatienceEnds(t *testing.T) {
	const limit = time.Second
	for name, c := range map[string]struct {
		limits      *http.Server
		says, hears string
	}{
		"head": {&http.Server{ReadHeaderTimeout: limit}, "GET / HTTP/1.1\r\nHost:", ""},
		"body": {&http.Server{ReadTimeout: limit}, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", "408"},
		"idle": {&http.Server{IdleTimeout: limit}, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := talk(t, patientServer(t, c.limits), c.says)
			if !strings.Contains(got, c.hears) || c.hears == "" && strings.Contains(got, "200 OK") {
				t.Errorf("%q", got)
			}
		})
	}
}

// Who does not take an answer is not waited for either.
func TestPatienceWithReaders(t *testing.T) {
	t.Parallel()
	conn, err := net.Dial("tcp", patientServer(t, &http.Server{WriteTimeout: time.Second}))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(4 * time.Second)
	got, _ := io.Copy(io.Discard, conn)
	if got >= 1<<28 {
		t.Error("all was sent to one who did not read")
	}
}

// A connection that is used goes on, however often its deadlines are set anew.
func TestPatienceWithBusy(t *testing.T) {
	t.Parallel()
	addr := patientServer(t, &http.Server{ReadHeaderTimeout: time.Second, ReadTimeout: time.Second, WriteTimeout: time.Second, IdleTimeout: 2 * time.Second})
	connections := 0
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		connections++
		return new(net.Dialer).DialContext(ctx, network, addr)
	}}}
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		response, err := client.Post("http://"+addr, "text/plain", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || string(body) != "here" {
			t.Fatalf("%q, %v", body, err)
		}
	}
	if connections != 1 {
		t.Errorf("%d connections", connections)
	}
}

// What is closed is not looked after any more.
func TestPatienceForgets(t *testing.T) {
	listener, err := listenPatiently(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ours, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	p := listener.(*patient)
	if len(p.open) != 1 {
		t.Fatalf("%d connections", len(p.open))
	}
	if err := theirs.SetDeadline(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	p.look(time.Now().Add(2 * time.Hour))
	if _, err := theirs.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the deadline: %v", err)
	}
	if err := theirs.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := ours.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := theirs.Read(make([]byte, 1)); err != nil {
		t.Errorf("after it was taken back: %v", err)
	}
	if theirs.Close() != nil || len(p.open) != 0 {
		t.Errorf("%d connections after the last was closed", len(p.open))
	}
}
