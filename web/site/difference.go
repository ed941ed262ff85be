package site

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// A Draft is content as far as two of them are compared: rules that are sound, and
// everything else as it stands in the files. Nothing is drawn for it, and nothing
// is proof-read, so it is there at once.
type Draft struct {
	// Surprises says that people or examples expect something else than the cards say.
	Surprises     bool
	Questionnaire *eligibility.Questionnaire
	units         [unitKinds]units
	bare          bool // the copy of a release, which has rules and test persons only
}

// units are texts by what they belong to.
type units map[unit]string

// A unit is the smallest thing that a comparison names, in one language or, with
// "", in none.
type unit struct {
	name string
	lang lang.Lang
}

const (
	textUnits = iota
	pageUnits
	listUnits
	sourceUnits
	unitKinds
)

// LoadDraft reads content for a comparison. Rules that are not sound are errors:
// they have no verdicts; cards that surprise a person or an example have, and an
// editor wants to see them before deciding who is right. Whatever else is wrong is
// left to Build.
func LoadDraft(content fs.FS) (*Draft, problem.List) {
	content = wording.Proven(content)
	sources, problems := source.Load(content, "sources")
	d := &Draft{}
	var rules problem.List
	together(
		func() { d.Questionnaire, rules = eligibility.Load(content, RulesFolder, sources.IDs()) },
		func() { d.units[pageUnits] = pagesOf(content, sources.IDs()) },
		func() { d.units[listUnits], d.units[sourceUnits] = listsOf(content) },
	)
	problems = append(problems, rules...)
	for _, p := range problems {
		switch {
		case p.Severity != problem.Error:
		case p.Code == "P01" || p.Code == "P02":
			d.Surprises = true
		default:
			return nil, problems
		}
	}
	d.units[textUnits] = units{}
	for _, l := range lang.All() {
		d.Questionnaire.EachText(l, func(key, text string) { d.units[textUnits][unit{key, l}] = text })
	}
	return d, problems
}

// ReleasedDraft is what was released last, for a comparison.
func ReleasedDraft(content fs.FS) (*Draft, problem.List) {
	r, problems := eligibility.LoadRelease(content, RulesFolder)
	if r == nil {
		return nil, problems
	}
	return &Draft{Questionnaire: r.Questionnaire, bare: true}, problems
}

// pagesOf is every block and heading of every page.
func pagesOf(content fs.FS, sources []string) units {
	out := units{}
	book, _ := page.Load(content, sources) // what is wrong with it is said by Build
	for _, p := range book.All() {
		for l, text := range p.Texts {
			out.parts(p.ID, l, text)
		}
		for l, text := range p.Easy {
			out.parts(p.ID+"/easy", l, text)
		}
		out.yaml(content, p.Pos().File, p.ID)
	}
	return out
}

func (u units) parts(name string, l lang.Lang, text *page.Text) {
	for i := range text.Parts {
		u[unit{name + "#" + text.Parts[i].ID, l}] = text.Parts[i].Raw()
	}
}

// listsOf is every entry of every list, sources apart from the others.
func listsOf(content fs.FS) (lists, sources units) {
	lists, sources = units{}, units{}
	_ = fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // an unreadable file is said by Build
		case name == "pages", eligibility.IsHistory(strings.TrimPrefix(name, RulesFolder+"/")), name == RulesFolder+"/texts", name == RulesFolder+"/rules":
			return fs.SkipDir
		case path.Dir(name) == "sources":
			sources.yaml(content, name, "")
		case path.Dir(name) == "places" && path.Ext(name) == ".csv":
			lists.csv(content, name)
		case path.Ext(name) == ".yaml":
			lists.yaml(content, name, name)
		}
		return nil
	})
	return lists, sources
}

// yaml adds what a file holds: each entry by its id, what has none by its field.
func (u units) yaml(content fs.FS, file, name string) {
	data, err := fs.ReadFile(content, file)
	var ignored problem.List
	root, ok := yamldoc.Parse(file, data, &ignored)
	if err != nil || !ok {
		return
	}
	root.Leaves(func(way []yamldoc.Step, word string) {
		if len(way) == 0 {
			return
		}
		entry := way[0].Name
		for _, step := range way {
			if step.Item {
				entry = step.Name
			}
		}
		at := unit{name: strings.TrimPrefix(name+": "+entry, ": ")}
		if l, ok := lang.Parse(way[len(way)-1].Name); ok {
			at.lang = l
		}
		u[at] += stepNames(way) + "=" + word + "\n"
	})
}

