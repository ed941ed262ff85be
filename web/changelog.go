package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/feed"
)

// changesPage is the page of the change log; feeds.go has its feed.
const changesPage = "changes"

// changelogView is what changed in our answers.
func (v *visit) changelogView() templates.ChangelogView {
	view := templates.ChangelogView{L: v.l, Feed: templates.Link{Text: v.l.T("log.feed"), Href: v.href(changesFeed + atomEnding)}}
	cited := map[string]bool{}
	for _, e := range v.site.Changelog.Entries {
		view.Entries = append(view.Entries, v.logEntry(e, v.site.Changelog.First(e), cited))
	}
	return view
}

func (v *visit) logEntry(e *eligibility.LogEntry, first bool, cited map[string]bool) templates.LogEntry {
	out := templates.LogEntry{ID: e.ID, Day: e.On, Date: v.longDate(e.On), Why: e.Why[v.lang], Notes: v.citing(cited, e.Sources)}
	switch n := e.Verdicts(); {
	case first:
		out.Title = v.l.T("log.first")
	case n == 0:
		out.Title = v.l.T("log.none")
	default:
		out.Title = v.l.With("log.changed", map[string]any{"n": v.number(itoa(n))})
	}
	if len(e.Removed) > 0 {
		out.Removed = v.l.T("log.removed")
	}
	for _, c := range e.Changes {
		out.Turns = append(out.Turns, v.logTurn(c))
	}
	return out
}

func (v *visit) logTurn(c eligibility.LoggedChange) templates.LogTurn {
	t := templates.LogTurn{
		Right: v.q.RightName(v.lang, c.Right), From: v.verdictMark(c.From), To: v.verdictMark(c.To),
		Count: v.l.With("log.count", map[string]any{"n": v.number(itoa(c.Count))}),
	}
	var days []string
	for _, s := range eligibility.JoinSpans(c.Days) {
		days = append(days, v.spanWords(s))
	}
	t.Days = strings.Join(days, "; ")
	for _, box := range c.When {
		var who []templates.Pair
		for _, p := range v.q.Phrases(v.lang, box) {
			who = append(who, templates.Pair{Term: p.Question, Value: strings.Join(p.Answers, " / ")})
		}
		if len(who) > 0 {
			t.Who = append(t.Who, who)
		}
	}
	return t
}

func (v *visit) verdictMark(verdict eligibility.Verdict) templates.Mark {
	return templates.Mark{Verdict: templates.Verdict(verdict.String()), Word: v.text("verdict."+verdict.String()+".short", "")}
}

// spanWords says on which days an election must be.
func (v *visit) spanWords(s eligibility.Span) string {
	if s.To == "" {
		return v.l.With("log.since", map[string]any{"from": v.longDate(s.From)})
	}
	return v.l.With("log.between", map[string]any{"from": v.longDate(s.From), "to": v.longDate(s.To)})
}

// changesNews is the change log as a feed.
func (v *visit) changesNews() (*feed.Feed, error) {
	p, ok := v.site.Book.Get(changesPage)
	log := v.site.Changelog
	if !ok || len(log.Entries) == 0 {
		return nil, echo.ErrNotFound
	}
	f := v.newFeed(changesPage, changesFeed, pagePath(changesPage), p.Title[v.lang], p.Summary[v.lang])
	for _, e := range log.Entries {
		entry, err := v.feedEntry(e)
		if err != nil {
			return nil, err
		}
		entry.ID, entry.Link = v.feedTag(changesPage+"/"+e.ID), f.Page+"#"+e.ID
		f.Entries = append(f.Entries, entry)
	}
	f.Entries = newestFirst(f.Entries)
	return f, nil
}

// feedEntry is one entry of the change log for a feed.
func (v *visit) feedEntry(e *eligibility.LogEntry) (feed.Entry, error) {
	day, err := dayTime(e.On)
	if err != nil {
		return feed.Entry{}, err
	}
	view := v.logEntry(e, v.site.Changelog.First(e), map[string]bool{})
	words, err := v.feedWords(view)
	return feed.Entry{Title: view.Title, Updated: day, Summary: view.Why, HTML: words}, err
}

// feedWords draws an entry with whole addresses, because it will be read far from
// here.
func (v *visit) feedWords(view templates.LogEntry) (string, error) {
	for i := range view.Notes {
		view.Notes[i].Register = v.server.base + view.Notes[i].Register
	}
	var words strings.Builder
	err := templates.FeedEntry(view).Render(v.c.Request().Context(), &words)
	return words.String(), err
}
