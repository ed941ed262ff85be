package place

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// readKinds reads kinds.yaml: what follows from the kind of a place.
func (ld *loader) readKinds(name string) {
	data, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		ld.Errorf(problem.Pos{File: name}, "E001", "cannot read the file: %s", problem.Cause(err))
		return
	}
	root, ok := yamldoc.Parse(name, data, &ld.List)
	if !ok {
		return
	}
	ld.kindsFile(root)
}

func (ld *loader) kindsFile(root yamldoc.Node) {
	root.Read(yamldoc.Fields{
		"levels": func(n yamldoc.Node) {
			for _, item := range n.List() {
				ld.g.levels = append(ld.g.levels, ld.readLevel(item))
			}
		},
		"kinds": func(n yamldoc.Node) {
			for _, item := range n.List() {
				ld.g.kinds = append(ld.g.kinds, ld.readKind(item))
			}
		},
		"cases": ld.readCases,
		"notes": func(n yamldoc.Node) {
			for _, pair := range n.Among("", yamldoc.Choices([]string{"doubt.council", "doubt.name", "doubt.choice", "head.listed", "head.abolished", "head.capital"})) {
				ld.g.Notes[pair.Key.OneOf("doubt.council", "doubt.name", "doubt.choice", "head.listed", "head.abolished", "head.capital")] = ld.blocks(pair.Value)
			}
		},
	}, "levels", "kinds", "cases", "notes")
}

func (ld *loader) readLevel(n yamldoc.Node) *Level {
	l := &Level{}
	n.Read(yamldoc.Fields{
		"id": func(n yamldoc.Node) {
			l.Country, l.ID, _ = strings.Cut(n.OneOf(ld.known.Levels...), ".")
		},
		"vote":  func(n yamldoc.Node) { l.Vote = n.OneOf(ld.known.Rights...) },
		"stand": func(n yamldoc.Node) { l.Stand = n.OneOf(ld.known.Rights...) },
	}, "id", "vote", "stand")
	return l
}

func (ld *loader) readKind(n yamldoc.Node) *Kind {
	k := &Kind{}
	list := func(into *[]string) func(yamldoc.Node) {
		return func(n yamldoc.Node) { *into = ld.blocks(n) }
	}
	n.Read(yamldoc.Fields{
		"id": func(n yamldoc.Node) {
			k.ID = n.Like(kindPattern)
			k.Country, _, _ = strings.Cut(k.ID, ".")
			if ld.kind(k.ID) != nil || k.Country != "by" && k.Country != "ru" {
				n.Errorf("D003", "%q cannot be a kind, or stands here twice", k.ID).Hint("the country, a point and a word: by.raion")
			}
		},
		"title":   func(n yamldoc.Node) { k.Title = source.ReadText(n) },
		"many":    func(n yamldoc.Node) { k.Many = source.ReadText(n) },
		"council": func(n yamldoc.Node) { k.Council = source.ReadText(n) },
		"count":   func(n yamldoc.Node) { k.count = ld.count(n) },
		"inside": func(n yamldoc.Node) {
			for _, item := range n.List() {
				k.Inside = append(k.Inside, item.Known("kind", ld.kindIDs()))
			}
		},
		"level": func(n yamldoc.Node) {
			_, k.Level, _ = strings.Cut(n.OneOf(ld.levelIDs()...), ".")
		},
		"partly": func(n yamldoc.Node) {
			for _, item := range n.List() {
				_, level, _ := strings.Cut(item.OneOf(ld.levelIDs()...), ".")
				k.Partly = append(k.Partly, level)
			}
		},
		"absent": func(n yamldoc.Node) {
			for _, item := range n.List() {
				k.Absent = append(k.Absent, item.OneOf(ld.known.Rights...))
			}
		},
		"lead": func(n yamldoc.Node) { k.Lead = ld.block(n) },
		"leads": func(n yamldoc.Node) {
			k.Leads = map[string]string{}
			for _, pair := range n.Pairs() {
				k.Leads[pair.Key.Word()] = ld.block(pair.Value)
			}
		},
		"page":               func(n yamldoc.Node) { k.Page = n.OneOf(ld.known.Pages...) },
		"elected":            list(&k.Elected),
		"ballots":            list(&k.Ballots),
		"ballots_not_centre": list(&k.BallotsNotCentre),
		"when":               list(&k.When),
		"ask":                list(&k.Ask),
	}, "id", "title", "many", "count", "lead", "elected", "ballots", "when", "ask")
	return k
}

// kindPattern is how kinds are named: the country, a point and a word.
var kindPattern = regexp.MustCompile(`^(by|ru)\.`)

// Shape is what the file kinds.yaml may hold; g is what it holds now.
func Shape(g *Gazetteer, known Known) *yamldoc.Shape {
	return yamldoc.Describe(func(n yamldoc.Node) {
		ld := &loader{known: known, g: &Gazetteer{
			levels: slices.Clone(g.levels), kinds: slices.Clone(g.kinds),
			Cases: map[string]eligibility.Answers{}, Notes: map[string][]string{},
		}}
		ld.kindsFile(n)
	})
}

// count is a number, or the id of a fact that states it.
func (ld *loader) count(n yamldoc.Node) int {
	if number, ok := ld.known.Number(n.Known("number", ld.known.Numbers)); ok && !n.Describing() {
		return number
	}
	return n.Int()
}

func (ld *loader) levelIDs() []string {
	var ids []string
	for _, l := range ld.g.levels {
		ids = append(ids, l.Country+"."+l.ID)
	}
	return ids
}

// blocks reads ids of blocks of the page "places".
func (ld *loader) blocks(n yamldoc.Node) []string {
	var ids []string
	for _, item := range n.List() {
		ids = append(ids, ld.block(item))
	}
	return ids
}

func (ld *loader) block(n yamldoc.Node) string {
	id := n.Known("block", ld.known.Blocks)
	if !slices.Contains(ld.known.Blocks, id) {
		n.Errorf("D010", "the page %q has no block %q", Page, id).Near(id, ld.known.Blocks)
	}
	return id
}

// readCases reads whom the place pages judge, by country.
func (ld *loader) readCases(n yamldoc.Node) {
	n.Needs("by", "ru")
	for _, pair := range n.Among("", yamldoc.Choices([]string{"by", "ru"})) {
		country := pair.Key.OneOf("by", "ru")
		named := map[string]string{"country": country}
		for _, answer := range pair.Value.Among("answer", ld.known.Given) {
			named[answer.Key.Word()] = answer.Value.Word()
		}
		answers, wrong := ld.known.Answers(named)
		for _, words := range wrong {
			pair.Value.Errorf("D011", "%s", words)
		}
		ld.g.Cases[country] = answers
	}
	for _, country := range []string{"by", "ru"} {
		if ld.g.Cases[country] == nil {
			n.Errorf("D011", "there is no case for %q", country)
		}
	}
}
