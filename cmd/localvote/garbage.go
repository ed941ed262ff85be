package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The runtime collects garbage when the heap has doubled. What lives on ours is some
// 20 MB of pages, so under load it would look through all of that several times a
// second, which is a twentieth of what sending ready pages costs. So garbage may grow
// to a fixed room instead, as long as that is more than the doubling.
const (
	roomForGarbage = 64 << 20
	// What the runtime does by itself, and the most that it is told, in per cent of what
	// lives. A heap that grows quickly (thousands of connections come within a moment)
	// may take so much more until it is looked at again.
	leastGarbage = 100
	mostGarbage  = 400
	// garbageEvery is how often the heap is looked at.
	garbageEvery = 5 * time.Second
)

// garbagePercent is how much garbage a heap may have, in per cent of the bytes that
// lived after the last collection.
func garbagePercent(alive uint64) int {
	if alive == 0 {
		return leastGarbage
	}
	return int(min(max(roomForGarbage*100/alive, leastGarbage), mostGarbage))
}

// tuneGarbage keeps the room for garbage until ctx ends. Whoever sets GOGC knows
// better and is left alone.
func tuneGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	tick := time.NewTicker(garbageEvery)
	defer tick.Stop()
	now := 0
	for {
		if want := garbagePercent(aliveBytes()); want != now {
			now = want
			debug.SetGCPercent(want)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// aliveBytes is how much of the heap and the stacks the last collection found in use.
func aliveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}}
	metrics.Read(sample)
	total := uint64(0)
	for _, s := range sample {
		if s.Value.Kind() == metrics.KindUint64 {
			total += s.Value.Uint64()
		}
	}
	return total
}
