package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/site"
	"localvote/web/store"
	"localvote/web/version"
)

// notKept are pages of the book that are shown within other kinds of pages.
var notKept = []string{homePage, site.LeafletPage}

// siteStylesheet is what kept documents are drawn with.
const siteStylesheet = "css/site.css"

// keptPages are the versions that one edition of the site is made of.
type keptPages struct {
	site *site.Site
	of   map[versionKey]store.PageVersion
}

type versionKey struct {
	page string
	lang lang.Lang
}

// An archived page is a page as it is kept.
type archived struct {
	store.PageVersion
	blocks []version.Block
}

// archive draws the document of a page that goes into the archive.
func (s *Server) archive(current *site.Site, p *page.Page, l lang.Lang) (*archived, error) {
	v := s.archivist(current, l)
	ctx := v.c.Request().Context()
	article, whole := s.bodies.get(), s.bodies.get()
	defer s.bodies.keep(article)
	defer s.bodies.keep(whole)
	if err := templates.Article(v.explainer(p, false)).Render(ctx, article); err != nil {
		return nil, err
	}
	shell := templates.ArchivedPage{
		Lang: l, Title: v.l.With("title.page", map[string]any{"title": p.Title[l], "site": v.l.T("site.name")}), Says: v.l.T("versions.copy"), Skip: v.l.T("skip"),
		Live: v.href("/" + p.ID), Stylesheet: current.Assets.URL(siteStylesheet), Article: article.String(),
	}
	if f, ok := current.Assets.Get(shell.Stylesheet); ok {
		shell.Stylesheet = "/v/asset/" + version.Hash(f.Body) + ".css"
	}
	if err := templates.Archived(shell).Render(ctx, whole); err != nil {
		return nil, err
	}
	d := &archived{PageVersion: store.PageVersion{Page: p.ID, Lang: string(l), Title: p.Title[l], Body: bytes.Clone(whole.Bytes())}}
	d.Hash = version.Hash(d.Body)
	d.ArticleFrom = bytes.Index(d.Body, article.Bytes())
	d.ArticleTo = d.ArticleFrom + article.Len()
	var err error
	if d.blocks, d.Words, err = version.Words(article.Bytes()); err != nil {
		return nil, err
	}
	d.PageVersion.Blocks, err = version.Pack(d.blocks)
	return d, err
}

// archivist is a visit by nobody: a page for the archive has no reader.
func (s *Server) archivist(current *site.Site, l lang.Lang) *visit {
	request, _ := http.NewRequest(http.MethodGet, "/", nil) // cannot fail: both are constants
	v := &visit{
		server: s, c: s.echo.NewContext(request, nowhere{}), lang: l, l: current.Catalog.In(l), site: current,
		q: current.Questionnaire, sources: current.Sources, today: s.today(), archiving: true,
	}
	return v
}

// nowhere is where the archivist's answer would go.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}

// KeepPages keeps every page of the live edition for ever, in every language. What
// is kept already costs one query and the drawing of the pages; so it can be
// called again at each start.
func (s *Server) KeepPages(ctx context.Context) error {
	if s.store == nil {
		return errors.New("no database")
	}
	s.keeping.Lock()
	defer s.keeping.Unlock()
	current := s.live.Site()
	known, err := s.knownVersions(ctx)
	if err != nil {
		return err
	}
	k := &keeper{Server: s, known: known, now: &keptPages{site: current, of: map[versionKey]store.PageVersion{}}, seen: s.now()}
	for _, l := range lang.All() {
		if err := s.drawKept(ctx, current, l, k.take); err != nil {
			return err
		}
	}
	now, err := k.finish(ctx)
	if err != nil {
		return err
	}
	s.keptNow.Store(now)
	return s.keepData(ctx, current)
}

