// Package search finds places, answers and pages by what people type: in any of
// the three languages, with the neighbour's letters, in Latin letters, with
// typing errors, or on the wrong keyboard layout. The index is a SQLite database
// with full-text tables that lives in memory and belongs to one edition of the
// site: it holds what is published anyway, and nothing that anybody looked for.
// What a hit looks like is left to package web.
package search

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"localvote/web/lang"
)

// A Name is one name of a place.
type Name struct {
	Place  int // index of the place, as the caller counts
	Text   string
	Lang   lang.Lang // "" for aliases
	Weight float64   // between equals the heavier place comes first; 0 to 1
	Around []string  // names of what lies around it, in every language, the country too
}

// A Doc is a text in one language that can be found by its words.
type Doc struct {
	Ref    int // what it is, as the caller counts; the same in all languages
	Lang   lang.Lang
	Answer bool // an answer; else a page
	Title  string
	Also   string // synonyms
	Body   string
}

// An Index answers searches. It is safe for concurrent use.
type Index struct {
	db    *sql.DB
	names []foldedName
	docs  []Doc
	words []string // every word of the texts, for correcting slips
}

type foldedName struct {
	Name
	key    string
	around []string // keys of the words around it
}

var serial atomic.Int64

const (
	// readers is how many searches run at the same time.
	readers = 4
	// cacheOfReader is what each may keep of the database, in KB: it is in memory
	// itself, so keeping it twice brings nothing.
	cacheOfReader = 128
)

// Build makes an index. Close it when nobody uses it any more.
func Build(names []Name, docs []Doc) (*Index, error) {
	// The memdb VFS shares one database in memory between connections that
	// know its name, without locks between readers.
	db, err := sql.Open("sqlite", fmt.Sprintf("file:/localvote-search-%d?vfs=memdb&_pragma=cache_size(-%d)", serial.Add(1), cacheOfReader))
	if err != nil {
		return nil, fmt.Errorf("open the search index: %w", err)
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	db.SetConnMaxLifetime(0) // with its last connection the database would vanish
	ix := &Index{db: db, docs: docs}
	if err := ix.fill(names); err != nil {
		db.Close()
		return nil, fmt.Errorf("fill the search index: %w", err)
	}
	return ix, nil
}

// Close frees the memory of the index.
func (ix *Index) Close() error { return ix.db.Close() }

const schema = `
	CREATE VIRTUAL TABLE name USING fts5(key, tokenize = 'trigram', content = '');
	CREATE VIRTUAL TABLE doc USING fts5(title, also, body, content = '', prefix = '3 4 5', tokenize = 'unicode61 remove_diacritics 2');
	CREATE VIRTUAL TABLE word USING fts5(key, tokenize = 'trigram', content = '');`

func (ix *Index) fill(names []Name) error {
	ctx := context.Background()
	conn, err := ix.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, schema); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := ix.fillNames(tx, names); err != nil {
		return err
	}
	if err := ix.fillDocs(tx); err != nil {
		return err
	}
	return tx.Commit()
}
