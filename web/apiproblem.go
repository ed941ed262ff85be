package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
)

// Problem is an error of the API in the form of RFC 9457.
type Problem struct {
	Type   string         `json:"type" format:"uri" doc:"Kind of the problem: the address of its explanation for people."`
	Title  string         `json:"title" doc:"The kind of the problem in words."`
	Status int            `json:"status" doc:"Status of the answer."`
	Detail string         `json:"detail,omitempty" doc:"More about this very request."`
	Errors []ProblemError `json:"errors,omitempty" doc:"Every mistake that was found, not only the first."`

	kind *problemKind
}

// ProblemError is one mistake in a request; Pointer is a JSON pointer (RFC 6901)
// into the body, or the name of a parameter or header.
type ProblemError struct {
	Pointer    string   `json:"pointer" doc:"Where: a JSON pointer into the body, or the name of a parameter or header."`
	Code       string   `json:"code" ref:"MistakeCode" doc:"What is wrong."`
	Allowed    []string `json:"allowed,omitempty" doc:"What may stand there."`
	DidYouMean string   `json:"did_you_mean,omitempty" doc:"The allowed word that is nearest to what was sent."`
}

// A problemKind is a kind of problem; its slug is part of its address for ever.
type problemKind struct {
	slug        string
	status      int
	title, text string // keys of its words
}

var (
	problemMalformed   = &problemKind{"malformed", http.StatusBadRequest, "api.problem.malformed", "api.problem.malformed_text"}
	problemNotFound    = &problemKind{"not-found", http.StatusNotFound, "api.problem.not_found", "api.problem.not_found_text"}
	problemForbidden   = &problemKind{"forbidden", http.StatusForbidden, "error.crossorigin.title", "error.crossorigin.text"}
	problemMethod      = &problemKind{"method", http.StatusMethodNotAllowed, "api.problem.method", "api.problem.method_text"}
	problemAccept      = &problemKind{"not-acceptable", http.StatusNotAcceptable, "api.problem.accept", "api.problem.accept_text"}
	problemTooLarge    = &problemKind{"too-large", http.StatusRequestEntityTooLarge, "api.problem.too_large", "api.problem.too_large_text"}
	problemMediaType   = &problemKind{"media-type", http.StatusUnsupportedMediaType, "api.problem.media_type", "api.problem.media_type_text"}
	problemInvalid     = &problemKind{"invalid", http.StatusUnprocessableEntity, "api.problem.invalid", "api.problem.invalid_text"}
	problemFailure     = &problemKind{"failure", http.StatusInternalServerError, "api.problem.failure", "api.problem.failure_text"}
	problemUnavailable = &problemKind{"unavailable", http.StatusServiceUnavailable, "api.problem.unavailable", "api.problem.unavailable_text"}
	problemLongAddress = &problemKind{"long-address", http.StatusRequestURITooLong, "error.414.title", "error.414.text"}
	problemTooMany     = &problemKind{"too-many", http.StatusTooManyRequests, "error.429.title", "error.429.text"}
	problemBusy        = &problemKind{"busy", http.StatusServiceUnavailable, "error.busy.title", "error.busy.text"}
)

// problemKinds are the kinds that the API knows; forms alone may be forbidden.
func problemKinds() []*problemKind {
	return []*problemKind{
		problemMalformed, problemNotFound, problemMethod, problemAccept, problemTooLarge, problemMediaType, problemInvalid, problemFailure, problemUnavailable,
		problemLongAddress, problemTooMany, problemBusy,
	}
}

// kindOf is the kind of a problem that has a status and nothing more.
func kindOf(status int) *problemKind {
	for _, k := range append(problemKinds(), problemForbidden) {
		if k.status == status {
			return k
		}
	}
	return problemFailure
}

// A mistakeCode is what may be wrong at one place; text is the key of its words.
type mistakeCode struct{ code, text string }

func mistakeCodes() []mistakeCode {
	return []mistakeCode{
		{"unknown_parameter", "api.code.unknown_parameter"}, {"repeated_parameter", "api.code.repeated_parameter"}, {"missing_parameter", "api.code.missing_parameter"},
		{"unknown_field", "api.code.unknown_field"}, {"repeated_field", "api.code.repeated_field"}, {"missing_field", "api.code.missing_field"},
		{"unknown_question", "api.code.unknown_question"}, {"unknown_answer", "api.code.unknown_answer"}, {"sensitive_answer", "api.code.sensitive_answer"},
		{"unknown_right", "api.code.unknown_right"}, {"unknown_value", "api.code.unknown_value"}, {"unknown_language", "api.code.unknown_language"},
		{"unknown_ruleset", "api.code.unknown_ruleset"}, {"not_comparable", "api.code.not_comparable"}, {"unknown_code", "api.code.unknown_code"}, {"unknown_id", "api.code.unknown_id"},
		{"not_a_day", "api.code.not_a_day"}, {"day_not_covered", "api.code.day_not_covered"}, {"not_in_range", "api.code.not_in_range"}, {"too_long", "api.code.too_long"},
		{"not_a_string", "api.code.not_a_string"}, {"not_an_object", "api.code.not_an_object"}, {"not_a_list_of_strings", "api.code.not_a_list"}, {"not_text", "api.code.not_text"},
		{"not_offered", "api.code.not_offered"},
	}
}

// An apiRefusal is the error of an operation that cannot be done as asked.
type apiRefusal struct{ Problem }

func (r *apiRefusal) Error() string { return "refused: " + r.kind.slug }

// refuse answers 422: the request was understood, but its values are not.
func refuse(mistakes ...ProblemError) error {
	return &apiRefusal{Problem{kind: problemInvalid, Errors: mistakes}}
}

// unknownID answers 404 and names the known id that is nearest.
func unknownID(code, pointer, nearest string) error {
	return &apiRefusal{Problem{kind: problemNotFound, Errors: []ProblemError{{Pointer: pointer, Code: code, DidYouMean: nearest}}}}
}

// errUnavailable says that the database did not answer.
func errUnavailable() error { return &apiRefusal{Problem{kind: problemUnavailable}} }

// filled adds to a problem what follows from its kind.
func (v *visit) filled(p Problem) Problem {
	p.Type, p.Title, p.Status = v.server.problemType(p.kind), v.l.T(p.kind.title), p.kind.status
	return p
}

// problemType is the address of an explanation. /api leads to the page in the
// language of the reader, and browsers keep the anchor on the way.
func (s *Server) problemType(k *problemKind) string {
	if k == problemForbidden {
		return "about:blank"
	}
	return s.base + "/api#problem-" + k.slug
}

// sendProblem sends a problem; it must stay in no cache.
func (v *visit) sendProblem(p Problem) error {
	h := v.c.Response().Header()
	v.noStore()
	describeAPI(h)
	h.Set(echo.HeaderVary, "Accept, Accept-Language")
	h.Set("Content-Language", string(v.lang))
	p = v.filled(p)
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return v.c.Blob(p.Status, problemJSON, body)
}

const problemJSON = "application/problem+json"

// tooLarge tells whether a body was larger than it may be.
func tooLarge(err error) bool {
	var max *http.MaxBytesError
	return errors.As(err, &max)
}
