package eligibility

import (
	"fmt"
	"strings"
)

// A region is a set of situations, as one truth value per situation.
type region []bool

func (g region) count() int {
	n := 0
	for _, in := range g {
		if in {
			n++
		}
	}
	return n
}

// maxBoxes limits how much of a region a message describes.
const maxBoxes = 6

// describe says which situations lie in a region as few boxes, largest first
// ("192: country=ru, residence=temporary"), each box as large as it can grow.
// Boxes may overlap; the counts do not.
func (q *Questionnaire) describe(g region) string {
	var lines []string
	boxes, left := q.boxes(g)
	for _, b := range boxes {
		lines = append(lines, fmt.Sprintf("%d: %s", b.n, q.FormatBox(b.Box)))
	}
	if left > 0 {
		lines = append(lines, fmt.Sprintf("+ %d", left))
	}
	return strings.Join(lines, "\n      ")
}

// A countedBox is a box and how many situations it adds to the boxes before it.
type countedBox struct {
	Box
	n int
}

// boxes covers a region with few boxes and says how many situations are left.
func (q *Questionnaire) boxes(g region) (boxes []countedBox, left int) {
	covered := make(region, len(g))
	left = g.count()
	for left > 0 && len(boxes) < maxBoxes {
		box, n := q.largestBox(g, covered)
		q.eachIn(box, func(s int) { covered[s] = true })
		left -= n
		boxes = append(boxes, countedBox{box, n})
	}
	return boxes, left
}

// largestBox grows a box from each of the first few situations not yet covered
// and keeps the one that covers most.
func (q *Questionnaire) largestBox(g, covered region) (best Box, most int) {
	const tries = 4
	tried := 0
	for s := range g {
		if !g[s] || covered[s] {
			continue
		}
		if tried++; tried > tries {
			break
		}
		box, n := q.grow(s, g), 0
		q.eachIn(box, func(s int) {
			if !covered[s] {
				n++
			}
		})
		if n > most {
			best, most = box, n
		}
	}
	return best, most
}

// grow adds answers to the box of one situation as long as it stays inside.
func (q *Questionnaire) grow(s int, g region) Box {
	box := make(Box, len(q.Questions))
	for i := range box {
		box[i] = 1 << q.digits[s][i]
	}
	for i := range box {
		for answer := range q.Questions[i].Answers {
			wider := append(Box(nil), box...)
			wider[i] = 1 << answer
			if box[i]>>answer&1 == 0 && q.inside(wider, g) {
				box[i] |= 1 << answer
			}
		}
	}
	return box
}

func (q *Questionnaire) inside(b Box, g region) bool {
	all := true
	q.eachIn(b, func(s int) { all = all && g[s] })
	return all
}

// FormatBox writes a box as "country=ru, age=18to20|21plus"; questions that do
// not matter are left out.
func (q *Questionnaire) FormatBox(b Box) string { return q.NameBox(b).String() }
