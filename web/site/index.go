package site

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/record"
	"localvote/web/search"
)

// An Entry is something that the search of texts can find. Exactly one of Term,
// Claim and Page is set; Question is the heading of a question on the page.
type Entry struct {
	Term     *record.Term
	Claim    *record.Claim
	Page     *page.Page
	Question string
}

// A Finder is the search index of a Site and what its hits are.
type Finder struct {
	*search.Index
	Entries []Entry
	docs    []search.Doc
	parts   []string // by document: the block of the page that it is made of
}

// Finder is the search index of this edition. It is made when it is first asked
// for: a start does not wait for it.
func (s *Site) Finder() (*Finder, error) { return s.finder() }

func (s *Site) newFinder() (*Finder, error) {
	f := &Finder{}
	f.addQuestions(s.Book)
	for _, t := range s.Records.Glossary {
		f.addTerm(t)
	}
	for _, c := range s.Records.Claims.Claims {
		f.addClaim(c)
	}
	for _, p := range s.Book.All() {
		if p.ID == LeafletPage {
			f.addTitle(p) // it repeats other pages in short
			continue
		}
		f.addPage(p)
	}
	var err error
	if f.Index, err = search.Build(s.names(), f.docs); err != nil {
		return nil, fmt.Errorf("make the search index: %w", err)
	}
	runtime.AddCleanup(f, func(ix *search.Index) { ix.Close() }, f.Index)
	return f, nil
}

// Part is the block that a document was made of, "" if it is a page or no page.
func (f *Finder) Part(doc int) string { return f.parts[doc] }

func (f *Finder) add(d search.Doc, part string) {
	d.Ref = len(f.Entries) - 1
	f.docs = append(f.docs, d)
	f.parts = append(f.parts, part)
}

// addQuestions adds the questions that pages answer: a heading q-… and what
// stands under it.
func (f *Finder) addQuestions(book *page.Book) {
	for _, p := range book.All() {
		for i := range p.Texts[page.Source].Parts {
			if part := &p.Texts[page.Source].Parts[i]; part.Level == 3 && strings.HasPrefix(part.ID, "q-") {
				f.Entries = append(f.Entries, Entry{Page: p, Question: part.ID})
				for _, l := range lang.All() {
					f.addQuestion(p.Texts[l], part.ID)
				}
			}
		}
	}
}

func (f *Finder) addQuestion(t *page.Text, id string) {
	at := slices.IndexFunc(t.Parts, func(p page.Part) bool { return p.ID == id })
	if at < 0 {
		return
	}
	d := search.Doc{Lang: t.Lang, Answer: true, Title: t.Parts[at].Heading}
	for _, p := range t.Parts[at+1:] {
		if p.Level != 0 {
			break
		}
		d.Body += Plain(p.HTML) + " "
	}
	f.add(d, id)
}

func (f *Finder) addTerm(t *record.Term) {
	f.Entries = append(f.Entries, Entry{Term: t})
	for _, l := range lang.All() {
		f.add(search.Doc{Lang: l, Answer: true, Title: t.Words[l], Also: strings.Join(t.Also[l], " "), Body: t.Note[l]}, "")
	}
}

func (f *Finder) addClaim(c *record.Claim) {
	f.Entries = append(f.Entries, Entry{Claim: c})
	for _, l := range lang.All() {
		f.add(search.Doc{Lang: l, Answer: true, Title: c.Claim[l], Body: c.Why[l]}, "")
	}
}

// LeafletPage is the page of the book that holds the sheets for notice boards.
const LeafletPage = "leaflet"

// addTitle adds a page by its title alone.
func (f *Finder) addTitle(p *page.Page) {
	f.Entries = append(f.Entries, Entry{Page: p})
	for _, l := range lang.All() {
		f.add(search.Doc{Lang: l, Title: p.Title[l] + " " + p.Short[l], Body: p.Summary[l]}, "")
	}
}

// addPage adds a page: its title, and each of its blocks under its heading.
func (f *Finder) addPage(p *page.Page) {
	f.addTitle(p)
	for _, l := range lang.All() {
		heading := ""
		for i := range p.Texts[l].Parts {
			part := &p.Texts[l].Parts[i]
			switch {
			case strings.HasPrefix(part.ID, "q-"): // an answer of its own
			case part.Level > 0:
				heading = part.Heading
			case part.HTML != "":
				f.add(search.Doc{Lang: l, Body: heading + " " + Plain(part.HTML)}, part.ID)
			}
		}
	}
}

// Plain is the text of rendered HTML, with single spaces.
func Plain(rendered string) string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(rendered))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(strings.Join(out, "")), " ")
		case html.TextToken:
			out = append(out, string(z.Text()))
		case html.EndTagToken:
			if name, _ := z.TagName(); slices.Contains([]string{"p", "li", "td", "th", "h2", "h3"}, string(name)) {
				out = append(out, " ")
			}
		}
	}
}

// weight of a place among places of the same name: cities before districts.
func weight(p *place.Place) float64 {
	switch p.Kind.ID {
	case "by.capital", "ru.federal_city":
		return 1
	case "by.city_oblast":
		return 0.9
	case "ru.city":
		return 0.8
	case "by.town", "by.city_raion":
		return 0.7
	case "by.raion":
		return 0.3
	}
	return 0.5
}

// countries are the names under which people add the country to a place.
var countries = map[string][]string{
	"by": {"Беларусь", "Белоруссия", "Belarus"},
	"ru": {"Россия", "Расія", "Russia"},
}

func (s *Site) names() []search.Name {
	var out []search.Name
	for n, p := range s.Places.All() {
		around := slices.Clone(countries[p.Country])
		for _, outer := range p.Within()[1:] {
			for _, l := range lang.All() {
				around = append(around, outer.Names[l])
			}
			around = append(around, outer.Aliases...)
		}
		for _, l := range lang.All() {
			out = append(out, search.Name{Place: n, Text: p.Names[l], Lang: l, Weight: weight(p), Around: around})
		}
		for _, alias := range p.Aliases {
			out = append(out, search.Name{Place: n, Text: alias, Weight: weight(p), Around: around})
		}
	}
	return out
}
