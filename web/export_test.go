package web

import "github.com/labstack/echo/v4"

// AddPanic lets tests see what happens when a handler panics; no page of the site
// does so on purpose.
func (s *Server) AddPanic(path string, value any) {
	s.echo.GET(path, func(echo.Context) error { panic(value) })
}
