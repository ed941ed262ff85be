package card

import "image/color"

// A colour is one of the tokens of the stylesheet, for light screens: a picture
// does not know what its reader prefers.
type colour struct {
	token string
	rgb   color.RGBA
}

func token(name string, rgb uint32) colour {
	return colour{name, color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}}
}

// The colours of a card; a test holds them equal to the stylesheet.
var (
	paper     = token("paper", 0xffffff)
	wash      = token("wash", 0xf6f3fa)
	ink       = token("ink", 0x1b1523)
	soft      = token("soft", 0x4a4357)
	accent    = token("accent", 0x4b2a86)
	rule      = token("rule", 0x1b1523)
	barGround = token("bar", 0x2f1a5c)
	onBar     = token("on-bar", 0xffffff)
)

// A look is the colours of a verdict.
type look struct{ ink, ground colour }

// looks are the classes of verdicts, as the stylesheet has them.
var looks = map[string]look{
	"v-yes":  {token("yes", 0x0b5647), token("yes-w", 0xe1f1eb)},
	"v-no":   {token("no", 0x84300f), token("no-w", 0xfbebe3)},
	"v-open": {token("open", 0x614300), token("open-w", 0xfbf1d3)},
	"v-none": {soft, token("none-w", 0xf2f1f4)},
	"v-dep":  {accent, token("wash-2", 0xece6f5)},
}
