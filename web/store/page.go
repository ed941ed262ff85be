package store

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// A PageVersion is one version of a page in one language that went live.
type PageVersion struct {
	Hash      string // sha256 of Body, 64 hex digits
	Page      string // id of the page
	Lang      string
	Words     string // sha256 of what the page says, 64 hex digits
	Title     string
	FirstSeen time.Time
	// ArticleFrom and ArticleTo are where in Body the article stands, in bytes.
	ArticleFrom, ArticleTo int
	// Added, Changed and Removed count blocks against the version before.
	Added, Changed, Removed int
	Body                    []byte // the document; nil in lists
	Blocks                  []byte // the words block by block, in the caller's form; nil in lists
}

// Article is the article in the document.
func (p *PageVersion) Article() []byte { return p.Body[p.ArticleFrom:p.ArticleTo] }

// An AssetVersion is a file that kept pages need.
type AssetVersion struct {
	Hash string // sha256 of Body, 64 hex digits
	Kind string // media type
	Body []byte
}

// maxUnpacked bounds what one kept body may unpack to: a damaged file must not
// fill the memory. Pages are well below 1 MB.
const maxUnpacked = 16 << 20

// pageHash is what an address of a version may hold.
var pageHash = regexp.MustCompile(`^[0-9a-f]{12,64}$`)

// KeepPages keeps versions of pages, and the files that they need, in one
// transaction. What is known already, by its bytes or by its words, stays as it
// was first kept, so two servers with one database do not disturb each other. It
// gives the number of versions that were new.
func (s *Store) KeepPages(ctx context.Context, files []AssetVersion, pages []PageVersion) (int, error) {
	kept, err := s.keepPages(ctx, files, pages)
	if err != nil {
		return 0, fmt.Errorf("keep %d page versions: %w", len(pages), s.explain(err))
	}
	return kept, nil
}

func (s *Store) keepPages(ctx context.Context, files []AssetVersion, pages []PageVersion) (kept int, err error) {
	// Packing takes longer than writing: nobody waits for the file meanwhile.
	packed, err := packPages(pages)
	if err != nil {
		return 0, err
	}
	files = slices.SortedFunc(slices.Values(files), func(a, b AssetVersion) int { return strings.Compare(a.Hash, b.Hash) })
	err = again(ctx, func() (err error) {
		kept, err = s.keepPacked(ctx, files, packed)
		return err
	})
	return kept, err
}

func (s *Store) keepPacked(ctx context.Context, files []AssetVersion, packed []PageVersion) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*within)
	defer cancel()
	tx, err := s.writer().BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	for _, f := range files {
		if err := keepAsset(ctx, tx, f); err != nil {
			return 0, err
		}
	}
	kept := 0
	for i := range packed {
		n, err := keepPage(ctx, tx, &packed[i])
		if err != nil {
			return 0, err
		}
		kept += int(n)
	}
	return kept, tx.Commit()
}

// packPages also puts them in order, so that two servers which keep the same pages
// wait for each other and never crosswise.
func packPages(pages []PageVersion) ([]PageVersion, error) {
	packed := make([]PageVersion, len(pages))
	for i, p := range pages {
		if !fullHash.MatchString(p.Hash) || !fullHash.MatchString(p.Words) {
			return nil, fmt.Errorf("page %s in %s: a hash is not 64 hex digits in small letters", p.Page, p.Lang)
		}
		var err error
		if p.Body, err = pack(p.Body); err != nil {
			return nil, err
		}
		if p.Blocks, err = pack(p.Blocks); err != nil {
			return nil, err
		}
		packed[i] = p
	}
	slices.SortStableFunc(packed, func(a, b PageVersion) int {
		return cmp.Or(strings.Compare(a.Page, b.Page), strings.Compare(a.Lang, b.Lang))
	})
	return packed, nil
}

