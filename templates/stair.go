package templates

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Measures of the drawing of levels, in units of its own. One unit is about a
// pixel on the smallest phone, so that letters of 15 units stay readable there.
const (
	stairWidth  = 288
	stairStep   = 12 // by which each level is set in
	stairPad    = 10
	stairLine   = 20
	stairGap    = 8
	letterWidth = 8.1 // of a sans letter of 15 units, on the safe side
)

// A stairStepView is one level ready to be drawn.
type stairStepView struct {
	State               TierState
	X, Y, Width, Height string
	Lines               []stairText
}

type stairText struct {
	X, Y string
	Text string
	Bold bool
}

// stair places the levels under one another.
func stair(p LevelsPicture) []stairStepView {
	var out []stairStepView
	y := 1
	for i, t := range p.Tiers {
		x := 1 + i*stairStep
		width := stairWidth - 1 - x
		s := stairStepView{State: t.State, X: strconv.Itoa(x), Y: strconv.Itoa(y), Width: strconv.Itoa(width)}
		at := y + stairPad + 12
		for _, text := range tierLines(t, width) {
			s.Lines = append(s.Lines, stairText{strconv.Itoa(x + stairPad), strconv.Itoa(at), text.Text, text.Bold})
			at += stairLine
		}
		height := 2*stairPad + stairLine*len(s.Lines) - 4
		s.Height = strconv.Itoa(height)
		y += height + stairGap
		out = append(out, s)
	}
	return out
}

func tierLines(t Tier, width int) []stairText {
	letters := int(float64(width-2*stairPad) / letterWidth)
	var out []stairText
	for _, line := range fold(t.Title, letters) {
		out = append(out, stairText{Text: line, Bold: true})
	}
	for _, text := range []string{t.Text, t.Word} {
		for _, line := range fold(text, letters) {
			out = append(out, stairText{Text: line})
		}
	}
	return out
}

func stairHeight(p LevelsPicture) int {
	height := 1
	for i, t := range p.Tiers {
		height += 2*stairPad + stairLine*len(tierLines(t, stairWidth-2-i*stairStep)) - 4 + stairGap
	}
	return height - stairGap + 1
}

// fold breaks a text into lines of at most so many letters.
func fold(text string, letters int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= letters:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// stairWords says the drawing in words, for those who do not see it.
func stairWords(p LevelsPicture) string {
	var out []string
	for _, t := range p.Tiers {
		words := t.Title + ": " + t.Text
		if t.Word != "" {
			words += " (" + t.Word + ")"
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ") + "."
}
