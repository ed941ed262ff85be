package web

import "time"

// A clock that was never set stands in 1970; one that was set wrongly may stand
// anywhere. Pages must be right or at least be there all the same, and nothing that is
// kept may be lost by it.

// clockYears is how many years after its sources were last read the site believes the
// clock. A site that nobody has touched for so long is worth no reader's feedback.
const clockYears = 5

// clockBelieved tells whether the clock can be right: not before the days that the
// rules cover, and not far beyond the day on which people last read the sources.
func (s *Server) clockBelieved() bool {
	now, current := s.now().In(zone), s.live.Site()
	last, err := time.Parse(time.DateOnly, current.Sources.LastChecked())
	return now.Format(time.DateOnly) >= current.Questionnaire.Coverage && (err != nil || now.Before(last.AddDate(clockYears, 0, 0)))
}

// keptUnder is the day under which something is kept. Under a day of a wrong clock,
// feedback would be deleted as soon as the clock is right, or never; then it is the
// last day of which the content knows.
func (s *Server) keptUnder() string {
	if last := s.live.Site().Sources.LastChecked(); last != "" && !s.clockBelieved() {
		return last
	}
	return s.today()
}
