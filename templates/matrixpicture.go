package templates

import "strconv"

// Measures of the matrix: names of rights take what the columns leave.
const (
	matrixCell = 28
	matrixHead = 30
)

// matrixPicture is a row for each right and a numbered column for each person.
func matrixPicture(v RightsMatrix) picture {
	p := picture{ID: v.ID, Title: v.L.T("matrix.title"), Words: v.L.T("matrix.words"), Height: matrixHead}
	left := picWidth - matrixCell*len(v.People)
	for i := range v.People {
		p.text(left+i*matrixCell+matrixCell/2, 20, "b mid", strconv.Itoa(i+1))
	}
	p.line("edge", "M0 %d H%d", p.Height, picWidth)
	for _, row := range v.Rows {
		lines := folded(row.Right, left, false)
		height := max(picLine*len(lines)+2*picPad-2, 40)
		for i, m := range row.Marks {
			x := left + i*matrixCell
			p.rect(x, p.Height+1, matrixCell, height-2, "cellar "+m.Verdict.class())
			p.mark(x+matrixCell/2, p.Height+height/2, m.Verdict)
		}
		p.lines(0, p.Height+(height-picLine*len(lines))/2+15, "", lines)
		p.Height += height
		p.line("hair", "M0 %d H%d", p.Height, picWidth)
	}
	p.Height += 10
	p.key(v.Key)
	return p
}
