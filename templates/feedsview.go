package templates

// FeedLink is a feed in one of its forms.
type FeedLink struct {
	Text string // what the feed is about, with its form
	Form string // "Atom"
	Href string
	Type string // media type
}

// FeedsView is the list of feeds.
type FeedsView struct {
	L     Localizer
	Feeds []FeedRow
}

// FeedRow is one feed.
type FeedRow struct {
	Name  string
	About string
	Links []FeedLink
}

// FeedNews is what is new on a page, as a feed tells it.
type FeedNews struct {
	Text  []string
	Links []Link // whole addresses
}

// ElectionsView is the known election days.
type ElectionsView struct {
	L        Localizer
	Days     []ElectionDay
	Calendar Link
}

// ElectionDay is one day and how it is known.
type ElectionDay struct {
	Day   string // for machines
	Date  string
	Text  string
	Notes []SourceNote
}