func stepNames(way []yamldoc.Step) string {
	var names []string
	for _, step := range way {
		names = append(names, step.Name)
	}
	return strings.Join(names, "/")
}

// csv adds the rows of a table by their first column; a column name_ru is in
// Russian.
func (u units) csv(content fs.FS, file string) {
	data, _ := fs.ReadFile(content, file)
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			at := unit{name: file + ": " + row[0]}
			column := ""
			if i < len(rows[0]) {
				column = rows[0][i]
			}
			if l, ok := lang.Parse(column[strings.LastIndex(column, "_")+1:]); ok {
				at.lang = l
			}
			u[at] += column + "=" + cell + "\n"
		}
	}
}

// A Difference is what an edit of the content does.
type Difference struct {
	OtherQuestions bool                       // verdicts cannot be set side by side
	Verdicts       []eligibility.LoggedChange // that change
	Cards          []Edit
	Together       []Edit // test persons gone, or expected to get other verdicts, in the same edit as a card
	Persons        []Edit // other test persons
	Texts          []Edit // of the questionnaire
	Pages          []Edit // blocks, headings, settings
	Lists          []Edit // entries of lists
	Sources        []Edit
	Bare           bool // the older content has rules and test persons only
}

// An Edit is something that came, went or became other.
type Edit struct {
	Name string
	Lang lang.Lang // "" for none in particular
	How  How
}

// How something was edited.
type How string

// The three ways.
const (
	Added   How = "added"
	Gone    How = "gone"
	Changed How = "changed"
)

// Compare says what became other from one content to another.
func Compare(old, now *Draft) (*Difference, error) {
	d := &Difference{Bare: old.bare}
	changes, err := eligibility.Compare(old.Questionnaire, now.Questionnaire)
	switch {
	case errors.Is(err, eligibility.ErrOtherQuestions):
		d.OtherQuestions = true
	case err != nil:
		return nil, err
	}
	for _, c := range changes {
		d.Verdicts = append(d.Verdicts, now.Questionnaire.Logged(c))
	}
	d.Cards = edits(cardsOf(old.Questionnaire), cardsOf(now.Questionnaire))
	d.persons(old.Questionnaire, now.Questionnaire)
	if !old.bare {
		d.Texts = edits(old.units[textUnits], now.units[textUnits])
		d.Pages = edits(old.units[pageUnits], now.units[pageUnits])
		d.Lists = edits(old.units[listUnits], now.units[listUnits])
		d.Sources = edits(old.units[sourceUnits], now.units[sourceUnits])
	}
	return d, nil
}

func cardsOf(q *eligibility.Questionnaire) units {
	out := units{}
	q.EachCard(func(id, meaning string) { out[unit{name: id}] = meaning })
	return out
}

// persons sets those apart who are gone, or expected to get other verdicts, since
// the same edit that changed a card: rule and test agree, and both may be wrong.
func (d *Difference) persons(old, now *eligibility.Questionnaire) {
	before, after := personsOf(old), personsOf(now)
	for _, e := range edits(before.whole, after.whole) {
		at := unit{name: e.Name}
		suits := e.How == Gone || e.How == Changed && before.situation[at] == after.situation[at]
		if suits && len(d.Cards) > 0 {
			d.Together = append(d.Together, e)
			continue
		}
		d.Persons = append(d.Persons, e)
	}
}

type persons struct{ whole, situation units }

func personsOf(q *eligibility.Questionnaire) persons {
	out := persons{units{}, units{}}
	q.EachPersona(func(name, situation, expected string) {
		at := unit{name: name}
		out.whole[at] += situation + " " + expected + "\n"
		out.situation[at] += situation + "\n"
	})
	return out
}

// edits lists what differs, by name and language.
func edits(before, after units) []Edit {
	var out []Edit
	for at, was := range before {
		switch is, ok := after[at]; {
		case !ok:
			out = append(out, Edit{at.name, at.lang, Gone})
		case is != was:
			out = append(out, Edit{at.name, at.lang, Changed})
		}
	}
	for at := range after {
		if _, ok := before[at]; !ok {
			out = append(out, Edit{at.name, at.lang, Added})
		}
	}
	slices.SortFunc(out, func(a, b Edit) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.Lang), string(b.Lang)))
	})
	return out
}
