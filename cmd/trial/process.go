package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// build makes the server.
func (l *lab) build() error {
	l.program = filepath.Join(l.folder, "localvote")
	command := exec.CommandContext(l.ctx, "go", "build", "-o", l.program, "./cmd/localvote")
	command.Dir = l.root
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build the server (run this in the root of the repository): %w\n%s", err, out)
	}
	return nil
}

// A server is one that runs as a process.
type server struct {
	addr string // host:port
	db   string
	log  string // file
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
}

// patience is the longest wait for anything that should be quick.
const patience = 30 * time.Second

// startPatience is the longest wait for the first answer, on a machine that has much
// else to do.
const startPatience = 2 * time.Minute

// launch starts a server with the database at a path and waits for its first answer.
func (l *lab) launch(db string, args ...string) (*server, error) {
	addr, err := unusedAddress()
	if err != nil {
		return nil, err
	}
	return l.launchAt(addr, db, args...)
}

func (l *lab) launchAt(addr, db string, args ...string) (*server, error) {
	s := &server{addr: addr, db: db, log: l.path("log"), done: make(chan struct{})}
	log, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.cmd = exec.CommandContext(l.ctx, l.program, append([]string{"serve", "--addr", s.addr, "--db", db}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = s.cmd.Wait(); close(s.done) }()
	return s, s.await()
}

// await waits for the first answer.
func (s *server) await() error {
	last := errors.New("it does not listen")
	for end := time.Now().Add(startPatience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		select {
		case <-s.done:
			return fmt.Errorf("the server has ended: %s", s.words())
		default:
		}
		response, err := http.Get("http://" + s.addr + "/healthz")
		if err != nil {
			last = err
			continue
		}
		response.Body.Close()
		return nil
	}
	s.end(syscall.SIGKILL)
	return fmt.Errorf("the server does not answer: %w", last)
}

// end sends a signal and waits until the process has ended.
func (s *server) end(signal syscall.Signal) {
	_ = s.cmd.Process.Signal(signal)
	select {
	case <-s.done:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

func (s *server) stop() { s.end(syscall.SIGTERM) }

// words are the last that the server logged.
func (s *server) words() string {
	data, _ := os.ReadFile(s.log)
	return strings.TrimSpace(string(data[max(0, len(data)-600):]))
}

// rss is the memory of the server in MB.
func (s *server) rss() (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("/proc says nothing of the memory")
}

func unusedAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
