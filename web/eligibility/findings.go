package eligibility

import (
	"slices"
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
)

// findings gathers where one check finds something wrong, over all rights and
// periods, so that one slip in a card gives one message and not one for each of
// them.
type findings struct {
	rights []string
	days   []string // on which the periods begin
	where  region
	pos    problem.Pos // of the first
}

// add notes situations in which something is wrong with a right from a day on.
func (f *findings) add(day, right string, g region, pos problem.Pos) {
	if f.where == nil {
		f.where, f.pos = slices.Clone(g), pos
	}
	for s, in := range g {
		f.where[s] = f.where[s] || in
	}
	if !slices.Contains(f.rights, right) {
		f.rights = append(f.rights, right)
	}
	if !slices.Contains(f.days, day) {
		f.days = append(f.days, day)
	}
}

// any tells whether something was found.
func (f *findings) any() bool { return f.where != nil }

// for which rights and since when.
func (f *findings) whom() message.Message {
	return message.New("%s, from %s", strings.Join(f.rights, ", "), strings.Join(f.days, " + "))
}
