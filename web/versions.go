package web

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/store"
	"localvote/web/version"
)

// Kept versions of pages: their addresses. What a version is, and why it has two
// addresses, stands in package version; versionkeep.go makes them.

// Errors of these addresses. Without a database nothing is known about what was
// kept, so an address that may be right is not called wrong.
var (
	errVersionName = errors.New("not the name of a version")
	errNoVersion   = errors.New("no such version of this page in this language")
	errVersionsOff = errors.New("the kept versions cannot be read")
)

// versionName is what may stand for a version in an address.
var versionName = regexp.MustCompile(`^[0-9a-fA-F]{12,64}$`)

// versionRoutes are addresses of kept versions. /v/ stands before the language,
// so that archives and mirrors can tell by the beginning what never changes.
func (s *Server) versionRoutes() {
	s.get("/v/asset/:name", s.keptAsset)
	for _, l := range lang.All() {
		s.get("/v/:hash/"+string(l)+"/:page", func(c echo.Context) error { return s.kept(s.visit(c, l)) })
		s.page(http.MethodGet, l, "/:page/history", s.versions)
		s.page(http.MethodGet, l, "/:page/changes/:hash", s.changesSince)
		// The list of places is a page of the book, and places stand below it.
		s.page(http.MethodGet, l, "/places/history", s.versions)
		s.page(http.MethodGet, l, "/places/changes/:hash", s.changesSince)
	}
}

// versionPath is the address of a version in today's frame.
func versionPath(hash string, l lang.Lang, id string) string {
	return "/v/" + shortHash(hash) + "/" + string(l) + "/" + id
}

// pageID is the page that an address of this file is about.
func (v *visit) pageID() string {
	if id := v.c.Param("page"); id != "" {
		return id
	}
	return placesPage
}

// placesPage is the page of the book that has static addresses below it.
const placesPage = "places"

// keptVersion finds the version that an address names.
func (s *Server) keptVersion(v *visit, id string) (store.PageVersion, error) {
	hash := v.c.Param("hash")
	if !versionName.MatchString(hash) {
		return store.PageVersion{}, errVersionName
	}
	return s.findVersion(v, hash, id)
}

// findVersion finds a version of a page, or of a card, in the language of the visit.
func (s *Server) findVersion(v *visit, hash, id string) (store.PageVersion, error) {
	if s.store == nil {
		return store.PageVersion{}, errVersionsOff
	}
	p, err := s.store.PageVersion(s.storeTime(v.c), strings.ToLower(hash))
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrAmbiguous):
		return p, errNoVersion
	case err != nil:
		s.storageFailed(err)
		return p, errVersionsOff
	case p.Lang != string(v.lang) || p.Page != id:
		return p, errNoVersion
	}
	return p, nil
}

// kept sends a version: the document alone, or its article in today's frame.
func (s *Server) kept(v *visit) error {
	id, alone := strings.CutSuffix(v.c.Param("page"), ".html")
	p, err := s.keptVersion(v, id)
	if err != nil {
		return err
	}
	if alone {
		v.noIndex()
		v.memento(&p)
		return v.sendForEver(echo.MIMETextHTMLCharsetUTF8, p.Hash, p.Body)
	}
	words, err := v.liveWords(id)
	if err != nil {
		return err
	}
	v.noIndex()
	v.memento(&p)
	return v.send(http.StatusOK, templates.Kept(v.keptPage(&p, words)))
}

// keptAsset sends a stylesheet that kept documents link.
func (s *Server) keptAsset(c echo.Context) error {
	hash, _ := strings.CutSuffix(c.Param("name"), ".css")
	if s.store == nil {
		return errVersionsOff
	}
	f, err := s.store.Asset(s.storeTime(c), hash)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return echo.ErrNotFound
	case err != nil:
		s.storageFailed(err)
		return errVersionsOff
	}
	return sendForEver(c, f.Kind, f.Hash, f.Body)
}

func (v *visit) sendForEver(kind, hash string, body []byte) error {
	v.c.Response().Header().Set("Content-Language", string(v.lang))
	return sendForEver(v.c, kind, hash, body)
}

// sendForEver sends bytes that their address names, so they need never be asked
// for again.
func sendForEver(c echo.Context, kind, hash string, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	tag := `"` + hash + `"`
	h.Set("ETag", tag)
	if matches(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, kind, body)
}

// memento tells machines what they have got (RFC 7089): the day, the page itself,
// and all its versions.
func (v *visit) memento(p *store.PageVersion) {
	h := v.c.Response().Header()
	h.Set("Memento-Datetime", p.FirstSeen.UTC().Format(http.TimeFormat))
	live := v.server.base + v.href("/"+p.Page)
	links := []string{fmt.Sprintf(`<%s/history>; rel="version-history"`, live)}
	if _, exists := v.site.Book.Get(p.Page); exists {
		links = append(links, fmt.Sprintf(`<%s>; rel="original latest-version"`, live), fmt.Sprintf(`<%s>; rel="canonical"`, live))
	} else {
		links = append(links, fmt.Sprintf(`<%s>; rel="original"`, live))
	}
	h.Set("Link", strings.Join(links, ", "))
}

