package card

import (
	"math"
	"testing"
)

func TestParsePath(t *testing.T) {
	for d, want := range map[string]struct {
		lines int
		end   point
	}{
		"M1 2L3 4":             {1, point{3, 4}},
		"M1 2 3 4":             {1, point{3, 4}},
		"m1 2l2 2h-1v.5.5":     {1, point{2, 5}},
		"M0 0h4v4h-4ZM9 9l1-1": {2, point{10, 8}},
		"M0 0h4v4zh1":          {2, point{1, 0}},
		"M0 0q1 1 2 0Q3 1 4 4": {1, point{4, 4}},
		"M0 0c1 1 2 1 3 0":     {1, point{3, 0}},
		"M12 0a12 12 0 1 1 0 24 12 12 0 0 1 0-24Z": {1, point{12, 0}},
	} {
		lines, err := parsePath(d)
		if err != nil || len(lines) != want.lines {
			t.Errorf("%s: %d lines, %v", d, len(lines), err)
			continue
		}
		last := lines[len(lines)-1].points
		if end := last[len(last)-1]; math.Hypot(end.x-want.end.x, end.y-want.end.y) > 1e-6 {
			t.Errorf("%s ends at %v", d, end)
		}
	}
	for _, d := range []string{"L1 1", "M1", "M1 1X", "M1 1L2 b", "5 5"} {
		if _, err := parsePath(d); err == nil {
			t.Errorf("%q is a path", d)
		}
	}
}

// A circle of arcs is a circle.
func TestArc(t *testing.T) {
	lines, err := parsePath(circle(12, 12, 10))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range lines[0].points {
		if r := math.Hypot(p.x-12, p.y-12); math.Abs(r-10) > 1e-6 {
			t.Errorf("%v is %.3f from the middle", p, r)
		}
	}
	if a := math.Abs(area(lines[0].points)) / 2; math.Abs(a-math.Pi*100) > 1 {
		t.Errorf("area %.1f", a)
	}
}
