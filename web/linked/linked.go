// Package linked says what a page holds in the words of schema.org, as JSON-LD for
// search engines and archives. It holds structs and nothing else: whoever fills
// them states nothing that a reader does not see on the same page.
//
// JSON-LD is data, not a script: a browser neither runs it nor asks the content
// policy about it (HTML, 4.12.1, "data block"). encoding/json writes <, > and & as
// \u003c and so on, so no text can end the element that it stands in.
package linked

import (
	"encoding/json"

	"localvote/web/lang"
)

// Context is the vocabulary of every document.
const Context = "https://schema.org"

// A Document is all that is said about one page.
type Document struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

// JSON writes a document about things; nothing where there are none.
func JSON(things ...any) (string, error) {
	if len(things) == 0 {
		return "", nil
	}
	data, err := json.Marshal(Document{Context, things})
	return string(data), err
}

// Ref names a thing that is described elsewhere.
type Ref struct {
	ID string `json:"@id"`
}

// Organization is the site as author and publisher: it names no persons.
type Organization struct {
	Type string `json:"@type"`
	ID   string `json:"@id,omitempty"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// NewOrganization is the project behind the site at url.
func NewOrganization(name, url string) Organization {
	return Organization{Type: "Organization", Name: name, URL: url}
}

// WebSite is the home page; Search says how to search it by an address.
type WebSite struct {
	Type     string       `json:"@type"`
	ID       string       `json:"@id"`
	Name     string       `json:"name"`
	URL      string       `json:"url"`
	Language lang.Lang    `json:"inLanguage"`
	Search   SearchAction `json:"potentialAction"`
}

// SearchAction is a search by address; {query} in the template is the words.
type SearchAction struct {
	Type   string     `json:"@type"`
	Target EntryPoint `json:"target"`
	Query  string     `json:"query-input"`
}

// EntryPoint is an address with a blank.
type EntryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

// NewWebSite describes the site in one language; search is the address before the
// words.
func NewWebSite(name, url, search string, l lang.Lang) WebSite {
	return WebSite{
		Type: "WebSite", ID: url + "#site", Name: name, URL: url, Language: l,
		Search: SearchAction{"SearchAction", EntryPoint{"EntryPoint", search + "{query}"}, "required name=query"},
	}
}

// Article is a page of explanations. Days are 2026-11-21.
type Article struct {
	Type      string       `json:"@type"`
	ID        string       `json:"@id"`
	Headline  string       `json:"headline"`
	URL       string       `json:"url"`
	Page      string       `json:"mainEntityOfPage"`
	Language  lang.Lang    `json:"inLanguage"`
	Published string       `json:"datePublished,omitempty"`
	Modified  string       `json:"dateModified,omitempty"`
	Author    Organization `json:"author"`
	Publisher Organization `json:"publisher"`
	License   string       `json:"license"`
}

// FAQPage is the questions of a page with their answers.
type FAQPage struct {
	Type      string     `json:"@type"`
	ID        string     `json:"@id"`
	Language  lang.Lang  `json:"inLanguage"`
	Questions []Question `json:"mainEntity"`
}

// Question is one question.
type Question struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	Answer Answer `json:"acceptedAnswer"`
}

// Answer is its answer, as plain text.
type Answer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

// NewQuestion is a question with its answer.
func NewQuestion(name, answer string) Question {
	return Question{"Question", name, Answer{"Answer", answer}}
}

// BreadcrumbList is the way to a page, from the outside inwards.
type BreadcrumbList struct {
	Type  string     `json:"@type"`
	Items []ListItem `json:"itemListElement"`
}

// ListItem is one step of the way; Position is from 1.
type ListItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// NewBreadcrumbs numbers the steps.
func NewBreadcrumbs(steps []ListItem) BreadcrumbList {
	for i := range steps {
		steps[i].Type, steps[i].Position = "ListItem", i+1
	}
	return BreadcrumbList{"BreadcrumbList", steps}
}

// ClaimReview is our verdict on a claim of the press. The rating is a word: the
// verdicts are no scale, so there are no numbers.
type ClaimReview struct {
	Type      string       `json:"@type"`
	ID        string       `json:"@id"`
	URL       string       `json:"url"`
	Claimed   string       `json:"claimReviewed"`
	Body      string       `json:"reviewBody"`
	Language  lang.Lang    `json:"inLanguage"`
	Published string       `json:"datePublished,omitempty"`
	Author    Organization `json:"author"`
	Rating    Rating       `json:"reviewRating"`
	Item      *Claim       `json:"itemReviewed,omitempty"`
}

// Rating is a verdict in words.
type Rating struct {
	Type string `json:"@type"`
	Word string `json:"alternateName"`
}

// Claim says where a claim was made.
type Claim struct {
	Type        string       `json:"@type"`
	Appearances []Appearance `json:"appearance"`
}

// Appearance is an article that made a claim. Address is empty where the publisher
// carries a legal mark: it is no link on the page, and none here.
type Appearance struct {
	Type     string    `json:"@type"`
	Headline string    `json:"headline"`
	Language lang.Lang `json:"inLanguage,omitempty"`
	Address  string    `json:"url,omitempty"`
}

// Legislation is a law of the register, as far as the entry tells.
type Legislation struct {
	Type    string `json:"@type"`
	ID      string `json:"@id"`
	Name    string `json:"name"`
	Short   string `json:"alternateName"`
	Edition string `json:"legislationDateVersion,omitempty"`
	Address string `json:"url,omitempty"`
}

// Dataset is the open data of one edition; Version names the edition. Modified is
// the day on which a source was last checked, 2026-11-21.
type Dataset struct {
	Type      string         `json:"@type"`
	ID        string         `json:"@id"`
	Name      string         `json:"name"`
	About     string         `json:"description"`
	URL       string         `json:"url"`
	Version   string         `json:"version"`
	Modified  string         `json:"dateModified"`
	Languages []lang.Lang    `json:"inLanguage"`
	Licenses  []string       `json:"license"`
	Free      bool           `json:"isAccessibleForFree"`
	Creator   Organization   `json:"creator"`
	Catalog   DataCatalog    `json:"includedInDataCatalog"`
	Files     []DataDownload `json:"distribution"`
}

// DataCatalog is the page that lists the files.
type DataCatalog struct {
	Type string `json:"@type"`
	ID   string `json:"@id"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// DataDownload is one file. Size is in bytes, as text; SHA256 in hex.
type DataDownload struct {
	Type     string   `json:"@type"`
	Name     string   `json:"name"`
	Address  string   `json:"contentUrl"`
	Format   string   `json:"encodingFormat"`
	Size     string   `json:"contentSize"`
	SHA256   string   `json:"sha256"`
	Licenses []string `json:"license"`
}
