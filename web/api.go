package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"sort"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/site"
)

// apiRoutes is version 1 of the API. Every origin may use it without a key.
func (s *Server) apiRoutes() {
	api := s.echo.Group("/api/v1")
	get := func(path string, h echo.HandlerFunc) { api.GET(path, h); api.HEAD(path, h) }
	get("/ruleset", s.apiRuleset)
	get("/questions", s.apiQuestions)
	get("/places", s.apiPlaces)
	get("/places/:id", s.apiPlace)
	get("/evaluate/:code", s.apiEvaluateCode)
	api.POST("/evaluate", s.apiEvaluate)
}

// openToAll lets pages of any origin read the open data and the answers of the
// API, mistakes included, and answers the question that browsers ask before.
func openToAll(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !isOpen(c) {
			return next(c)
		}
		h := c.Response().Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Rules-Version, ETag")
		if c.Request().Method != http.MethodOptions {
			return next(c)
		}
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		return c.NoContent(http.StatusNoContent)
	}
}

// apiVisit is a visit in the language of the parameter "lang"; Russian is the
// default. ok is false if the reader got a problem instead.
func (s *Server) apiVisit(c echo.Context) (v *visit, ok bool, err error) {
	name := c.QueryParam("lang")
	if name == "" {
		name = string(lang.RU)
	}
	l, known := lang.Parse(name)
	if !known {
		return nil, false, refuse(c, ProblemError{Pointer: "lang", Code: "unknown_language", Allowed: []string{"ru", "be", "en"}})
	}
	v = s.visit(c, l)
	c.Response().Header().Set("Rules-Version", v.q.Hash)
	return v, true, nil
}

// refuse answers 422: the request was understood, but its values are not.
func refuse(c echo.Context, mistakes ...ProblemError) error {
	return sendProblem(c, Problem{Status: http.StatusUnprocessableEntity, Title: "The request names something that does not exist", Errors: mistakes})
}

// sendJSON sends a value that may be kept by its ETag.
func (v *visit) sendJSON(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return v.sendCheckable(http.StatusOK, echo.MIMEApplicationJSON, body)
}

type apiRuleset struct {
	ID        string      `json:"id,omitempty"`
	Hash      string      `json:"hash"`
	Published string      `json:"published,omitempty"`
	Layout    int         `json:"layout"`
	Coverage  string      `json:"coverage_from"`
	Periods   []string    `json:"periods"`
	LawAsOf   string      `json:"law_as_of"`
	Checked   string      `json:"sources_checked_on"`
	Counts    apiCounts   `json:"counts"`
	Checks    apiChecks   `json:"checks"`
	Licence   apiLicences `json:"licence"`
}

type apiCounts struct {
	Questions   int `json:"questions"`
	Rights      int `json:"rights"`
	Cards       int `json:"cards"`
	Sources     int `json:"sources"`
	Personas    int `json:"personas"`
	Differences int `json:"differences"`
	Situations  int `json:"situations"`
	Verdicts    int `json:"verdicts"`
}

type apiChecks struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

type apiLicences struct {
	Texts string `json:"texts"`
	Rules string `json:"rules"`
}

func (s *Server) apiRuleset(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	q, status := v.q, s.live.Status()
	out := apiRuleset{
		Hash: q.Hash, Layout: q.Layout, Coverage: q.Coverage, Periods: q.Periods,
		LawAsOf: v.site.Settings.LawAsOf, Checked: v.sources.LastChecked(),
		Counts: apiCounts{
			Questions: len(q.Questions), Rights: len(q.Rights), Cards: len(q.Cards), Sources: len(v.sources.All()),
			Personas: len(q.Personas), Differences: len(q.Differences),
			Situations: q.Situations(), Verdicts: q.Situations() * len(q.Rights) * len(q.Periods),
		},
		Checks:  apiChecks{Errors: 0, Warnings: len(status.Problems) - status.Problems.Errors()},
		Licence: apiLicences{Texts: "CC-BY-4.0", Rules: "CC0-1.0"},
	}
	out.ID, out.Published = v.named(q.Hash)
	return v.sendJSON(out)
}

type apiQuestion struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Hint      string      `json:"hint,omitempty"`
	Why       string      `json:"why,omitempty"`
	Find      string      `json:"how_to_find_out,omitempty"`
	Asked     bool        `json:"asked"`
	Sensitive bool        `json:"sensitive"`
	DontKnow  bool        `json:"unknown_allowed"`
	Answers   []apiAnswer `json:"answers"`
}

type apiAnswer struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Hint  string `json:"hint,omitempty"`
}

