package web

import (
	"slices"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/place"
)

// lists are the lists that pages include, cut short.
func (g *styleView) lists() templates.StyleLists {
	view := templates.StyleLists{
		Timeline: g.sampleTimeline(), Claims: g.sampleClaims(), Voices: g.voicesView(), Differences: g.differencesView(), Changes: g.changesView(),
		Changelog: g.sampleChangelog(), Feeds: g.feedsView(), Elections: g.electionsView(),
		Levels: g.levelsView(), Pictures: g.levelPictures(), Numbers: g.numbersView(), Glossary: g.glossaryView(),
		Translations: g.sampleTranslations(), Contacts: g.contactsView(), Letters: g.lettersView(),
		Matrix: g.rightsMatrix(), Path: g.settled().Path, Tree: g.treePage(),
	}
	view.Tree.Branches = first(view.Tree.Branches, 1)
	for i := range view.Voices.Groups {
		view.Voices.Groups[i].Voices = first(view.Voices.Groups[i].Voices, 1)
	}
	view.Differences.Rows = first(view.Differences.Rows, 2)
	view.Changes.Changes = first(view.Changes.Changes, 1)
	for i := range view.Changes.Changes { // the timeline has the same day
		view.Changes.Changes[i].ID = "change-" + view.Changes.Changes[i].ID
	}
	view.Numbers.Groups = first(view.Numbers.Groups, 1)
	for i := range view.Numbers.Groups {
		view.Numbers.Groups[i].Rows = first(view.Numbers.Groups[i].Rows, 3)
	}
	view.Glossary.Terms = first(view.Glossary.Terms, 3)
	view.Contacts.Groups = first(view.Contacts.Groups, 1)
	for i := range view.Contacts.Groups {
		view.Contacts.Groups[i].Contacts = first(view.Contacts.Groups[i].Contacts, 1)
	}
	view.Letters.Letters = first(view.Letters.Letters, 1)
	return view
}

// sampleTimeline has one event of each stage.
func (g *styleView) sampleTimeline() templates.TimelineView {
	view := g.timelineView()
	seen := map[string]bool{}
	view.Events = slices.DeleteFunc(view.Events, func(e templates.TimelineEvent) bool {
		again := seen[e.Stage]
		seen[e.Stage] = true
		return again
	})
	return view
}

// sampleChangelog is the first publication below a change as it may come. How many
// people the change is about is made up, because none came so far.
func (g *styleView) sampleChangelog() templates.ChangelogView {
	view := g.changelogView()
	view.Entries = view.Entries[max(0, len(view.Entries)-1):]
	for i := range view.Entries {
		view.Entries[i].ID = "log-" + view.Entries[i].ID
	}
	if len(g.q.Changes) == 0 {
		return view
	}
	c := &g.q.Changes[0]
	sample := eligibility.LogEntry{ID: "log-" + c.ID, On: c.On, Sources: c.Sources}
	for r := range g.q.Rights {
		if from, to, found := g.q.Turn(c, r); found && len(sample.Changes) < 2 {
			sample.Changes = append(sample.Changes, eligibility.LoggedChange{
				Right: g.q.Rights[r].ID, From: from, To: to, Days: []eligibility.Span{{From: c.On}}, Count: 12, When: []eligibility.NamedBox{g.q.NameBox(c.When)},
			})
		}
	}
	entry := g.logEntry(&sample, false, map[string]bool{})
	entry.Why = g.text("change."+c.ID, "")
	view.Entries = append([]templates.LogEntry{entry}, view.Entries...)
	return view
}

// sampleClaims has one claim of each verdict, and the articles that made them.
func (g *styleView) sampleClaims() templates.ClaimsView {
	view := g.claimsView()
	seen, cited := map[templates.Verdict]bool{}, map[string]bool{}
	view.Claims = slices.DeleteFunc(view.Claims, func(c templates.PressClaim) bool {
		if seen[c.Mark.Verdict] {
			return true
		}
		seen[c.Mark.Verdict] = true
		for _, by := range c.By {
			cited[by.Href] = true
		}
		return false
	})
	view.Articles = slices.DeleteFunc(view.Articles, func(a templates.PressArticle) bool { return !cited["#"+a.ID] })
	return view
}

