package main

import "fmt"

const result = "/be/result/1-BD0W"

// anotherQuery makes every address a new one, so that nothing is on the shelf. The seed
// keeps runs of wrk from repeating one another.
const anotherQuery = `local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "%s?bench=%d-" .. n)
end
`

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
	turn := 0
	if err := b.steady("result page, asked for the first time", atLeast(5000), func() load {
		turn++
		return load{on: p, path: result, script: fmt.Sprintf(anotherQuery, result, turn)}
	}); err != nil {
		return err
	}
	return b.steady("answer of a question (POST, 303)", nil, func() load { return load{on: p, path: question, script: answerForm} })
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
