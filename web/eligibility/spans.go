package eligibility

import (
	"slices"
	"strings"

	"localvote/web/yamldoc"
)

// A Span is the days from one to another, both included. To is "" where no end
// is known.
type Span struct{ From, To string }

// String writes 2025-01-01/2025-10-28 or 2025-10-29/.., as ISO 8601-2 does.
func (s Span) String() string {
	if s.To == "" {
		return s.From + "/.."
	}
	return s.From + "/" + s.To
}

// parseSpan reads what String writes.
func parseSpan(word string) (s Span, ok bool) {
	from, to, ok := strings.Cut(word, "/")
	if to == ".." {
		to = ""
	}
	return Span{from, to}, ok && yamldoc.IsDay(from) && (to == "" || yamldoc.IsDay(to) && to >= from)
}

// spans are the days of the periods that begin on some of the days, in the order
// of time.
func spans(periods, beginnings []string) []Span {
	var out []Span
	for i, day := range periods {
		if !slices.Contains(beginnings, day) {
			continue
		}
		s := Span{From: day}
		if i+1 < len(periods) {
			s.To = yamldoc.DayBefore(periods[i+1])
		}
		out = append(out, s)
	}
	return out
}

// JoinSpans puts spans together that follow one another without a gap, for
// readers: where the law of a period begins matters to nobody whose verdict does
// not change there.
func JoinSpans(list []Span) []Span {
	var out []Span
	for _, s := range list {
		if last := len(out) - 1; last >= 0 && out[last].To != "" && out[last].To == yamldoc.DayBefore(s.From) {
			out[last].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}
