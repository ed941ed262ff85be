package templates

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"localvote/web/lang"
)

// ExplainerPage is a page of explanations: /{lang}/{id}.
type ExplainerPage struct {
	Frame
	Kick    string
	Heading string
	Lead    PagePart // the answer, under the heading
	Pass    []Pair   // law as of, checked, sources, open questions
	TOC     []Link   // the headings of level 2, in their order; empty for none
	Parts   []PagePart
	Easy    *Link        // the easy version of this page, or the full one of the easy version
	Related []Link       // where to read on
	History []Pair       // date and what changed, the latest first
	Version *VersionNote // nil for none
	Stale   string       // one sentence if the page as a whole needs checking again
	// Links are the addresses of the links in the text, as a reader would type
	// them: the text names them by number, from 1. They are for print.
	Links []string
	Cite  *CiteView // nil for none
}

// PagePart is a block of text or a heading.
type PagePart struct {
	ID      string // anchor
	Level   int    // 0: a block; 2 and 3: a heading
	Heading string
	HTML    string // trusted: made and cleaned by the reader of pages
	Notes   []SourceNote
	Include templ.Component // a list or picture made from data, instead of or after HTML
	Stale   string          // a sentence if the translation of this block is out of date
	Lang    lang.Lang       // set where the block is in another language than the page
	Quote   *Link           // the block ready to copy; nil for none
	Was     []string        // anchors of what stood here before; for headings
}

// IndexSection is a list of pages on the home page, or a ballot that sums one up.
type IndexSection struct {
	Title  string
	Links  []IndexLink
	Ballot *Ballot // nil for none
	More   *Link   // the page with all of it; nil for none
}

// IndexLink is a page and what it answers.
type IndexLink struct{ Text, Href, About string }

// TimelineView is how the right came about: as a picture and as a list. Either
// may be left out.
type TimelineView struct {
	L       Localizer
	Caption string // what the picture shows, as a statement
	Scale   string // "Scale: January 2025 to February 2026."
	Bars    []TimelineBar
	Axis    []TimelineTick
	Lines   []float64 // days that cross the whole picture, in per cent of the period
	Events  []TimelineEvent
}

// TimelineBar is one line of the picture; From and To are per cent of the period.
type TimelineBar struct {
	Label string // "Signed"
	Span  string // "13 March 2025"
	Kind  string // "point", "span", "wait", "force"
	From  float64
	To    float64
}

// TimelineTick is a word on the axis; At is per cent of the period.
type TimelineTick struct {
	Text string
	At   float64
}

// TimelineEvent is one day on which something happened, or is to happen.
type TimelineEvent struct {
	ID         string
	Day        string // for machines: 2025-10-29, 2025-10 or 2025
	Date       string // for readers
	Country    string // "ru", "by", "both"
	Stage      string // "background", "proposed", "signed", "ratified", "in_force", "published", "explained", "planned"
	Instrument string // "protocol", "protection", "other"
	Key        bool
	Title      string
	Note       string
	Notes      []SourceNote
}

// ClaimsView is what the press wrote, each claim with our verdict.
type ClaimsView struct {
	L        Localizer
	Tally    []Mark // word and number, as PressTally gives them
	Claims   []PressClaim
	Articles []PressArticle
}

// PressClaim is one claim of the press. Mark is what PressMark gives.
type PressClaim struct {
	ID    string
	Claim string
	Mark  Mark
	By    []Link // the articles: "A", "#article-a"
	Where string // where else it was said, "" if By says it all
	Why   string
	Notes []SourceNote
	More  *Link // the page that explains it; nil for none
	Cite  *Link // how to cite our verdict; nil for none
}

// PressArticle is an article whose claims were checked.
type PressArticle struct {
	ID        string // anchor that PressClaim.By points to
	Letter    string // "A"
	Title     string // in its own language, "" if it has none
	TitleLang lang.Lang
	About     string // what it is about, in our words
	Byline    string // publisher and date
	Note      *SourceNote
}

// VoicesView is what people say about the change, both sides, without a verdict.
type VoicesView struct {
	L      Localizer
	Groups []VoiceGroup
}

// VoiceGroup is one side.
type VoiceGroup struct {
	Side   string // "official_for", "neutral", "critical"
	Voices []Voice
}

// Voice is what one person or body said.
type Voice struct {
	ID        string
	Who       string
	Role      string
	On        string // date for readers, "" if not known
	Says      string
	Quote     string // "" for none
	QuoteLang lang.Lang
	Notes     []SourceNote
}

// NumbersView is figures in tables, one for each group.
type NumbersView struct {
	L      Localizer
	Groups []NumberGroup
}

// NumberGroup is one table.
type NumberGroup struct {
	ID    string
	Title string
	Rows  []NumberRow
}

// NumberRow is one figure, ready in the reader's language.
type NumberRow struct {
	ID    string
	What  string
	Value string // "about 26,500"
	AsOf  string // "" if not known
	Note  string // where sources disagree, what is counted
	Notes []SourceNote
}

// ContactsView is whom to ask, by country.
type ContactsView struct {
	L      Localizer
	Groups []ContactGroup
}

