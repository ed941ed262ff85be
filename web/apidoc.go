package web

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"localvote/web/document"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/openapi"
	"localvote/web/record"
	"localvote/web/site"
)

// Where the API is described: for programs in two forms, and for people. /api leads
// to the page in the language of the reader.
const (
	openAPIPath     = "/api/openapi.yaml"
	openAPIJSONPath = "/api/openapi.json"
	apiPage         = "/api"
	catalogPath     = "/.well-known/api-catalog"
)

func (s *Server) apiDocRoutes() {
	s.get(openAPIPath, s.openAPIFile("application/yaml", func(d *apiDescription) []byte { return d.yaml }))
	s.get(openAPIJSONPath, s.openAPIFile("application/json", func(d *apiDescription) []byte { return d.json }))
	s.get(catalogPath, s.apiCatalog)
	s.get(apiPage, func(c echo.Context) error { return s.choosePage(c, apiPage) })
	for _, l := range lang.All() {
		s.openPage(l, apiPage, s.apiAboutPage)
		s.openPage(l, apiFieldsPath, s.apiFieldsPage)
	}
}

// openAPIFile sends the description in one of its forms.
func (s *Server) openAPIFile(kind string, body func(*apiDescription) []byte) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !takes(c, kind) {
			return s.apiVisit(c).sendProblem(Problem{kind: problemAccept, Errors: []ProblemError{{Pointer: "Accept", Code: "not_offered", Allowed: []string{kind}}}})
		}
		d, err := s.apiDocs.get(s)
		if err != nil {
			return err
		}
		file := body(d)
		return s.sendKept(c, plainFile{kind: kind, cache: "public, no-cache"}, document.TagOf(file), asIs(file))
	}
}

// apiCatalog lists the one API of the site (RFC 9727).
func (s *Server) apiCatalog(c echo.Context) error {
	type link struct {
		Href string `json:"href"`
		Type string `json:"type"`
	}
	type entry struct {
		Anchor string `json:"anchor"`
		Desc   []link `json:"service-desc"`
		Doc    []link `json:"service-doc"`
		Status []link `json:"status"`
	}
	body, err := json.Marshal(map[string][]entry{"linkset": {{
		Anchor: s.base + apiRoot,
		Desc:   []link{{s.base + openAPIPath, "application/yaml"}, {s.base + openAPIJSONPath, "application/json"}},
		Doc:    []link{{s.base + apiPage, "text/html"}},
		Status: []link{{s.base + "/readyz", "application/json"}},
	}}})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Link", "<"+catalogPath+`>; rel="api-catalog"`)
	return sendText(c, `application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"`, body)
}

// An apiDescription is what is said about the API, made from its operations. The
// files for programs and the page for people are drawn from the same.
type apiDescription struct {
	ops      []describedOp
	problems []describedProblem
	schemas  openapi.Object
	json     []byte
	yaml     []byte
}

// A describedOp is an operation with the answers that it really gives.
type describedOp struct {
	*apiOp
	params  []apiParam
	samples []sample
}

// A sample is an example and its answer; lists of the answer are cut short.
type sample struct {
	apiExample
	query  url.Values
	path   string // with the query
	answer any    // nil where there is none today
}

// A describedProblem is a kind of problem with a request that leads to it.
type describedProblem struct {
	*problemKind
	example any
}

// An apiDocCache holds the description of the site that was asked about last.
type apiDocCache struct {
	sync.Mutex
	of   *site.Site
	made *apiDescription
}

func (c *apiDocCache) get(s *Server) (*apiDescription, error) {
	c.Lock()
	defer c.Unlock()
	current := s.live.Site()
	if c.of == current {
		return c.made, nil
	}
	d, err := s.describeOps()
	if err == nil {
		c.of, c.made = current, d
	}
	return d, err
}

