package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cores says where servers and load run. On one core each they do not take time from
// one another, and a server with many threads has no more than one with few.
type cores struct{ pin bool }

func findCores() cores {
	_, err := exec.LookPath("taskset")
	return cores{err == nil && runtime.NumCPU() > 1}
}

func (c cores) String() string {
	if c.pin {
		return "servers pinned to core 0, load to core 1"
	}
	return "nothing pinned (taskset or a second core is missing): servers and load take time from each other"
}

const (
	serverCore = "0"
	loadCore   = "1"
)

func (c cores) command(ctx context.Context, core, name string, args ...string) *exec.Cmd {
	if c.pin && core != "" {
		name, args = "taskset", append([]string{"-c", core, name}, args...)
	}
	return exec.CommandContext(ctx, name, args...)
}

// A process is a server that runs beside us.
type process struct {
	name string
	addr string // host:port
	cmd  *exec.Cmd
	log  string // file
	done chan struct{}
}

// launch starts a server on a core ("" for any); its output goes to a file, as that of
// a service does.
func (b *bench) launch(core, name, addr, program string, args ...string) (*process, error) {
	p := &process{name: name, addr: addr, log: filepath.Join(b.folder, name+".log"), done: make(chan struct{})}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.cmd = b.cores.command(b.ctx, core, program, args...)
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = 15 * time.Second
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.Env = append(os.Environ(), "HOME="+b.folder, "XDG_DATA_HOME="+b.folder, "XDG_CONFIG_HOME="+b.folder)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = p.cmd.Wait(); close(p.done) }()
	return p, nil
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(15 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

func (p *process) url(path string) string { return "http://" + p.addr + path }

// answered waits for the first 200 to a path.
func (p *process) answered(path string, patience time.Duration) error {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}, Timeout: 10 * time.Second}
	last := errors.New("it does not listen")
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		select {
		case <-p.done:
			return fmt.Errorf("%s has ended: %s", p.name, p.lastWords())
		default:
		}
		response, err := client.Get(p.url(path))
		if err != nil {
			continue
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return nil
		}
		last = errors.New(response.Status)
	}
	return fmt.Errorf("%s does not answer %s within %s: %w", p.name, path, patience, last)
}

func (p *process) lastWords() string {
	data, _ := os.ReadFile(p.log)
	return strings.TrimSpace(string(data[max(0, len(data)-500):]))
}

// An answer is what a server sends to a browser that takes gzip.
type answer struct {
	status int
	header http.Header
	body   []byte // as it goes over the wire
}

func get(address string) (*answer, error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return &answer{response.StatusCode, response.Header, body}, err
}

func unusedAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// rss is the memory of a process in MB: all of it, what it has allocated, and what are
// pages of files (the program itself), which the system may drop at any time.
func (p *process) rss() (all, anonymous, files float64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "VmRSS:":
			all = kb / 1024
		case "RssAnon:":
			anonymous = kb / 1024
		case "RssFile:":
			files = kb / 1024
		}
	}
	return all, anonymous, files, nil
}

// cpu is the time that a process has computed so far.
func (p *process) cpu() (time.Duration, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc: %d fields", len(fields))
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, nil // ticks of 1/100 s
}
