package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// A load is what wrk sends.
type load struct {
	on     *process
	path   string
	header []string
	script string // Lua
}

// connections that are kept open; one thread serves them.
const connections = 32

// rate measures how many requests are answered in a second.
func (b *bench) rate(l load, length time.Duration) (float64, error) {
	args := []string{"-t1", "-c" + strconv.Itoa(connections), "-d" + fmt.Sprint(int(length.Seconds())) + "s", "-H", "Accept-Encoding: gzip"}
	for _, h := range l.header {
		args = append(args, "-H", h)
	}
	if l.script != "" {
		name := filepath.Join(b.folder, "load.lua")
		if err := os.WriteFile(name, []byte(l.script), 0o600); err != nil {
			return 0, err
		}
		args = append(args, "-s", name)
	}
	out, err := b.cores.command(b.ctx, loadCore, "wrk", append(args, l.on.url(l.path))...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk (Debian: apt-get install wrk): %w: %s", err, out)
	}
	rate, err := readWrk(string(out))
	if err != nil {
		return 0, fmt.Errorf("%s%s: %w", l.on.name, l.path, err)
	}
	return rate, nil
}

var (
	rateLine  = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrongLine = regexp.MustCompile(`(?m)^\s*(Non-2xx or 3xx responses|Socket errors): .*$`)
)

// readWrk finds the rate in what wrk prints. A server that answers with errors, or
// not at all, has no rate.
func readWrk(out string) (float64, error) {
	if wrong := wrongLine.FindString(out); wrong != "" {
		return 0, errors.New(wrong)
	}
	m := rateLine.FindStringSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("wrk says no rate: %s", out)
	}
	return strconv.ParseFloat(m[1], 64)
}

// A duel is one thing measured by turns with another.
type duel struct {
	ours, theirs []float64 // requests in a second
	ratios       []float64 // of each turn
}

// duel lets both serve by turns, so that what else the machine does meets both.
func (b *bench) duel(ours, theirs load) (d duel, err error) {
	for range b.rounds {
		a, err := b.rate(ours, b.round)
		if err != nil {
			return d, err
		}
		z, err := b.rate(theirs, b.round)
		if err != nil {
			return d, err
		}
		d.ours, d.theirs, d.ratios = append(d.ours, a), append(d.theirs, z), append(d.ratios, a/z)
	}
	return d, nil
}

// addRatio keeps how a duel ended.
func (b *bench) addRatio(part, name string, t *target, d duel) {
	middle, low, high := median(d.ratios)
	ours, _, _ := median(d.ours)
	theirs, _, _ := median(d.theirs)
	b.add(figure{Part: part, Name: name, Value: middle, Unit: "×", Low: low, High: high, Target: t, Note: fmt.Sprintf("%.0f/s : %.0f/s", ours, theirs)})
}
