package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/openapi"
	"localvote/web/problem"
)

// An apiInput is what a request says, read and found sound.
type apiInput struct {
	values  map[string]string // parameters by name
	answers map[string]string // to questions, by parameter
	body    map[string]json.RawMessage
}

// An apiParam is a parameter: what the description says of it and how strictly it
// is read.
type apiParam struct {
	name     string
	inPath   bool
	required bool
	list     bool // several words with commas between
	about    string
	schema   func(v *visit) openapi.Object
	check    func(v *visit, typed string) *ProblemError // nil is sound
}

// oneOf is a parameter with a closed list of words.
func oneOf(name, about, code string, words func(v *visit) []string) apiParam {
	return apiParam{
		name: name, about: about,
		schema: func(v *visit) openapi.Object {
			return openapi.Object{{Name: "type", Value: "string"}, {Name: "enum", Value: words(v)}}
		},
		check: func(v *visit, typed string) *ProblemError {
			return wordMistake(typed, code, words(v))
		},
	}
}

func wordMistake(typed, code string, allowed []string) *ProblemError {
	if slices.Contains(allowed, typed) {
		return nil
	}
	return &ProblemError{Code: code, Allowed: allowed, DidYouMean: problem.Nearest(typed, allowed)}
}

func fixed(words ...string) func(*visit) []string { return func(*visit) []string { return words } }

var (
	langParam = oneOf("lang", "Language of the texts. Without it the Accept-Language header decides, and without that it is Russian.", "unknown_language", fixed("ru", "be", "en"))

	onParam = apiParam{
		name: "on", about: "The day that is asked about, as YYYY-MM-DD. Without it it is today, by the clock of Minsk and Moscow.",
		schema: func(*visit) openapi.Object {
			return openapi.Object{{Name: "type", Value: "string"}, {Name: "format", Value: "date"}}
		},
		check: func(v *visit, typed string) *ProblemError {
			if m := v.checkOn(typed, "on"); m != nil {
				return &m[0]
			}
			return nil
		},
	}

	rightsParam = apiParam{
		name: "rights", list: true, about: "Only these rights, with commas between.",
		schema: func(*visit) openapi.Object {
			return openapi.Object{{Name: "type", Value: "array"}, {Name: "items", Value: openapi.Ref("RightID")}}
		},
		check: func(v *visit, typed string) *ProblemError {
			for name := range strings.SplitSeq(typed, ",") {
				if m := wordMistake(name, "unknown_right", v.q.RightIDs()); m != nil {
					return m
				}
			}
			return nil
		},
	}

	readersParam = oneOf("country", "Texts for readers in this country.", "unknown_answer", countries)
)

// countries are the answers to the question about the country.
func countries(v *visit) []string {
	i, _ := v.q.Question("country")
	return v.q.Questions[i].Answers
}

// rulesParam names an edition of the rules.
func rulesParam(name, about string) apiParam {
	return apiParam{
		name: name, about: about,
		schema: func(*visit) openapi.Object {
			return openapi.Object{{Name: "type", Value: "string"}, {Name: "maxLength", Value: 80}}
		},
		check: func(_ *visit, typed string) *ProblemError {
			if utf8.RuneCountInString(typed) > 80 {
				return &ProblemError{Code: "unknown_ruleset"}
			}
			return nil
		},
	}
}

const aboutRules = "Hash (8 or more digits) or name of an edition of the rules, as /rulesets lists them. Without it they are the current rules."

// limitParam is how many results a search gives at most.
var limitParam = apiParam{
	name: "limit", about: "How many results at most; 10 without it.",
	schema: func(*visit) openapi.Object {
		return openapi.Object{{Name: "type", Value: "integer"}, {Name: "minimum", Value: 1}, {Name: "maximum", Value: maxLimit}, {Name: "default", Value: defaultLimit}}
	},
	check: func(_ *visit, typed string) *ProblemError {
		if n, err := strconv.Atoi(typed); err != nil || n < 1 || n > maxLimit || strconv.Itoa(n) != typed {
			return &ProblemError{Code: "not_in_range", Allowed: []string{"1/" + itoa(maxLimit)}}
		}
		return nil
	},
}

// queryParam is what somebody looks for.
var queryParam = apiParam{
	name: "q", required: true, about: "What is looked for, in any of the three languages. Empty text finds nothing.",
	schema: func(*visit) openapi.Object {
		return openapi.Object{{Name: "type", Value: "string"}, {Name: "maxLength", Value: maxQuery}}
	},
	check: func(_ *visit, typed string) *ProblemError {
		if utf8.RuneCountInString(typed) > maxQuery {
			return &ProblemError{Code: "too_long", Allowed: []string{"0/" + itoa(maxQuery)}}
		}
		return nil
	},
}

