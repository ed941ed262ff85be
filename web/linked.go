package web

import (
	"slices"
	"strings"

	"localvote/templates"
	"localvote/web/citation"
	"localvote/web/dataset"
	"localvote/web/lang"
	"localvote/web/linked"
	"localvote/web/page"
	"localvote/web/quotation"
	"localvote/web/record"
	"localvote/web/source"
)

// What pages say to machines in the words of schema.org. Nothing of it is more
// than the same page says to readers, and texts keep the spaces that they have there:
// what is said again byte by byte costs next to nothing on the line.

// say puts things into the frame of a page.
func (v *visit) say(f *templates.Frame, things ...any) {
	data, err := linked.JSON(things...)
	if err != nil {
		v.server.log.Error("cannot write structured data", "error", err)
		return
	}
	f.Data = data
}

// absolute is the address of a path behind the language.
func (v *visit) absolute(path string) string { return v.server.base + v.href(path) }

func (v *visit) project() linked.Organization {
	return linked.NewOrganization(v.l.T("site.name"), v.absolute("/"))
}

// siteData describes the home page: the site, and how to search it.
func (v *visit) siteData() linked.WebSite {
	return linked.NewWebSite(v.l.T("site.name"), v.absolute("/"), v.absolute("/search?q="), v.lang)
}

// pageData describes a page of the book in full, and what it lists.
func (v *visit) pageData(p *page.Page, parts []templates.PagePart) []any {
	address := v.absolute(pagePath(p.ID))
	a := linked.Article{
		Type: "Article", ID: address + "#article", Headline: p.Title[v.lang], URL: address, Page: address, Language: v.lang,
		Published: firstDay(p), Modified: lastChange(p), Author: v.project(), Publisher: v.project(), License: licenceAddress,
	}
	things := []any{a}
	if faq := v.faq(address, parts); len(faq.Questions) > 0 {
		things = append(things, faq)
	}
	switch {
	case includes(p, v, "claims"):
		things = append(things, v.reviews(p)...)
	case includes(p, v, "sources"):
		things = append(things, v.laws()...)
	}
	return things
}

func includes(p *page.Page, v *visit, list string) bool {
	return slices.ContainsFunc(p.Texts[v.lang].Parts, func(part page.Part) bool { return part.Include == list })
}

// firstDay is the day on which a page was published, "" if nobody wrote it down.
func firstDay(p *page.Page) string {
	day := ""
	for _, r := range p.History {
		if day == "" || r.On < day {
			day = r.On
		}
	}
	return day
}

// faq collects the headings that are questions: their ids begin with "q-". What
// stands under a heading up to the next one is the answer.
func (v *visit) faq(address string, parts []templates.PagePart) linked.FAQPage {
	f := linked.FAQPage{Type: "FAQPage", ID: address + "#faq", Language: v.lang}
	for i, part := range parts {
		if part.Level == 0 || !strings.HasPrefix(part.ID, "q-") {
			continue
		}
		var answer []string
		for _, below := range parts[i+1:] {
			if below.Level > 0 {
				break
			}
			answer = append(answer, quotation.Typeset(below.HTML))
		}
		if text := strings.TrimSpace(strings.Join(answer, "\n\n")); text != "" {
			f.Questions = append(f.Questions, linked.NewQuestion(part.Heading, text))
		}
	}
	return f
}

// rated are the verdicts that rate a claim. An opinion is no statement of fact,
// and what cannot be checked has not been.
var rated = []string{"true", "incomplete", "misleading", "false", "outdated"}

func (v *visit) reviews(p *page.Page) []any {
	var out []any
	for _, c := range v.site.Records.Claims.Claims {
		if slices.Contains(rated, c.Verdict) {
			out = append(out, v.review(p, c))
		}
	}
	return out
}

func (v *visit) review(p *page.Page, c *record.Claim) linked.ClaimReview {
	address := v.absolute(pagePath(p.ID)) + "#" + c.ID
	r := linked.ClaimReview{
		Type: "ClaimReview", ID: address, URL: address, Claimed: c.Claim[v.lang], Body: c.Why[v.lang], Language: v.lang,
		Published: firstDay(p), Author: v.project(),
		Rating: linked.Rating{Type: "Rating", Word: templates.PressMark(v.l, templates.Verdict(c.Verdict)).Word},
	}
	for _, a := range v.site.Records.Claims.Articles {
		if a.Title == nil || !slices.Contains(c.By, a.ID) {
			continue // nobody knows the title of the article
		}
		if r.Item == nil {
			r.Item = &linked.Claim{Type: "Claim"}
		}
		appearance := linked.Appearance{Type: "Article", Headline: a.Title.Text, Language: a.Title.Lang}
		if s, ok := v.site.Sources.Get(a.Source); ok && s.Linkable() {
			appearance.Address = s.URL
		}
		r.Item.Appearances = append(r.Item.Appearances, appearance)
	}
	return r
}

// laws are the entries of the register that are law.
func (v *visit) laws() []any {
	var out []any
	for _, s := range v.site.Sources.All() {
		if s.Kind != source.Law {
			continue
		}
		l := linked.Legislation{
			Type: "Legislation", ID: v.absolute("/sources") + "#" + s.ID,
			Name: citation.Plain(s.Title[v.lang]), Short: citation.Plain(s.Label[v.lang]), Edition: s.Dated,
		}
		if s.Linkable() {
			l.Address = s.URL
		}
		out = append(out, l)
	}
	return out
}

// breadcrumbs are the steps that a page shows, and the page itself.
func (v *visit) breadcrumbs(up []templates.Link, name, path string) linked.BreadcrumbList {
	var steps []linked.ListItem
	for _, link := range append(slices.Clone(up), templates.Link{Text: name, Href: v.href(path)}) {
		steps = append(steps, linked.ListItem{Name: citation.Plain(link.Text), Item: v.server.base + link.Href})
	}
	return linked.NewBreadcrumbs(steps)
}

// datasetData describes the open data and every file of them.
func (v *visit) datasetData(name, about string, set *dataset.Set) linked.Dataset {
	address := v.absolute("/data")
	d := linked.Dataset{
		Type: "Dataset", ID: address + "#data", Name: citation.Plain(name), About: citation.Plain(about), URL: address,
		Version: set.Edition, Modified: set.CheckedOn, Languages: lang.All(), Free: true, Creator: v.project(),
		Licenses: licencePaths([]dataset.Licence{dataset.CC0, dataset.CCBY}),
		Catalog:  linked.DataCatalog{Type: "DataCatalog", ID: address + "#catalog", Name: citation.Plain(v.l.T("data.nav")), URL: address},
	}
	for _, f := range set.Files {
		kind, _, _ := strings.Cut(f.Type, ";")
		d.Files = append(d.Files, linked.DataDownload{
			Type: "DataDownload", Name: f.Name, Address: v.server.base + dataFolder + f.Name, Format: kind,
			Size: itoa(f.Size) + " B", SHA256: f.SHA256, Licenses: licencePaths(f.Licences),
		})
	}
	return d
}

func licencePaths(licences []dataset.Licence) (out []string) {
	for _, licence := range licences {
		out = append(out, licence.Path)
	}
	return out
}
