package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/openapi"
)

// apiAboutPage describes the API to people, from the same description that programs
// read.
func (s *Server) apiAboutPage(v *visit) error {
	d, err := s.apiDocs.get(s)
	if err != nil {
		return err
	}
	page := templates.APIPage{
		Kick: v.l.T("api.nav"), Heading: v.l.T("api.heading"), Lead: v.l.T("api.lead"),
		Pass: []templates.Pair{
			{Term: v.l.T("api.base"), Value: s.base + apiRoot},
			{Term: v.l.T("api.version"), Value: "1"},
			{Term: v.l.T("pass.law"), Value: v.monthYear(v.site.Settings.LawAsOf)},
			{Term: v.l.T("pass.checked"), Value: v.longDate(v.sources.LastChecked())},
		},
		Files: []templates.Link{{Text: v.l.T("api.yaml"), Href: openAPIPath}, {Text: v.l.T("api.json"), Href: openAPIJSONPath}},
		Start: []string{
			v.l.T("api.start_key"), v.l.T("api.start_lang"), v.l.T("api.start_strict"), v.l.T("api.start_unknown"),
			v.l.T("api.start_pin"), v.l.T("api.start_cache"), v.l.T("api.start_grow"),
		},
		Privacy: []string{v.l.T("api.privacy_log"), v.l.T("api.privacy_post"), v.l.T("api.privacy_code")},
		Limits: []templates.Pair{
			{Term: "POST", Value: v.l.With("api.limit_body", map[string]any{"n": v.number(itoa(maxJSON))})},
			{Term: "limit", Value: v.l.With("api.limit_list", map[string]any{"n": itoa(maxLimit), "usual": itoa(defaultLimit)})},
			{Term: "q", Value: v.l.With("api.limit_query", map[string]any{"n": itoa(maxQuery)})},
			{Term: "on", Value: v.l.With("api.limit_day", map[string]any{"from": v.longDate(v.q.Coverage), "to": v.longDate(v.site.Settings.DateLimit)})},
		},
		Licences: []string{v.l.T("data.licence_data"), v.l.T("data.licence_texts")},
		Data:     templates.Link{Text: v.l.T("data.heading"), Href: v.href("/data")},
	}
	for i := range d.ops {
		page.Ops = append(page.Ops, v.opView(&d.ops[i]))
	}
	first := v.sampleView(&d.ops[0], d.ops[0].samples[0])
	first.TitleLang = string(v.lang)
	first.Title = v.l.T("api.example")
	page.Try = []templates.APISample{first}
	for _, p := range d.problems {
		page.Problems = append(page.Problems, templates.APIProblem{
			ID: "problem-" + p.slug, Status: itoa(p.status), Title: v.l.T(p.title), Text: v.l.T(p.text), Example: indented(p.example),
		})
	}
	for _, m := range mistakeCodes() {
		page.Codes = append(page.Codes, templates.Pair{Term: m.code, Value: v.l.T(m.text)})
	}
	page.Fields = templates.Link{Text: v.l.T("api.schemas"), Href: v.href(apiFieldsPath)}
	page.Frame = v.frame(frameOf{path: apiPage, title: page.Heading, description: v.l.T("api.summary")})
	describeAPI(v.c.Response().Header())
	return v.send(http.StatusOK, templates.API(page))
}

// apiFieldsPath is the page with the fields of every answer.
const apiFieldsPath = apiPage + "/fields"

// apiFieldsPage lists the fields of every answer.
func (s *Server) apiFieldsPage(v *visit) error {
	d, err := s.apiDocs.get(s)
	if err != nil {
		return err
	}
	page := templates.APIFieldsPage{
		Kick: v.l.T("api.nav"), Heading: v.l.T("api.schemas"), Lead: v.l.T("api.schemas_about"),
		Back: templates.Link{Text: v.l.T("api.heading"), Href: v.href(apiPage)},
	}
	for _, m := range d.schemas {
		page.Schemas = append(page.Schemas, v.schemaView(m.Name, m.Value.(openapi.Object)))
	}
	page.Frame = v.frame(frameOf{path: apiFieldsPath, title: page.Heading, description: v.l.T("api.schemas_summary")})
	return v.send(http.StatusOK, templates.APIFields(page))
}

