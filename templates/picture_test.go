package templates

import (
	"slices"
	"testing"
)

// Lines break at spaces, short words stay with the next one while both fit, and
// nothing is lost.
func TestFolded(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"Да", 30, []string{"Да"}},
		{"Голосовать за\u00a0главу", 120, []string{"Голосовать", "за\u00a0главу"}},
		{"Голосовать на\u00a0общегосударственных выборах", 176, []string{"Голосовать на", "общегосударственных", "выборах"}},
		{"", 30, []string{""}},
	} {
		if got := folded(c.text, c.width, false); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
	if got := folded("Голосовать за\u00a0главу", 170, true); len(got) != 2 {
		t.Errorf("bold letters are wider: %q", got)
	}
}

// Cells get narrower before boxes get too close.
func TestTreeFits(t *testing.T) {
	layer := TreeLayer{Title: "2. Age"}
	for n := range 5 {
		layer.Boxes = append(layer.Boxes, TreeBox{Number: n + 2, Cells: []TreeCell{{Label: "1", Mark: Mark{Verdict: No}}, {Label: "2, 3", Mark: Mark{Verdict: Yes}}}})
	}
	first := TreeLayer{Title: "1. Where", Boxes: []TreeBox{{Number: 1, Cells: []TreeCell{{Label: "1", To: 2}, {Label: "2", To: 6}}}}}
	p := treePicture(TreePicture{ID: "t", Title: "T", Layers: []TreeLayer{first, layer}, Marks: []Mark{{Yes, "Yes"}, {No, "No"}}})
	if len(p.Marks) != 12 || len(p.Lines) != 2 || p.Height < 200 {
		t.Errorf("%d marks, %d ways, height %d", len(p.Marks), len(p.Lines), p.Height)
	}
	row := []*placedBox{{box: &layer.Boxes[0]}}
	if wide, thin := measure(row, treeCell), measure(row, treeThin); thin >= wide {
		t.Errorf("cells of %d and %d", wide, thin)
	}
}
