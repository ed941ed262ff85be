package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/store"
	"localvote/web/version"
)

// Cards that other sites put into their pages. Only these may be framed; what they
// say of themselves is part of each of them, whatever the address asks for.

// embedFolder is where cards stand: before the language, so that one rule tells
// what may be framed.
const embedFolder = "/embed/"

// cardStylesheet is what cards are drawn with, and nothing else is.
const cardStylesheet = "css/embed.css"

// cardVersion names a kept version in the address of a card.
const cardVersion = "version"

// errCardDay says that the day of a card cannot be used.
var errCardDay = errors.New("not a day that the rules know")

// An embedCard is what a card says and where it comes from.
type embedCard struct {
	path     string // behind the language: "/timeline"
	kept     string // under which name its versions are kept, "" for none
	full     string // behind the language: the page that says all of it
	fullText string
	says     templates.CardArticle
	asOf     string // when the sources were checked
	note     string // a result under other rules says what differs
}

func (s *Server) embedRoutes() {
	for _, l := range lang.All() {
		root := embedFolder + string(l)
		add := func(path string, draw func(*visit) (embedCard, error)) {
			s.get(root+path, func(c echo.Context) error { return s.sendCard(s.cardVisit(c, l), draw) })
		}
		add("/table", (*visit).tableCard)
		add("/timeline", (*visit).timelineCard)
		add("/claims", (*visit).claimsCard)
		add("/claim/:id", func(v *visit) (embedCard, error) { return v.claimCard(v.c.Param("id")) })
		add("/check", (*visit).checkCard)
		add("/result/:code", func(v *visit) (embedCard, error) {
			query := v.c.QueryParams()
			return v.resultCard(v.c.Param("code"), query.Get("on"), query.Get("rules"))
		})
		s.openPage(l, "/embed", s.embeds)
	}
	s.get(oembedPath, s.oembed)
}

// cardVisit is a visit for a card: whoever embeds it chooses neither a place nor
// other words, so that a card is the same for everybody.
func (s *Server) cardVisit(c echo.Context, l lang.Lang) *visit {
	v := s.visit(c, l)
	v.place, v.easy = nil, false
	return v
}

// sendCard draws a card, or the version of it that the address names.
func (s *Server) sendCard(v *visit, draw func(*visit) (embedCard, error)) error {
	v.noIndex()
	c, err := draw(v)
	if err != nil {
		return err
	}
	article, err := v.cardArticle(c)
	if err != nil {
		return err
	}
	page := v.cardPage(c, article)
	if name := v.c.QueryParam(cardVersion); name != "" {
		if err := v.pinCard(&page, c, name, article); err != nil {
			return err
		}
	}
	v.keep = true
	if c.kept != "" { // not what somebody has answered
		v.c.Response().Header().Set(echo.HeaderCacheControl, pageCache)
	}
	v.c.Response().Header().Set("Link", `<`+licenceAddress+`>; rel="license"`)
	return v.send(http.StatusOK, templates.EmbeddedCard(page))
}

// cardArticle draws what a card says.
func (v *visit) cardArticle(c embedCard) ([]byte, error) {
	var b bytes.Buffer
	c.says.L = v.l
	err := templates.CardBody(c.says).Render(v.c.Request().Context(), &b)
	return b.Bytes(), err
}

// cardPage is a card with all that surrounds what it says.
func (v *visit) cardPage(c embedCard, article []byte) templates.Card {
	page := templates.Card{
		Lang: v.lang, L: v.l, Title: v.l.With("title.page", map[string]any{"title": c.says.Heading, "site": v.l.T("site.name")}),
		Stylesheet: v.site.Assets.URL(cardStylesheet), Canonical: v.absolute(c.full), Home: v.absolute("/"),
		Licence: templates.Link{Text: licence, Href: licenceAddress}, Article: string(article), Full: templates.Link{Text: c.fullText, Href: v.absolute(c.full)},
	}
	if c.asOf != "" {
		page.AsOf = v.l.With("foot.checked", map[string]any{"date": v.longDate(c.asOf)})
	}
	if c.note != "" {
		page.Note = c.note
		page.NoteLink = &templates.Link{Text: v.l.T("embed.today"), Href: v.absolute(c.full)}
	}
	return page
}

