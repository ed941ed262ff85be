package templates

import (
	"bytes"
	"context"
)

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
	used := Symbols{}
	used.Note(page[:from])
	return leanSprite(page[:from], page[from:], used)
}

// Symbols are the icons that a page uses, by the names of their symbols.
type Symbols map[string]bool

// leanSprite adds to a page the symbols of its sprite that are used.
func leanSprite(out, rest []byte, used Symbols) []byte {
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

// Note adds the icons that a drawn piece of a page uses.
func (used Symbols) Note(page []byte) {
	for {
		at := bytes.Index(page, symbolUse)
		if at < 0 {
			return
		}
		page = page[at+len(`href="#`):]
		if end := bytes.IndexByte(page, '"'); end > 0 {
			if id := page[:end]; !used[string(id)] { // most stand there often, and asking allocates nothing
				used[string(id)] = true
			}
		}
	}
}

// Sprite draws the symbols that are used and nothing else.
func Sprite(used Symbols) ([]byte, error) {
	var all bytes.Buffer
	if err := sprite().Render(context.Background(), &all); err != nil {
		return nil, err
	}
	return leanSprite(nil, all.Bytes(), used), nil
}
