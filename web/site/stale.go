package site

import (
	"time"

	"localvote/web/problem"
)

// Stale lists the pages and sources that were not checked again within the time
// that site.yaml allows, as warnings (W213). today is a day as 2025-10-29; the
// package itself reads no clock.
func (s *Site) Stale(today string) problem.List {
	var list problem.List
	for _, p := range s.Book.All() {
		if s.TooOld(p.CheckedOn, today) {
			list.Warnf(p.Pos(), "W213", "the page was last checked on %s", p.CheckedOn).Hint("read its sources again, then set the new day")
		}
	}
	for _, src := range s.Sources.All() {
		if s.TooOld(src.CheckedOn, today) {
			list.Warnf(src.Pos, "W213", "the source %q was last checked on %s", src.ID, src.CheckedOn).Hint("open it again, then set the new day")
		}
	}
	return list
}

// TooOld tells whether a check lies further back than the site allows.
func (s *Site) TooOld(checkedOn, today string) bool {
	checked, err := time.Parse(time.DateOnly, checkedOn)
	now, err2 := time.Parse(time.DateOnly, today)
	return err == nil && err2 == nil && now.Sub(checked) > time.Duration(s.Settings.RecheckAfter)*24*time.Hour
}
