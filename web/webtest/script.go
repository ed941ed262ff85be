package webtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A request script says what is asked and what the answer must be. Requests are
// set apart by blank lines; each line is one word and its value:
//
//	# Belarusian for those whose browser asks for it
//	GET /
//	send Accept-Language: be
//	code == 302
//	header Location == /be/
//
// After the request line may come
//
//	send NAME: VALUE   a header of the request
//	form NAME=VALUE    a field of a form; fill NAME=N is a field of N letters
//	json TEXT          a body of JSON
//	pad N              white space behind the JSON, up to N bytes
//
// and then, in any number and order, what must be true:
//
//	SUBJECT OPERATOR VALUE
//
// where SUBJECT is code, body, header NAME, text SELECTOR (of the first such
// element), attr NAME SELECTOR or count SELECTOR, and OPERATOR is ==, !=,
// contains, !contains, ~ or !~ (a regular expression). Selectors are those of
// Find. "let NAME = SUBJECT" keeps what was found; $NAME stands for it in the
// lines behind it.

// Options are what scripts are run with.
type Options struct {
	// Lookup gives what $NAME stands for, where no line has kept it.
	Lookup func(name string) (value string, ok bool)
	// Every looks at every answer and says what is wrong with it.
	Every func(Answer) []string
}

// An Answer is what came back for one request.
type Answer struct {
	Request *http.Request
	*http.Response
	Content []byte // the body
}

// RunScripts runs every script whose file name fits a pattern against a handler,
// through a real connection.
func RunScripts(t *testing.T, h http.Handler, pattern string, o Options) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts fit %s: %v", pattern, err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, failure := range runScript(server.URL, filepath.Base(file), string(text), o) {
				t.Error(failure)
			}
		})
	}
}

// runScript gives everything that was not as the script says.
func runScript(server, name, text string, o Options) (failures []string) {
	r := &runner{server: server, vars: map[string]string{}, options: o}
	for _, s := range stanzas(text) {
		for _, failure := range r.run(s) {
			failures = append(failures, fmt.Sprintf("%s:%s", name, failure))
		}
	}
	return failures
}

// A line of a script, with its number.
type line struct {
	number int
	text   string
}

// stanzas cuts a script into requests.
func stanzas(text string) [][]line {
	var out [][]line
	var current []line
	for n, s := range strings.Split(text+"\n\n", "\n") {
		s = strings.TrimSpace(s)
		switch {
		case s == "" && len(current) > 0:
			out = append(out, current)
			current = nil
		case s != "" && !strings.HasPrefix(s, "#"):
			current = append(current, line{n + 1, s})
		}
	}
	return out
}
