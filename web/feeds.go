package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/feed"
	"localvote/web/lang"
	"localvote/web/page"
)

// Feeds, in every language: all pages, one page, our verdicts on the press, the
// change log. Each has two forms at one address with two endings. What a feed
// says of days is what the content and the kept versions say: nothing here asks
// for the time.

// The endings of a feed.
const (
	atomEnding = ".atom"
	jsonEnding = ".json"
)

// The addresses of feeds behind the language and, of one page, behind the page.
const (
	siteFeed    = "/feed"
	claimsFeed  = "/claims"
	changesFeed = "/changes"
)

// maxEntries bounds a feed: a reader's program keeps what it has seen.
const maxEntries = 100

// feedCache is how long nobody need ask for a feed again.
const feedCache = "public, max-age=900"

// The pages whose lists are feeds, and the page that says which feeds there are.
const (
	claimsPage = "claims"
	feedsPage  = "feeds"
)

func (s *Server) feedRoutes() {
	for _, l := range lang.All() {
		for _, ending := range []string{atomEnding, jsonEnding} {
			s.page(http.MethodGet, l, siteFeed+ending, s.sendFeed((*visit).siteNews))
			s.page(http.MethodGet, l, claimsFeed+ending, s.sendFeed((*visit).claimsNews))
			s.page(http.MethodGet, l, changesFeed+ending, s.sendFeed((*visit).changesNews))
			s.page(http.MethodGet, l, "/:page"+siteFeed+ending, s.sendFeed((*visit).pageNews))
			// The list of places is a page of the book, and places stand below it.
			s.page(http.MethodGet, l, "/"+placesPage+siteFeed+ending, s.sendFeed((*visit).pageNews))
		}
	}
}

// isFeed tells whether an address is that of a feed or a calendar: pages of any
// origin may read those.
func isFeed(path string) bool {
	if _, known := languageOf(path); !known {
		return false
	}
	path, ending, _ := strings.Cut(path, ".")
	switch "." + ending {
	case atomEnding:
		return true
	case jsonEnding:
		return strings.HasSuffix(path, siteFeed) || strings.HasSuffix(path, claimsFeed) || strings.HasSuffix(path, changesFeed)
	}
	return "."+ending == calendarEnding
}

// sendFeed is a page that sends what f says in the form that its address names.
func (s *Server) sendFeed(f func(*visit) (*feed.Feed, error)) func(*visit) error {
	return func(v *visit) error {
		news, err := f(v)
		if err != nil {
			return err
		}
		write, kind := news.WriteAtom, feed.AtomType+"; charset=utf-8"
		if strings.HasSuffix(v.c.Path(), jsonEnding) {
			write, kind = news.WriteJSON, feed.JSONType
		}
		body, err := write()
		if err != nil {
			return err
		}
		v.c.Response().Header().Set(echo.HeaderCacheControl, feedCache)
		return v.sendCheckable(http.StatusOK, kind, body)
	}
}

// newFeed is a feed without entries. Its id begins with the name of its own,
// which must stay.
func (v *visit) newFeed(name, address, page, title, about string) *feed.Feed {
	root := v.server.base + v.href("")
	since, _ := dayTime(v.began())
	return &feed.Feed{
		ID: v.feedTag(name), Lang: v.lang, Title: v.l.With("title.page", map[string]any{"title": title, "site": v.l.T("site.name")}), Subtitle: about,
		Author: v.l.T("site.name"), Site: root + "/", Rights: v.l.T("feeds.rights"), Licence: textLicence,
		Atom: root + address + atomEnding, JSON: root + address + jsonEnding, Page: root + page, Since: since,
	}
}

// textLicence is the licence of our texts.
const textLicence = "https://creativecommons.org/licenses/by/4.0/"

// feedTag is a permanent name of something in the language of the page.
func (v *visit) feedTag(what string) string {
	return feed.Tag(v.server.base, v.began(), string(v.lang)+"/"+what)
}

// began is a day on which the site had this host: that of the first entry of the
// change log, which never goes.
func (v *visit) began() string {
	if log := v.site.Changelog.Entries; len(log) > 0 {
		return log[len(log)-1].On
	}
	return v.sources.LastChecked()
}

// dayTime is the beginning of a day by the clock of the site.
func dayTime(day string) (time.Time, error) { return time.ParseInLocation(time.DateOnly, day, zone) }

// newestFirst sorts entries, those of one time in their order, and bounds them.
func newestFirst(entries []feed.Entry) []feed.Entry {
	slices.SortStableFunc(entries, func(a, b feed.Entry) int { return b.Updated.Compare(a.Updated) })
	return entries[:min(len(entries), maxEntries)]
}

// pageFeed is the feed that tells most about a page: that of its list where there
// is one, of its texts elsewhere.
func pageFeed(p *page.Page) string {
	switch p.ID {
	case claimsPage:
		return claimsFeed
	case changesPage:
		return changesFeed
	case homePage, feedsPage:
		return siteFeed
	}
	return "/" + p.ID + siteFeed
}

// feedLinks are a feed in both forms; Type says which.
func (v *visit) feedLinks(address, words string) []templates.FeedLink {
	name := func(form string) string { return v.l.With("feeds.form", map[string]any{"feed": words, "form": form}) }
	return []templates.FeedLink{
		{Text: name("Atom"), Form: "Atom", Href: v.href(address + atomEnding), Type: feed.AtomType},
		{Text: name("JSON Feed"), Form: "JSON Feed", Href: v.href(address + jsonEnding), Type: feed.JSONType},
	}
}

// pageFeedLinks are how programs find the feed of a page.
func (v *visit) pageFeedLinks(p *page.Page) []templates.FeedLink {
	return v.feedLinks(pageFeed(p), v.feedName(p))
}

// feedName says what the feed of a page is about.
func (v *visit) feedName(p *page.Page) string {
	switch pageFeed(p) {
	case claimsFeed:
		return v.l.T("feeds.claims")
	case changesFeed:
		return v.l.T("feeds.changes")
	case siteFeed:
		return v.l.T("feeds.site")
	}
	return v.l.With("feeds.page", map[string]any{"title": p.Short[v.lang]})
}

// follow links the page about feeds, nil where there is none.
func (v *visit) follow() *templates.Link {
	if _, ok := v.site.Book.Get(feedsPage); !ok {
		return nil
	}
	return &templates.Link{Text: v.l.T("feeds.how"), Href: v.href("/" + feedsPage)}
}

// feedsView lists the feeds of the site.
func (v *visit) feedsView() templates.FeedsView {
	view := templates.FeedsView{L: v.l}
	add := func(address, name, about string) {
		view.Feeds = append(view.Feeds, templates.FeedRow{Name: name, About: about, Links: v.feedLinks(address, name)})
	}
	add(siteFeed, v.l.T("feeds.site"), v.l.T("feeds.site_about"))
	add(changesFeed, v.l.T("feeds.changes"), v.l.T("feeds.changes_about"))
	add(claimsFeed, v.l.T("feeds.claims"), v.l.T("feeds.claims_about"))
	return view
}
