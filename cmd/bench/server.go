package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// measured is the page that is asked for: long, with sources, and read most.
const measured = "/ru/in-russia"

// build makes the server as it would be released.
func (b *bench) build() error {
	b.program = filepath.Join(b.folder, "localvote")
	command := exec.CommandContext(b.ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.program, "./cmd/localvote")
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build the server (run this in the root of the repository): %w\n%s", err, out)
	}
	info, err := os.Stat(b.program)
	if err != nil {
		return err
	}
	b.add(figure{Part: "start", Name: "binary, stripped", Value: float64(info.Size()) / 1e6, Unit: "MB", Target: below(40)})
	return nil
}

// serve starts the site with a fresh database, on a core or on any ("").
func (b *bench) serve(core, content string) (*process, error) {
	addr, err := unusedAddress()
	if err != nil {
		return nil, err
	}
	db, err := os.MkdirTemp(b.folder, "db-")
	if err != nil {
		return nil, err
	}
	args := []string{"serve", "--addr", addr, "--db", filepath.Join(db, "localvote.db")}
	if content != "" {
		args = append(args, "--content", content)
	}
	return b.launch(core, "localvote", addr, b.program, args...)
}

// serveReady starts the site and waits until all pages are as small as they get:
// before that it measures the pressing too.
func (b *bench) serveReady(core, content string) (*process, error) {
	p, err := b.serve(core, content)
	if err != nil {
		return nil, err
	}
	if err := p.answered("/be/", 5*time.Minute); err != nil {
		p.stop()
		return nil, err
	}
	if !b.pressed(p) {
		b.say("   still busy after %s: the figures include that work (pressing, or looking for changed files)", b.settle)
	}
	return p, nil
}

// pressed waits until the measured page is pressed and the server has come to rest;
// false if that takes too long.
func (b *bench) pressed(p *process) bool {
	const look, quiet = time.Second, 50 * time.Millisecond // of computing within a second
	before := time.Duration(0)
	for end := time.Now().Add(b.settle); time.Now().Before(end) && b.ctx.Err() == nil; time.Sleep(look) {
		a, err := get(p.url(measured))
		if err != nil {
			return false
		}
		now, err := p.cpu()
		rests := err != nil || before > 0 && now-before < quiet // without /proc the tag must do
		before = now
		if rests && strings.HasSuffix(a.header.Get("Etag"), `-g"`) {
			return true
		}
	}
	return false
}
