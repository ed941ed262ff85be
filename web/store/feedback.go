package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Feedback is what a reader said of a page. It says nothing of the reader.
type Feedback struct {
	Day     string // 2026-11-21, and no time of day
	Page    string // path without query, in small letters: codes of answers have capitals; up to 100 bytes
	Lang    string
	Edition string // what the reader saw: digits, small letters, dots, hyphens; may be ""
	Verdict string // "yes" (useful), "no", or "wrong" (something is wrong here)
	Reason  string // word of a closed list, small letters and hyphens; may be ""
	Text    string // up to 500 characters in the reader's words; may be ""
}

// MaxFeedbackText bounds the text of a feedback, in characters (code points).
const MaxFeedbackText = 500

// maxFeedbackPerDay bounds what one day may leave behind: 2,000 texts of 500
// Cyrillic letters are 2 MB, so that not even a year of spam fills a disk.
const maxFeedbackPerDay = 2000

// ErrFull says that enough was said today, ErrFeedback that what was said has
// not the form that is kept.
var (
	ErrFull     = errors.New("no more feedback is taken today")
	ErrFeedback = errors.New("feedback of this form is not kept")
)

var (
	feedbackPage    = regexp.MustCompile(`^/[a-z0-9/._~-]{0,99}$`)
	feedbackEdition = regexp.MustCompile(`^[0-9a-z.-]{0,64}$`)
	feedbackReason  = regexp.MustCompile(`^[a-z-]{0,32}$`)
)

// AddFeedback keeps what a reader said. Without an error it is on the disk: it
// outlives the end of the program and a power cut. It gives ErrFull from 2,000 a
// day on, ErrFeedback for what must not be kept (which is not repeated in the
// error), or an error of the database, and then nothing was kept, as far as is known.
func (s *Store) AddFeedback(ctx context.Context, f Feedback) error {
	f.Text = strings.ReplaceAll(f.Text, "\r\n", "\n") // forms send both
	if err := f.check(); err != nil {
		return fmt.Errorf("add feedback: %w", err)
	}
	c := s.db.Load()
	id := randomID()
	var taken int64
	err := again(ctx, func() (err error) {
		taken, err = timely(ctx, func() (int64, error) { return addFeedback(ctx, c.write, id, &f) })
		return err
	})
	if err != nil {
		return fmt.Errorf("add feedback: %w", s.explain(err))
	}
	if err := c.sameFile(s.path); err != nil {
		return fmt.Errorf("add feedback: %w", s.explain(err)) // it is in a file that nobody will find
	}
	if taken == 0 {
		return fmt.Errorf("add feedback: %w", ErrFull)
	}
	return nil
}

// randomID is 32 hex digits that nobody can guess or count.
func randomID() string {
	id := make([]byte, 16)
	rand.Read(id)
	return hex.EncodeToString(id)
}

func addFeedback(ctx context.Context, db *sql.DB, id string, f *Feedback) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	result, err := db.ExecContext(ctx, `
		INSERT INTO feedback (day, id, page, lang, edition, verdict, reason, text)
		SELECT CAST($1 AS TEXT), $2, $3, $4, $5, $6, $7, $8
		WHERE (SELECT count(*) FROM feedback WHERE day = $1) < $9`,
		f.Day, id, f.Page, f.Lang, f.Edition, f.Verdict, f.Reason, f.Text, maxFeedbackPerDay)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// check tells what is wrong without repeating it: it may be just what must not
// be kept.
func (f *Feedback) check() error {
	_, err := time.Parse(time.DateOnly, f.Day)
	for what, wrong := range map[string]bool{
		"day":     err != nil,
		"page":    !feedbackPage.MatchString(f.Page),
		"lang":    !letters.MatchString(f.Lang),
		"edition": !feedbackEdition.MatchString(f.Edition),
		"verdict": f.Verdict != "yes" && f.Verdict != "no" && f.Verdict != "wrong",
		"reason":  !feedbackReason.MatchString(f.Reason),
		"text":    !utf8.ValidString(f.Text) || utf8.RuneCountInString(f.Text) > MaxFeedbackText || strings.ContainsFunc(f.Text, strange),
	} {
		if wrong {
			return fmt.Errorf("%w: its %s", ErrFeedback, what)
		}
	}
	return nil
}

// strange tells characters that nobody writes and that databases or terminals
// trip over.
func strange(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// FeedbackBetween reads what was said on the days from and to and those between,
// written 2026-11-21, in the order of days; within a day the order means nothing.
func (s *Store) FeedbackBetween(ctx context.Context, from, to string) ([]Feedback, error) {
	list, err := timely(ctx, func() ([]Feedback, error) { return s.feedbackBetween(ctx, from, to) })
	if err != nil {
		return nil, fmt.Errorf("read feedback: %w", s.explain(err))
	}
	return list, nil
}

func (s *Store) feedbackBetween(ctx context.Context, from, to string) ([]Feedback, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	rows, err := s.reader().QueryContext(ctx, `
		SELECT day, page, lang, edition, verdict, reason, text FROM feedback
		WHERE day BETWEEN $1 AND $2 ORDER BY day, id`, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Feedback
	for rows.Next() {
		var f Feedback
		if err := rows.Scan(&f.Day, &f.Page, &f.Lang, &f.Edition, &f.Verdict, &f.Reason, &f.Text); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// DeleteFeedback deletes what was said before a day, written 2026-11-21, and
// tells how much that was. The bytes are overwritten, not only forgotten.
func (s *Store) DeleteFeedback(ctx context.Context, before string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if _, err := time.Parse(time.DateOnly, before); err != nil {
		return 0, fmt.Errorf("delete feedback: %w", err)
	}
	var result sql.Result
	err := again(ctx, func() (err error) {
		result, err = s.writer().ExecContext(ctx, `DELETE FROM feedback WHERE day < $1`, before)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("delete feedback: %w", s.explain(err))
	}
	n, err := result.RowsAffected()
	return int(n), err
}
