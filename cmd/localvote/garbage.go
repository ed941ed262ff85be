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
// second, which is a twentieth of what sending ready pages costs. So while it collects
// often, garbage may grow to a fixed room instead; a server at rest stays small.
const (
	roomForGarbage = 64 << 20
	// What the runtime does by itself, and the most that it is told, in per cent of what
	// lives. A heap that grows quickly (thousands of connections come within a moment)
	// may take so much more until it is looked at again.
	leastGarbage = 100
	mostGarbage  = 400
	// garbageEvery is how often the heap is looked at, often how many collections in that
	// time are many.
	garbageEvery = 5 * time.Second
	often        = 5
)

// garbagePercent is how much garbage a heap may have, in per cent of the bytes that
// lived after the last collection, if it had so much before and was collected so many
// times since.
func garbagePercent(before int, alive, collected uint64) int {
	if alive == 0 || collected == 0 || before == leastGarbage && collected < often {
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
	percent := leastGarbage
	_, before := heapNow()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		alive, collected := heapNow()
		if want := garbagePercent(percent, alive, collected-before); want != percent {
			percent = want
			debug.SetGCPercent(want)
		}
		before = collected
	}
}

// heapNow is how many bytes of the heap and the stacks the last collection found in
// use, and how many collections there were.
func heapNow() (alive, collected uint64) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(sample)
	for _, s := range sample {
		if s.Value.Kind() != metrics.KindUint64 {
			return 0, 0 // the runtime has other names for them now
		}
	}
	return sample[0].Value.Uint64() + sample[1].Value.Uint64(), sample[2].Value.Uint64()
}
