package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// A falseClock tells one running process another time of day than the kernel has.
// Programs in Go ask no library for the time that could be put in its place, but code
// that the kernel lays into every process (vDSO). That code is exchanged, in the
// memory of the process alone; the program itself is the one that runs in production.
type falseClock struct {
	memory *os.File
	at     int64 // address of the seconds that are added
}

// wrongTime is the machine code of clock_gettime: it asks the kernel, and adds to the
// time of day, and to no other clock, the seconds that stand behind it.
var wrongTime = []byte{
	0xb8, 0xe4, 0, 0, 0, // mov eax, 228 (clock_gettime)
	0x0f, 0x05, // syscall
	0x85, 0xff, // test edi, edi (CLOCK_REALTIME is 0)
	0x75, 0x0a, // jne to ret
	0x48, 0x8b, 0x0d, 6, 0, 0, 0, // mov rcx, [rip+6]
	0x48, 0x01, 0x0e, // add [rsi], rcx
	0xc3, 0, 0, // ret
	0, 0, 0, 0, 0, 0, 0, 0, // the seconds
}

// deceive takes over the clock of a process, which shows the right time until it is
// shifted.
func deceive(pid int) (*falseClock, error) {
	begin, end, err := findVDSO(pid)
	if err != nil {
		return nil, err
	}
	memory, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotHere, err)
	}
	code := make([]byte, end-begin)
	if _, err := memory.ReadAt(code, begin); err != nil {
		return nil, errors.Join(err, memory.Close())
	}
	place := len(code) - 64 // the end of the last page, which nothing fills
	function, err := findClock(code)
	if err != nil || len(bytes.Trim(code[place:], "\x00")) > 0 {
		return nil, errors.Join(fmt.Errorf("%w: there is no room in the code of the kernel", errNotHere), err, memory.Close())
	}
	jump := append([]byte{0xe9}, binary.LittleEndian.AppendUint32(nil, uint32(int32(place-(function+5))))...)
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return nil, errors.Join(err, memory.Close())
	}
	defer syscall.Kill(pid, syscall.SIGCONT) //nolint:errcheck // it has ended then, and who asks next will notice
	time.Sleep(20 * time.Millisecond)        // until all its threads stand still
	_, err = memory.WriteAt(wrongTime, begin+int64(place))
	if err == nil {
		_, err = memory.WriteAt(jump, begin+int64(function))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", errNotHere, err), memory.Close())
	}
	return &falseClock{memory, begin + int64(place+len(wrongTime)-8)}, nil
}

// shift makes the clock differ by so much from the right one.
func (c *falseClock) shift(d time.Duration) error {
	_, err := c.memory.WriteAt(binary.LittleEndian.AppendUint64(nil, uint64(int64(d/time.Second))), c.at)
	return err
}

func (c *falseClock) close() { c.memory.Close() }

// findVDSO finds the kernel's code in the memory of a process.
func findVDSO(pid int) (begin, end int64, err error) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(maps)) {
		if strings.HasSuffix(strings.TrimSpace(line), "[vdso]") {
			_, err := fmt.Sscanf(line, "%x-%x", &begin, &end)
			return begin, end, err
		}
	}
	return 0, 0, fmt.Errorf("%w: no vDSO", errNotHere)
}

// findClock finds the function that tells the time.
func findClock(code []byte) (at int, err error) {
	file, err := elf.NewFile(bytes.NewReader(code))
	if err != nil {
		return 0, err
	}
	symbols, err := file.DynamicSymbols()
	for _, s := range symbols {
		if s.Name == "__vdso_clock_gettime" {
			return int(s.Value), nil
		}
	}
	return 0, errors.Join(errors.New("no function tells the time"), err)
}