func keepAsset(ctx context.Context, tx *sql.Tx, f AssetVersion) error {
	var known int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM asset_version WHERE hash = $1`, f.Hash).Scan(&known)
	if err != nil || known > 0 {
		return err
	}
	body, err := pack(f.Body)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO asset_version (hash, kind, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, f.Hash, f.Kind, body)
	return err
}

func keepPage(ctx context.Context, tx *sql.Tx, p *PageVersion) (int64, error) {
	result, err := tx.ExecContext(ctx, `
		INSERT INTO page_version (rowid, hash, page, lang, words, title, first_seen,
			article_from, article_to, added, changed, removed, body, blocks)
		VALUES ((SELECT coalesce(max(rowid), 0) + 1 FROM page_version), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT DO NOTHING`,
		p.Hash, p.Page, p.Lang, p.Words, p.Title, stamp(p.FirstSeen),
		p.ArticleFrom, p.ArticleTo, p.Added, p.Changed, p.Removed, p.Body, p.Blocks)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// PageVersion finds a version by its hash, or by the first 12 or more digits of
// it. It gives ErrNotFound, or ErrAmbiguous for the beginning of several hashes.
func (s *Store) PageVersion(ctx context.Context, hash string) (PageVersion, error) {
	if !pageHash.MatchString(hash) {
		return PageVersion{}, fmt.Errorf("page version %q: %w", hash, ErrNotFound)
	}
	return s.onePage(ctx, hash, `hash >= $1 AND hash < $2 ORDER BY hash LIMIT 2`, hash, hash+"g")
}

// LatestPage is the version of a page that went live last, ErrNotFound if none did.
func (s *Store) LatestPage(ctx context.Context, page, lang string) (PageVersion, error) {
	return s.onePage(ctx, page, `page = $1 AND lang = $2 ORDER BY first_seen DESC, rowid DESC LIMIT 1`, page, lang)
}

// onePage reads one version with its bytes; name is for errors.
func (s *Store) onePage(ctx context.Context, name, condition string, args ...any) (PageVersion, error) {
	list, err := s.pages(ctx, `body, blocks`, condition, args...)
	switch {
	case err != nil:
		return PageVersion{}, fmt.Errorf("page version %q: %w", name, s.explain(err))
	case len(list) == 0:
		return PageVersion{}, fmt.Errorf("page version %q: %w", name, ErrNotFound)
	case len(list) > 1:
		return PageVersion{}, fmt.Errorf("page version %q: %w", name, ErrAmbiguous)
	}
	return list[0], nil
}

// maxListed bounds a list of versions.
const maxListed = 1000

// PageVersions lists the versions of a page without their bytes, the newest
// first; at most 1000.
func (s *Store) PageVersions(ctx context.Context, page, lang string) ([]PageVersion, error) {
	list, err := s.pages(ctx, `NULL, NULL`, `page = $1 AND lang = $2 ORDER BY first_seen DESC, rowid DESC LIMIT $3`, page, lang, maxListed)
	if err != nil {
		return nil, fmt.Errorf("list versions of %q: %w", page, s.explain(err))
	}
	return list, nil
}

// AllPageVersions lists every version of every page without their bytes.
func (s *Store) AllPageVersions(ctx context.Context) ([]PageVersion, error) {
	list, err := s.pages(ctx, `NULL, NULL`, `1 = 1`)
	if err != nil {
		return nil, fmt.Errorf("list page versions: %w", s.explain(err))
	}
	return list, nil
}

func (s *Store) pages(ctx context.Context, bytes, condition string, args ...any) ([]PageVersion, error) {
	return timely(ctx, func() ([]PageVersion, error) { return s.readPages(ctx, bytes, condition, args...) })
}

func (s *Store) readPages(ctx context.Context, bytes, condition string, args ...any) ([]PageVersion, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	rows, err := s.reader().QueryContext(ctx, `
		SELECT hash, page, lang, words, title, first_seen, article_from, article_to, added, changed, removed, `+bytes+`
		FROM page_version WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []PageVersion
	for rows.Next() {
		p, err := scanPage(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func scanPage(rows *sql.Rows) (p PageVersion, err error) {
	var seen string
	err = rows.Scan(&p.Hash, &p.Page, &p.Lang, &p.Words, &p.Title, &seen, &p.ArticleFrom, &p.ArticleTo,
		&p.Added, &p.Changed, &p.Removed, &p.Body, &p.Blocks)
	if err != nil {
		return p, err
	}
	if p.FirstSeen, err = time.Parse(time.RFC3339, seen); err != nil || p.Body == nil {
		return p, err
	}
	if p.Body, err = unpack(p.Body); err != nil {
		return p, err
	}
	if p.Blocks, err = unpack(p.Blocks); err != nil {
		return p, err
	}
	if p.ArticleFrom < 0 || p.ArticleFrom > p.ArticleTo || p.ArticleTo > len(p.Body) {
		return p, fmt.Errorf("the article of version %s is outside its document", p.Hash)
	}
	return p, nil
}

// Asset finds a kept file by its hash.
func (s *Store) Asset(ctx context.Context, hash string) (AssetVersion, error) {
	return timely(ctx, func() (AssetVersion, error) { return s.asset(ctx, hash) })
}

func (s *Store) asset(ctx context.Context, hash string) (AssetVersion, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	f := AssetVersion{Hash: hash}
	err := s.reader().QueryRowContext(ctx, `SELECT kind, body FROM asset_version WHERE hash = $1`, strings.ToLower(hash)).Scan(&f.Kind, &f.Body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return f, fmt.Errorf("file %q: %w", hash, ErrNotFound)
	case err != nil:
		return f, fmt.Errorf("file %q: %w", hash, s.explain(err))
	}
	f.Body, err = unpack(f.Body)
	return f, err
}

// packers are used again: one takes a megabyte, and a site may have thousands of pages.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func pack(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if len(body) > maxUnpacked {
		return nil, errors.New("unpack: too large")
	}
	return body, nil
}

// NewVersions lists versions that replaced another one, the newest first, without
// their bytes: of one page, or of all if page is "".
func (s *Store) NewVersions(ctx context.Context, lang, page string, limit int) ([]PageVersion, error) {
	list, err := s.pages(ctx, `NULL, NULL`, `lang = $1 AND (CAST($2 AS TEXT) = '' OR page = $2) AND EXISTS (
			SELECT 1 FROM page_version AS old WHERE old.page = page_version.page AND old.lang = page_version.lang
			AND (old.first_seen < page_version.first_seen OR old.first_seen = page_version.first_seen AND old.rowid < page_version.rowid))
		ORDER BY first_seen DESC, rowid DESC LIMIT $3`, lang, page, limit)
	if err != nil {
		return nil, fmt.Errorf("list new versions: %w", s.explain(err))
	}
	return list, nil
}

// stamp writes a time so that texts are ordered as the times are.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
