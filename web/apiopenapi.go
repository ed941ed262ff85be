package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"localvote/web/openapi"
)

// object is short for an object that is written down as pairs.
func object(pairs ...any) openapi.Object {
	var out openapi.Object
	for i := 0; i < len(pairs); i += 2 {
		out = out.Add(pairs[i].(string), pairs[i+1])
	}
	return out
}

// openAPI is the whole description as OpenAPI 3.1.
func (v *visit) openAPI(d *apiDescription, schemas *openapi.Schemas) openapi.Object {
	var paths openapi.Object
	at := map[string]int{}
	for i := range d.ops {
		op := &d.ops[i]
		path := apiRoot + openAPIPathOf(op.path)
		n, known := at[path]
		if !known {
			n = len(paths)
			at[path] = n
			paths = paths.Add(path, openapi.Object{})
		}
		item := paths[n].Value.(openapi.Object)
		paths[n].Value = item.Add(strings.ToLower(op.method), v.operation(op, schemas))
	}
	paths = paths.Add(openAPIPath, descriptionFile("openapiYAML", "application/yaml")).Add(openAPIJSONPath, descriptionFile("openapiJSON", "application/json"))
	schemas.Of(replies[Problem]())
	closeBody(schemas)
	return object(
		"openapi", "3.1.0",
		"info", v.apiInfo(),
		"servers", []any{object("url", v.server.base)},
		"externalDocs", object("description", "The same for people", "url", v.server.base+apiPage),
		"security", []any{},
		"paths", paths,
		"components", object(
			"schemas", schemas.All(), "responses", v.problemResponses(d), "headers", sharedHeaders(), "parameters", object("lang", v.parameter(langParam, nil)),
		),
	)
}

func (v *visit) apiInfo() openapi.Object {
	return object(
		"title", v.l.T("site.name")+" API",
		"version", "1.0",
		"summary", v.l.T("api.summary"),
		"description", strings.Join([]string{
			v.l.T("api.lead"),
			"No key, no cookies, any origin (CORS). Answers are never logged or kept. Every GET answers HEAD as well, and OPTIONS says what a page of another origin may send.",
			"Input is read strictly: unknown or repeated parameters and fields are refused with the place of the mistake, what is allowed there, and the nearest word.",
			"Version 1 only grows: fields may be added, none is renamed or removed. Lists in the examples are cut after two items.",
			"Limits: a body has at most " + itoa(maxJSON) + " bytes; limit is at most " + itoa(maxLimit) + "; q has at most " + itoa(maxQuery) + " letters. All other lists come whole.",
		}, "\n\n"),
		"contact", object("name", v.l.T("site.name"), "url", v.server.base+"/en/about#errors"),
		"license", object("name", "Texts CC BY 4.0, rules and data CC0 1.0", "identifier", licenceTexts.id+" AND "+licenceData.id),
	)
}

func descriptionFile(id, kind string) openapi.Object {
	return object("get", object(
		"operationId", id, "summary", "This description", "description", "The description of the API that you are reading.",
		"responses", object(
			"200", object("description", "The description.", "headers", object("ETag", headerRef("ETag")), "content", object(kind, object("schema", openapi.Object{}))),
			"304", object("description", "It has not changed."),
			"406", problemRef(problemAccept),
		),
	))
}

// closeBody says that a body may have no other fields than the known ones.
func closeBody(schemas *openapi.Schemas) {
	ref := schemas.Of(replies[evaluateBody]())
	name := strings.TrimPrefix(ref.Get("$ref").(string), "#/components/schemas/")
	body := schemas.All().Get(name).(openapi.Object)
	schemas.Define(name, body.Add("additionalProperties", false))
}

func (v *visit) operation(op *describedOp, schemas *openapi.Schemas) openapi.Object {
	var params []any
	for _, p := range op.params {
		params = append(params, v.parameter(p, op.samples))
	}
	out := object("operationId", op.id, "summary", v.l.T(op.title), "description", op.about, "parameters", params)
	if op.body != nil {
		examples := openapi.Object{}
		for _, x := range op.samples {
			examples = examples.Add(x.name, object("summary", x.title, "value", json.RawMessage(x.body)))
		}
		out = out.Add("requestBody", object("required", true, "content", object("application/json", object("schema", schemas.Of(op.body), "examples", examples))))
	}
	return out.Add("responses", v.responses(op, schemas))
}

