package webtest

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// operators compare what was got with what is wanted.
var operators = map[string]func(got, want string) (bool, error){
	"==":        func(got, want string) (bool, error) { return got == want, nil },
	"!=":        func(got, want string) (bool, error) { return got != want, nil },
	"contains":  func(got, want string) (bool, error) { return strings.Contains(got, want), nil },
	"!contains": func(got, want string) (bool, error) { return !strings.Contains(got, want), nil },
	"~":         func(got, want string) (bool, error) { return regexp.MatchString(want, got) },
	"!~": func(got, want string) (bool, error) {
		found, err := regexp.MatchString(want, got)
		return !found, err
	},
}

var assertion = regexp.MustCompile(`^(.+?) (==|!=|!?contains|!?~)(?: (.*))?$`)

// check holds one line of a script against the answer.
func (r *runner) check(a Answer, text string) error {
	if kept, ok := strings.CutPrefix(text, "let "); ok {
		return r.keep(a, kept)
	}
	m := assertion.FindStringSubmatch(text)
	if m == nil {
		return errors.New("is no line of a script")
	}
	got, err := a.subject(m[1])
	if err != nil {
		return err
	}
	ok, err := operators[m[2]](got, m[3])
	if err == nil && !ok {
		err = fmt.Errorf("got %q", shorten(got))
	}
	return err
}

func (r *runner) keep(a Answer, text string) error {
	name, subject, ok := strings.Cut(text, " = ")
	if !ok {
		return errors.New("write let NAME = SUBJECT")
	}
	got, err := a.subject(subject)
	if err == nil && got == "" {
		err = errors.New("there is nothing to keep")
	}
	r.vars[name] = got
	return err
}

// subject finds what a line is about.
func (a Answer) subject(words string) (string, error) {
	word, rest, _ := strings.Cut(words, " ")
	switch word {
	case "code":
		return strconv.Itoa(a.StatusCode), nil
	case "body":
		return Plain(string(a.Content)), nil
	case "header":
		return strings.Join(a.Header.Values(rest), ", "), nil
	case "count":
		return strconv.Itoa(len(Find(Parse(a.Content), rest))), nil
	case "text":
		return a.element(rest, "")
	case "attr":
		name, selector, _ := strings.Cut(rest, " ")
		return a.element(selector, name)
	}
	return "", fmt.Errorf("%q is no subject", word)
}

func (a Answer) element(selector, attribute string) (string, error) {
	n := First(Parse(a.Content), selector)
	if n == nil {
		return "", fmt.Errorf("no element fits %s", selector)
	}
	if attribute == "" {
		return Text(n), nil
	}
	return Attr(n, attribute), nil
}

// shorten keeps a failure readable.
func shorten(s string) string {
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + " …"
	}
	return s
}
