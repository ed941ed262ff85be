package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// The elements of a feed, by their names in RFC 4287.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle,omitempty"`
		Updated  string      `xml:"updated"`
		Author   atomPerson  `xml:"author"`
		Rights   string      `xml:"rights,omitempty"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
		URI  string `xml:"uri,omitempty"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
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

// WriteAtom writes the feed as Atom.
func (f *Feed) WriteAtom() ([]byte, error) {
	l := string(f.Lang)
	out := atomFeed{
		Lang: l, ID: f.ID, Title: f.Title, Subtitle: f.Subtitle, Updated: f.Updated().Format(time.RFC3339),
		Author: atomPerson{f.Author, f.Site}, Rights: f.Rights,
		Links: []atomLink{
			{"self", AtomType, l, f.Atom}, {"alternate", "text/html", l, f.Page}, {"alternate", JSONType, l, f.JSON},
		},
	}
	if f.Licence != "" {
		out.Links = append(out.Links, atomLink{Rel: "license", Href: f.Licence}) // RFC 4946
	}
	for _, e := range f.Entries {
		entry := atomEntry{ID: e.ID, Title: e.Title, Updated: e.Updated.Format(time.RFC3339), Summary: e.Summary,
			Link: atomLink{"alternate", "text/html", l, e.Link}}
		if e.HTML != "" {
			entry.Content = &atomText{"html", e.HTML}
		}
		out.Entries = append(out.Entries, entry)
	}
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
