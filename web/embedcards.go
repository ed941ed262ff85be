package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/record"
	"localvote/web/source"
)

// What each card says: nothing that a page of the site does not say.

// verdictPage and verdictBlock are where the picture of all rights stands, with the
// conditions under which it holds.
const (
	verdictPage  = "which-elections"
	verdictBlock = "who-title"
)

// tableCard is the verdicts on all rights for one person in each country, by the
// cards of today.
func (v *visit) tableCard() (embedCard, error) {
	table := templates.VerdictTable{Caption: v.l.T("embed.table.caption")}
	period, ok := v.q.Period(v.today)
	if !ok {
		return embedCard{}, echo.ErrNotFound
	}
	for r := range v.q.Rights {
		table.Rows = append(table.Rows, templates.VerdictRow{Right: v.text("right."+v.q.Rights[r].ID+".name", "")})
	}
	var conditions []string
	for _, m := range []struct{ country, citizenship, head string }{
		{"ru", "by", v.l.T("differences.left")}, {"by", "ru", v.l.T("differences.right")},
	} {
		p := v.person(m.country, m.citizenship)
		if p == nil {
			return embedCard{}, echo.ErrNotFound
		}
		a, _ := v.q.Parse(p.Answers)
		table.Heads = append(table.Heads, m.head)
		conditions = append(conditions, m.head+". "+v.conditions(p))
		for r, set := range v.q.Verdicts(period, v.q.Assume(a)) {
			table.Rows[r].Marks = append(table.Rows[r].Marks, v.plainMark(set.String()))
		}
	}
	return embedCard{
		path: "/table", kept: "embed/table", full: "/" + verdictPage + "#" + verdictBlock, fullText: v.l.T("embed.full"),
		asOf: v.sources.LastChecked(),
		says: templates.CardArticle{
			Heading: v.l.T("matrix.title"), Law: v.monthYear(v.site.Settings.LawAsOf),
			Body: []templates.CardPart{{Verdicts: &table}, {List: append(conditions, v.l.T("table.without"))}},
		},
	}, nil
}

// person is the first of the picture with a citizenship in a country, nil for none.
func (v *visit) person(country, citizenship string) *record.Person {
	for _, p := range v.site.Records.People {
		if p.Answers["country"] == country && p.Answers["citizenship"] == citizenship {
			return p
		}
	}
	return nil
}

// conditions are the answers behind a verdict, without those that name the person.
func (v *visit) conditions(p *record.Person) string {
	a, _ := v.q.Parse(p.Answers)
	var out []string
	for i := range v.q.Questions {
		if id := v.q.Questions[i].ID; a[i] >= 0 && v.q.Questions[i].Asked && id != "country" && id != "citizenship" {
			words := v.short(i, p.Answers["country"]) + ": " + small(v.answer(i, a[i], p.Answers["country"]))
			if len(out) > 0 {
				words = small(words)
			}
			out = append(out, words)
		}
	}
	return strings.Join(out, "; ") + "."
}

// timelineCard is the picture of the timeline; the list of all events stays on the
// page.
func (v *visit) timelineCard() (embedCard, error) {
	p, ok := v.site.Book.Get("timeline")
	if !ok {
		return embedCard{}, echo.ErrNotFound
	}
	view := v.timelineView()
	view.Events = nil
	return embedCard{
		path: "/timeline", kept: "embed/timeline", full: "/timeline", fullText: v.l.T("embed.full"), asOf: p.CheckedOn,
		says: templates.CardArticle{
			Heading: p.Title[v.lang], Law: v.monthYear(v.site.Settings.LawAsOf),
			Body: []templates.CardPart{{Bars: &view}},
		},
	}, nil
}

// claimsCard is the beginning of what the press wrote and got wrong.
func (v *visit) claimsCard() (embedCard, error) {
	p, ok := v.site.Book.Get("claims")
	if !ok {
		return embedCard{}, echo.ErrNotFound
	}
	b := v.pressIndex().Ballot
	for i := range b.Rows {
		b.Rows[i].Href = ""
	}
	return embedCard{
		path: "/claims", kept: "embed/claims", full: "/claims", fullText: v.l.T("embed.claims.full"), asOf: p.CheckedOn,
		says: templates.CardArticle{
			Heading: p.Title[v.lang], Law: v.monthYear(v.site.Settings.LawAsOf), Body: []templates.CardPart{{Ballot: b}},
		},
	}, nil
}

func (v *visit) isClaim(id string) bool {
	return slices.ContainsFunc(v.site.Records.Claims.Claims, func(c *record.Claim) bool { return c.ID == id })
}

