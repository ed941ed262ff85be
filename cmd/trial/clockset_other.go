//go:build !linux || !amd64

package main

import (
	"fmt"
	"time"
)

type falseClock struct{}

func deceive(int) (*falseClock, error) {
	return nil, fmt.Errorf("%w: clocks are set on Linux with amd64 alone", errNotHere)
}

func (*falseClock) shift(time.Duration) error { return nil }

func (*falseClock) close() {}
