package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"net/url"
	"slices"
	"time"

	"localvote/web/eligibility"
	"localvote/web/problem"
	"localvote/web/source"
)

type apiRuleset struct {
	apiStamp
	ID        string      `json:"id,omitempty" doc:"Name for people: day and running number."`
	Hash      string      `json:"hash" doc:"SHA-256 over the rules."`
	Published string      `json:"published,omitempty" format:"date" doc:"The day on which they went live."`
	Layout    int         `json:"layout" doc:"Version of the list of questions; the first part of a share code."`
	Coverage  string      `json:"coverage_from" format:"date" doc:"Nothing is claimed about earlier days."`
	Until     string      `json:"coverage_to" format:"date" doc:"The last day that may be asked about."`
	Periods   []string    `json:"periods" format:"date" doc:"Days on which some rule begins or ends. Between two of them no verdict changes."`
	LawAsOf   string      `json:"law_as_of" doc:"Month of the state of the law, such as 2026-02."`
	Checked   string      `json:"sources_checked_on" format:"date" doc:"The latest day on which a source was checked."`
	Counts    apiCounts   `json:"counts" doc:"How much there is."`
	Checks    apiChecks   `json:"checks" doc:"What the checks of the content found. With errors nothing goes live."`
	Licence   apiLicences `json:"licence" doc:"Terms of use."`
}

type apiCounts struct {
	Questions   int `json:"questions" doc:"Questions."`
	Rights      int `json:"rights" doc:"Rights that are judged."`
	Cards       int `json:"cards" doc:"Rule cards."`
	Sources     int `json:"sources" doc:"Sources."`
	Personas    int `json:"personas" doc:"Test persons."`
	Differences int `json:"differences" doc:"Declared differences between the two countries."`
	Situations  int `json:"situations" doc:"Situations: combinations of answers."`
	Verdicts    int `json:"verdicts" doc:"Verdicts: situations, rights and periods multiplied."`
}

type apiChecks struct {
	Errors   int `json:"errors" doc:"Errors."`
	Warnings int `json:"warnings" doc:"Warnings."`
}

type apiLicences struct {
	Texts string `json:"texts" doc:"Terms of the texts, as an SPDX identifier."`
	Rules string `json:"rules" doc:"Terms of rules and data, as an SPDX identifier."`
}

func apiCurrentRuleset(v *visit, _ *apiInput) (any, error) {
	q, status := v.q, v.server.live.Status()
	out := &apiRuleset{
		Hash: q.Hash, Layout: q.Layout, Coverage: q.Coverage, Until: v.site.Settings.DateLimit, Periods: q.Periods,
		LawAsOf: v.site.Settings.LawAsOf, Checked: v.sources.LastChecked(),
		Counts: apiCounts{
			Questions: len(q.Questions), Rights: len(q.Rights), Cards: len(q.Cards), Sources: len(v.sources.All()),
			Personas: len(q.Personas), Differences: len(q.Differences),
			Situations: q.Situations(), Verdicts: q.Situations() * len(q.Rights) * len(q.Periods),
		},
		Checks:  apiChecks{Errors: 0, Warnings: len(status.Problems) - status.Problems.Errors()},
		Licence: apiLicences{Texts: licenceTexts.id, Rules: licenceData.id},
	}
	out.page = v.pageURL("/changes")
	out.ID, out.Published = v.named(q.Hash)
	return out, nil
}

// apiEdition is an edition of the rules that went live at some time.
type apiEdition struct {
	ID        string `json:"id" doc:"Name for people: day and running number."`
	Hash      string `json:"hash" doc:"SHA-256 over the rules."`
	Published string `json:"published" format:"date-time" doc:"When it went live."`
	Layout    int    `json:"layout" doc:"Version of the list of questions."`
	Current   bool   `json:"current" doc:"Whether it is live now."`
}

type apiEditions struct {
	apiStamp
	Rulesets []apiEdition `json:"rulesets" doc:"Every edition that went live, the newest first."`
}

