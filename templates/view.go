// Package templates draws the pages. It decides nothing: every component takes
// one struct of ready values, chooses no wording, and leaves finding, computing
// and translating to package web. The structs in view.go are its whole interface.
package templates

import (
	"github.com/a-h/templ"

	"localvote/web/lang"
)

// A Localizer gives interface strings in one language. Keys in templates are
// always literal, so that used and unused keys can be found by reading.
type Localizer interface {
	// T is the string with this key.
	T(key string) string
	// With is the string with its placeholders filled.
	With(key string, values map[string]any) string
	// Count is the string in the plural form that n asks for; {{.n}} is n.
	Count(key string, n int) string
}

// A Link is an address and its words. Lang is set where the words are in
// another language than the page.
type Link struct {
	Text    string
	Href    string
	Lang    lang.Lang
	Current bool
}

// Alternate is the same page in another language, as an absolute address; Lang
// is "ru", "be", "en" or "x-default".
type Alternate struct {
	Lang string
	Href string
}

// Frame is what every page shows around its content.
type Frame struct {
	Lang        lang.Lang
	L           Localizer
	Title       string // without the name of the site; begins with "Error: " where there is one
	Description string
	Canonical   string // absolute address, "" for none
	Address     string // of this page, as a reader would type it; of the home page where the state is secret
	Short       string // the short address of this page, without scheme; "" for none
	Alternates  []Alternate
	Feeds       []FeedLink // the page as a feed, in its forms; empty for none
	OEmbed      []Discovery
	NoIndex     bool
	Languages   []Link // the language switch; Href keeps page, step, answers and date
	Home        string
	Nav         []Link
	FootNav     []Link
	Stylesheets Stylesheets
	Sheets      []string // addresses of the stylesheets that the reader has chosen
	Display     string   // address of the display settings
	Script      string   // address with fingerprint; "" for none
	Icon        string   // address with fingerprint
	TouchIcon   string   // address with fingerprint
	OpenSearch  string   // address of the description of the search
	LawAsOf     string   // "February 2026"
	CheckedOn   string   // "21 November 2026"
	Useful      *Useful  // asks whether the page was of use; nil where nothing may be kept
	Leave       string   // address of another site, to leave this one quickly; "" for none
	Notice      string   // a sentence shown above everything, "" for none
	Data        string   // what the page holds, as JSON-LD that is safe in HTML; "" for none
	Social      *Social  // what networks show beside a link; nil for nothing
	// Switch holds hidden values where the state of the page must not stand in
	// an address (no-trace mode): the language switch is then a row of buttons
	// that post them. Empty everywhere else.
	Switch []Hidden
	// Part takes pieces that stand alike in many pages, so that each is drawn once; nil
	// where every page is drawn whole.
	Part func(name string, piece templ.Component) templ.Component
}

// The pieces of a frame that stand alike in many pages.
const (
	PartMast   = "mast"
	PartFoot   = "foot"
	PartSprite = "sprite" // holds what the other pieces use
)

func (f Frame) part(name string, piece templ.Component) templ.Component {
	if f.Part == nil {
		return piece
	}
	return f.Part(name, piece)
}

// Social is what a network shows beside a link to the page (ogp.me). Locale is
// ru_RU, be_BY or en_GB.
type Social struct {
	Title, Description, URL, Type string
	Image                         string // absolute address of a PNG
	Width, Height                 int    // of Image in pixels
	Alt                           string
	Locale                        string
}

// Stylesheets are addresses with fingerprints: of the rules of all pages, of those of
// this kind of page, and of those of print; the last two may be "".
type Stylesheets struct{ Core, Kind, Seldom, SeldomMedia string }

// Hidden is one hidden form value.
type Hidden struct{ Name, Value string }

// Verdict names one of the five verdicts; it chooses shape and colour.
type Verdict string

// The verdicts, as in the rules.
const (
	Yes     Verdict = "yes"
	No      Verdict = "no"
	Absent  Verdict = "absent"
	Unclear Verdict = "unclear"
	Depends Verdict = "depends"
)

// Mark is a verdict with its word in the reader's language.
type Mark struct {
	Verdict Verdict
	Word    string
}