func (s *Server) describeOps() (*apiDescription, error) {
	v := s.visit(s.echo.NewContext(mustRequest(http.MethodGet, "/", "", ""), newMemory()), lang.EN)
	d := &apiDescription{}
	schemas := v.schemas()
	for _, op := range s.apiOps() {
		described := describedOp{apiOp: op, params: op.parameters(v)}
		for _, x := range op.examples {
			sample, err := v.sample(op, x)
			if err != nil {
				return nil, err
			}
			described.samples = append(described.samples, sample)
		}
		d.ops = append(d.ops, described)
	}
	var err error
	if d.problems, err = v.problemSamples(); err != nil {
		return nil, err
	}
	document := v.openAPI(d, schemas)
	d.schemas = schemas.All()
	if d.json, err = json.MarshalIndent(document, "", " "); err != nil {
		return nil, err
	}
	ordered, err := openapi.Decode(d.json)
	if err != nil {
		return nil, err
	}
	d.yaml, err = openapi.YAML(ordered)
	return d, err
}

// sample asks an operation for what an example asks for.
func (v *visit) sample(op *apiOp, x apiExample) (sample, error) {
	out := sample{apiExample: x, query: url.Values{}}
	path := apiRoot + op.path
	x.values = maps.Clone(x.values)
	for name, value := range x.values {
		value = strings.NewReplacer(currentRules, v.q.Hash[:12], firstSource, v.sources.All()[0].ID).Replace(value)
		x.values[name] = value
		if strings.Contains(path, ":"+name) {
			path = strings.Replace(path, ":"+name, url.PathEscape(value), 1)
			continue
		}
		out.query.Set(name, value)
	}
	out.values, out.path = x.values, path
	if len(out.query) > 0 {
		out.path += "?" + out.query.Encode()
	}
	answer, err := v.server.askAPI(mustRequest(op.method, out.path, x.body, ""))
	if err != nil || answer.status != http.StatusOK {
		return out, err
	}
	if op.reply == nil {
		lines := strings.SplitAfterN(answer.body.String(), "\n", 4)
		out.answer = strings.Join(lines[:min(3, len(lines))], "")
		return out, nil
	}
	value, err := openapi.Decode(answer.body.Bytes())
	out.answer = cutShort(value)
	return out, err
}

// shownItems is how many items of a list an example shows.
const shownItems = 2

func cutShort(v any) any {
	switch v := v.(type) {
	case openapi.Object:
		for i := range v {
			v[i].Value = cutShort(v[i].Value)
		}
	case []any:
		v = v[:min(len(v), shownItems)]
		for i := range v {
			v[i] = cutShort(v[i])
		}
		return v
	}
	return v
}

// A memory is an answer that goes nowhere.
type memory struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newMemory() *memory { return &memory{header: http.Header{}, status: http.StatusOK} }

func (m *memory) Header() http.Header         { return m.header }
func (m *memory) WriteHeader(status int)      { m.status = status }
func (m *memory) Write(p []byte) (int, error) { return m.body.Write(p) }

// mustRequest makes a request of our own.
func mustRequest(method, address, body, accept string) *http.Request {
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		panic(err) // the addresses stand in this package
	}
	if body != "" {
		r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	}
	if accept != "" {
		r.Header.Set(echo.HeaderAccept, accept)
	}
	return r
}

// askAPI answers a request of our own, past the log.
func (s *Server) askAPI(r *http.Request) (*memory, error) {
	m := newMemory()
	c := s.echo.NewContext(r, m)
	s.echo.Router().Find(r.Method, r.URL.Path, c)
	if err := limitBody(c.Handler())(c); err != nil {
		if classify(err).status == http.StatusInternalServerError {
			return nil, err
		}
		s.handleError(err, c)
	}
	return m, nil
}

// problemSamples shows every kind of problem by a request that leads to it; those
// that no request can cause are shown as they would be.
func (v *visit) problemSamples() ([]describedProblem, error) {
	wrong := mustRequest(http.MethodPost, apiRoot+"/evaluate?lang=en", exampleBody, "")
	wrong.Header.Set(echo.HeaderContentType, "text/plain")
	requests := map[*problemKind]*http.Request{
		problemMalformed: mustRequest(http.MethodPost, apiRoot+"/evaluate?lang=en", `{"answers": {`, ""),
		problemNotFound:  mustRequest(http.MethodGet, apiRoot+"/rules/ru.defalt.not_permanent?lang=en", "", ""),
		problemMethod:    mustRequest(http.MethodDelete, apiRoot+"/rules?lang=en", "", ""),
		problemAccept:    mustRequest(http.MethodGet, apiRoot+"/rules?lang=en", "", "text/html"),
		problemTooLarge:  mustRequest(http.MethodPost, apiRoot+"/evaluate?lang=en", strings.Repeat(" ", maxJSON+1), ""),
		problemMediaType: wrong,
		problemInvalid:   mustRequest(http.MethodGet, apiRoot+"/evaluate?country=ru&residence=permanant&on=20.09.2026&colour=red&lang=en", "", ""),
	}
	var out []describedProblem
	for _, k := range problemKinds() {
		request, asked := requests[k]
		if !asked {
			out = append(out, describedProblem{k, v.filled(Problem{kind: k})})
			continue
		}
		answer, err := v.server.askAPI(request)
		if err != nil {
			return nil, err
		}
		value, err := openapi.Decode(answer.body.Bytes())
		if err != nil {
			return nil, err
		}
		out = append(out, describedProblem{k, value})
	}
	return out, nil
}

