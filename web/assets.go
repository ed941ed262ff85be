package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/web/asset"
)

// asset sends a static file. Only exact addresses with the right fingerprint
// exist, so they may be kept for ever.
func (s *Server) asset(c echo.Context) error {
	return s.sendAsset(c, c.Request().URL.Path, "public, max-age=31536000, immutable")
}

// rootIcon sends an icon at the address at which browsers look for it without
// being told. There it may change, so it is kept for a day only.
func (s *Server) rootIcon(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		return s.sendAsset(c, s.live.Site().Assets.URL(name), "public, max-age=86400")
	}
}

func (s *Server) sendAsset(c echo.Context, address, cache string) error {
	f, ok := s.live.Site().Assets.Get(address)
	if !ok {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, cache)
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