// sampleTranslations shows a page that is behind beside one that is not; how far
// is made up, because no page may stay so.
func (g *styleView) sampleTranslations() templates.TranslationsView {
	view := g.translationsView()
	view.Rows = first(view.Rows, 2)
	if len(view.Rows) == 2 && len(view.Rows[1].Cells) == len(lang.All()) {
		view.Rows[1].Cells[1].Stale, view.Rows[1].Cells[2].Missing = 2, 1
	}
	return view
}

// places are the search and parts of the page of one place.
func (g *styleView) places() (templates.StylePlaces, error) {
	at := g.examplePlace()
	view := templates.StylePlaces{Places: g.placesView()}
	view.Places.Countries = first(view.Places.Countries, 1)
	for i := range view.Places.Countries {
		c := &view.Places.Countries[i]
		for n := range c.Groups {
			c.Groups[n].ID = c.ID + "-" + c.Groups[n].ID
			c.Groups[n].Places = first(c.Groups[n].Places, 4)
		}
	}
	if at == nil {
		return view, nil
	}
	var err error
	if view.Short, err = g.shortView("/places/" + at.ID); err != nil {
		return view, err
	}
	page := g.placePage(at)
	view.Levels, view.Doubts = page.Levels, anchored("doubt-", page.Doubts)
	if len(page.Sections) > 0 {
		view.Section = page.Sections[0]
		view.Section.Parts = anchored("at-", view.Section.Parts)
	}
	view.Inside = g.insideExample()
	view.Hits, err = g.sampleHits(at)
	return view, err
}

// examplePlace is a place with everything that a page of a place can have:
// places around it, several Councils and a doubt.
func (g *styleView) examplePlace() *place.Place {
	for _, p := range g.site.Places.All() {
		if len(p.Within()) > 2 && len(g.site.Places.DoubtBlocks(p)) > 0 && len(g.site.Places.Bodies(p)) > 0 {
			return p
		}
	}
	return nil
}

// insideExample lists a few places within another.
func (g *styleView) insideExample() templates.PlaceGroup {
	for _, p := range g.site.Places.All() {
		for _, k := range g.site.Places.Kinds() {
			if group := g.group(k, p.Children); len(group.Places) > 1 {
				group.ID = "inside-" + group.ID
				group.Places = first(group.Places, 4)
				return group
			}
		}
	}
	return templates.PlaceGroup{}
}

// sampleHits are what the search finds first for a place, for a claim of the
// press, for a term in another language, and for one whose words it marks.
func (g *styleView) sampleHits(at *place.Place) ([]templates.HitGroup, error) {
	other := lang.RU
	if g.lang == lang.RU {
		other = lang.BE
	}
	queries := []string{at.Names[g.lang]}
	for _, c := range first(g.site.Records.Claims.Claims, 1) {
		queries = append(queries, c.Claim[g.lang])
	}
	for _, term := range first(g.site.Records.Glossary, 1) {
		queries = append(queries, term.Words[other])
	}
	var out []templates.HitGroup
	for _, query := range queries {
		group, err := g.firstHit(query)
		if err != nil {
			return nil, err
		}
		out = addHit(out, group)
	}
	for _, term := range g.site.Records.Glossary {
		group, err := g.firstHit(term.Words[g.lang])
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(group.Hits, hasMarks) {
			return addHit(out, group), nil
		}
	}
	return out, nil
}

// firstHit is the first hit of a search, with the heading of its group.
func (g *styleView) firstHit(query string) (templates.HitGroup, error) {
	found, err := g.find(query)
	if err != nil {
		return templates.HitGroup{}, err
	}
	var page templates.SearchPage
	g.showFound(&page, found, query)
	for _, group := range page.Groups {
		group.Hits = first(group.Hits, 1)
		return group, nil
	}
	return templates.HitGroup{}, nil
}

// hasMarks tells whether a word worth looking for is marked.
func hasMarks(h templates.Hit) bool {
	return slices.ContainsFunc(h.Text, func(s templates.Snip) bool { return s.Marked && len([]rune(s.Text)) > 4 })
}

// addHit puts hits under their heading, which stands once.
func addHit(groups []templates.HitGroup, group templates.HitGroup) []templates.HitGroup {
	if len(group.Hits) == 0 {
		return groups
	}
	at := slices.IndexFunc(groups, func(g templates.HitGroup) bool { return g.ID == "found-"+group.ID })
	if at < 0 {
		at = len(groups)
		groups = append(groups, templates.HitGroup{ID: "found-" + group.ID, Title: group.Title})
	}
	groups[at].Hits = append(groups[at].Hits, group.Hits...)
	return groups
}
