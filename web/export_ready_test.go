package web

import "net/http"

// ReadyFor tells whether an answer to a request is ready, for tests.
func (s *Server) ReadyFor(r *http.Request) bool {
	d, _ := s.ready(r)
	return d != nil
}

// ReadyWeight is how many bytes of memory the answers outside the book take.
func (s *Server) ReadyWeight() uint64 {
	rest := s.shelf().rest
	rest.CleanUp()
	return rest.WeightedSize()
}

// BookSize is how many answers are made ready before anybody asks.
func (s *Server) BookSize() int { return len(s.shelf().book) }

// MaxBook is how many there are at most, nearly.
const MaxBook = maxBook

// ExplanationsKept is how many explanations of results are kept, and their bytes.
func (s *Server) ExplanationsKept() (n int, size uint64) {
	kept := s.shelf().explained
	kept.CleanUp()
	return kept.EstimatedSize(), kept.WeightedSize()
}
