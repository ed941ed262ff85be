// Package feed writes Atom feeds (RFC 4287): the list of what is new that readers'
// programs ask for by themselves. What is new, and in which words, is not its
// business, nor how a feed is sent.
package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"time"

	"localvote/web/lang"
)

// ContentType is the type of a feed in HTTP, and in links to it.
const ContentType = "application/atom+xml"

// A Feed is a list of entries in one language, newest first. Addresses are
// absolute: a program shows the words far from the site.
type Feed struct {
	ID       string // permanent; see Tag
	Lang     lang.Lang
	Title    string
	Subtitle string
	Author   string
	Self     string // address of the feed
	Page     string // address of the page that says the same
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

// Tag makes a permanent name (RFC 4151) for something that belongs to the host of
// an address and was first published on a day: unlike an address, it never means
// something else.
func Tag(base, day, what string) string {
	host := "localhost"
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return fmt.Sprintf("tag:%s,%s:%s", host, day, what)
}

// The elements of a feed, by their names in RFC 4287.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle,omitempty"`
		Updated  string      `xml:"updated"`
		Author   string      `xml:"author>name"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Lang string `xml:"hreflang,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string    `xml:"id"`
		Title   string    `xml:"title"`
		Updated string    `xml:"updated"`
		Link    atomLink  `xml:"link"`
		Summary string    `xml:"summary,omitempty"`
		Content *atomText `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// Atom writes the feed. It is as new as its newest entry, so the same entries give
// the same bytes.
func (f *Feed) Atom() ([]byte, error) {
	out := atomFeed{
		Lang: string(f.Lang), ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Author: f.Author,
		Links: []atomLink{{"self", ContentType, string(f.Lang), f.Self}, {"alternate", "text/html", string(f.Lang), f.Page}},
	}
	var newest time.Time
	for _, e := range f.Entries {
		if e.Updated.After(newest) {
			newest = e.Updated
		}
		entry := atomEntry{ID: e.ID, Title: e.Title, Updated: e.Updated.Format(time.RFC3339), Summary: e.Summary,
			Link: atomLink{"alternate", "text/html", string(f.Lang), e.Link}}
		if e.HTML != "" {
			entry.Content = &atomText{"html", e.HTML}
		}
		out.Entries = append(out.Entries, entry)
	}
	out.Updated = newest.Format(time.RFC3339)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("write a feed: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
