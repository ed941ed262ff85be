// Package card draws the picture that a social network shows beside a link: the
// name of the site, a title, a verdict with its shape and word, the day of the law
// and the address. It is pure: the same card gives the same bytes, and everything
// on it is handed in. What a card says, and when it is drawn, is left to web.
//
// The picture follows the look of the site: ruled and square, one accent, a
// verdict never by colour alone. Its letters are the Go fonts, because a server
// has no others; the name of the site is the outline that the pages show.
package card

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"sync"
)

// The size of every card, as social networks ask for it.
const (
	Width  = 1200
	Height = 630
)

// design is raised when the drawing changes: the address of a card holds a hash,
// and whoever has kept the picture need not ask again.
const design = 1

// A Card is everything that a picture says.
type Card struct {
	Letters string // outline of the name of the site, 60 units high
	Ring    string // outline of its ring
	Kicker  string // what kind of page it is
	Title   string
	Text    string   // a sentence or two; left out where a long title needs the room
	Verdict *Verdict // nil for none
	AsOf    string   // "Law as of February 2026"
	Address string   // of the site, as one would type it
}

// A Verdict is a word and its look: Icon is the name of a symbol of the pages, and
// Class the name of its colours there.
type Verdict struct{ Icon, Class, Word string }

// hashDigits is how much of the hash names a card.
const hashDigits = 10

// Hash names what a card says and how it is drawn.
func (c *Card) Hash() string {
	sum := sha256.New()
	v := c.Verdict
	if v == nil {
		v = &Verdict{}
	}
	fmt.Fprintf(sum, "%d %q %q %q %q %q %q %q %q", design, c.Letters, c.Ring, c.Kicker, c.Title, c.Text, *v, c.AsOf, c.Address)
	return hex.EncodeToString(sum.Sum(nil))[:hashDigits]
}

// The measures of a card in pixels.
const (
	margin    = 72
	inside    = Width - 2*margin // the room for text
	bar       = 100              // height of the strip with the name
	desk      = 536              // where the foot begins
	hole      = 5                // radius of the perforation above the foot
	holeEvery = 24
	rowHeight = 104 // of a verdict
	rowGap    = 22  // above it
	edge      = 4   // of its frame
	air       = 38  // the least room above the foot
)

// Sizes of letters in pixels: the smallest is 8 where a card is shown 300 wide.
const (
	kickerSize = 32
	textSize   = 36
	footSize   = 30
	wordSize   = 58
	titleMax   = 84
	titleMin   = 44
)

// PNG draws the card.
func (c *Card) PNG() ([]byte, error) {
	f, err := newFonts()
	if err != nil {
		return nil, err
	}
	cv := newCanvas(paper)
	d := &drawing{card: c, fonts: f, canvas: cv}
	d.strip()
	d.foot()
	d.words()
	if c.Verdict != nil {
		d.verdict(desk - air + 6 - rowHeight)
	}
	if d.err != nil {
		return nil, d.err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: &buffers}
	if err := encoder.Encode(&out, cv.image()); err != nil {
		return nil, fmt.Errorf("encode a card: %w", err)
	}
	return out.Bytes(), nil
}

// buffers spares a megabyte for each card: an encoder is large.
var buffers encoderPool

type encoderPool struct{ sync.Pool }

func (p *encoderPool) Get() *png.EncoderBuffer {
	b, _ := p.Pool.Get().(*png.EncoderBuffer)
	return b
}

func (p *encoderPool) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

// A drawing is a card on its way to the paper; err is the first thing that failed.
type drawing struct {
	card   *Card
	fonts  *fonts
	canvas *canvas
	err    error
}

// text draws one line with its baseline at y.
func (d *drawing) text(s string, st style, x, y float64, ink, ground colour) {
	if d.err == nil {
		d.err = d.fonts.draw(d.canvas, s, st, x, y, ink, ground)
	}
}

