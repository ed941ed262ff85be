package main

import (
	"io"
	"testing"
	"time"

	"localvote/web/lang"
)

// BenchmarkDiffBesideCheck says how long a comparison takes beside a check of the
// same content: of the two, an editor runs the comparison more often. A ratio says
// the same on a fast machine and on a busy one.
func BenchmarkDiffBesideCheck(b *testing.B) {
	dir := folder(b)
	var diffs, checks time.Duration
	for b.Loop() {
		diffs += took(b, func() error { return (&diff{Old: builtIn, New: dir}).Run(io.Discard, lang.EN) })
		checks += took(b, func() error { return (&check{Dir: dir}).Run(io.Discard, lang.EN) })
	}
	b.ReportMetric(float64(diffs)/float64(checks), "diff/check")
	b.ReportMetric(float64(diffs.Milliseconds())/float64(b.N), "ms/diff")
}

func took(b *testing.B, f func() error) time.Duration {
	b.Helper()
	began := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
