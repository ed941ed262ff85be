package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A fault is something that goes wrong around the server. cause makes it so, on a
// server of its own, and gives the server that readers ask then.
type fault struct {
	name  string
	cause func(*lab, *patient) error
}

// A patient is a server that a fault happens to.
type patient struct {
	*server
	heal []func() // undoes the fault; the last first
}

var faultKinds = []fault{
	{"no folder for the database", func(l *lab, p *patient) error { return p.start(l, l.path("nowhere/at/all.db")) }},
	{"a folder that cannot be written", func(l *lab, p *patient) error { return p.start(l, "/proc/localvote.db") }},
	{"a folder where the database should be", func(l *lab, p *patient) error { return p.start(l, filepath.Dir(l.path("x"))) }},
	{"no database but text", func(l *lab, p *patient) error {
		db := l.path("db")
		if err := os.WriteFile(db, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
			return err
		}
		return p.start(l, db)
	}},
	{"deleted while it runs", running(func(_ *lab, p *patient) error { return eachFile(p.db, os.Remove) })},
	{"overwritten while it runs", running(func(_ *lab, p *patient) error { return eachFile(p.db, scribble) })},
	{"emptied while it runs", running(func(_ *lab, p *patient) error {
		return eachFile(p.db, func(name string) error { return os.Truncate(name, 0) })
	})},
	{"its folder moved away", running(func(_ *lab, p *patient) error {
		folder := filepath.Dir(p.db)
		p.heal = append(p.heal, func() { _ = os.Rename(folder+"-away", folder) })
		return os.Rename(folder, folder+"-away")
	})},
	{"locked by another program", running(func(_ *lab, p *patient) error {
		release, err := lockDatabase(p.db)
		p.heal = append(p.heal, release)
		return err
	})},
	{"slow: locked again and again", running(slowDatabase)},
	{"a full disk", fullDisk},
	{"the content vanishes", withContent(func(_ *lab, p *patient, folder string) error { return os.RemoveAll(folder) })},
	{"the content is half written", withContent(func(_ *lab, p *patient, folder string) error {
		return os.Truncate(filepath.Join(folder, "site.yaml"), 10)
	})},
	{"SIGHUP with content that is broken", withContent(func(_ *lab, p *patient, folder string) error {
		if err := os.WriteFile(filepath.Join(folder, "eligibility", "personas.csv"), []byte("\x00\xff"), 0o600); err != nil {
			return err
		}
		return p.cmd.Process.Signal(syscall.SIGHUP)
	})},
	{"the clock jumps to 1970", clockTo(time.Unix(0, 0))},
	{"the clock jumps to 2100", clockTo(time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC))},
	{"SIGTERM and a new start", running(restart(syscall.SIGTERM))},
	{"SIGKILL and a new start", running(restart(syscall.SIGKILL))},
	{"three starts, one after the other", running(func(l *lab, p *patient) error {
		for range 3 {
			if err := restart(syscall.SIGKILL)(l, p); err != nil {
				return err
			}
		}
		return nil
	})},
}

// atOnce is how many faults happen side by side, each to a server of its own: most of
// the time of a fault is waiting for locks and for the server to notice.
const atOnce = 4

// faults makes things go wrong and asks for pages meanwhile.
func (l *lab) faults() error {
	w := &ward{lab: l, sum: &tally{}, began: time.Now(), took: map[string]time.Duration{}, skipped: map[string]error{}}
	n := l.count(300)
	var all sync.WaitGroup
	beds := make(chan struct{}, atOnce)
	for i := range n {
		beds <- struct{}{}
		all.Go(func() {
			defer func() { <-beds }()
			w.treat(faultKinds[i%len(faultKinds)], n)
		})
	}
	all.Wait()
	for name, why := range w.skipped {
		l.say("   %s: not tried, %s", name, why)
	}
	for name, took := range w.took {
		l.say("   %s: up to %s", name, took.Round(time.Millisecond))
	}
	if w.err == nil {
		w.err = l.ctx.Err()
	}
	l.found(fmt.Sprintf("%d faults of %d kinds, %d pages", w.tried, len(faultKinds)-len(w.skipped), w.sum.asked()),
		fmt.Sprintf("%d pages failed%s", w.sum.failed(), w.sum.why()), w.sum.failed() == 0 && w.tried > 0)
	return w.err
}

// A ward is where many servers suffer at once.
type ward struct {
	*lab
	began time.Time

	mu      sync.Mutex
	sum     *tally
	tried   int
	worked  time.Duration            // of processors, by all servers
	took    map[string]time.Duration // the longest of each kind
	skipped map[string]error
	err     error // the first that ends the trial
}

