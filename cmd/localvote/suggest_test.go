package main

import (
	"bytes"
	"testing"
	"time"

	"localvote/web/lang"
)

// What takes less than a second is silent; what takes longer says so once a second.
func TestProgressIsSaidOnceASecond(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	tell := slowly(&out, lang.EN, func() time.Time { return now })
	for i := range 50 {
		tell(i*32, 1600)
		now = now.Add(50 * time.Millisecond)
	}
	if got, want := out.String(), "tried 640 of 1600 edits\ntried 1280 of 1600 edits\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPercentIsNeverFlattering(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        float64
	}{{1661, 1662, 99.9}, {1662, 1662, 100}, {9999, 10000, 99.9}, {0, 3, 0}, {0, 0, 100}} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %v, want %v", c.part, c.whole, got, c.want)
		}
	}
}
