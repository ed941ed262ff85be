package asset

import (
	"strconv"
	"strings"
)

// Negotiate chooses the encoding for a reader from an Accept-Encoding header:
// "br", "gzip" or "" for none. The reader's weights decide, and brotli where
// they are equal; weight 0 forbids. Parts that cannot be read count for nothing.
func Negotiate(acceptEncoding string) string {
	w := weights(acceptEncoding)
	br, gzip := w.of("br"), max(w.of("gzip"), w.of("x-gzip"))
	if _, named := w["gzip"]; named {
		gzip = w["gzip"] // "*" and the old name must not overrule the plain one
	}
	best := max(br, gzip)
	switch {
	case best == 0, w["identity"] > best:
		return ""
	case br == best:
		return "br"
	default:
		return "gzip"
	}
}

// TakesGzip tells whether a reader takes gzip, for files that are kept in no other
// packing.
func TakesGzip(acceptEncoding string) bool {
	w := weights(acceptEncoding)
	q, named := w["gzip"]
	if !named {
		q = max(w.of("gzip"), w.of("x-gzip"))
	}
	return q > 0 && w["identity"] <= q
}

// weighted is what a header says of each encoding, in small letters; "*" stands
// for all that are not named.
type weighted map[string]float64

func (w weighted) of(encoding string) float64 {
	if q, named := w[encoding]; named {
		return q
	}
	return w["*"]
}

func weights(header string) weighted {
	w := weighted{}
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		q, ok := weight(parameters)
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && ok {
			w[name] = q
		}
	}
	return w
}

// weight reads "q=0.8"; no parameter means 1.
func weight(parameters string) (q float64, ok bool) {
	name, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
	if name == "" {
		return 1, true
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	valid := err == nil && q >= 0 && q <= 1 && strings.EqualFold(strings.TrimSpace(name), "q")
	return q, valid
}
