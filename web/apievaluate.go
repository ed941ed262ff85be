package web

import (
	"net/url"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/site"
)

// judge finds the edition that a request names, and reads its answers by the
// questions of that edition.
func (v *visit) judge(r situation) (*site.Edition, eligibility.Answers, error) {
	edition, err := v.useEdition(r.rules, rulesPointer(r))
	if err != nil {
		return nil, nil, err
	}
	a, bad := v.q.Parse(r.answers)
	if len(bad) > 0 {
		return nil, nil, refuse(answerMistakes(bad, r.where)...)
	}
	return edition, a, nil
}

func rulesPointer(r situation) string {
	if r.where != "" {
		return "/ruleset"
	}
	return "rules"
}

// useEdition makes the visit one to another edition of the rules.
func (v *visit) useEdition(rules, pointer string) (*site.Edition, error) {
	edition, found, err := v.server.edition(v, rules)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse(ProblemError{Pointer: pointer, Code: "unknown_ruleset"})
	}
	v.q, v.sources = edition.Questionnaire, edition.Sources
	v.c.Response().Header().Set("Rules-Version", v.q.Hash)
	return edition, nil
}

// apiEvaluate judges named answers. Nothing of them is kept or logged.
func apiEvaluate(v *visit, in *apiInput) (any, error) {
	r, err := v.situationOf(in)
	if err != nil {
		return nil, err
	}
	edition, a, err := v.judge(r)
	if err != nil {
		return nil, err
	}
	return v.evaluated(edition, a, r.on, r.rights), nil
}

// apiEvaluateCode judges a share code, which cannot hold sensitive answers.
func apiEvaluateCode(v *visit, in *apiInput) (any, error) {
	edition, err := v.useEdition(in.values["rules"], "rules")
	if err != nil {
		return nil, err
	}
	a, err := v.q.Decode(in.values["code"])
	if err != nil {
		return nil, unknownID("unknown_code", "code", "")
	}
	r, err := v.situationOf(in)
	if err != nil {
		return nil, err
	}
	return v.evaluated(edition, a, r.on, r.rights), nil
}

func (v *visit) evaluated(edition *site.Edition, a eligibility.Answers, on string, rights []int) *evaluation {
	out := v.evaluation(a, on, rights)
	out.Ruleset.ID, out.Ruleset.Published = v.named(edition.Questionnaire.Hash)
	if out.Code != nil {
		pinned := url.Values{"on": {on}, "rules": {v.q.Hash}, "lang": {string(v.lang)}}
		if len(rights) > 0 {
			pinned.Set("rights", strings.Join(v.namesOf(rights), ","))
		}
		out.self = v.server.base + apiRoot + "/evaluate/" + *out.Code + "?" + pinned.Encode()
		out.page = v.pageURL("/result/" + *out.Code + "?" + url.Values{"on": {on}, "rules": {v.q.Hash}}.Encode())
	}
	return &out
}

func (v *visit) namesOf(rights []int) []string {
	var out []string
	for _, r := range rights {
		out = append(out, v.q.Rights[r].ID)
	}
	return out
}

// apiNext is the question to ask next.
type apiNext struct {
	apiStamp
	AsOf       string       `json:"as_of" format:"date" doc:"The day that was asked about."`
	Settled    bool         `json:"settled" doc:"True if no further answer can change a verdict."`
	AtMostMore int          `json:"at_most_more" doc:"How many questions there will be at most, this one included."`
	Code       *string      `json:"code" doc:"Share code of the answers; null if some are sensitive."`
	Question   *apiQuestion `json:"question" doc:"The question to ask; null if all is settled."`
}

