package templates

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Pictures are measured in units of about a pixel on the smallest phone, where a
// page has room for 288 of them: letters of 15 units stay readable there. The
// stylesheet counts them in rem, so that a picture grows with the reader's text.
const (
	picWidth = 288
	picLine  = 20
	picPad   = 8
	markSize = 20
	picWide  = 9.2  // of a sans letter of 15 units: Cyrillic ones are wide
	boldWide = 1.08 // bold letters are wider
)

// A picture is shapes that are ready to be drawn, in the order of drawing.
type picture struct {
	ID, Title, Words string
	Height           int
	Lines            []picPath
	Rects            []picRect
	Dots             []picDot
	Marks            []picMark
	Texts            []picText
}

type picPath struct{ D, Class string }

type picRect struct {
	X, Y, Width, Height string
	Class               string
}

type picDot struct{ X, Y, R, Class string }

type picMark struct{ X, Y, Class, Href string }

type picText struct{ X, Y, Class, Text string }

func (p *picture) rect(x, y, width, height int, class string) {
	p.Rects = append(p.Rects, picRect{strconv.Itoa(x), strconv.Itoa(y), strconv.Itoa(width), strconv.Itoa(height), class})
}

func (p *picture) line(class, format string, numbers ...any) {
	p.Lines = append(p.Lines, picPath{fmt.Sprintf(format, numbers...), class})
}

func (p *picture) dot(x, y, r int, class string) {
	p.Dots = append(p.Dots, picDot{strconv.Itoa(x), strconv.Itoa(y), strconv.Itoa(r), class})
}

// mark draws the silhouette of a verdict around a middle.
func (p *picture) mark(x, y int, v Verdict) {
	p.Marks = append(p.Marks, picMark{strconv.Itoa(x - markSize/2), strconv.Itoa(y - markSize/2), v.class(), "#i-" + v.icon()})
}

// text writes one line; y is where its letters stand.
func (p *picture) text(x, y int, class, text string) {
	p.Texts = append(p.Texts, picText{strconv.Itoa(x), strconv.Itoa(y), class, text})
}

// lines writes lines under one another and returns where the next would stand.
func (p *picture) lines(x, y int, class string, lines []string) int {
	for _, line := range lines {
		p.text(x, y, class, line)
		y += picLine
	}
	return y
}

// key explains the marks at the foot of a picture.
func (p *picture) key(marks []Mark) {
	for _, m := range marks {
		p.mark(markSize/2+5, p.Height+14, m.Verdict)
		p.text(markSize+16, p.Height+19, "", m.Word)
		p.Height += 28
	}
}

// folded breaks a text into lines that fit into so many units. A short word stays
// with the next one, as elsewhere on the site, unless both would not fit.
func folded(text string, width int, bold bool) []string {
	letter := picWide
	if bold {
		letter *= boldWide
	}
	letters := int(float64(width) / letter)
	if utf8.RuneCountInString(text) <= letters {
		return []string{text}
	}
	var words []string
	for _, word := range strings.Split(text, " ") {
		if utf8.RuneCountInString(word) > letters {
			words = append(words, strings.Fields(word)...)
		} else {
			words = append(words, strings.ReplaceAll(word, "\u00a0", glue))
		}
	}
	lines := fold(strings.Join(words, " "), letters)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], glue, "\u00a0")
	}
	return lines
}

// glue stands for a space that does not break while a text is broken.
const glue = "\u2060"