// pathParam is a part of the path; unknown ones are not found, so it is not
// checked beforehand.
func pathParam(name, about string) apiParam {
	return apiParam{
		name: name, inPath: true, required: true, about: about,
		schema: func(*visit) openapi.Object { return openapi.Object{{Name: "type", Value: "string"}} },
	}
}

// parameters are all that an operation takes.
func (op *apiOp) parameters(v *visit) []apiParam {
	all := slices.Clone(op.params)
	if op.answers {
		for i := range v.q.Questions {
			if q := &v.q.Questions[i]; q.Asked {
				all = append(all, oneOf(q.ID, v.q.Text("en", "q."+q.ID+".title", ""), "unknown_answer", func(v *visit) []string { return v.q.Questions[i].Allowed() }))
			}
		}
	}
	return append(all, langParam)
}

// readAPI reads a request for an operation. The problem is nil if all is sound.
func (v *visit) readAPI(op *apiOp) (*apiInput, *Problem) {
	in := &apiInput{values: map[string]string{}, answers: map[string]string{}}
	values, err := url.ParseQuery(v.c.Request().URL.RawQuery)
	if err != nil {
		return nil, &Problem{kind: problemMalformed, Detail: "The part of the address behind the question mark cannot be read."}
	}
	if mistakes := v.readParams(op, values, in); len(mistakes) > 0 {
		return nil, &Problem{kind: problemInvalid, Errors: mistakes}
	}
	if op.body == nil {
		return in, nil
	}
	var p *Problem
	in.body, p = v.readBody()
	return in, p
}

// readParams reads parameters and reports every mistake at once.
func (v *visit) readParams(op *apiOp, values url.Values, in *apiInput) []ProblemError {
	var mistakes []ProblemError
	var names []string
	for _, p := range op.parameters(v) {
		if p.inPath {
			in.values[p.name] = v.c.Param(p.name)
			continue
		}
		names = append(names, p.name)
		typed, given := values[p.name]
		m := v.readParam(p, typed, given)
		if m != nil {
			m.Pointer = p.name
			mistakes = append(mistakes, *m)
			continue
		}
		if _, isQuestion := v.q.Question(p.name); given && op.answers && isQuestion {
			in.answers[p.name] = typed[0]
		} else if given {
			in.values[p.name] = typed[0]
		}
	}
	for _, name := range sortedKeysOf(values) {
		if !slices.Contains(names, name) {
			mistakes = append(mistakes, v.unknownParam(op, name, names))
		}
	}
	return mistakes
}

func (v *visit) readParam(p apiParam, typed []string, given bool) *ProblemError {
	switch {
	case !given && p.required:
		return &ProblemError{Code: "missing_parameter"}
	case !given:
		return nil
	case len(typed) > 1:
		return &ProblemError{Code: "repeated_parameter"}
	case !utf8.ValidString(typed[0]):
		return &ProblemError{Code: "not_text"}
	}
	return p.check(v, typed[0])
}

// unknownParam is a parameter that the operation does not take. Answers that tell
// much about a person must not stand in addresses, which are kept in many places.
func (v *visit) unknownParam(op *apiOp, name string, names []string) ProblemError {
	pointer := abridged(name)
	if i, isQuestion := v.q.Question(name); op.answers && isQuestion && !v.q.Questions[i].Asked {
		return ProblemError{Pointer: pointer, Code: "sensitive_answer"}
	}
	return ProblemError{Pointer: pointer, Code: "unknown_parameter", Allowed: names, DidYouMean: problem.Nearest(name, names)}
}

// abridged cuts what somebody else wrote to what an answer may repeat.
func abridged(name string) string {
	letters := []rune(strings.ToValidUTF8(name, "\uFFFD"))
	return string(letters[:min(len(letters), 80)])
}

