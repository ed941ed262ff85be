package eligibility

import (
	"io/fs"
	"slices"
	"strings"

	"localvote/web/problem"
	"localvote/web/yamldoc"
)

func (ld *loader) readRuleFiles() {
	names, _ := fs.Glob(ld.fsys, ld.path("rules/*.yaml"))
	if len(names) == 0 {
		ld.Errorf(problem.Pos{File: ld.path("rules")}, "E001", "no rule cards found").Hint("there is one file per country")
	}
	for _, name := range names {
		ld.file(name[len(ld.dir)+1:], ld.readRules)
	}
	all, _ := fs.ReadDir(ld.fsys, ld.path("rules"))
	for _, entry := range all {
		if name := entry.Name(); !strings.HasSuffix(name, ".yaml") && !strings.HasPrefix(name, ".") {
			ld.Errorf(problem.Pos{File: ld.path("rules/" + name)}, "E001", "this file would not be read").Hint("files of cards end in .yaml")
		}
	}
}

// readRules reads the cards of one country. The country comes first in the
// file, because the cards take it from there.
func (ld *loader) readRules(n yamldoc.Node) {
	country := -1
	question, _ := ld.q.Question("country")
	n.Read(yamldoc.Fields{
		"country": func(n yamldoc.Node) { country = ld.answer(&ld.q.Questions[question], n) },
		"rules": func(n yamldoc.Node) {
			if country < 0 {
				n.Errorf("E007", "these cards belong to no country").Hint("write `country:` above `rules:`")
				return
			}
			for _, item := range n.List() {
				ld.readCard(item, question, country)
			}
		},
	}, "country", "rules")
}

func (ld *loader) readCard(item yamldoc.Node, question, country int) {
	c := Card{When: ld.q.everywhere(), Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id": func(n yamldoc.Node) { c.ID = ld.newID(n) },
		"effect": func(n yamldoc.Node) {
			c.Effect = Effect(max(0, slices.Index(effectNames, n.OneOf(effectNames...))))
		},
		"rights":      func(n yamldoc.Node) { c.Rights = ld.rights(n) },
		"when":        func(n yamldoc.Node) { c.When, _ = ld.when(n) },
		"from":        func(n yamldoc.Node) { c.From = n.Day() },
		"to":          func(n yamldoc.Node) { c.To = n.Day() },
		"reason_only": func(n yamldoc.Node) { c.ReasonOnly = n.Bool() },
		"sources":     func(n yamldoc.Node) { c.Sources = ld.cite(n) },
	}, "id", "effect", "rights", "when")
	ld.needSource(item, c.ID, c.Sources)
	ld.checkPeriod(item, c.From, c.To)
	if c.When[question]&(1<<country) == 0 {
		item.Errorf("E023", "the card is for another country than its file").Hint("delete `country` from `when`; the file already says it")
	}
	c.When[question] = 1 << country
	ld.q.Cards = append(ld.q.Cards, c)
}

// newID reads an id that must be new among cards, steps, differences and so on.
func (ld *loader) newID(n yamldoc.Node) string {
	id := n.Word()
	ld.checkID(n, id)
	if first, twice := ld.seen[id]; twice {
		n.Errorf("E004", "the id %q is already used at %s", id, first).Hint("ids are permanent and unique")
	}
	ld.seen[id] = n.Pos()
	return id
}

func (ld *loader) rights(n yamldoc.Node) Rights {
	var set Rights
	for _, item := range someItems(n) {
		word := item.Known("right", ld.q.RightIDs())
		r, ok := ld.q.Right(word)
		if !ok {
			item.Errorf("E010", "unknown right %q", word).Near(word, ld.q.RightIDs())
			continue
		}
		set |= 1 << r
	}
	return set
}

// someItems reads a list that must name something. An empty one is refused where it
// stands: what follows from it would be told in many other places.
func someItems(n yamldoc.Node) []yamldoc.Node {
	n.HasItems(1, 0)
	items := n.List()
	if items != nil && len(items) == 0 {
		n.Errorf("E008", "this list is empty").Hint("name at least one, or delete what the list belongs to")
	}
	return items
}

