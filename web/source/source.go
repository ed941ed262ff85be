// Package source reads the register of sources: the laws, official statements
// and press reports behind every legal statement of the site, each with how its
// text was seen and when it was last checked. It does not decide which statement
// needs a source; the readers of rules and pages do.
package source

import (
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// Text is the same text in each language of the site.
type Text map[lang.Lang]string

// Kind says who speaks in a source.
type Kind string

// The kinds of source.
const (
	Law      Kind = "law"
	Official Kind = "official"
	Press    Kind = "press"
)

// Seen says how much of the text was seen.
type Seen string

// How a text was seen: whole, in part, or only as others relay it.
const (
	Full    Seen = "full"
	Excerpt Seen = "excerpt"
	Relayed Seen = "relayed"
)

// Risk marks a publisher that an authority has put on a list, so that opening
// the link may have legal consequences for a reader there.
type Risk struct {
	Country string // whose authorities: "ru" or "by"
	Listed  bool   // false: may be listed, not confirmed
}

// Quote is the authentic wording, in its own language.
type Quote struct {
	Lang lang.Lang
	Text string
}

// A Source is one entry of the register. Days are written 2025-10-29; Dated may
// be shorter (2025-10, 2025) or empty where it is not known.
type Source struct {
	ID        string
	Kind      Kind
	Seen      Seen
	Label     Text // short, beside a statement
	Title     Text // in full
	How       Text // which copy was seen; may be empty
	Dated     string
	URL       string
	CheckedOn string
	Risk      *Risk
	Quote     *Quote
	Pos       problem.Pos
}

// Linkable tells whether the address may be a link: publishers under a legal
// mark are named with their address as text only.
func (s *Source) Linkable() bool { return s.URL != "" && s.Risk == nil }

// Host is the name of the site behind the address, without "www.", in the letters that
// people know it by, not in those of the network (RFC 5891).
func (s *Source) Host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	name := strings.TrimPrefix(strings.TrimSuffix(u.Hostname(), "."), "www.")
	if readable, err := idna.Display.ToUnicode(name); err == nil {
		return readable
	}
	return name
}

// A Register is all sources, by id and in the order of the files.
type Register struct {
	byID  map[string]*Source
	order []*Source
}

// Get finds a source by its id.
func (r *Register) Get(id string) (*Source, bool) {
	s, ok := r.byID[id]
	return s, ok
}

// All lists the sources in the order of the files.
func (r *Register) All() []*Source { return r.order }

// IDs lists all ids in alphabetical order.
func (r *Register) IDs() []string {
	ids := make([]string, 0, len(r.byID))
	for id := range r.byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// LastChecked is the latest day on which any source was checked.
func (r *Register) LastChecked() string {
	day := ""
	for _, s := range r.order {
		day = max(day, s.CheckedOn)
	}
	return day
}

// Load reads every YAML file in the folder dir of fsys.
func Load(fsys fs.FS, dir string) (*Register, problem.List) {
	var list problem.List
	r := &Register{byID: map[string]*Source{}}
	names, err := fs.Glob(fsys, path.Join(dir, "*.yaml"))
	if err != nil || len(names) == 0 {
		list.Errorf(problem.Pos{File: dir}, "E001", "no sources found").Hint("the register of sources is a folder of YAML files")
		return r, list
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			list.Errorf(problem.Pos{File: name}, "E001", "cannot read the file: %s", problem.Cause(err))
			continue
		}
		if root, ok := yamldoc.Parse(name, data, &list); ok {
			r.readFile(root.Proven(wording.IsProven(fsys)))
		}
	}
	return r, list
}

// Shape is what a file of sources may hold.
func Shape() *yamldoc.Shape {
	return yamldoc.Describe(func(n yamldoc.Node) {
		r := &Register{byID: map[string]*Source{}}
		r.readFile(n)
	})
}

func (r *Register) readFile(root yamldoc.Node) {
	root.Read(yamldoc.Fields{"sources": r.readAll}, "sources")
}

func (r *Register) readAll(n yamldoc.Node) {
	for _, item := range n.List() {
		s := read(item)
		if first, twice := r.byID[s.ID]; twice {
			item.Errorf("E004", "the source id %q is already used at %s", s.ID, first.Pos).Hint("ids are permanent and unique")
			continue
		}
		if s.ID != "" {
			r.byID[s.ID] = s
			r.order = append(r.order, s)
		}
	}
}

