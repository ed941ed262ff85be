package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"localvote/templates"
)

// embeds is the page for journalists: every kind of card, and the code to copy.
func (s *Server) embeds(v *visit) error {
	v.place, v.easy = nil, false
	v.c.Response().Header().Set(contentPolicyHeader, framePolicy)
	page := templates.EmbedPage{
		Kick: v.l.T("embed.nav"), Heading: v.l.T("embed.heading"), Lead: v.l.T("embed.lead"),
		Facts: []string{
			v.l.T("embed.fact.light"), v.l.T("embed.fact.privacy"), v.l.T("embed.fact.disclaimer"), v.l.T("embed.fact.live"),
			v.l.T("embed.fact.pinned"), v.l.T("embed.fact.height"),
		},
		Press: templates.Link{Text: v.l.T("embed.press"), Href: v.href("/press")},
	}
	for _, d := range s.oembedForms(v.absolute("/timeline")) {
		page.OEmbed = append(page.OEmbed, templates.Pair{Term: d.Type, Value: d.Href})
	}
	kinds, err := v.embedKinds()
	if err != nil {
		return err
	}
	page.Kinds = kinds
	page.Frame = v.frame(frameOf{path: "/embed", title: page.Heading, description: v.l.T("embed.summary")})
	return v.send(http.StatusOK, templates.Embeds(page))
}

// embedKinds are the cards in the order of the page, each with an example.
func (v *visit) embedKinds() ([]templates.EmbedKind, error) {
	var kinds []templates.EmbedKind
	for _, k := range []struct {
		id, heading, about string
		draw               func() (embedCard, error)
	}{
		{"table", v.l.T("embed.kind.table"), v.l.T("embed.table.about"), v.tableCard},
		{"timeline", v.l.T("embed.kind.timeline"), v.l.T("embed.timeline.about"), v.timelineCard},
		{"claims", v.l.T("embed.kind.claims"), v.l.T("embed.claims.about"), v.claimsCard},
		{"claim", v.l.T("embed.kind.claim"), v.l.T("embed.claim.about"), func() (embedCard, error) { return v.claimCard(v.exampleClaim()) }},
		{"check", v.l.T("embed.kind.check"), v.l.T("embed.check.about"), v.checkCard},
		{"result", v.l.T("embed.kind.result"), v.l.T("embed.result.about"), func() (embedCard, error) { return v.resultCard(v.exampleCode(), "", "") }},
	} {
		c, err := k.draw()
		if errors.Is(err, echo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		kind := v.embedKind(c)
		kind.ID, kind.Heading, kind.About = k.id, k.heading, k.about
		switch k.id {
		case "claim":
			kind.More, err = v.otherClaims()
		case "result":
			kind.Pinned, err = v.pinnedResult()
		}
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

func (v *visit) exampleClaim() string {
	if claims := v.site.Records.Claims.Claims; len(claims) > 0 {
		return claims[0].ID
	}
	return ""
}

// exampleCode is the code of the first of the commonest cases.
func (v *visit) exampleCode() string {
	if len(v.q.Examples) == 0 {
		return v.q.Code(v.q.NoAnswers())
	}
	return v.q.Code(v.q.Examples[0].Answers)
}

func (v *visit) embedKind(c embedCard) templates.EmbedKind {
	low := v.cardHeight(c, cardWidths[0])
	k := templates.EmbedKind{
		Src: v.cardAddress(c.path), Title: v.cardTitle(c), Height: strconv.Itoa(low), Live: v.fluidCode(c, ""),
		Alone: templates.Link{Text: v.l.With("embed.alone", map[string]any{"card": c.says.Heading}), Href: v.cardAddress(c.path)},
	}
	if now, ok := v.cardNow(c); ok {
		pinned := c
		pinned.note = v.futureNote(c)
		k.Pinned = v.fluidCode(pinned, shortHash(now.Hash))
	}
	for _, width := range cardWidths {
		k.Sizes = append(k.Sizes, templates.Pair{Term: v.pixels(width), Value: v.pixels(v.cardHeight(c, width))})
	}
	return k
}

func (v *visit) pixels(n int) string {
	return v.l.With("embed.pixels", map[string]any{"n": v.number(itoa(n))})
}

// futureNote is what a pinned card will say one day: there must be room for it.
func (v *visit) futureNote(c embedCard) string {
	if c.note != "" {
		return c.note
	}
	return v.l.With("versions.kept_newer", map[string]any{"date": v.longDate(v.today)})
}

func (v *visit) pinnedResult() (string, error) {
	c, err := v.resultCard(v.exampleCode(), v.today, shortHash(v.q.Hash))
	if err != nil {
		return "", err
	}
	if c.note == "" {
		c.note = v.l.With("compare.differs_rules", map[string]any{"version": shortHash(v.q.Hash)})
	}
	return v.fluidCode(c, ""), nil
}

// otherClaims are the codes of all other claims.
func (v *visit) otherClaims() ([]templates.EmbedMore, error) {
	var out []templates.EmbedMore
	for _, claim := range v.site.Records.Claims.Claims[1:] {
		c, err := v.claimCard(claim.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, templates.EmbedMore{Words: claim.Claim[v.lang], Code: v.fluidCode(c, "")})
	}
	return out, nil
}
