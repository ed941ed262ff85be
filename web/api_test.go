package web_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/webtest"
)

// The shapes of the API as its users know them. They are written here a second
// time on purpose: a field that is renamed or goes missing fails these tests.
type evaluation struct {
	stamped
	AsOf    string `json:"as_of"`
	LawAsOf string `json:"law_as_of"`
	Ruleset struct {
		ID, Hash, Published string
	}
	Code    *string
	Settled bool
	Next    *struct {
		ID         string
		AtMostMore int `json:"at_most_more"`
	} `json:"next_question"`
	Rights []evaluatedRight
}

// stamped is what every answer carries.
type stamped struct {
	About struct {
		Rules, Edition string
		LawAsOf        string `json:"law_as_of"`
		CheckedOn      string `json:"checked_on"`
		Lang, Licence  string
		LicenceURL     string `json:"licence_url"`
		Self, Page     string
	}
}

type evaluatedRight struct {
	ID, Name, Verdict string
	Possible          []string
	Because           map[string]string
	Reasons           []evaluatedReason
	Provided          map[string][]string
	Conditions        []evaluatedStep
	DependsOn         []struct {
		Question string
		Gives    map[string]string
	} `json:"depends_on"`
	WouldChange []struct {
		Changes  map[string]string
		To, Kind string
		Provided map[string][]string
	} `json:"would_change"`
	NoMatter  []string        `json:"did_not_matter"`
	NextSteps []evaluatedStep `json:"next_steps"`
	Later     []struct {
		From, Verdict string
	} `json:"changes_later"`
}

type evaluatedReason struct {
	Rule, Effect, Verdict, Text string
	Sources                     []evaluatedSource
}

type evaluatedStep struct {
	ID, Kind, Title, Text string
	Sources               []evaluatedSource
}

type evaluatedSource struct {
	ID, Label, Kind, Seen, URL, Edition, Warning string
	CheckedOn                                    string `json:"checked_on"`
}

type apiProblem struct {
	Type, Title, Detail string
	Status              int
	Errors              []apiMistake
}

type apiMistake struct {
	Pointer, Code string
	Allowed       []string
	DidYouMean    string `json:"did_you_mean"`
}

// strictly reads JSON that has no field but those of the shape.
func strictly(t testing.TB, a reply, into any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(a.Body.String()))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%v in %s", err, a.Body)
	}
}

func evaluate(t testing.TB, a reply) (e evaluation) {
	t.Helper()
	if got := a.Header().Get("Content-Type"); a.Code != http.StatusOK || got != "application/json" {
		t.Fatalf("status %d, %s: %s", a.Code, got, a.Body)
	}
	strictly(t, a, &e)
	return e
}

func (e evaluation) right(id string) evaluatedRight {
	i := slices.IndexFunc(e.Rights, func(r evaluatedRight) bool { return r.ID == id })
	if i < 0 {
		return evaluatedRight{Verdict: "(no such right)"}
	}
	return e.Rights[i]
}

