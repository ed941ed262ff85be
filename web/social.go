package web

import (
	"strings"

	"localvote/templates"
	"localvote/web/card"
	"localvote/web/lang"
	"localvote/web/place"
)

// cardPath is the address of a card such as "page/home".
func (v *visit) cardPath(which string, c *card.Card) string {
	return cardFolder + string(v.lang) + "/" + which + "-" + c.Hash() + ".png"
}

// A cardName names the card of a result on the shelf of an edition.
type cardName struct {
	lang  lang.Lang
	which string
}

type namedCard struct {
	card card.Card
	path string
}

// cardAndPath is a card with its address. The few cards of results, to which hundreds of
// thousands of addresses lead, are made once for an edition.
func (v *visit) cardAndPath(which string) (c card.Card, path string, ok bool) {
	kind, id, _ := strings.Cut(which, "/")
	sh, name := v.server.shelf(), cardName{v.lang, which}
	shared := kind == cardResult && sh.of.site == v.site && v.q == v.site.Questionnaire
	if shared {
		if known, made := sh.cards.Load(name); made {
			made := known.(namedCard)
			return made.card, made.path, true
		}
	}
	if c, ok = v.cardOf(kind, id); !ok {
		return c, "", false
	}
	path = v.cardPath(which, &c)
	if shared {
		sh.cards.Store(name, namedCard{c, path})
	}
	return c, path, true
}

// social says to networks what a page is about. A page that shows how somebody
// answered says no more than its card.
func (v *visit) social(f frameOf, address string) *templates.Social {
	which := f.card
	if which == "" {
		which = cardHome
	}
	kind, id, _ := strings.Cut(which, "/")
	c, path, ok := v.cardAndPath(which)
	if !ok {
		return nil
	}
	s := &templates.Social{
		Title: f.title, Description: f.description, URL: address, Type: "website",
		Image: v.server.base + path, Width: card.Width, Height: card.Height, Locale: locales[v.lang],
	}
	if f.noIndex || s.Description == "" {
		s.Title, s.Description = c.Title, c.Text
	}
	if claim, ok := v.claim(id); ok && kind == cardClaim { // the reason has no room on the picture
		s.Description = claim.Why[v.lang]
	}
	if c.Verdict != nil {
		s.Title = v.l.With("verdict.count", map[string]any{"word": c.Title, "n": c.Verdict.Word})
	}
	if _, written := v.site.Book.Get(id); kind == cardPage && written && id != homePage && id != place.Page {
		s.Type = "article"
	}
	says := c.Title
	if c.Verdict != nil {
		says = s.Title
	}
	s.Alt = v.l.With("card.alt", map[string]any{"site": v.l.T("site.name"), "title": says})
	return s
}

// locales are the names of the languages in Open Graph.
var locales = map[lang.Lang]string{lang.RU: "ru_RU", lang.BE: "be_BY", lang.EN: "en_GB"}
