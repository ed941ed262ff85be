package templates

import "localvote/web/lang"

// FindBox is the one box for places, answers and pages. It is a plain form; a
// script, where it runs, suggests places while the reader types.
type FindBox struct {
	L      Localizer
	Lang   lang.Lang
	ID     string // of the input; unique on the page
	Action string
	Place  string // address before the id of a place
	Query  string
}

// PlacePage is one place: what is elected there, by whom, when.
type PlacePage struct {
	Frame
	Kick       string
	Up         []Link // the places around it, from the outside inwards
	Heading    string
	Lead       PagePart
	Names      []Phrase // its names in the other languages
	Ballot     Ballot
	Terms      string // under which conditions the ballot holds
	Check      string // address of the questionnaire for this place
	Levels     LevelsPicture
	Doubts     []PagePart
	Sections   []PlaceSection
	Inside     []PlaceGroup
	Contacts   *ContactGroup
	ContactsTo Link // the page with everybody who can be asked
	Pass       []Pair
	About      Link       // the page about kinds of places
	Cite       *CiteView  // nil for none
	Short      *ShortView // its short address; nil for none
}

// PlaceSection is a heading and statements with their sources.
type PlaceSection struct {
	ID     string
	Title  string
	Bodies []PlaceBody
	Parts  []PagePart
}

// PlaceBody is a Council that is elected at a place.
type PlaceBody struct {
	Name  string
	Level string // its level, and that it is not confirmed
}

// PlaceGroup is a list of places of one kind.
type PlaceGroup struct {
	ID     string
	Title  string
	Places []Link
}

// PlacesView is the way to every place: the box, and two countries.
type PlacesView struct {
	L         Localizer
	Box       FindBox
	Countries []PlaceCountry
}

// PlaceCountry is one country with its oblasts or regions.
type PlaceCountry struct {
	ID     string
	Title  string
	Groups []PlaceGroup
}

// LevelsPicture is the levels of local Councils as a drawing.
type LevelsPicture struct {
	L     Localizer
	ID    string // unique on the page
	Title string
	Tiers []Tier
}

// Tier is one level in the drawing, the largest first.
type Tier struct {
	Title string
	Text  string
	State TierState
	Word  string // what the state means here, in words
}

// TierState says whether a level is local and exists at a place.
type TierState string

// The states: elected here, exists in a part of the place, does not exist here,
// is not local.
const (
	TierHere    TierState = "here"
	TierPartly  TierState = "partly"
	TierNone    TierState = "none"
	TierForeign TierState = "foreign"
)

// LevelPictures are the drawings of both countries.
type LevelPictures struct {
	L        Localizer
	Pictures []LevelsPicture
}

// SearchPage is what was found.
type SearchPage struct {
	Frame
	Heading string
	Box     FindBox
	Asked   bool   // something was typed
	Summary string // "Found: …" or that nothing was
	Used    string // what was looked for instead
	Groups  []HitGroup
	Tips    []string
	Links   []Link
}

// HitGroup is hits of one kind.
type HitGroup struct {
	ID    string
	Title string
	Hits  []Hit
}

// Hit is one result. Lang is set where its words are in another language than
// the page; LangName is then the name of that language.
type Hit struct {
	Title    string
	Href     string
	Lang     lang.Lang
	LangName string
	Mark     *Mark
	Text     []Snip
	Note     string // source, or what kind of place
	Own      *Link  // the same in the reader's language
}

// Snip is a piece of text; marked pieces are what was looked for.
type Snip struct {
	Text   string
	Marked bool
}
