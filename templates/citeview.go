package templates

// CiteView is how to cite a page: formats as text to copy, and as files; or the
// commonest format alone with a link to all, or no more than that link.
type CiteView struct {
	L     Localizer
	Forms []CiteForm
	Files []Link
	More  *Link // to all formats; nil where they are here
}

// CiteForm is one form of a citation or a quotation.
type CiteForm struct{ Name, Text string }

// CitePageView is how to cite what has no page of its own: /{lang}/cite/{kind}/{id}.
type CitePageView struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Cite    CiteView
	Back    Link
	Picture *Link // the picture for social networks, to download; nil for none
}

// QuotePage is one block ready to copy: /{lang}/quote/{page}/{block}.
type QuotePage struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Text    string // trusted: as it stands on its page
	Notes   []SourceNote
	Forms   []CiteForm
	Back    Link
}

// dataBlock is an element that holds JSON-LD. Its type makes it data, not a script:
// a browser does not run it.
func dataBlock(json string) string {
	return `<script type="application/ld+json">` + json + `</script>`
}
