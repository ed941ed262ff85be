// Package catalog gives the words of the interface in one language. It reads
// exactly ru.toml, be.toml and en.toml, checks them against each other, and is
// the only user of go-i18n, whose habit of answering in another language when a
// word is missing it keeps away. Texts of pages and of the questionnaire are
// content and have their own readers; which language suits a reader is decided
// in package lang.
//
// The problems that Load reports:
//
//	E101  a file is missing or cannot be read
//	E102  a file is not TOML
//	E103  a key does not hold a text, or has a name that is reserved
//	E104  a key is missing in one language
//	E105  placeholders differ between languages or plural forms
//	E106  plural forms are missing or superfluous, or not in all languages
//	E107  a text cannot be filled in
//	E108  a text is empty
//	L01 …  what package wording finds: wrong letters, ў, quotes, words to avoid
//	W101  a file is ignored
package catalog

import (
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/typography"
	"localvote/web/wording"
)

// A Catalog holds the words of the interface in all languages. Its methods are
// safe for concurrent use.
type Catalog struct {
	localizers map[lang.Lang]*Localizer
	keys       []string

	mu      sync.Mutex
	missing map[string]bool
}

// Load reads the three files in the root of fsys. The catalog is usable even if
// there are errors among the problems: what could not be read is then missing.
// Words that are proven (see package wording) are read and not checked: checking
// them takes longer than all else that is done with them.
func Load(fsys fs.FS) (*Catalog, problem.List) {
	var problems problem.List
	files := map[lang.Lang]*file{}
	for _, l := range lang.All() {
		if f := readFile(fsys, l, &problems); f != nil {
			files[l] = f
		}
	}
	reportStrangers(fsys, &problems)
	c := build(files)
	if !wording.IsProven(fsys) {
		verify(files, &problems)
		c.execute(files, &problems)
	}
	return c, problems.Sort()
}

func build(files map[lang.Lang]*file) *Catalog {
	c := &Catalog{localizers: map[lang.Lang]*Localizer{}, missing: map[string]bool{}}
	known := map[string]bool{}
	for l, f := range files {
		c.localizers[l] = newLocalizer(c, l, f)
		for key := range f.messages {
			known[key] = true
		}
	}
	c.keys = slices.Sorted(maps.Keys(known))
	return c
}

// newLocalizer gives every language a bundle of its own: with nothing else in
// it, go-i18n has no other language to answer in.
func newLocalizer(c *Catalog, l lang.Lang, f *file) *Localizer {
	tag := language.Make(string(l))
	bundle := i18n.NewBundle(tag)
	words := make(map[string]*filled, len(f.messages))
	for key, m := range f.messages {
		fixed := m.fixed(l)
		if text, ok := cutText(fixed.Other); ok && !m.plural() && fixed.Other != "" {
			words[key] = text
			continue
		}
		words[key] = nil
		// It fails only for languages without plural rules; ours have them.
		_ = bundle.AddMessages(tag, fixed)
	}
	return &Localizer{lang: l, tag: tag, inner: i18n.NewLocalizer(bundle, string(l)), words: words, catalog: c}
}

// fixed is the message as go-i18n wants it, with its typography in order.
func (m *message) fixed(l lang.Lang) *i18n.Message {
	fix := func(form string) string { return typography.Fix(l, m.forms[form]) }
	return &i18n.Message{ID: m.key, One: fix("one"), Few: fix("few"), Many: fix("many"), Other: fix("other")}
}

// In gives the words in one language.
func (c *Catalog) In(l lang.Lang) *Localizer {
	if found := c.localizers[l]; found != nil {
		return found
	}
	return &Localizer{lang: l, catalog: c}
}

// Keys lists the keys of all languages in alphabetical order.
func (c *Catalog) Keys() []string { return slices.Clone(c.keys) }

// Missing lists in alphabetical order what was asked for and not there: unknown
// keys, and known ones that lacked a value, with the reason after a colon.
func (c *Catalog) Missing() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.missing))
}

// maxMissing keeps a key made from something endless from filling the memory.
const maxMissing = 1000

func (c *Catalog) miss(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.missing) < maxMissing {
		c.missing[what] = true
	}
}
