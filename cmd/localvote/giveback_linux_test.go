package main

import (
	"slices"
	"strings"
	"testing"
)

// Only what is as in the file may be given back: copied pages would be lost.
func TestUntouched(t *testing.T) {
	const smaps = `00400000-0122f000 r-xp 00000000 fe:00 10338379                           /opt/lv
Rss:               13372 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
0122f000-0207f000 r--p 00e2f000 fe:00 10338379                           /opt/lv
Anonymous:             4 kB
0207f000-02282000 rw-p 01c7f000 fe:00 10338379                           /opt/lv
Anonymous:             0 kB
03000000-03001000 r--p 00000000 fe:00 10338379                           /opt/lv
Anonymous:             0 kB
7fb7a693b000-7fb7a6a91000 r-xp 00026000 fe:00 326269                     /usr/lib/libc.so.6
Anonymous:             0 kB
21498d800000-21499e000000 rw-p 00000000 00:00 0
Anonymous:             0 kB
`
	got, err := untouched(strings.NewReader(smaps), "/opt/lv")
	if want := []memory{{0x400000, 0x122f000}, {0x3000000, 0x3001000}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%x, %v", got, err)
	}
	if _, err := untouched(strings.NewReader("5-4 r--p 0 0 0 /opt/lv\n"), "/opt/lv"); err == nil {
		t.Error("a range that ends before it begins is taken")
	}
}

// A program whose pages were given back goes on: the system brings them again.
func TestReleaseProgram(t *testing.T) {
	if err := releaseProgram(); err != nil {
		t.Fatal(err)
	}
	if _, err := filesFrom(""); err != nil {
		t.Error(err)
	}
}
