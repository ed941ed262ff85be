// Package place is the gazetteer: the oblasts, districts, regions, cities and
// towns that readers may look for, with their names in three languages, and which
// local Councils there are by the kind of place. What the law says about these
// Councils is left to package eligibility, the words about them to the page
// "places", and finding a place by its name to package search.
package place

import (
	"cmp"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/source"
)

// Page is the page of the book whose blocks the place pages show.
const Page = "places"

// A Place is one row of places.csv.
type Place struct {
	ID         string // "by-orsha"; permanent
	Country    string // by, ru
	Kind       *Kind
	Parent     *Place // nil for oblasts, regions and Minsk
	Children   []*Place
	Names      source.Text
	Aliases    []string
	Centre     Centre
	Head       Head
	Confidence Confidence
	Doubts     []Doubt // why Confidence is not High

	council source.Text // from councils.csv
}

// Centre says whose centre a city is, "" for none.
type Centre string

// The centres.
const (
	OfDistrict Centre = "district"
	OfOblast   Centre = "oblast"
	OfRegion   Centre = "region"
)

// Head says what is known about the direct election of the head of a Russian
// city, "" for nothing.
type Head string

// What is known about heads: named as directly elected; the election was
// abolished; a regional capital that was not among those named.
const (
	HeadListed    Head = "listed"
	HeadAbolished Head = "abolished"
	HeadCapital   Head = "capital"
)

// Confidence is how sure the data are.
type Confidence string

// The degrees of confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// A Doubt says what is not confirmed about a place.
type Doubt string

// The doubts: whether it has a Council of its own, how its Belarusian name is
// spelled, whether it belongs in the list.
const (
	AboutCouncil Doubt = "council"
	AboutName    Doubt = "name"
	AboutChoice  Doubt = "choice"
)

// A Kind is a kind of place and what follows from it.
type Kind struct {
	ID      string // "by.raion"
	Country string
	Title   source.Text // "district (raion)"
	Many    source.Text // "Districts"
	Council source.Text // name of its Council where councils.csv has none; nil for none
	Level   string      // level of its own Council, "" for none
	Partly  []string    // levels that exist in a part of the place
	Absent  []string    // rights for which there is no body here at all
	Inside  []string    // kinds of the place around it

	Page string // the page that explains such places; "" for none

	// Blocks of the page "places" that its pages show.
	Lead             string
	Leads            map[string]string // by place, instead of Lead
	Elected          []string
	Ballots          []string
	BallotsNotCentre []string // instead of Ballots, for a place that is no centre
	When             []string
	Ask              []string

	count int // how many there must be
}

// A Level is one level of local Councils and the rights that concern it.
type Level struct {
	ID      string // as in levels.yaml
	Country string
	Vote    string // right
	Stand   string // right
}

// A Body is a Council that is elected at a place.
type Body struct {
	Name      source.Text
	Level     *Level
	Of        *Place // whose Council it is
	Uncertain bool   // that there is such a Council is not confirmed
}

// A Gazetteer is all places.
type Gazetteer struct {
	byID   map[string]*Place
	order  []*Place
	kinds  []*Kind
	levels []*Level
	// Cases are the answers of the person whom place pages judge: a citizen of
	// the other country who meets every condition that can be met.
	Cases map[string]eligibility.Answers
	// Notes are the blocks shown for what is known about heads ("head.listed")
	// and for doubts ("doubt.name").
	Notes map[string][]string
}

// Get finds a place by its id.
func (g *Gazetteer) Get(id string) (*Place, bool) {
	p, ok := g.byID[id]
	return p, ok
}

// All lists the places in the order of the file.
func (g *Gazetteer) All() []*Place { return g.order }

// Kinds lists the kinds in the order of the file.
func (g *Gazetteer) Kinds() []*Kind { return g.kinds }

// Tops lists the places of a country that lie in no other place, by name.
func (g *Gazetteer) Tops(country string, l lang.Lang) []*Place {
	var out []*Place
	for _, p := range g.order {
		if p.Parent == nil && p.Country == country {
			out = append(out, p)
		}
	}
	return ByName(out, l)
}

// ByName sorts places by their names in a language.
func ByName(places []*Place, l lang.Lang) []*Place {
	out := slices.Clone(places)
	slices.SortStableFunc(out, func(a, b *Place) int {
		return cmp.Compare(collation(a.Names[l]), collation(b.Names[l]))
	})
	return out
}

// alphabet puts ё after е and і where Belarusian has it; code points do not.
var alphabet = strings.NewReplacer("ё", "е\uffff", "і", "и", "ў", "у\uffff", "’", "", "-", " ")

func collation(name string) string { return alphabet.Replace(strings.ToLower(name)) }

// Within lists the place and the places around it, from the inside outwards.
func (p *Place) Within() []*Place {
	var out []*Place
	for ; p != nil; p = p.Parent {
		out = append(out, p)
	}
	return out
}

// Region is the oblast or the region of a place; nil if it is none's part.
func (p *Place) Region() *Place {
	chain := p.Within()
	if len(chain) == 1 {
		return nil
	}
	return chain[len(chain)-1]
}

// Bodies lists the Councils that are elected at a place, the nearest first: its
// own and those of the places around it.
func (g *Gazetteer) Bodies(p *Place) []Body {
	var out []Body
	for _, at := range p.Within() {
		level := g.level(at.Country, at.Kind.Level)
		if level == nil {
			continue
		}
		name := at.council
		if name == nil {
			name = at.Kind.Council
		}
		out = append(out, Body{Name: name, Level: level, Of: at, Uncertain: slices.Contains(at.Doubts, AboutCouncil)})
	}
	return out
}

// For lists the Councils of a place that a right is about.
func (g *Gazetteer) For(p *Place, right string) []Body {
	var out []Body
	for _, b := range g.Bodies(p) {
		if b.Level.Vote == right || b.Level.Stand == right {
			out = append(out, b)
		}
	}
	return out
}

func (g *Gazetteer) level(country, id string) *Level {
	for _, l := range g.levels {
		if l.Country == country && l.ID == id {
			return l
		}
	}
	return nil
}

// LeadBlock is the block that says what is elected at a place.
func (p *Place) LeadBlock() string {
	if own := p.Kind.Leads[p.ID]; own != "" {
		return own
	}
	return p.Kind.Lead
}

// BallotBlocks are the blocks about ballot papers.
func (p *Place) BallotBlocks() []string {
	if p.Centre == "" && p.Kind.BallotsNotCentre != nil {
		return p.Kind.BallotsNotCentre
	}
	return p.Kind.Ballots
}

// DoubtBlocks are the blocks that say what is not confirmed.
func (g *Gazetteer) DoubtBlocks(p *Place) []string {
	var out []string
	for _, doubt := range p.Doubts {
		out = append(out, g.Notes["doubt."+string(doubt)]...)
	}
	return out
}

// HeadBlocks are the blocks about the election of the head of this very place.
func (g *Gazetteer) HeadBlocks(p *Place) []string {
	if p.Head == "" {
		return nil
	}
	return g.Notes["head."+string(p.Head)]
}
