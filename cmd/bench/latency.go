package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
)

// latency measures how long readers wait at half of the load that the server can bear.
func (b *bench) latency() error {
	p, _, err := b.serveAnswer()
	if err != nil {
		return err
	}
	defer p.stop()
	full, err := b.rate(load{on: p, path: measured}, b.round)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := b.cores.command(b.ctx, loadCore, self, "load", p.addr, measured, strconv.Itoa(int(full/2)), b.round.String())
	var wrong bytes.Buffer
	command.Stderr = &wrong
	out, err := command.Output()
	if err != nil {
		return fmt.Errorf("the load generator: %w: %s", err, wrong.Bytes())
	}
	var w waits
	if err := json.Unmarshal(out, &w); err != nil {
		return err
	}
	note := fmt.Sprintf("at %.0f/s, of which %.0f/s were sent", full/2, w.Rate)
	for _, x := range []struct {
		name  string
		value float64
	}{{"p50", w.P50}, {"p90", w.P90}, {"p99", w.P99}} {
		b.add(figure{Part: "latency", Name: "wait at 50 % load, " + x.name, Value: x.value, Unit: "ms", Note: note})
	}
	return nil
}