// SourceNote is the note beside a statement: where we know it from.
type SourceNote struct {
	ID        string // anchor in the register: /{lang}/sources#ID
	Kind      string // "law", "official", "press"
	Label     string // "67-FZ, art. 4(10)"
	How       string // how the text was seen, one sentence, may be ""
	Seen      string // "full", "excerpt", "relayed"
	Href      string // address of the source; "" where it must not be a link
	Host      string // words of the link: "base.garant.ru"
	Address   string // the address as text, set instead of Href where the publisher carries a legal mark
	Risk      string // warning for a marked publisher, "" for none
	CheckedOn string // "21.11.2026"
	Stale     string // said instead of CheckedOn where the check lies too far back
	Register  string // address of the entry in the register
}

// Claim is one statement with its sources.
type Claim struct {
	ID    string
	Text  string
	Notes []SourceNote
}

// BallotRow is one row of a ballot: a right (or a case) and its verdict.
type BallotRow struct {
	Mark Mark
	What string
	Href string
	Why  bool // show the word "why" after the verdict
}

// Ballot is the ruled list of verdicts.
type Ballot struct {
	L     Localizer
	Who   string // left half of the head, "" for no head
	When  string // right half of the head
	Pairs bool   // name and word side by side where there is room
	Rows  []BallotRow
	Drawn templ.Component // what BallotList draws of Rows, where it is drawn already; nil where not
}

// AnswerRow is one given answer with the link that changes it.
type AnswerRow struct {
	Question string
	Answer   string
	Change   string // address; "" for none
	// Question is repeated for screen readers: "Change answer: citizenship"
}

// Option is one answer to choose from.
type Option struct {
	ID      string // element id
	Value   string
	Label   string
	Hint    string
	Checked bool
	Other   bool // set apart by a double rule: "I do not know"
}

// Question is one fieldset.
type Question struct {
	L       Localizer
	ID      string // name of the radios
	Title   string
	Hint    string
	Options []Option
	Error   string // "" for none
	Heading int    // 1: the legend holds the h1; 2: an h2 (all questions on one page)
}

// ErrorLink is one line of the error summary.
type ErrorLink struct{ Text, Href string }

// Detail is a folded explanation.
type Detail struct {
	Summary string
	Text    string
}

// StartPage is /{lang}/check: what it takes, what it is not, the commonest answers at once.
type StartPage struct {
	Frame
	Kick      string
	Heading   string
	Lead      string
	First     Question // the first question, answered right here
	Action    string   // where its form posts
	Errors    []ErrorLink
	Takes     []string // what it takes, one sentence each
	Not       []string // what it is not
	Examples  Ballot
	ExNotes   []SourceNote
	AllHref   string
	TraceHref string
	TreeHref  string // every way through the questionnaire; "" for none
	Easy      *Link  // the same in easy-read words, or back; nil for none
	IsHome    bool   // the home page shows the same start with a larger heading
	// Sections and Parts follow under the questionnaire on the home page.
	Sections []IndexSection
	Parts    []PagePart
	Links    []string // for print: the addresses of the links in Parts
	Find     *FindBox // nil for none
}

// QuestionPage is one step: /{lang}/check/{code} or /{lang}/check/{code}/{question}.
type QuestionPage struct {
	Frame
	Question  Question
	Action    string
	Hidden    []Hidden // no-trace mode: the answers so far
	Back      string   // address of the previous step; "" in no-trace mode
	BackForm  []Hidden // no-trace mode: values that go back one step
	Number    int      // this is question Number
	AtMost    int      // at most so many more after it
	Errors    []ErrorLink
	Details   []Detail // why we ask; how to find out
	Answers   []AnswerRow
	AllHref   string
	TraceHref string // "" in no-trace mode
	Easy      *Link  // the same in easy-read words, or back; nil for none
	NoTrace   bool
}

// AllPage is /{lang}/check/all: one form.
type AllPage struct {
	Frame
	Heading   string
	Lead      string
	Action    string
	Errors    []ErrorLink
	Questions []Question
	Sensitive []Question // shown in no-trace mode only, under a heading of their own
	Date      DateField
	NoTrace   bool
	TraceHref string // the same form in no-trace mode; "" if this is it
	Easy      *Link  // the same in easy-read words, or back; nil for none
}

// DateField is the choice of the election day.
type DateField struct {
	L       Localizer
	ID      string   // before the names and ids in it; "" where there is one
	Options []Option // known election days, today, another date
	Value   string   // what was typed for another date
	Error   string
	Min     string // 01.01.2025
	Max     string
}

// Flip is one thing that would change an answer.
type Flip struct {
	Text string // "if you had a permanent residence permit; if you were registered here"
	From Mark
	To   Mark
	Only string // conditions under which it holds, "" for none
	Who  string // whose power it is: "You can change this", "Time will change this"
}