func apiRulesets(v *visit, _ *apiInput) (any, error) {
	if v.server.store == nil {
		return nil, errUnavailable()
	}
	stored, err := v.server.store.Rulesets(v.server.storeTime(v.c))
	if err != nil {
		v.server.storageFailed(err)
		return nil, errUnavailable()
	}
	out := &apiEditions{Rulesets: []apiEdition{}}
	out.page = v.pageURL("/changes")
	for _, r := range stored {
		out.Rulesets = append(out.Rulesets, apiEdition{r.ID, r.Hash, r.PublishedAt.UTC().Format(time.RFC3339), r.Layout, r.Hash == v.site.Questionnaire.Hash})
	}
	return out, nil
}

// apiRule is a rule card.
type apiRule struct {
	ID         string            `json:"id" doc:"Permanent name of the card."`
	Effect     string            `json:"effect" ref:"Effect" doc:"What it does to the rights."`
	Rights     []string          `json:"rights" ref:"RightID" doc:"The rights that it is about."`
	When       apiWhen           `json:"when" doc:"The answers that it is for, by question; any answer where a question is missing."`
	From       string            `json:"from,omitempty" format:"date" doc:"First day; from the beginning without it."`
	To         string            `json:"to,omitempty" format:"date" doc:"First day on which it no longer holds; without end without it."`
	ReasonOnly bool              `json:"reason_only" doc:"True: it only explains and changes no verdict."`
	Text       string            `json:"text" doc:"The card in words."`
	Sources    []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type apiRules struct {
	apiStamp
	Rules []apiRule `json:"rules" doc:"The cards, in the order of the files."`
}

type apiOneRule struct {
	apiStamp
	apiRule
}

func apiRuleList(v *visit, in *apiInput) (any, error) {
	if _, err := v.useEdition(in.values["rules"], "rules"); err != nil {
		return nil, err
	}
	right, oneRight := v.q.Right(in.values["right"])
	out := &apiRules{Rules: []apiRule{}}
	out.page = v.pageURL("/table")
	for i := range v.q.Cards {
		c := &v.q.Cards[i]
		if effect := in.values["effect"]; effect != "" && effect != c.Effect.String() || oneRight && !c.Rights.Has(right) {
			continue
		}
		if on := in.values["on"]; on != "" && (on < c.From || c.To != "" && on >= c.To) {
			continue
		}
		out.Rules = append(out.Rules, v.apiRule(c, in.values["country"]))
	}
	return out, nil
}

func (v *visit) apiRule(c *eligibility.Card, country string) apiRule {
	return apiRule{
		c.ID, c.Effect.String(), v.rightsIn(c.Rights), v.apiWhen(c.When), c.From, c.To, c.ReasonOnly,
		v.text("rule."+c.ID, v.countryOf(c.When, country)), v.jsonSources(c.Sources),
	}
}

// countryOf is the country whose words fit: the one that was asked for, or the
// only one that a set of situations is about.
func (v *visit) countryOf(when eligibility.Box, asked string) string {
	if only := v.apiWhen(when)["country"]; asked == "" && len(only) == 1 {
		return only[0]
	}
	return asked
}

func apiFindRule(v *visit, in *apiInput) (any, error) {
	if _, err := v.useEdition(in.values["rules"], "rules"); err != nil {
		return nil, err
	}
	var ids []string
	for i := range v.q.Cards {
		c := &v.q.Cards[i]
		if c.ID == in.values["id"] {
			out := &apiOneRule{apiRule: v.apiRule(c, in.values["country"])}
			out.self = v.pinned("/rules/" + c.ID)
			return out, nil
		}
		ids = append(ids, c.ID)
	}
	return nil, unknownID("unknown_id", "id", problem.Nearest(in.values["id"], ids))
}

// pinned is the address of something of this very edition.
func (v *visit) pinned(path string) string {
	return v.server.base + apiRoot + path + "?" + url.Values{"lang": {string(v.lang)}, "rules": {v.q.Hash}}.Encode()
}

// apiSource is a source with all that is known of it.
type apiSource struct {
	ID        string    `json:"id" doc:"Permanent name of the source."`
	Kind      string    `json:"kind" enum:"law,official,press" doc:"Law, official statement or press."`
	Seen      string    `json:"seen" enum:"full,excerpt,relayed" doc:"How much of the text we saw."`
	Label     string    `json:"label" doc:"Short name."`
	Title     string    `json:"title" doc:"Full name."`
	How       string    `json:"how,omitempty" doc:"Which copy we saw."`
	Dated     string    `json:"dated,omitempty" doc:"Date or edition: a day, a month or a year."`
	CheckedOn string    `json:"checked_on" format:"date" doc:"The day on which we checked it."`
	URL       string    `json:"url,omitempty" doc:"Its address; missing where it is risky to link to it."`
	Address   string    `json:"address,omitempty" doc:"Its address as text, where it is better not to make a link of it."`
	Warning   string    `json:"warning,omitempty" doc:"Why it may be risky to open or share the address."`
	Quote     *apiQuote `json:"quote,omitempty" doc:"What it says, in its own language."`
	Page      string    `json:"page" format:"uri" doc:"Where the site lists it."`
}

type apiQuote struct {
	Lang string `json:"lang" ref:"Lang" doc:"Language of the text."`
	Text string `json:"text" doc:"The text."`
}

type apiSources struct {
	apiStamp
	Sources []apiSource `json:"sources" doc:"The sources."`
}

type apiOneSource struct {
	apiStamp
	apiSource
}

func apiSourceList(v *visit, in *apiInput) (any, error) {
	out := &apiSources{Sources: []apiSource{}}
	out.page = v.pageURL("/sources")
	for _, s := range v.sources.All() {
		if kind := in.values["kind"]; kind == "" || kind == string(s.Kind) {
			out.Sources = append(out.Sources, v.apiSource(s))
		}
	}
	return out, nil
}

func (v *visit) apiSource(s *source.Source) apiSource {
	out := apiSource{
		ID: s.ID, Kind: string(s.Kind), Seen: string(s.Seen), Label: s.Label[v.lang], Title: s.Title[v.lang], How: s.How[v.lang],
		Dated: s.Dated, CheckedOn: s.CheckedOn, Page: v.pageURL("/sources#" + s.ID),
	}
	if s.Linkable() {
		out.URL = s.URL
	} else {
		out.Address = s.URL
	}
	if s.Risk != nil {
		out.Warning = v.risk(s.Risk)
	}
	if s.Quote != nil {
		out.Quote = &apiQuote{string(s.Quote.Lang), s.Quote.Text}
	}
	return out
}

func apiFindSource(v *visit, in *apiInput) (any, error) {
	s, ok := v.sources.Get(in.values["id"])
	if !ok {
		return nil, unknownID("unknown_id", "id", problem.Nearest(in.values["id"], v.sources.IDs()))
	}
	out := &apiOneSource{apiSource: v.apiSource(s)}
	out.page = out.Page
	return out, nil
}

// apiDifference is a declared difference between the two countries.
type apiDifference struct {
	ID      string            `json:"id" doc:"Permanent name."`
	Rights  []string          `json:"rights" ref:"RightID" doc:"The rights in which the countries differ."`
	When    apiWhen           `json:"when" doc:"For whom, seen from a person in Russia; in Belarus it is the same person with the citizenships swapped."`
	From    string            `json:"from,omitempty" format:"date" doc:"First day; from the beginning without it."`
	To      string            `json:"to,omitempty" format:"date" doc:"First day on which it no longer holds; without end without it."`
	Text    string            `json:"text" doc:"The difference in words."`
	Sources []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type apiDifferences struct {
	apiStamp
	Differences []apiDifference `json:"differences" doc:"Every difference. A check over all situations proves that there is no other."`
}

func apiDifferenceList(v *visit, _ *apiInput) (any, error) {
	out := &apiDifferences{Differences: []apiDifference{}}
	out.page = v.pageURL("/differences")
	for i := range v.q.Differences {
		d := &v.q.Differences[i]
		out.Differences = append(out.Differences, apiDifference{
			d.ID, v.rightsIn(d.Rights), v.apiWhen(d.When), d.From, d.To, v.text("difference."+d.ID, ""), v.jsonSources(d.Sources),
		})
	}
	return out, nil
}

// apiTurn is a declared change of the law.
type apiTurn struct {
	ID      string            `json:"id" doc:"Permanent name."`
	On      string            `json:"on" format:"date" doc:"The day of the change."`
	Rights  []string          `json:"rights" ref:"RightID" doc:"The rights that it changed."`
	When    apiWhen           `json:"when" doc:"For whom."`
	Gain    bool              `json:"gain" doc:"True: it only gave rights."`
	Text    string            `json:"text" doc:"The change in words."`
	Sources []evaluatedSource `json:"sources" doc:"Where it is written."`
}

type apiTurns struct {
	apiStamp
	Changes []apiTurn `json:"changes" doc:"Every change. A check over all situations and days proves that there is no other."`
}

func apiTurnList(v *visit, _ *apiInput) (any, error) {
	out := &apiTurns{Changes: []apiTurn{}}
	out.page = v.pageURL("/timeline")
	for i := range v.q.Changes {
		c := &v.q.Changes[i]
		out.Changes = append(out.Changes, apiTurn{
			c.ID, c.On, v.rightsIn(c.Rights), v.apiWhen(c.When), c.Gain, v.text("change."+c.ID, ""), v.jsonSources(c.Sources),
		})
	}
	return out, nil
}

// apiDiffEntry is a verdict that two editions of the rules give differently.
type apiDiffEntry struct {
	Right string    `json:"right" ref:"RightID" doc:"The right."`
	From  string    `json:"from" ref:"Verdict" doc:"The verdict by the old edition."`
	To    string    `json:"to" ref:"Verdict" doc:"The verdict by the new edition."`
	Days  []string  `json:"days" doc:"The days that it is about, as ISO 8601 intervals with the last day: 2025-01-01/2025-10-28; .. means without end."`
	Count int       `json:"count" doc:"How many situations it is about."`
	When  []apiWhen `json:"when" doc:"Which situations; the sets may overlap."`
	More  int       `json:"more" doc:"How many situations no set of when names."`
}

type apiDiff struct {
	apiStamp
	Old     string         `json:"old" doc:"Hash of the old edition."`
	New     string         `json:"new" doc:"Hash of the new edition."`
	Changes []apiDiffEntry `json:"changes" doc:"Every verdict that differs; an empty list means that there is none."`
}

func apiCompare(v *visit, in *apiInput) (any, error) {
	old, err := v.useEdition(in.values["old"], "old")
	if err != nil {
		return nil, err
	}
	now, err := v.useEdition(in.values["new"], "new")
	if err != nil {
		return nil, err
	}
	changes, err := eligibility.Compare(old.Questionnaire, now.Questionnaire)
	if errors.Is(err, eligibility.ErrOtherQuestions) {
		return nil, refuse(ProblemError{Pointer: "old", Code: "not_comparable"})
	}
	if err != nil {
		return nil, err
	}
	out := &apiDiff{Old: old.Questionnaire.Hash, New: now.Questionnaire.Hash, Changes: []apiDiffEntry{}}
	out.page = v.pageURL("/changes")
	for _, c := range changes {
		out.Changes = append(out.Changes, v.apiDiffEntry(c))
	}
	return out, nil
}

func (v *visit) apiDiffEntry(c eligibility.VerdictChange) apiDiffEntry {
	e := apiDiffEntry{Right: c.Right, From: c.From.String(), To: c.To.String(), Days: []string{}, Count: c.Count, When: []apiWhen{}, More: c.More}
	for _, span := range c.Spans {
		e.Days = append(e.Days, span.String())
	}
	for _, box := range c.Boxes {
		e.When = append(e.When, v.apiWhen(box))
	}
	return e
}

// apiTable is the complete truth table of one day.
func apiTable(v *visit, in *apiInput) (any, error) {
	if _, err := v.useEdition(in.values["rules"], "rules"); err != nil {
		return nil, err
	}
	period, ok := v.q.Period(v.onOf(in))
	if !ok {
		return nil, refuse(ProblemError{Pointer: "on", Code: "day_not_covered", Allowed: []string{v.q.Coverage + "/" + v.site.Settings.DateLimit}})
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err := w.Write(slices.Concat(v.q.QuestionIDs(), v.q.RightIDs()))
	row := []string{}
	v.q.EachSituation(period, func(digits []uint8, verdicts []eligibility.Verdict) {
		row = row[:0]
		for i, digit := range digits {
			row = append(row, v.q.Questions[i].Answers[digit])
		}
		for _, verdict := range verdicts {
			row = append(row, verdict.String())
		}
		err = errors.Join(err, w.Write(row))
	})
	w.Flush()
	return apiFile{"truth-table.csv", out.Bytes()}, errors.Join(err, w.Error())
}
