package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/site"
)

// suggest says which slips in the rule cards nobody would notice, and which test
// persons would change that.
type suggest struct {
	JSON bool   `name:"json" help:"Print everything as JSON."`
	Dir  string `arg:"" optional:"" help:"Content folder (default: the folder content, or this one, or the content that was built in)."`
}

// Run prints the score, the edits that go unnoticed, and lines for personas.csv.
func (c *suggest) Run(out io.Writer, k *kong.Context, l lang.Lang) error {
	if c.Dir == "" {
		c.Dir = here()
	}
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	if n := problems.Errors(); n > 0 {
		return message.Errorf(l, "the content has %d errors: run `localvote check`", n)
	}
	p := &suggestion{out: out, lang: l, q: s.Questionnaire}
	p.net = p.q.Net(slowly(k.Stderr, l, time.Now))
	p.lines = p.net.Suggest()
	if c.JSON {
		return p.json()
	}
	p.score()
	p.unnoticed()
	p.persons()
	return nil
}

// slowly says once a second how far something is that takes longer than a second.
func slowly(w io.Writer, l lang.Lang, now func() time.Time) func(done, of int) {
	said := now()
	return func(done, of int) {
		if t := now(); t.Sub(said) >= time.Second {
			said = t
			message.Fprintf(w, l, "tried %d of %d edits\n", done, of)
		}
	}
}

// suggestion prints what the net of checks and personas holds and lets through.
type suggestion struct {
	out   io.Writer
	lang  lang.Lang
	q     *eligibility.Questionnaire
	net   *eligibility.Net
	lines []eligibility.Suggestion
}

// percent rounds down: only what is whole is 100.
func percent(part, whole int) float64 {
	if whole == 0 {
		return 100
	}
	return math.Floor(1000*float64(part)/float64(whole)) / 10
}

// decimal writes a number with the comma of Russian and Belarusian.
func (p *suggestion) decimal(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if p.lang != lang.EN {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func (p *suggestion) score() {
	n := p.net
	noticed, harmful, structure := n.Noticed(), n.Harmful(), n.NoticedByStructure()
	message.Fprintf(p.out, p.lang, "%d of %d edits of the rule cards are noticed (%s%%): %d by the structure, %d by personas and examples\n",
		noticed, harmful, p.decimal(percent(noticed, harmful)), structure, noticed-structure)
	message.Fprintf(p.out, p.lang, "%d more edits change no verdict on any day and do not count\n", len(n.Edits)-harmful)
}

func (p *suggestion) unnoticed() {
	for _, e := range p.net.Unnoticed() {
		card := &p.q.Cards[e.Card]
		fmt.Fprintf(p.out, "\n%s: %s: %s\n", card.Pos, card.ID, p.net.Words(e).In(p.lang))
		message.Fprintf(p.out, p.lang, "    nobody would notice that verdicts change in %d of %d situations:\n", e.Count, p.q.Situations())
		boxes, more := p.net.Where(e)
		for _, b := range boxes {
			fmt.Fprintf(p.out, "    - %s\n", p.q.BoxWords(p.lang, p.q.NameBox(b)))
		}
		if more > 0 {
			message.Fprintf(p.out, p.lang, "    - and in %d more\n", more)
		}
	}
}

// persons prints the lines to paste. They hold no verdict: see Suggestion.
func (p *suggestion) persons() {
	if len(p.lines) == 0 {
		return
	}
	fmt.Fprintln(p.out)
	message.Fprintf(p.out, p.lang, "To have all of them noticed, paste this under personas.csv (%d lines). Write what the law says in place of each ?, and give every person a name:\n", len(p.lines))
	fmt.Fprintln(p.out)
	for _, line := range p.lines {
		fmt.Fprintln(p.out, p.q.Row(line, p.lang))
	}
}

// A jsonNet is the net as other programs read it.
type jsonNet struct {
	Edits      int             `json:"edits"`      // all that were tried
	Equivalent int             `json:"equivalent"` // those that change no verdict; they do not count
	Harmful    int             `json:"harmful"`
	Noticed    int             `json:"noticed"`
	Score      float64         `json:"score"` // per cent, rounded down
	By         map[string]int  `json:"by"`    // code of the first check that notices -> edits
	Kinds      []jsonKind      `json:"kinds"`
	Unnoticed  []jsonUnnoticed `json:"unnoticed"`
	Columns    []string        `json:"columns"` // of personas.csv
	Lines      []string        `json:"lines"`   // to paste under it; ? is to be replaced by what the law says
}

type jsonKind struct {
	Kind       eligibility.EditKind `json:"kind"`
	Edits      int                  `json:"edits"`
	Equivalent int                  `json:"equivalent"`
	Structure  int                  `json:"structure"` // noticed by the structure
	Personas   int                  `json:"personas"`  // noticed by personas and examples only
	Unnoticed  int                  `json:"unnoticed"`
}

type jsonUnnoticed struct {
	File       string               `json:"file"`
	Line       int                  `json:"line"`
	Column     int                  `json:"column"`
	Card       string               `json:"card"`
	Kind       eligibility.EditKind `json:"kind"`
	Words      string               `json:"words"`
	Situations int                  `json:"situations"`
	Where      []string             `json:"where"` // few boxes, in the words of the site
}

func (p *suggestion) json() error {
	n := p.net
	v := jsonNet{
		Edits: len(n.Edits), Harmful: n.Harmful(), Noticed: n.Noticed(), Score: percent(n.Noticed(), n.Harmful()),
		By: map[string]int{}, Unnoticed: []jsonUnnoticed{}, Columns: p.q.PersonaColumns(), Lines: []string{},
	}
	v.Equivalent = v.Edits - v.Harmful
	for _, e := range n.Edits {
		if e.Noticed != "" {
			v.By[e.Noticed]++
		}
	}
	for _, kind := range eligibility.EditKinds() {
		v.Kinds = append(v.Kinds, p.kind(kind))
	}
	for _, e := range n.Unnoticed() {
		card := &p.q.Cards[e.Card]
		u := jsonUnnoticed{card.Pos.File, card.Pos.Line, card.Pos.Col, card.ID, e.Kind, n.Words(e).In(p.lang), e.Count, []string{}}
		boxes, _ := n.Where(e)
		for _, b := range boxes {
			u.Where = append(u.Where, p.q.BoxWords(p.lang, p.q.NameBox(b)))
		}
		v.Unnoticed = append(v.Unnoticed, u)
	}
	for _, line := range p.lines {
		v.Lines = append(v.Lines, p.q.Row(line, p.lang))
	}
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// kind counts the edits of one kind.
func (p *suggestion) kind(kind eligibility.EditKind) jsonKind {
	k := jsonKind{Kind: kind}
	for _, e := range p.net.Edits {
		if e.Kind != kind {
			continue
		}
		k.Edits++
		switch {
		case e.Count == 0:
			k.Equivalent++
		case e.Noticed == "":
			k.Unnoticed++
		case strings.HasPrefix(e.Noticed, "C"):
			k.Structure++
		default:
			k.Personas++
		}
	}
	return k
}
