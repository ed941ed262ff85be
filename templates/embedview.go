package templates

import "localvote/web/lang"

// A Card is a small page that others put into theirs: /embed/{lang}/… What it
// says of itself - whose it is, that it is no advice, on what terms it may be
// used - is no choice of whoever puts it there.
type Card struct {
	Lang       lang.Lang
	L          Localizer
	Title      string // of the document
	Stylesheet string // address with fingerprint
	Canonical  string // absolute address of the page that says all of it, "" for none
	Home       string // absolute
	Note       string // said above a kept card that differs from today's, "" for none
	NoteLink   *Link  // the card of today; nil for none
	Article    string // trusted: drawn by CardArticle, now or when it was kept
	Full       Link   // the page that says all of it, absolute
	Licence    Link   // of the text
	AsOf       string // when the sources were checked, or which version this is
}

// CardArticle is what a card says. It is what is kept for ever, so it holds no
// links and no day of reading.
type CardArticle struct {
	L       Localizer
	Heading string
	Law     string // "February 2026"; "" for none
	Body    []CardPart
}

// CardPart is one part of what a card says; one of its fields is set.
type CardPart struct {
	Text     string
	Small    string
	Mark     *Mark
	Bars     *TimelineView
	Ballot   *Ballot
	Verdicts *VerdictTable
	List     []string // small
	Links    []Link   // steps out of the card, absolute
}

// VerdictTable is rights and the verdicts of a few people, one column each.
type VerdictTable struct {
	Caption string
	Heads   []string
	Rows    []VerdictRow
}

// VerdictRow is one right.
type VerdictRow struct {
	Right string
	Marks []Mark
}

// EmbedPage is /{lang}/embed: the cards, and how to put them into a page.
type EmbedPage struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Kinds   []EmbedKind
	Facts   []string // what every card does and does not
	OEmbed  []Pair   // addresses for programs
	Press   Link
}

// EmbedKind is one kind of card with an example.
type EmbedKind struct {
	ID      string
	Heading string
	About   string
	Src     string // address of the example on this site
	Title   string // of the frame
	Height  string // of the frame on this page, in pixels
	Live    string // code to copy
	Pinned  string // code to copy, "" where no version is kept
	Alone   Link   // the card by itself
	Sizes   []Pair // width and height
	More    []EmbedMore
}

// EmbedMore is another card of the same kind.
type EmbedMore struct {
	Words string
	Code  string
}

// Discovery is where programs learn how to embed a page.
type Discovery struct{ Type, Href string }
