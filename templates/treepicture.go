package templates

import "strconv"

// Measures of the tree: a box has a head with its number and a cell for each of
// its ways on; a verdict stands right under its cell.
const (
	treeHead = 22
	treeCell = 24
	treeThin = 20 // the narrowest cell
	treeMark = 34 // room under a cell for a verdict
	treeGap  = 4  // between boxes, at least
	treeEdge = 26 // between a layer and the title of the next
)

// A placedBox is a box with its place; a lane is a box without cells, through
// which ways run that pass over a layer.
type placedBox struct {
	box         *TreeBox
	to          int // of a lane: the box it leads to
	x, y, width int
	least       int // width of a cell with one number
}

// A treeDrawing places the boxes layer by layer.
type treeDrawing struct {
	picture
	at      map[int]int // number of a box -> its layer
	placed  [][]*placedBox
	bottoms []int
}

// treePicture draws the layers under one another, ways running down between them.
func treePicture(v TreePicture) picture {
	d := &treeDrawing{picture: picture{ID: v.ID, Title: v.Title, Words: v.Words, Height: 1}, at: map[int]int{}}
	for i, layer := range v.Layers {
		for _, b := range layer.Boxes {
			d.at[b.Number] = i
		}
	}
	for i := range v.Layers {
		d.layer(v.Layers, i)
	}
	d.ways()
	d.Height += picPad
	d.key(v.Marks)
	return d.picture
}

// layer places and draws one layer.
func (d *treeDrawing) layer(layers []TreeLayer, i int) {
	if i > 0 {
		d.Height += treeEdge
	}
	d.lines(0, d.Height+15, "b halo", folded(layers[i].Title, picWidth, true))
	d.Height += picLine*len(folded(layers[i].Title, picWidth, true)) + 10
	var row []*placedBox
	for n := range layers[i].Boxes {
		b := &layers[i].Boxes[n]
		row = append(row, &placedBox{box: b})
	}
	row = d.withLanes(layers, i, row)
	d.spread(row)
	d.placed = append(d.placed, row)
	below := 0
	for _, b := range row {
		if b.box != nil {
			below = max(below, d.box(b))
		}
	}
	d.Height += treeHead + treeCell + below
	d.bottoms = append(d.bottoms, d.Height)
}

// withLanes adds a lane for every way that passes over the layer, where the box
// that it comes from stands.
func (d *treeDrawing) withLanes(layers []TreeLayer, i int, row []*placedBox) []*placedBox {
	var lanes []*placedBox
	seen := map[int]bool{}
	for above := range i {
		for _, b := range layers[above].Boxes {
			for _, c := range b.Cells {
				if c.To > 0 && d.at[c.To] > i && !seen[c.To] {
					seen[c.To] = true
					lanes = append(lanes, &placedBox{to: c.To, width: 8})
				}
			}
		}
	}
	return append(lanes, row...)
}

// cell is how wide a cell is drawn: figures are wider than what stands between.
func (b *placedBox) cell(c TreeCell) int {
	width := 6.0
	for _, r := range c.Label {
		if r >= '0' && r <= '9' {
			width += 9
		} else {
			width += 4
		}
	}
	return max(b.least, int(width))
}

// measure sets the widths of a layer for one width of narrow cells.
func measure(row []*placedBox, least int) (total int) {
	for _, b := range row {
		b.least = least
		if b.box != nil {
			b.width = 0
			for _, c := range b.box.Cells {
				b.width += b.cell(c)
			}
		}
		total += b.width
	}
	return total
}

// spread gives the boxes of a layer equal room between them.
func (d *treeDrawing) spread(row []*placedBox) {
	total := measure(row, treeCell)
	if total+treeGap*(len(row)-1) > picWidth-2 {
		total = measure(row, treeThin)
	}
	gap := (picWidth - 2 - total) / (len(row) + 1)
	x := 1 + gap
	if gap < treeGap && len(row) > 1 { // from edge to edge
		gap = (picWidth - 2 - total) / (len(row) - 1)
		x = 1
	}
	for _, b := range row {
		b.x, b.y = x, d.Height
		x += b.width + gap
	}
}

// box draws one box and returns the room that its verdicts take under it.
func (d *treeDrawing) box(b *placedBox) (below int) {
	d.rect(b.x, b.y, b.width, treeHead, "head")
	d.text(b.x+b.width/2, b.y+16, "num mid", strconv.Itoa(b.box.Number))
	x := b.x
	for _, c := range b.box.Cells {
		width := b.cell(c)
		d.rect(x, b.y+treeHead, width, treeCell, "step")
		d.text(x+width/2, b.y+treeHead+17, "mid", c.Label)
		if c.To == 0 {
			d.mark(x+width/2, b.y+treeHead+treeCell+19, c.Mark.Verdict)
			below = treeMark
		}
		x += width
	}
	return below
}

// ways draws the ways from each cell to the box that it leads to.
func (d *treeDrawing) ways() {
	for i, row := range d.placed {
		for _, b := range row {
			if b.box == nil {
				continue
			}
			x := b.x
			for _, c := range b.box.Cells {
				width := b.cell(c)
				if c.To > 0 {
					d.way(x+width/2, b.y+treeHead+treeCell, i, c.To)
				}
				x += width
			}
		}
	}
}

// way goes down layer by layer, through the lanes, to the head of a box.
func (d *treeDrawing) way(x, y, layer, to int) {
	path := ""
	for next := layer + 1; next <= d.at[to]; next++ {
		for _, b := range d.placed[next] {
			if b.box == nil && b.to != to || b.box != nil && b.box.Number != to {
				continue
			}
			tx, ty := b.x+b.width/2, b.y
			path += "M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "V" + strconv.Itoa(d.bottoms[next-1]) +
				"C" + strconv.Itoa(x) + " " + strconv.Itoa((d.bottoms[next-1]+ty)/2+6) + " " + strconv.Itoa(tx) + " " + strconv.Itoa((d.bottoms[next-1]+ty)/2-6) + " " + strconv.Itoa(tx) + " " + strconv.Itoa(ty)
			x, y = tx, ty
			break
		}
	}
	d.line("way", "%s", path)
}
