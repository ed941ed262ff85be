//go:build !linux && !darwin && !freebsd

package main

// freeBeside is nil where free space is asked for in another way: then nobody looks.
func freeBeside(string) func() (int64, error) { return nil }