func (v *visit) parameter(p apiParam, samples []sample) openapi.Object {
	where := "query"
	if p.inPath {
		where = "path"
	}
	out := object("name", p.name, "in", where, "required", p.required, "description", p.about, "schema", p.schema(v))
	if p.list {
		out = out.Add("style", "form").Add("explode", false)
	}
	examples := openapi.Object{}
	for _, x := range samples {
		if value, given := x.values[p.name]; given {
			examples = examples.Add(x.name, object("value", p.typed(v, value)))
		}
	}
	if len(examples) > 0 {
		out = out.Add("examples", examples)
	}
	return out
}

// typed is the value of a parameter in the type of its schema.
func (p apiParam) typed(v *visit, value string) any {
	if p.list {
		return strings.Split(value, ",")
	}
	if n, err := strconv.Atoi(value); err == nil && p.schema(v).Get("type") == "integer" {
		return n
	}
	return value
}

func (v *visit) responses(op *describedOp, schemas *openapi.Schemas) openapi.Object {
	headers := openapi.Object{}
	names := []string{"Rules-Version", "Content-Language", "Cache-Control", "Link"}
	if !op.secret {
		names = append(names, "ETag")
	}
	for _, name := range names {
		headers = headers.Add(name, headerRef(name))
	}
	content := object("schema", object("type", "string"))
	if op.reply != nil {
		content = object("schema", schemas.Of(op.reply))
	}
	examples := openapi.Object{}
	for _, x := range op.samples {
		if x.answer != nil {
			examples = examples.Add(x.name, object("summary", x.title, "value", x.answer))
		}
	}
	if len(examples) > 0 {
		content = content.Add("examples", examples)
	}
	out := object("200", object("description", "The answer.", "headers", headers, "content", object(op.kind, content)))
	if !op.secret {
		out = out.Add("304", object("description", "The answer has not changed since the one whose ETag stands in If-None-Match."))
	}
	for _, k := range op.mayFail() {
		out = out.Add(itoa(k.status), problemRef(k))
	}
	return out
}

// mayFail lists the problems that an operation may answer with.
func (op *apiOp) mayFail() []*problemKind {
	kinds := []*problemKind{problemMalformed}
	if strings.Contains(op.path, ":") {
		kinds = append(kinds, problemNotFound)
	}
	kinds = append(kinds, problemAccept)
	if op.body != nil {
		kinds = append(kinds, problemTooLarge, problemMediaType)
	}
	kinds = append(kinds, problemInvalid, problemFailure)
	if op.stored {
		kinds = append(kinds, problemUnavailable)
	}
	return kinds
}

func problemRef(k *problemKind) openapi.Object {
	return object("$ref", "#/components/responses/"+k.slug)
}

func headerRef(name string) openapi.Object { return object("$ref", "#/components/headers/"+name) }

func (v *visit) problemResponses(d *apiDescription) openapi.Object {
	var out openapi.Object
	for _, p := range d.problems {
		out = out.Add(p.slug, object(
			"description", v.l.T(p.title)+". "+v.l.T(p.text),
			"content", object(problemJSON, object("schema", openapi.Ref("Problem"), "examples", object("example", object("value", p.example)))),
		))
	}
	return out
}

func sharedHeaders() openapi.Object {
	text := object("type", "string")
	return object(
		"Rules-Version", object("description", "Hash of the rules that the answer rests on.", "schema", text),
		"ETag", object("description", "Tag of the answer; send it back in If-None-Match.", "schema", text),
		"Cache-Control", object("description", "How long the answer may be kept.", "schema", text),
		"Content-Language", object("description", "Language of the texts.", "schema", object("type", "string", "enum", apiLangs())),
		"Link", object("description", "Terms of use (license), this description (service-desc) and the page for people (service-doc).", "schema", text),
	)
}

// curl writes a request as a command.
func (v *visit) curl(op *describedOp, x sample) string {
	parts := []string{"curl"}
	if op.body != nil {
		parts = append(parts, "--json "+shellQuoted(x.body))
	}
	return strings.Join(slices.Concat(parts, []string{shellQuoted(v.server.base + x.path)}), " ")
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
