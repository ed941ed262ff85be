package web

import (
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/card"
	"localvote/web/lang"
	"localvote/web/record"
	"localvote/web/typography"
)

// cardFolder is where the pictures for social networks stand:
// /card/{lang}/{kind}/{id}-{hash}.png. The hash is that of everything on the
// picture, so it may be kept for ever; without it the address is that of the
// picture as it is now.
const cardFolder = "/card/"

// Kinds of cards, as they stand in addresses.
const (
	cardPage   = "page"
	cardClaim  = "claim"
	cardPlace  = "place"
	cardResult = "result"
)

// cardHome is the card of every page that has none of its own, cardCheck that of
// every step of the questionnaire.
const (
	cardHome  = cardPage + "/" + homePage
	cardCheck = cardPage + "/check"
)

// A result has no picture of its own. Its address says how somebody answered; the
// picture is asked for by the machines of a network and shown to everybody in a
// conversation, so it says one word of four and nothing else: not the country, the
// citizenship, the day or the other rights. Hundreds of codes share each picture,
// and there are twelve in all.
var resultKinds = []string{"yes", "no", "unclear", "depends"}

// resultCard is the card of a result with this verdict on voting for the council.
func resultCard(verdict string) string {
	if !slices.Contains(resultKinds, verdict) {
		return cardCheck
	}
	return cardResult + "/" + verdict
}

func (s *Server) cardRoutes() {
	for _, l := range lang.All() {
		s.get(cardFolder+string(l)+"/:kind/:file", func(c echo.Context) error { return s.card(c, l) })
	}
}

// hashedCard parts the hash from an id, which may hold hyphens of its own.
var hashedCard = regexp.MustCompile(`^(.+)-([0-9a-f]{10})$`)

// card sends a picture. A hash that is not that of the picture now is not found: an
// address that is kept for ever must never show anything else.
func (s *Server) card(c echo.Context, l lang.Lang) error {
	v := s.visit(c, l)
	id, isPicture := strings.CutSuffix(c.Param("file"), ".png")
	if !isPicture {
		return echo.ErrNotFound
	}
	kind := c.Param("kind")
	drawn, ok := v.cardOf(kind, id)
	cache := "public, max-age=3600"
	if m := hashedCard.FindStringSubmatch(id); !ok && m != nil {
		drawn, ok = v.cardOf(kind, m[1])
		ok = ok && drawn.Hash() == m[2]
		cache = "public, max-age=31536000, immutable"
	}
	if !ok {
		return echo.ErrNotFound
	}
	body, err := s.cards.get(c.Request().Context(), &drawn)
	if err != nil {
		return err
	}
	return sendFile(c, plainFile{kind: "image/png", cache: cache, body: body, packed: true})
}

// cardOf finds what a card says; ok is false where there is none.
func (v *visit) cardOf(kind, id string) (c card.Card, ok bool) {
	switch kind {
	case cardPage:
		c, ok = v.cardOfPage(id)
	case cardClaim:
		c, ok = v.cardOfClaim(id)
	case cardPlace:
		c, ok = v.cardOfPlace(id)
	case cardResult:
		c, ok = v.cardOfResult(id)
	}
	c.Letters, c.Ring = templates.Lettering(v.lang)
	c.AsOf = v.l.With("foot.law", map[string]any{"date": v.monthYear(v.site.Settings.LawAsOf)})
	c.Address = typed(v.server.base)
	for _, text := range []*string{&c.Kicker, &c.Title, &c.Text} {
		*text = typography.Fix(v.lang, *text)
	}
	return c, ok
}

