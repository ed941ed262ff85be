package search

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"localvote/web/lang"
)

// A PlaceHit is a place that was found.
type PlaceHit struct {
	Place int
	Score float64 // 1 is the very name
	Name  Name    // the name under which it was found
}

// Exact tells whether somebody typed this very name.
func (h PlaceHit) Exact() bool { return h.Score >= exactScore }

const (
	exactScore  = 0.995
	goodEnough  = 0.6
	otherLayout = 0.93 // what the same keys give in another layout counts less
	withContext = 0.985
	maxLetters  = 64 // of a query that are looked at; no place has a longer name
	candidates  = 120
)

func (ix *Index) fillNames(tx *sql.Tx, names []Name) error {
	insert, err := tx.Prepare(`INSERT INTO name(rowid, key) VALUES (?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	around := map[string][]string{}
	for _, n := range names {
		f := foldedName{Name: n, key: Key(n.Text)}
		if f.key == "" {
			continue
		}
		together := strings.Join(n.Around, " ")
		if _, known := around[together]; !known {
			around[together] = strings.Fields(Key(together))
		}
		f.around = around[together]
		ix.names = append(ix.names, f)
		if _, err := insert.Exec(len(ix.names), padded(f.key)); err != nil {
			return err
		}
	}
	return nil
}

// padded marks the beginning and the end, so that these have trigrams of their
// own and a single letter finds names that begin with it.
func padded(key string) string { return "^^" + key + "$" }

// Places finds the places that a query may mean, the likeliest first.
func (ix *Index) Places(ctx context.Context, query string, l lang.Lang, limit int) ([]PlaceHit, error) {
	best := map[int]PlaceHit{}
	query = cut(query, maxLetters)
	for n, q := range append([]string{query}, otherLayouts(query)...) {
		factor, key := 1.0, Key(q)
		if n > 0 {
			factor = otherLayout
		}
		if !saysSomething(key, q, n > 0) {
			continue
		}
		if err := ix.collect(ctx, key, factor, l, best); err != nil {
			return nil, err
		}
	}
	var hits []PlaceHit
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b PlaceHit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Name.Weight, a.Name.Weight), cmp.Compare(a.Place, b.Place))
	})
	return hits[:min(len(hits), limit)], nil
}

// saysSomething tells whether enough of a query is left in its key: "aaaaaa" is
// not the beginning of Abakan, and two letters on another layout may be anything.
func saysSomething(key, query string, otherLayout bool) bool {
	letters := 0
	for _, r := range query {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return 2*len(key) >= letters && (len(key) >= 3 || !otherLayout)
}

// collect adds the places that one key may mean.
func (ix *Index) collect(ctx context.Context, key string, factor float64, l lang.Lang, best map[int]PlaceHit) error {
	if key == "" {
		return nil
	}
	rows, err := ix.db.QueryContext(ctx, `SELECT rowid FROM name WHERE key MATCH ? ORDER BY rank LIMIT ?`, anyTrigram(padded(key)), candidates)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		f := &ix.names[id-1]
		score := factor * f.score(key)
		if score < goodEnough {
			continue
		}
		if f.Lang != l { // of equal names the reader's own
			score -= 0.002
		}
		if known, ok := best[f.Place]; !ok || score > known.Score {
			best[f.Place] = PlaceHit{f.Place, score, f.Name}
		}
	}
	return rows.Err()
}

// score is the likeness of a name to a key, also with words for what lies around
// it before or after the name: "Иваново Брестская область".
func (f *foldedName) score(key string) float64 {
	best := likeness(key, f.key)
	words := strings.Fields(key)
	for n := 1; n < len(words); n++ {
		if f.isAround(words[n:]) {
			best = max(best, withContext*likeness(strings.Join(words[:n], " "), f.key))
		}
		if f.isAround(words[:n]) {
			best = max(best, withContext*likeness(strings.Join(words[n:], " "), f.key))
		}
	}
	return best
}

// isAround tells whether every word begins a name of what lies around.
func (f *foldedName) isAround(words []string) bool {
	for _, w := range words {
		if len(w) < 2 || !slices.ContainsFunc(f.around, func(a string) bool { return strings.HasPrefix(a, w) }) {
			return false
		}
	}
	return true
}

// anyTrigram asks for rows with at least one of the trigrams of a key. In
// quotation marks nothing is an operator; keys hold no quotation marks.
func anyTrigram(key string) string {
	letters := []rune(key)
	var parts []string
	for i := 0; i+3 <= len(letters); i++ {
		part := `"` + string(letters[i:i+3]) + `"`
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " OR ")
}

// cut keeps the first letters of a query, and nothing that is no text.
func cut(query string, letters int) string {
	runes := []rune(strings.ToValidUTF8(query[:min(len(query), 8*letters)], ""))
	return string(runes[:min(len(runes), letters)])
}
