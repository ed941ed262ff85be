package web

import (
	"math"
	"unicode/utf8"

	"localvote/templates"
)

// How high the frame of a card must be, so that nothing in it scrolls. There is no
// script to ask the browser, so it is reckoned from the words: fonts differ, and the
// widths of letters here are those of wide ones. The browser test measures it.

// Widths of frames in CSS pixels: what a card can be, and what is offered.
const (
	cardNarrowest = 280
	cardUsual     = 600
	cardWidest    = 800
	cardLowest    = 200 // below, there is room for little more than its name
)

// cardWidths are the widths in the table of measures.
var cardWidths = []int{320, 480, 600, 800}

// heightStep rounds heights up; spare is for fonts that are wider still.
const (
	heightStep = 10
	spare      = 1.02
)

// Measures of static/css/embed.css, in pixels.
const (
	cardFrame   = 4  // both borders
	cardPadding = 32 // of the main part, both sides
	cardGap     = 12 // after each part
	cardButton  = 44
)

// A lettering is how words are set: the height of a line, and the width of an
// average letter.
type lettering struct{ line, letter float64 }

var (
	letteringTitle = lettering{25, 12.6}
	letteringText  = lettering{24, 9.2}
	letteringRow   = lettering{22, 9}
	letteringBold  = lettering{22, 9.8}
	letteringSmall = lettering{22, 8.6}
	letteringFoot  = lettering{21, 8.6}
)

// What lines lose at their ends, because words stay whole: a part of the room, and
// no more than half a long word.
const (
	brokenPart = 8
	brokenWord = 30
)

// height is that of words in a room of some width.
func (t lettering) height(words string, room float64) float64 {
	long := float64(utf8.RuneCountInString(words)) * t.letter
	lost := min(brokenWord, room/brokenPart)
	if long <= room-lost/2 {
		return t.line
	}
	return t.line * math.Ceil(long/max(room-lost, 1))
}

// cardHeight is the height of the frame of a card that is so wide.
func (v *visit) cardHeight(c embedCard, width int) int {
	page := v.cardPage(c, nil)
	room := float64(width - cardFrame - cardPadding)
	sum := float64(cardFrame + cardButton + cardPadding)
	sum += letteringTitle.height(c.says.Heading, room) + cardGap
	for i := range c.says.Body {
		sum += partHeight(&c.says.Body[i], room) + cardGap
	}
	sum += letteringSmall.line + cardGap // the date of the law
	if page.Note != "" {
		sum += letteringText.height(page.Note+page.NoteLink.Text, room-28) + 16 + cardGap
	}
	sum += max(cardButton, letteringBold.height(page.Full.Text, room))
	const footEdges, footGap = 28 + 1, 4
	sum += footEdges + letteringFoot.height(page.AsOf, room) + footGap
	sum += letteringFoot.height(v.l.T("site.tagline")+" "+v.l.T("foot.text"), room) + footGap
	sum += letteringFoot.height(v.l.T("embed.terms")+" "+licence, room)
	return int(math.Ceil(spare*sum/heightStep)) * heightStep
}

// partHeight is the height of one part of a card.
func partHeight(p *templates.CardPart, room float64) float64 {
	sum := 0.0
	switch {
	case p.Text != "":
		sum = letteringText.height(p.Text, room)
	case p.Small != "":
		sum = letteringSmall.height(p.Small, room)
	case p.Mark != nil:
		sum = letteringBold.height(p.Mark.Word, room-30) + 3
	case p.Bars != nil:
		sum = barsHeight(p.Bars, room)
	case p.Ballot != nil:
		sum = ballotHeight(p.Ballot, room)
	case p.Verdicts != nil:
		sum = verdictsHeight(p.Verdicts, room)
	}
	for i, line := range p.List {
		sum += letteringSmall.height(line, room) + 4*float64(min(i, 1))
	}
	for _, link := range p.Links {
		sum += 1 + max(cardButton, letteringText.height(link.Text, room-28)+16)
	}
	return sum
}

func barsHeight(view *templates.TimelineView, room float64) float64 {
	const bar, axis, gap = 16 + 12, 28, 12
	sum := letteringRow.height(view.Caption+" "+view.Scale, room) + gap + axis
	for _, b := range view.Bars {
		sum += letteringRow.height(b.Label+" "+b.Span, room-8) + bar
	}
	return sum
}

func ballotHeight(b *templates.Ballot, room float64) float64 {
	const cell, padding = 48 + 1 + 24 + 4, 16
	sum := 4.0
	if b.Who != "" {
		sum += letteringSmall.height(b.Who, room-24) + padding
	}
	if b.When != "" { // on a line of its own where there is no room beside
		if both := float64(utf8.RuneCountInString(b.Who+b.When)) * letteringSmall.letter; both > room-48 {
			sum += letteringSmall.height(b.When, room-24)
		}
	}
	for _, row := range b.Rows {
		words := letteringRow.height(row.What, room-cell) + letteringBold.height(row.Mark.Word, room-cell)
		sum += words + padding + 1
	}
	return sum
}

func verdictsHeight(t *templates.VerdictTable, room float64) float64 {
	const padding, icon = 16, 28
	column := room/float64(max(1, len(t.Heads))) - padding/2
	head := 0.0
	for _, words := range t.Heads {
		head = max(head, letteringBold.height(words, column))
	}
	sum := letteringBold.height(t.Caption, room) + 8 + head + padding
	for _, row := range t.Rows {
		marks := 0.0
		for _, m := range row.Marks {
			marks = max(marks, letteringBold.height(m.Word, column-icon))
		}
		sum += letteringRow.height(row.Right, room-padding/2) + marks + 8 + 14 + 1
	}
	return sum
}
