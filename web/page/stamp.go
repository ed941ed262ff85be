package page

import (
	"fmt"
	"strings"

	"localvote/web/problem"
)

// Stamp writes into a translation, at the head of every block, the mark of the
// Russian block that it now says the same as. Blocks that the Russian text does
// not have stay as they are; changed is how many marks are new.
func Stamp(original, translation string) (stamped string, changed int) {
	marks := map[string]string{}
	l := &loader{List: &problem.List{}}
	c := &cutter{loader: l, text: &Text{}}
	c.cut(original)
	for _, p := range c.text.Parts {
		if p.Level == 0 {
			marks[p.ID] = Mark(p.raw)
		}
	}
	lines := strings.Split(translation, "\n")
	for i, line := range lines {
		m := markerPattern.FindStringSubmatch(strings.TrimSuffix(line, "\r"))
		if m == nil || marks[m[1]] == "" || m[2] == marks[m[1]] {
			continue
		}
		lines[i] = fmt.Sprintf("{#%s @%s}", m[1], marks[m[1]])
		changed++
	}
	return strings.Join(lines, "\n"), changed
}
