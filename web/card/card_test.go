package card

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"localvote/static"
	"localvote/web/palette"
)

// sample is a card with everything on it.
func sample() Card {
	return Card{
		Letters: "M10 10h40v40h-40Z", Ring: circle(80, 30, 17), Kicker: "Што пісала прэса", Title: "Пратакол падпісалі ў Маскве",
		Text: "Гэта адказ для аднаго чалавека.", Verdict: &Verdict{"yes", "v-yes", "Праўда"}, AsOf: "Закон у рэдакцыі на люты 2026 года", Address: "localvote.example",
	}
}

func decoded(t testing.TB, c *Card) *image.Paletted {
	t.Helper()
	data, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 60_000 {
		t.Errorf("%q takes %d bytes", c.Title, len(data))
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := img.(*image.Paletted)
	if !ok || img.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Fatalf("%T %v", img, img.Bounds())
	}
	return p
}

// inked counts the pixels of a colour in a part of a picture.
func inked(p *image.Paletted, box image.Rectangle, c colour) (n int) {
	want := uint8(slices.IndexFunc(p.Palette, func(x color.Color) bool { return color.RGBAModel.Convert(x) == c.rgb }))
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if p.ColorIndexAt(x, y) == want {
				n++
			}
		}
	}
	return n
}

// Everything that a card says stands where it belongs.
func TestPNG(t *testing.T) {
	c := sample()
	p := decoded(t, &c)
	yes := looks["v-yes"]
	for name, part := range map[string]struct {
		box   image.Rectangle
		ink   colour
		least int
	}{
		"name":    {image.Rect(margin, 0, 200, bar), onBar, 1000},
		"kicker":  {image.Rect(margin, bar, Width-margin, 190), accent, 500},
		"title":   {image.Rect(margin, 150, Width-margin, 400), ink, 5000},
		"text":    {image.Rect(margin, 200, Width-margin, 400), soft, 500},
		"shape":   {image.Rect(margin, 380, margin+rowHeight, desk), yes.ink, 1500},
		"word":    {image.Rect(margin+rowHeight, 380, Width-margin, desk), yes.ink, 1500},
		"day":     {image.Rect(margin, desk, 700, Height), soft, 500},
		"address": {image.Rect(700, desk, Width-margin, Height), accent, 500},
	} {
		if n := inked(p, part.box, part.ink); n < part.least {
			t.Errorf("%d pixels of the %s", n, name)
		}
	}
	if len(p.Palette) > 255 {
		t.Errorf("%d colours", len(p.Palette))
	}
}

// outside counts what stands in the margins and is no ground there.
func outside(p *image.Paletted) (n int) {
	for y := range Height {
		for x := range Width {
			if x >= margin && x < Width-margin || y > desk-hole-2 && y < desk+hole+2 {
				continue
			}
			if want := p.ColorIndexAt(0, y); p.ColorIndexAt(x, y) != want {
				n++
			}
		}
	}
	return n
}

// awkward are texts that try to leave the picture.
var awkward = []string{
	"", "Я", strings.Repeat("Ш", 300), strings.Repeat("доўгаеслова ", 60), strings.Repeat("слова\u00a0", 60), "Магілёўшчына-" + strings.Repeat("некваліфікаваны", 9),
	"\u0000\u202e�🙂", "one\ntwo\tthree", strings.Repeat("i ", 500),
}

// However long its words are, nothing on a card leaves its margins or meets what
// stands below.
func TestNothingOutside(t *testing.T) {
	for _, words := range awkward {
		for _, verdict := range []*Verdict{nil, {"dep", "v-dep", words}} {
			c := sample()
			c.Kicker, c.Title, c.Text, c.Address, c.Verdict = words, words, words, words, verdict
			c.Letters, c.AsOf = "", ""
			p := decoded(t, &c)
			if n := outside(p); n > 0 {
				t.Errorf("%d pixels of %.20q in the margins", n, words)
			}
			above := image.Rect(margin, desk-air+8, Width-margin, desk-hole-2)
			if n := inked(p, above, ink) + inked(p, above, soft); n > 0 {
				t.Errorf("%d pixels of %.20q meet the foot", n, words)
			}
		}
	}
}

