package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/short"
)

// Short addresses, for paper and QR codes: /q/ and five signs. What they stand for
// is in a file of the content; see package short. An address of a result is never
// shortened: it would have to be kept, and with it somebody's answers.

// shortFolder is where they stand.
const shortFolder = "/q/"

// errNoShort says that an address on paper was mistyped, or never given.
var errNoShort = errors.New("no such short address")

// shortCache is how long a browser need not ask again: a page may move.
const shortCache = "public, max-age=3600"

func (s *Server) shortRoutes() {
	for _, folder := range []string{shortFolder, "/Q/"} { // codes are typed in capitals, too
		s.get(folder, s.followShort)
		s.get(folder+":short", s.followShort)
	}
}

// followShort leads to the page. Nothing else of the request is handed on.
func (s *Server) followShort(c echo.Context) error {
	l, code, ok := short.Parse(c.Param("short"))
	if !ok {
		return errNoShort
	}
	path, ok := s.live.Site().Short.Path(code)
	if !ok {
		return errNoShort
	}
	c.Response().Header().Set(echo.HeaderCacheControl, shortCache)
	return c.Redirect(http.StatusFound, "/"+string(l)+path)
}

// shortOf is the short address of a page with its scheme; "" for none.
func (v *visit) shortOf(path string) string {
	code, ok := v.site.Short.Code(path)
	if !ok {
		return ""
	}
	return v.server.base + shortFolder + short.Address(v.lang, code)
}

// paperAddress is the address of a page for paper: the short one, or the page's
// own where there is none.
func (v *visit) paperAddress(path string) string {
	if address := v.shortOf(path); address != "" {
		return address
	}
	return v.server.base + v.href(path)
}

// shortView shows the short address of a page with its code; nil for none.
func (v *visit) shortView(path string) (*templates.ShortView, error) {
	address := v.shortOf(path)
	if address == "" {
		return nil, nil
	}
	code, err := qrOf(address)
	return &templates.ShortView{L: v.l, Href: address, Code: code}, err
}
