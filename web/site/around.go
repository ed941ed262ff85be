package site

import (
	"fmt"

	"localvote/web/lang"
	"localvote/web/page"
)

// Includes are the names of the lists that a page may show with
// {{include name}}. Package web draws them.
func Includes() []string {
	return []string{
		"changes", "claims", "contacts", "differences", "glossary", "letter", "levels",
		"numbers", "sources", "timeline", "translation-status", "voices",
	}
}

// fixedPages are addresses that are no pages of the book.
var fixedPages = []string{"check", "check/all", "check/private"}

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
		CheckAnswers: func(named map[string]string) []string {
			var wrong []string
			_, bad := s.Questionnaire.Parse(named)
			for _, b := range bad {
				wrong = append(wrong, fmt.Sprintf("%q is no answer to %q (did you mean %q?)", b.Answer, b.Question, b.DidYouMean))
			}
			for name := range named {
				if i, ok := s.Questionnaire.Question(name); ok && !s.Questionnaire.Questions[i].Asked {
					wrong = append(wrong, fmt.Sprintf("%q is never asked", name))
				}
			}
			return wrong
		},
	}
	for _, t := range s.Records.Glossary {
		a.Terms = append(a.Terms, t.ID)
	}
	return a
}
