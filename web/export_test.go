package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"localvote/web/card"
	"localvote/web/lang"
)

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

// Cards are all pictures for social networks in one language, by what stands in
// their addresses.
func (s *Server) Cards(l lang.Lang) map[string]*card.Card {
	r, _ := http.NewRequest(http.MethodGet, "/", nil)
	v := s.visit(s.echo.NewContext(r, nowhere{}), l)
	ids := map[string][]string{cardPage: {"check", "tree", "table", "data"}, cardResult: resultKinds}
	for _, p := range v.site.Book.All() {
		ids[cardPage] = append(ids[cardPage], p.ID)
	}
	for _, c := range v.site.Records.Claims.Claims {
		ids[cardClaim] = append(ids[cardClaim], c.ID)
	}
	for _, p := range v.site.Places.All() {
		ids[cardPlace] = append(ids[cardPlace], p.ID)
	}
	out := map[string]*card.Card{}
	for kind, list := range ids {
		for _, id := range list {
			if c, ok := v.cardOf(kind, id); ok {
				out[kind+"/"+id] = &c
			}
		}
	}
	return out
}

// CardsKept is how many pictures the cache holds, and how many bytes.
func (s *Server) CardsKept() (n int, size uint64) {
	if s.cards.kept == nil {
		return 0, 0
	}
	s.cards.kept.CleanUp()
	return s.cards.kept.EstimatedSize(), s.cards.kept.WeightedSize()
}

// KeepCard puts a picture into the cache.
func (s *Server) KeepCard(hash string, body []byte) { s.cards.kept.Set(hash, body) }

// CardRoom is the limit of CardsKept.
const CardRoom = cardRoom

// Routes lists every method with its pattern, as in "GET /ru/".
func (s *Server) Routes() []string {
	var all []string
	for _, r := range s.echo.Routes() {
		all = append(all, r.Method+" "+r.Path)
	}
	return all
}

// FilesKept is how many files for programs are kept ready.
func (s *Server) FilesKept() int {
	s.shelved.cache().CleanUp()
	return s.shelved.cache().EstimatedSize()
}
