package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestGarbagePercent(t *testing.T) {
	for alive, want := range map[uint64]int{
		0: leastGarbage, 1 << 20: mostGarbage, roomForGarbage / 4: 400, roomForGarbage / 2: 200,
		roomForGarbage: 100, 300 << 20: leastGarbage,
	} {
		if got := garbagePercent(alive); got != want {
			t.Errorf("%d bytes live: %d %%, want %d", alive, got, want)
		}
	}
}

// The heap of this process is looked at, and GOGC, once set, is not overruled.
func TestTuneGarbage(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(77))
	ended, end := context.WithCancel(t.Context())
	end()
	t.Setenv("GOGC", "77")
	tuneGarbage(ended)
	if now := debug.SetGCPercent(77); now != 77 {
		t.Errorf("GOGC is set, and yet it was made %d", now)
	}
	t.Setenv("GOGC", "")
	runtime.GC()
	want := garbagePercent(aliveBytes())
	tuneGarbage(ended)
	if now := debug.SetGCPercent(77); now != want || aliveBytes() == 0 {
		t.Errorf("%d bytes live: made %d %%, want %d", aliveBytes(), now, want)
	}
}