// Fork is one possible outcome of a missing answer.
type Fork struct {
	Mark Mark
	If   string
}

// RightResult is one right in full.
type RightResult struct {
	ID       string // anchor
	Name     string
	About    string // what this right covers in this country
	Here     string // which Councils of the reader's place it is about, "" for none
	Mark     Mark
	Sentence string   // the verdict as a sentence
	Because  []string // the shortest set of answers that forces it, as clauses; may be empty
	Reasons  []Claim
	Provided []Claim // conditions: "this holds only if"
	Forks    []Fork  // for Depends
	Flips    []Flip
	NoFlip   string   // said where nothing that a person can do would change it
	NoMatter []string // names of given answers that did not matter
	Later    []string // "From 1 March 2027 this becomes: No"
}

// Step is one thing to do next.
type Step struct {
	Title string
	Claim Claim
}

// Compared is the difference between a saved result and today's rules.
type Compared struct {
	Text  string // one sentence: same, or differs and why
	Rows  []ComparedRow
	Today string // address of today's result
}

// ComparedRow is one right whose verdict differs.
type ComparedRow struct {
	Name      string
	Then, Now Mark
	Why       string
}

// ResultPage is /{lang}/result/{code}.
type ResultPage struct {
	Frame
	Place     *Link // the page of the reader's place; nil for none
	Kick      string
	Heading   string
	Lead      string
	Tally     []Mark // word and number: "Yes: 2"
	Ballot    Ballot
	Answers   []AnswerRow
	Continue  string   // address of the question that would come next; "" if all is settled
	Unasked   string   // what was not asked on purpose, and what is assumed
	Skipped   []string // questions that did not need asking
	Pass      []Pair   // law as of, election day, checked, rules version
	Compared  *Compared
	Drawn     *DrawnResult // nil where the page is drawn whole
	Rights    []RightResult
	Path      PathView // how the answer was found
	Steps     []Step
	Calendar  *Link   // the known election days; nil for none
	Unknown   []Claim // what could not be established
	Date      DateField
	DateForm  string    // where the date form goes (GET); in no-trace mode it posts
	Hidden    []Hidden  // state for forms on this page in no-trace mode
	Share     *Share    // nil in no-trace mode
	Cite      *CiteView // nil in no-trace mode
	Restart   string
	Related   []Link // pages that explain more
	Easy      *Link  // the same in easy-read words, or back; nil for none
	NoTrace   bool
	Sensitive []Question // no-trace mode: "check these too"
	TraceHref string     // "check these too, without a trace": address of the no-trace form; "" in no-trace mode
	CheckToo  string     // heading of that part
}

// DrawnResult is what the answers alone decide, drawn before by the components of the
// same names. Then Kick, Lead, Tally, the rows of Ballot and Rights to Unknown are not read.
type DrawnResult struct{ Glance, Explained templ.Component }

// Pair is a term and its value.
type Pair struct{ Term, Value string }

// Share holds the addresses under which this result can be passed on.
type Share struct {
	Link      string // absolute, pinned to date and rules
	Code      QRCode // of Link
	ShowCode  string // address of the page with the QR code, where it is not on this one
	Short     string // absolute, with the fewest answers that give the same verdicts; "" if the same
	Languages []Link // the same result in the other two languages
}

// RegisterView is the register of sources, one anchor each.
type RegisterView struct {
	L      Localizer
	Groups []SourceGroup
}

// SourceGroup is one kind of source.
type SourceGroup struct {
	Title   string
	Entries []SourceEntry
}

// SourceEntry is one source in full.
type SourceEntry struct {
	Note      SourceNote
	Title     string
	Dated     string // edition or date, "" if unknown
	Quote     string // authentic wording, "" for none
	QuoteLang lang.Lang
	Cite      *Link // how to cite the entry; nil for none
}

// TracePage is /{lang}/check/private: what the no-trace mode does and does not do, and its start.
type TracePage struct {
	Frame
	Heading string
	Lead    string
	Does    []string
	DoesNot []string
	Action  string
}

// MessagePage is an error or a dead end that helps: what happened, what to do.
type MessagePage struct {
	Frame
	Heading string
	Text    []string
	Find    *FindBox // nil for none
	Links   []Link
	// Trilingual is set where the language of the reader is not known: the
	// message in the other two languages.
	Trilingual []Message
}

// Message is a short text in one language.
type Message struct {
	Lang    lang.Lang
	Heading string
	Text    string
	Link    Link
}
