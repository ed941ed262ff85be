package web_test

import (
	"maps"
	"math/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/webtest"
)

// The mode that leaves no trace, walked by its own forms to every result.
func TestEveryPageWithoutATrace(t *testing.T) { walkWithoutATrace(t) }

func walkWithoutATrace(t *testing.T) {
	t.Helper()
	r := newRig(t)
	var all sync.WaitGroup
	var walks []*privateWalk
	for _, l := range lang.All() {
		w := &privateWalk{walk: newWalk(r, string(l))}
		walks = append(walks, w)
		all.Go(w.run)
	}
	all.Wait()
	for _, w := range walks {
		w.report(t)
		t.Logf("%s: %d forms posted, %d results", w.lang, w.posted, w.results)
		if w.results < 200 && !sampled() {
			t.Errorf("only %d results: the walk has lost its way", w.results)
		}
	}
}

// A privateWalk walks by the bodies of forms. Its pages have no addresses of
// their own; what was sent stands for them.
type privateWalk struct {
	*walk
	bodies []url.Values
}

func (w *privateWalk) run() {
	w.next(url.Values{})
	for len(w.bodies) > 0 {
		body := w.bodies[0]
		w.bodies = w.bodies[1:]
		w.visit(body)
	}
}

// next notes what to send, once.
func (w *privateWalk) next(body url.Values) {
	key := body.Encode()
	if !w.known[key] && (len(body) < 4 || (!sampled() || oneIn(5, key))) {
		w.known[key] = true
		w.bodies = append(w.bodies, body)
	}
}

func (w *privateWalk) visit(body url.Values) {
	address := "/" + w.lang + "/check/private"
	from := address + " with " + body.Encode()
	a := post(w.h, address, body)
	w.posted++
	if a.Code != http.StatusOK {
		w.fault(from, "status %d", a.Code)
		return
	}
	w.sound(from, a)
	w.traceless(from, a)
	w.switches(from, a)
	isResult := webtest.First(a.doc, "#why") != nil
	if isResult {
		w.results++
	}
	for _, f := range webtest.Forms(a.doc) {
		if len(f.Radios()) > 0 && f.Action == address {
			w.answer(from, f, isResult && body.Get("show") != "")
		}
	}
}

// answer goes on with every answer; from a result with each of its questions
// once.
func (w *privateWalk) answer(from string, f webtest.Form, again bool) {
	if again || len(f.Radios()) > 1 && !oneIn(8, behindLanguage(from)) {
		return
	}
	for _, name := range f.Radios() {
		for _, choice := range f.Choices(name) {
			body := f.With(name, choice)
			body.Set("date", "28.10.2025")
			if body.Get("on") != "another" {
				body.Del("date")
			}
			w.next(body)
		}
	}
	if len(f.Radios()) == 1 {
		w.mistaken(from, f)
	}
}

// mistaken sends the form with nothing chosen: the same question comes back.
func (w *privateWalk) mistaken(from string, f webtest.Form) {
	body := f.Values()
	body.Del(f.Radios()[0])
	a := post(w.h, f.Action, body)
	w.posted++
	if a.Code != http.StatusUnprocessableEntity || webtest.First(a.doc, ".errs a") == nil {
		w.fault(from, "nothing chosen gives status %d and no summary of mistakes", a.Code)
	}
	w.sound(from, a)
	w.traceless(from, a)
}

// traceless: no cache keeps the page, and no address on it holds an answer.
func (w *privateWalk) traceless(from string, a reply) {
	if got := a.Header().Get("Cache-Control"); got != "no-store" || a.Header().Get("ETag") != "" {
		w.fault(from, "Cache-Control %q and ETag %q", got, a.Header().Get("ETag"))
	}
	if a.Header().Get("X-Robots-Tag") != "noindex" || a.location() != "" {
		w.fault(from, "robots %q, Location %q", a.Header().Get("X-Robots-Tag"), a.location())
	}
	addresses := []string{}
	for _, l := range webtest.Links(a.doc) {
		if !strings.Contains(l.Rel, "external") {
			addresses = append(addresses, l.Href)
		}
	}
	for _, f := range webtest.Forms(a.doc) {
		addresses = append(addresses, f.Action)
		for _, field := range f.Fields {
			addresses = append(addresses, field.Action)
		}
		if f.Method != "post" {
			w.fault(from, "a form that writes its values into the address")
		}
	}
	for _, address := range addresses {
		if strings.Contains(address, "?") || strings.Contains(address, "/check/1-") || strings.Contains(address, "/result/") {
			w.fault(from, "the address %s holds an answer", address)
		}
	}
}

// switches: each button of the language switch shows the same page in its
// language, with the same answers.
func (w *privateWalk) switches(from string, a reply) {
	forms := webtest.Find(a.doc, "header form")
	if len(forms) != 1 {
		w.fault(from, "%d forms to switch the language", len(forms))
		return
	}
	f := webtest.Forms(a.doc)[0]
	for _, button := range f.Fields {
		if button.Type != "submit" || button.Value == w.lang || !oneIn(4, f.Values().Encode()) {
			continue
		}
		there := post(w.h, button.Action, f.With(button.Name, button.Value))
		w.posted++
		back := webtest.Forms(there.doc)[0].Values()
		if got := webtest.Attr(webtest.First(there.doc, "html"), "lang"); there.Code != http.StatusOK || got != button.Value || !maps.EqualFunc(back, f.Values(), slices.Equal) {
			w.fault(from, "the switch to %s gives status %d, language %s and %s", button.Value, there.Code, got, back.Encode())
		}
	}
}

// Answers come in any combination: from links that others made, and by changing
// one answer after the other. Every code has a sound step and a sound result.
func TestAnyCode(t *testing.T) {
	r := newRig(t)
	n := 150
	if sampled() {
		n = 30
	}
	random := rand.New(rand.NewSource(1))
	for _, l := range lang.All() {
		w := newWalk(r, string(l))
		for range n {
			a := randomAnswers(random, r.q)
			code := r.q.Code(a)
			for _, path := range []string{"/check/", "/result/"} {
				w.visit("/" + w.lang + path + code)
			}
			question := &r.q.Questions[random.Intn(len(r.q.Questions))]
			if question.Asked {
				w.visit("/" + w.lang + "/check/" + code + "/" + question.ID)
			}
		}
		w.report(t)
		t.Logf("%s: %d pages", w.lang, len(w.pages))
	}
}

// randomAnswers is any set of answers that a code can hold.
func randomAnswers(random *rand.Rand, q *eligibility.Questionnaire) eligibility.Answers {
	a := q.NoAnswers()
	for i := range q.Questions {
		if choices := q.Questions[i].Allowed(); q.Questions[i].Asked && random.Intn(4) > 0 {
			a[i], _ = q.Questions[i].Parse(choices[random.Intn(len(choices))])
		}
	}
	return a
}
