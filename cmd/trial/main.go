// Command trial tries whether the server keeps its promises when things go wrong:
//
//	go run ./cmd/trial -only kill -rounds 200
//
// It builds the server, starts it as a process, and prints what was asked, what was
// seen, and whether that is as promised. Run it in the root of the repository.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

// A lab is one run of trials.
type lab struct {
	ctx     context.Context
	rounds  int
	folder  string // temporary; all files of the run
	program string // the server
	broken  int
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "trial:", err)
		os.Exit(1)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l := &lab{ctx: ctx}
	only := flag.String("only", "kill", "trial to run: kill")
	flag.IntVar(&l.rounds, "rounds", 0, "how often (kill: 200)")
	flag.Parse()
	if *only != "kill" {
		return fmt.Errorf("there is no trial %q", *only)
	}
	var err error
	if l.folder, err = os.MkdirTemp("", "localvote-trial-"); err != nil {
		return err
	}
	defer os.RemoveAll(l.folder)
	l.program = filepath.Join(l.folder, "localvote")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", l.program, "./cmd/localvote").CombinedOutput(); err != nil {
		return fmt.Errorf("build the server (run this in the root of the repository): %w\n%s", err, out)
	}
	if err := l.kill(); err != nil {
		return err
	}
	if l.broken > 0 {
		return fmt.Errorf("%d promises were not kept", l.broken)
	}
	return nil
}

func (l *lab) found(asked, seen string, held bool) {
	verdict := "held"
	if !held {
		verdict = "BROKEN"
		l.broken++
	}
	fmt.Printf("%s | %s | %s | %s\n", "kill", asked, seen, verdict)
}

func (l *lab) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func (l *lab) count(usual int) int {
	if l.rounds > 0 {
		return l.rounds
	}
	return usual
}

func (l *lab) path(name string) string { return filepath.Join(l.folder, name) }
