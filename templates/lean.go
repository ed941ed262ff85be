package templates

import "bytes"

var (
	symbolBegin = []byte(`<symbol id="`)
	symbolEnd   = []byte(`</symbol>`)
	symbolUse   = []byte(`href="#i-`)
)

// Lean leaves out of a drawn page the icons that it does not use: the sprite is its
// last part, and all of it is as heavy as a question. The page is changed in place.
func Lean(page []byte) []byte {
	from := bytes.LastIndex(page, []byte(`<svg class="sprite"`))
	if from < 0 {
		return page
	}
	used := usedSymbols(page[:from])
	out := page[:from]
	rest := page[from:]
	for {
		begin := bytes.Index(rest, symbolBegin)
		if begin < 0 {
			return append(out, rest...)
		}
		length := bytes.Index(rest[begin:], symbolEnd)
		if length < 0 {
			return append(out, rest...)
		}
		end := begin + length + len(symbolEnd)
		symbol := rest[begin:end]
		id, _, _ := bytes.Cut(symbol[len(symbolBegin):], []byte(`"`))
		out = append(out, bytes.TrimRight(rest[:begin], " ")...)
		if used[string(id)] {
			out = append(out, symbol...)
		}
		rest = rest[end:]
	}
}

func usedSymbols(page []byte) map[string]bool {
	used := map[string]bool{}
	for {
		at := bytes.Index(page, symbolUse)
		if at < 0 {
			return used
		}
		page = page[at+len(`href="#`):]
		if end := bytes.IndexByte(page, '"'); end > 0 {
			if id := page[:end]; !used[string(id)] { // most stand there often, and asking allocates nothing
				used[string(id)] = true
			}
		}
	}
}
