package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"localvote/content"
)

const result = "/be/result/1-BD0W"

// resultsOf asks for the results of some codes under an address that is new each time: each
// day on which somebody may vote is one, and each place in which. The lists have no common
// factor with the days, so that more than a hundred thousand addresses lie between one and
// the same again, and what was sent first is let go long before. The seed keeps runs of
// wrk from repeating one another.
const resultsOf = `local codes, languages, places, n = {"%s"}, {"%s"}, {"%s"}, %d
local first, days = 1767225600, 3499 -- since 2026-01-01; a prime number
request = function()
  n = n + 1
  local language, code, place = languages[n %% #languages + 1], codes[n %% #codes + 1], places[n %% #places + 1]
  return wrk.format("GET", "/" .. language .. "/result/" .. code .. "?on=" .. os.date("!%%Y-%%m-%%d", first + n %% days * 86400) .. place)
end
`

// knownCodes is how many sets of answers are asked for again and again: fewer than are kept
// explained.
const knownCodes = 41

// anotherQuery adds words that mean nothing, as networks do.
const anotherQuery = `local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "%s?fbclid=%d-" .. n)
end
`

// between is how many requests lie between the seeds of two rounds.
const between = 1_000_003

// answerForm is the step of a reader who answers one question.
const answerForm = `wrk.method = "POST"
wrk.body = "head_elected=yes"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
`

const question = "/be/check/1-BCXG/head_elected"

// results measures what is asked for once: the results, and the step of an answer.
func (b *bench) results() error {
	p, _, err := b.serveAnswer()
	if err != nil {
		return err
	}
	defer p.stop()
	if _, err := b.rate(load{on: p, path: result}, b.round); err != nil { // puts it on the shelf and presses it
		return err
	}
	d, err := b.duel(load{on: p, path: result}, load{on: p, path: measured})
	if err != nil {
		return err
	}
	b.addRatio("results", "result page, asked again : page", atLeast(0.8), d)
	codes, err := personas(p)
	if err != nil {
		return err
	}
	if err := b.firstResults(p, codes); err != nil {
		return err
	}
	return b.steady("answer of a question (POST, 303)", nil, func() load { return load{on: p, path: question, script: answerForm} })
}

// firstResults measures results that are not ready: of answers that were explained for
// another day, of answers that were not, in places so that there are enough of them, and
// under addresses with words added.
func (b *bench) firstResults(p *process, codes []string) error {
	turn := 0
	script := func(codes, languages, places []string) func() load {
		return func() load {
			turn++
			return load{on: p, path: result, script: fmt.Sprintf(resultsOf, strings.Join(codes, `","`), strings.Join(languages, `","`), strings.Join(places, `","`), turn*between)}
		}
	}
	places, err := placeQueries()
	if err != nil {
		return err
	}
	if err := b.steady("result page, asked for the first time, answers known", atLeast(5000), script(codes[:knownCodes], []string{"be"}, []string{""})); err != nil {
		return err
	}
	if err := b.steady("result page, asked for the first time, answers new", atLeast(5000), script(codes, []string{"ru", "be", "en"}, places)); err != nil {
		return err
	}
	return b.steady("result page, words added to its address", atLeast(5000), func() load {
		turn++
		return load{on: p, path: result, script: fmt.Sprintf(anotherQuery, result, turn)}
	})
}

// placeQueries are what addresses of results say of each place.
func placeQueries() ([]string, error) {
	data, err := fs.ReadFile(content.FS, "places/places.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, "&place="+row[0])
	}
	return out, nil
}

// personas are the codes of the test persons: some hundred sets of answers.
func personas(p *process) ([]string, error) {
	data, err := fs.ReadFile(content.FS, "eligibility/personas.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, row := range rows[1:] {
		named := url.Values{}
		for i, question := range rows[0] {
			named.Set(question, row[i]) // what is no question is left out there
		}
		a, err := get(p.url("/be/check?" + named.Encode()))
		if err != nil {
			return nil, err
		}
		to, err := url.Parse(a.header.Get("Location"))
		if err != nil || !strings.HasPrefix(to.Path, "/be/check/") {
			return nil, fmt.Errorf("person %q: status %d, to %q", row[0], a.status, a.header.Get("Location"))
		}
		if code := path.Base(to.Path); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes, nil
}

// steady measures one thing several times.
func (b *bench) steady(name string, t *target, next func() load) error {
	var rates []float64
	for range b.rounds {
		rate, err := b.rate(next(), b.round)
		if err != nil {
			return err
		}
		rates = append(rates, rate)
	}
	middle, low, high := median(rates)
	note := "on one core"
	if !b.cores.pin {
		note = "on any core"
	}
	b.add(figure{Part: "results", Name: name, Value: middle, Unit: "/s", Low: low, High: high, Target: t, Note: note})
	return nil
}
