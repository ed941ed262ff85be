package export

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
)

// An answer is what the handler said. It is an http.ResponseWriter.
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

// ask asks a handler for an address of its own, without a network.
func ask(h http.Handler, address string) *answer {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return &answer{status: http.StatusBadRequest, header: http.Header{}}
	}
	return answerTo(h, r)
}

// send sends a form, as a page of the same site does.
func send(h http.Handler, address string, form url.Values) *answer {
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return &answer{status: http.StatusBadRequest, header: http.Header{}}
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return answerTo(h, r)
}

func answerTo(h http.Handler, r *http.Request) *answer {
	r.RequestURI = r.URL.RequestURI()
	a := &answer{header: http.Header{}}
	h.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return a
}