// The example of the design, section d.2: in Russia a Belarusian with a temporary
// permit, who did not say whether the head is elected there.
func TestEvaluate(t *testing.T) {
	r := newRig(t)
	a := postJSON(r, "/api/v1/evaluate?lang=en", `{"on":"2026-09-20","answers":{"country":"ru","citizenship":"by","age":"21plus","residence":"temporary","registered":"yes"}}`)
	e := evaluate(t, a)
	vote, head := e.right("council_vote"), e.right("head_vote")
	for name, c := range map[string]struct{ got, want any }{
		"as of":          {e.AsOf, "2026-09-20"},
		"hash":           {e.Ruleset.Hash, r.q.Hash},
		"settled":        {e.Settled, false},
		"next question":  {e.Next.ID, "head_elected"},
		"at most":        {e.Next.AtMostMore, 1},
		"rights":         {len(e.Rights), 7},
		"verdict":        {vote.Verdict, "no"},
		"possible":       {fmt.Sprint(vote.Possible), "[no]"},
		"because":        {fmt.Sprint(vote.Because), "map[citizenship:by country:ru residence:temporary]"},
		"rule":           {vote.Reasons[0].Rule, "ru.default.not_permanent"},
		"effect":         {vote.Reasons[0].Effect, "default"},
		"would change":   {fmt.Sprint(vote.WouldChange[0].Changes), "map[residence:permanent]"},
		"kind of change": {vote.WouldChange[0].Kind, "action"},
		"provided":       {fmt.Sprint(vote.WouldChange[0].Provided), "map[custody:[no remand record] incapable:[no]]"},
		"no matter":      {fmt.Sprint(vote.NoMatter), "[age registered]"},
		"depends":        {head.Verdict, "depends"},
		"depends on":     {head.DependsOn[0].Question, "head_elected"},
		"gives":          {fmt.Sprint(head.DependsOn[0].Gives), "map[no:absent yes:no]"},
		"either":         {fmt.Sprint(head.Possible), "[no absent]"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if e.Code == nil || *e.Code != r.code(t, "country=ru citizenship=by age=21plus residence=temporary registered=yes") {
		t.Errorf("code %v", e.Code)
	}
	if got := a.Header().Get("Rules-Version"); got != r.q.Hash || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("Rules-Version %q, Cache-Control %q", got, a.Header().Get("Cache-Control"))
	}
}

// An answer names its rules as people do, too, and when they went live.
func TestEvaluateNamesItsRules(t *testing.T) {
	r := newRig(t)
	for name, a := range map[string]reply{
		"POST": postJSON(r, "/api/v1/evaluate", `{"answers":{"country":"ru"}}`),
		"GET":  get(r, "/api/v1/evaluate/1-BD0W"),
	} {
		if e := evaluate(t, a); e.Ruleset.ID != "2026-11-21.1" || e.Ruleset.Published == "" {
			t.Errorf("%s: the ruleset is %+v", name, e.Ruleset)
		}
	}
}

// Every verdict has a reason, every reason and step a source, in any language.
func TestEvaluateIsComplete(t *testing.T) {
	r := newRig(t)
	random := rand.New(rand.NewSource(4))
	for n := range 60 {
		a := randomAnswers(random, r.q)
		e := evaluate(t, get(r, fmt.Sprintf("/api/v1/evaluate/%s?lang=%s", r.q.Code(a), lang.All()[n%3])))
		for _, x := range e.Rights {
			if x.Name == "" || len(x.Possible) == 0 || len(x.Reasons) == 0 || (x.Verdict == "depends") != (len(x.Possible) > 1) {
				t.Errorf("%s: %+v", r.q.Format(a), x)
			}
			for _, reason := range x.Reasons {
				if len(reason.Sources) == 0 || reason.Text == "" || !slices.Contains(x.Possible, reason.Verdict) {
					t.Errorf("%s: %s: %+v", r.q.Format(a), x.ID, reason)
				}
			}
			for _, step := range append(slices.Clone(x.NextSteps), x.Conditions...) {
				if len(step.Sources) == 0 || step.Text == "" {
					t.Errorf("%s: %s: %+v", r.q.Format(a), x.ID, step)
				}
			}
		}
	}
}

// "unknown" is an answer, and is not asked again; a missing answer is.
func TestUnknownIsAnAnswer(t *testing.T) {
	r := newRig(t)
	const start = `{"answers":{"country":"ru","citizenship":"by","age":"21plus"`
	missing := evaluate(t, postJSON(r, "/api/v1/evaluate", start+`}}`))
	unknown := evaluate(t, postJSON(r, "/api/v1/evaluate", start+`,"residence":"unknown"}}`))
	if missing.Next.ID != "residence" || unknown.Next.ID == "residence" {
		t.Errorf("after no answer %s, after \"unknown\" %s", missing.Next.ID, unknown.Next.ID)
	}
	for i := range missing.Rights {
		if m, u := missing.Rights[i], unknown.Rights[i]; m.Verdict != u.Verdict || !slices.Equal(m.Possible, u.Possible) {
			t.Errorf("%s: %s and %s", m.ID, m.Verdict, u.Verdict)
		}
	}
}

// Sensitive answers count, but come back neither as a code nor from a cache.
func TestSensitiveAnswersInTheAPI(t *testing.T) {
	r := newRig(t)
	a := postJSON(r, "/api/v1/evaluate", `{"answers":{"country":"ru","citizenship":"ru","age":"21plus","registered":"yes","custody":"sentence"}}`)
	e := evaluate(t, a)
	if e.Code != nil || e.right("council_vote").Verdict != "no" || e.right("council_vote").Because["custody"] != "sentence" {
		t.Errorf("code %v, %+v", e.Code, e.right("council_vote"))
	}
	if got := a.Header().Get("Cache-Control"); got != "no-store" || a.Header().Get("ETag") != "" {
		t.Errorf("Cache-Control %q, ETag %q", got, a.Header().Get("ETag"))
	}
}

func TestEvaluateSomeRights(t *testing.T) {
	r := newRig(t)
	for rights, want := range map[string]string{`[]`: "", `["head_vote"]`: "head_vote", `["head_vote","council_vote"]`: "council_vote head_vote"} {
		e := evaluate(t, postJSON(r, "/api/v1/evaluate", `{"answers":{},"rights":`+rights+`}`))
		var ids []string
		for _, x := range e.Rights {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("rights %s: %s", rights, got)
		}
	}
}

// mistakes are bodies that cannot be judged: what is wrong, where, and what would
// be right.
var mistakes = map[string]struct {
	body                      string
	pointer, code, didYouMean string
	allowed                   string
}{
	"question":        {`{"answers":{"citizenshp":"by"}}`, "/answers/citizenshp", "unknown_question", "citizenship", "citizenship"},
	"question far":    {`{"answers":{"shoe_size":"42"}}`, "/answers/shoe_size", "unknown_question", "", "residence"},
	"pointer":         {`{"answers":{"a/b~c":"by"}}`, "/answers/a~1b~0c", "unknown_question", "", "country"},
	"answer":          {`{"answers":{"residence":"permanant"}}`, "/answers/residence", "unknown_answer", "permanent", "unknown"},
	"no answer":       {`{"answers":{"residence":""}}`, "/answers/residence", "unknown_answer", "", "temporary"},
	"no country":      {`{"answers":{"country":""}}`, "/answers/country", "unknown_answer", "", "ru"},
	"capital letters": {`{"answers":{"country":"RU"}}`, "/answers/country", "unknown_answer", "", "by"},
	"unknown country": {`{"answers":{"country":"unknown"}}`, "/answers/country", "unknown_answer", "", "ru"},
	"number":          {`{"answers":{"age":21}}`, "/answers/age", "not_a_string", "", ""},
	"null":            {`{"answers":{"age":null}}`, "/answers/age", "not_a_string", "", ""},
	"bool":            {`{"answers":{"registered":true}}`, "/answers/registered", "not_a_string", "", ""},
	"list":            {`{"answers":{"age":["21plus"]}}`, "/answers/age", "not_a_string", "", ""},
	"answers list":    {`{"answers":["ru"]}`, "/answers", "not_an_object", "", ""},
	"answers null":    {`{"answers":null}`, "/answers", "not_an_object", "", ""},
	"answers missing": {`{"on":"2026-09-20"}`, "/answers", "missing_field", "", ""},
	"nothing":         {`{}`, "/answers", "missing_field", "", ""},
	"field":           {`{"answer":{"country":"ru"},"answers":{}}`, "/answer", "unknown_field", "answers", "ruleset"},
	"field far":       {`{"answers":{},"name":"Alesya"}`, "/name", "unknown_field", "", "on"},
	"day":             {`{"answers":{},"on":"20.09.2026"}`, "/on", "not_a_day", "", "YYYY-MM-DD"},
	"no such day":     {`{"answers":{},"on":"2026-02-30"}`, "/on", "not_a_day", "", "YYYY-MM-DD"},
	"day number":      {`{"answers":{},"on":20260920}`, "/on", "not_a_string", "", ""},
	"day too early":   {`{"answers":{},"on":"2024-12-31"}`, "/on", "day_not_covered", "", "2025-01-01/2035-12-31"},
	"day too late":    {`{"answers":{},"on":"2036-01-01"}`, "/on", "day_not_covered", "", "2025-01-01/2035-12-31"},
	"right":           {`{"answers":{},"rights":["council_vote","counsil_stand"]}`, "/rights/1", "unknown_right", "council_stand", "head_vote"},
	"rights word":     {`{"answers":{},"rights":"council_vote"}`, "/rights", "not_a_list_of_strings", "", ""},
	"rules":           {`{"answers":{},"ruleset":"0123456789abcdef"}`, "/ruleset", "unknown_ruleset", "", ""},
	"rules number":    {`{"answers":{},"ruleset":1}`, "/ruleset", "not_a_string", "", ""},
}

func TestMistakesInTheAPI(t *testing.T) {
	r := newRig(t)
	for name, c := range mistakes {
		a := postJSON(r, "/api/v1/evaluate", c.body)
		p := problemOf(t, a, http.StatusUnprocessableEntity)
		if len(p.Errors) != 1 {
			t.Errorf("%s: %+v", name, p.Errors)
			continue
		}
		m := p.Errors[0]
		if m.Pointer != c.pointer || m.Code != c.code || m.DidYouMean != c.didYouMean || c.allowed != "" && !slices.Contains(m.Allowed, c.allowed) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// problemOf reads an answer of RFC 9457.
func problemOf(t testing.TB, a reply, status int) (p apiProblem) {
	t.Helper()
	if got := a.Header().Get("Content-Type"); a.Code != status || got != "application/problem+json" {
		t.Fatalf("status %d, %s: %s", a.Code, got, a.Body)
	}
	strictly(t, a, &p)
	if p.Type == "" || p.Title == "" || p.Status != status || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%+v, Cache-Control %q", p, a.Header().Get("Cache-Control"))
	}
	return p
}

// All mistakes are told at once.
func TestAllMistakesAtOnce(t *testing.T) {
	p := problemOf(t, postJSON(newRig(t), "/api/v1/evaluate", `{"answers":{"age":21,"country":null},"on":"x","rights":["y"],"z":1}`), http.StatusUnprocessableEntity)
	var pointers []string
	for _, m := range p.Errors {
		pointers = append(pointers, m.Pointer)
	}
	if got := strings.Join(pointers, " "); got != "/answers/age /answers/country /on /rights/0 /z" {
		t.Errorf("mistakes at %s", got)
	}
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{
		"", "country=ru", "[]", `"ru"`, "null", "1", `{"answers":{}`, `{"answers":{}}}`, `{"answers":{}}]`, `{"answers":{}}{"answers":{}}`, `{"answers":{}} x`,
		"\xff\xfe", `{"answers":{},}`, strings.Repeat("[", 3000), `{"answers":` + strings.Repeat(`{"a":`, 500),
	} {
		problemOf(t, postJSON(r, "/api/v1/evaluate", body), http.StatusBadRequest)
	}
	exact := `{"answers":{"country":"ru"}}`
	exact += strings.Repeat(" ", 4096-len(exact))
	evaluate(t, postJSON(r, "/api/v1/evaluate", exact))
	problemOf(t, postJSON(r, "/api/v1/evaluate", exact+" "), http.StatusRequestEntityTooLarge)
	problemOf(t, postJSON(r, "/api/v1/evaluate", strings.Repeat("x", 1<<20)), http.StatusRequestEntityTooLarge)
}

func TestMistakesInAddressesOfTheAPI(t *testing.T) {
	r := newRig(t)
	for address, want := range map[string]apiMistake{
		"evaluate/1-BD0W?on=x":                  {Pointer: "on", Code: "not_a_day"},
		"evaluate/1-BD0W?on=2024-12-31":         {Pointer: "on", Code: "day_not_covered"},
		"evaluate/1-BD0W?rules=00000000":        {Pointer: "rules", Code: "unknown_ruleset"},
		"evaluate/1-BD0W?lang=de":               {Pointer: "lang", Code: "unknown_language"},
		"questions?lang=BE":                     {Pointer: "lang", Code: "unknown_language"},
		"questions?country=ry":                  {Pointer: "country", Code: "unknown_answer"},
		"ruleset?lang=xx":                       {Pointer: "lang", Code: "unknown_language"},
		"evaluate/1-BD0W?on=2026-09-20&rules=1": {Pointer: "rules", Code: "unknown_ruleset"},
	} {
		p := problemOf(t, get(r, "/api/v1/"+address), http.StatusUnprocessableEntity)
		if len(p.Errors) != 1 || p.Errors[0].Pointer != want.Pointer || p.Errors[0].Code != want.Code {
			t.Errorf("%s: %+v", address, p.Errors)
		}
	}
	problemOf(t, get(r, "/api/v1/evaluate/1-ZZZZ"), http.StatusNotFound)
}

func TestRuleset(t *testing.T) {
	r := newRig(t)
	var got struct {
		stamped
		ID, Hash, Published string
		Layout              int
		Coverage            string `json:"coverage_from"`
		Until               string `json:"coverage_to"`
		Periods             []string
		LawAsOf             string `json:"law_as_of"`
		Checked             string `json:"sources_checked_on"`
		Counts              map[string]int
		Checks              struct{ Errors, Warnings int }
		Licence             struct{ Texts, Rules string }
	}
	strictly(t, get(r, "/api/v1/ruleset").want(t, http.StatusOK), &got)
	if got.Hash != r.q.Hash || got.ID != "2026-11-21.1" || got.Published == "" || got.Layout != 1 || got.Coverage != "2025-01-01" || got.Checks.Errors != 0 {
		t.Errorf("%+v", got)
	}
	if n := got.Counts; n["questions"] != 9 || n["rights"] != 7 || n["situations"] != r.q.Situations() || n["verdicts"] != n["situations"]*7*len(got.Periods) || n["cards"] == 0 || n["sources"] == 0 || n["personas"] < 47 {
		t.Errorf("counts %v", n)
	}
	if got.Licence.Texts != "CC-BY-4.0" || got.Licence.Rules != "CC0-1.0" {
		t.Errorf("licences %+v", got.Licence)
	}
}

type apiQuestions struct {
	stamped
	Lang, Country string
	Layout        int
	Questions     []struct {
		ID, Title, Hint, Why string
		Find                 string `json:"how_to_find_out"`
		Asked, Sensitive     bool
		DontKnow             bool `json:"unknown_allowed"`
		Answers              []struct{ ID, Label, Hint string }
	}
	Rights []struct{ ID, Name, About string }
}

func TestQuestions(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		for _, country := range []string{"", "ru", "by"} {
			var got apiQuestions
			address := fmt.Sprintf("/api/v1/questions?lang=%s", l)
			if country != "" {
				address += "&country=" + country
			}
			strictly(t, get(r, address).want(t, http.StatusOK), &got)
			if got.Lang != string(l) || got.Country != country || len(got.Questions) != 9 || len(got.Rights) != 7 {
				t.Errorf("%s %s: %+v", l, country, got)
			}
			for i, q := range got.Questions {
				if q.ID != r.q.Questions[i].ID || q.Title == "" || q.Asked == q.Sensitive || q.DontKnow && q.Find == "" || len(q.Answers) < 2 {
					t.Errorf("%s %s: %+v", l, country, q)
				}
				for _, answer := range q.Answers {
					if answer.ID == "" || answer.Label == "" {
						t.Errorf("%s %s: %s: %+v", l, country, q.ID, answer)
					}
				}
			}
		}
	}
}

// Page and API are two ways to say the same.
func TestPageAndAPIAgree(t *testing.T) {
	r := newRig(t)
	random := rand.New(rand.NewSource(5))
	days := []string{today, "2026-09-20", "2025-10-28", "2029-02-25"}
	for n := range 200 {
		l, day, a := lang.All()[n%3], days[random.Intn(len(days))], randomAnswers(random, r.q)
		address := fmt.Sprintf("%s?on=%s", r.q.Code(a), day)
		page := get(r, fmt.Sprintf("/%s/result/%s", l, address)).want(t, http.StatusOK)
		e := evaluate(t, get(r, fmt.Sprintf("/api/v1/evaluate/%s&lang=%s", address, l)))
		agree(t, r, l, a, page, e)
	}
}

// … and so are they where sensitive answers count.
func TestPrivatePageAndAPIAgree(t *testing.T) {
	r := newRig(t)
	random := rand.New(rand.NewSource(6))
	for n := range 60 {
		l, a := lang.All()[n%3], randomAnswers(random, r.q)
		for i := range r.q.Questions {
			if !r.q.Questions[i].Asked {
				a[i] = eligibility.Answer(random.Intn(len(r.q.Questions[i].Answers)))
			}
		}
		form := url.Values{"show": {"result"}}
		for question, answer := range r.q.Named(a) {
			form.Set(question, answer)
		}
		body, _ := json.Marshal(map[string]any{"answers": r.q.Named(a)})
		page := post(r, fmt.Sprintf("/%s/check/private", l), form).want(t, http.StatusOK)
		agree(t, r, l, a, page, evaluate(t, postJSON(r, "/api/v1/evaluate?lang="+string(l), string(body))))
	}
}

func agree(t *testing.T, r *rig, l lang.Lang, a eligibility.Answers, page reply, e evaluation) {
	t.Helper()
	words := verdicts(page)
	ids := slices.Collect(maps.Keys(words))
	if len(ids) != len(e.Rights) {
		t.Fatalf("%s: the page has the rights %v", r.q.Format(a), ids)
	}
	for _, x := range e.Rights {
		if want := r.word(l, x.Verdict, r.q.Country(a)); words[x.ID] != want {
			t.Errorf("%s: %s: the page says %q, the API %q", r.q.Format(a), x.ID, words[x.ID], want)
		}
		section := webtest.Text(webtest.First(page.doc, "#"+x.ID))
		for _, reason := range x.Reasons {
			if !strings.Contains(section, webtest.Plain(reason.Text)) {
				t.Errorf("%s: %s: the page lacks the reason %s", r.q.Format(a), x.ID, reason.Rule)
			}
		}
	}
}
