package templates

import (
	"strconv"
	"strings"

	"localvote/web/lang"
)

// LeafletPage is /{lang}/leaflet: a sheet to print, and the choice of its
// country and languages.
type LeafletPage struct {
	Frame
	Heading   string
	How       PagePart // what it is for and how to print it
	Countries []Link
	Seconds   []Link // the second language, or none
	Stale     string // one sentence if the leaflet needs checking again
	Sides     []LeafletSide
}

// LeafletSide is the leaflet in one language; two of them share a sheet.
type LeafletSide struct {
	Lang     lang.Lang
	L        Localizer
	Question string
	Answer   PagePart
	Parts    []PagePart // headings of level 3 and blocks
	Sources  string     // in short
	Pass     []Pair     // law as of, checked
	Register string     // address of the register of sources, without scheme
	Check    string     // address of the questionnaire, without scheme
	Own      string     // address of the leaflet itself, without scheme
	Code     QRCode     // of the page that explains
}

// QRCode is a code and the address that it stands for.
type QRCode struct {
	Rows    [][]bool // from top to bottom; true is dark
	Address string   // as a reader would type it
}

// quiet is the width of the light border that readers of codes need.
const quiet = 4

// side is the width of the code with its border, in squares.
func (c QRCode) side() string { return strconv.Itoa(len(c.Rows) + 2*quiet) }

func (c QRCode) viewBox() string { return "0 0 " + c.side() + " " + c.side() }

// path is the dark squares as one path: neighbours in a row are one stroke.
func (c QRCode) path() string {
	var d strings.Builder
	for y, row := range c.Rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			width := strconv.Itoa(x - from)
			d.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + width + "v1h-" + width + "z")
		}
	}
	return d.String()
}
