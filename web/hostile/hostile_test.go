package hostile

import (
	"net/http"
	"testing"
)

func TestCorpus(t *testing.T) {
	cases, per, seen := Cases(), map[string]int{}, map[string]bool{}
	for _, c := range cases {
		per[c.Category]++
		if c.Marker == "" || seen[c.Marker] || len(c.Raw) == 0 {
			t.Errorf("no request, or without a marker of its own: %s", c)
		}
		seen[c.Marker] = true
	}
	if len(cases) < 1000 || len(per) < 12 {
		t.Errorf("%d requests in %v", len(cases), per)
	}
	t.Logf("%d requests: %v", len(cases), per)
}

// The judge finds what it is there to find.
func TestFaults(t *testing.T) {
	c := Case{Marker: "mark", Category: "xss"}
	page := func(body string) *Answer {
		return &Answer{Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(body)}
	}
	bad := map[string]*Answer{
		"element":       page("<p><xmark>"),
		"code":          page("<script>mark(</script>"),
		"event":         page("<img onerror=mark>"),
		"attribute":     page("<p mark=x>"),
		"script":        page(`<script type="application/ld+json">{"a":"mark</script>`),
		"style":         page("<style>mark</style>"),
		"comment":       page("<!-- mark -->"),
		"javascript":    page("<a href='javascript:mark'>x</a>"),
		"another site":  page("<a href='//evil.example/mark'>x</a>"),
		"backslashes":   page(`<a href='/\evil.example/mark'>x</a>`),
		"class":         page("<p class=mark>"),
		"plain text":    {Status: 200, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("mark")},
		"bad JSON":      {Status: 200, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: []byte(`{"a":"mark}`)},
		"bad XML":       {Status: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Body: []byte(`<a mark="x"/>`)},
		"failure":       {Status: 500, Header: http.Header{}},
		"two answers":   {Status: 200, Header: http.Header{}, Rest: []byte("HTTP/1.1 200 OK")},
		"header":        {Status: 200, Header: http.Header{"X-Any": {"mark"}}},
		"injected":      {Status: 200, Header: http.Header{"X-Injected": {"1"}}},
		"redirect":      {Status: 302, Header: http.Header{"Location": {"https://evil.example/"}}},
		"redirect //":   {Status: 302, Header: http.Header{"Location": {"//evil.example/"}}},
		"redirect tabs": {Status: 302, Header: http.Header{"Location": {"/\t/evil.example/"}}},
	}
	for name, a := range bad {
		if len(c.Faults(a)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
	for name, a := range map[string]*Answer{
		"text":     page("<p>&lt;script&gt;mark&lt;/script&gt;</p>"),
		"value":    page(`<input value="&quot; onx=mark">`),
		"own link": page("<a href='/en/search?q=mark'>x</a><a href='" + Base + "/mark'>x</a>"),
		"JSON":     {Status: 422, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: []byte(`{"a":"<script>mark"}`)},
		"XML":      {Status: 200, Header: http.Header{"Content-Type": {"text/xml; charset=utf-8"}}, Body: []byte(`<a>&lt;mark</a>`)},
		"redirect": {Status: 303, Header: http.Header{"Location": {"/en/search?q=mark"}}},
		"closed":   {},
	} {
		if faults := c.Faults(a); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
