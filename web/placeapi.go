package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/place"
)

// apiNames is a name in each language.
type apiNames map[lang.Lang]string

// apiArea is the oblast or region of a place.
type apiArea struct {
	ID    string   `json:"id"`
	Names apiNames `json:"names"`
}

// apiPlaceHit is a place as the search of places gives it. Label and Detail are
// words in the language that was asked for.
type apiPlaceHit struct {
	ID      string   `json:"id"`
	Country string   `json:"country"`
	Region  *apiArea `json:"region"`
	Kind    string   `json:"kind"`
	Names   apiNames `json:"names"`
	Label   string   `json:"label"`
	Detail  string   `json:"detail"`
	Lang    string   `json:"lang"`
}

// Limits of the parameter "limit".
const (
	defaultLimit = 10
	maxLimit     = 50
)

// apiPlaces finds places by name.
func (s *Server) apiPlaces(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	limit := defaultLimit
	if typed := c.QueryParam("limit"); typed != "" {
		if limit, err = strconv.Atoi(typed); err != nil || limit < 1 || limit > maxLimit {
			return refuse(c, ProblemError{Pointer: "limit", Code: "not_in_range", Allowed: []string{"1/" + itoa(maxLimit)}})
		}
	}
	if !c.QueryParams().Has("q") {
		return refuse(c, ProblemError{Pointer: "q", Code: "missing_parameter"})
	}
	finder, err := v.site.Finder()
	if err != nil {
		return err
	}
	hits, err := finder.Places(c.Request().Context(), typedQuery(c.QueryParam("q")), v.lang, limit)
	if err != nil {
		return err
	}
	out := []apiPlaceHit{}
	for _, h := range hits {
		out = append(out, v.apiPlaceHit(v.site.Places.All()[h.Place]))
	}
	return v.sendJSON(out)
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
	apiPlaceHit
	Within     []apiArea      `json:"within"`
	Inside     []apiArea      `json:"inside"`
	Confidence string         `json:"confidence"`
	Doubts     []apiStatement `json:"doubts"`
	Bodies     []apiBody      `json:"bodies"`
	Verdicts   []apiVerdict   `json:"verdicts"`
	Statements []apiStatement `json:"statements"`
	Page       string         `json:"page"`
	Check      string         `json:"check"`
}

// apiBody is a Council that is elected at a place.
type apiBody struct {
	Names     apiNames `json:"names"`
	Level     string   `json:"level"`
	Of        string   `json:"of"`
	Confirmed bool     `json:"confirmed"`
	VoteRight string   `json:"vote_right"`
	Stand     string   `json:"stand_right"`
}

// apiVerdict is what a citizen of the other country who meets every condition
// may do here today.
type apiVerdict struct {
	Right   string `json:"right"`
	Verdict string `json:"verdict"`
	Word    string `json:"word"`
}

// apiStatement is a statement of the page with its sources.
type apiStatement struct {
	ID      string            `json:"id"`
	Section string            `json:"section"`
	HTML    string            `json:"html"`
	Sources []evaluatedSource `json:"sources"`
}

func (s *Server) apiPlace(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	p, known := v.site.Places.Get(c.Param("id"))
	if !known {
		return sendProblem(c, Problem{Status: 404, Title: "There is no such place", Errors: []ProblemError{{Pointer: "id", Code: "unknown_place"}}})
	}
	return v.sendJSON(v.apiPlaceOf(p))
}

func (v *visit) apiPlaceOf(p *place.Place) apiPlace {
	view := v.placePage(p)
	out := apiPlace{
		apiPlaceHit: v.apiPlaceHit(p), Within: []apiArea{}, Inside: []apiArea{}, Bodies: []apiBody{}, Verdicts: []apiVerdict{},
		Doubts: v.apiStatements("doubts", view.Doubts), Statements: v.apiStatements("lead", []templates.PagePart{view.Lead}),
		Confidence: string(p.Confidence), Page: v.server.base + v.href("/places/"+p.ID), Check: v.server.base + view.Check,
	}
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
			out.Verdicts = append(out.Verdicts, apiVerdict{v.q.Rights[i].ID, set.String(), v.text("verdict."+set.String()+".short", p.Country)})
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