func sortedKeysOf(values url.Values) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// readBody reads exactly one JSON object.
func (v *visit) readBody() (map[string]json.RawMessage, *Problem) {
	r := v.c.Request()
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := parameters["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, &Problem{kind: problemMediaType, Errors: []ProblemError{{Pointer: "Content-Type", Code: "not_offered", Allowed: []string{"application/json"}}}}
	}
	body, err := io.ReadAll(r.Body)
	if tooLarge(err) {
		return nil, &Problem{kind: problemTooLarge}
	}
	malformed := &Problem{kind: problemMalformed, Detail: `Send one JSON object, for example {"answers": {"country": "ru"}}.`}
	if err != nil || !utf8.Valid(body) {
		return nil, malformed
	}
	value, err := openapi.Decode(body)
	var repeated *openapi.RepeatedError
	if errors.As(err, &repeated) {
		return nil, &Problem{kind: problemInvalid, Errors: []ProblemError{{Pointer: pointerTo(repeated.Path), Code: "repeated_field"}}}
	}
	var fields map[string]json.RawMessage
	if _, isObject := value.(openapi.Object); err != nil || !isObject || json.Unmarshal(body, &fields) != nil {
		return nil, malformed
	}
	return fields, nil
}

// pointerTo writes a JSON pointer (RFC 6901).
func pointerTo(path []string) string {
	var b strings.Builder
	for _, name := range path {
		b.WriteString("/" + escapePointer(name))
	}
	return b.String()
}

// A situation is what evaluate and next are asked about.
type situation struct {
	on      string
	rules   string
	rights  []int // nil for all
	answers map[string]string
	// where says where the answers stand, for mistakes.
	where string
}

// situationOf reads a request about somebody's answers: a body, or parameters.
func (v *visit) situationOf(in *apiInput) (situation, error) {
	if in.body != nil {
		request, mistakes := v.readEvaluate(in.body)
		if len(mistakes) > 0 {
			return request, refuse(mistakes...)
		}
		return request, nil
	}
	r := situation{on: v.onOf(in), rules: in.values["rules"], answers: in.answers}
	if names, given := in.values["rights"]; given {
		r.rights = v.rightsNamed(names)
	}
	return r, nil
}

// onOf is the day that a request asks about.
func (v *visit) onOf(in *apiInput) string {
	if on := in.values["on"]; on != "" {
		return on
	}
	return v.today
}

func (v *visit) rightsNamed(names string) []int {
	out := []int{}
	for name := range strings.SplitSeq(names, ",") {
		if right, ok := v.q.Right(name); ok {
			out = append(out, right)
		}
	}
	return out
}

// apiAnswers are answers by question.
type apiAnswers map[string]string

// evaluateBody describes the body of evaluate and next; readEvaluate reads it.
type evaluateBody struct {
	Answers apiAnswers `json:"answers" doc:"Answers by question. A missing question was not asked, unknown means that the person does not know."`
	On      string     `json:"on,omitempty" format:"date" doc:"The day that is asked about; today without it."`
	Rights  []string   `json:"rights,omitempty" ref:"RightID" doc:"Only these rights; all without it."`
	Ruleset string     `json:"ruleset,omitempty" doc:"Hash (8 or more digits) or name of an edition of the rules; the current rules without it."`
}

// evaluateFields are the fields of the body.
var evaluateFields = []string{"answers", "on", "rights", "ruleset"}

// readEvaluate reads the body strictly and reports every mistake at once.
func (v *visit) readEvaluate(fields map[string]json.RawMessage) (situation, []ProblemError) {
	r := situation{on: v.today, where: "/answers/"}
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
	var names []*string
	if string(raw) == "null" || json.Unmarshal(raw, &names) != nil || slices.Contains(names, nil) {
		return nil, []ProblemError{{Pointer: "/rights", Code: "not_a_list_of_strings"}}
	}
	rights := []int{}
	var mistakes []ProblemError
	for n, name := range names {
		right, ok := v.q.Right(*name)
		if !ok {
			ids := v.q.RightIDs()
			mistakes = append(mistakes, ProblemError{Pointer: "/rights/" + itoa(n), Code: "unknown_right", Allowed: ids, DidYouMean: problem.Nearest(*name, ids)})
			continue
		}
		rights = append(rights, right)
	}
	return rights, mistakes
}

func answerMistakes(bad []eligibility.BadAnswer, where string) []ProblemError {
	var out []ProblemError
	for _, b := range bad {
		code := "unknown_answer"
		if b.NoQuestion {
			code = "unknown_question"
		}
		out = append(out, ProblemError{Pointer: where + escapePointer(b.Question), Code: code, Allowed: b.Allowed, DidYouMean: b.DidYouMean})
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

// apiLangs are the languages in which answers come.
func apiLangs() []string {
	var out []string
	for _, l := range lang.All() {
		out = append(out, string(l))
	}
	return out
}
