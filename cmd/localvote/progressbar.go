package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A progressBar shows how far a long piece of work is: a bar that is drawn anew in a
// terminal, and now and then a line anywhere else. How much there is may become
// known on the way.
type progressBar struct {
	out      io.Writer
	words    func(done, known int) string
	terminal bool
	every    time.Duration
	shown    time.Time
	width    int // of the line that is there, in characters
}

const (
	barWidth  = 30
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

func newProgressBar(out io.Writer, words func(done, known int) string) *progressBar {
	p := &progressBar{out: out, words: words, every: lineEvery, shown: time.Now()}
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" {
			p.terminal, p.every = true, barEvery
		}
	}
	return p
}

// step tells how much is done of what is known. It is for one goroutine at a time.
func (p *progressBar) step(done, known int) {
	if now := time.Now(); now.Sub(p.shown) >= p.every {
		p.shown = now
		p.show(done, known)
	}
}

func (p *progressBar) show(done, known int) {
	if !p.terminal {
		fmt.Fprintln(p.out, p.words(done, known))
		return
	}
	full := barWidth * done / max(1, known)
	line := "[" + strings.Repeat("#", full) + strings.Repeat(".", barWidth-full) + "] " + p.words(done, known)
	width := len([]rune(line))
	fmt.Fprint(p.out, "\r"+line+strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// end takes the bar away.
func (p *progressBar) end() {
	if p.width > 0 {
		fmt.Fprint(p.out, "\r"+strings.Repeat(" ", p.width)+"\r")
	}
}
