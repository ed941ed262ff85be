package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// dataEdition is what names an edition of the open data.
var dataEdition = regexp.MustCompile(`^[0-9a-f]{12}$`)

// KeepData keeps the open data of an edition, a zip file made by the caller. What
// is known already stays as it is.
func (s *Store) KeepData(ctx context.Context, edition string, seen time.Time, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if !dataEdition.MatchString(edition) {
		return fmt.Errorf("keep data: the edition %q is not 12 hex digits in small letters", edition)
	}
	if body == nil {
		body = []byte{} // nil would be NULL
	}
	err := again(ctx, func() error {
		_, err := s.writer().ExecContext(ctx, `
			INSERT INTO data_edition (edition, first_seen, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			edition, stamp(seen), body)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep data of %s: %w", edition, s.explain(err))
	}
	return nil
}

// Data is the open data of an edition, ErrNotFound if they were not kept.
func (s *Store) Data(ctx context.Context, edition string) ([]byte, error) {
	return timely(ctx, func() ([]byte, error) { return s.data(ctx, edition) })
}

func (s *Store) data(ctx context.Context, edition string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var body []byte
	err := s.reader().QueryRowContext(ctx, `SELECT body FROM data_edition WHERE edition = $1`, edition).Scan(&body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("data of %q: %w", edition, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("data of %q: %w", edition, s.explain(err))
	}
	return body, nil
}

// HasData tells whether the data of an edition are kept.
func (s *Store) HasData(ctx context.Context, edition string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var n int
	err := s.reader().QueryRowContext(ctx, `SELECT count(*) FROM data_edition WHERE edition = $1`, edition).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("data of %q: %w", edition, s.explain(err))
	}
	return n > 0, nil
}
