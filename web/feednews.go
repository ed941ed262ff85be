package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/feed"
	"localvote/web/page"
	"localvote/web/store"
	"localvote/web/version"
)

// What is new on pages: what the editors wrote down about their edits, and the
// versions that were kept. The first needs no database, so a feed stays whole
// without one; it then only lacks the versions of which nobody wrote anything.

// siteNews are all pages that are new or say something else.
func (v *visit) siteNews() (*feed.Feed, error) {
	f := v.newFeed("feed", siteFeed, "/", v.l.T("feeds.site"), v.l.T("feeds.site_about"))
	kept := v.newVersions("")
	var all []*news
	for _, p := range v.site.Book.All() {
		of, err := v.newsOf(p, kept)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return f, v.tellNewest(f, all)
}

// tellNewest puts the newest into a feed; only these are written out.
func (v *visit) tellNewest(f *feed.Feed, all []*news) error {
	slices.SortStableFunc(all, func(a, b *news) int { return b.entry.Updated.Compare(a.entry.Updated) })
	for _, n := range all[:min(len(all), maxEntries)] {
		if err := v.tell(n); err != nil {
			return err
		}
		f.Entries = append(f.Entries, n.entry)
	}
	return nil
}

// pageNews are the changes of one page.
func (v *visit) pageNews() (*feed.Feed, error) {
	p, ok := v.site.Book.Get(v.pageID())
	if !ok || p.ID == homePage {
		return nil, echo.ErrNotFound
	}
	f := v.newFeed("feed/"+p.ID, "/"+p.ID+siteFeed, pagePath(p.ID), p.Title[v.lang], p.Summary[v.lang])
	all, err := v.newsOf(p, v.newVersions(p.ID))
	if err != nil {
		return nil, err
	}
	return f, v.tellNewest(f, all)
}

// newVersions lists versions that replaced another, of all pages or of one; none
// without a database.
func (v *visit) newVersions(id string) []store.PageVersion {
	s := v.server
	if s.store == nil {
		return nil
	}
	list, err := s.store.NewVersions(s.storeTime(v.c), string(v.lang), id, maxEntries)
	if err != nil {
		s.storageFailed(err)
	}
	return list
}

// newsOf is the news of one page, not yet told. A version of the day of an editor's note is
// what the note is about; the note about the publication is about the first
// version, which is no change.
func (v *visit) newsOf(p *page.Page, kept []store.PageVersion) ([]*news, error) {
	var out []*news
	noted := map[string]bool{}
	sameDay := map[string]int{}
	for i, r := range p.History {
		n := &news{page: p, what: r.What[v.lang], id: "page/" + p.ID + "/" + r.On}
		if sameDay[r.On]++; sameDay[r.On] > 1 {
			n.id += fmt.Sprintf("/%d", sameDay[r.On])
		}
		at, err := dayTime(r.On)
		if err != nil {
			return nil, err
		}
		n.entry.Updated = at
		if j := slices.IndexFunc(kept, func(k store.PageVersion) bool { return k.Page == p.ID && dayOf(k.FirstSeen) == r.On }); i > 0 && j >= 0 {
			noted[r.On] = true
			n.kept, n.entry.Updated = &kept[j], kept[j].FirstSeen.In(zone)
		}
		out = append(out, n)
	}
	for i := range kept {
		k := &kept[i]
		if k.Page != p.ID || noted[dayOf(k.FirstSeen)] {
			continue
		}
		n := &news{page: p, what: v.l.T("feeds.text_changed"), id: "v/" + shortHash(k.Hash), kept: k}
		n.entry.Updated = k.FirstSeen.In(zone)
		out = append(out, n)
	}
	return out, nil
}

// news is a change of a page on its way into a feed.
type news struct {
	page  *page.Page
	id    string
	what  string
	kept  *store.PageVersion // nil where none is known
	entry feed.Entry
}

// tell writes the words of an entry, with whole addresses.
func (v *visit) tell(n *news) error {
	base, own := v.server.base, pagePath(n.page.ID)
	e := &n.entry
	e.ID, e.Link = v.feedTag(n.id), base+v.href(own)
	e.Title = v.l.With("feeds.entry", map[string]any{"title": n.page.Title[v.lang], "what": n.what})
	view := templates.FeedNews{Text: []string{n.page.Summary[v.lang]}, Links: []templates.Link{{Text: v.l.T("versions.today"), Href: e.Link}}}
	e.Summary = n.what
	if k := n.kept; k != nil {
		e.Summary = v.countWords(version.Count{Added: k.Added, Changed: k.Changed, Removed: k.Removed})
		view.Text = []string{n.what, e.Summary}
		then := base + versionPath(k.Hash, v.lang, k.Page)
		view.Links = append(view.Links, templates.Link{Text: v.versionWords(k), Href: then})
	}
	if isKept(n.page) {
		view.Links = append(view.Links, templates.Link{Text: v.l.T("versions.link"), Href: base + v.href(own+"/history")})
	}
	var words strings.Builder
	if err := templates.FeedEntryOfPage(view).Render(v.c.Request().Context(), &words); err != nil {
		return err
	}
	e.HTML = words.String()
	return nil
}

// claimsNews are our verdicts on what the press wrote.
func (v *visit) claimsNews() (*feed.Feed, error) {
	p, ok := v.site.Book.Get(claimsPage)
	if !ok {
		return nil, echo.ErrNotFound
	}
	f := v.newFeed(claimsPage, claimsFeed, pagePath(claimsPage), p.Title[v.lang], p.Summary[v.lang])
	for _, claim := range v.site.Records.Claims.Claims {
		day := claim.On
		if day == "" && len(p.History) > 0 { // it is there since the page is
			day = p.History[0].On
		}
		at, err := dayTime(day)
		if err != nil {
			return nil, err
		}
		mark := templates.PressMark(v.l, templates.Verdict(claim.Verdict))
		e := feed.Entry{ID: v.feedTag(claimsPage + "/" + claim.ID), Link: f.Page + "#" + claim.ID, Updated: at, Summary: mark.Word + ". " + claim.Why[v.lang]}
		e.Title = v.l.With("cite.claim", map[string]any{"claim": claim.Claim[v.lang], "verdict": mark.Word})
		if e.HTML, err = v.feedWords(templates.LogEntry{Why: e.Summary, Notes: v.notes(claim.Sources)}); err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, e)
	}
	f.Entries = newestFirst(f.Entries)
	return f, nil
}