// cardOfPage is the card of a page of the book, or of one that the program makes.
func (v *visit) cardOfPage(id string) (card.Card, bool) {
	switch id {
	case homePage:
		return card.Card{Title: v.l.T("page.home.heading"), Text: v.l.T("page.home.summary")}, true
	case "check":
		return card.Card{Kicker: v.l.T("nav.check"), Title: v.l.T("page.start.heading"), Text: v.l.T("page.start.summary")}, true
	case "tree":
		return card.Card{Kicker: v.l.T("tree.nav"), Title: v.l.T("tree.heading"), Text: v.l.T("tree.summary")}, true
	case "table":
		return card.Card{Kicker: v.l.T("table.nav"), Title: v.l.T("table.heading"), Text: v.l.T("table.summary")}, true
	case "data":
		return card.Card{Kicker: v.l.T("data.nav"), Title: v.l.T("data.heading"), Text: v.l.T("data.summary")}, true
	}
	p, ok := v.site.Book.Get(id)
	if !ok {
		return card.Card{}, false
	}
	return card.Card{Kicker: p.Short[v.lang], Title: p.Title[v.lang], Text: p.Summary[v.lang]}, true
}

// cardOfClaim shows a claim with our verdict on it, so that nobody takes the claim
// for ours.
func (v *visit) cardOfClaim(id string) (card.Card, bool) {
	c, ok := v.claim(id)
	if !ok {
		return card.Card{}, false
	}
	return card.Card{
		Kicker: v.l.T("section.press"), Title: c.Claim[v.lang],
		Verdict: cardVerdict(templates.PressMark(v.l, templates.Verdict(c.Verdict))),
	}, true
}

func (v *visit) claim(id string) (*record.Claim, bool) {
	claims := v.site.Records.Claims.Claims
	i := slices.IndexFunc(claims, func(c *record.Claim) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return claims[i], true
}

func (v *visit) cardOfPlace(id string) (card.Card, bool) {
	p, ok := v.site.Places.Get(id)
	if !ok {
		return card.Card{}, false
	}
	name := strings.Join(append([]string{p.Names[v.lang]}, v.whereabouts(p)...), ", ")
	return card.Card{Kicker: v.kick(p), Title: name, Text: v.l.T("card.place")}, true
}

// cardOfResult is the verdict on the right that is the heading of every result.
func (v *visit) cardOfResult(kind string) (card.Card, bool) {
	if !slices.Contains(resultKinds, kind) {
		return card.Card{}, false
	}
	return card.Card{
		Kicker: v.l.T("card.result"), Title: v.q.Text(v.lang, "right.council_vote.name", ""), Text: v.l.T("card.result_text"),
		Verdict: cardVerdict(templates.Mark{Verdict: templates.Verdict(kind), Word: v.q.Text(v.lang, "verdict."+kind+".short", "")}),
	}, true
}

func cardVerdict(m templates.Mark) *card.Verdict {
	class, icon := m.Verdict.Look()
	return &card.Verdict{Icon: icon, Class: class, Word: m.Word}
}

// cardOfVersion is the card of a page that may be gone since.
func (v *visit) cardOfVersion(page string) string {
	if _, ok := v.site.Book.Get(page); !ok {
		return cardHome
	}
	return cardPage + "/" + page
}

// pictureOf links the card of what is cited; nil where that is about something more
// than the work.
func (v *visit) pictureOf(c cited) *templates.Link {
	which := c.card()
	kind, id, _ := strings.Cut(which, "/")
	picture, ok := v.cardOf(kind, id)
	if !ok || which == cardCheck || c.kind == citeSource {
		return nil
	}
	return &templates.Link{Text: v.l.T("card.take"), Href: v.cardPath(which, &picture)}
}

// card is the card of what is cited. A result is cited by its code, so it gets that
// of the questionnaire.
func (c cited) card() string {
	switch c.kind {
	case citePage:
		return cardPage + "/" + strings.TrimSuffix(c.id, easyEnding)
	case citeClaim:
		return cardClaim + "/" + c.id
	case citePlace:
		return cardPlace + "/" + c.id
	case citeSource:
		return cardPage + "/sources"
	}
	return cardCheck
}
