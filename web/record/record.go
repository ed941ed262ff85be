// Package record reads the lists that pages show: what happened when, what the
// press claimed, what people said, figures, whom to ask, the terms in three
// languages, and letters to print. It checks each list by itself and against the
// ids of sources, facts and pages; how a list is drawn is left to the templates,
// and what a fact's date is to package page.
//
// Codes of problems, beside those of package yamldoc: R001 a file cannot be
// read; R002 an id is not plain ASCII; R003 an id stands twice; R004 an unknown
// source; R005 an unknown fact; R006 an unknown page; R007 an unknown article;
// R008 a statement without sources; R009 a value that is neither a number nor a
// text in three languages; R010 fields that contradict each other; R011 not a
// date; R012 an empty text; R013 (warning) one word names two terms; R014 a bar
// that ends before it begins; R015 more people than a picture has room for; R016
// answers that the questionnaire does not know.
package record

import (
	"io/fs"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// Known are the ids that lists may refer to. Without Pages, references to pages
// are not checked.
type Known struct {
	Sources []string
	Facts   []string // those that hold a date
	Pages   []string

	// For Shapes alone, because readers learn of these later or elsewhere.
	Answers  []yamldoc.Choice // questions with their answers
	Articles []string         // of claims.yaml
}

// Records are all lists.
type Records struct {
	Timeline *Timeline
	Claims   *Claims
	Voices   []*Voice
	Numbers  []*NumberGroup
	Contacts []*Contact
	Glossary []*Term
	Letters  []*Letter
	Levels   []*Country
	People   []*Person
}

// Load reads every list from its file in fsys.
func Load(fsys fs.FS, known Known) (*Records, problem.List) {
	var problems problem.List
	keep := func(list problem.List) { problems = append(problems, list...) }
	r := &Records{}
	var list problem.List
	r.Timeline, list = LoadTimeline(fsys, "timeline.yaml", known)
	keep(list)
	r.Claims, list = LoadClaims(fsys, "claims.yaml", known)
	keep(list)
	r.Voices, list = LoadVoices(fsys, "voices.yaml", known)
	keep(list)
	r.Numbers, list = LoadNumbers(fsys, "numbers.yaml", known)
	keep(list)
	r.Contacts, list = LoadContacts(fsys, "contacts.yaml", known)
	keep(list)
	r.Glossary, list = LoadGlossary(fsys, "glossary.yaml")
	keep(list)
	r.Letters, list = LoadLetters(fsys, "letter.yaml", known)
	keep(list)
	r.Levels, list = LoadLevels(fsys, "levels.yaml")
	keep(list)
	r.People, list = LoadPeople(fsys, "matrix.yaml")
	keep(list)
	return r, problems
}

// A Phrase is words that are the same for every reader, as the title of an
// article, or words in each language.
type Phrase struct {
	Same string
	Text source.Text
}

// In is the phrase for a reader of this language.
func (p Phrase) In(l lang.Lang) string {
	if p.Same != "" {
		return p.Same
	}
	return p.Text[l]
}

// A Date is written as a day, a month or a year, or as the id of a fact. Both
// fields are empty where no date is known.
type Date struct {
	Day  string
	Fact string
}

// A Quote is the authentic wording, in its own language.
type Quote = source.Quote

// Polish passes every text through a function, for typography. Quotations and
// glossary terms stay as they are. It must be called before anybody else reads
// the lists.
func (r *Records) Polish(fix func(lang.Lang, string) string) {
	for _, text := range r.texts() {
		for l := range text {
			text[l] = fix(l, text[l])
		}
	}
}

// EachText calls f with every text of the lists in a language.
func (r *Records) EachText(l lang.Lang, f func(where, text string)) {
	for _, text := range r.texts() {
		f("lists", text[l])
	}
	for _, term := range r.Glossary {
		f("glossary "+term.ID, term.Words[l])
	}
}

func (r *Records) texts() []source.Text {
	var all []source.Text
	if r.Timeline != nil {
		for _, e := range r.Timeline.Events {
			all = append(all, e.Title, e.Note)
		}
		for _, b := range r.Timeline.Bars {
			all = append(all, b.Label)
		}
	}
	if r.Claims != nil {
		for _, c := range r.Claims.Claims {
			all = append(all, c.Claim, c.Where, c.Why)
		}
		for _, a := range r.Claims.Articles {
			all = append(all, a.About, a.Publisher.Text, a.Dated.Text)
		}
	}
	for _, v := range r.Voices {
		all = append(all, v.Who, v.Role, v.Says)
	}
	for _, g := range r.Numbers {
		all = append(all, g.Title)
		for _, row := range g.Rows {
			all = append(all, row.What, row.Text, row.Note)
		}
	}
	for _, c := range r.Contacts {
		all = append(all, c.Name, c.For, c.Caution, c.Address.Text)
	}
	for _, t := range r.Glossary {
		all = append(all, t.Note)
	}
	for _, letter := range r.Letters {
		all = append(all, letter.Title, letter.To, letter.Closing)
		all = append(all, letter.Body...)
	}
	for _, c := range r.Levels {
		all = append(all, c.Title)
		if c.Root != nil {
			all = append(all, c.Root.texts()...)
		}
	}
	for _, p := range r.People {
		all = append(all, p.Who)
	}
	return all
}

// A reader reads one file.
type reader struct {
	known Known
	ids   map[string]problem.Pos
}

// open reads and parses a file; ok is false if nothing can be read from it.
func open(fsys fs.FS, name string, list *problem.List) (root yamldoc.Node, ok bool) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		list.Errorf(problem.Pos{File: name}, "R001", "cannot read the file: %s", problem.Cause(err))
		return root, false
	}
	root, ok = yamldoc.Parse(name, data, list)
	return root.Proven(wording.IsProven(fsys)), ok
}

func newReader(known Known) *reader {
	return &reader{known: known, ids: map[string]problem.Pos{}}
}
