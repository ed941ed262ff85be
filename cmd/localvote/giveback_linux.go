package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// releaseProgram tells the system that the pages of the program's own file are not
// needed now: the texts that were built in and the code of the start are read once. Two
// thirds of them are never touched again; the rest comes back from the system's cache of
// the file within microseconds.
func releaseProgram() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	file, err := os.Open("/proc/self/smaps")
	if err != nil {
		return err
	}
	defer file.Close()
	ranges, err := untouched(file, self)
	for _, r := range ranges {
		_, _, failed := syscall.Syscall(syscall.SYS_MADVISE, r.from, r.to-r.from, syscall.MADV_DONTNEED)
		if failed != 0 {
			err = errors.Join(err, fmt.Errorf("madvise: %w", failed))
		}
	}
	return err
}

// A memory is a range of addresses.
type memory struct{ from, to uintptr }

// untouched finds in /proc/PID/smaps the ranges that a program file is mapped to and
// that still are as in the file: those that cannot be written to, of which no page was
// copied. Pages of others would be lost.
func untouched(smaps io.Reader, program string) (found []memory, err error) {
	var now *memory
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) >= 5 && strings.Contains(fields[0], "-"):
			now = nil
			if len(fields) == 6 && fields[5] == program && fields[1][1] == '-' {
				if now, err = rangeOf(fields[0]); err != nil {
					return nil, err
				}
			}
		case now != nil && len(fields) == 3 && fields[0] == "Anonymous:":
			if fields[1] == "0" {
				found = append(found, *now)
			}
			now = nil
		}
	}
	return found, lines.Err()
}

// rangeOf reads "00400000-0122f000".
func rangeOf(s string) (*memory, error) {
	from, to, _ := strings.Cut(s, "-")
	a, err := strconv.ParseUint(from, 16, 64)
	if err != nil {
		return nil, fmt.Errorf("read smaps: %w", err)
	}
	b, err := strconv.ParseUint(to, 16, 64)
	if err != nil || b <= a {
		return nil, fmt.Errorf("read smaps: the range %s", s)
	}
	return &memory{uintptr(a), uintptr(b)}, nil
}
