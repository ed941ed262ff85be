package web

import (
	"net/http"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/store"
	"localvote/web/version"
)

// styleguide shows every component of the site in its states. What it shows is
// data of the site: no sentence is made up for it.
func (s *Server) styleguide(v *visit) error {
	v.noIndex()
	guide := &styleView{visit: v}
	page, err := guide.page()
	if err != nil {
		return err
	}
	return v.send(http.StatusOK, templates.Styleguide(page))
}

// A styleView finds examples for the style guide.
type styleView struct {
	*visit
}

func (g *styleView) page() (templates.StyleguidePage, error) {
	view := templates.StyleguidePage{Heading: g.l.T("page.guide.heading"), Lead: g.l.T("page.guide.lead"), TOC: g.contents()}
	var err error
	if view.Tokens, err = g.tokens(); err != nil {
		return view, err
	}
	if view.Places, err = g.places(); err != nil {
		return view, err
	}
	view.Marks, view.Parts, view.Ways = g.marks(), g.parts(), g.ways()
	view.Verdicts, view.Statements = g.verdicts(), g.statements()
	view.Questions, view.Results = g.questions(), g.results()
	view.Lists = g.lists()
	view.Frame = g.frame(frameOf{path: "/styleguide", kind: kindWhole, title: view.Heading, description: g.l.T("page.guide.summary"), noIndex: true, silent: true})
	return view, nil
}

// contents lists the groups of examples.
func (g *styleView) contents() []templates.Link {
	return []templates.Link{
		{Text: g.l.T("guide.tokens"), Href: "#g-tokens"},
		{Text: g.l.T("guide.parts"), Href: "#g-parts"},
		{Text: g.l.T("guide.verdicts"), Href: "#g-verdicts"},
		{Text: g.l.T("guide.statements"), Href: "#g-statements"},
		{Text: g.l.T("guide.questions"), Href: "#g-questions"},
		{Text: g.l.T("guide.results"), Href: "#g-results"},
		{Text: g.l.T("guide.places"), Href: "#g-places"},
		{Text: g.l.T("guide.lists"), Href: "#g-lists"},
		{Text: g.l.T("guide.ways"), Href: "#g-ways"},
	}
}

// marks is the name of the site in its three languages.
func (g *styleView) marks() templates.StyleMarks {
	var m templates.StyleMarks
	for _, l := range lang.All() {
		m.Names = append(m.Names, templates.Frame{Lang: l, L: g.site.Catalog.In(l), Home: "/" + string(l) + "/"})
	}
	return m
}

// parts is what stands around the content of a page, as the page about the
// project has it.
func (g *styleView) parts() templates.StyleParts {
	p := templates.StyleParts{Kick: g.l.T("page.home.kick"), Lead: g.l.T("page.home.lead")}
	if about, ok := g.site.Book.Get("about"); ok {
		p.Pass, p.History, p.Related = g.pagePass(about, about.Texts[g.lang]), g.history(about), g.related(about)
	}
	p.Version, p.Row, p.Edit = g.versionExample()
	if at := g.examplePlace(); at != nil {
		p.Crumbs = g.placePage(at)
	}
	return p
}

// versionExample is an invented version of the page about the project: its name,
// its row in the list, and a change.
func (g *styleView) versionExample() (templates.VersionNote, templates.VersionRow, []templates.ChangedRun) {
	p := store.PageVersion{Hash: "0123456789ab", FirstSeen: g.server.now()}
	link := templates.Link{Text: g.l.T("versions.link"), Href: g.href("/about/history")}
	row := templates.VersionRow{
		Version: templates.Link{Text: g.versionWords(&p), Href: link.Href},
		Now:     g.l.T("versions.now"), What: g.countWords(version.Count{Added: 1, Changed: 2}),
	}
	edit := []templates.ChangedRun{
		{Text: g.l.T("pass.law") + ":"}, {Kind: "removed", Text: g.monthYear("2025-11")}, {Kind: "added", Text: g.monthYear(g.site.Settings.LawAsOf)},
	}
	return templates.VersionNote{Text: row.Version.Text, History: link}, row, edit
}

// ways are ways on: lists of pages, a part of the home page, a dead end.
func (g *styleView) ways() templates.StyleWays {
	w := templates.StyleWays{
		Does: g.numbered("trace.does"),
		Links: []templates.Link{
			{Text: g.l.T("error.link.home"), Href: g.href("/")},
			{Text: g.l.T("error.link.check"), Href: g.href("/check")},
		},
		Messages: g.server.inOtherLanguages(g.lang, failures404),
	}
	for _, s := range first(g.index(), 2) {
		s.Links = first(s.Links, 2)
		if s.Ballot != nil {
			s.Ballot.Rows = first(s.Ballot.Rows, 3)
		}
		w.Index = append(w.Index, s)
	}
	w.Band = g.band()
	return w
}

// failures404 is the dead end that the guide shows.
var failures404 = failure{http.StatusNotFound, "error.404.title", "error.404.text"}

// band is the first part of the home page that stands in columns.
func (g *styleView) band() []templates.PagePart {
	home, ok := g.site.Book.Get(homePage)
	if !ok {
		return nil
	}
	parts := g.visit.parts(home.Texts[g.lang])
	for i := range parts {
		if parts[i].Level != 2 || i+1 == len(parts) || parts[i+1].Level != 3 {
			continue
		}
		end := i + 1
		for end < len(parts) && parts[end].Level != 2 {
			end++
		}
		return anchored("band-", parts[i:end])
	}
	return nil
}

// anchored gives parts of a page anchors that nothing else on the page has.
func anchored(prefix string, parts []templates.PagePart) []templates.PagePart {
	out := make([]templates.PagePart, len(parts))
	for i, p := range parts {
		if out[i] = p; p.ID != "" {
			out[i].ID = prefix + p.ID
		}
	}
	return out
}

// first is the first few of many.
func first[T any](all []T, n int) []T { return all[:min(n, len(all))] }
