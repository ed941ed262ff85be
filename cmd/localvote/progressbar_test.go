package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func found(done, known int) string { return fmt.Sprintf("%d of %d", done, known) }

// In a terminal the bar is drawn over itself and goes in the end.
func TestProgressBar(t *testing.T) {
	var out bytes.Buffer
	p := newProgressBar(&out, found)
	p.terminal, p.every = true, 0
	p.step(1, 2)
	p.step(20, 20)
	p.end()
	want := "\r[###############...............] 1 of 2\r[##############################] 20 of 20\r" + strings.Repeat(" ", 41) + "\r"
	if got := out.String(); got != want {
		t.Errorf("%q", got)
	}
}

// Elsewhere there are lines, and none for what is over soon.
func TestProgressLines(t *testing.T) {
	var out bytes.Buffer
	p := newProgressBar(&out, found)
	p.step(1, 2)
	p.every = 0
	p.step(2, 2)
	p.end()
	if got := out.String(); got != "2 of 2\n" {
		t.Errorf("%q", got)
	}
}