// when reads a box. It also tells where each question stood.
func (ld *loader) when(n yamldoc.Node) (Box, map[int]problem.Pos) {
	box, places := ld.q.everywhere(), map[int]problem.Pos{}
	for _, p := range n.Among("question", yamldoc.Choices(ld.q.QuestionIDs())) {
		word := p.Key.Word()
		question, ok := ld.q.Question(word)
		if !ok {
			p.Key.Errorf("E011", "unknown question %q", word).Near(word, ld.q.QuestionIDs())
			continue
		}
		var mask uint32
		for _, item := range someItems(p.Value) {
			if answer := ld.answer(&ld.q.Questions[question], item); answer >= 0 {
				mask |= 1 << answer
			}
		}
		if mask == box[question] {
			p.Key.Warnf("W013", "this lists every answer to %q, so it has no effect", word).Hint("delete it")
		}
		box[question], places[question] = mask, p.Key.Pos()
	}
	return box, places
}

func (ld *loader) cite(n yamldoc.Node) []string {
	n.HasItems(1, 0)
	items := n.List()
	if len(items) == 0 {
		return nil
	}
	ids := []string{}
	for _, item := range items {
		id := item.Known("source", ld.sources)
		if !ld.anySource && !slices.Contains(ld.sources, id) {
			item.Errorf("E015", "the source %q is not in the register", id).Try(problem.Meant(id, ld.sources))
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

// needSource refuses what cites nothing. A source that was named wrongly has been
// reported already.
func (ld *loader) needSource(item yamldoc.Node, id string, sources []string) {
	item.Needs("sources")
	if sources == nil {
		item.Errorf("E016", "%q cites no source", id).Hint("add `sources: [...]`; nothing without a source can be published")
	}
}

func (ld *loader) checkPeriod(item yamldoc.Node, from, to string) {
	if from != "" && to != "" && to <= from {
		item.Errorf("E009", "the period ends before it begins").Hint("`from` is included, `to` is not")
	}
}

func (ld *loader) readDifferences(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"asymmetries": func(n yamldoc.Node) {
		for _, item := range n.List() {
			d := Difference{When: ld.q.everywhere(), Pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"id":      func(n yamldoc.Node) { d.ID = ld.newID(n) },
				"rights":  func(n yamldoc.Node) { d.Rights = ld.rights(n) },
				"when":    func(n yamldoc.Node) { d.When, d.when = ld.when(n) },
				"from":    func(n yamldoc.Node) { d.From = n.Day() },
				"to":      func(n yamldoc.Node) { d.To = n.Day() },
				"sources": func(n yamldoc.Node) { d.Sources = ld.cite(n) },
			}, "id", "rights", "when")
			ld.needSource(item, d.ID, d.Sources)
			ld.checkPeriod(item, d.From, d.To)
			ld.q.Differences = append(ld.q.Differences, d)
		}
	}}, "asymmetries")
}

func (ld *loader) readChanges(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"changes": func(n yamldoc.Node) {
		for _, item := range n.List() {
			c := Change{When: ld.q.everywhere(), Pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"id":        func(n yamldoc.Node) { c.ID = ld.newID(n) },
				"on":        func(n yamldoc.Node) { c.On = n.Day() },
				"rights":    func(n yamldoc.Node) { c.Rights = ld.rights(n) },
				"when":      func(n yamldoc.Node) { c.When, _ = ld.when(n) },
				"direction": func(n yamldoc.Node) { c.Gain = n.OneOf("gain", "any") == "gain" },
				"sources":   func(n yamldoc.Node) { c.Sources = ld.cite(n) },
			}, "id", "on", "rights", "when", "direction")
			ld.needSource(item, c.ID, c.Sources)
			ld.q.Changes = append(ld.q.Changes, c)
		}
	}}, "changes")
}

func (ld *loader) readSteps(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"steps": func(n yamldoc.Node) {
		for _, item := range n.List() {
			s := Step{When: ld.q.everywhere(), Pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"id":       func(n yamldoc.Node) { s.ID = ld.newID(n) },
				"kind":     func(n yamldoc.Node) { s.Kind = StepKind(n.OneOf("condition", "do", "know")) },
				"rights":   func(n yamldoc.Node) { s.Rights = ld.rights(n) },
				"verdicts": func(n yamldoc.Node) { s.Verdicts, s.Depends = readVerdicts(n) },
				"when":     func(n yamldoc.Node) { s.When, _ = ld.when(n) },
				"from":     func(n yamldoc.Node) { s.From = n.Day() },
				"to":       func(n yamldoc.Node) { s.To = n.Day() },
				"sources":  func(n yamldoc.Node) { s.Sources = ld.cite(n) },
			}, "id", "kind", "rights", "verdicts", "when")
			ld.needSource(item, s.ID, s.Sources)
			ld.checkPeriod(item, s.From, s.To)
			ld.q.Steps = append(ld.q.Steps, s)
		}
	}}, "steps")
}