// dayOf is the day on which a version was first seen, by the clock of the site.
func dayOf(t time.Time) string { return t.In(zone).Format(time.DateOnly) }

// keptPage draws the banner and puts the kept article under it; live is what the
// page says today.
func (v *visit) keptPage(p *store.PageVersion, live string) templates.KeptPage {
	path := versionPath(p.Hash, v.lang, p.Page)
	date := map[string]any{"date": v.longDate(dayOf(p.FirstSeen)), "hash": shortHash(p.Hash)}
	view := templates.KeptPage{Article: string(p.Article())}
	today, exists := v.site.Book.Get(p.Page)
	view.Newer = p.Words != live
	switch {
	case !exists:
		view.Say = []string{v.l.With("versions.kept_gone", date), v.l.T("versions.beware")}
	case view.Newer:
		view.Say = []string{v.l.With("versions.kept_newer", date), v.l.T("versions.beware")}
	default:
		view.Say = []string{v.l.With("versions.kept_current", date)}
	}
	if exists {
		view.Links = append(view.Links, templates.Link{Text: v.l.T("versions.today"), Href: v.href("/" + p.Page)})
	}
	if exists && view.Newer {
		view.Links = append(view.Links, *v.changesLink(p))
	}
	view.Links = append(view.Links,
		templates.Link{Text: v.l.T("versions.link"), Href: v.href("/" + p.Page + "/history")},
		templates.Link{Text: v.l.T("versions.exact"), Href: path + ".html"})
	view.Frame = v.versionFrame(p, path, v.l.With("versions.this", date)+": "+p.Title, exists)
	if exists {
		view.Frame.Description = today.Summary[v.lang]
	}
	return view
}

// versionFrame is a frame that belongs to one version in one language: search
// engines are sent to the page itself, readers of another language to its history.
func (v *visit) versionFrame(p *store.PageVersion, own, title string, exists bool) templates.Frame {
	f := v.frame(frameOf{path: "/" + p.Page, kind: kindWhole, title: title, noIndex: true, card: v.cardOfVersion(p.Page)})
	f.Alternates, f.Address, f.Short = nil, typed(v.server.base+own), "" // the short one is that of the live page
	f.OEmbed = v.server.discoveryOf(v.server.base + own)
	if !exists {
		f.Canonical = v.server.base + own
	}
	f.Languages = nil
	for _, l := range lang.All() {
		link := templates.Link{Text: l.OwnName(), Href: "/" + string(l) + "/" + p.Page + "/history", Lang: l, Current: l == v.lang}
		if link.Current {
			link.Href = own
		}
		if !exists && !link.Current {
			link.Href = "/" + string(l) + "/"
		}
		f.Languages = append(f.Languages, link)
	}
	return f
}

func (v *visit) changesLink(p *store.PageVersion) *templates.Link {
	return &templates.Link{
		Text: v.l.With("versions.since", map[string]any{"hash": shortHash(p.Hash)}),
		Href: v.href("/" + p.Page + "/changes/" + shortHash(p.Hash)),
	}
}

// liveWords is the hash of what a page says today; "" if the page is gone. Until
// this edition is kept, the page is drawn to find out.
func (v *visit) liveWords(id string) (string, error) {
	live, ok := v.site.Book.Get(id)
	if !ok {
		return "", nil
	}
	if now, known := v.version(live); known {
		return now.Words, nil
	}
	d, err := v.server.archive(v.site, live, v.lang)
	if err != nil {
		return "", err
	}
	return d.Words, nil
}

// version is the kept version that a page is now, once it has been kept.
func (v *visit) version(p *page.Page) (store.PageVersion, bool) {
	kept := v.server.keptNow.Load()
	if kept == nil || kept.site != v.site {
		return store.PageVersion{}, false
	}
	now, ok := kept.of[versionKey{p.ID, v.lang}]
	return now, ok
}

// versionNote names the version at the end of a page.
func (v *visit) versionNote(p *page.Page) *templates.VersionNote {
	if v.archiving || !isKept(p) {
		return nil
	}
	note := &templates.VersionNote{History: templates.Link{Text: v.l.T("versions.link"), Href: v.href("/" + p.ID + "/history")}, Feed: v.follow()}
	if now, ok := v.version(p); ok {
		note.Text = v.versionWords(&now)
	}
	return note
}

// versionWords name a version in a sentence.
func (v *visit) versionWords(p *store.PageVersion) string {
	return v.l.With("versions.this", map[string]any{"hash": shortHash(p.Hash), "date": v.longDate(dayOf(p.FirstSeen))})
}

