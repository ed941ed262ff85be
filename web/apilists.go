package web

import (
	"net/url"
	"slices"
	"strings"

	"localvote/templates"
	"localvote/web/place"
	"localvote/web/problem"
	"localvote/web/record"
)

// apiElection is a day of elections that may be asked about.
type apiElection struct {
	ID         string            `json:"id" doc:"Permanent name."`
	Country    string            `json:"country" ref:"Country" doc:"The country."`
	Day        string            `json:"day" format:"date" doc:"The day."`
	Calculated bool              `json:"calculated" doc:"True: the day follows from the law by our reckoning and has not been announced."`
	Name       string            `json:"name" doc:"The election in words."`
	Sources    []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type apiElections struct {
	apiStamp
	Elections []apiElection `json:"elections" doc:"Days of elections that the questionnaire offers."`
}

func apiElectionList(v *visit, in *apiInput) (any, error) {
	out := &apiElections{Elections: []apiElection{}}
	out.page = v.pageURL("/which-elections")
	for i := range v.q.Elections {
		e := &v.q.Elections[i]
		country := countries(v)[e.Country]
		if asked := in.values["country"]; asked == "" || asked == country {
			out.Elections = append(out.Elections, apiElection{e.ID, country, e.Day, e.Calculated, v.text("election."+e.ID, country), v.jsonSources(e.Sources)})
		}
	}
	return out, nil
}

// apiEvent is an event of the timeline.
type apiEvent struct {
	ID         string            `json:"id" doc:"Permanent name."`
	Date       string            `json:"date" doc:"A day, a month or a year."`
	Stage      string            `json:"stage" enum:"background,proposed,signed,ratified,in_force,published,explained,planned" doc:"What kind of event it is."`
	Country    string            `json:"country" enum:"ru,by,both" doc:"Where."`
	Instrument string            `json:"instrument" enum:"protocol,protection,other" doc:"Which document it is about."`
	Key        bool              `json:"key" doc:"Whether it is one of the most important events."`
	Title      string            `json:"title" doc:"What happened."`
	Note       string            `json:"note,omitempty" doc:"What is to be kept in mind."`
	Sources    []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type apiTimeline struct {
	apiStamp
	Events []apiEvent `json:"events" doc:"The events, the earliest first."`
}

func apiEventList(v *visit, _ *apiInput) (any, error) {
	out := &apiTimeline{Events: []apiEvent{}}
	out.page = v.pageURL("/timeline")
	date := func(fact string) string { d, _ := v.site.Book.Date(fact); return d }
	for _, e := range v.site.Records.Timeline.Sorted(date) {
		out.Events = append(out.Events, apiEvent{
			e.ID, date(e.Fact), e.Stage, e.Country, e.Instrument, e.Key, e.Title[v.lang], e.Note[v.lang], v.jsonSources(e.Sources),
		})
	}
	return out, nil
}

// apiClaim is what the press wrote, and whether it is so.
type apiClaim struct {
	ID       string            `json:"id" doc:"Permanent name."`
	Verdict  string            `json:"verdict" ref:"ClaimVerdict" doc:"Whether it is so."`
	Word     string            `json:"word" doc:"The verdict in words."`
	Claim    string            `json:"claim" doc:"What was written, in our words."`
	Why      string            `json:"why" doc:"Why we judge it so."`
	Articles []string          `json:"articles" doc:"Ids of the articles that wrote it."`
	Others   bool              `json:"others" doc:"Whether others wrote it, too."`
	Where    string            `json:"where,omitempty" doc:"Who the others are."`
	Sources  []evaluatedSource `json:"sources" doc:"What the verdict rests on."`
	Page     string            `json:"page" format:"uri" doc:"Where the site shows it."`
}

// apiArticle is a piece of the press.
type apiArticle struct {
	ID        string    `json:"id" doc:"Permanent name."`
	Title     *apiQuote `json:"title,omitempty" doc:"Its title, in its own language."`
	About     string    `json:"about" doc:"What it is about, in our words."`
	Publisher string    `json:"publisher" doc:"Who published it."`
	Dated     string    `json:"dated" doc:"When, in words."`
	Source    string    `json:"source,omitempty" doc:"Id of the source, if it is one of ours."`
}

type apiClaims struct {
	apiStamp
	Claims   []apiClaim   `json:"claims" doc:"The claims."`
	Articles []apiArticle `json:"articles" doc:"The articles that made them."`
}

func apiClaimList(v *visit, in *apiInput) (any, error) {
	out := &apiClaims{Claims: []apiClaim{}, Articles: []apiArticle{}}
	out.page = v.pageURL("/claims")
	named := []string{}
	for _, c := range v.site.Records.Claims.Claims {
		if verdict := in.values["verdict"]; verdict != "" && verdict != c.Verdict {
			continue
		}
		out.Claims = append(out.Claims, v.apiClaim(c))
		named = append(named, c.By...)
	}
	for _, a := range v.site.Records.Claims.Articles {
		if slices.Contains(named, a.ID) {
			out.Articles = append(out.Articles, v.apiArticle(a))
		}
	}
	return out, nil
}

func (v *visit) apiClaim(c *record.Claim) apiClaim {
	return apiClaim{
		c.ID, c.Verdict, templates.PressMark(v.l, templates.Verdict(c.Verdict)).Word, c.Claim[v.lang], c.Why[v.lang],
		append([]string{}, c.By...), c.Other, c.Where[v.lang], v.jsonSources(c.Sources), v.pageURL("/claims#" + c.ID),
	}
}

func (v *visit) apiArticle(a *record.Article) apiArticle {
	out := apiArticle{ID: a.ID, About: a.About[v.lang], Publisher: a.Publisher.In(v.lang), Dated: a.Dated.In(v.lang), Source: a.Source}
	if a.Title != nil {
		out.Title = &apiQuote{string(a.Title.Lang), a.Title.Text}
	}
	return out
}

// apiLevel is a level of government, and those below it.
type apiLevel struct {
	ID     string     `json:"id" doc:"Permanent name."`
	Title  string     `json:"title" doc:"Its name."`
	Text   string     `json:"text" doc:"What is elected there."`
	Local  bool       `json:"local" doc:"Whether its elections are local ones."`
	Levels []apiLevel `json:"levels" doc:"The levels below."`
}

type apiCountryLevels struct {
	ID    string   `json:"id" ref:"Country" doc:"The country."`
	Title string   `json:"title" doc:"Its name."`
	Root  apiLevel `json:"root" doc:"Its highest level."`
}

type apiLevels struct {
	apiStamp
	Countries []apiCountryLevels `json:"countries" doc:"The levels of both countries."`
}

func apiLevelList(v *visit, _ *apiInput) (any, error) {
	out := &apiLevels{Countries: []apiCountryLevels{}}
	out.page = v.pageURL("/which-elections")
	for _, c := range v.site.Records.Levels {
		out.Countries = append(out.Countries, apiCountryLevels{c.ID, c.Title[v.lang], v.apiLevel(c.Root)})
	}
	return out, nil
}

func (v *visit) apiLevel(l *record.Level) apiLevel {
	out := apiLevel{ID: l.ID, Title: l.Title[v.lang], Text: l.Text[v.lang], Local: l.Local, Levels: []apiLevel{}}
	for _, below := range l.Levels {
		out.Levels = append(out.Levels, v.apiLevel(below))
	}
	return out
}

// apiHit is something that the search of the site found.
type apiHit struct {
	Group string `json:"group" enum:"answers,pages,places" doc:"What it is."`
	Title string `json:"title" doc:"Its title."`
	URL   string `json:"url" format:"uri" doc:"Its address."`
	Text  string `json:"text,omitempty" doc:"The place in the text that fits."`
	Note  string `json:"note,omitempty" doc:"Sources of an answer, or where a place lies."`
	Lang  string `json:"lang" ref:"Lang" doc:"Language of title and text."`
}

type apiHits struct {
	apiStamp
	Query string   `json:"query" doc:"What was looked for, as it was understood."`
	Hits  []apiHit `json:"hits" doc:"What was found, the likeliest first."`
}

func apiSearch(v *visit, in *apiInput) (any, error) {
	out := &apiHits{Query: typedQuery(in.values["q"]), Hits: []apiHit{}}
	out.page = v.pageURL("/search?" + url.Values{"q": {out.Query}}.Encode())
	if out.Query == "" {
		return out, nil
	}
	found, err := v.find(out.Query)
	if err != nil {
		return nil, err
	}
	var view templates.SearchPage
	v.showFound(&view, found, out.Query)
	for _, g := range view.Groups {
		for _, h := range g.Hits {
			if len(out.Hits) < limitOf(in) {
				out.Hits = append(out.Hits, v.apiHit(g.ID, h))
			}
		}
	}
	return out, nil
}

func (v *visit) apiHit(group string, h templates.Hit) apiHit {
	var text strings.Builder
	for _, snip := range h.Text {
		text.WriteString(snip.Text)
	}
	out := apiHit{Group: group, Title: h.Title, URL: v.server.base + h.Href, Text: text.String(), Note: h.Note, Lang: string(v.lang)}
	if h.Lang != "" {
		out.Lang = string(h.Lang)
	}
	return out
}

// apiPageOf is a page of the site.
type apiPageOf struct {
	ID        string `json:"id" doc:"Permanent name of the page."`
	Title     string `json:"title" doc:"Its heading."`
	Summary   string `json:"summary" doc:"What it is about."`
	URL       string `json:"url" format:"uri" doc:"Its address."`
	CheckedOn string `json:"checked_on" format:"date" doc:"The day on which it was checked."`
	ChangedOn string `json:"changed_on" format:"date" doc:"The day of its last change or check."`
	Versions  string `json:"versions" format:"uri" doc:"Where the API lists its kept versions."`
}

type apiPages struct {
	apiStamp
	Pages []apiPageOf `json:"pages" doc:"The pages."`
}

func apiPageList(v *visit, _ *apiInput) (any, error) {
	out := &apiPages{Pages: []apiPageOf{}}
	out.page = v.pageURL("/")
	for _, p := range v.site.Book.All() {
		out.Pages = append(out.Pages, apiPageOf{
			p.ID, p.Title[v.lang], p.Summary[v.lang], v.pageURL(pagePath(p.ID)), p.CheckedOn, changedOn(p),
			v.server.base + apiRoot + "/pages/" + p.ID + "/versions",
		})
	}
	return out, nil
}

// apiVersion is a page in one language as it was.
type apiVersion struct {
	Hash      string `json:"hash" doc:"SHA-256 of the kept document."`
	FirstSeen string `json:"first_seen" format:"date-time" doc:"When it was first seen so."`
	Title     string `json:"title" doc:"Its title then."`
	URL       string `json:"url" format:"uri" doc:"The version in today's frame, for people."`
	Exact     string `json:"exact" format:"uri" doc:"The kept document, byte by byte."`
}

type apiVersions struct {
	apiStamp
	PageID   string       `json:"page_id" doc:"The page."`
	Versions []apiVersion `json:"versions" doc:"Its versions in the language of the answer, the newest first."`
}

func apiVersionList(v *visit, in *apiInput) (any, error) {
	p, known := v.site.Book.Get(in.values["id"])
	if !known {
		return nil, unknownID("unknown_id", "id", problem.Nearest(in.values["id"], v.pageIDs()))
	}
	if v.server.store == nil {
		return nil, errUnavailable()
	}
	kept, err := v.server.store.PageVersions(v.server.storeTime(v.c), p.ID, string(v.lang))
	if err != nil {
		v.server.storageFailed(err)
		return nil, errUnavailable()
	}
	out := &apiVersions{PageID: p.ID, Versions: []apiVersion{}}
	out.page = v.pageURL(pagePath(p.ID))
	for i := range kept {
		k := &kept[i]
		at := v.server.base + versionPath(k.Hash, v.lang, p.ID)
		out.Versions = append(out.Versions, apiVersion{k.Hash, k.FirstSeen.UTC().Format("2006-01-02T15:04:05Z"), k.Title, at, at + ".html"})
	}
	return out, nil
}

func (v *visit) pageIDs() []string {
	var ids []string
	for _, p := range v.site.Book.All() {
		ids = append(ids, p.ID)
	}
	return ids
}

// placeKinds are the kinds of places.
func placeKinds(g *place.Gazetteer) []string {
	var ids []string
	for _, k := range g.Kinds() {
		ids = append(ids, k.ID)
	}
	return ids
}
