package card

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

type point struct{ x, y float64 }

func (p point) add(q point) point                { return point{p.x + q.x, p.y + q.y} }
func (p point) sub(q point) point                { return point{p.x - q.x, p.y - q.y} }
func (p point) times(n float64) point            { return point{p.x * n, p.y * n} }
func (p point) towards(q point, t float64) point { return p.add(q.sub(p).times(t)) }

// A line is a path made of straight pieces.
type line struct {
	points []point
	closed bool
}

// curveSteps is into how many straight pieces a curve is cut; at the sizes of a
// card none of them is seen.
const curveSteps = 24

// A pathReader reads the d of an SVG path, as far as our drawings use it.
type pathReader struct {
	rest  string
	lines []line
	at    point
}

// parsePath cuts a path into lines of straight pieces.
func parsePath(d string) ([]line, error) {
	r := &pathReader{rest: d}
	command := byte(0)
	for r.skip(); r.rest != ""; r.skip() {
		if c := r.rest[0]; c >= 'A' {
			command, r.rest = c, r.rest[1:]
		}
		if err := r.step(command); err != nil {
			return nil, fmt.Errorf("the path %.40q: %w", d, err)
		}
		switch command { // further pairs of numbers after a move are lines
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
	return r.lines, nil
}

func (r *pathReader) skip() { r.rest = strings.TrimLeft(r.rest, " ,\n\t") }

// numbers reads n numbers; two of them may touch, as in "1-2" and ".5.5".
func (r *pathReader) numbers(n int) ([]float64, error) {
	out := make([]float64, 0, n)
	for range n {
		r.skip()
		end, dot := 0, false
		for ; end < len(r.rest); end++ {
			c := r.rest[end]
			if c == '.' && !dot {
				dot = true
			} else if (c < '0' || c > '9') && (c != '-' || end > 0) {
				break
			}
		}
		x, err := strconv.ParseFloat(r.rest[:end], 64)
		if err != nil {
			return nil, fmt.Errorf("no number at %.10q", r.rest)
		}
		out, r.rest = append(out, x), r.rest[end:]
	}
	return out, nil
}

// arguments is how many numbers each command takes.
var arguments = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'Q': 4, 'C': 6, 'A': 7, 'Z': 0}

func (r *pathReader) step(command byte) error {
	upper := command &^ 0x20
	n, known := arguments[upper]
	if !known {
		return fmt.Errorf("the command %q", command)
	}
	a, err := r.numbers(n)
	if err != nil {
		return err
	}
	var base point
	if command != upper {
		base = r.at
	}
	if upper != 'M' && len(r.lines) == 0 {
		return fmt.Errorf("the command %q without a beginning", command)
	}
	r.move(upper, a, base)
	return nil
}

func (r *pathReader) move(command byte, a []float64, base point) {
	at := func(i int) point { return base.add(point{a[i], a[i+1]}) }
	switch command {
	case 'M':
		r.lines = append(r.lines, line{})
		r.to(at(0))
	case 'L':
		r.to(at(0))
	case 'H':
		r.to(point{base.x + a[0], r.at.y})
	case 'V':
		r.to(point{r.at.x, base.y + a[0]})
	case 'Q':
		r.curve(at(0), at(0), at(2), true)
	case 'C':
		r.curve(at(0), at(2), at(4), false)
	case 'A':
		r.arc(a[0], a[3] != 0, a[4] != 0, at(5))
	case 'Z':
		last := &r.lines[len(r.lines)-1]
		last.closed, r.at = true, last.points[0]
	}
}

func (r *pathReader) to(p point) {
	last := &r.lines[len(r.lines)-1]
	if last.closed { // a path goes on where it was closed
		r.lines = append(r.lines, line{points: []point{r.at}})
		last = &r.lines[len(r.lines)-1]
	}
	last.points, r.at = append(last.points, p), p
}

// curve is a Bézier curve with one control point (twice) or two.
func (r *pathReader) curve(b, c, d point, quadratic bool) {
	a := r.at
	for i := 1; i <= curveSteps; i++ {
		t := float64(i) / curveSteps
		ab, bc, cd := a.towards(b, t), b.towards(c, t), c.towards(d, t)
		if quadratic {
			r.to(ab.towards(cd, t))
			continue
		}
		r.to(ab.towards(bc, t).towards(bc.towards(cd, t), t))
	}
}

// arc is a part of a circle of radius n (SVG 2, B.2.4, without ellipses).
func (r *pathReader) arc(n float64, large, sweep bool, end point) {
	start := r.at
	half := end.sub(start).times(.5)
	d := math.Hypot(half.x, half.y)
	if d == 0 {
		return
	}
	n = math.Max(n, d)
	h := math.Sqrt(n*n-d*d) / d
	if large == sweep {
		h = -h
	}
	centre := start.add(half).add(point{-half.y * h, half.x * h})
	from := math.Atan2(start.y-centre.y, start.x-centre.x)
	turn := math.Atan2(end.y-centre.y, end.x-centre.x) - from
	switch {
	case sweep && turn < 0:
		turn += 2 * math.Pi
	case !sweep && turn > 0:
		turn -= 2 * math.Pi
	}
	for i := 1; i < 2*curveSteps; i++ {
		angle := from + turn*float64(i)/(2*curveSteps)
		r.to(point{centre.x + n*math.Cos(angle), centre.y + n*math.Sin(angle)})
	}
	r.to(end)
}
