package eligibility

import (
	"slices"
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
)

// A finding is one mistake: a box of situations, with every right and every period
// in which it shows, so that one slip in a card gives one message.
type finding struct {
	Rights []string
	Days   []string // on which the periods begin
	Words  string   // the box
	Count  int      // situations
	Pos    problem.Pos
}

// where says for which rights and since when.
func (f *finding) where() message.Message {
	return message.New("%s, from %s", strings.Join(f.Rights, ", "), strings.Join(f.Days, " + "))
}

// findings gather what the checks find, right by right and period by period.
type findings struct{ list []*finding }

// add notes a right for which a box is wrong from a day on.
func (f *findings) add(day, right string, n int, words string, pos problem.Pos) {
	for _, known := range f.list {
		if known.Words == words && known.Days[0] == day {
			known.Rights = append(known.Rights, right)
			return
		}
	}
	f.list = append(f.list, &finding{[]string{right}, []string{day}, words, n, pos})
}

// merged puts periods together that have the same box wrong for the same rights.
func (f *findings) merged() []*finding {
	var out []*finding
	for _, one := range f.list {
		i := slices.IndexFunc(out, func(o *finding) bool { return o.Words == one.Words && slices.Equal(o.Rights, one.Rights) })
		if i < 0 {
			out = append(out, one)
			continue
		}
		out[i].Days = append(out[i].Days, one.Days...)
	}
	return out
}
