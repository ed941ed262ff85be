// Command trial tries whether the server keeps its promises when things go wrong: when
// the database is lost, when more is asked of it than it can do, when somebody means
// ill. It builds the server, starts it as a process, does to it what the table below
// says, and prints what was asked, what was seen, and whether that is as promised. Run
// it in the root of the repository:
//
//	go run ./cmd/trial                                  # all of it, about half an hour
//	go run ./cmd/trial -only faults,drain -rounds 20    # a few, and smaller
//
// Like cmd/bench it is a program of its own and speaks English only. All traffic stays
// on this machine.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// A trial is one thing that is done to the server. What -rounds counts is its unit.
type trial struct {
	name, unit string
	run        func(*lab) error
}

// trials in the order in which they run: one line each.
var trials = []trial{
	{"faults", "faults (300)", (*lab).faults},
	{"kill", "kills (200)", (*lab).kill},
	{"overload", "", (*lab).overload},
	{"slowloris", "slow clients (1000)", (*lab).slowloris},
	{"idle", "connections (10000)", (*lab).idle},
	{"hostile", "", (*lab).hostile},
	{"memory", "requests (1000000)", (*lab).memory},
	{"drain", "restarts (20)", (*lab).drain},
	{"stop", "times each (5)", (*lab).stopIll},
	{"clock", "times all jumps (2)", (*lab).jump},
	{"fuzz", "inputs for each target, in place of seconds", (*lab).fuzz},
}

// A finding is one line of the table.
type finding struct {
	Trial string `json:"trial"`
	Asked string `json:"asked"`
	Seen  string `json:"seen"`
	Held  bool   `json:"held"`
	Timed bool   `json:"timed"` // a busy machine may break it
}

// A lab is one run of trials.
type lab struct {
	ctx      context.Context
	out      io.Writer // progress
	rounds   int       // 0 for what each trial does usually
	seconds  int       // likewise
	folder   string    // temporary; all files of the run
	root     string    // of the repository
	program  string    // the server
	now      string    // name of the trial that runs
	findings []finding
}

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "trial:", err)
		os.Exit(1)
	}
}

func run(args []string, out, progress io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l := &lab{ctx: ctx, out: progress, root: "."}
	only, asJSON, err := l.read(args)
	if err != nil {
		return err
	}
	if l.folder, err = os.MkdirTemp("", "localvote-trial-"); err != nil {
		return err
	}
	defer os.RemoveAll(l.folder)
	if err := l.build(); err != nil {
		return err
	}
	l.try(only)
	if asJSON {
		err = json.NewEncoder(out).Encode(l.findings)
	} else {
		err = l.table(out)
	}
	if n := l.broken(); err == nil && n > 0 {
		return fmt.Errorf("%d promises were not kept", n)
	}
	return err
}

// read reads the flags.
func (l *lab) read(args []string) (only []string, asJSON bool, err error) {
	f := flag.NewFlagSet("trial", flag.ContinueOnError)
	f.SetOutput(l.out)
	var names, units []string
	for _, t := range trials {
		names = append(names, t.name)
		if t.unit != "" {
			units = append(units, t.name+" "+t.unit)
		}
	}
	list := f.String("only", "", "trials to run, with commas: "+strings.Join(names, ",")+" (default: all)")
	f.IntVar(&l.rounds, "rounds", 0, "how many of what a trial counts: "+strings.Join(units, ", "))
	f.IntVar(&l.seconds, "seconds", 0, "length of what lasts: overload (10), slowloris (20), each fuzz target (5)")
	f.BoolVar(&asJSON, "json", false, "print the findings as JSON")
	if err := f.Parse(args); err != nil {
		return nil, false, err
	}
	if *list != "" {
		only = strings.Split(*list, ",")
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			return nil, false, fmt.Errorf("there is no trial %q; there are %s", name, strings.Join(names, ", "))
		}
	}
	if l.rounds < 0 || l.seconds < 0 {
		return nil, false, fmt.Errorf("-rounds and -seconds cannot be below 0")
	}
	return only, asJSON, nil
}

// try runs the trials, all of them if only names none.
func (l *lab) try(only []string) {
	for _, t := range trials {
		if len(only) > 0 && !slices.Contains(only, t.name) || l.ctx.Err() != nil {
			continue
		}
		l.now = t.name
		l.say("== %s", t.name)
		if err := t.run(l); err != nil {
			l.found("the trial can be run", err.Error(), false)
		}
	}
}

// found adds a line to the table.
func (l *lab) found(asked, seen string, held bool) {
	l.findings = append(l.findings, finding{Trial: l.now, Asked: asked, Seen: seen, Held: held})
	l.say("   %s: %s", asked, seen)
}

// within adds a line about how long something took.
func (l *lab) within(asked string, took, most time.Duration) {
	l.found(fmt.Sprintf("%s within %s", asked, most), ms(took), took < most)
	l.findings[len(l.findings)-1].Timed = true
}

func (l *lab) say(format string, args ...any) { fmt.Fprintf(l.out, format+"\n", args...) }

// broken counts the promises that were not kept.
func (l *lab) broken() (n int) {
	for _, f := range l.findings {
		if !f.Held {
			n++
		}
	}
	return n
}

func (l *lab) table(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "trial\tasked\tseen\tverdict")
	for _, f := range l.findings {
		verdict := "held"
		if !f.Held {
			verdict = "BROKEN"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Trial, f.Asked, f.Seen, verdict)
	}
	return w.Flush()
}

// count is how many rounds a trial makes, if nobody asked for another number.
func (l *lab) count(usual int) int {
	if l.rounds > 0 {
		return l.rounds
	}
	return usual
}

func (l *lab) last(usual int) int {
	if l.seconds > 0 {
		return l.seconds
	}
	return usual
}

// path is a new file or folder of the run.
func (l *lab) path(name string) string {
	folder, err := os.MkdirTemp(l.folder, "")
	if err != nil {
		return filepath.Join(l.folder, name) // what follows will say what is wrong
	}
	return filepath.Join(folder, name)
}
