package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"localvote/web/eligibility"
)

// A contract is openapi.yaml as a library of somebody else reads it.
type contract struct {
	*rig
	t      *testing.T
	doc    *openapi3.T
	router routers.Router
}

func newContract(t *testing.T) *contract {
	t.Helper()
	r := newRig(t)
	if err := r.KeepPages(context.Background()); err != nil {
		t.Fatal(err)
	}
	a := get(r, "/api/openapi.yaml").want(t, http.StatusOK)
	doc, err := openapi3.NewLoader().LoadFromData(a.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{r, t, doc, router}
}

// closed makes every object of an answer refuse fields that the description does
// not name: a new field must be described.
func (c *contract) closed() {
	no := false
	for name, s := range c.doc.Components.Schemas {
		if len(s.Value.Properties) > 0 {
			s.Value.AdditionalProperties = openapi3.BoolSchema{Has: &no}
		}
		c.doc.Components.Schemas[name] = s
	}
}

var filterOptions = &openapi3filter.Options{
	IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.EnableFormatValidation()},
}

// ask sends a request and judges both sides by the contract: invalid says what is
// wrong with the request, if anything is.
func (c *contract) ask(r *http.Request) (a reply, invalid error) {
	c.t.Helper()
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		c.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	again := func() { r.Body = io.NopCloser(bytes.NewReader(body)) }
	again()
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: filterOptions}
	invalid = openapi3filter.ValidateRequest(context.Background(), input)
	for name := range r.URL.Query() { // the library lets unknown parameters pass
		if route.Operation.Parameters.GetByInAndName("query", name) == nil {
			invalid = fmt.Errorf("there is no parameter %q", name)
		}
	}
	again()
	a = do(c.rig, r)
	output := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: a.Code, Header: a.Header(), Options: filterOptions}
	output.SetBodyBytes(a.Body.Bytes())
	if err := openapi3filter.ValidateResponse(context.Background(), output); err != nil {
		c.t.Errorf("%s %s %s: status %d: %v\n%.600s", r.Method, r.URL, body, a.Code, err, a.Body)
	}
	if a.Code >= 500 {
		c.t.Errorf("%s %s %s: status %d", r.Method, r.URL, body, a.Code)
	}
	return a, invalid
}

