package web

import (
	"slices"
	"strings"

	"localvote/web/eligibility"
)

// evaluation is the whole result as JSON; the page shows the same.
type evaluation struct {
	AsOf    string          `json:"as_of"`
	LawAsOf string          `json:"law_as_of"`
	Ruleset evaluationRules `json:"ruleset"`
	Code    *string         `json:"code"` // null when sensitive answers were sent
	Settled bool            `json:"settled"`
	Next    *nextQuestion   `json:"next_question"`
	Rights  []evaluated     `json:"rights"`
}

type evaluationRules struct {
	ID        string `json:"id,omitempty"`
	Hash      string `json:"hash"`
	Published string `json:"published,omitempty"`
}

type nextQuestion struct {
	ID         string `json:"id"`
	AtMostMore int    `json:"at_most_more"`
}

type evaluated struct {
	ID          string              `json:"id"`
	Name        string              `json:"name"`
	Verdict     string              `json:"verdict"`
	Possible    []string            `json:"possible"`
	Because     map[string]string   `json:"because,omitempty"`
	Reasons     []evaluatedReason   `json:"reasons"`
	Provided    map[string][]string `json:"provided,omitempty"`
	Conditions  []evaluatedStep     `json:"conditions,omitempty"`
	DependsOn   []dependsOn         `json:"depends_on,omitempty"`
	WouldChange []wouldChange       `json:"would_change,omitempty"`
	NoMatter    []string            `json:"did_not_matter,omitempty"`
	NextSteps   []evaluatedStep     `json:"next_steps,omitempty"`
	Later       []changesLater      `json:"changes_later,omitempty"`
}

type evaluatedReason struct {
	Rule    string            `json:"rule"`
	Effect  string            `json:"effect"`
	Verdict string            `json:"verdict"`
	Text    string            `json:"text"`
	Sources []evaluatedSource `json:"sources"`
}

type evaluatedSource struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Kind      string `json:"kind"`
	Seen      string `json:"seen"`
	URL       string `json:"url,omitempty"`
	Edition   string `json:"edition,omitempty"`
	CheckedOn string `json:"checked_on"`
	Warning   string `json:"warning,omitempty"`
}

type evaluatedStep struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind"`
	Title   string            `json:"title,omitempty"`
	Text    string            `json:"text"`
	Sources []evaluatedSource `json:"sources"`
}

type dependsOn struct {
	Question string            `json:"question"`
	Gives    map[string]string `json:"gives"`
}

type wouldChange struct {
	Changes  map[string]string   `json:"changes"`
	To       string              `json:"to"`
	Provided map[string][]string `json:"provided,omitempty"`
	Kind     string              `json:"kind"` // action, time, or find_out
}

type changesLater struct {
	From    string `json:"from"`
	Verdict string `json:"verdict"`
}

// evaluation fills the JSON for all rights, or for those asked for.
func (v *visit) evaluation(a eligibility.Answers, on string, only []int) evaluation {
	r := &resultView{visit: v, country: v.q.Country(a), res: v.q.Explain(on, a), of: resultOf{answers: a}}
	out := evaluation{
		AsOf: on, LawAsOf: v.site.Settings.LawAsOf, Ruleset: evaluationRules{Hash: v.q.Hash},
		Settled: r.res.Next < 0, Rights: []evaluated{},
	}
	if !v.q.AnswersSensitive(a) {
		code := v.q.Code(a)
		out.Code = &code
	}
	if r.res.Next >= 0 {
		out.Next = &nextQuestion{v.q.Questions[r.res.Next].ID, r.res.AtMost}
	}
	for i := range r.res.Rights {
		if only == nil || slices.Contains(only, i) {
			out.Rights = append(out.Rights, r.evaluated(&r.res.Rights[i]))
		}
	}
	return out
}