func read(item yamldoc.Node) *Source {
	s := &Source{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":         func(n yamldoc.Node) { s.ID = n.Word() },
		"kind":       func(n yamldoc.Node) { s.Kind = Kind(n.OneOf("law", "official", "press")) },
		"seen":       func(n yamldoc.Node) { s.Seen = Seen(n.OneOf("full", "excerpt", "relayed")) },
		"label":      func(n yamldoc.Node) { s.Label = ReadTitle(n) },
		"title":      func(n yamldoc.Node) { s.Title = ReadTitle(n) },
		"how":        func(n yamldoc.Node) { s.How = ReadText(n) },
		"dated":      func(n yamldoc.Node) { s.Dated = readDate(n) },
		"url":        func(n yamldoc.Node) { s.URL = readAddress(n) },
		"checked_on": func(n yamldoc.Node) { s.CheckedOn = n.Day() },
		"risk":       func(n yamldoc.Node) { s.Risk = readRisk(n) },
		"quote":      func(n yamldoc.Node) { s.Quote = readQuote(n) },
	}, "id", "kind", "seen", "label", "title", "checked_on")
	return s
}

// ReadText reads a text in three languages; each must be there, and each is
// proof-read.
func ReadText(n yamldoc.Node) Text { return readText(n, true) }

// ReadTitle is ReadText for titles, which may be as long as they are.
func ReadTitle(n yamldoc.Node) Text { return readText(n, false) }

func readText(n yamldoc.Node, sentences bool) Text {
	n.Called("text")
	t := Text{}
	fields := yamldoc.Fields{}
	var names []string
	for _, l := range lang.All() {
		names = append(names, string(l))
		fields[string(l)] = func(n yamldoc.Node) {
			t[l] = n.Like(notEmpty)
			if strings.TrimSpace(t[l]) == "" {
				n.Errorf("E007", "the text in %q is empty", l)
			}
			proofRead(n, l, t[l], sentences)
		}
	}
	n.Read(fields, names...)
	return t
}

var notEmpty = regexp.MustCompile(`\S`)

func proofRead(n yamldoc.Node, l lang.Lang, text string, sentences bool) {
	if n.IsProven() {
		return
	}
	var found problem.List
	wording.Report(l, n.Pos(), "", text, &found)
	for _, p := range found {
		if sentences || p.Code != "L07" {
			*n.Problems() = append(*n.Problems(), p)
		}
	}
}

// readDate reads 2025, 2025-10 or 2025-10-29.
func readDate(n yamldoc.Node) string {
	if w := n.Like(partialDate); partialDate.MatchString(w) {
		return w
	}
	return n.Day()
}

var partialDate = regexp.MustCompile(`^\d{4}(-\d{2})?$`)

var addressPattern = regexp.MustCompile(`^https?://[^/]`)

func readAddress(n yamldoc.Node) string {
	w := n.Like(addressPattern)
	u, err := url.Parse(w)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		n.Errorf("E030", "%q is not an address", w).Hint("an address begins with https:// or http://")
		return ""
	}
	return w
}

func readRisk(n yamldoc.Node) *Risk {
	n.Called("risk")
	r := &Risk{}
	n.Read(yamldoc.Fields{
		"level":   func(n yamldoc.Node) { r.Listed = n.OneOf("listed", "maybe") == "listed" },
		"country": func(n yamldoc.Node) { r.Country = n.OneOf("ru", "by") },
	}, "level", "country")
	return r
}

func readQuote(n yamldoc.Node) *Quote {
	q := &Quote{}
	n.Read(yamldoc.Fields{
		"lang": func(n yamldoc.Node) { q.Lang = lang.Lang(n.OneOf("ru", "be", "en")) },
		"text": func(n yamldoc.Node) { q.Text = n.Word() },
	}, "lang", "text")
	return q
}

// Polish passes every text through a function, for typography. Quotations stay
// as they are. It must be called before anybody else reads the register.
func (r *Register) Polish(fix func(lang.Lang, string) string) {
	for _, s := range r.order {
		for _, text := range []Text{s.Label, s.Title, s.How} {
			for l := range text {
				text[l] = fix(l, text[l])
			}
		}
	}
}