func (v *visit) opView(op *describedOp) templates.APIOp {
	out := templates.APIOp{
		ID: "op-" + op.id, Method: op.method, Path: apiRoot + openAPIPathOf(op.path), Title: v.l.T(op.title), About: op.about,
	}
	for _, p := range op.params {
		if p.name == langParam.name {
			continue // all operations take it: the page says so once
		}
		f := v.fieldView(p.name, p.schema(v), p.required)
		f.About = p.about
		if p.inPath {
			f.Need = v.l.T("api.in_path")
		}
		out.Params = append(out.Params, f)
	}
	if op.body != nil {
		out.Body = v.schemaView("", v.bodySchema()).Fields
	}
	for _, x := range op.samples {
		out.Samples = append(out.Samples, v.sampleView(op, x))
	}
	if op.reply != nil {
		out.Reply = v.schemaLink(openapi.NewSchemas().Of(op.reply).Get("$ref"))
	}
	for _, k := range op.mayFail() {
		out.Problems = append(out.Problems, templates.Link{Text: itoa(k.status), Href: "#problem-" + k.slug})
	}
	return out
}

// bodySchema is the schema of the body that evaluate and next take.
func (v *visit) bodySchema() openapi.Object {
	s := v.schemas()
	s.Of(replies[evaluateBody]())
	return s.All().Get("EvaluateBody").(openapi.Object)
}

func (v *visit) sampleView(op *describedOp, x sample) templates.APISample {
	answer, isText := x.answer.(string)
	if !isText {
		answer = indented(x.answer)
	}
	spoken := x.values[langParam.name]
	switch {
	case spoken == "":
		spoken = string(lang.EN) // names of columns
	case spoken == string(lang.EN) && strings.ContainsFunc(answer, isCyrillic):
		spoken = "mul" // names and quotations in several languages
	}
	return templates.APISample{Title: x.title, TitleLang: string(lang.EN), Curl: v.curl(op, x), Answer: answer, Lang: spoken}
}

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

// indented is JSON for people; "" for nothing.
func indented(value any) string {
	if value == nil {
		return ""
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(value) != nil {
		return ""
	}
	return strings.TrimSpace(out.String())
}

func (v *visit) schemaView(name string, schema openapi.Object) templates.APISchema {
	out := templates.APISchema{ID: "schema-" + name, Name: name}
	out.About, _ = schema.Get("description").(string)
	if words, ok := schema.Get("enum").([]string); ok {
		out.Words = strings.Join(words, " | ")
	}
	required, _ := schema.Get("required").([]string)
	properties, _ := schema.Get("properties").(openapi.Object)
	for _, p := range properties {
		out.Fields = append(out.Fields, v.fieldView(p.Name, p.Value.(openapi.Object), slices.Contains(required, p.Name)))
	}
	return out
}

// fieldView says what a field is; lists and maps are named with what is in them.
func (v *visit) fieldView(name string, schema openapi.Object, required bool) templates.APIField {
	f := templates.APIField{Name: name, Need: v.l.T("api.optional")}
	if required {
		f.Need = v.l.T("api.required")
	}
	f.About, _ = schema.Get("description").(string)
	f.Words, f.Type = v.kindOfValue(schema)
	return f
}

// kindOfValue is the kind of a value in the words of JSON Schema, and the schema
// that it refers to.
func (v *visit) kindOfValue(schema openapi.Object) (words string, link *templates.Link) {
	if ref := schema.Get("$ref"); ref != nil {
		return "", v.schemaLink(ref)
	}
	if either, ok := schema.Get("oneOf").([]any); ok {
		words, link = v.kindOfValue(either[0].(openapi.Object))
		return strings.TrimSpace(words + " | null"), link
	}
	for _, inside := range []struct{ in, mark string }{{"items", "[]"}, {"additionalProperties", "{}"}} {
		if below, ok := schema.Get(inside.in).(openapi.Object); ok {
			words, link = v.kindOfValue(below)
			return inside.mark + " " + words, link
		}
	}
	if list, ok := schema.Get("enum").([]string); ok {
		return strings.Join(list, " | "), nil
	}
	kind, _ := schema.Get("type").(string)
	if format, ok := schema.Get("format").(string); ok {
		kind += " (" + format + ")"
	}
	return kind, nil
}

func (v *visit) schemaLink(ref any) *templates.Link {
	name := strings.TrimPrefix(ref.(string), "#/components/schemas/")
	return &templates.Link{Text: name, Href: v.href(apiFieldsPath) + "#schema-" + name}
}
