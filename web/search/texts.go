package search

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"localvote/web/lang"
)

// A TextHit is an answer or a page that was found, in the language in which the
// words were found; in the reader's own if they were found there too.
type TextHit struct {
	Ref    int
	Doc    int // the document that fits best, as given to Build
	Lang   lang.Lang
	Answer bool
}

// Texts is what was found in answers and pages.
type Texts struct {
	Answers []TextHit
	Pages   []TextHit
	Used    string   // the query that was looked for instead, "" for the one typed
	partly  bool     // not all words were found
	Words   []string // beginnings of the folded words that were found, for marking them
}

// Guessed tells whether these are not quite the words that were typed.
func (t Texts) Guessed() bool { return t.Used != "" || t.partly }

// Empty tells whether nothing was found.
func (t Texts) Empty() bool { return len(t.Answers)+len(t.Pages) == 0 }

// maxWords bounds what is looked at in a query.
const maxWords = 10

func (ix *Index) fillDocs(tx *sql.Tx) error {
	insert, err := tx.Prepare(`INSERT INTO doc(rowid, title, also, body) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	known := map[string]bool{}
	for i, d := range ix.docs {
		var fields []any
		for _, text := range []string{d.Title, d.Also, d.Body} {
			words := Words(text)
			fields = append(fields, strings.Join(words, " "))
			for _, w := range words {
				known[w] = true
			}
		}
		if _, err := insert.Exec(append([]any{i + 1}, fields...)...); err != nil {
			return err
		}
	}
	return ix.fillWords(tx, known)
}

// fillWords keeps every word of four letters or more, for correcting slips.
func (ix *Index) fillWords(tx *sql.Tx, known map[string]bool) error {
	insert, err := tx.Prepare(`INSERT INTO word(rowid, key) VALUES (?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for w := range known {
		if len([]rune(w)) >= 4 {
			ix.words = append(ix.words, w)
		}
	}
	slices.Sort(ix.words)
	for i, w := range ix.words {
		if _, err := insert.Exec(i+1, padded(w)); err != nil {
			return err
		}
	}
	return nil
}

// Texts finds answers and pages. What was typed goes first; if nothing has all
// its words, then the same keys in another layout, the same words without slips,
// and at last pages that have any of the words.
func (ix *Index) Texts(ctx context.Context, query string, l lang.Lang, limit int) (Texts, error) {
	query = cut(query, 200)
	tries := append([]string{query}, otherLayouts(query)...)
	for n, q := range tries {
		found, err := ix.find(ctx, Words(q), " AND ", l, limit)
		if err != nil || !found.Empty() {
			if n > 0 {
				found.Used = q
			}
			return found, err
		}
	}
	corrected, changed, err := ix.correct(ctx, Words(query))
	if err != nil {
		return Texts{}, err
	}
	if changed {
		found, err := ix.find(ctx, corrected, " AND ", l, limit)
		if err != nil || !found.Empty() {
			found.Used = strings.Join(corrected, " ")
			return found, err
		}
	}
	if words := Words(query); len(words) > 1 {
		found, err := ix.find(ctx, words, " OR ", l, limit)
		found.partly = true
		return found, err
	}
	return Texts{}, nil
}

// find looks for words, each as the beginning of a longer one. Titles weigh most.
func (ix *Index) find(ctx context.Context, words []string, operator string, l lang.Lang, limit int) (Texts, error) {
	found := Texts{}
	var parts []string
	for _, w := range words[:min(len(words), maxWords)] {
		if begin := stem(w); len([]rune(begin)) >= 2 {
			found.Words = append(found.Words, begin)
			parts = append(parts, `"`+begin+`"*`)
		}
	}
	if len(parts) == 0 {
		return found, nil
	}
	rows, err := ix.db.QueryContext(ctx, `SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY bm25(doc, 8, 6, 1) LIMIT 200`, strings.Join(parts, operator))
	if err != nil {
		return found, err
	}
	defer rows.Close()
	at := map[int]*TextHit{}
	var order []*TextHit
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return found, err
		}
		d := &ix.docs[id-1]
		if hit, ok := at[d.Ref]; ok {
			if d.Lang == l && hit.Lang != l {
				hit.Lang, hit.Doc = l, id-1
			}
			continue
		}
		at[d.Ref] = &TextHit{d.Ref, id - 1, d.Lang, d.Answer}
		order = append(order, at[d.Ref])
	}
	found.take(order, limit)
	return found, rows.Err()
}

func (t *Texts) take(order []*TextHit, limit int) {
	for _, hit := range order {
		switch {
		case hit.Answer && len(t.Answers) < limit:
			t.Answers = append(t.Answers, *hit)
		case !hit.Answer && len(t.Pages) < limit:
			t.Pages = append(t.Pages, *hit)
		}
	}
}

// correct puts the nearest word of the texts in the place of each word that the
// texts do not have.
func (ix *Index) correct(ctx context.Context, words []string) (corrected []string, changed bool, err error) {
	for _, w := range words[:min(len(words), maxWords)] {
		near := w
		if n := len([]rune(w)); n >= 4 && n <= 40 && !ix.begins(w) {
			if near, err = ix.nearest(ctx, w); err != nil {
				return nil, false, err
			}
		}
		changed = changed || near != w
		corrected = append(corrected, near)
	}
	return corrected, changed, nil
}

// begins tells whether a word of the texts begins like this one.
func (ix *Index) begins(w string) bool {
	begin := stem(w)
	i, _ := slices.BinarySearch(ix.words, begin)
	return i < len(ix.words) && strings.HasPrefix(ix.words[i], begin)
}

func (ix *Index) nearest(ctx context.Context, w string) (string, error) {
	rows, err := ix.db.QueryContext(ctx, `SELECT rowid FROM word WHERE key MATCH ? ORDER BY rank LIMIT 60`, anyTrigram(padded(w)))
	if err != nil {
		return w, err
	}
	defer rows.Close()
	best, allowed := w, slips(len([]rune(w)))+1
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return w, err
		}
		whole, begun := distances(w, ix.words[id-1])
		if d := min(whole, begun+1); d < allowed {
			best, allowed = ix.words[id-1], d
		}
	}
	return best, rows.Err()
}