// versions lists the versions of a page. Without a database it says so: the page
// is there, and its versions will be again.
func (s *Server) versions(v *visit) error {
	id := v.pageID()
	p, exists := v.site.Book.Get(id)
	list, err := s.listVersions(v, id)
	if exists && !isKept(p) || !exists && len(list) == 0 {
		return echo.ErrNotFound
	}
	view := templates.VersionsPage{Heading: v.l.T("versions.heading"), Lead: v.l.T("versions.lead")}
	title := ""
	if exists {
		title = p.Title[v.lang]
		view.Page = &templates.Link{Text: v.l.T("versions.today"), Href: v.href("/" + id)}
		view.Edits = v.history(p)
		view.Feed, view.Follow = &templates.Link{Text: v.l.With("feeds.page", map[string]any{"title": p.Short[v.lang]}), Href: v.href("/" + id + siteFeed + atomEnding)}, v.follow()
	} else {
		title = list[0].Title
	}
	view.Kick = title
	switch {
	case err != nil:
		view.Say = v.l.T("error.versions_off.text")
		v.noStore()
	case len(list) == 0:
		view.Say = v.l.T("versions.none")
	}
	live := ""
	if len(list) > 0 {
		if live, err = v.liveWords(id); err != nil {
			return err
		}
	}
	for i := range list {
		view.Rows = append(view.Rows, v.versionRow(&list[i], i == len(list)-1, live))
	}
	view.Frame = v.frame(frameOf{
		path: "/" + id + "/history", card: v.cardOfVersion(id), title: v.l.With("versions.title", map[string]any{"title": title}),
		description: v.l.With("versions.summary", map[string]any{"title": title}),
	})
	return v.send(http.StatusOK, templates.Versions(view))
}

func (s *Server) listVersions(v *visit, id string) ([]store.PageVersion, error) {
	if s.store == nil {
		return nil, errVersionsOff
	}
	list, err := s.store.PageVersions(s.storeTime(v.c), id, string(v.lang))
	if err != nil {
		s.storageFailed(err)
	}
	return list, err
}

func (v *visit) versionRow(p *store.PageVersion, first bool, live string) templates.VersionRow {
	row := templates.VersionRow{
		Version: templates.Link{Text: v.versionWords(p), Href: versionPath(p.Hash, v.lang, p.Page)},
		What:    v.countWords(version.Count{Added: p.Added, Changed: p.Changed, Removed: p.Removed}),
	}
	if first {
		row.What = v.l.T("versions.first")
	}
	switch live {
	case "":
	case p.Words:
		row.Now = v.l.T("versions.now")
	default:
		row.Since = v.changesLink(p)
	}
	return row
}

// countWords say how many blocks came, changed and went. Two versions with the
// same words differ in the addresses of links or in their order.
func (v *visit) countWords(n version.Count) string {
	if n == (version.Count{}) {
		return v.l.T("versions.same_words")
	}
	return v.l.With("versions.counts", map[string]any{"added": n.Added, "changed": n.Changed, "removed": n.Removed})
}

// changesSince sets a version beside today's page.
func (s *Server) changesSince(v *visit) error {
	id := v.pageID()
	live, exists := v.site.Book.Get(id)
	if !exists {
		return echo.ErrNotFound
	}
	p, err := s.keptVersion(v, id)
	if err != nil {
		return err
	}
	before, err := version.Unpack(p.Blocks)
	if err != nil {
		return err
	}
	now, err := s.archive(v.site, live, v.lang)
	if err != nil {
		return err
	}
	v.noIndex()
	changes := version.Compare(before, now.blocks)
	own := v.href("/" + id + "/changes/" + shortHash(p.Hash))
	view := templates.ChangesSince{
		Kick:    p.Title,
		Heading: v.l.With("versions.changes", map[string]any{"date": v.longDate(dayOf(p.FirstSeen))}),
		Lead:    v.l.With("versions.changes_lead", map[string]any{"hash": shortHash(p.Hash)}),
		Count:   v.countWords(version.CountOf(changes)),
		Links: []templates.Link{
			{Text: v.l.T("versions.today"), Href: v.href("/" + id)},
			{Text: v.versionWords(&p), Href: versionPath(p.Hash, v.lang, id)},
			{Text: v.l.T("versions.link"), Href: v.href("/" + id + "/history")},
		},
	}
	for _, c := range changes {
		view.Blocks = append(view.Blocks, v.changedBlock(c))
	}
	view.Frame = v.versionFrame(&p, own, view.Heading+": "+p.Title, true)
	return v.send(http.StatusOK, templates.SinceThen(view))
}

func (v *visit) changedBlock(c version.Change) templates.ChangedBlock {
	name := map[string]any{"name": "#" + c.ID}
	if c.ID == "" {
		name["name"] = v.l.T("versions.top")
	}
	b := templates.ChangedBlock{}
	switch c.Kind {
	case version.Added:
		b.Title = v.l.With("versions.block_added", name)
	case version.Removed:
		b.Title = v.l.With("versions.block_removed", name)
	default:
		b.Title = v.l.With("versions.block_changed", name)
	}
	kinds := []string{version.Same: "", version.Added: "added", version.Removed: "removed"}
	for _, line := range c.Lines {
		var runs []templates.ChangedRun
		for _, r := range line.Runs {
			runs = append(runs, templates.ChangedRun{Kind: kinds[r.Kind], Text: r.Text})
		}
		b.Lines = append(b.Lines, runs)
	}
	return b
}

// isKept tells whether versions of a page are kept: the home page and the leaflet
// are drawn within other kinds of pages.
func isKept(p *page.Page) bool { return !slices.Contains(notKept, p.ID) }
