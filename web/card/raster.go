package card

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"golang.org/x/image/vector"
)

// draw lays a shape on the canvas.
func (s shape) draw(c *canvas, x, y, scale float64, ink, ground colour) error {
	place := func(p point) point { return p.times(scale).add(point{x, y}) }
	for _, o := range s {
		lines, err := parsePath(o.path)
		if err != nil {
			return err
		}
		for _, l := range lines {
			for i := range l.points {
				l.points[i] = place(l.points[i])
			}
		}
		if o.pen > 0 {
			stroke(c, lines, o.pen*scale)
		} else {
			fillEvenOdd(c, lines)
		}
	}
	c.paint(ink, ground)
	return nil
}

// fillEvenOdd fills each closed line by itself and takes away where two of them
// lie on each other: the rasterizer itself knows only another rule.
func fillEvenOdd(c *canvas, lines []line) {
	for _, l := range lines {
		rasterize(c, [][]point{l.points}, func(old, now uint8) uint8 {
			both := (int(old)*int(now) + 127) / 255
			return uint8(int(old) + int(now) - 2*both) //nolint:gosec // between 0 and 255
		})
	}
}

// stroke fills the line along a path: a rectangle for each piece, and at each
// corner what a pointed joint adds. All have one direction, so that they unite.
func stroke(c *canvas, lines []line, width float64) {
	var parts [][]point
	for _, l := range lines {
		p := l.points
		if l.closed {
			p = append(p[:len(p):len(p)], p[0])
		}
		p = distinct(p)
		for i := 1; i < len(p); i++ {
			side := across(p[i-1], p[i], width/2)
			parts = append(parts, []point{p[i-1].add(side), p[i].add(side), p[i].sub(side), p[i-1].sub(side)})
			switch {
			case i+1 < len(p):
				parts = append(parts, joint(p[i-1], p[i], p[i+1], width/2))
			case l.closed && len(p) > 2:
				parts = append(parts, joint(p[i-1], p[i], p[1], width/2))
			}
		}
	}
	for _, part := range parts {
		if area(part) < 0 {
			slices.Reverse(part)
		}
	}
	rasterize(c, parts, func(old, now uint8) uint8 { return max(old, now) })
}

func distinct(p []point) (out []point) {
	for i, q := range p {
		if i == 0 || math.Hypot(q.x-p[i-1].x, q.y-p[i-1].y) > 1e-6 {
			out = append(out, q)
		}
	}
	return out
}

// across is half the width of a line, at right angles to it.
func across(a, b point, half float64) point {
	d := b.sub(a)
	n := half / math.Hypot(d.x, d.y)
	return point{-d.y * n, d.x * n}
}

// joint is the outer corner between two pieces, up to its point.
func joint(a, b, c point, half float64) []point {
	one, two := across(a, b, half), across(b, c, half)
	if area([]point{a, b, c}) > 0 { // the outer side is the other one
		one, two = one.times(-1), two.times(-1)
	}
	sum := one.add(two)
	square := sum.x*sum.x + sum.y*sum.y
	if square < half*half/4 { // too sharp for a point: cut off
		return []point{b, b.add(one), b.add(two)}
	}
	return []point{b, b.add(one), b.add(sum.times(2 * half * half / square)), b.add(two)}
}

// area is twice the area of a polygon, below zero if it turns left.
func area(p []point) (sum float64) {
	for i := range p {
		q := p[(i+1)%len(p)]
		sum += p[i].x*q.y - q.x*p[i].y
	}
	return sum
}

// rasterize fills polygons and lays them on the mask.
func rasterize(c *canvas, parts [][]point, join func(old, now uint8) uint8) {
	mask := c.mask
	box := bounds(parts).Intersect(mask.Rect)
	if box.Empty() {
		return
	}
	c.touch(box)
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	origin := point{float64(box.Min.X), float64(box.Min.Y)}
	for _, p := range parts {
		for i, q := range p {
			q = q.sub(origin)
			if i == 0 {
				r.MoveTo(float32(q.x), float32(q.y))
			} else {
				r.LineTo(float32(q.x), float32(q.y))
			}
		}
		r.ClosePath()
	}
	now := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	r.DrawOp = draw.Src
	r.Draw(now, now.Rect, image.NewUniform(color.Opaque), image.Point{})
	for y := range box.Dy() {
		row := mask.Pix[mask.PixOffset(box.Min.X, box.Min.Y+y):]
		for x, a := range now.Pix[y*now.Stride : y*now.Stride+box.Dx()] {
			if a > 0 {
				row[x] = join(row[x], a)
			}
		}
	}
}

func bounds(parts [][]point) image.Rectangle {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, p := range parts {
		for _, q := range p {
			low, high = point{min(low.x, q.x), min(low.y, q.y)}, point{max(high.x, q.x), max(high.y, q.y)}
		}
	}
	if low.x > high.x {
		return image.Rectangle{}
	}
	return image.Rect(int(math.Floor(low.x)), int(math.Floor(low.y)), int(math.Ceil(high.x)), int(math.Ceil(high.y)))
}
