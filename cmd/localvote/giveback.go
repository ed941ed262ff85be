package main

import (
	"log/slog"
	"runtime/debug"
)

// giveBack returns to the system what only the start and the pressing of pages needed.
func giveBack(log *slog.Logger) {
	debug.FreeOSMemory()
	debug.FreeOSMemory() // what pools keep is let go the second time
	if err := releaseProgram(); err != nil {
		log.Debug("pages of the program stay in memory", "error", err)
	}
}