// The colours are those of the stylesheet, and every text on them is easy to read.
func TestColours(t *testing.T) {
	data, err := static.FS.ReadFile("css/site.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := palette.Parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	pairs := [][2]colour{{onBar, barGround}, {accent, paper}, {ink, paper}, {soft, paper}, {soft, wash}, {accent, wash}}
	for _, l := range looks {
		pairs = append(pairs, [2]colour{l.ink, l.ground})
	}
	for _, pair := range append(pairs, [2]colour{rule, paper}) {
		var hex [2]string
		for i, c := range pair {
			of, ok := tokens.Get(c.token)
			hex[i] = "#" + hexOf(c.rgb)
			if short := strings.TrimPrefix(of.Light, "#"); len(short) == 3 {
				of.Light = "#" + strings.Repeat(short[:1], 2) + strings.Repeat(short[1:2], 2) + strings.Repeat(short[2:], 2)
			}
			if !ok || of.Light != hex[i] {
				t.Errorf("--%s is %s on pages and %s on cards", c.token, of.Light, hex[i])
			}
		}
		if ratio, err := palette.Contrast(hex[0], hex[1]); err != nil || ratio < 7 {
			t.Errorf("--%s on --%s: %.1f %v", pair[0].token, pair[1].token, ratio, err)
		}
	}
}

func hexOf(c color.RGBA) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for _, n := range []uint8{c.R, c.G, c.B} {
		b.WriteByte(digits[n>>4])
		b.WriteByte(digits[n&15])
	}
	return b.String()
}

// The shapes are those of the pages.
func TestShapes(t *testing.T) {
	data, err := os.ReadFile("../../templates/sprite.templ")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range shapes {
		_, symbol, _ := strings.Cut(string(data), `id="i-`+name+`"`)
		symbol, _, _ = strings.Cut(symbol, "</symbol>")
		parts := 0
		for _, o := range s {
			if strings.Contains(symbol, `d="`+o.path+`"`) {
				parts++
			}
		}
		if n := len(s) - strings.Count(symbol, "<circle"); symbol == "" || parts != n || strings.Count(symbol, ` d="`) != n {
			t.Errorf("%s: %d of %d parts are those of the page, %s", name, parts, n, symbol)
		}
		c := newCanvas(paper)
		if err := s.draw(c, 0, 0, 10, ink, paper); err != nil {
			t.Error(err)
		}
		if n := inked(c.image(), image.Rect(0, 0, 240, 240), ink); n < 4000 || n > 50_000 {
			t.Errorf("%s: %d pixels", name, n)
		}
	}
}

// Two cards that differ in anything have two names.
func TestHash(t *testing.T) {
	seen := map[string]bool{}
	for _, change := range []func(*Card){
		func(*Card) {}, func(c *Card) { c.Letters = "" }, func(c *Card) { c.Ring = "" }, func(c *Card) { c.Kicker = "" }, func(c *Card) { c.Title = "" },
		func(c *Card) { c.Text = "" }, func(c *Card) { c.Verdict = nil }, func(c *Card) { c.Verdict.Word = "" }, func(c *Card) { c.AsOf = "" }, func(c *Card) { c.Address = "" },
		func(c *Card) { c.Kicker, c.Title = c.Title, c.Kicker },
	} {
		c := sample()
		change(&c)
		if h := c.Hash(); seen[h] || len(h) != hashDigits {
			t.Errorf("%s again", h)
		} else {
			seen[h] = true
		}
	}
}

func TestUnknownLook(t *testing.T) {
	for _, v := range []Verdict{{"yes", "v-maybe", "?"}, {"cross", "v-yes", "?"}} {
		c := sample()
		c.Verdict = &v
		if _, err := c.PNG(); err == nil {
			t.Errorf("%v is drawn", v)
		}
	}
}

// Cards may be drawn side by side, and are the same each time.
func TestSideBySide(t *testing.T) {
	c := sample()
	want, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if got, err := c.PNG(); err != nil || !bytes.Equal(got, want) {
				t.Error("another picture", err)
			}
		})
	}
	all.Wait()
}

// A card costs a few times what packing an empty picture of its size costs.
func BenchmarkPNG(b *testing.B) {
	c := sample()
	for b.Loop() {
		if _, err := c.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBlank(b *testing.B) {
	blank := newCanvas(paper).image()
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: &buffers}
	for b.Loop() {
		var out bytes.Buffer
		if err := encoder.Encode(&out, blank); err != nil {
			b.Fatal(err)
		}
	}
}

// drawnAs is the picture of the sample by the present design.
const drawnAs = "1 f7b6d7ba"

// Pictures are kept for ever by those who have them, so another drawing needs
// another name.
func TestDesign(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors round in another way")
	}
	c := sample()
	p := decoded(t, &c)
	sum := fnv.New32()
	sum.Write(p.Pix)
	if got := fmt.Sprintf("%d %x", design, sum.Sum32()); got != drawnAs {
		t.Errorf("cards are drawn in another way: raise design, then write %q here", got)
	}
}
