// Package feed writes feeds, the lists of what is new that readers' programs ask
// for by themselves: as Atom (RFC 4287) and as JSON Feed (version 1.1). What is
// new, and in which words, is not its business, nor how a feed is sent.
package feed

import (
	"fmt"
	"net/url"
	"time"

	"localvote/web/lang"
)

// The types of a feed in HTTP, and in links to it.
const (
	AtomType = "application/atom+xml"
	JSONType = "application/feed+json"
)

// A Feed is a list of entries in one language, newest first. Addresses are
// absolute: a program shows the words far from the site.
type Feed struct {
	ID       string // permanent; see Tag
	Lang     lang.Lang
	Title    string
	Subtitle string
	Author   string
	Site     string    // address of the site in the language of the feed
	Rights   string    // on what terms the words may be used, one sentence
	Licence  string    // address of these terms
	Atom     string    // address of the feed as Atom
	JSON     string    // address of the same as JSON Feed
	Page     string    // address of the page that says the same
	Since    time.Time // when a feed without entries began to say so
	Entries  []Entry
}

// An Entry is one thing that is new.
type Entry struct {
	ID      string // permanent
	Title   string
	Link    string    // address of the place on the page
	Updated time.Time // when its meaning changed last
	Summary string    // plain text
	HTML    string    // sound HTML with absolute addresses; "" where the summary is all
}

// Updated is when the feed changed last: it is as new as its newest entry, so the
// same entries give the same bytes.
func (f *Feed) Updated() time.Time {
	newest := f.Since
	for _, e := range f.Entries {
		if e.Updated.After(newest) {
			newest = e.Updated
		}
	}
	return newest
}

// Tag makes a permanent name (RFC 4151) for something that belongs to the host of
// an address and was first published on a day: unlike an address, it never means
// something else.
func Tag(base, day, what string) string {
	return fmt.Sprintf("tag:%s,%s:%s", Host(base), day, what)
}

// Host is the host of an address, "localhost" where there is none.
func Host(base string) string {
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}
