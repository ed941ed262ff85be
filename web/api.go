package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/document"
	"localvote/web/lang"
)

// apiRoot is version 1 of the API. Every origin may use it without a key.
const apiRoot = "/api/v1"

// An apiOp is one operation of the API. The server registers it, reads its
// parameters as strictly as it says, and describes it in openapi.yaml: all from
// this one value.
type apiOp struct {
	id      string // as in operationId
	method  string
	path    string // behind apiRoot: "/places/:id"
	title   string // key of its words
	about   string // for the description, in English
	licence apiLicence
	params  []apiParam
	// answers says that the operation takes answers to the questions as parameters.
	answers bool
	// body is the type of the body that it takes, nil for none.
	body reflect.Type
	// reply is the type of what it answers; nil where kind is no JSON.
	reply reflect.Type
	kind  string // media type of what it answers
	// secret says that its answer must stay in no cache.
	secret bool
	// private says that the answer rests on somebody's answers, and is kept by no
	// cache that people share.
	private bool
	// stored says that it needs the database.
	stored   bool
	examples []apiExample
	do       func(v *visit, in *apiInput) (any, error)
}

// An apiExample is a request that works. Its answer in the description comes from
// asking for it, so it is never out of date.
type apiExample struct {
	name   string
	title  string
	values map[string]string // parameters of path and query
	body   string
}

// An apiLicence is on what terms an answer may be used.
type apiLicence struct{ id, url string }

var (
	licenceTexts = apiLicence{"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"}
	licenceData  = apiLicence{"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"}
)

// apiRoutes registers every operation.
func (s *Server) apiRoutes() {
	for _, op := range s.apiOps() {
		handler := s.serveAPI(op)
		s.echo.Add(op.method, apiRoot+op.path, handler)
		if op.method == http.MethodGet {
			s.echo.HEAD(apiRoot+op.path, handler)
		}
	}
	s.apiDocRoutes()
}

// serveAPI answers requests for an operation.
func (s *Server) serveAPI(op *apiOp) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := s.apiVisit(c)
		h := c.Response().Header()
		h.Set("Rules-Version", v.q.Hash)
		h.Add("Link", "<"+op.licence.url+`>; rel="license"`)
		if !takes(c, op.kind) {
			return v.sendProblem(Problem{kind: problemAccept, Errors: []ProblemError{{Pointer: "Accept", Code: "not_offered", Allowed: []string{op.kind}}}})
		}
		in, p := v.readAPI(op)
		if p != nil {
			return v.sendProblem(*p)
		}
		out, err := op.do(v, in)
		var refused *apiRefusal
		if errors.As(err, &refused) {
			return v.sendProblem(refused.Problem)
		}
		if err != nil {
			return err
		}
		return v.sendAPI(op, out)
	}
}

// takes tells whether a program welcomes a media type.
func takes(c echo.Context, kind string) bool {
	_, ok := accepted(strings.Join(c.Request().Header.Values(echo.HeaderAccept), ","), []string{kind})
	return ok
}

// apiVisit is a visit in the language of the parameter "lang", or else in the one
// that the Accept-Language header asks for. Without either it is Russian.
func (s *Server) apiVisit(c echo.Context) *visit {
	return s.visit(c, apiLang(c))
}

func apiLang(c echo.Context) lang.Lang {
	if l, known := lang.Parse(c.QueryParam("lang")); known {
		return l
	}
	if header := c.Request().Header.Get("Accept-Language"); header != "" {
		return lang.Match(header)
	}
	return lang.RU
}

// describeAPI tells programs where the API is described (RFC 8631).
func describeAPI(h http.Header) {
	h.Add("Link", "<"+openAPIPath+`>; rel="service-desc"; type="application/yaml"`)
	h.Add("Link", "<"+apiPage+`>; rel="service-doc"; type="text/html"`)
}

