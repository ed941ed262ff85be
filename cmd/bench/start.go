package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"time"
)

const starts = 7

// start measures from the start of the program to its first page, each time with a
// fresh database.
func (b *bench) start() error {
	var times []float64
	for range starts {
		took, err := b.startOnce("")
		if err != nil {
			return err
		}
		times = append(times, ms(took))
	}
	middle, low, high := median(times)
	b.add(figure{Part: "start", Name: "start to the first answer", Value: middle, Unit: "ms", Low: low, High: high, Target: below(300)})
	return nil
}

func (b *bench) startOnce(content string) (time.Duration, error) {
	began := time.Now()
	p, err := b.serve("", content)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	err = p.answered("/be/", 5*time.Minute)
	return time.Since(began), err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// memory measures what the server holds when nobody asks.
func (b *bench) memory() error {
	p, err := b.serveReady("", "")
	if err != nil {
		return err
	}
	defer p.stop()
	select {
	case <-b.ctx.Done():
		return b.ctx.Err()
	case <-time.After(b.idle):
	}
	all, anonymous, files, err := p.rss()
	if err != nil {
		return err
	}
	b.add(figure{Part: "memory", Name: "idle (RSS)", Value: all, Unit: "MB", Target: below(60),
		Note: fmt.Sprintf("%.0f MB allocated, %.0f MB pages of files, after %s", anonymous, files, b.idle)})
	return nil
}

// check measures the whole rebuild: reading, checking and rendering everything. The
// spelling, which is hunspell's work, is left out.
func (b *bench) check() error {
	var times []float64
	for range starts {
		took, err := b.checkOnce("content")
		if err != nil {
			return err
		}
		times = append(times, took.Seconds())
	}
	middle, low, high := median(times)
	b.add(figure{Part: "check", Name: "full rebuild (check --no-spelling)", Value: middle, Unit: "s", Low: low, High: high, Target: below(1)})
	return nil
}

func (b *bench) checkOnce(content string) (time.Duration, error) {
	began := time.Now()
	out, err := exec.CommandContext(b.ctx, b.program, "--lang", "en", "check", "--no-spelling", content).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("check %s: %w: %s", content, err, bytes.TrimSpace(out[:min(len(out), 2000)]))
	}
	return time.Since(began), nil
}
