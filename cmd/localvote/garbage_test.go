package main

import (
	"runtime"
	"testing"
)

func TestGarbagePercent(t *testing.T) {
	const room, small = roomForGarbage, 20 << 20
	for _, c := range []struct {
		name      string
		before    int
		alive     uint64
		collected uint64
		want      int
	}{
		{"at rest", leastGarbage, small, 0, leastGarbage},
		{"a few readers", leastGarbage, small, often - 1, leastGarbage},
		{"load begins", leastGarbage, small, often, 320},
		{"load goes on", 320, small, 1, 320},
		{"load ends", 320, small, 0, leastGarbage},
		{"hardly anything lives", leastGarbage, 1 << 20, 100, mostGarbage},
		{"more lives than there is room", 400, 5 * room, 100, leastGarbage},
		{"as much lives", 400, room, 100, 100},
		{"nothing is known", leastGarbage, 0, 0, leastGarbage},
	} {
		if got := garbagePercent(c.before, c.alive, c.collected); got != c.want {
			t.Errorf("%s: %d %%, want %d", c.name, got, c.want)
		}
	}
}

// The runtime knows the figures by the names that are asked for.
func TestHeapNow(t *testing.T) {
	runtime.GC()
	_, before := heapNow()
	runtime.GC()
	if alive, collected := heapNow(); alive == 0 || collected <= before {
		t.Errorf("%d bytes live, %d collections after %d", alive, collected, before)
	}
}
