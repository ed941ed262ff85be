package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A Ruleset is one version of the rules that went live. Its hash names it for
// machines, its id for people.
type Ruleset struct {
	Hash        string // sha256 of the files, 64 hex digits
	ID          string // "2026-11-21.1": day and running number of that day
	Layout      int    // version of the list of questions
	PublishedAt time.Time
	Files       []byte // zip; nil in lists
}

var (
	fullHash  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	hashStart = regexp.MustCompile(`^[0-9a-f]{8,64}$`)
	rulesetID = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}\.\d+$`)
)

// Publish keeps a ruleset and gives it the next id of day, written 2026-11-21.
// If the hash is known already, nothing is written and the ruleset comes back as
// it was first published. Files are the bytes of a zip, made by the caller.
func (s *Store) Publish(ctx context.Context, hash, day string, layout int, files []byte) (Ruleset, error) {
	if !fullHash.MatchString(hash) {
		return Ruleset{}, fmt.Errorf("publish ruleset: hash %q is not 64 hex digits in small letters", hash)
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return Ruleset{}, fmt.Errorf("publish ruleset: %w", err)
	}
	known, err := s.byHash(ctx, s.reader(), hash)
	if !errors.Is(err, ErrNotFound) {
		return known, err // after a restart nothing is new
	}
	if files == nil {
		files = []byte{} // nil would be NULL
	}
	for range 10 {
		if err = s.publish(ctx, hash, day, layout, files); err != nil {
			return Ruleset{}, fmt.Errorf("publish ruleset %s: %w", hash, s.explain(err))
		}
		known, err = s.byHash(ctx, s.writer(), hash)
		if !errors.Is(err, ErrNotFound) {
			break // else another server was given the same number a moment earlier
		}
	}
	return known, err
}

// publish is one statement, so that with SQLite nobody can take the number
// between finding and using it. PostgreSQL then writes nothing.
func (s *Store) publish(ctx context.Context, hash, day string, layout int, files []byte) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return again(ctx, func() error {
		_, err := s.writer().ExecContext(ctx, `
			INSERT INTO ruleset (hash, id, layout, published_at, files)
			SELECT $1, CAST($2 AS TEXT) || '.' || CAST(coalesce(max(CAST(substr(id, 12) AS BIGINT)), 0) + 1 AS TEXT), $3, $4, $5
			FROM ruleset WHERE substr(id, 1, 10) = $2
			ON CONFLICT DO NOTHING`, hash, day, layout, stamp(time.Now()), files)
		return err
	})
}

// Ruleset finds a ruleset by its hash, by the first 8 or more digits of it, or
// by its id. It gives ErrNotFound, or ErrAmbiguous for the beginning of several
// hashes.
func (s *Store) Ruleset(ctx context.Context, hashOrID string) (Ruleset, error) {
	if rulesetID.MatchString(hashOrID) {
		return s.find(ctx, s.reader(), hashOrID, `id = $1`, hashOrID)
	}
	if start := strings.ToLower(hashOrID); hashStart.MatchString(start) {
		// "g" comes after every hex digit.
		return s.find(ctx, s.reader(), hashOrID, `hash >= $1 AND hash < $2`, start, start+"g")
	}
	return Ruleset{}, fmt.Errorf("ruleset %q: %w", hashOrID, ErrNotFound)
}

func (s *Store) byHash(ctx context.Context, db *sql.DB, hash string) (Ruleset, error) {
	return s.find(ctx, db, hash, `hash = $1`, hash)
}

// find reads the one ruleset that fits a condition; name is for errors.
func (s *Store) find(ctx context.Context, db *sql.DB, name, condition string, args ...any) (Ruleset, error) {
	list, err := query(ctx, db, `
		SELECT hash, id, layout, published_at, files FROM ruleset WHERE `+condition+` LIMIT 2`, args...)
	switch {
	case err != nil:
		return Ruleset{}, fmt.Errorf("ruleset %q: %w", name, s.explain(err))
	case len(list) == 0:
		return Ruleset{}, fmt.Errorf("ruleset %q: %w", name, ErrNotFound)
	case len(list) > 1:
		return Ruleset{}, fmt.Errorf("ruleset %q: %w", name, ErrAmbiguous)
	}
	return list[0], nil
}

// Rulesets lists all rulesets without their files, the newest first.
func (s *Store) Rulesets(ctx context.Context) ([]Ruleset, error) {
	list, err := query(ctx, s.reader(), `
		SELECT hash, id, layout, published_at, NULL FROM ruleset
		ORDER BY published_at DESC, substr(id, 1, 10) DESC, CAST(substr(id, 12) AS BIGINT) DESC`)
	if err != nil {
		return nil, fmt.Errorf("list rulesets: %w", s.explain(err))
	}
	return list, nil
}

func query(ctx context.Context, db *sql.DB, text string, args ...any) ([]Ruleset, error) {
	return timely(ctx, func() ([]Ruleset, error) { return readRulesets(ctx, db, text, args...) })
}

func readRulesets(ctx context.Context, db *sql.DB, text string, args ...any) ([]Ruleset, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Ruleset
	for rows.Next() {
		var r Ruleset
		var published string
		if err := rows.Scan(&r.Hash, &r.ID, &r.Layout, &published, &r.Files); err != nil {
			return nil, err
		}
		if r.PublishedAt, err = time.Parse(time.RFC3339, published); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}
