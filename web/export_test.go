package web

import "github.com/labstack/echo/v4"

// AddPanic lets tests see what happens when a handler panics; no page of the site
// does so on purpose.
func (s *Server) AddPanic(path string, value any) {
	s.echo.GET(path, func(echo.Context) error { panic(value) })
}

// Patterns lists the patterns of all addresses.
func (s *Server) Patterns() map[string]bool {
	patterns := map[string]bool{}
	for _, r := range s.echo.Routes() {
		patterns[r.Path] = true
	}
	return patterns
}
