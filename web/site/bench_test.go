//go:build unix

package site_test

import (
	"os"
	"syscall"
	"testing"
	"time"

	"localvote/web/site"
)

// A full rebuild as after an edit: the real content from its folder, with all checks but
// those of the words that are built in. It reports also what it computes, which a busy
// machine does not change as much.
func BenchmarkRebuild(b *testing.B) {
	files := real
	files.Content = os.DirFS("../../content")
	live := site.NewLive(new(site.Site), nil, time.Now)
	before := computed(b)
	for b.Loop() {
		if swapped, problems := live.Rebuild(files.WordsProven()); !swapped {
			b.Fatal(problems[0])
		}
	}
	b.ReportMetric(float64((computed(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
}

// computed is the processor time that the program has used.
func computed(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
