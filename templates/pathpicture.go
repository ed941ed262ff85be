package templates

// Measures of the path: the way runs down at the left, what was not needed stands
// off it to the right.
const (
	pathLane = 10
	pathBox  = 30
	pathSide = 66
	pathGap  = 10
)

// pathPicture goes down from question to question to the verdict.
func pathPicture(v PathView) picture {
	p := picture{ID: v.ID, Title: v.L.T("path.title"), Height: 1}
	from := 0
	for i, s := range v.Steps {
		x, class := pathBox, "step"
		if s.Open {
			x, class = pathSide, "step idle"
		}
		middle := p.step(x, class, s)
		if s.Open {
			p.line("way faint", "M%d %d H%d", pathLane, middle, x)
		} else {
			p.line("way", "M%d %d H%d", pathLane, middle, x)
			p.dot(pathLane, middle, 6, "stop")
		}
		if i == 0 {
			from = middle
		}
		p.Height += pathGap
	}
	if from > 0 {
		p.line("way", "M%d %d V%d H%d", pathLane, from, p.Height+picPad+15, pathBox)
	}
	p.end(v)
	return p
}

// step draws one question with its answer and returns its middle.
func (p *picture) step(x int, class string, s PathStep) (middle int) {
	width := picWidth - 1 - x
	top := p.Height
	y := p.lines(x+picPad, top+picPad+14, "soft", folded(s.Question, width-2*picPad, false))
	answer := "b"
	if s.Open {
		answer = "soft"
	}
	y = p.lines(x+picPad, y, answer, folded(s.Answer, width-2*picPad, !s.Open))
	height := y - picLine + 6 + picPad - top
	p.rect(x, top, width, height, class)
	p.Height = top + height
	return top + picPad + 9
}

// end is the verdict in a frame of its own.
func (p *picture) end(v PathView) {
	x, width := pathBox, picWidth-2-pathBox
	top := p.Height
	y := p.lines(x+picPad+markSize+8, top+picPad+15, "", folded(v.Right, width-3*picPad-markSize, false))
	y = p.lines(x+picPad+markSize+8, y, "b", folded(v.Mark.Word, width-3*picPad-markSize, true))
	height := y - picLine + 6 + picPad - top
	p.rect(x, top, width, height, "end "+v.Mark.Verdict.class())
	p.mark(x+picPad+markSize/2, top+picPad+markSize/2+2, v.Mark.Verdict)
	p.Height = top + height + 2
}