// apiNextQuestion finds the question that should be asked next. Questions that
// cannot change a verdict any more are left out.
func apiNextQuestion(v *visit, in *apiInput) (any, error) {
	r, err := v.situationOf(in)
	if err != nil {
		return nil, err
	}
	_, a, err := v.judge(r)
	if err != nil {
		return nil, err
	}
	res := v.q.Explain(r.on, a)
	out := &apiNext{AsOf: r.on, Settled: res.Next < 0}
	if !v.q.AnswersSensitive(a) {
		code := v.q.Code(a)
		out.Code = &code
		out.self = v.server.base + apiRoot + "/next?" + v.pinnedAnswers(a, r.on)
		out.page = v.pageURL("/check/" + code)
	}
	if res.Next >= 0 {
		q := v.apiQuestion(res.Next, v.q.Country(a))
		out.Question, out.AtMostMore = &q, res.AtMost
	}
	return out, nil
}

func (v *visit) pinnedAnswers(a eligibility.Answers, on string) string {
	values := url.Values{"on": {on}, "rules": {v.q.Hash}, "lang": {string(v.lang)}}
	for question, answer := range v.q.Named(a) {
		values.Set(question, answer)
	}
	return values.Encode()
}

// apiQuestion is a question with its words.
type apiQuestion struct {
	ID        string      `json:"id" ref:"QuestionID" doc:"Permanent name of the question."`
	Title     string      `json:"title" doc:"The question."`
	Hint      string      `json:"hint,omitempty" doc:"What helps to answer."`
	Why       string      `json:"why,omitempty" doc:"Why the question is asked."`
	Find      string      `json:"how_to_find_out,omitempty" doc:"How to find out the answer."`
	Asked     bool        `json:"asked" doc:"False: people are never asked; the result names it as a condition."`
	Sensitive bool        `json:"sensitive" doc:"True: the answer is never part of an address. Send it by POST only."`
	DontKnow  bool        `json:"unknown_allowed" doc:"Whether unknown is an answer."`
	Answers   []apiAnswer `json:"answers" doc:"The answers to choose from."`
}

type apiAnswer struct {
	ID    string `json:"id" doc:"Permanent name of the answer."`
	Label string `json:"label" doc:"The answer in words."`
	Hint  string `json:"hint,omitempty" doc:"What the answer means."`
}

type apiQuestions struct {
	apiStamp
	Lang      string        `json:"lang" ref:"Lang" doc:"Language of the texts."`
	Country   string        `json:"country,omitempty" ref:"Country" doc:"The country for whose readers the texts are."`
	Layout    int           `json:"layout" doc:"Version of the list of questions; the first part of a share code."`
	Questions []apiQuestion `json:"questions" doc:"All questions, in the order in which people are asked."`
	Rights    []apiRight    `json:"rights" doc:"The rights that are judged."`
}

type apiRight struct {
	ID    string `json:"id" ref:"RightID" doc:"Permanent name of the right."`
	Name  string `json:"name" doc:"The right in a few words."`
	About string `json:"about" doc:"What it is about."`
}

// apiQuestionList lists questions and rights with their words. With ?country= the
// words are those for readers in that country.
func apiQuestionList(v *visit, in *apiInput) (any, error) {
	country := in.values["country"]
	out := &apiQuestions{Lang: string(v.lang), Country: country, Layout: v.q.Layout}
	out.page = v.pageURL("/check/all")
	for i := range v.q.Questions {
		out.Questions = append(out.Questions, v.apiQuestion(i, country))
	}
	for i := range v.q.Rights {
		id := v.q.Rights[i].ID
		out.Rights = append(out.Rights, apiRight{id, v.text("right."+id+".name", country), v.text("right."+id+".about", country)})
	}
	return out, nil
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

// apiWhen is a set of situations: the answers that belong to it, by question.
// Questions of which any answer will do are left out.
type apiWhen map[string][]string

func (v *visit) apiWhen(box eligibility.Box) apiWhen {
	out := apiWhen{}
	for _, named := range v.q.NameBox(box) {
		out[named.Question] = slices.Clone(named.Answers)
	}
	return out
}

func (v *visit) rightsIn(rights eligibility.Rights) []string {
	out := []string{}
	for i := range v.q.Rights {
		if rights.Has(i) {
			out = append(out, v.q.Rights[i].ID)
		}
	}
	return out
}