// schemas defines what the types of Go do not know: words that stand in content.
func (v *visit) schemas() *openapi.Schemas {
	s := openapi.NewSchemas()
	words := func(name, about string, list []string) {
		s.Define(name, openapi.Object{{Name: "type", Value: "string"}, {Name: "enum", Value: list}, {Name: "description", Value: about}})
	}
	words("Lang", "A language.", apiLangs())
	words("Country", "A country.", countries(v))
	words("RightID", "A right that is judged; /questions has its name.", v.q.RightIDs())
	words("QuestionID", "A question.", v.q.QuestionIDs())
	certain := []string{"yes", "no", "absent", "unclear"}
	words("CertainVerdict", "yes; no; absent: there is no such election; unclear: the law does not settle it.", certain)
	words("Verdict", "The same, or depends: it depends on missing answers.", append(slices.Clone(certain), "depends"))
	words("Effect", "What a rule card does: grant gives the right, bar takes it away, unclear leaves it open, absent says that there is no such election, default says why nothing gives the right.", eligibility.Effects())
	words("PlaceKind", "A kind of place.", placeKinds(v.site.Places))
	words("ClaimVerdict", "Whether a claim of the press is so.", record.Verdicts())
	var codes []string
	for _, m := range mistakeCodes() {
		codes = append(codes, m.code)
	}
	words("MistakeCode", "What is wrong at one place of a request.", codes)
	s.DefineFor(reflect.TypeFor[apiNames](), "Names", v.namesSchema())
	s.DefineFor(reflect.TypeFor[apiWhen](), "When", v.whenSchema())
	s.DefineFor(reflect.TypeFor[apiAnswers](), "Answers", v.answersSchema())
	return s
}

func (v *visit) namesSchema() openapi.Object {
	var properties openapi.Object
	for _, l := range apiLangs() {
		properties = properties.Add(l, openapi.Object{{Name: "type", Value: "string"}})
	}
	return openapi.Object{
		{Name: "type", Value: "object"}, {Name: "description", Value: "A name in each language."}, {Name: "required", Value: apiLangs()},
		{Name: "properties", Value: properties}, {Name: "additionalProperties", Value: false},
	}
}

// answersSchema is closed: an answer that is not in it is refused.
func (v *visit) answersSchema() openapi.Object {
	return v.perQuestion("Answers by question. unknown means that the person does not know.", func(q *eligibility.Question) openapi.Object {
		return openapi.Object{
			{Name: "type", Value: "string"}, {Name: "enum", Value: q.Allowed()}, {Name: "description", Value: v.q.Text(lang.EN, "q."+q.ID+".title", "")},
		}
	})
}

func (v *visit) whenSchema() openapi.Object {
	return v.perQuestion("A set of situations: the answers that belong to it, by question. Any answer will do where a question is missing.", func(q *eligibility.Question) openapi.Object {
		return openapi.Object{{Name: "type", Value: "array"}, {Name: "items", Value: openapi.Object{{Name: "type", Value: "string"}, {Name: "enum", Value: q.Answers}}}}
	})
}

func (v *visit) perQuestion(about string, schema func(*eligibility.Question) openapi.Object) openapi.Object {
	var properties openapi.Object
	for i := range v.q.Questions {
		properties = properties.Add(v.q.Questions[i].ID, schema(&v.q.Questions[i]))
	}
	return openapi.Object{
		{Name: "type", Value: "object"}, {Name: "description", Value: about},
		{Name: "properties", Value: properties}, {Name: "additionalProperties", Value: false},
	}
}