// sendAPI sends what an operation found.
func (v *visit) sendAPI(op *apiOp, out any) error {
	h := v.c.Response().Header()
	describeAPI(h)
	h.Set(echo.HeaderVary, "Accept, Accept-Language, Accept-Encoding")
	switch {
	case op.secret:
		v.noStore()
	case !op.private:
		h.Set(echo.HeaderCacheControl, "public, no-cache")
	}
	if file, ok := out.(apiFile); ok {
		h.Set(echo.HeaderContentDisposition, `inline; filename="`+file.name+`"`)
		return v.sendCheckable(http.StatusOK, op.kind+"; charset=utf-8", file.body)
	}
	if stamped, ok := out.(interface{ stamp(apiAbout) }); ok {
		stamped.stamp(v.apiAbout(op, out))
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	if op.isList(v.c.Request()) {
		h.Set("Content-Language", string(v.lang))
		h.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
		return v.server.shelved.send(v.c, document.TagOf(body), asIs(body))
	}
	return v.sendCheckable(http.StatusOK, echo.MIMEApplicationJSON, body)
}

// isList tells the answers that are the same for all who ask: they are kept ready.
// What somebody looks for, and whose answers they are, is not remembered.
func (op *apiOp) isList(r *http.Request) bool {
	return op.method == http.MethodGet && !op.secret && !op.private && (r.URL.RawQuery == "" || r.URL.RawQuery == "lang="+r.URL.Query().Get("lang"))
}

// An apiFile is an answer that is no JSON.
type apiFile struct {
	name string
	body []byte
}

// apiAbout says what an answer rests on and how to name it.
type apiAbout struct {
	Rules      string `json:"rules" doc:"Hash of the rules that the answer rests on. Pass it as the parameter rules to get the same answer later."`
	Edition    string `json:"edition,omitempty" doc:"Name of that edition for people, such as 2026-11-21.1."`
	LawAsOf    string `json:"law_as_of" doc:"Month of the state of the law, such as 2026-02."`
	CheckedOn  string `json:"checked_on" format:"date" doc:"The latest day on which a source was checked."`
	Lang       string `json:"lang" ref:"Lang" doc:"Language of the texts."`
	Licence    string `json:"licence" doc:"SPDX identifier of the terms of use."`
	LicenceURL string `json:"licence_url" format:"uri" doc:"Text of these terms."`
	Self       string `json:"self,omitempty" format:"uri" doc:"Permanent address of this answer; missing where an address must not hold it."`
	Page       string `json:"page,omitempty" format:"uri" doc:"The page for people that says the same."`
}

// An apiStamp is what every answer in JSON carries.
type apiStamp struct {
	About apiAbout `json:"about" doc:"What the answer rests on, on what terms it may be used, and its addresses."`
	self  string   // permanent address, if it is not that of the request
	page  string   // behind the base
}

func (s *apiStamp) stamp(a apiAbout) {
	if s.self != "" {
		a.Self = s.self
	}
	a.Page = s.page
	s.About = a
}

func (v *visit) apiAbout(op *apiOp, _ any) apiAbout {
	a := apiAbout{
		Rules: v.q.Hash, LawAsOf: v.site.Settings.LawAsOf, CheckedOn: v.sources.LastChecked(), Lang: string(v.lang),
		Licence: op.licence.id, LicenceURL: op.licence.url,
	}
	a.Edition, _ = v.named(v.q.Hash)
	if !op.secret {
		values := v.c.QueryParams()
		values.Set("lang", string(v.lang))
		a.Self = v.server.base + (&url.URL{Path: v.c.Request().URL.Path, RawQuery: values.Encode()}).String()
	}
	return a
}

// pageURL is the address of a page for people.
func (v *visit) pageURL(path string) string { return v.server.base + v.href(path) }

// named is the id of an edition and the day on which it was published, as far as
// the database tells.
func (v *visit) named(hash string) (id, published string) {
	if v.server.store == nil {
		return "", ""
	}
	stored, err := v.server.store.Ruleset(v.server.storeTime(v.c), hash)
	if err != nil {
		return "", ""
	}
	return stored.ID, stored.PublishedAt.In(zone).Format(time.DateOnly)
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
		h.Set("Access-Control-Expose-Headers", "Rules-Version, ETag, Link, Allow")
		if c.Request().Method != http.MethodOptions {
			return next(c)
		}
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		return c.NoContent(http.StatusNoContent)
	}
}

// openAPIPathOf writes a path with its parameters in braces.
func openAPIPathOf(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}