// drawKept draws all that is kept in a language, one by one: the pages of the book, and
// the cards for other sites.
func (s *Server) drawKept(ctx context.Context, current *site.Site, l lang.Lang, take func(context.Context, *archived) error) error {
	for _, p := range current.Book.All() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !isKept(p) {
			continue
		}
		d, err := s.archive(current, p, l)
		if err != nil {
			return fmt.Errorf("draw %s in %s for the archive: %w", p.ID, l, err)
		}
		if err := take(ctx, d); err != nil {
			return err
		}
	}
	cards, err := s.archiveCards(current, l)
	if err != nil {
		return err
	}
	for _, d := range cards {
		if err := take(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// maxFresh is how many new versions are written at once: thousands of drawn pages would
// take more memory than the site.
const maxFresh = 500

// A keeper takes what was drawn, writes what is new, and remembers which version is which.
type keeper struct {
	*Server
	known *versionsKnown
	now   *keptPages
	seen  time.Time
	fresh []store.PageVersion // to be written
	done  []store.PageVersion // written, without their bytes
	wrote int
}

func (k *keeper) take(ctx context.Context, d *archived) error {
	if found, ok := k.known.find(&d.PageVersion); ok {
		k.now.of[versionKey{d.Page, lang.Lang(d.Lang)}] = found
		return nil
	}
	if err := k.countChanges(ctx, d); err != nil {
		return err
	}
	d.FirstSeen = k.seen
	if k.fresh = append(k.fresh, d.PageVersion); len(k.fresh) < maxFresh {
		return nil
	}
	return k.write(ctx)
}

func (k *keeper) write(ctx context.Context) error {
	var files []store.AssetVersion
	if f, ok := k.now.site.Assets.Get(k.now.site.Assets.URL(siteStylesheet)); ok {
		files = append(files, store.AssetVersion{Hash: version.Hash(f.Body), Kind: f.Type, Body: f.Body})
	}
	wrote, err := k.store.KeepPages(ctx, files, k.fresh)
	k.wrote += wrote
	for _, p := range k.fresh {
		p.Body, p.Blocks = nil, nil
		k.done = append(k.done, p)
	}
	k.fresh = nil
	return err
}

// finish writes the rest. Another server may have kept the same words a moment before, so
// what counts is read back.
func (k *keeper) finish(ctx context.Context) (*keptPages, error) {
	if len(k.fresh) > 0 {
		if err := k.write(ctx); err != nil {
			return nil, err
		}
	}
	if len(k.done) == 0 {
		return k.now, nil
	}
	known, err := k.knownVersions(ctx)
	if err != nil {
		return nil, err
	}
	for i := range k.done {
		if found, ok := known.find(&k.done[i]); ok {
			k.now.of[versionKey{k.done[i].Page, lang.Lang(k.done[i].Lang)}] = found
		}
	}
	k.log.Info("new versions of pages are kept", "versions", k.wrote)
	return k.now, nil
}

// countChanges counts the blocks in which a new version differs from the one that
// was live last.
func (s *Server) countChanges(ctx context.Context, d *archived) error {
	last, err := s.store.LatestPage(ctx, d.Page, d.Lang)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := version.Unpack(last.Blocks)
	if err != nil {
		return err
	}
	n := version.CountOf(version.Compare(before, d.blocks))
	d.Added, d.Changed, d.Removed = n.Added, n.Changed, n.Removed
	return nil
}

// versionsKnown are all versions, by what they say and by their bytes.
type versionsKnown struct {
	byWords map[string]store.PageVersion
	byHash  map[string]store.PageVersion
}

func (s *Server) knownVersions(ctx context.Context) (*versionsKnown, error) {
	list, err := s.store.AllPageVersions(ctx)
	if err != nil {
		return nil, err
	}
	k := &versionsKnown{byWords: map[string]store.PageVersion{}, byHash: map[string]store.PageVersion{}}
	for _, p := range list {
		k.byWords[p.Page+" "+p.Lang+" "+p.Words] = p
		k.byHash[p.Hash] = p
	}
	return k, nil
}

// find gives the version with the same words. The same bytes are the same version
// even if a later program reads their words in another way.
func (k *versionsKnown) find(p *store.PageVersion) (store.PageVersion, bool) {
	if found, ok := k.byWords[p.Page+" "+p.Lang+" "+p.Words]; ok {
		return found, true
	}
	found, ok := k.byHash[p.Hash]
	return found, ok
}
