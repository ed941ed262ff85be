package templates

import "localvote/web/lang"

// VersionNote names the version of a page at its end.
type VersionNote struct {
	Text    string // "Version 0123456789ab of 21 November 2026"; "" if it is not known
	History Link
	Feed    *Link // how to learn of the next version; nil for none
}

// VersionsPage is /{lang}/{id}/history: all versions of a page.
type VersionsPage struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Page    *Link  // the page itself; nil if it is gone
	Feed    *Link  // the page as a feed; nil if it is gone
	Follow  *Link  // how to follow changes; nil for none
	Say     string // a sentence instead of the list, "" for none
	Rows    []VersionRow
	Edits   []Pair // what the editors wrote about their edits, the latest first
}

// VersionRow is one version.
type VersionRow struct {
	Version Link
	Now     string // said of the version that is on the site now
	What    string // what changed against the version before
	Since   *Link  // what has changed since; nil where nothing has
}

// KeptPage is /v/{hash}/{lang}/{id}: the article of a kept version in today's frame.
type KeptPage struct {
	Frame
	Say     []string // what the reader looks at, and whether there is a newer version
	Newer   bool
	Links   []Link
	Article string // trusted: kept as it was sent
}

// ArchivedPage is /v/{hash}/{lang}/{id}.html, as it is kept for ever: an article in
// a shell that knows nothing of today.
type ArchivedPage struct {
	Lang       lang.Lang
	Title      string
	Says       string // whose page this is a copy of
	Skip       string // words of the link to the article
	Live       string // the page itself, as a path: the document does not know its host
	Stylesheet string // address by hash
	Article    string // trusted
}

// ChangesSince is /{lang}/{id}/changes/{hash}: a kept version beside today's page.
type ChangesSince struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Count   string // how many parts of the text are new, changed, gone
	Links   []Link
	Blocks  []ChangedBlock
}

// ChangedBlock is one part of the text that is not the same.
type ChangedBlock struct {
	Title string // "Changed: #answer"
	Lines [][]ChangedRun
}

// ChangedRun is words that stayed, came or went.
type ChangedRun struct {
	Kind string // "", "added", "removed"
	Text string
}
