package web

import "localvote/web/site"

// DrawSitemap draws a part of a sitemap with at most so many addresses.
func DrawSitemap(s *Server, of *site.Site, part, most int) ([]byte, error) {
	return s.drawSitemap(of, part, most)
}
