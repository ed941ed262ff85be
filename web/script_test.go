package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// The request scripts of testdata say how every address answers, and how it
// answers to what nobody should send. How to read them: package webtest.
func TestScripts(t *testing.T) {
	r := newRig(t)
	webtest.RunScripts(t, r, "testdata/*.txt", webtest.Options{Lookup: r.lookup, Every: everyAnswer})
}

// lookup gives scripts the words of the interface as $en.error.404.title, the
// share code of answers as $code.ru.by.21plus, the name of the live rules as
// $rules, and this day.
func (r *rig) lookup(name string) (string, bool) {
	first, rest, _ := strings.Cut(name, ".")
	switch first {
	case "today":
		return today, true
	case "rules":
		return r.q.Hash[:12], true
	case "base":
		return baseURL, true
	}
	l, ok := lang.Parse(first)
	if !ok {
		return "", false
	}
	words := r.live.Site().Catalog.In(l).T(rest)
	return webtest.Plain(words), !strings.HasPrefix(words, "⟦")
}

// securityHeaders stand on every answer, whatever its status.
var securityHeaders = map[string]string{
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy":        "no-referrer",
	"Set-Cookie":             "",
	"X-Powered-By":           "",
	"Server":                 "",
}

// The content policy of every answer, and what it allows beyond that to a page
// with the one script.
const (
	contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	scriptPolicy  = contentPolicy + "; script-src 'self'; connect-src 'self'"
)

// policyFaults: a page without a script may run none.
func policyFaults(a webtest.Answer) []string {
	got := a.Header.Get("Content-Security-Policy")
	hasScript := bytes.Contains(a.Content, []byte("<script src="))
	if hasScript && got == scriptPolicy || !hasScript && got == contentPolicy || len(a.Content) == 0 && got == scriptPolicy {
		return nil
	}
	return []string{"Content-Security-Policy is " + got}
}

// everyAnswer holds what is true of every answer to anything.
func everyAnswer(a webtest.Answer) (faults []string) {
	for name, want := range securityHeaders {
		if got := a.Header.Get(name); got != want {
			faults = append(faults, name+" is "+got+", want "+want)
		}
	}
	faults = append(faults, policyFaults(a)...)
	if a.StatusCode >= http.StatusInternalServerError {
		faults = append(faults, a.Status)
	}
	html := strings.HasPrefix(a.Header.Get("Content-Type"), "text/html")
	if !html || a.Request.Method == http.MethodHead || len(a.Content) == 0 {
		return faults
	}
	doc := webtest.Parse(a.Content)
	if got := webtest.Attr(webtest.First(doc, "html"), "lang"); got != a.Header.Get("Content-Language") {
		faults = append(faults, "the page is in "+got+", its header says "+a.Header.Get("Content-Language"))
	}
	return append(faults, webtest.Check(doc)...)
}
