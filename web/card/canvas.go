package card

import (
	"image"
	"image/color"
)

// shades are the steps from a ground to the colour on it, both included. Sixteen
// are enough for smooth edges, and keep a picture in one byte a pixel.
const shades = 16

// A canvas is a picture whose every pixel is one of few colours, or a step between
// two of them: so it packs into a fraction of what true colour would take.
type canvas struct {
	pix     []uint8
	palette color.Palette
	solid   map[color.RGBA]uint8
	ramps   map[[2]color.RGBA]uint8 // the first step of a ramp
	mask    *image.Alpha            // what is about to be painted
	touched image.Rectangle         // the part of the mask that may hold something
}

func newCanvas(ground colour) *canvas {
	c := &canvas{
		pix: make([]uint8, Width*Height), solid: map[color.RGBA]uint8{}, ramps: map[[2]color.RGBA]uint8{},
		mask: image.NewAlpha(image.Rect(0, 0, Width, Height)),
	}
	c.fill(0, 0, Width, Height, ground)
	return c
}

func (c *canvas) index(rgb color.RGBA) uint8 {
	i, known := c.solid[rgb]
	if !known {
		i = uint8(len(c.palette)) //nolint:gosec // a card has some ten colours
		c.solid[rgb], c.palette = i, append(c.palette, rgb)
	}
	return i
}

// fill paints a rectangle.
func (c *canvas) fill(x0, y0, x1, y1 int, with colour) {
	i := c.index(with.rgb)
	for y := y0; y < y1; y++ {
		row := c.pix[y*Width+x0 : y*Width+x1]
		for x := range row {
			row[x] = i
		}
	}
}

// paint lays ink on a ground as thick as the mask says, and wipes the mask.
func (c *canvas) paint(ink, ground colour) {
	from, full := c.ramp(ink.rgb, ground.rgb), c.index(ink.rgb)
	box := c.touched.Intersect(c.mask.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row, at := c.mask.Pix[y*Width+box.Min.X:y*Width+box.Max.X], y*Width+box.Min.X
		for x, a := range row {
			switch step := (int(a)*(shades-1) + 127) / 255; {
			case step == shades-1:
				c.pix[at+x] = full
			case step > 0:
				c.pix[at+x] = from + uint8(step) - 1 //nolint:gosec // below shades
			}
		}
		clear(row)
	}
	c.touched = image.Rectangle{}
}

// touch says where the mask will be drawn on.
func (c *canvas) touch(box image.Rectangle) { c.touched = c.touched.Union(box) }

// ramp is where the steps between two colours begin in the palette.
func (c *canvas) ramp(ink, ground color.RGBA) uint8 {
	key := [2]color.RGBA{ink, ground}
	from, known := c.ramps[key]
	if known {
		return from
	}
	from = uint8(len(c.palette)) //nolint:gosec // fewer than ten pairs of 14 steps; a test counts
	c.ramps[key] = from
	for step := 1; step < shades-1; step++ {
		mix := func(a, b uint8) uint8 {
			return uint8((int(a)*step + int(b)*(shades-1-step) + (shades-1)/2) / (shades - 1)) //nolint:gosec // between a and b
		}
		c.palette = append(c.palette, color.RGBA{mix(ink.R, ground.R), mix(ink.G, ground.G), mix(ink.B, ground.B), 0xff})
	}
	return from
}

func (c *canvas) image() *image.Paletted {
	return &image.Paletted{Pix: c.pix, Stride: Width, Rect: image.Rect(0, 0, Width, Height), Palette: c.palette}
}
