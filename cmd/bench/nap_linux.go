package main

import (
	"syscall"
	"time"
)

// nap sleeps as exactly as the system can. The timers of Go wake up at whole
// milliseconds when nothing else runs, so requests would come in bunches.
func nap(d time.Duration) {
	left := syscall.NsecToTimespec(d.Nanoseconds())
	_ = syscall.Nanosleep(&left, nil) // woken early, a request is sent early
}