// ContactGroup is the bodies of one country.
type ContactGroup struct {
	Country  string // "ru", "by"
	Contacts []Contact
}

// Contact is one body, as its sources state it.
type Contact struct {
	ID       string
	Name     string
	For      string // what one can ask there
	Address  string
	Phone    string
	Site     string // words of the link
	SiteHref string // "" where it must not be a link
	Stated   string // day on which the source stated it
	Caution  string
	Notes    []SourceNote
}

// GlossaryView is the official terms in three languages.
type GlossaryView struct {
	L     Localizer
	Terms []GlossaryTerm
}

// GlossaryTerm is one term; the words stand in the same order in every term,
// the language of the page first.
type GlossaryTerm struct {
	ID    string
	Words []Phrase
	Note  string
	Also  []Phrase // other words for it: one phrase for each language that has some
	Seen  string   // where the Belarusian form was seen, "" where it follows the rules
}

// Phrase is words together with their language.
type Phrase struct {
	Lang lang.Lang
	Text string
}

// LettersView is letters to print and fill in by hand.
type LettersView struct {
	L       Localizer
	Letters []Letter
}

// Letter says the same paragraph by paragraph in one or two languages. Three or
// more underscores in a text are a blank to fill in.
type Letter struct {
	ID      string
	Title   string
	To      []Phrase
	Body    [][]Phrase
	Closing []Phrase
	Notes   []SourceNote // the articles that it names
}

// DifferencesView is the two countries side by side.
type DifferencesView struct {
	L     Localizer
	Left  string // head of the left column: "Citizens of Belarus in Russia"
	Right string
	Rows  []Difference
}

// Difference is one point in which the countries differ.
type Difference struct {
	ID    string
	Title string
	Left  []RightMark
	Right []RightMark
	Text  string
	Notes []SourceNote
}

// RightMark is a right and its verdict.
type RightMark struct {
	Right string // "" where the title says it
	Mark  Mark
}

// ChangesView is what changed, or will change, on which day.
type ChangesView struct {
	L       Localizer
	Changes []Change
}

// Change is what one day changed.
type Change struct {
	ID    string
	Day   string // for machines
	Date  string // for readers
	Title string
	Text  string
	Turns []ChangeTurn
	Notes []SourceNote
}

// ChangeTurn is one right that became another verdict.
type ChangeTurn struct {
	Right    string
	From, To Mark
}

// LevelsView is the levels of power of each country as frames within frames.
type LevelsView struct {
	L     Localizer
	Trees []LevelTree
}

// LevelTree is one country.
type LevelTree struct {
	Title string
	Root  Level
}

// Level is one level of power; Local marks those for which the Protocol and the
// Electoral Code open the vote.
type Level struct {
	Title    string
	Text     string
	Local    bool
	Children []Level
}

// TranslationsView is how far each page is translated.
type TranslationsView struct {
	L    Localizer
	Rows []TranslationRow
}

// TranslationRow is one page.
type TranslationRow struct {
	Title string
	Cells []TranslationCell // one for each language, in the same order in every row
}

// TranslationCell is one page in one language.
type TranslationCell struct {
	Lang    lang.Lang
	Href    string
	Stale   int // blocks that are behind the Russian ones
	Missing int // blocks that are shown in Russian
}

// A band is a heading of level 2 on the home page with what belongs to it.
type band struct {
	head    PagePart
	parts   []PagePart
	columns [][]PagePart // each begins with a heading of level 3
}

// bands sorts the parts of the home page under their headings. What stands
// before the first heading makes a band without one.
func bands(parts []PagePart) []band {
	var all []band
	for _, p := range parts {
		if p.Level == 2 || len(all) == 0 {
			all = append(all, band{})
		}
		b := &all[len(all)-1]
		switch last := len(b.columns) - 1; {
		case p.Level == 2:
			b.head = p
		case p.Level == 3:
			b.columns = append(b.columns, []PagePart{p})
		case last >= 0:
			b.columns[last] = append(b.columns[last], p)
		default:
			b.parts = append(b.parts, p)
		}
	}
	return all
}

// percent is a place in a picture.
func percent(at float64) string { return strconv.FormatFloat(at, 'f', 2, 64) + "%" }

// anchor keeps the last word of an axis inside the picture.
func anchor(at float64) string {
	if at > 90 {
		return "end"
	}
	return "start"
}

// A piece is words of a letter, or a blank.
type piece struct {
	text  string
	blank bool
}

// pieces finds the blanks of a letter: three or more underscores.
func pieces(text string) []piece {
	var all []piece
	for text != "" {
		at := strings.Index(text, "___")
		if at < 0 {
			return append(all, piece{text: text})
		}
		if at > 0 {
			all = append(all, piece{text: text[:at]})
		}
		all = append(all, piece{blank: true})
		text = strings.TrimLeft(text[at:], "_")
	}
	return all
}

// joined sets two notes in one line.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// orDash keeps a cell of a table from being empty.
func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func langAttribute(l lang.Lang) templ.Attributes {
	if l == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": string(l)}
}
