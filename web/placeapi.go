package web

import (
	"net/url"
	"strconv"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/place"
	"localvote/web/problem"
)

// apiNames is a name in each language.
type apiNames map[lang.Lang]string

// apiArea is the oblast or region of a place.
type apiArea struct {
	ID    string   `json:"id" doc:"Permanent name of the place."`
	Names apiNames `json:"names" doc:"Its name in each language."`
}

// apiPlaceHit is a place as the search of places gives it. Label and Detail are
// words in the language that was asked for.
type apiPlaceHit struct {
	ID      string   `json:"id" doc:"Permanent name of the place."`
	Country string   `json:"country" ref:"Country" doc:"Its country."`
	Region  *apiArea `json:"region" doc:"The oblast or region that it lies in; null if it is one itself."`
	Kind    string   `json:"kind" ref:"PlaceKind" doc:"What kind of place it is."`
	Names   apiNames `json:"names" doc:"Its name in each language."`
	Label   string   `json:"label" doc:"Its name in the language of the answer."`
	Detail  string   `json:"detail" doc:"Its kind and where it lies, in words."`
	Lang    string   `json:"lang" ref:"Lang" doc:"Language of label and detail."`
}

// Limits of the parameter "limit".
const (
	defaultLimit = 10
	maxLimit     = 50
)

// apiPlaces is what was found.
type apiPlaces struct {
	apiStamp
	Query  string        `json:"query" doc:"What was looked for, as it was understood."`
	Limit  int           `json:"limit" doc:"How many places there are at most."`
	Places []apiPlaceHit `json:"places" doc:"The places, the likeliest first."`
}

// apiFindPlaces finds places by name.
func apiFindPlaces(v *visit, in *apiInput) (any, error) {
	finder, err := v.site.Finder()
	if err != nil {
		return nil, err
	}
	out := &apiPlaces{Query: typedQuery(in.values["q"]), Limit: limitOf(in), Places: []apiPlaceHit{}}
	hits, err := finder.Places(v.c.Request().Context(), out.Query, v.lang, out.Limit)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		out.Places = append(out.Places, v.apiPlaceHit(v.site.Places.All()[h.Place]))
	}
	out.page = v.pageURL("/search?" + url.Values{"q": {out.Query}}.Encode())
	return out, nil
}

// limitOf is the parameter "limit", which was checked before.
func limitOf(in *apiInput) int {
	if n, err := strconv.Atoi(in.values["limit"]); err == nil {
		return n
	}
	return defaultLimit
}

func (v *visit) apiPlaceHit(p *place.Place) apiPlaceHit {
	hit := apiPlaceHit{
		ID: p.ID, Country: p.Country, Kind: p.Kind.ID, Names: apiNames(p.Names),
		Label: p.Names[v.lang], Detail: v.detail(p), Lang: string(v.lang),
	}
	if r := p.Region(); r != nil {
		hit.Region = &apiArea{r.ID, apiNames(r.Names)}
	}
	return hit
}

// apiPlace is one place with everything that its page says.
type apiPlace struct {
	apiStamp
	apiPlaceHit
	Within     []apiArea         `json:"within" doc:"What it lies in, the nearest first."`
	Inside     []apiArea         `json:"inside" doc:"The places that lie in it."`
	Confidence string            `json:"confidence" enum:"high,medium,low" doc:"How sure we are of what is said about it."`
	Doubts     []apiStatement    `json:"doubts" doc:"What we are not sure of."`
	Bodies     []apiBody         `json:"bodies" doc:"The Councils that are elected here."`
	Verdicts   []apiPlaceVerdict `json:"verdicts" doc:"What a citizen of the other country who meets every condition may do here today."`
	Statements []apiStatement    `json:"statements" doc:"What its page says, with sources."`
	Page       string            `json:"page" format:"uri" doc:"Its page."`
	Check      string            `json:"check" format:"uri" doc:"The questionnaire for this place."`
}

// apiBody is a Council that is elected at a place.
type apiBody struct {
	Names     apiNames `json:"names" doc:"Its name in each language."`
	Level     string   `json:"level" doc:"Its level."`
	Of        string   `json:"of" doc:"The place whose Council it is."`
	Confirmed bool     `json:"confirmed" doc:"Whether a source names it."`
	VoteRight string   `json:"vote_right" doc:"The right to vote for it; empty if none is judged."`
	Stand     string   `json:"stand_right" doc:"The right to stand for it; empty if none is judged."`
}

// apiPlaceVerdict is what a citizen of the other country who meets every condition
// may do here today.
type apiPlaceVerdict struct {
	Right   string `json:"right" ref:"RightID" doc:"The right."`
	Verdict string `json:"verdict" ref:"Verdict" doc:"The verdict."`
	Word    string `json:"word" doc:"The verdict in words."`
}

// apiStatement is a statement of the page with its sources.
type apiStatement struct {
	ID      string            `json:"id" doc:"Anchor on the page; empty if it has none."`
	Section string            `json:"section" doc:"The part of the page that it stands in."`
	HTML    string            `json:"html" doc:"The statement, as HTML."`
	Sources []evaluatedSource `json:"sources" doc:"Where it is written."`
}

func apiOnePlace(v *visit, in *apiInput) (any, error) {
	p, known := v.site.Places.Get(in.values["id"])
	if !known {
		return nil, unknownID("unknown_id", "id", problem.Nearest(in.values["id"], v.placeIDs()))
	}
	return v.apiPlaceOf(p), nil
}

func (v *visit) placeIDs() []string {
	var ids []string
	for _, p := range v.site.Places.All() {
		ids = append(ids, p.ID)
	}
	return ids
}

func (v *visit) apiPlaceOf(p *place.Place) *apiPlace {
	view := v.placePage(p)
	out := &apiPlace{
		apiPlaceHit: v.apiPlaceHit(p), Within: []apiArea{}, Inside: []apiArea{}, Bodies: []apiBody{}, Verdicts: []apiPlaceVerdict{},
		Doubts: v.apiStatements("doubts", view.Doubts), Statements: v.apiStatements("lead", []templates.PagePart{view.Lead}),
		Confidence: string(p.Confidence), Page: v.server.base + v.href("/places/"+p.ID), Check: v.server.base + view.Check,
	}
	out.page = out.Page
	for _, outer := range p.Within()[1:] {
		out.Within = append(out.Within, apiArea{outer.ID, apiNames(outer.Names)})
	}
	for _, inner := range p.Children {
		out.Inside = append(out.Inside, apiArea{inner.ID, apiNames(inner.Names)})
	}
	for _, b := range v.site.Places.Bodies(p) {
		out.Bodies = append(out.Bodies, apiBody{apiNames(b.Name), b.Level.ID, b.Of.ID, !b.Uncertain, b.Level.Vote, b.Level.Stand})
	}
	for _, s := range view.Sections {
		out.Statements = append(out.Statements, v.apiStatements(s.ID, s.Parts)...)
	}
	if period, ok := v.q.Period(v.today); ok {
		for i, set := range v.q.Verdicts(period, v.q.Assume(v.typical(p))) {
			out.Verdicts = append(out.Verdicts, apiPlaceVerdict{v.q.Rights[i].ID, set.String(), v.text("verdict."+set.String()+".short", p.Country)})
		}
	}
	return out
}

func (v *visit) apiStatements(section string, parts []templates.PagePart) []apiStatement {
	out := []apiStatement{}
	for _, part := range parts {
		var ids []string
		for _, n := range part.Notes {
			ids = append(ids, n.ID)
		}
		out = append(out, apiStatement{part.ID, section, part.HTML, v.jsonSources(ids)})
	}
	return out
}
