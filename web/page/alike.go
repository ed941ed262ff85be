package page

import (
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// alike checks that the languages have the same blocks and headings. One slip gives
// one message: what most of the languages have is missing where it is missing; what
// only one has is a misspelt id, or a block that nobody has translated yet.
func (l *loader) alike(texts []*Text) {
	texts = slices.DeleteFunc(texts, func(t *Text) bool { return t.file == "" }) // reported as missing
	count := map[string]int{}
	for _, t := range texts {
		for _, id := range t.ids() {
			count[id]++
		}
	}
	for _, t := range texts {
		missing := missingIn(t, texts, count)
		strangers := 0
		for i := range t.Parts {
			part := &t.Parts[i]
			if count[part.ID] > 1 {
				continue
			}
			strangers++
			added := l.Errorf(part.pos, "E204", "only this language has the block or heading %q", part.ID)
			if near := problem.Meant(part.ID, missing); !near.IsZero() {
				added.Try(near)
			} else {
				added.Hint("write it in the other languages, too")
			}
		}
		if len(missing) > strangers {
			l.Errorf(l.placeFor(missing[0], t, texts), "E204", "blocks or headings are missing here that other languages have: %s", strings.Join(missing, ", ")).
				Try(standsAt(missing[0], texts))
		}
	}
}

// missingIn lists what a text lacks and at least two others have, in their order.
func missingIn(t *Text, texts []*Text, count map[string]int) []string {
	var missing []string
	for _, other := range texts {
		for _, id := range other.ids() {
			if _, ok := t.Part(id); !ok && count[id] > 1 && !slices.Contains(missing, id) {
				missing = append(missing, id)
			}
		}
	}
	return missing
}

// placeFor is where a missing block belongs: at the block before it.
func (l *loader) placeFor(id string, t *Text, texts []*Text) problem.Pos {
	at := problem.Pos{File: t.file, Line: 1}
	for _, other := range texts {
		if _, ok := other.Part(id); !ok || other == t {
			continue
		}
		for i := range other.Parts {
			if other.Parts[i].ID == id {
				return at
			}
			if before, ok := t.Part(other.Parts[i].ID); ok {
				at = before.pos
			}
		}
	}
	return at
}

func standsAt(id string, texts []*Text) message.Message {
	for _, t := range texts {
		if part, ok := t.Part(id); ok {
			return message.New("the first of them stands at %s", part.pos)
		}
	}
	return message.Message{}
}

// of lists the texts of a page that are there, the Russian one first.
func of(byLang map[lang.Lang]*Text) []*Text {
	var out []*Text
	for _, l := range lang.All() {
		if t := byLang[l]; t != nil {
			out = append(out, t)
		}
	}
	return out
}

// has tells whether the page has a block in any language: where it is missing is
// told elsewhere.
func (p *Page) has(id string) bool {
	return slices.ContainsFunc(of(p.Texts), func(t *Text) bool { _, ok := t.Part(id); return ok })
}
