package web

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"localvote/templates"
	"localvote/web/export"
	"localvote/web/lang"
	"localvote/web/onefile"
	"localvote/web/page"
	"localvote/web/site"
)

// checkAnchor is where the questionnaire stands in the one file.
const checkAnchor = "check"

// OneFile is the whole site in one language as one HTML file that needs nothing
// else: pages, sources, and the questionnaire as answers within answers. progress,
// if it is not nil, is told after each part how many are done, and of how many.
func (s *Server) OneFile(ctx context.Context, l lang.Lang, progress func(done, of int)) ([]byte, error) {
	v := s.archivist(s.live.Site(), l)
	style, err := onefile.Style(v.styles())
	if err != nil {
		return nil, err
	}
	pages := v.filedPages()
	view := v.oneFilePage(style)
	for i, p := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(i, len(pages)+1)
		}
		view.Pages = append(view.Pages, templates.OneFilePart{ID: p.ID, Page: v.explainer(p, false)})
	}
	if view.Check, err = v.oneFileCheck(); err != nil {
		return nil, err
	}
	var drawn bytes.Buffer
	if err := templates.OneFile(view).Render(ctx, &drawn); err != nil {
		return nil, err
	}
	c := onefile.Config{Lang: l, Base: s.base, Alone: s.alone(), Anchors: map[string]string{checkAnchor: checkAnchor, "tree": checkAnchor, "": homePage}}
	for _, p := range pages {
		c.Anchors[p.ID] = p.ID
	}
	body, err := onefile.Make(drawn.Bytes(), c)
	if err != nil {
		return nil, err
	}
	if progress != nil {
		progress(len(pages)+1, len(pages)+1)
	}
	return templates.Lean(body), nil
}

// alone tells that nobody said where the living site is.
func (s *Server) alone() bool { return s.base == "" || s.base == export.NoSite }

// styles is the stylesheet of the site, of which the file takes the colours.
func (v *visit) styles() []byte {
	f, _ := v.site.Assets.Get(v.site.Assets.URL(siteStylesheet))
	if f == nil {
		return nil
	}
	return f.Body
}

// filedPages are the pages of the book as they follow one another in the file. The
// leaflet is left out: it is two sheets of paper that repeat the others. The register
// of sources is the last.
func (v *visit) filedPages() []*page.Page {
	var out []*page.Page
	if p, ok := v.site.Book.Get(homePage); ok {
		out = append(out, p)
	}
	for _, section := range []page.Section{page.Explain, page.Press, page.Facts, page.About} {
		for _, p := range v.site.Book.In(section) {
			if !slices.Contains([]string{homePage, site.LeafletPage, sourcesPage}, p.ID) {
				out = append(out, p)
			}
		}
	}
	if p, ok := v.site.Book.Get(sourcesPage); ok {
		out = append(out, p)
	}
	return out
}

// sourcesPage is the page with the register.
const sourcesPage = "sources"

func (v *visit) oneFilePage(style string) templates.OneFilePage {
	date := v.longDate(v.today)
	view := templates.OneFilePage{
		Lang: v.lang, L: v.l, Style: style,
		Heading: v.l.With("onefile.heading", map[string]any{"site": v.l.T("site.name")}),
		Made:    v.l.With("copy.made", map[string]any{"date": date}),
		About:   []string{v.l.With("onefile.law", map[string]any{"law": v.monthYear(v.site.Settings.LawAsOf)}), v.l.T("onefile.about"), v.l.T("onefile.left_out")},
	}
	view.Title = v.l.With("title.page", map[string]any{"title": view.Made, "site": v.l.T("site.name")})
	if !v.server.alone() {
		view.Live = &templates.Link{Text: typed(v.server.base), Href: v.server.base + v.href("/")}
	}
	view.Parts = v.oneFileContents()
	return view
}

func (v *visit) oneFileContents() []templates.OneFileGroup {
	first := templates.OneFileGroup{Title: v.l.T("onefile.first")}
	if p, ok := v.site.Book.Get(homePage); ok {
		first.Links = append(first.Links, templates.Link{Text: p.Short[v.lang], Href: "#" + p.ID})
	}
	first.Links = append(first.Links, templates.Link{Text: v.l.T("nav.check"), Href: "#" + checkAnchor})
	groups := []templates.OneFileGroup{first}
	var section page.Section
	for _, p := range v.filedPages()[len(first.Links)-1:] {
		if p.Section != section && p.ID != sourcesPage {
			section = p.Section
			groups = append(groups, templates.OneFileGroup{Title: v.sectionTitle(section)})
		}
		g := &groups[len(groups)-1]
		g.Links = append(g.Links, templates.Link{Text: p.Short[v.lang], Href: "#" + p.ID})
	}
	return groups
}

// errNotCovered is returned where the rules say nothing about the day of the copy.
func errNotCovered(day string) error { return fmt.Errorf("the rules do not cover %s", day) }