// shape draws an outline whose units are scale pixels.
func (d *drawing) shape(s shape, x, y, scale float64, ink, ground colour) {
	if d.err == nil {
		d.err = s.draw(d.canvas, x, y, scale, ink, ground)
	}
}

// strip is the name of the site.
func (d *drawing) strip() {
	d.canvas.fill(0, 0, Width, bar, barGround)
	const scale = 52.0 / 60
	top := (bar-60*scale)/2 + 1
	for _, outline := range []string{d.card.Letters, d.card.Ring} {
		d.shape(shape{{path: outline}}, margin, top, scale, onBar, barGround)
	}
}

// foot is the slip to tear off: the day of the law and the address.
func (d *drawing) foot() {
	d.canvas.fill(0, desk, Width, Height, wash)
	var holes shape
	for x := holeEvery / 2; x < Width; x += holeEvery {
		holes = append(holes, outline{path: circle(float64(x), desk, hole)})
	}
	d.shape(holes, 0, 0, 1, paper, wash)
	const base = desk + (Height-desk+footSize)/2 - 2
	address := d.fonts.fit(d.card.Address, style{true, footSize}, inside/2)
	d.text(d.card.AsOf, style{false, footSize}, margin, base, soft, wash)
	d.text(address, style{true, footSize}, Width-margin-d.fonts.width(address, style{true, footSize}), base, accent, wash)
}

// verdict is a row of the ballot: a shape in its cell, and the word.
func (d *drawing) verdict(top int) {
	v := d.card.Verdict
	look, known := looks[v.Class]
	outline, drawn := shapes[v.Icon]
	if !known || !drawn {
		d.err = fmt.Errorf("no look for the verdict %q with the shape %q", v.Class, v.Icon)
		return
	}
	cv := d.canvas
	cv.fill(margin, top, Width-margin, top+rowHeight, rule)
	cv.fill(margin+edge, top+edge, Width-margin-edge, top+rowHeight-edge, look.ground)
	cv.fill(margin+rowHeight, top, margin+rowHeight+edge, top+rowHeight, rule)
	const size = 60
	inset := float64(rowHeight+edge-size) / 2
	d.shape(outline, margin+inset, float64(top)+inset-edge/2, size/24.0, look.ink, look.ground)
	st := style{true, wordSize}
	word := d.fonts.fit(v.Word, st, inside-rowHeight-2*edge-2*36)
	d.text(word, st, margin+rowHeight+edge+36, float64(top)+rowHeight/2+wordSize*.36, look.ink, look.ground)
}

// room is where the words of a card may stand, and how much of it the kicker takes.
func (c *Card) room() (top, bottom, kick float64) {
	bottom = desk - air
	if c.Verdict != nil {
		bottom -= rowHeight + rowGap
	}
	if c.Kicker != "" {
		kick = kickerSize * 1.75
	}
	return bar + air, bottom, kick
}

// Lines are the lines of the title and of the text as they are drawn; the text is
// left out where the title needs the room.
func (c *Card) Lines() (title, text []string, err error) {
	f, err := newFonts()
	if err != nil {
		return nil, nil, err
	}
	top, bottom, kick := c.room()
	b := f.compose(c, bottom-top-kick)
	return b.title, b.text, nil
}

// words are the kicker, the title and the text; what is left of the room is shared
// out above and below, a little more of it below.
func (d *drawing) words() {
	top, bottom, kick := d.card.room()
	b := d.fonts.compose(d.card, bottom-top-kick)
	y := top + max(0, (bottom-top-kick-b.height())*.42)
	if kick > 0 {
		st := style{true, kickerSize}
		d.text(d.fonts.fit(d.card.Kicker, st, inside), st, margin, y+kickerSize*.8, accent, paper)
		y += kick
	}
	for _, line := range b.title {
		d.text(line, style{true, b.size}, margin, y+b.size*.82, ink, paper)
		y += b.size * titleLine
	}
	y += textGap
	for _, line := range b.text {
		d.text(line, style{false, textSize}, margin, y+textSize*.8, soft, paper)
		y += textSize * textLine
	}
}
