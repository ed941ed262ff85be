package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/site"
)

// explain shows a page of the book. The home page has an address of its own.
func (s *Server) explain(v *visit) error {
	p, ok := v.site.Book.Get(v.c.Param("page"))
	if !ok || p.ID == homePage {
		return echo.ErrNotFound
	}
	return v.send(http.StatusOK, templates.Explainer(v.explainer(p, false)))
}

// explainEasy shows the easy-read version of a page.
func (s *Server) explainEasy(v *visit) error {
	p, ok := v.site.Book.Get(v.c.Param("page"))
	if !ok || p.Easy[v.lang] == nil {
		return echo.ErrNotFound
	}
	return v.send(http.StatusOK, templates.Explainer(v.explainer(p, true)))
}

// homePage is the page whose blocks stand under the questionnaire.
const homePage = site.HomePage

// pagePath is the address of a page behind the language.
func pagePath(id string) string {
	if id == homePage {
		return "/"
	}
	return "/" + id
}

func (v *visit) pageLink(p *page.Page) templates.Link {
	return templates.Link{Text: p.Short[v.lang], Href: v.href(pagePath(p.ID))}
}

// explainer fills a page.
func (v *visit) explainer(p *page.Page, easy bool) templates.ExplainerPage {
	text, path := p.Texts[v.lang], pagePath(p.ID)
	view := templates.ExplainerPage{Kick: p.Short[v.lang], Heading: p.Title[v.lang], Stale: v.stalePage(p)}
	switch {
	case easy:
		text = p.Easy[v.lang]
		path = "/" + p.ID + "/easy"
		view.Kick = v.l.T("explain.easy")
		view.Easy = &templates.Link{Text: v.l.T("explain.full"), Href: v.href(pagePath(p.ID))}
	case p.Easy[v.lang] != nil:
		view.Easy = &templates.Link{Text: v.l.T("explain.easy"), Href: v.href("/" + p.ID + "/easy")}
	}
	parts := v.parts(text)
	id := p.ID
	if easy {
		id += easyEnding
	} else if !v.archiving {
		v.quotable(p, parts)
		v.markMoved(p, parts)
	}
	if !v.archiving { // what is kept for ever is the page alone
		view.Cite = v.citeView(citePage, id)
	}
	view.Links = v.numberLinks(path, parts)
	if len(parts) > 0 && parts[0].ID == "answer" {
		view.Lead, parts = parts[0], parts[1:]
	}
	view.Parts = parts
	view.TOC = contents(parts)
	view.Pass = v.pagePass(p, text)
	view.Related = v.related(p)
	view.History = v.history(p)
	if !easy {
		view.Version = v.versionNote(p)
	}
	view.Frame = v.frame(frameOf{path: path, title: p.Title[v.lang], description: p.Summary[v.lang], card: cardPage + "/" + p.ID})
	if !easy {
		view.Feeds = v.pageFeedLinks(p)[:1] // most programs read this form; the page about feeds has the other
	}
	if !easy {
		v.say(&view.Frame, v.pageData(p, parts)...)
	}
	return view
}

// markMoved lets links to blocks that have left the page end at the heading under which
// it says where they are: above the first block that leads there.
func (v *visit) markMoved(p *page.Page, parts []templates.PagePart) {
	heading := map[string]int{} // by page
	above := -1
	for i := range parts {
		if parts[i].Level > 0 {
			above = i
			continue
		}
		for _, m := range p.Moved() {
			_, found := heading[m.Page]
			if to := `href="` + v.href(pagePath(m.Page)); !found && above >= 0 && (strings.Contains(parts[i].HTML, to+`"`) || strings.Contains(parts[i].HTML, to+"#")) {
				heading[m.Page] = above
			}
		}
	}
	for _, m := range p.Moved() {
		if i, ok := heading[m.Page]; ok {
			parts[i].Was = append(parts[i].Was, m.ID)
		}
	}
}

// minContents is the number of headings from which a list of them helps.
const minContents = 3

func contents(parts []templates.PagePart) []templates.Link {
	var out []templates.Link
	for _, part := range parts {
		if part.Level == 2 {
			out = append(out, templates.Link{Text: part.Heading, Href: "#" + part.ID})
		}
	}
	if len(out) < minContents {
		return nil
	}
	return out
}

// parts draws headings and blocks. Where and how a source was seen is told where
// the page names it first.
func (v *visit) parts(t *page.Text) []templates.PagePart {
	cited := map[string]bool{}
	var out []templates.PagePart
	for i := range t.Parts {
		part := &t.Parts[i]
		p := templates.PagePart{ID: part.ID, Level: part.Level, Heading: part.Heading, HTML: part.HTML, Notes: v.citing(cited, part.Sources)}
		if part.Include != "" {
			p.Include = v.include(part.Include)
		}
		if part.Stale {
			p.Stale = v.l.T("stale.block")
		}
		out = append(out, p)
	}
	return out
}

// pagePass is the passport of a page.
func (v *visit) pagePass(p *page.Page, t *page.Text) []templates.Pair {
	sources := map[string]bool{}
	for i := range t.Parts {
		for _, id := range t.Parts[i].Sources {
			sources[id] = true
		}
	}
	pass := []templates.Pair{
		{Term: v.l.T("pass.law"), Value: v.monthYear(v.site.Settings.LawAsOf)},
		{Term: v.l.T("pass.checked"), Value: v.longDate(p.CheckedOn)},
	}
	if len(sources) > 0 {
		pass = append(pass, templates.Pair{Term: v.l.T("pass.sources"), Value: itoa(len(sources))})
	}
	return pass
}

