package document

import (
	"slices"
	"strconv"
	"strings"
)

// What browsers send today, word by word, so that the header need not be read anew
// for every request.
var (
	everything = []uint8{brotliForm, zstdForm, gzipForm, plainForm}
	usual      = map[string][]uint8{
		"gzip, deflate, br, zstd": everything,
		"gzip, deflate, br":       {brotliForm, gzipForm, plainForm},
		"gzip, deflate":           {gzipForm, plainForm},
		"gzip":                    {gzipForm, plainForm},
		"br":                      {brotliForm, plainForm},
		"zstd":                    {zstdForm, plainForm},
		"identity":                {plainForm},
		"":                        {plainForm},
	}
)

// preference lists the forms that a reader takes, the best first, by Accept-Encoding
// headers (RFC 9110, 12.5.3). The reader's weights decide, and our order where they
// are equal; weight 0 forbids. Parts that cannot be read count for nothing. The body
// as it is always comes last, even where the reader forbids it: an answer that can be
// read with some luck is better than none.
func preference(headers []string) []uint8 {
	if len(headers) == 1 {
		if order, ok := usual[headers[0]]; ok {
			return order
		}
	}
	w := weights(strings.Join(headers, ","))
	q := [formCount]float64{brotliForm: w.of("br"), zstdForm: w.of("zstd"), gzipForm: max(w.of("gzip"), w.of("x-gzip")), plainForm: w["identity"]}
	if named, ok := w["gzip"]; ok { // "*" and the old name must not overrule the plain one
		q[gzipForm] = named
	}
	order := make([]uint8, 0, formCount)
	for kind := range q {
		if kind != plainForm && q[kind] > 0 && q[kind] >= q[plainForm] {
			order = append(order, uint8(kind))
		}
	}
	slices.SortStableFunc(order, func(a, b uint8) int {
		switch {
		case q[a] > q[b]:
			return -1
		case q[a] < q[b]:
			return 1
		}
		return 0
	})
	return append(order, plainForm)
}

// TakesGzip tells whether a reader takes gzip, for files that are kept in no other
// packing.
func TakesGzip(acceptEncoding string) bool {
	return slices.Contains(preference([]string{acceptEncoding}), gzipForm)
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

// Matches tells whether an If-None-Match header names this content in any encoding
// (RFC 9110, 13.1.2: the comparison is weak).
func Matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" {
			return true
		}
		quoted, ok := strings.CutPrefix(strings.TrimPrefix(part, "W/"), `"`)
		if !ok {
			continue
		}
		name, ok := strings.CutSuffix(quoted, `"`)
		if name, _, _ = strings.Cut(name, "-"); ok && name == tag {
			return true
		}
	}
	return false
}
