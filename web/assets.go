package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/web/asset"
)

// asset sends a static file. Only exact addresses with the right fingerprint
// exist, so they may be kept for ever.
func (s *Server) asset(c echo.Context) error {
	f, ok := s.live.Site().Assets.Get(c.Request().URL.Path)
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	h.Set("ETag", f.ETag)
	if matches(c.Request().Header.Get("If-None-Match"), f.ETag) {
		return c.NoContent(http.StatusNotModified)
	}
	body := f.Body
	switch asset.Negotiate(c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
	case "br":
		if f.Brotli != nil {
			h.Set(echo.HeaderContentEncoding, "br")
			body = f.Brotli
		}
	case "gzip":
		if f.Gzip != nil {
			h.Set(echo.HeaderContentEncoding, "gzip")
			body = f.Gzip
		}
	}
	return c.Blob(http.StatusOK, f.Type, body)
}
