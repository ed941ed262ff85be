package web

import (
	"strconv"
	"strings"
)

// A mediaRange is one part of an Accept header: "text/*;q=0.5".
type mediaRange struct {
	kind, sub string
	q         float64
}

// accepted chooses from what is offered, in the order of preference of the site,
// by an Accept header (RFC 9110, 12.5.1): the most specific range that fits a type
// says its weight, and the greatest weight wins. Without a header, or with one of
// which nothing can be read, everything is welcome. ok is false if nothing is.
func accepted(header string, offers []string) (offer string, ok bool) {
	ranges := mediaRanges(header)
	if len(ranges) == 0 {
		return offers[0], true
	}
	best := 0.0
	for _, o := range offers {
		if q := weightOf(o, ranges); q > best {
			offer, best = o, q
		}
	}
	return offer, best > 0
}

func weightOf(offer string, ranges []mediaRange) float64 {
	kind, sub, _ := strings.Cut(offer, "/")
	q, closest := 0.0, 0
	for _, r := range ranges {
		near := 0
		switch {
		case r.kind == kind && r.sub == sub:
			near = 3
		case r.kind == kind && r.sub == "*":
			near = 2
		case r.kind == "*" && r.sub == "*":
			near = 1
		}
		if near > closest {
			q, closest = r.q, near
		}
	}
	return q
}

// mediaRanges reads a header; parts that cannot be read count for nothing.
func mediaRanges(header string) []mediaRange {
	var out []mediaRange
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		kind, sub, ok := strings.Cut(strings.ToLower(strings.TrimSpace(name)), "/")
		q, readable := weightIn(parameters)
		if ok && readable && kind != "" && sub != "" && (kind != "*" || sub == "*") {
			out = append(out, mediaRange{kind, sub, q})
		}
	}
	return out
}

// weightIn finds "q=0.8" among parameters; without one it is 1.
func weightIn(parameters string) (float64, bool) {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return q, err == nil && q >= 0 && q <= 1
	}
	return 1, true
}
