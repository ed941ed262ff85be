package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// bareAnswer is what the bare handler repeats.
type bareAnswer struct {
	Addr   string
	Header http.Header
	Body   []byte
}

// serveBare is the least that a Go program can do: write the same headers and the same
// bytes to everybody. What the site takes longer than this is its own work.
func serveBare(args []string) error {
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var a bareAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	return http.ListenAndServe(a.Addr, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		for name, value := range a.Header {
			h[name] = value
		}
		_, _ = w.Write(a.Body)
	}))
}

// bare starts the bare handler with an answer of ours.
func (b *bench) bare(a *answer) (*process, error) {
	addr, err := unusedAddress()
	if err != nil {
		return nil, err
	}
	header := a.header.Clone()
	header.Del("Date") // net/http writes it, for both
	data, err := json.Marshal(bareAnswer{addr, header, a.body})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.folder, "bare.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program itself: %w", err)
	}
	return b.launch(serverCore, "bare handler", addr, self, "bare", file)
}
