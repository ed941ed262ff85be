package site

import (
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/page"
	"localvote/web/place"
)

// Includes are the names of the lists that a page may show with
// {{include name}}. Package web draws them.
func Includes() []string {
	return []string{
		"changelog", "changes", "claims", "contacts", "differences", "elections", "feeds", "glossary", "letter", "levels",
		"numbers", "place-levels", "places", "rights-matrix", "sources", "timeline", "translation-status", "voices",
	}
}

// fixedPages are addresses that are no pages of the book.
var fixedPages = []string{"api", "check", "check/all", "check/private", "data", "display", "editors", "embed", "feedback", "offline", "privacy/receipt", "search", "statistics", "styleguide", "table", "tree"}

// FixedPages are the addresses, behind the language, of what is no page of the book.
func (s *Site) FixedPages() []string { return fixedPages }

// HomePage is the page of the book that is shown at the root of a language.
const HomePage = "home"

// shortPages are those of them that have a short address: nobody prints the others, or
// says them to somebody whose line is bad.
var shortPages = []string{"check", "data", "offline", "table", "tree"}

// ShortPaths are the addresses, behind the language, of everything that has a
// short address: each page and each place.
func (s *Site) ShortPaths() []string {
	var paths []string
	for _, id := range s.pageIDs() {
		if id == HomePage {
			id = ""
		}
		paths = append(paths, "/"+id)
	}
	for _, id := range shortPages {
		paths = append(paths, "/"+id)
	}
	for _, p := range s.Places.All() {
		paths = append(paths, "/places/"+p.ID)
	}
	return paths
}

func (s *Site) pageIDs() []string {
	var ids []string
	for _, p := range s.Book.All() {
		ids = append(ids, p.ID)
	}
	return ids
}

// around gives the pages what they lean on.
func (s *Site) around() page.Around {
	a := page.Around{
		Words:    func(l lang.Lang) page.Words { return s.Catalog.In(l) },
		Sources:  s.Sources.IDs(),
		Includes: Includes(),
		Fixed:    fixedPages,
		CheckAnswers: func(named map[string]string) []message.Message {
			_, wrong := s.answers(named)
			return wrong
		},
	}
	for _, t := range s.Records.Glossary {
		a.Terms = append(a.Terms, t.ID)
	}
	for _, p := range s.Places.All() {
		a.Places = append(a.Places, p.ID)
	}
	return a
}

// answers reads named answers and says in words what is wrong with them.
func (s *Site) answers(named map[string]string) (eligibility.Answers, []message.Message) {
	var wrong []message.Message
	a, bad := s.Questionnaire.Parse(named)
	for _, b := range bad {
		wrong = append(wrong, b.Message())
	}
	for name := range named {
		if i, ok := s.Questionnaire.Question(name); ok && !s.Questionnaire.Questions[i].Asked {
			wrong = append(wrong, message.New("%q is never asked", name))
		}
	}
	return a, wrong
}

// aroundPlaces gives the gazetteer what it leans on.
func (s *Site) aroundPlaces() place.Known {
	k := place.Known{Pages: s.pageIDs(), Rights: s.Questionnaire.RightIDs(), Answers: s.answers, Number: s.Book.Number}
	for _, c := range s.Records.Levels {
		for _, l := range c.Row() {
			k.Levels = append(k.Levels, l.ID)
		}
	}
	if p, ok := s.Book.Get(place.Page); ok && p.Texts[page.Source] != nil {
		for i := range p.Texts[page.Source].Parts {
			k.Blocks = append(k.Blocks, p.Texts[page.Source].Parts[i].ID)
		}
	}
	return k
}