// request makes a request for an address of the API.
func request(method, address, body string) *http.Request {
	r := httptest.NewRequest(method, baseURL+address, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// eachOperation visits every operation but those that give the description itself.
func (c *contract) eachOperation(f func(path, method string, op *openapi3.Operation)) {
	for _, path := range c.doc.Paths.InMatchingOrder() {
		for method, op := range c.doc.Paths.Value(path).Operations() {
			if strings.HasPrefix(path, "/api/v1/") {
				f(path, method, op)
			}
		}
	}
}

func TestOpenAPIIsSound(t *testing.T) {
	c := newContract(t)
	if !c.doc.IsOpenAPI31OrLater() || c.doc.Info.License == nil || c.doc.Info.Contact == nil || len(c.doc.Servers) != 1 || c.doc.Servers[0].URL != baseURL {
		t.Errorf("%+v", c.doc.Info)
	}
	fromJSON, err := openapi3.NewLoader().LoadFromData(get(c.rig, "/api/openapi.json").want(t, http.StatusOK).Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	one, _ := json.Marshal(c.doc)
	other, _ := json.Marshal(fromJSON)
	if !bytes.Equal(one, other) {
		t.Error("YAML and JSON differ")
	}
	c.eachOperation(func(path, method string, op *openapi3.Operation) {
		if op.Summary == "" || op.Description == "" || op.OperationID == "" {
			t.Errorf("%s %s says nothing of itself", method, path)
		}
		for _, p := range op.Parameters {
			if p.Value.Description == "" {
				t.Errorf("%s %s: nothing is said of %s", method, path, p.Value.Name)
			}
		}
	})
	for name, s := range c.doc.Components.Schemas {
		for field, p := range s.Value.Properties {
			if p.Value.Description == "" && name != "Names" && name != "When" {
				t.Errorf("%s: nothing is said of %s", name, field)
			}
		}
	}
}

// Every address under /api is in the description, and the other way round.
func TestOpenAPIHasEveryRoute(t *testing.T) {
	c := newContract(t)
	inPath := regexp.MustCompile(`:(\w+)`)
	registered := map[string]bool{}
	for _, route := range c.Routes() {
		if method, path, _ := strings.Cut(route, " "); strings.HasPrefix(path, "/api/") && method != http.MethodHead {
			registered[method+" "+inPath.ReplaceAllString(path, "{$1}")] = true
		}
	}
	described := map[string]bool{}
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			described[method+" "+path] = true
		}
	}
	if !maps.Equal(registered, described) || len(described) < 25 {
		t.Errorf("registered: %v\ndescribed: %v", slices.Sorted(maps.Keys(registered)), slices.Sorted(maps.Keys(described)))
	}
}

// Every example works, and gives the answer that stands beside it.
func TestExamplesOfTheAPI(t *testing.T) {
	oneByOne(t)
	c := newContract(t)
	c.closed()
	n := 0
	c.eachOperation(func(path, method string, op *openapi3.Operation) {
		answers := op.Responses.Status(http.StatusOK).Value.Content
		for kind, media := range answers {
			if len(media.Examples) == 0 {
				t.Errorf("%s %s has no example", method, path)
			}
			for name, x := range media.Examples {
				n++
				a, invalid := c.ask(exampleRequest(method, path, op, name))
				if invalid != nil || a.Code != http.StatusOK {
					t.Errorf("%s %s: %s: status %d, %v", method, path, name, a.Code, invalid)
					continue
				}
				if kind == "application/json" && !sameCutShort(t, x.Value.Value, a.Body.Bytes()) {
					t.Errorf("%s %s: %s is out of date", method, path, name)
				}
			}
		}
	})
	if n < 25 {
		t.Errorf("%d examples", n)
	}
}

func exampleRequest(method, path string, op *openapi3.Operation, name string) *http.Request {
	query := url.Values{}
	for _, p := range op.Parameters {
		x, ok := p.Value.Examples[name]
		if !ok {
			continue
		}
		value := fmt.Sprint(x.Value.Value)
		if list, ok := x.Value.Value.([]any); ok {
			var words []string
			for _, word := range list {
				words = append(words, fmt.Sprint(word))
			}
			value = strings.Join(words, ",")
		}
		if p.Value.In == "path" {
			path = strings.Replace(path, "{"+p.Value.Name+"}", url.PathEscape(value), 1)
			continue
		}
		query.Set(p.Value.Name, value)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	body := []byte{}
	if op.RequestBody != nil {
		body, _ = json.Marshal(op.RequestBody.Value.Content["application/json"].Examples[name].Value.Value)
	}
	return request(method, path, string(body))
}

// sameCutShort tells whether an answer is that of an example, whose lists are cut.
func sameCutShort(t *testing.T, example any, answer []byte) bool {
	t.Helper()
	var whole any
	if err := json.Unmarshal(answer, &whole); err != nil {
		t.Fatal(err)
	}
	var short any
	body, _ := json.Marshal(example)
	_ = json.Unmarshal(body, &short)
	return fits(short, whole)
}

func fits(short, whole any) bool {
	switch s := short.(type) {
	case map[string]any:
		w, ok := whole.(map[string]any)
		return ok && len(s) == len(w) && !slices.ContainsFunc(slices.Collect(maps.Keys(s)), func(k string) bool { return !fits(s[k], w[k]) })
	case []any:
		w, ok := whole.([]any)
		if !ok || len(s) != min(len(w), 2) {
			return false
		}
		for i := range s {
			if !fits(s[i], w[i]) {
				return false
			}
		}
		return true
	}
	return short == whole
}

// Every kind of problem is shown by one that is valid and that its address
// explains.
func TestProblemsOfTheAPI(t *testing.T) {
	c := newContract(t)
	for _, l := range []string{"ru", "be", "en"} {
		page := get(c.rig, "/"+l+"/api").want(t, http.StatusOK)
		for slug, response := range c.doc.Components.Responses {
			media := response.Value.Content["application/problem+json"]
			body, _ := json.Marshal(media.Examples["example"].Value.Value)
			var p apiProblem
			strictly(t, reply{ResponseRecorder: &httptest.ResponseRecorder{Body: bytes.NewBuffer(body)}}, &p)
			if p.Type != baseURL+"/api#problem-"+slug || p.Status == 0 || p.Title == "" {
				t.Errorf("%s: %s", slug, body)
			}
			if !strings.Contains(page.Body.String(), `id="problem-`+slug+`"`) {
				t.Errorf("/%s/api does not explain %s", l, slug)
			}
		}
	}
	a := get(c.rig, "/api")
	if a.Code != http.StatusFound || a.location() != "/en/api" {
		t.Errorf("/api: %d %s", a.Code, a.location())
	}
}

// Every test person of the content, as a body and as parameters, in the words of
// the contract.
func TestPersonasInTheAPI(t *testing.T) {
	oneByOne(t)
	c := newContract(t)
	c.closed()
	for i := range c.q.Personas {
		p := &c.q.Personas[i]
		if !oneIn(5, p.Name) {
			continue
		}
		named := c.q.Named(p.Answers)
		body, _ := json.Marshal(map[string]any{"answers": named, "on": p.Day})
		a, invalid := c.ask(request(http.MethodPost, "/api/v1/evaluate?lang=en", string(body)))
		if invalid != nil || a.Code != http.StatusOK {
			t.Errorf("%s: status %d, %v", p.Name, a.Code, invalid)
			continue
		}
		e := evaluate(t, a)
		for r := range c.q.Rights {
			if len(p.Any) == 0 && !leavesOpen(c.q, p) && p.Expect[r] != "" && e.right(c.q.Rights[r].ID).Verdict != p.Expect[r] {
				t.Errorf("%s: %s is %s, want %s", p.Name, c.q.Rights[r].ID, e.right(c.q.Rights[r].ID).Verdict, p.Expect[r])
			}
		}
		if c.q.AnswersSensitive(p.Answers) {
			continue
		}
		query := url.Values{"on": {p.Day}, "lang": {"en"}}
		for question, answer := range named {
			query.Set(question, answer)
		}
		b, invalid := c.ask(request(http.MethodGet, "/api/v1/evaluate?"+query.Encode(), ""))
		if invalid != nil || !strings.Contains(b.Body.String(), `"rights":`+rightsOf(a)) {
			t.Errorf("%s: GET and POST differ: %v", p.Name, invalid)
		}
	}
}

// rightsOf is the part of an answer that GET and POST have in common.
func rightsOf(a reply) string {
	_, rights, _ := strings.Cut(a.Body.String(), `"rights":`)
	return rights
}

// A thousand requests, sound ones and broken ones: each gets an answer that the
// description names, a sound one is not refused but for what only we can know, and
// a broken one is.
func TestRandomRequests(t *testing.T) {
	c := newContract(t)
	c.closed()
	random := rand.New(rand.NewSource(8))
	var all []randomRequest
	c.eachOperation(func(path, method string, op *openapi3.Operation) {
		all = append(all, randomRequest{c, random, path, method, op})
	})
	slices.SortFunc(all, func(a, b randomRequest) int { return strings.Compare(a.method+a.path, b.method+b.path) })
	n := 1000
	if sampled() {
		n = 200
	}
	seen := map[int]int{}
	refused := 0
	for i := range n {
		r := all[i%len(all)].make()
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		a, invalid := c.ask(r)
		seen[a.Code]++
		if invalid != nil {
			refused++
		}
		switch {
		case invalid != nil && a.Code < 400:
			t.Errorf("%s %s %s: status %d, although %v", r.Method, r.URL, body, a.Code, invalid)
		case invalid == nil && a.Code >= 400 && a.Code != http.StatusNotFound && !onlyWeKnow(t, a):
			t.Errorf("%s %s %s: status %d, although it is sound: %s", r.Method, r.URL, body, a.Code, a.Body)
		}
	}
	if seen[http.StatusOK] < n/4 || refused < n/8 || seen[http.StatusNotFound] == 0 || seen[http.StatusUnprocessableEntity] == 0 {
		t.Errorf("the requests are too much alike: %v, %d broken", seen, refused)
	}
	t.Logf("statuses %v, %d broken", seen, refused)
}

// onlyWeKnow tells whether a request was refused for what no schema can say: which
// days and editions there are, and that a name stands twice.
func onlyWeKnow(t *testing.T, a reply) bool {
	t.Helper()
	var p apiProblem
	strictly(t, a, &p)
	for _, m := range p.Errors {
		if !slices.Contains([]string{"day_not_covered", "unknown_ruleset", "repeated_parameter", "repeated_field"}, m.Code) {
			return false
		}
	}
	return len(p.Errors) > 0
}

// A randomRequest makes requests for one operation.
type randomRequest struct {
	c      *contract
	random *rand.Rand
	path   string
	method string
	op     *openapi3.Operation
}

func (x randomRequest) make() *http.Request {
	query := url.Values{}
	path := x.path
	broken := x.random.Intn(3) == 0
	for _, p := range x.op.Parameters {
		if p.Value.In == "path" {
			path = strings.Replace(path, "{"+p.Value.Name+"}", url.PathEscape(x.id()), 1)
			continue
		}
		if p.Value.Required && !(broken && x.one(4)) || x.one(3) {
			query.Set(p.Value.Name, x.value(p.Value, broken && x.one(3)))
		}
	}
	if broken && x.one(3) {
		query.Set([]string{"colour", "custody", "Lang", "on ", "ограничение"}[x.random.Intn(5)], "x")
	}
	if broken && x.one(6) {
		query.Add("lang", "ru")
		query.Add("lang", "be")
	}
	body := ""
	if x.op.RequestBody != nil {
		body = x.body(broken)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return request(x.method, path, body)
}

func (x randomRequest) one(n int) bool { return x.random.Intn(n) == 0 }

// id is a name that may be one of ours.
func (x randomRequest) id() string {
	site := x.c.live.Site()
	switch x.random.Intn(6) {
	case 0:
		return x.c.q.Cards[x.random.Intn(len(x.c.q.Cards))].ID
	case 1:
		return site.Sources.All()[x.random.Intn(len(site.Sources.All()))].ID
	case 2:
		return site.Places.All()[x.random.Intn(len(site.Places.All()))].ID
	case 3:
		return site.Book.All()[x.random.Intn(len(site.Book.All()))].ID
	case 4:
		return x.c.q.Code(randomAnswers(x.random, x.c.q))
	}
	return []string{"nothing", "1-ZZZZ", "ё", "a b", "%", "..", "<script>", strings.Repeat("x", 300)}[x.random.Intn(8)]
}

// value is a value of a parameter, or something else.
func (x randomRequest) value(p *openapi3.Parameter, broken bool) string {
	if broken {
		return []string{"", "x", "RU", "0", "-1", "9999999999999999999", "2026-02-30", "20.09.2026", "null", "ru,be", "\x00", "yes ", strings.Repeat("я", 300)}[x.random.Intn(13)]
	}
	schema := p.Schema.Value
	if schema.Items != nil {
		schema = schema.Items.Value
	}
	switch {
	case len(schema.Enum) > 0:
		return fmt.Sprint(schema.Enum[x.random.Intn(len(schema.Enum))])
	case schema.Format == "date":
		return x.day()
	case schema.Type.Is("integer"):
		return fmt.Sprint(1 + x.random.Intn(50))
	case p.Name == "q":
		return []string{"орша", "Minsk", "ВНЖ", "пасведчанне", "", "\u202e🗳", "a"}[x.random.Intn(7)]
	}
	return []string{x.c.q.Hash, x.c.q.Hash[:8], "2026-11-21.1", x.c.q.Hash, "00000000", "x"}[x.random.Intn(6)]
}

func (x randomRequest) day() string {
	return []string{today, "2026-09-20", "2025-10-28", "2025-10-29", "2029-02-25", "2024-12-31", "2036-01-01"}[x.random.Intn(7)]
}

// body is a body of evaluate, or something else.
func (x randomRequest) body(broken bool) string {
	if broken && x.one(2) {
		list := slices.Sorted(maps.Keys(mistakes))
		return mistakes[list[x.random.Intn(len(list))]].body
	}
	if broken {
		return []string{`[]`, `{`, `{"answers":{},"answers":{}}`, `{"answers":{"age":"21plus","age":"under18"}}`, `{"answers":{}} x`, `"x"`, `{"answers":{"country":"ru"},"on":null}`}[x.random.Intn(7)]
	}
	a := randomAnswers(x.random, x.c.q)
	for i := range x.c.q.Questions {
		if !x.c.q.Questions[i].Asked && x.one(3) {
			a[i] = eligibility.Answer(x.random.Intn(len(x.c.q.Questions[i].Answers)))
		}
	}
	fields := map[string]any{"answers": x.c.q.Named(a)}
	if x.one(2) {
		fields["on"] = x.day()
	}
	if x.one(3) {
		fields["rights"] = []string{x.c.q.RightIDs()[x.random.Intn(len(x.c.q.Rights))]}
	}
	if x.one(4) {
		fields["ruleset"] = x.c.q.Hash[:12]
	}
	body, _ := json.Marshal(fields)
	return string(body)
}

// leavesOpen tells whether a person says nothing of what people are never asked:
// the API assumes then that nothing is in the way, and names it as a condition.
func leavesOpen(q *eligibility.Questionnaire, p *eligibility.Persona) bool {
	for i, a := range p.Answers {
		if !q.Questions[i].Asked && a == eligibility.NotAsked {
			return true
		}
	}
	return false
}
