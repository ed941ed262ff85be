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

// social says to networks what a page is about. A page that shows how somebody
// answered says no more than its card.
func (v *visit) social(f frameOf, address string) *templates.Social {
	which := f.card
	if which == "" {
		which = cardHome
	}
	kind, id, _ := strings.Cut(which, "/")
	c, ok := v.cardOf(kind, id)
	if !ok {
		return nil
	}
	s := &templates.Social{
		Title: f.title, Description: f.description, URL: address, Type: "website",
		Image: v.server.base + v.cardPath(which, &c), Width: card.Width, Height: card.Height, Locale: locales[v.lang],
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
