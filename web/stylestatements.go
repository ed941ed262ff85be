package web

import (
	"slices"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/record"
	"localvote/web/source"
)

// verdicts are the marks with their words, and real ballots.
func (g *styleView) verdicts() templates.StyleVerdicts {
	v := templates.StyleVerdicts{Examples: g.startPage("/check", "")}
	for _, verdict := range lawVerdicts {
		v.Law = append(v.Law, templates.Mark{Verdict: verdict, Word: g.text("verdict."+string(verdict), "")})
	}
	for _, verdict := range record.Verdicts() {
		v.Press = append(v.Press, templates.PressMark(g.l, templates.Verdict(verdict)))
	}
	settled := g.settled()
	v.Pairs = settled.Ballot
	v.Pairs.Rows = slices.Clone(v.Pairs.Rows)
	for i := range v.Pairs.Rows { // the reasons are on the page of the result
		v.Pairs.Rows[i].Href = settled.Share.Link + v.Pairs.Rows[i].Href
	}
	v.Bare = templates.Ballot{L: g.l, Who: v.Pairs.Who}
	for _, row := range first(v.Pairs.Rows, 2) {
		v.Bare.Rows = append(v.Bare.Rows, templates.BallotRow{Mark: row.Mark, What: row.What})
	}
	for _, change := range g.changesView().Changes {
		if len(change.Turns) > 0 {
			v.Turn = change.Turns[0]
			break
		}
	}
	return v
}

// lawVerdicts are the five verdicts of the rules.
var lawVerdicts = []templates.Verdict{templates.Yes, templates.No, templates.Absent, templates.Unclear, templates.Depends}

// told are the answers of somebody who has told almost nothing.
func (g *styleView) told() eligibility.Answers {
	a, _ := g.q.Parse(map[string]string{"country": "ru", "citizenship": "by"})
	return a
}

// met are the answers of a citizen of Belarus in Russia who meets every
// condition, in a place that elects its head.
func (g *styleView) met() eligibility.Answers {
	named := g.q.Named(g.site.Places.Cases["ru"])
	named["head_elected"] = "yes"
	a, _ := g.q.Parse(named)
	return a
}

// cases are the situations whose results give examples.
func (g *styleView) cases() []eligibility.Answers {
	return []eligibility.Answers{g.met(), g.site.Places.Cases["by"], g.site.Places.Cases["ru"], g.told()}
}

// resultOn is the result of answers on a day, "" for today.
func (g *styleView) resultOn(a eligibility.Answers, on string) templates.ResultPage {
	d := day{on: on, value: on}
	if on == "" {
		d.value = g.today
	}
	v := *g.visit
	return v.resultPage(resultOf{answers: a, code: g.q.Code(a), day: d, edition: v.current(), pinned: on != ""})
}

// settled is a result without open questions.
func (g *styleView) settled() templates.ResultPage { return g.resultOn(g.met(), "") }

// statements are blocks of real pages, chosen by their sources.
func (g *styleView) statements() templates.StyleStatements {
	s := templates.StyleStatements{Claim: g.ruleClaim(), Register: g.sampleRegister()}
	if about, ok := g.site.Book.Get("in-russia"); ok {
		if parts := g.visit.parts(about.Texts[g.lang]); len(parts) > 0 {
			s.Answer = anchored("lead-", parts[:1])[0]
		}
	}
	s.Blocks = g.blocksByKind()
	s.Risk = g.blockWith("risk", func(x *source.Source) bool { return x.URL != "" && !x.Linkable() })
	later := *g.visit
	later.today = g.site.Settings.DateLimit // as it will look if nobody checks again until then
	s.Old = (&styleView{&later}).blockWith("old", func(x *source.Source) bool { return x.Kind == source.Official })
	s.Stale = g.blockWith("stale", func(x *source.Source) bool { return x.Kind == source.Law })
	s.Stale.Stale = g.l.T("stale.block")
	other := lang.RU
	if g.lang == lang.RU {
		other = lang.BE
	}
	s.Translation = g.blockIn(other, "translation", func(x *source.Source) bool { return x.Kind == source.Law })
	s.Translation.Lang, s.Translation.Stale = other, g.l.T("stale.block")
	return s
}

// ruleClaim is a reason as results state it.
func (g *styleView) ruleClaim() templates.Claim {
	for _, r := range g.settled().Rights {
		for _, c := range r.Reasons {
			if len(c.Notes) > 0 {
				c.ID = "claim-1"
				return c
			}
		}
	}
	return templates.Claim{}
}

// blocksByKind has one block for each kind of source and each way in which a text
// can have been seen, as far as the site has such.
func (g *styleView) blocksByKind() []templates.PagePart {
	var out []templates.PagePart
	for _, kind := range []source.Kind{source.Law, source.Official, source.Press} {
		for _, seen := range []source.Seen{source.Full, source.Excerpt, source.Relayed} {
			p := g.blockWith("block-"+string(kind)+"-"+string(seen), func(x *source.Source) bool {
				return x.Kind == kind && x.Seen == seen && x.Linkable()
			})
			if p.HTML != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func (g *styleView) blockWith(id string, fits func(*source.Source) bool) templates.PagePart {
	return g.blockIn(g.lang, id, fits)
}

// blockIn is the block of the pages with the fewest sources of which one fits,
// and of those the shortest. All its sources are shown: a statement does not lose
// one by becoming an example.
func (g *styleView) blockIn(l lang.Lang, id string, fits func(*source.Source) bool) templates.PagePart {
	var best *page.Part
	for _, p := range g.site.Book.All() {
		for i := range p.Texts[l].Parts {
			part := &p.Texts[l].Parts[i]
			if part.Level == 0 && part.Include == "" && g.cites(part, fits) && (best == nil || plainer(part, best)) {
				best = part
			}
		}
	}
	if best == nil {
		return templates.PagePart{}
	}
	return templates.PagePart{ID: id, HTML: best.HTML, Notes: g.notes(best.Sources)}
}

func (g *styleView) cites(part *page.Part, fits func(*source.Source) bool) bool {
	return slices.ContainsFunc(part.Sources, func(id string) bool {
		x, ok := g.sources.Get(id)
		return ok && fits(x)
	})
}

func plainer(a, b *page.Part) bool {
	if len(a.Sources) != len(b.Sources) {
		return len(a.Sources) < len(b.Sources)
	}
	return len(a.HTML) < len(b.HTML)
}

// sampleRegister has one source of each kind, with its wording where there is
// one, and one that must not be linked.
func (g *styleView) sampleRegister() templates.RegisterView {
	view := g.registerView()
	for i := range view.Groups {
		entries := view.Groups[i].Entries
		best := slices.IndexFunc(entries, func(e templates.SourceEntry) bool { return e.Quote != "" || e.Note.Risk != "" })
		view.Groups[i].Entries = entries[max(best, 0):][:1]
	}
	return view
}