// treat lets one fault of n happen and notes what came of it.
func (w *ward) treat(kind fault, n int) {
	w.mu.Lock()
	stop := w.err != nil || w.skipped[kind.name] != nil || w.ctx.Err() != nil
	w.mu.Unlock()
	if stop {
		return
	}
	t, began := &tally{}, time.Now()
	worked, err := w.suffer(kind, t)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case errors.Is(err, errNotHere):
		w.skipped[kind.name] = err
		return
	case err != nil:
		w.err = cmp.Or(w.err, fmt.Errorf("%s: %w", kind.name, err))
		return
	}
	w.tried++
	w.sum.add(t)
	w.took[kind.name] = max(w.took[kind.name], time.Since(began))
	w.worked += worked
	if t.failed() > 0 {
		w.say("   %s: %d pages failed%s", kind.name, t.failed(), t.why())
	}
	if w.tried%20 == 0 {
		w.say("   %d of %d faults after %s, %d pages failed; the servers worked for %s of processor time each", w.tried, n,
			time.Since(w.began).Round(time.Second), w.sum.failed(), (w.worked / time.Duration(w.tried)).Round(time.Millisecond))
	}
}

// errNotHere says that a fault cannot be made on this machine.
var errNotHere = errors.New("this machine does not allow it")

// suffer lets one fault happen and asks all questions. It tells for how long the
// server worked.
func (l *lab) suffer(kind fault, t *tally) (worked time.Duration, err error) {
	p := &patient{}
	defer func() {
		for i := len(p.heal) - 1; i >= 0; i-- {
			p.heal[i]()
		}
		if p.server != nil {
			p.stop()
			worked = p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
		}
	}()
	if err := kind.cause(l, p); err != nil {
		return 0, err
	}
	c := client(1)
	c.Timeout = faultPatience
	defer c.CloseIdleConnections()
	for _, q := range questions {
		t.ask(l.ctx, c, p.addr, q)
	}
	return 0, nil
}

// faultPatience is how long a page may take while something is wrong: here it counts
// that it comes, also on a machine that has much else to do.
const faultPatience = 2 * time.Minute

func (p *patient) start(l *lab, db string, args ...string) error {
	s, err := l.launch(db, args...)
	p.server = s
	return err
}

// running makes a fault that happens to a server with a sound database.
func running(happen func(*lab, *patient) error) func(*lab, *patient) error {
	return func(l *lab, p *patient) error {
		if err := p.start(l, l.path("localvote.db")); err != nil {
			return err
		}
		return happen(l, p)
	}
}

// withContent makes a fault that happens to a copy of the content that the server
// watches, and waits until the server has seen it.
func withContent(happen func(l *lab, p *patient, folder string) error) func(*lab, *patient) error {
	return func(l *lab, p *patient) error {
		folder := l.path("content")
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(l.root, "content"))); err != nil {
			return err
		}
		if err := p.start(l, l.path("localvote.db"), "--content", folder); err != nil {
			return err
		}
		if err := happen(l, p, folder); err != nil {
			return err
		}
		for end := time.Now().Add(8 * time.Second); time.Now().Before(end) && !strings.Contains(p.words(), "level=WARN") && !strings.Contains(p.words(), "level=ERROR"); {
			time.Sleep(50 * time.Millisecond)
		}
		return nil
	}
}

// clockTo makes a fault of a clock that is set to another time while the server runs.
func clockTo(to time.Time) func(*lab, *patient) error {
	return running(func(_ *lab, p *patient) error {
		clock, err := deceive(p.cmd.Process.Pid)
		if err != nil {
			return err
		}
		p.heal = append(p.heal, clock.close)
		return clock.shift(time.Until(to))
	})
}

func restart(signal syscall.Signal) func(*lab, *patient) error {
	return func(l *lab, p *patient) error {
		p.end(signal)
		next, err := l.launchAt(p.addr, p.db)
		if next != nil {
			p.server = next
		}
		return err
	}
}

// eachFile does something to the database and what belongs to it.
func eachFile(db string, do func(name string) error) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := do(db + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func scribble(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(strings.Repeat("scribble", int(info.Size()/8))), 0o600)
}

// slowDatabase holds the lock of the database most of the time.
func slowDatabase(_ *lab, p *patient) error {
	end, ended := make(chan bool), make(chan bool)
	p.heal = append(p.heal, func() { close(end); <-ended })
	db := p.db
	go func() {
		defer close(ended)
		for {
			release, err := lockDatabase(db)
			select {
			case <-end:
				release()
				return
			case <-time.After(90 * time.Millisecond):
			}
			release()
			if err == nil {
				time.Sleep(10 * time.Millisecond)
			}
		}
	}()
	return nil
}

// fullDisk gives the server a small disk and fills it.
func fullDisk(l *lab, p *patient) error {
	disk := l.path("disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		return err
	}
	if out, err := exec.CommandContext(l.ctx, "mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: mount: %s", errNotHere, strings.TrimSpace(string(out)))
	}
	p.heal = append(p.heal, func() { _ = exec.Command("umount", "-l", disk).Run() })
	if err := p.start(l, filepath.Join(disk, "localvote.db")); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(disk, "full"))
	if err != nil {
		return err
	}
	defer f.Close()
	for block := make([]byte, 4096); err == nil; {
		_, err = f.Write(block)
	}
	return nil
}