func (r *resultView) evaluated(x *eligibility.RightResult) evaluated {
	out := evaluated{ID: r.q.Rights[x.Right].ID, Name: r.name(x.Right), Verdict: x.Set.String(), Reasons: []evaluatedReason{}}
	for _, verdict := range x.Set.Verdicts() {
		out.Possible = append(out.Possible, verdict.String())
	}
	if _, certain := x.Set.Certain(); certain {
		out.Because = map[string]string{}
		for _, i := range x.Because {
			out.Because[r.q.Questions[i].ID] = r.q.Questions[i].Name(r.of.answers[i])
		}
	}
	for _, reason := range x.Reasons {
		card := &r.q.Cards[reason.Card]
		out.Reasons = append(out.Reasons, evaluatedReason{card.ID, card.Effect.String(), reason.Verdict.String(), r.text("rule."+card.ID, r.country), r.jsonSources(card.Sources)})
	}
	out.Provided = r.kept(x.Provided)
	out.DependsOn = r.dependsOn(x.Forks)
	for _, flip := range x.Flips {
		out.WouldChange = append(out.WouldChange, r.wouldChange(flip))
	}
	for _, i := range x.NoMatter {
		out.NoMatter = append(out.NoMatter, r.q.Questions[i].ID)
	}
	for _, later := range x.Later {
		out.Later = append(out.Later, changesLater{later.From, later.Set.String()})
	}
	r.addSteps(&out, x)
	return out
}

func (r *resultView) addSteps(out *evaluated, x *eligibility.RightResult) {
	for _, number := range r.res.Steps {
		step := &r.q.Steps[number]
		if !step.MatchesRight(x.Right, x.Set) {
			continue
		}
		s := evaluatedStep{step.ID, string(step.Kind), r.text(step.ID+".title", r.country), r.text(step.ID+".text", r.country), r.jsonSources(step.Sources)}
		if step.Kind == eligibility.Condition {
			out.Conditions = append(out.Conditions, s)
		} else {
			out.NextSteps = append(out.NextSteps, s)
		}
	}
}

// kept turns "not these answers" into the answers that keep the verdict.
func (r *resultView) kept(provisos []eligibility.Proviso) map[string][]string {
	if len(provisos) == 0 {
		return nil
	}
	out := map[string][]string{}
	for _, p := range provisos {
		q := &r.q.Questions[p.Question]
		if out[q.ID] == nil {
			out[q.ID] = slices.Clone(q.Answers)
		}
		out[q.ID] = slices.DeleteFunc(out[q.ID], func(answer string) bool { return answer == q.Answers[p.Answer] })
	}
	return out
}

func (r *resultView) dependsOn(forks []eligibility.Fork) []dependsOn {
	var out []dependsOn
	for _, fork := range forks {
		q := &r.q.Questions[fork.Question]
		d := dependsOn{q.ID, map[string]string{}}
		for answer, gives := range fork.Gives {
			d.Gives[q.Answers[answer]] = gives.String()
		}
		out = append(out, d)
	}
	return out
}

func (r *resultView) wouldChange(flip eligibility.Flip) wouldChange {
	w := wouldChange{Changes: map[string]string{}, To: flip.To.String(), Provided: r.kept(flip.Provided), Kind: string(flip.Kind)}
	if flip.Kind == eligibility.Never {
		w.Kind = "find_out"
	}
	for _, given := range flip.Changes {
		w.Changes[r.q.Questions[given.Question].ID] = r.q.Questions[given.Question].Answers[given.Answer]
	}
	return w
}

func (v *visit) jsonSources(ids []string) []evaluatedSource {
	out := []evaluatedSource{}
	for _, id := range ids {
		s, ok := v.sources.Get(id)
		if !ok {
			continue
		}
		e := evaluatedSource{ID: s.ID, Label: s.Label[v.lang], Kind: string(s.Kind), Seen: string(s.Seen), URL: s.URL, Edition: s.Dated, CheckedOn: s.CheckedOn}
		if s.Risk != nil {
			e.Warning = v.risk(s.Risk)
		}
		out = append(out, e)
	}
	return out
}

// escapePointer writes a name as a part of a JSON pointer.
func escapePointer(name string) string {
	name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	return name[:min(len(name), 80)]
}
