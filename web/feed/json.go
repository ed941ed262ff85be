package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// The objects of a feed, by their names in JSON Feed 1.1. A name that begins with
// a low line is an extension, as the specification wants them.
type (
	jsonFeed struct {
		Version     string       `json:"version"`
		Title       string       `json:"title"`
		HomePage    string       `json:"home_page_url"`
		Address     string       `json:"feed_url"`
		Description string       `json:"description,omitempty"`
		Language    string       `json:"language"`
		Authors     []jsonAuthor `json:"authors"`
		Licence     *jsonLicence `json:"_license,omitempty"`
		Items       []jsonItem   `json:"items"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	jsonLicence struct {
		About string `json:"about"` // what this extension means
		Text  string `json:"text"`
	}
	jsonItem struct {
		ID       string `json:"id"`
		URL      string `json:"url"`
		Title    string `json:"title"`
		Summary  string `json:"summary,omitempty"`
		HTML     string `json:"content_html,omitempty"`
		Text     string `json:"content_text,omitempty"`
		Modified string `json:"date_modified"`
		Language string `json:"language"`
	}
)

// WriteJSON writes the feed as JSON Feed.
func (f *Feed) WriteJSON() ([]byte, error) {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, HomePage: f.Page, Address: f.JSON, Description: f.Subtitle,
		Language: string(f.Lang), Authors: []jsonAuthor{{f.Author, f.Site}}, Items: []jsonItem{},
	}
	if f.Licence != "" {
		out.Licence = &jsonLicence{f.Licence, f.Rights}
	}
	for _, e := range f.Entries {
		item := jsonItem{ID: e.ID, URL: e.Link, Title: e.Title, Summary: e.Summary, HTML: e.HTML, Modified: e.Updated.Format(time.RFC3339), Language: string(f.Lang)}
		if e.HTML == "" { // one of the two must be there
			item.Text = e.Summary
		}
		out.Items = append(out.Items, item)
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	w.SetIndent("", " ")
	if err := w.Encode(out); err != nil {
		return nil, fmt.Errorf("write a feed: %w", err)
	}
	return b.Bytes(), nil
}
