package web

import (
	"html"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/citation"
	"localvote/web/page"
	"localvote/web/quotation"
)

// licence is what texts of the site stand under; see the page "about".
const (
	licence        = "CC BY 4.0"
	licenceAddress = "https://creativecommons.org/licenses/by/4.0/"
)

// quote shows one block of a page, ready to be copied.
func (s *Server) quote(v *visit) error {
	v.noIndex()
	p, ok := v.site.Book.Get(v.c.Param("page"))
	if !ok {
		return echo.ErrNotFound
	}
	part, ok := p.Texts[v.lang].Part(v.c.Param("block"))
	if !ok {
		return v.quoteMoved(p)
	}
	if part.Level > 0 || part.HTML == "" {
		return echo.ErrNotFound
	}
	return v.send(http.StatusOK, templates.Quote(v.quotePage(p, part)))
}

// quoteMoved leads to where a block stands now that has left the page.
func (v *visit) quoteMoved(from *page.Page) error {
	for _, m := range from.Moved() {
		if m.ID == v.c.Param("block") {
			return v.c.Redirect(http.StatusMovedPermanently, v.href("/quote/"+m.Page+"/"+m.ID))
		}
	}
	return echo.ErrNotFound
}

// labelWords is how many words of a block the name of its link repeats.
const labelWords = 6

// quotable gives every block with sources the link to its quotation.
func (v *visit) quotable(p *page.Page, parts []templates.PagePart) {
	for i := range parts {
		part := &parts[i]
		if part.Level > 0 || part.HTML == "" || len(part.Notes) == 0 {
			continue
		}
		first := quotation.FirstTypeset(quotation.Typeset(part.HTML), labelWords)
		part.Quote = &templates.Link{
			Text: v.l.With("quote.of", map[string]any{"words": first}), Href: v.href("/quote/" + p.ID + "/" + part.ID),
		}
	}
}

func (v *visit) quotePage(p *page.Page, part *page.Part) templates.QuotePage {
	path := pagePath(p.ID)
	address := v.server.base + v.href(path) + "#" + part.ID
	q := quotation.Of(part.HTML, v.server.base, v.href(path))
	credit := v.credit(p, part)
	first := quotation.First(q.Plain, labelWords)
	view := templates.QuotePage{
		Kick: v.l.T("quote.title"), Heading: first, Lead: v.l.T("quote.lead"), Text: part.HTML, Notes: v.notes(part.Sources),
		Back: templates.Link{Text: v.l.T("quote.back"), Href: v.href(path) + "#" + part.ID},
		Forms: []templates.CiteForm{
			{Name: v.l.T("quote.plain"), Text: q.Plain + "\n\n" + strings.Join(append(credit, address, licence), "\n")},
			{Name: "HTML", Text: quoteHTML(q, address, string(v.lang), credit)},
			{Name: "Markdown", Text: quoteMarkdown(q, address, credit)},
		},
	}
	view.Frame = v.frame(frameOf{path: "/quote/" + p.ID + "/" + part.ID, title: v.l.With("quote.of", map[string]any{"words": first}), noIndex: true, card: cardPage + "/" + p.ID})
	return view
}

// credit says whose words they are, how old they are, and on what they rest.
func (v *visit) credit(p *page.Page, part *page.Part) []string {
	lines := []string{citation.Plain(v.l.With("quote.by", map[string]any{"site": v.l.T("site.name"), "title": p.Title[v.lang], "date": v.longDate(p.CheckedOn)}))}
	var labels []string
	for _, n := range v.notes(part.Sources) {
		labels = append(labels, n.Label)
	}
	if len(labels) > 0 {
		lines = append(lines, citation.Plain(v.l.With("quote.sources", map[string]any{"sources": strings.Join(labels, "; ")})))
	}
	return lines
}

// quoteHTML is a figure: who is quoted stands outside the quotation (HTML, 4.4.4).
func quoteHTML(q quotation.Quotation, address, language string, credit []string) string {
	var lines []string
	for _, line := range credit {
		lines = append(lines, html.EscapeString(line)+"<br>")
	}
	return `<figure lang="` + language + `">` + "\n" +
		`<blockquote cite="` + html.EscapeString(address) + `">` + "\n" + q.HTML + "\n</blockquote>\n<figcaption>\n" + strings.Join(lines, "\n") + "\n" +
		`<a href="` + html.EscapeString(address) + `">` + html.EscapeString(address) + "</a><br>\n" +
		`<a rel="license" href="` + licenceAddress + `">` + licence + "</a>\n</figcaption>\n</figure>"
}

func quoteMarkdown(q quotation.Quotation, address string, credit []string) string {
	quoted := "> " + strings.ReplaceAll(q.Markdown, "\n", "\n> ")
	var lines []string
	for _, line := range credit {
		lines = append(lines, quotation.EscapeMarkdown(line)+`\`) // a backslash: a line break (CommonMark 0.31, 6.7)
	}
	return strings.ReplaceAll(quoted, "> \n", ">\n") + "\n\n" + strings.Join(lines, "\n") + "\n<" + address + ">\\\n[" + licence + "](" + licenceAddress + ")"
}
