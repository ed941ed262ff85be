package main

import (
	"localvote/web/eligibility"
	"localvote/web/site"
)

// A jsonDifference is a difference as programs read it.
type jsonDifference struct {
	VerdictCount   int          `json:"verdict_count"`
	OtherQuestions bool         `json:"other_questions"`
	Verdicts       []jsonChange `json:"verdicts"`
	Cards          []jsonEdit   `json:"cards"`
	Together       []jsonEdit   `json:"rule_and_test_together"`
	Persons        []jsonEdit   `json:"personas"`
	Texts          []jsonEdit   `json:"texts"`
	Pages          []jsonEdit   `json:"pages"`
	Lists          []jsonEdit   `json:"lists"`
	Sources        []jsonEdit   `json:"sources"`
}

type jsonChange struct {
	Right string                `json:"right"`
	From  string                `json:"from"`
	To    string                `json:"to"`
	Days  []string              `json:"days"` // spans as 2025-01-01/2025-10-28, 2025-10-29/..
	Count int                   `json:"situations"`
	When  []map[string][]string `json:"when"`
	More  int                   `json:"more,omitempty"`
}

type jsonEdit struct {
	Name string `json:"name"`
	Lang string `json:"lang,omitempty"`
	How  string `json:"how"` // added, gone, changed
}

func jsonOf(d *site.Difference) jsonDifference {
	out := jsonDifference{
		OtherQuestions: d.OtherQuestions, Verdicts: []jsonChange{},
		Cards: jsonEdits(d.Cards), Together: jsonEdits(d.Together), Persons: jsonEdits(d.Persons), Texts: jsonEdits(d.Texts),
		Pages: jsonEdits(d.Pages), Lists: jsonEdits(d.Lists), Sources: jsonEdits(d.Sources),
	}
	for _, c := range d.Verdicts {
		out.VerdictCount += c.Count * len(c.Days)
		out.Verdicts = append(out.Verdicts, jsonChangeOf(c))
	}
	return out
}

func jsonChangeOf(c eligibility.LoggedChange) jsonChange {
	out := jsonChange{Right: c.Right, From: c.From.String(), To: c.To.String(), Count: c.Count, More: c.More, When: []map[string][]string{}}
	for _, s := range c.Days {
		out.Days = append(out.Days, s.String())
	}
	for _, box := range c.When {
		when := map[string][]string{}
		for _, n := range box {
			when[n.Question] = n.Answers
		}
		out.When = append(out.When, when)
	}
	return out
}

func jsonEdits(list []site.Edit) []jsonEdit {
	out := []jsonEdit{}
	for _, e := range list {
		out = append(out, jsonEdit{e.Name, string(e.Lang), string(e.How)})
	}
	return out
}
