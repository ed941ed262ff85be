package webtest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sampleSite answers with what it was asked.
func sampleSite() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Lang", r.Header.Get("Accept-Language"))
		fmt.Fprintf(w, `<h1>A b</h1><a class="go" href="/next">on</a>`)
	})
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %d %s", r.Header.Get("Content-Type"), len(body), body)
	})
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusSeeOther) })
	return mux
}

const goodScript = `
# a page
GET /page
send Accept-Language: be
code == 200
header X-Lang == be
header X-None ==
text h1 == A b
text h1 == $first.heading
attr href .go ~ ^/n
count a == 1
count h2 != 1
body !contains nothing
body !~ [0-9]{3}
let NEXT = attr href .go

GET /old
code == 303
header Location == /page
header Location != $NEXT

POST /form
form a=b c
form d=$NEXT
body contains application/x-www-form-urlencoded 15 a=b+c&d=%2Fnext

POST /form
fill a=5
body contains a=xxxxx

POST /form
json {"a":1}
pad 20
body contains application/json 20 {"a":1}

HEAD /page
code == 200
body ==
`

func TestScripts(t *testing.T) {
	server := httptest.NewServer(sampleSite())
	defer server.Close()
	answers := 0
	count := Options{
		Every:  func(Answer) []string { answers++; return nil },
		Lookup: func(name string) (string, bool) { return "A b", name == "first.heading" },
	}
	if failures := runScript(server.URL, "good.txt", goodScript, count); len(failures) > 0 || answers != 6 {
		t.Errorf("%d answers, %v", answers, failures)
	}
	complain := Options{Every: func(a Answer) []string { return []string{"never good: " + a.Request.URL.Path} }}
	if got := runScript(server.URL, "x.txt", "\nGET /page\ncode == 200\n", complain); len(got) != 1 || got[0] != "x.txt:2: GET /page: never good: /page" {
		t.Errorf("%v", got)
	}
}

func TestScriptsFail(t *testing.T) {
	server := httptest.NewServer(sampleSite())
	defer server.Close()
	for script, want := range map[string]string{
		"GET /page\ncode == 404":           `x.txt:2: code == 404: got "200"`,
		"GET /page\ntext h1 == A":          `got "A b"`,
		"GET /page\ntext h2 == A":          "no element fits h2",
		"GET /page\nbody contains $X":      "got",
		"GET /page\nbody ~ (":              "missing closing",
		"GET /page\nnothing":               "is no line of a script",
		"GET /page\nweather == fine":       "is no subject",
		"GET /page\nlet A = header X-No":   "nothing to keep",
		"GET /page\nlet A":                 "write let",
		"POST /form\nform a":               "NAME=VALUE",
		"POST /form\nfill a=many":          "invalid syntax",
		"POST /form\njson {}\npad a lot":   "invalid syntax",
		"GET /%zz\ncode == 200":            "invalid URL escape",
		"# only words\n\nGET /old\nbody ~": "",
	} {
		got := strings.Join(runScript(server.URL, "x.txt", script, Options{}), "\n")
		if !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%q gives %q, want %q", script, got, want)
		}
	}
}