type apiQuestions struct {
	Lang      string        `json:"lang"`
	Country   string        `json:"country,omitempty"`
	Layout    int           `json:"layout"`
	Questions []apiQuestion `json:"questions"`
	Rights    []apiRight    `json:"rights"`
}

type apiRight struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	About string `json:"about"`
}

// apiQuestions lists questions and rights with their words. With ?country= the
// words are those for readers in that country.
func (s *Server) apiQuestions(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	country := c.QueryParam("country")
	first, _ := v.q.Question("country")
	if allowed := v.q.Questions[first].Answers; country != "" && !slices.Contains(allowed, country) {
		return refuse(c, ProblemError{Pointer: "country", Code: "unknown_answer", Allowed: allowed, DidYouMean: problem.Nearest(country, allowed)})
	}
	out := apiQuestions{Lang: string(v.lang), Country: country, Layout: v.q.Layout}
	for i := range v.q.Questions {
		out.Questions = append(out.Questions, v.apiQuestion(i, country))
	}
	for i := range v.q.Rights {
		id := v.q.Rights[i].ID
		out.Rights = append(out.Rights, apiRight{id, v.text("right."+id+".name", country), v.text("right."+id+".about", country)})
	}
	return v.sendJSON(out)
}

func (v *visit) apiQuestion(i int, country string) apiQuestion {
	q := &v.q.Questions[i]
	if q.ID == "country" {
		country = ""
	}
	word := func(part string) string { return v.text("q."+q.ID+"."+part, country) }
	out := apiQuestion{
		ID: q.ID, Title: word("title"), Hint: word("hint"), Why: word("why"), Find: word("find"),
		Asked: q.Asked, Sensitive: q.Sensitive, DontKnow: q.DontKnow,
	}
	for _, answer := range q.Answers {
		key := "a." + q.ID + "." + answer
		out.Answers = append(out.Answers, apiAnswer{answer, v.text(key, country), v.text(key+".hint", country)})
	}
	return out
}

// evaluateRequest is the body of POST /evaluate.
type evaluateRequest struct {
	on      string
	rules   string
	rights  []int
	answers map[string]string
}

// evaluateFields are the fields of the body.
var evaluateFields = []string{"answers", "on", "rights", "ruleset"}

// apiEvaluate judges named answers. Nothing of them is kept or logged.
func (s *Server) apiEvaluate(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err // too large, or the connection broke
	}
	var fields map[string]json.RawMessage
	if err := decodeOne(body, &fields); err != nil || fields == nil {
		return sendProblem(c, Problem{Status: http.StatusBadRequest, Title: "The body is not a JSON object", Detail: "Send one JSON object, for example {\"answers\": {\"country\": \"ru\"}}"})
	}
	request, mistakes := v.readEvaluate(fields)
	if len(mistakes) > 0 {
		return refuse(c, mistakes...)
	}
	edition, found, err := s.edition(v, request.rules)
	if err != nil {
		return err
	}
	if !found {
		return refuse(c, ProblemError{Pointer: "/ruleset", Code: "unknown_ruleset"})
	}
	v.q, v.sources = edition.Questionnaire, edition.Sources
	a, bad := v.q.Parse(request.answers)
	if len(bad) > 0 {
		return refuse(c, answerMistakes(bad)...)
	}
	v.noStore()
	return v.sendEvaluation(edition, a, request.on, request.rights)
}

// decodeOne reads exactly one JSON value.
func decodeOne(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the value")
	}
	return nil
}

// readEvaluate reads the body strictly and reports every mistake at once.
func (v *visit) readEvaluate(fields map[string]json.RawMessage) (evaluateRequest, []ProblemError) {
	r := evaluateRequest{on: v.today}
	var mistakes []ProblemError
	for _, name := range sortedNames(fields) {
		pointer := "/" + escapePointer(name)
		var m []ProblemError
		switch name {
		case "answers":
			r.answers, m = readAnswers(fields[name])
		case "on":
			r.on, m = v.readOn(fields[name])
		case "rights":
			r.rights, m = v.readRights(fields[name])
		case "ruleset":
			m = readString(fields[name], pointer, &r.rules)
		default:
			m = []ProblemError{{Pointer: pointer, Code: "unknown_field", Allowed: evaluateFields, DidYouMean: problem.Nearest(name, evaluateFields)}}
		}
		mistakes = append(mistakes, m...)
	}
	if _, there := fields["answers"]; !there {
		mistakes = append(mistakes, ProblemError{Pointer: "/answers", Code: "missing_field"})
	}
	return r, mistakes
}

