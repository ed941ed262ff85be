package record

import (
	"cmp"
	"io/fs"
	"slices"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Timeline is events, and the bars of its picture.
type Timeline struct {
	Events []*Event
	Bars   []*Bar
}

// An Event is what happened on the day of a fact.
type Event struct {
	ID         string
	Fact       string // its date
	Stage      string // background, proposed, signed, ratified, in_force, published, explained, planned
	Country    string // ru, by, both
	Instrument string // protocol, protection, other
	Key        bool
	Title      source.Text
	Note       source.Text // nil for none
	Sources    []string
	Pos        problem.Pos
}

// A Bar is one line of the picture, between the days of two facts.
type Bar struct {
	ID    string
	Label source.Text
	From  string // fact
	To    string // fact; "" for a point and for what goes on
	Kind  string // point, span, wait, force
	Pos   problem.Pos
}

// Open tells whether the bar goes on to the end of the picture.
func (b *Bar) Open() bool { return b.To == "" && b.Kind != "point" }

// Sorted lists the events in the order of time. The date of a fact may be a
// day, a month or a year; events of the same date keep the order of the file.
func (t *Timeline) Sorted(date func(fact string) string) []*Event {
	events := slices.Clone(t.Events)
	slices.SortStableFunc(events, func(a, b *Event) int { return cmp.Compare(date(a.Fact), date(b.Fact)) })
	return events
}

// Verify reports bars that end before they begin.
func (t *Timeline) Verify(date func(fact string) string) problem.List {
	var list problem.List
	for _, b := range t.Bars {
		if b.To != "" && date(b.To) < date(b.From) {
			list.Errorf(b.Pos, "R014", "the bar %q ends before it begins", b.ID).Hint("exchange `from` and `to`")
		}
	}
	return list
}

// LoadTimeline reads timeline.yaml.
func LoadTimeline(fsys fs.FS, name string, known Known) (*Timeline, problem.List) {
	var list problem.List
	t := &Timeline{}
	if root, ok := open(fsys, name, &list); ok {
		t.read(root, known)
	}
	return t, list
}

func (t *Timeline) read(root yamldoc.Node, known Known) {
	events, bars := newReader(known), newReader(known)
	root.Read(yamldoc.Fields{
		"events": func(n yamldoc.Node) {
			for _, item := range n.List() {
				t.Events = append(t.Events, events.event(item))
			}
		},
		"bars": func(n yamldoc.Node) {
			for _, item := range n.List() {
				t.Bars = append(t.Bars, bars.bar(item))
			}
		},
	}, "events")
}

func (r *reader) event(item yamldoc.Node) *Event {
	e := &Event{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":   func(n yamldoc.Node) { e.ID = r.id(n) },
		"fact": func(n yamldoc.Node) { e.Fact = r.fact(n) },
		"stage": func(n yamldoc.Node) {
			e.Stage = n.OneOf("background", "proposed", "signed", "ratified", "in_force", "published", "explained", "planned")
		},
		"country":    func(n yamldoc.Node) { e.Country = n.OneOf("ru", "by", "both") },
		"key":        func(n yamldoc.Node) { e.Key = n.Bool() },
		"instrument": func(n yamldoc.Node) { e.Instrument = n.OneOf("protocol", "protection", "other") },
		"title":      func(n yamldoc.Node) { e.Title = source.ReadText(n) },
		"note":       func(n yamldoc.Node) { e.Note = optional(n) },
		"sources":    func(n yamldoc.Node) { e.Sources = r.sources(n) },
	}, "id", "fact", "stage", "country", "instrument", "title", "sources")
	return e
}

func (r *reader) bar(item yamldoc.Node) *Bar {
	b := &Bar{Pos: item.Pos()}
	ends, goesOn := false, false
	item.Read(yamldoc.Fields{
		"id":    func(n yamldoc.Node) { b.ID = r.id(n) },
		"label": func(n yamldoc.Node) { b.Label = source.ReadText(n) },
		"from":  func(n yamldoc.Node) { b.From = r.fact(n) },
		"to": func(n yamldoc.Node) {
			n.OrNothing()
			word := n.Known("", []string{"open"})
			ends, goesOn = !none(word), word == "open"
			if ends && !goesOn || n.Describing() {
				b.To = r.fact(n)
			}
		},
		"kind": func(n yamldoc.Node) { b.Kind = n.OneOf("point", "span", "wait", "force") },
	}, "id", "label", "from", "kind")
	switch {
	case b.Kind == "point" && (goesOn || b.To != "" && b.To != b.From):
		item.Errorf("R010", "the bar %q is a point and has an end", b.ID).Hint("leave out `to`, or make it a span")
	case b.Kind == "point":
		b.To = ""
	case b.Kind != "" && !ends:
		item.Errorf("R010", "the bar %q has no end", b.ID).Hint("write `to: open` for what goes on")
	}
	return b
}