// stalePage says that a page was not checked for longer than the site allows.
func (v *visit) stalePage(p *page.Page) string {
	if !v.tooOld(p.CheckedOn) {
		return ""
	}
	return v.l.With("stale.page", map[string]any{"date": v.longDate(p.CheckedOn)})
}

func (v *visit) tooOld(checkedOn string) bool {
	return !v.archiving && v.site.TooOld(checkedOn, v.today)
}

// maxRelated is how many pages of its section a page names, those that stand nearest: the
// home page names the others, too. maxListed is how many of a section that one names: more
// than there are. With thousands of pages a page that named all of them would be heavier
// than what it says.
const (
	maxRelated = 8
	maxListed  = 32
)

// related lists the other pages of the same section, or those that stand nearest.
func (v *visit) related(p *page.Page) []templates.Link {
	var out []templates.Link
	for _, other := range v.site.Book.Beside(p, maxRelated) {
		if other.ID != homePage {
			out = append(out, v.pageLink(other))
		}
	}
	return out
}

func (v *visit) history(p *page.Page) []templates.Pair {
	var out []templates.Pair
	for _, r := range p.History {
		out = append(out, templates.Pair{Term: v.longDate(r.On), Value: r.What[v.lang]})
	}
	slices.Reverse(out)
	return out
}

// home shows the start of the questionnaire and, under it, the way into the
// explanations.
func (s *Server) home(v *visit) error {
	view := v.startPage("/", "")
	view.IsHome = true
	view.Kick, view.Heading, view.Lead = v.l.T("page.home.kick"), v.l.T("page.home.heading"), v.l.T("page.home.lead")
	view.Not = nil
	view.Sections = v.index()
	box := v.findBox("", "find")
	v.suggests = false // the first page is light; a search begins on its own page
	view.Find = &box
	view.Frame = v.frame(frameOf{path: "/", title: view.Heading, description: v.l.T("page.home.summary")})
	view.Feeds = v.feedLinks(siteFeed, v.l.T("feeds.site"))
	v.say(&view.Frame, v.siteData())
	if p, ok := v.site.Book.Get(homePage); ok {
		parts := v.parts(p.Texts[v.lang])
		v.quotable(p, parts)
		view.Parts = parts[1:] // the answer stands above as the lead
		view.Links = v.numberLinks("/", view.Parts)
		if p.Easy[v.lang] != nil {
			view.Easy = &templates.Link{Text: v.l.T("explain.easy"), Href: v.href("/" + p.ID + "/easy")}
		}
	}
	return v.send(http.StatusOK, templates.Start(view))
}

// index is the way into the pages by section, and the verdicts on the press.
func (v *visit) index() []templates.IndexSection {
	var out []templates.IndexSection
	for _, section := range []page.Section{page.Explain, page.Facts, page.About} {
		s := templates.IndexSection{Title: v.sectionTitle(section)}
		s.Links, s.More = v.listed(section, homePage)
		if len(s.Links) > 0 {
			out = append(out, s)
		}
		if section == page.Explain {
			out = append(out, v.pressIndex())
		}
	}
	return out
}

func (v *visit) sectionTitle(s page.Section) string {
	switch s {
	case page.Explain:
		return v.l.T("section.explain")
	case page.Press:
		return v.l.T("section.press")
	case page.Facts:
		return v.l.T("section.facts")
	}
	return v.l.T("section.about")
}

// shownClaims is how many claims of the press the home page shows.
const shownClaims = 5

func (v *visit) pressIndex() templates.IndexSection {
	ballot := &templates.Ballot{L: v.l}
	for _, c := range v.site.Records.Claims.Claims {
		if len(ballot.Rows) == shownClaims {
			break
		}
		if c.Verdict == "true" {
			continue
		}
		ballot.Rows = append(ballot.Rows, templates.BallotRow{
			Mark: templates.PressMark(v.l, templates.Verdict(c.Verdict)), What: c.Claim[v.lang], Href: v.href("/claims#" + c.ID),
		})
	}
	s := templates.IndexSection{Title: v.sectionTitle(page.Press), Ballot: ballot}
	if p, ok := v.site.Book.Get(claimsPage); ok {
		s.More = &templates.Link{Text: p.Title[v.lang], Href: v.href("/claims")}
	}
	s.Links, _ = v.listed(page.Press, claimsPage)
	return s
}

// listed are the first pages of a section but one, and where the rest are found, if there
// are more than can be listed.
func (v *visit) listed(section page.Section, except string) (links []templates.IndexLink, rest *templates.Link) {
	for _, p := range v.site.Book.In(section) {
		switch {
		case p.ID == except:
		case len(links) == maxListed:
			return links, &templates.Link{Text: v.l.T("nav.search"), Href: v.href("/search")}
		default:
			links = append(links, templates.IndexLink{Text: p.Short[v.lang], Href: v.href(pagePath(p.ID)), About: p.Summary[v.lang]})
		}
	}
	return links, nil
}

// pageNav links pages that exist, in the given order.
func (v *visit) pageNav(path string, ids ...string) []templates.Link {
	var out []templates.Link
	for _, id := range ids {
		if p, ok := v.site.Book.Get(id); ok {
			link := v.pageLink(p)
			link.Current = path == "/"+id || strings.HasPrefix(path, "/"+id+"/")
			out = append(out, link)
		}
	}
	return out
}

// otherLanguages lists the languages that a letter or term shows beside the
// language of the page.
func (v *visit) languagesFirst() []lang.Lang {
	out := []lang.Lang{v.lang}
	for _, l := range lang.All() {
		if l != v.lang {
			out = append(out, l)
		}
	}
	return out
}