func readVerdicts(n yamldoc.Node) (set Set, depends bool) {
	for _, item := range n.List() {
		word := item.OneOf("yes", "no", "absent", "unclear", "depends")
		if word == "depends" {
			depends = true
			continue
		}
		if v := slices.Index(verdictNames, word); v > 0 {
			set |= 1 << v
		}
	}
	return set, depends
}

func (ld *loader) readElections(n yamldoc.Node) {
	question, _ := ld.q.Question("country")
	n.Read(yamldoc.Fields{"elections": func(n yamldoc.Node) {
		for _, item := range n.List() {
			e := Election{Pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"id":      func(n yamldoc.Node) { e.ID = ld.newID(n) },
				"country": func(n yamldoc.Node) { e.Country = ld.answer(&ld.q.Questions[question], n) },
				"day":     func(n yamldoc.Node) { e.Day = n.Day() },
				"basis":   func(n yamldoc.Node) { e.Calculated = n.OneOf("announced", "calculated") == "calculated" },
				"sources": func(n yamldoc.Node) { e.Sources = ld.cite(n) },
			}, "id", "country", "day", "basis")
			ld.needSource(item, e.ID, e.Sources)
			if e.Day != "" && e.Day < ld.q.Coverage {
				item.Errorf("E009", "the election %q lies before the rules begin", e.ID).Hint("nothing is claimed about days before %s", ld.q.Coverage)
			}
			ld.q.Elections = append(ld.q.Elections, e)
		}
	}}, "elections")
}

func (ld *loader) readExamples(n yamldoc.Node) {
	n.Read(yamldoc.Fields{"examples": func(n yamldoc.Node) {
		for _, item := range n.List() {
			e := Example{Answers: ld.q.NoAnswers(), Expect: map[int]Verdict{}, Pos: item.Pos()}
			item.Read(yamldoc.Fields{
				"id":      func(n yamldoc.Node) { e.ID = ld.newID(n) },
				"answers": func(n yamldoc.Node) { ld.readGiven(n, e.Answers) },
				"expect":  func(n yamldoc.Node) { ld.readExpected(n, &e) },
				"sources": func(n yamldoc.Node) { e.Sources = ld.cite(n) },
			}, "id", "answers", "expect")
			ld.needSource(item, e.ID, e.Sources)
			ld.q.Examples = append(ld.q.Examples, e)
		}
	}}, "examples")
}

func (ld *loader) readGiven(n yamldoc.Node, a Answers) {
	for _, p := range n.Among("", yamldoc.Choices(ld.q.QuestionIDs())) {
		word := p.Key.Word()
		question, ok := ld.q.Question(word)
		if !ok {
			p.Key.Errorf("E011", "unknown question %q", word).Near(word, ld.q.QuestionIDs())
			continue
		}
		answer, ok := ld.q.Questions[question].Parse(p.Value.Known("", ld.q.Questions[question].Allowed()))
		if !ok {
			ld.answer(&ld.q.Questions[question], p.Value)
			continue
		}
		a[question] = answer
	}
}

// readExpected reads the verdicts of an example; the first one leads.
func (ld *loader) readExpected(n yamldoc.Node, e *Example) {
	for i, p := range n.Among("", yamldoc.Choices(ld.q.RightIDs())) {
		word := p.Key.Word()
		r, ok := ld.q.Right(word)
		if !ok {
			p.Key.Errorf("E010", "unknown right %q", word).Near(word, ld.q.RightIDs())
			continue
		}
		if i == 0 {
			e.Leads = r
		}
		if v := slices.Index(verdictNames, p.Value.OneOf("yes", "no", "absent", "unclear")); v > 0 {
			e.Expect[r] = Verdict(v)
		}
	}
}
