package web

import (
	"context"
	"errors"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/dataset"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/store"
)

// dataFolder is where the open data stand; their addresses are permanent.
const dataFolder = "/data/"

// datasetCache holds the files of the site that was asked about last. They are
// made when they are first asked for: a start does not wait for them.
type datasetCache struct {
	sync.Mutex
	of  *site.Site
	set *dataset.Set
}

func (c *datasetCache) get(of *site.Site) (*dataset.Set, error) {
	c.Lock()
	defer c.Unlock()
	if c.of == of {
		return c.set, nil
	}
	set, err := dataset.Build(of)
	if err == nil {
		err = set.Slim()
	}
	if err == nil {
		c.of, c.set = of, set
	}
	return set, err
}

func (s *Server) dataRoutes() {
	s.get("/data", s.chooseData)
	s.get(dataFolder, s.chooseData)
	s.get(dataFolder+":file", s.dataFile)
	for _, l := range lang.All() {
		s.get("/"+string(l)+"/data/", redirectTo("/"+string(l)+"/data"))
		s.page(http.MethodGet, l, "/data", s.data)
	}
}

// chooseData sends a reader who came without a language on to the page.
func (s *Server) chooseData(c echo.Context) error { return s.choosePage(c, "/data") }

// dataFile sends a file of the open data.
func (s *Server) dataFile(c echo.Context) error {
	set, err := s.datasets.get(s.live.Site())
	if err != nil {
		return err
	}
	f, ok := set.Get(c.Param("file"))
	if edition, bundle := dataset.EditionIn(c.Param("file")); !ok && bundle {
		return s.keptData(c, edition)
	}
	if !ok {
		return echo.ErrNotFound
	}
	if !takesFile(c, f.Type) {
		return errNotOffered
	}
	h := c.Response().Header()
	for _, licence := range f.Licences {
		h.Add("Link", "<"+licence.Path+`>; rel="license"`)
	}
	h.Add("Link", "<"+dataFolder+`datapackage.json>; rel="describedby"`)
	cache := "public, no-cache" // the address stays, the bytes change with the site
	if path.Ext(f.Name) == ".zip" {
		cache = dataForEver // the name is that of the edition
		h.Set(echo.HeaderContentDisposition, `attachment; filename="`+f.Name+`"`)
	}
	file := plainFile{kind: f.Type, cache: cache}
	if path.Ext(f.Name) == ".zip" {
		file.body, file.packed = f.Body, true
		return sendFile(c, file)
	}
	return s.sendKept(c, file, f.SHA256, f.Plain)
}

// errNoData says that the data of an edition are not kept here.
var errNoData = errors.New("no such edition of the data")

// keptData sends the data of an earlier edition, byte by byte as they were.
func (s *Server) keptData(c echo.Context, edition string) error {
	if s.store == nil {
		return errVersionsOff
	}
	body, err := s.store.Data(s.storeTime(c), edition)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return errNoData
	case err != nil:
		s.storageFailed(err)
		return errVersionsOff
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+dataset.BundleOf(edition)+`"`)
	h.Add("Link", "<"+dataFolder+dataset.BundleOf(edition)+`>; rel="self"`)
	h.Add("Link", "<"+dataFolder+`datapackage.json>; rel="latest-version"`)
	return sendFile(c, plainFile{kind: "application/zip", cache: dataForEver, body: body, packed: true})
}

// keepData keeps the data of the live edition for ever.
func (s *Server) keepData(ctx context.Context, current *site.Site) error {
	set, err := s.datasets.get(current)
	if err != nil {
		return err
	}
	if has, err := s.store.HasData(ctx, set.Edition); err != nil || has {
		return err
	}
	f, _ := set.Get(set.Bundle())
	return s.store.KeepData(ctx, set.Edition, s.now(), f.Body)
}

// dataForEver is for files whose name is that of their bytes.
const dataForEver = "public, max-age=31536000, immutable"

// takesFile tells whether a program welcomes a file by its Accept header: as what
// it is, or as bytes of any kind.
func takesFile(c echo.Context, kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return takes(c, kind) || takes(c, echo.MIMEOctetStream)
}

// data is the page about the open data.
func (s *Server) data(v *visit) error {
	set, err := s.datasets.get(v.site)
	if err != nil {
		return err
	}
	page := templates.DataPage{
		Heading: v.l.T("data.heading"), Lead: v.l.T("data.lead"), Kick: v.l.T("data.nav"),
		Pass: []templates.Pair{
			{Term: v.l.T("pass.law"), Value: v.monthYear(set.LawAsOf)},
			{Term: v.l.T("pass.checked"), Value: v.longDate(set.CheckedOn)},
			{Term: v.l.T("data.edition"), Value: set.Edition},
		},
		Licences: []string{v.l.T("data.licence_data"), v.l.T("data.licence_quotes"), v.l.T("data.licence_texts")},
		Notes:    []string{v.l.T("data.read_csv"), v.l.T("data.read_truth"), v.l.T("data.read_dictionary"), v.l.T("data.read_marked"), v.l.T("data.machines")},
		Cite: v.l.With("data.cite_text", map[string]any{
			"edition": set.Edition, "law": v.monthYear(set.LawAsOf), "date": v.longDate(set.CheckedOn), "address": s.base + v.href("/data"),
		}),
		Table: templates.Link{Text: v.l.T("data.more"), Href: v.href("/table")},
	}
	v.listFiles(&page, set)
	page.Frame = v.frame(frameOf{path: "/data", title: page.Heading, description: v.l.T("data.summary"), card: cardPage + "/data"})
	v.say(&page.Frame, v.datasetData(page.Heading, page.Lead, set))
	return v.send(http.StatusOK, templates.Data(page))
}

// listFiles puts the two forms of a file into one row.
func (v *visit) listFiles(page *templates.DataPage, set *dataset.Set) {
	at := map[string]int{}
	for _, f := range set.Files {
		page.Sums = append(page.Sums, templates.Pair{Term: f.Name, Value: f.SHA256})
		if f.Name == set.Bundle() {
			page.All = templates.Link{Text: v.l.With("data.all", map[string]any{"size": v.kilobytes(f.Size)}), Href: dataFolder + f.Name}
			continue
		}
		name, ending, _ := strings.Cut(f.Name, ".")
		n, known := at[name]
		if !known {
			n = len(page.Files)
			at[name] = n
			row := templates.DataFile{What: f.Title[v.lang], Terms: licenceNames(f.Licences)}
			if f.Rows > 0 {
				row.Rows = v.number(itoa(f.Rows))
			}
			page.Files = append(page.Files, row)
		}
		page.Files[n].Links = append(page.Files[n].Links, templates.Link{
			Text: v.l.With("data.link", map[string]any{"format": formatName(f.Name, ending), "size": v.kilobytes(f.Size)}), Href: dataFolder + f.Name,
		})
	}
}

func licenceNames(licences []dataset.Licence) string {
	var names []string
	for _, licence := range licences {
		names = append(names, licence.Name)
	}
	return strings.Join(names, ", ")
}

// formatName is CSV or JSON, or the name of a file that has a form of its own.
func formatName(name, ending string) string {
	if ending == "" || name == "datapackage.json" {
		return name
	}
	return strings.ToUpper(ending)
}

func (v *visit) kilobytes(n int) string {
	return v.l.With("data.kb", map[string]any{"n": v.number(itoa((n + 1023) / 1024))})
}