func readString(raw json.RawMessage, pointer string, into *string) []ProblemError {
	if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
		return []ProblemError{{Pointer: pointer, Code: "not_a_string"}}
	}
	return nil
}

func readAnswers(raw json.RawMessage) (map[string]string, []ProblemError) {
	var values map[string]json.RawMessage
	if string(raw) == "null" || json.Unmarshal(raw, &values) != nil {
		return nil, []ProblemError{{Pointer: "/answers", Code: "not_an_object"}}
	}
	answers := map[string]string{}
	var mistakes []ProblemError
	for _, name := range sortedNames(values) {
		var word string
		m := readString(values[name], "/answers/"+escapePointer(name), &word)
		answers[name] = word
		mistakes = append(mistakes, m...)
	}
	return answers, mistakes
}

func (v *visit) readOn(raw json.RawMessage) (string, []ProblemError) {
	var on string
	if m := readString(raw, "/on", &on); m != nil {
		return on, m
	}
	return on, v.checkOn(on, "/on")
}

// checkOn refuses days that are none, or that the rules do not cover.
func (v *visit) checkOn(on, pointer string) []ProblemError {
	if parsed, ok := parseTyped(on); !ok || parsed != on {
		return []ProblemError{{Pointer: pointer, Code: "not_a_day", Allowed: []string{"YYYY-MM-DD"}}}
	}
	if on < v.q.Coverage || on > v.site.Settings.DateLimit {
		return []ProblemError{{Pointer: pointer, Code: "day_not_covered", Allowed: []string{v.q.Coverage + "/" + v.site.Settings.DateLimit}}}
	}
	return nil
}

func (v *visit) readRights(raw json.RawMessage) ([]int, []ProblemError) {
	var names []string
	if string(raw) == "null" || json.Unmarshal(raw, &names) != nil {
		return nil, []ProblemError{{Pointer: "/rights", Code: "not_a_list_of_strings"}}
	}
	rights := []int{}
	var mistakes []ProblemError
	for n, name := range names {
		right, ok := v.q.Right(name)
		if !ok {
			ids := v.q.RightIDs()
			mistakes = append(mistakes, ProblemError{Pointer: "/rights/" + itoa(n), Code: "unknown_right", Allowed: ids, DidYouMean: problem.Nearest(name, ids)})
			continue
		}
		rights = append(rights, right)
	}
	return rights, mistakes
}

func answerMistakes(bad []eligibility.BadAnswer) []ProblemError {
	var out []ProblemError
	for _, b := range bad {
		code := "unknown_answer"
		if b.NoQuestion {
			code = "unknown_question"
		}
		out = append(out, ProblemError{Pointer: "/answers/" + escapePointer(b.Question), Code: code, Allowed: b.Allowed, DidYouMean: b.DidYouMean})
	}
	return out
}

func sortedNames(m map[string]json.RawMessage) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// apiEvaluateCode judges a share code, which cannot hold sensitive answers.
func (s *Server) apiEvaluateCode(c echo.Context) error {
	v, ok, err := s.apiVisit(c)
	if !ok {
		return err
	}
	on := c.QueryParam("on")
	if on == "" {
		on = v.today
	}
	if m := v.checkOn(on, "on"); m != nil {
		return refuse(c, m...)
	}
	edition, found, err := s.edition(v, c.QueryParam("rules"))
	if err != nil {
		return err
	}
	if !found {
		return refuse(c, ProblemError{Pointer: "rules", Code: "unknown_ruleset"})
	}
	v.q, v.sources = edition.Questionnaire, edition.Sources
	a, err := v.q.Decode(c.Param("code"))
	if err != nil {
		return sendProblem(c, Problem{Status: http.StatusNotFound, Title: "This is not a share code", Errors: []ProblemError{{Pointer: "code", Code: "unknown_code"}}})
	}
	return v.sendEvaluation(edition, a, on, nil)
}

func (v *visit) sendEvaluation(edition *site.Edition, a eligibility.Answers, on string, rights []int) error {
	v.c.Response().Header().Set("Rules-Version", edition.Questionnaire.Hash)
	out := v.evaluation(a, on, rights)
	out.Ruleset.ID, out.Ruleset.Published = v.named(edition.Questionnaire.Hash)
	return v.sendJSON(out)
}

// named is the id of an edition and the day on which it was published, as far as
// the database tells.
func (v *visit) named(hash string) (id, published string) {
	if v.server.store == nil {
		return "", ""
	}
	stored, err := v.server.store.Ruleset(v.c.Request().Context(), hash)
	if err != nil {
		return "", ""
	}
	return stored.ID, stored.PublishedAt.In(zone).Format(time.DateOnly)
}
