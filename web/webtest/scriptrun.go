package webtest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// client follows no redirects and unpacks nothing: scripts see what is sent.
var client = &http.Client{
	Timeout:       30 * time.Second,
	Transport:     &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// A runner runs the requests of one script.
type runner struct {
	server  string
	vars    map[string]string
	options Options
}

// run sends one request and looks at its answer.
func (r *runner) run(lines []line) (failures []string) {
	fail := func(l line, format string, args ...any) {
		failures = append(failures, fmt.Sprintf("%d: %s: %s", l.number, l.text, fmt.Sprintf(format, args...)))
	}
	request, checks, err := r.request(lines)
	if err != nil {
		fail(lines[0], "%v", err)
		return failures
	}
	answer, err := send(request)
	if err != nil {
		fail(lines[0], "%v", err)
		return failures
	}
	for _, l := range checks {
		if err := r.check(answer, r.fill(l.text)); err != nil {
			fail(l, "%v", err)
		}
	}
	if r.options.Every != nil {
		for _, words := range r.options.Every(answer) {
			fail(lines[0], "%s", words)
		}
	}
	return failures
}

var variable = regexp.MustCompile(`\$[A-Za-z][\w.]*`)

// fill puts in what was kept by "let", and what the options know.
func (r *runner) fill(text string) string {
	return variable.ReplaceAllStringFunc(text, func(name string) string {
		if value, ok := r.vars[name[1:]]; ok {
			return value
		}
		if r.options.Lookup != nil {
			if value, ok := r.options.Lookup(name[1:]); ok {
				return value
			}
		}
		return name
	})
}

// A draft is a request in the making.
type draft struct {
	method, path string
	header       http.Header
	form         url.Values
	json         string
}

// request reads the first lines of a stanza; the others are checks.
func (r *runner) request(lines []line) (request *http.Request, checks []line, err error) {
	method, path, _ := strings.Cut(r.fill(lines[0].text), " ")
	d := draft{method: method, path: strings.TrimSpace(path), header: http.Header{}}
	for n, l := range lines[1:] {
		word, rest, _ := strings.Cut(r.fill(l.text), " ")
		known, err := d.read(word, strings.TrimSpace(rest))
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", l.number, err)
		}
		if !known {
			checks = lines[1+n:]
			break
		}
	}
	request, err = d.request(r.server)
	return request, checks, err
}

func (d *draft) read(word, rest string) (known bool, err error) {
	switch word {
	case "send":
		name, value, _ := strings.Cut(rest, ":")
		d.header.Add(name, strings.TrimSpace(value))
	case "form", "fill":
		return true, d.field(rest, word == "fill")
	case "json":
		d.json = rest
	case "pad":
		n, err := strconv.Atoi(rest)
		d.json += strings.Repeat(" ", max(0, n-len(d.json)))
		return true, err
	default:
		return false, nil
	}
	return true, nil
}

func (d *draft) field(rest string, filled bool) error {
	name, value, ok := strings.Cut(rest, "=")
	if !ok {
		return fmt.Errorf("a field is NAME=VALUE")
	}
	if filled {
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		value = strings.Repeat("x", n)
	}
	if d.form == nil {
		d.form = url.Values{}
	}
	d.form.Add(name, value)
	return nil
}

func (d *draft) request(server string) (*http.Request, error) {
	body, kind := d.json, "application/json"
	if d.form != nil {
		body, kind = d.form.Encode(), "application/x-www-form-urlencoded"
	}
	request, err := http.NewRequest(d.method, server+d.path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body == "" {
		request.Body, request.ContentLength = nil, 0
	} else {
		request.Header.Set("Content-Type", kind)
	}
	for name, values := range d.header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	return request, nil
}

func send(request *http.Request) (Answer, error) {
	response, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return Answer{request, response, content}, err
}
