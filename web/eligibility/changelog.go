package eligibility

import (
	"io/fs"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// LogFile holds the change log, in the folder of the questionnaire.
const LogFile = "changelog.yaml"

// A Changelog says what changed in the answers of the site, when and why, newest
// first. The oldest entry is the first publication.
type Changelog struct{ Entries []*LogEntry }

// A LogEntry is one change. People write why and from which sources; a command
// writes what follows from the rules.
type LogEntry struct {
	ID      string // permanent
	On      string // day
	Why     map[lang.Lang]string
	Sources []string
	Pos     problem.Pos

	Rules   string         // the mark of the rules since then
	Changes []LoggedChange // verdicts that changed
	Persons []string       // test persons with another answer, another expectation, or gone
	Removed []string       // rights, questions and answers that are gone: "age", "age=21plus"

	at map[string]problem.Pos // where each field stands
}

// A LoggedChange is a VerdictChange as it is kept: it must be readable when the
// questions are others.
type LoggedChange struct {
	Right    string
	From, To Verdict
	Days     []Span
	Count    int        // situations
	When     []NamedBox // where, as few boxes as can be; they may overlap
	More     int        // situations beyond the boxes
}

// Logged is the change as it is kept.
func (q *Questionnaire) Logged(c VerdictChange) LoggedChange {
	out := LoggedChange{Right: c.Right, From: c.From, To: c.To, Days: c.Spans, Count: c.Count, More: c.More}
	for _, b := range c.Boxes {
		out.When = append(out.When, q.NameBox(b))
	}
	return out
}

// Verdicts counts the verdicts that the entry changed: one for each right,
// situation and span of days.
func (e *LogEntry) Verdicts() int {
	n := 0
	for _, c := range e.Changes {
		n += c.Count * len(c.Days)
	}
	return n
}

// First tells whether this is the entry of the first publication.
func (c *Changelog) First(e *LogEntry) bool { return e == c.Entries[len(c.Entries)-1] }

// Entry finds an entry by its id.
func (c *Changelog) Entry(id string) (*LogEntry, bool) {
	i := slices.IndexFunc(c.Entries, func(e *LogEntry) bool { return e.ID == id })
	if i < 0 {
		return nil, false
	}
	return c.Entries[i], true
}

// EachText calls f with every sentence of the log in a language.
func (c *Changelog) EachText(l lang.Lang, f func(id, text string)) {
	for _, e := range c.Entries {
		f(e.ID, e.Why[l])
	}
}

// Polish passes every sentence through a function, for typography. It must be
// called before anybody else reads the log.
func (c *Changelog) Polish(fix func(lang.Lang, string) string) {
	for _, e := range c.Entries {
		for l, text := range e.Why {
			e.Why[l] = fix(l, text)
		}
	}
}

// LoadChangelog reads the change log beside a sound questionnaire and holds it
// against the last release (C12, C13). A program does not do so with what is built
// into it: that was done before it was built.
func LoadChangelog(fsys fs.FS, dir string, q *Questionnaire, sources []string) (*Changelog, problem.List) {
	ld := newLoader(fsys, dir, sources)
	log := &Changelog{}
	ld.file(LogFile, func(n yamldoc.Node) { log.read(ld, n) })
	if ld.Errors() > 0 || len(log.Entries) == 0 {
		return log, ld.List
	}
	log.checkOrder(ld)
	if wording.IsProven(fsys) {
		return log, ld.List
	}
	release, problems := LoadRelease(fsys, dir)
	ld.List = append(ld.List, problems...)
	k := &keeper{loader: ld, now: q, log: log, release: release}
	if release == nil {
		k.first()
	} else {
		k.check()
	}
	return log, ld.List
}

func (c *Changelog) read(ld *loader, n yamldoc.Node) {
	n.Read(yamldoc.Fields{"changelog": func(n yamldoc.Node) {
		for _, item := range n.List() {
			c.Entries = append(c.Entries, ld.readEntry(item))
		}
		if len(n.List()) == 0 {
			n.Errorf("C13", "the change log is empty").Hint("it begins with the first publication")
		}
	}}, "changelog")
}

// Fields that a command writes.
const (
	fieldRules   = "rules"
	fieldChanges = "changes"
	fieldPersons = "persons"
	fieldRemoved = "removed"
)

func (ld *loader) readEntry(item yamldoc.Node) *LogEntry {
	e := &LogEntry{Pos: item.Pos(), at: map[string]problem.Pos{}}
	note := func(name string, read func(yamldoc.Node)) func(yamldoc.Node) {
		return func(n yamldoc.Node) {
			e.at[name] = n.Pos()
			read(n)
		}
	}
	item.Read(yamldoc.Fields{
		"id":         func(n yamldoc.Node) { e.ID = ld.newID(n) },
		"on":         note("on", func(n yamldoc.Node) { e.On = n.Day() }),
		"why":        func(n yamldoc.Node) { e.Why = ld.readWhy(n) },
		"sources":    func(n yamldoc.Node) { e.Sources = ld.cite(n) },
		fieldRules:   note(fieldRules, func(n yamldoc.Node) { e.Rules = n.Word() }),
		fieldChanges: note(fieldChanges, func(n yamldoc.Node) { e.Changes = readLogged(n) }),
		fieldPersons: note(fieldPersons, func(n yamldoc.Node) { e.Persons = n.Words() }),
		fieldRemoved: note(fieldRemoved, func(n yamldoc.Node) { e.Removed = n.Words() }),
	}, "id", "on", "why", fieldRules, fieldChanges)
	item.Needs("sources")
	if e.Sources == nil {
		item.Errorf("C13", "the entry %q names no source", e.ID).Hint("say in `sources` from where we know it")
	}
	return e
}

// readWhy reads one sentence in each language.
func (ld *loader) readWhy(n yamldoc.Node) map[lang.Lang]string {
	why, fields := map[lang.Lang]string{}, yamldoc.Fields{}
	var names []string
	for _, l := range lang.All() {
		names = append(names, string(l))
		fields[string(l)] = func(n yamldoc.Node) {
			why[l] = strings.TrimSpace(n.Like(notEmpty))
			switch {
			case why[l] == "":
				n.Errorf("C13", "nothing says why in %q", l).Hint("one sentence for readers: what changed in the law, or what we had got wrong")
			case unfinished(why[l]):
				n.Errorf("C13", "the sentence that says why is unfinished")
			}
			if !wording.IsProven(ld.fsys) && !ld.anySource {
				wording.Report(l, n.Pos(), "", why[l], &ld.List)
			}
		}
	}
	n.Read(fields, names...)
	return why
}

func unfinished(text string) bool {
	return slices.ContainsFunc([]string{"TODO", "FIXME", "XXX", "???"}, func(sign string) bool { return strings.Contains(text, sign) })
}

func readLogged(n yamldoc.Node) []LoggedChange {
	var out []LoggedChange
	for _, item := range n.List() {
		var c LoggedChange
		item.Read(yamldoc.Fields{
			"right": func(n yamldoc.Node) { c.Right = n.Word() },
			"from":  func(n yamldoc.Node) { c.From = readVerdict(n) },
			"to":    func(n yamldoc.Node) { c.To = readVerdict(n) },
			"days":  func(n yamldoc.Node) { c.Days = readSpans(n) },
			"count": func(n yamldoc.Node) { c.Count = n.Int() },
			"more":  func(n yamldoc.Node) { c.More = n.Int() },
			"when": func(n yamldoc.Node) {
				for _, box := range n.List() {
					c.When = append(c.When, readNamedBox(box))
				}
			},
		}, "right", "from", "to", "days", "count", "when")
		out = append(out, c)
	}
	return out
}

func readVerdict(n yamldoc.Node) Verdict {
	return Verdict(max(0, slices.Index(verdictNames, n.OneOf("yes", "no", "absent", "unclear"))))
}

func readSpans(n yamldoc.Node) []Span {
	var out []Span
	for _, item := range n.List() {
		s, ok := parseSpan(item.Word())
		if !ok {
			item.Errorf("E009", "%q is no span of days", item.Word()).Hint("2025-01-01/2025-10-28, or 2025-10-29/.. where no end is known")
		}
		out = append(out, s)
	}
	return out
}

func readNamedBox(n yamldoc.Node) NamedBox {
	var box NamedBox
	for _, p := range n.Pairs() {
		box = append(box, NamedAnswers{p.Key.Word(), p.Value.Words()})
	}
	return box
}

// checkOrder holds the log to what its readers rely on: newest first, and nothing
// before the first publication that could have changed.
func (c *Changelog) checkOrder(ld *loader) {
	for i := 1; i < len(c.Entries); i++ {
		if c.Entries[i].On > c.Entries[i-1].On {
			ld.Errorf(c.Entries[i].at["on"], "C13", "this entry is newer than the one above it").Hint("newest first")
		}
	}
	if first := c.Entries[len(c.Entries)-1]; len(first.Changes)+len(first.Persons)+len(first.Removed) > 0 {
		ld.Errorf(first.at[fieldChanges], "C13", "the first publication cannot have changed a verdict")
	}
}
