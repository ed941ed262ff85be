package web

import "github.com/labstack/echo/v4"

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
	c.Response().Header().Set(echo.HeaderCacheControl, cache)
	f.Send(c.Response(), c.Request())
	return nil
}
