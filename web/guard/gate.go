package guard

import (
	"context"
	"sync/atomic"
	"time"
)

// A Gate lets a bounded number of requests run, lets a bounded number wait for a
// bounded time, and turns the rest away at once: a server that takes on more than it
// can do answers nobody in time.
type Gate struct {
	slots    chan struct{}
	waiting  atomic.Int64
	most     int64
	patience time.Duration
}

// NewGate makes a gate for so many requests that run and so many that wait, each no
// longer than patience. With running below 1 everything may pass.
func NewGate(running, waiting int, patience time.Duration) *Gate {
	if running < 1 {
		return &Gate{}
	}
	return &Gate{slots: make(chan struct{}, running), most: int64(waiting), patience: patience}
}

// Enter waits for a turn. Who may pass calls leave when the work is done, once or
// more often; ok is false if there is no room, or the reader has gone.
func (g *Gate) Enter(ctx context.Context) (leave func(), ok bool) {
	if g.slots == nil {
		return func() {}, true
	}
	select {
	case g.slots <- struct{}{}:
		return g.leave(), true
	default:
	}
	if g.waiting.Add(1) > g.most {
		g.waiting.Add(-1)
		return nil, false
	}
	defer g.waiting.Add(-1)
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case g.slots <- struct{}{}:
		return g.leave(), true
	case <-patience.C:
	case <-ctx.Done():
	}
	return nil, false
}

func (g *Gate) leave() func() {
	var left atomic.Bool
	return func() {
		if !left.Swap(true) {
			<-g.slots
		}
	}
}

// Load tells how many requests run and how many wait.
func (g *Gate) Load() (running, waiting int) { return len(g.slots), int(g.waiting.Load()) }
