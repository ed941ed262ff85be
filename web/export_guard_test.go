package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// AddHandler lets tests put an address on the site that takes as long as they like.
func (s *Server) AddHandler(path string, h http.HandlerFunc) {
	s.echo.Any(path, echo.WrapHandler(h))
}

// RealIP is the address that requests are counted under.
func (s *Server) RealIP(r *http.Request) string { return s.addressOf(r).String() }
