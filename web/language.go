package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/web/lang"
)

// chooseLanguage sends a reader who came without a language to the home page in
// the one that the browser asks for.
func (s *Server) chooseLanguage(c echo.Context) error {
	if s.copied {
		return s.offerLanguages(c)
	}
	return s.choosePage(c, "/")
}

// choosePage is the same for a page behind the language.
func (s *Server) choosePage(c echo.Context, path string) error {
	h := c.Response().Header()
	h.Set(echo.HeaderVary, "Accept-Language")
	h.Set(echo.HeaderCacheControl, "private, no-cache")
	l := lang.Match(c.Request().Header.Get("Accept-Language"))
	return c.Redirect(http.StatusFound, "/"+string(l)+path)
}