// cardAddress is where a card stands.
func (v *visit) cardAddress(path string) string { return embedFolder + string(v.lang) + path }

// pinCard puts a kept version in the place of today's card, and says so quietly
// where today's differs.
func (v *visit) pinCard(page *templates.Card, c embedCard, name string, today []byte) error {
	p, err := v.keptCard(c, name)
	if err != nil {
		return err
	}
	_, words, err := version.Words(today)
	if err != nil {
		return err
	}
	page.Article, page.AsOf = string(p.Article()), v.versionWords(&p)
	if p.Words != words {
		page.Note = v.l.With("versions.kept_newer", map[string]any{"date": v.longDate(dayOf(p.FirstSeen))})
		page.NoteLink = &templates.Link{Text: v.l.T("embed.today"), Href: v.absolute(c.full)}
	}
	return nil
}

// keptCard finds the version of a card that an address names.
func (v *visit) keptCard(c embedCard, name string) (store.PageVersion, error) {
	if !versionName.MatchString(name) {
		return store.PageVersion{}, errVersionName
	}
	if c.kept == "" {
		return store.PageVersion{}, errNoVersion
	}
	return v.server.findVersion(v, name, c.kept)
}

// keptCards are the cards of which versions are kept. Content may lack what a card
// shows; then there is no such card.
func (v *visit) keptCards() ([]embedCard, error) {
	var out []embedCard
	for _, draw := range []func(*visit) (embedCard, error){(*visit).tableCard, (*visit).timelineCard, (*visit).claimsCard} {
		c, err := draw(v)
		if errors.Is(err, echo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	for _, claim := range v.site.Records.Claims.Claims {
		c, err := v.claimCard(claim.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// archiveCards draws what cards say, to be kept beside the pages. A card is kept
// without its frame: what it says of itself is always that of today.
func (s *Server) archiveCards(current *site.Site, l lang.Lang) ([]*archived, error) {
	v := s.archivist(current, l)
	cards, err := v.keptCards()
	if err != nil {
		return nil, fmt.Errorf("draw the cards in %s for the archive: %w", l, err)
	}
	var out []*archived
	for _, c := range cards {
		body, err := v.cardArticle(c)
		if err != nil {
			return nil, err
		}
		d := &archived{PageVersion: store.PageVersion{
			Page: c.kept, Lang: string(l), Title: c.says.Heading, Body: body, Hash: version.Hash(body), ArticleTo: len(body),
		}}
		if d.blocks, d.Words, err = version.Words(body); err != nil {
			return nil, err
		}
		if d.PageVersion.Blocks, err = version.Pack(d.blocks); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// cardNow is the kept version that a card is now, once it has been kept.
func (v *visit) cardNow(c embedCard) (store.PageVersion, bool) {
	kept := v.server.keptNow.Load()
	if kept == nil || kept.site != v.site {
		return store.PageVersion{}, false
	}
	now, ok := kept.of[versionKey{c.kept, v.lang}]
	return now, ok
}

// sendCardFailure says in the frame of a card what went wrong: the page of an error
// must not be framed, and the reader would see the browser's own message.
func (s *Server) sendCardFailure(c echo.Context, f failure) {
	l, known := languageOf(c.Request().URL.Path)
	if !known {
		l = lang.Match(c.Request().Header.Get("Accept-Language"))
	}
	v := s.cardVisit(c, l)
	v.noIndex()
	v.noStore()
	says := embedCard{full: "/", fullText: v.l.T("error.link.home"), says: templates.CardArticle{
		Heading: v.l.T(f.title), Body: []templates.CardPart{{Text: v.l.T(f.text)}},
	}}
	article, err := v.cardArticle(says)
	if err != nil {
		s.log.Error("cannot draw an error", "error", err)
		return
	}
	page := v.cardPage(says, article)
	page.Canonical = ""
	if err := v.send(f.status, templates.EmbeddedCard(page)); err != nil {
		s.log.Error("cannot draw an error", "error", err)
	}
}