// claimCard is one claim of the press: the verdict first, so that nobody takes the
// claim for ours.
func (v *visit) claimCard(id string) (embedCard, error) {
	claims := v.site.Records.Claims.Claims
	i := slices.IndexFunc(claims, func(c *record.Claim) bool { return c.ID == id })
	p, ok := v.site.Book.Get("claims")
	if i < 0 || !ok {
		return embedCard{}, echo.ErrNotFound
	}
	claim := claims[i]
	mark := templates.PressMark(v.l, templates.Verdict(claim.Verdict))
	body := []templates.CardPart{{Mark: &mark}}
	if where := claim.Where[v.lang]; where != "" {
		body = append(body, templates.CardPart{Small: where})
	}
	body = append(body, templates.CardPart{Text: claim.Why[v.lang]}, templates.CardPart{List: v.sourceNames(claim.Sources)})
	return embedCard{
		path: "/claim/" + id, kept: "embed/claim/" + id, full: "/claims#" + id, fullText: v.l.T("embed.full"), asOf: p.CheckedOn,
		says: templates.CardArticle{
			Heading: v.l.With("embed.claim.heading", map[string]any{"claim": strings.TrimSuffix(claim.Claim[v.lang], ".")}),
			Law:     v.monthYear(v.site.Settings.LawAsOf), Body: body,
		},
	}, nil
}

// sourceNames name sources by their kind. Where they can be read stands on the page,
// with the warnings that belong there.
func (v *visit) sourceNames(ids []string) []string {
	var out []string
	for _, id := range ids {
		if s, ok := v.sources.Get(id); ok {
			out = append(out, v.kindWord(s)+": "+s.Label[v.lang])
		}
	}
	return out
}

func (v *visit) kindWord(s *source.Source) string {
	switch s.Kind {
	case source.Law:
		return v.l.T("kind.law")
	case source.Official:
		return v.l.T("kind.official")
	}
	return v.l.T("kind.press")
}

// checkCard is the first question; its answers lead on to the site, because a card
// has no forms.
func (v *visit) checkCard() (embedCard, error) {
	first := v.question(0, v.q.NoAnswers(), 2)
	var links []templates.Link
	for _, o := range first.Options {
		to := withQuery("/check", url.Values{first.ID: {o.Value}}.Encode())
		links = append(links, templates.Link{Text: o.Label, Href: v.absolute(to)})
	}
	return embedCard{
		path: "/check", full: "/check", fullText: v.l.T("embed.check.full"), asOf: v.sources.LastChecked(),
		says: templates.CardArticle{
			Heading: v.l.T("page.start.heading"), Law: v.monthYear(v.site.Settings.LawAsOf),
			Body: []templates.CardPart{{Small: v.l.T("page.start.summary")}, {Text: first.Title}, {Links: links}},
		},
	}, nil
}

// resultCard is the verdicts on one person's rights, on a day and by an edition of
// the rules, or by those of today.
func (v *visit) resultCard(code, on, rules string) (embedCard, error) {
	if v.c.QueryParam(cardVersion) != "" {
		return embedCard{}, errNoVersion // a result is pinned by its day and rules
	}
	edition, found, err := v.server.edition(v, rules)
	if err != nil {
		return embedCard{}, err
	}
	if !found {
		return embedCard{}, errNoVersion
	}
	v.q, v.sources = edition.Questionnaire, edition.Sources
	a, err := v.q.Decode(code)
	if err != nil {
		return embedCard{}, err
	}
	d := v.dayOf(url.Values{"on": {on}})
	if d.err != "" {
		return embedCard{}, errCardDay
	}
	of := resultOf{answers: a, code: v.q.Code(a), day: d, edition: edition, pinned: rules != ""}
	r := &resultView{visit: v, of: of, country: v.q.Country(a), res: v.q.Explain(d.value, a), cited: map[string]bool{}}
	query := v.query(d.kept(), r.rules())
	c := embedCard{
		path: withQuery("/result/"+of.code, query), full: withQuery("/result/"+of.code, query), fullText: v.l.T("embed.result.full"),
		asOf: v.sources.LastChecked(), says: r.cardArticle(),
	}
	if compared := r.compare(); of.pinned && compared != nil && len(compared.Rows) > 0 {
		c.note = compared.Text
	}
	return c, nil
}

func (r *resultView) cardArticle() templates.CardArticle {
	b := r.ballot()
	for i := range b.Rows {
		b.Rows[i].Href, b.Rows[i].Why = "", false
	}
	article := templates.CardArticle{
		Heading: r.headline(), Law: r.monthYear(r.site.Settings.LawAsOf), Body: []templates.CardPart{{Ballot: &b}},
	}
	if r.conditional() {
		article.Body = append(article.Body, templates.CardPart{Small: r.text("unasked", r.country)})
	}
	return article
}
