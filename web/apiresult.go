package web

import (
	"slices"
	"strings"

	"localvote/web/eligibility"
)

// evaluation is the whole result as JSON; the page shows the same.
type evaluation struct {
	apiStamp
	AsOf    string          `json:"as_of" format:"date" doc:"The day that was asked about."`
	LawAsOf string          `json:"law_as_of" doc:"Month of the state of the law, such as 2026-02."`
	Ruleset evaluationRules `json:"ruleset" doc:"The rules that the answer rests on."`
	Code    *string         `json:"code" doc:"Share code of the answers; null when sensitive answers were sent."`
	Settled bool            `json:"settled" doc:"True if no further answer can change a verdict."`
	Next    *nextQuestion   `json:"next_question" doc:"The question to ask next; null if all is settled."`
	Rights  []evaluated     `json:"rights" doc:"The verdict for each right."`
}

type evaluationRules struct {
	ID        string `json:"id,omitempty" doc:"Name for people: day and running number."`
	Hash      string `json:"hash" doc:"SHA-256 over the rules."`
	Published string `json:"published,omitempty" format:"date" doc:"The day on which they went live."`
}

type nextQuestion struct {
	ID         string `json:"id" ref:"QuestionID" doc:"The question."`
	AtMostMore int    `json:"at_most_more" doc:"How many questions there will be at most, this one included."`
}

type evaluated struct {
	ID          string              `json:"id" ref:"RightID" doc:"The right."`
	Name        string              `json:"name" doc:"The right in words."`
	Verdict     string              `json:"verdict" ref:"Verdict" doc:"The verdict; depends if answers are missing that decide."`
	Possible    []string            `json:"possible" ref:"CertainVerdict" doc:"Every verdict that the missing answers leave possible."`
	Because     map[string]string   `json:"because,omitempty" doc:"The fewest answers that make the verdict certain."`
	Reasons     []evaluatedReason   `json:"reasons" doc:"Every reason, with its sources."`
	Provided    map[string][]string `json:"provided,omitempty" doc:"Conditions that were not asked about: the answers with which the verdict holds."`
	Conditions  []evaluatedStep     `json:"conditions,omitempty" doc:"Further conditions that are no questions."`
	DependsOn   []dependsOn         `json:"depends_on,omitempty" doc:"What each answer to a missing question would give."`
	WouldChange []wouldChange       `json:"would_change,omitempty" doc:"Changes in a life that would change the verdict."`
	NoMatter    []string            `json:"did_not_matter,omitempty" ref:"QuestionID" doc:"Questions whose answers did not matter."`
	NextSteps   []evaluatedStep     `json:"next_steps,omitempty" doc:"What to do next, and what could not be established."`
	Later       []changesLater      `json:"changes_later,omitempty" doc:"Later days from which the verdict is another."`
}

type evaluatedReason struct {
	Rule    string            `json:"rule" doc:"Id of the rule card; /rules/ and this id give it whole."`
	Effect  string            `json:"effect" ref:"Effect" doc:"What the card does to the right."`
	Verdict string            `json:"verdict" ref:"CertainVerdict" doc:"The verdict that it leads to."`
	Text    string            `json:"text" doc:"The reason in words."`
	Sources []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type evaluatedSource struct {
	ID        string `json:"id" doc:"Id of the source; /sources/ and this id give it whole."`
	Label     string `json:"label" doc:"Short name of the source."`
	Kind      string `json:"kind" enum:"law,official,press" doc:"Law, official statement or press."`
	Seen      string `json:"seen" enum:"full,excerpt,relayed" doc:"How much of the text we saw."`
	URL       string `json:"url,omitempty" doc:"Its address."`
	Edition   string `json:"edition,omitempty" doc:"Date or edition: a day, a month or a year."`
	CheckedOn string `json:"checked_on" format:"date" doc:"The day on which we checked it."`
	Warning   string `json:"warning,omitempty" doc:"Why it may be risky to open or share the address."`
}

type evaluatedStep struct {
	ID      string            `json:"id" doc:"Permanent name."`
	Kind    string            `json:"kind" enum:"condition,do,know" doc:"A condition, a thing to do, or a thing that could not be established."`
	Title   string            `json:"title,omitempty" doc:"In a few words."`
	Text    string            `json:"text" doc:"In full."`
	Sources []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type dependsOn struct {
	Question string            `json:"question" ref:"QuestionID" doc:"The missing question."`
	Gives    map[string]string `json:"gives" ref:"Verdict" doc:"The verdict by answer."`
}

type wouldChange struct {
	Changes  map[string]string   `json:"changes" doc:"The new answers, by question."`
	To       string              `json:"to" ref:"Verdict" doc:"The verdict then."`
	Provided map[string][]string `json:"provided,omitempty" doc:"Conditions that were not asked about: the answers with which that verdict holds."`
	Kind     string              `json:"kind" enum:"action,time,choice,find_out" doc:"Whether the person can act, time will do it, it is a free choice, or something is to be found out."`
}

type changesLater struct {
	From    string `json:"from" format:"date" doc:"First day."`
	Verdict string `json:"verdict" ref:"Verdict" doc:"The verdict from then on."`
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
	return abridged(name)
}
