package card

import (
	"fmt"
	"image"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A style is a weight and a size in pixels.
type style struct {
	bold bool
	size float64
}

// parsed are the fonts as they stand in the program: regular, then bold.
var parsed = sync.OnceValues(func() (out [2]*sfnt.Font, err error) {
	for i, data := range [][]byte{goregular.TTF, gobold.TTF} {
		if out[i], err = opentype.Parse(data); err != nil {
			return out, fmt.Errorf("read the fonts: %w", err)
		}
	}
	return out, nil
})

// fonts measure and draw for one picture: a face must not be shared between two.
type fonts struct {
	parsed [2]*sfnt.Font
	faces  map[style]font.Face
}

func newFonts() (*fonts, error) {
	p, err := parsed()
	return &fonts{p, map[style]font.Face{}}, err
}

func (f *fonts) face(st style) (font.Face, error) {
	if face, ok := f.faces[st]; ok {
		return face, nil
	}
	of := f.parsed[0]
	if st.bold {
		of = f.parsed[1]
	}
	face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: st.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("make a face: %w", err)
	}
	f.faces[st] = face
	return face, nil
}

// drawable exchanges the characters that steer line breaks or that the Go fonts
// lack for those that look the same.
var drawable = strings.NewReplacer(
	"\u2011", "-", // no-break hyphen
	"\u2060", "", "\u200b", "", "\u00ad", "", // joiner, zero-width space, soft hyphen
	"\u202f", "\u00a0", "\u2009", "\u00a0", // narrow spaces
	"\u02bc", "\u2019", // apostrophe of other keyboards
)

// Missing lists the characters of a text that the letters of a card lack.
func Missing(text string) (out []rune) {
	p, err := parsed()
	if err != nil {
		return []rune(text)
	}
	var buf sfnt.Buffer
	for _, r := range drawable.Replace(text) {
		for _, f := range p {
			if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// width of a line in pixels.
func (f *fonts) width(s string, st style) float64 {
	face, err := f.face(st)
	if err != nil {
		return 0
	}
	return float64(font.MeasureString(face, drawable.Replace(s))) / 64
}

// draw lays a line on the canvas.
func (f *fonts) draw(c *canvas, s string, st style, x, y float64, ink, ground colour) error {
	face, err := f.face(st)
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: c.mask, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}}
	c.touch(image.Rect(int(x-st.size), int(y-1.5*st.size), int(x+f.width(s, st)+st.size), int(y+st.size)))
	d.DrawString(drawable.Replace(s))
	c.paint(ink, ground)
	return nil
}
