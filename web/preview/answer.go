package preview

import (
	"bytes"
	"net/http"
	"strings"
)

// An answer is what package web would send, kept so that it can be changed.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// ask lets a handler answer a request into memory.
func ask(h http.Handler, r *http.Request) *answer {
	a := &answer{header: http.Header{}}
	h.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return a
}

func (a *answer) isHTML() bool {
	return strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && a.header.Get("Content-Encoding") == ""
}

// send passes the answer on with another body. What was added depends on the
// moment, so nobody may keep it.
func (a *answer) send(w http.ResponseWriter, body []byte) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = append(h[name], values...)
	}
	if a.isHTML() {
		h.Del("ETag")
		h.Del("Content-Length")
		h.Set("Cache-Control", "no-store")
	}
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(a.status)
	w.Write(body) //nolint:errcheck // the browser is gone
}

// insert puts text before the first one of a tag, or at the end.
func insert(body []byte, tag, text string) []byte {
	i := bytes.Index(body, []byte(tag))
	if i < 0 {
		i = len(body)
	}
	return bytes.Join([][]byte{body[:i], []byte(text), body[i:]}, nil)
}

// insertLast puts text before the last one of a tag, or at the end.
func insertLast(body []byte, tag, text string) []byte {
	i := bytes.LastIndex(body, []byte(tag))
	if i < 0 {
		i = len(body)
	}
	return bytes.Join([][]byte{body[:i], []byte(text), body[i:]}, nil)
}

const policyHeader = "Content-Security-Policy"

// What the preview adds to a page: its script, which listens for readings; and its
// own pages may frame it.
var (
	needsFrame  = []string{"frame-ancestors"}
	needsScript = []string{"script-src", "connect-src", "frame-ancestors"}
)

// widen allows this origin in the named directives of a content policy, and leaves
// everything else as it is.
func widen(policy string, directives []string) string {
	var out []string
	done := map[string]bool{}
	for directive := range strings.SplitSeq(policy, ";") {
		words := strings.Fields(directive)
		if len(words) == 0 {
			continue
		}
		for _, name := range directives {
			if words[0] == name {
				done[name] = true
				words = withSelf(words)
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	for _, name := range directives {
		if !done[name] {
			out = append(out, name+" 'self'")
		}
	}
	return strings.Join(out, "; ")
}

func withSelf(words []string) []string {
	out := words[:1:1]
	for _, w := range words[1:] {
		if w != "'none'" && w != "'self'" {
			out = append(out, w)
		}
	}
	return append(out, "'self'")
}
