package templates

import "strings"

// MonthBars is how many checks were completed in each month.
type MonthBars struct {
	ID, Title string
	Bars      []MonthBar
}

// MonthBar is one month; N sets its length, Number is N in words.
type MonthBar struct {
	Name   string
	N      int
	Number string
}

// Heights of a row of the picture, and where its bar lies, in its units.
const (
	monthRow  = 48
	monthName = 16 // line of the name, from the top of the row
	monthTop  = 22
	monthBar  = 14
)

// monthsPicture draws a bar below the name of each month; the longest takes the
// width that its number leaves.
func monthsPicture(v MonthBars) picture {
	p := picture{ID: v.ID, Title: v.Title}
	most := 1
	for _, b := range v.Bars {
		most = max(most, b.N)
	}
	var words []string
	for _, b := range v.Bars {
		p.text(0, p.Height+monthName, "", b.Name)
		p.rect(0, p.Height+monthTop, max(1, (picWidth-1)*b.N/most), monthBar, "head")
		p.text(picWidth-1, p.Height+monthName, "far b", b.Number)
		words = append(words, b.Name+": "+b.Number)
		p.Height += monthRow
	}
	p.Words = strings.Join(words, "; ")
	return p
}
