// Command bench measures the site against its promises: how fast it is beside other
// servers that send the same bytes, how soon it starts, what it needs, and whether it
// stays so with many more pages. Run it in the root of the repository:
//
//	go run ./cmd/bench                        # all of it, about half an hour
//	go run ./cmd/bench -only pages,results -seconds 3 -rounds 3
//
// Absolute figures say little: machines differ. So every other server is asked by
// turns with ours, in one run on one machine, and what counts is the ratio.
//
// It is a program of its own, and not a command of localvote: load generators and
// made-up pages have no place in what runs in production. It speaks English only,
// like the tests: no editor needs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Parts of the measurement, in the order in which they run.
var parts = []struct {
	name    string
	measure func(*bench) error
}{
	{"pages", (*bench).pages},
	{"results", (*bench).results},
	{"latency", (*bench).latency},
	{"start", (*bench).start},
	{"memory", (*bench).memory},
	{"check", (*bench).check},
	{"growth", (*bench).growth},
}

// A bench is one run.
type bench struct {
	ctx    context.Context
	out    io.Writer // progress
	only   []string
	round  time.Duration
	rounds int
	idle   time.Duration // before memory is read
	settle time.Duration // the longest wait until a server has made everything ready
	sizes  []int         // of growth, in pages

	folder  string // temporary; all files of the run
	program string // the server as it would be released
	cores   cores
	figures []figure
}

func main() {
	if len(os.Args) > 1 {
		if helper := helpers[os.Args[1]]; helper != nil { // the program runs itself
			exit(helper(os.Args[2:]))
		}
	}
	exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(args []string, out, progress io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b := &bench{ctx: ctx, out: progress, cores: findCores()}
	asJSON, err := b.read(args, progress)
	if err != nil {
		return err
	}
	if b.folder, err = os.MkdirTemp("", "localvote-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.folder)
	if err := b.build(); err != nil {
		return err
	}
	for _, part := range parts {
		if len(b.only) > 0 && !slices.Contains(b.only, part.name) {
			continue
		}
		b.say("== %s", part.name)
		if err := part.measure(b); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			b.say("%s: %v", part.name, err)
			b.add(figure{Part: part.name, Name: "not measured", Note: err.Error()})
		}
	}
	if asJSON {
		return b.writeJSON(out)
	}
	return b.writeTable(out)
}

// read reads the flags.
func (b *bench) read(args []string, errors io.Writer) (asJSON bool, err error) {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(errors)
	only := f.String("only", "", "parts to measure, with commas: "+strings.Join(partNames(), ",")+" (default: all)")
	seconds := f.Int("seconds", 3, "length of one round of load")
	f.IntVar(&b.rounds, "rounds", 3, "rounds of each server, by turns")
	f.DurationVar(&b.idle, "idle", time.Minute, "rest before memory is read")
	f.DurationVar(&b.settle, "settle", 10*time.Minute, "longest wait until a server has pressed its pages")
	sizes := f.String("sizes", "10,100,1000,10000", "numbers of pages to grow to")
	f.BoolVar(&asJSON, "json", false, "print the figures as JSON")
	if err := f.Parse(args); err != nil {
		return false, err
	}
	b.round = time.Duration(*seconds) * time.Second
	if *only != "" {
		b.only = strings.Split(*only, ",")
	}
	for _, name := range b.only {
		if !slices.Contains(partNames(), name) {
			return false, fmt.Errorf("there is no part %q; there are %s", name, strings.Join(partNames(), ", "))
		}
	}
	for _, size := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 0 {
			return false, fmt.Errorf("-sizes: %q is no number of pages", size)
		}
		b.sizes = append(b.sizes, n)
	}
	if b.rounds < 1 || b.round <= 0 {
		return false, fmt.Errorf("-rounds and -seconds must be above 0")
	}
	return asJSON, nil
}

func partNames() (names []string) {
	for _, part := range parts {
		names = append(names, part.name)
	}
	return names
}

// say tells how far the run is. What counts goes into figures.
func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.out, format+"\n", args...) }

// helpers are what the program does as a process of its own beside itself.
var helpers = map[string]func(args []string) error{"bare": serveBare, "load": sendLoad}

// machine names what the figures hold for.
func (b *bench) machine() string {
	where := fmt.Sprintf("%s, %s/%s, %d cores", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if data, err := os.ReadFile("/proc/loadavg"); err == nil {
		where += ", load now " + strings.Join(strings.Fields(string(data))[:1], "")
	}
	return where + ", " + b.cores.String()
}
