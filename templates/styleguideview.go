package templates

import (
	"context"
	"regexp"
	"strings"
)

// StyleguidePage shows every component of the site in its states, drawn by the
// components themselves. What it shows is data of the site.
type StyleguidePage struct {
	Frame
	Heading    string
	Lead       string
	TOC        []Link
	Tokens     StyleTokens
	Marks      StyleMarks
	Parts      StyleParts
	Verdicts   StyleVerdicts
	Statements StyleStatements
	Questions  StyleQuestions
	Results    StyleResults
	Places     StylePlaces
	Lists      StyleLists
	Ways       StyleWays
}

// Specimen heads one example: what it is, what it is for, and by which
// components it is drawn.
type Specimen struct {
	ID         string
	Name       string
	About      string
	Components []string
}

// StyleTokens are the tokens of the stylesheet.
type StyleTokens struct {
	Colours []StyleColour
	Pairs   []StylePair
	Type    []StyleMeasure
	Space   []StyleMeasure
	Sample  string // words for the type scale
}

// StyleColour is one colour in both schemes.
type StyleColour struct {
	Name, Light, Dark string
	About             string
}

// StylePair is a text colour on a ground; figures are contrast ratios, ready in
// the reader's language.
type StylePair struct {
	Text, Ground StyleColour
	Light, Dark  string
}

// StyleMeasure is a token that is no colour: a size of type or a length.
type StyleMeasure struct {
	Name  string // without its dashes; "" for a step of the space scale
	Value string
	About string
	Bar   string // length to draw, "" for none
}

// StyleMarks are the name of the site in each language.
type StyleMarks struct{ Names []Frame }

// StyleParts are parts around the content of a page.
type StyleParts struct {
	Crumbs  PlacePage
	Kick    string
	Lead    string
	Pass    []Pair
	History []Pair
	Version VersionNote
	Row     VersionRow
	Edit    []ChangedRun
	Related []Link
}

// StyleVerdicts are verdicts in text and as ballots.
type StyleVerdicts struct {
	Law, Press  []Mark
	Turn        ChangeTurn
	Pairs, Bare Ballot    // with links, and without
	Examples    StartPage // a ballot without a head
}

// StyleStatements are statements with sources of every kind.
type StyleStatements struct {
	Claim       Claim
	Answer      PagePart
	Blocks      []PagePart // one for each kind of source and each way of having seen it
	Risk        PagePart
	Old         PagePart // whose source was checked too long ago
	Stale       PagePart // whose translation is behind
	Translation PagePart // in another language than the page
	Register    RegisterView
}

// StyleQuestions are questions in their states and what surrounds them.
type StyleQuestions struct {
	Plain, Hint, Chosen, Wrong Question
	Errors                     []ErrorLink
	Start                      StartPage
	First, Last                QuestionPage // of the steps
	Step                       QuestionPage
	Quiet                      QuestionPage // in no-trace mode
	Date, WrongDate            DateField
}

// StyleResults are the parts of a result.
type StyleResults struct {
	Rights   []RightResult // one for each verdict
	Flips    []Flip
	Steps    []Step
	Unknown  []Claim
	Compared *Compared
	Notice   string
	Stale    string
	More     ResultPage
}

// StylePlaces are the search and the parts of a page about a place.
type StylePlaces struct {
	Hits    []HitGroup
	Places  PlacesView
	Levels  LevelsPicture
	Doubts  []PagePart
	Section PlaceSection
	Inside  PlaceGroup
	Short   *ShortView
}

// StyleLists are the lists that pages include.
type StyleLists struct {
	Timeline     TimelineView
	Claims       ClaimsView
	Voices       VoicesView
	Differences  DifferencesView
	Changes      ChangesView
	Changelog    ChangelogView
	Feeds        FeedsView
	Elections    ElectionsView
	Levels       LevelsView
	Pictures     LevelPictures
	Numbers      NumbersView
	Glossary     GlossaryView
	Translations TranslationsView
	Contacts     ContactsView
	Letters      LettersView
	Matrix       RightsMatrix
	Path         PathView
	Tree         TreePage
}

// StyleWays are ways on: lists of pages, what the home page shows, messages.
type StyleWays struct {
	Index    []IndexSection
	Band     []PagePart
	Does     []string
	Links    []Link
	Messages []Message
}

var symbolPattern = regexp.MustCompile(`<symbol id="i-([a-z-]+)"`)

// symbols are the names of all drawings of the sprite, read from the sprite
// itself: a new one cannot be forgotten.
func symbols() []string {
	var b strings.Builder
	if err := sprite().Render(context.Background(), &b); err != nil { // a builder takes everything
		return nil
	}
	var names []string
	for _, m := range symbolPattern.FindAllStringSubmatch(b.String(), -1) {
		names = append(names, m[1])
	}
	return names
}

// specimenOf heads an example; components are the names of what draws it.
func specimenOf(id, name, about string, components ...string) Specimen {
	return Specimen{ID: "s-" + id, Name: name, About: about, Components: components}
}
