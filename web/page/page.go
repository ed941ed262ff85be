// Package page reads the explainer pages: Markdown cut into blocks, the same
// blocks in three languages side by side, each block with its sources. It
// renders them to HTML, fills in facts, checks links, and knows which block of a
// translation has fallen behind the Russian one.
//
// The format is described for editors in content/README.md. What a page shows
// around its text, and the lists that it includes, are drawn elsewhere.
//
// Codes of problems: E201 a file is missing; E202 text outside a block; E203 an
// id is missing, wrong or repeated; E204 the languages have different blocks;
// E205 a block without sources; E206 an unknown short sign or fact; E207 a year
// in digits; E208 a link that leads nowhere; E209 HTML, pictures or other things
// that are not allowed; E210 a block of a translation without its mark; W211 a
// translation that has fallen behind; E212 a translation with other links or
// facts; W213 a page or source that was not checked again in time.
package page

import (
	"cmp"
	"slices"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/source"
)

// Source is the language that the other two follow.
const Source = lang.RU

// Section is a group of pages in menus.
type Section string

// The sections, in the order of menus.
const (
	Explain Section = "explain"
	Press   Section = "press"
	Facts   Section = "facts"
	About   Section = "about"
)

// Sections lists the sections in the order of menus.
func Sections() []Section { return []Section{Explain, Press, Facts, About} }

// A Page is one page in three languages.
type Page struct {
	ID        string
	Section   Section
	Order     int
	Title     source.Text
	Short     source.Text
	Summary   source.Text
	CheckedOn string
	History   []Revision
	Texts     map[lang.Lang]*Text
	Easy      map[lang.Lang]*Text // nil where there is no easy-read version

	blocks map[string][]string // sources by block
	plain  map[string]bool     // blocks that state nothing about law or fact
	moved  []Moved
	place  int // in its section
	pos    problem.Pos
}

// Moved says where a block or heading stands now that stood on a page before: addresses
// that name it still lead there.
type Moved struct {
	ID   string // the block
	Page string // where it stands now

	pos problem.Pos
}

// Moved are the blocks that have left the page, in the order of its file.
func (p *Page) Moved() []Moved { return p.moved }

// Pos is the file that describes the page.
func (p *Page) Pos() problem.Pos { return p.pos }

// A Revision is one entry of a page's history.
type Revision struct {
	On   string
	What source.Text
}

// A Text is a page in one language, as a row of headings and blocks.
type Text struct {
	Lang  lang.Lang
	Parts []Part

	file string // "" if it could not be read
}

// A Part is a heading (Level 2 or 3) or a block (Level 0).
type Part struct {
	ID      string
	Level   int
	Heading string   // plain text
	HTML    string   // rendered, safe
	Include string   // name of a list to show instead of a text
	Sources []string // of a block
	Stale   bool     // the Russian block has changed since

	raw  string // as in the file
	mark string // mark of the Russian block that this one followed
	pos  problem.Pos
}

// Raw is the text of a block as it stands in the file, without its marks, or the
// words of a heading.
func (p *Part) Raw() string { return p.raw + p.Heading }

// Stale counts the blocks that have fallen behind.
func (t *Text) Stale() int {
	n := 0
	for i := range t.Parts {
		if t.Parts[i].Stale {
			n++
		}
	}
	return n
}

// Blocks counts the blocks.
func (t *Text) Blocks() int {
	n := 0
	for i := range t.Parts {
		if t.Parts[i].Level == 0 {
			n++
		}
	}
	return n
}

// Part finds a heading or block by its id. It reads nothing but ids: while the
// pages are rendered side by side, the rest of a part is being written.
func (t *Text) Part(id string) (*Part, bool) {
	for i := range t.Parts {
		if t.Parts[i].ID == id {
			return &t.Parts[i], true
		}
	}
	return nil, false
}

// A Book is all pages.
type Book struct {
	byID  map[string]*Page
	order []*Page
	in    map[Section][]*Page // in their order
	facts map[string]fact
	// proven says that the texts were proof-read before.
	proven bool
}

// Get finds a page by its id.
func (b *Book) Get(id string) (*Page, bool) {
	p, ok := b.byID[id]
	return p, ok
}

// All lists the pages by section and order.
func (b *Book) All() []*Page { return b.order }

// In lists the pages of a section in their order. It is not to be changed.
func (b *Book) In(s Section) []*Page { return b.in[s] }

// Beside lists the other pages of the section of a page in their order: all if they are
// no more than n, otherwise the n nearest, so that whoever goes from page to page comes
// through the whole section.
func (b *Book) Beside(p *Page, n int) []*Page {
	all := b.in[p.Section]
	if p.place >= len(all) || all[p.place] != p {
		return nil // it is of another book
	}
	from := max(0, min(p.place-n/2, len(all)-n-1))
	to := min(len(all), from+n+1)
	return slices.Concat(all[from:p.place], all[p.place+1:to])
}

// Date is the date of a fact: a day, a month (2025-11) or a year.
func (b *Book) Date(id string) (string, bool) {
	f, ok := b.facts[id]
	return f.date, ok && f.date != ""
}

// Number is the number of a fact.
func (b *Book) Number(id string) (int, bool) {
	f, ok := b.facts[id]
	return f.number, ok && f.number != 0
}

// HasFact tells whether there is a fact with this id.
func (b *Book) HasFact(id string) bool {
	_, ok := b.facts[id]
	return ok
}

// FactIDs lists all facts in alphabetical order.
func (b *Book) FactIDs() []string {
	ids := make([]string, 0, len(b.facts))
	for id := range b.facts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (b *Book) sort() {
	slices.SortFunc(b.order, func(x, y *Page) int {
		return cmp.Or(
			slices.Index(Sections(), x.Section)-slices.Index(Sections(), y.Section),
			x.Order-y.Order,
			cmp.Compare(x.ID, y.ID),
		)
	})
	b.in = map[Section][]*Page{}
	for _, p := range b.order {
		p.place = len(b.in[p.Section])
		b.in[p.Section] = append(b.in[p.Section], p)
	}
}
