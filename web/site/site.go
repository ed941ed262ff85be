// Package site puts everything that readers see together into one immutable
// Site: interface strings, sources, the questionnaire and the assets. Live holds
// the current one and exchanges it for a new one only if that has no errors. It
// knows nothing about requests.
package site

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"localvote/web/asset"
	"localvote/web/catalog"
	"localvote/web/eligibility"
	"localvote/web/message"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/problem"
	"localvote/web/record"
	"localvote/web/short"
	"localvote/web/source"
	"localvote/web/typography"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// Files are the folders that a site is built from.
type Files struct {
	Content fs.FS // site.yaml, sources, eligibility
	Locales fs.FS // ru.toml, be.toml, en.toml
	Static  fs.FS // css, icons
}

// Proven marks the files as proof-read before: those that are built into the
// program. Everything else is checked as always.
func (f Files) Proven() Files {
	f.Content = wording.Proven(f.Content)
	return f.WordsProven()
}

// WordsProven marks only the words of the interface so: they are built in, whatever
// folder the content is read from.
func (f Files) WordsProven() Files {
	f.Locales = wording.Proven(f.Locales)
	return f
}

// RulesFolder is where the questionnaire stands in the content.
const RulesFolder = "eligibility"

// AssetPrefix is where static files stand in addresses.
const AssetPrefix = "/static/"

// A Site is one edition of everything, and never changes.
type Site struct {
	Catalog       *catalog.Catalog
	Sources       *source.Register
	Questionnaire *eligibility.Questionnaire
	Changelog     *eligibility.Changelog // of the rules
	Book          *page.Book
	Records       *record.Records
	Places        *place.Gazetteer
	Short         *short.Registry // short addresses
	Assets        *asset.Assets
	Settings      Settings
	// Edition is the rules and their sources as one zip file, small enough to
	// keep for ever, so that an old result can be computed again.
	Edition []byte
	finder  func() (*Finder, error)
}

// Settings are the words of site.yaml.
type Settings struct {
	LawAsOf      string // month as 2026-02
	DateLimit    string // last day that may be asked about
	RecheckAfter int    // days after which a page says that it was not checked again
}

// Build loads and checks everything. A Site whose problems count errors must
// not go live; its fields may be incomplete.
func Build(files Files) (*Site, problem.List) {
	s := &Site{}
	var problems problem.List
	var undone []string
	if !wording.IsProven(files.Content) {
		problems, undone = inspect(files.Content)
	}
	if problems.Errors() > 0 {
		return s, problems.Sort()
	}
	problem.Guard(&problems, contentFolder, func() { problems = withoutConsequences(s.read(files)) })
	problems = append(problems, unfinished(files.Content, undone, problems)...)
	if problems.Errors() == 0 {
		problem.Guard(&problems, contentFolder, func() { problems = append(problems, s.finish(files)...) })
	}
	return s, problems.Sort()
}

// contentFolder is where a mistake stands of which nobody knows more.
var contentFolder = problem.Pos{File: "content"}

// read loads everything and checks it.
func (s *Site) read(files Files) problem.List {
	var settings, words, sources, rules, pages, lists, assets problem.List
	s.Settings = readSettings(files.Content, &settings)
	failed := together(
		func() { s.Catalog, words = catalog.Load(files.Locales) },
		func() { s.Sources, sources = source.Load(files.Content, "sources") },
		func() { s.Assets, assets = loadAssets(files.Static) },
	)
	if failed.Errors() > 0 {
		return failed // nothing can be read without these
	}
	failed = together(
		func() {
			s.Questionnaire, rules = eligibility.Load(files.Content, RulesFolder, s.Sources.IDs())
			if rules.Errors() > 0 {
				return // what is unsound has no verdicts that could have changed
			}
			var log problem.List
			s.Changelog, log = eligibility.LoadChangelog(files.Content, RulesFolder, s.Questionnaire, s.Sources.IDs())
			rules = append(rules, log...)
		},
		func() {
			s.Book, pages = page.Load(files.Content, s.Sources.IDs())
			s.Records, lists = record.Load(files.Content, record.Known{Sources: s.Sources.IDs(), Facts: s.Book.FactIDs(), Pages: s.pageIDs()})
		},
	)
	problems := slices.Concat(settings, words, sources, rules, pages, lists, assets, failed)
	if failed.Errors() == 0 && s.renderable() {
		problems = append(problems, s.crossCheck(files)...)
	}
	return problems
}

// crossCheck goes through what leans on several of the parts.
func (s *Site) crossCheck(files Files) problem.List {
	var problems problem.List
	s.Places, problems = place.Load(files.Content, "places", s.aroundPlaces()) // texts link to places
	problems = append(problems, s.Book.Render(s.around())...)
	var addresses problem.List
	s.Short, addresses = short.Load(files.Content, s.ShortPaths())
	problems = append(problems, addresses...)
	problems = append(problems, record.VerifyPeople(s.Records.People, func(named map[string]string) []message.Message {
		_, wrong := s.answers(named)
		return wrong
	})...)
	return append(problems, s.Records.Timeline.Verify(func(fact string) string { date, _ := s.Book.Date(fact); return date })...)
}

// finish makes of sound content what readers get.
func (s *Site) finish(files Files) (problems problem.List) {
	s.finder = sync.OnceValues(s.newFinder)
	failed := together(
		func() {
			var err error
			if s.Edition, err = pack(files.Content, "sources", RulesFolder); err != nil {
				problems.Errorf(problem.Pos{File: "eligibility"}, "E001", "cannot pack this edition of the rules: %s", problem.Cause(err))
			}
		},
		func() { s.Questionnaire.Polish(typography.Fix); s.Changelog.Polish(typography.Fix) },
		func() { s.Sources.Polish(typography.Fix); s.Records.Polish(typography.Fix) },
	)
	return append(problems, failed...)
}

// together runs functions at the same time and waits for all of them. One that
// fails is a problem, not the end of the program.
func together(functions ...func()) problem.List {
	failed := make([]problem.List, len(functions))
	var all sync.WaitGroup
	for i, f := range functions {
		all.Go(func() { problem.Guard(&failed[i], contentFolder, f) })
	}
	all.Wait()
	return slices.Concat(failed...)
}

func loadAssets(static fs.FS) (*asset.Assets, problem.List) {
	var list problem.List
	assets, err := asset.Load(static, AssetPrefix)
	if err != nil {
		list.Errorf(problem.Pos{File: "static"}, "E001", "cannot load the static files: %s", problem.Cause(err))
	}
	return assets, list
}

// renderable tells whether enough was loaded to go through the pages, so that
// their mistakes come in the same run as those of other files.
func (s *Site) renderable() bool {
	return s.Catalog != nil && len(s.Questionnaire.Questions) > 0 && s.Records.Timeline != nil
}

func readSettings(fsys fs.FS, problems *problem.List) Settings {
	const name = "site.yaml"
	var s Settings
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		problems.Errorf(problem.Pos{File: name}, "E001", "cannot read the file: %s", problem.Cause(err))
		return s
	}
	if root, ok := yamldoc.Parse(name, data, problems); ok {
		s.read(root)
	}
	return s
}

func (s *Settings) read(root yamldoc.Node) {
	root.Read(yamldoc.Fields{
		"law_as_of":     func(n yamldoc.Node) { s.LawAsOf = n.Month() },
		"date_limit":    func(n yamldoc.Node) { s.DateLimit = n.Day() },
		"recheck_after": func(n yamldoc.Node) { s.RecheckAfter = n.Int() },
	}, "law_as_of", "date_limit", "recheck_after")
}

// pack zips folders. Times are left out, so the same files give the same bytes.
func pack(fsys fs.FS, folders ...string) ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, folder := range folders {
		err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
			switch history := folder == RulesFolder && eligibility.IsHistory(strings.TrimPrefix(name, folder+"/")); {
			case err != nil:
				return err
			case history && d.IsDir():
				return fs.SkipDir
			case history, d.IsDir(), strings.HasPrefix(d.Name(), "."):
				return nil
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			f, err := w.Create(name)
			if err != nil {
				return err
			}
			_, err = f.Write(data)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return buf.Bytes(), err
}

// An Edition is a set of rules that was live once, with its sources.
type Edition struct {
	Questionnaire *eligibility.Questionnaire
	Sources       *source.Register
}

// maxEdition bounds what a packed edition may unpack to.
const maxEdition = 16 << 20

// Unpack reads an edition that Build packed. Checks that came later than the
// edition are not held against it: it was sound when it was live.
func Unpack(data []byte) (*Edition, error) {
	files, err := unzip(data)
	if err != nil {
		return nil, fmt.Errorf("unpack the edition: %w", err)
	}
	files = wording.Proven(files)
	sources, problems := source.Load(files, "sources")
	if problems.Errors() > 0 {
		return nil, fmt.Errorf("read the sources of the edition: %s", problems[0])
	}
	q, problems := eligibility.Load(files, "eligibility", sources.IDs())
	if q.Table == nil {
		return nil, fmt.Errorf("read the rules of the edition: %s", problems[0])
	}
	q.Polish(typography.Fix)
	sources.Polish(typography.Fix)
	return &Edition{q, sources}, nil
}

func unzip(data []byte) (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	total := uint64(0)
	for _, f := range r.File {
		total += f.UncompressedSize64
	}
	if total > maxEdition {
		return nil, fmt.Errorf("%d bytes are more than an edition may have", total)
	}
	for _, f := range r.File {
		body, err := f.Open()
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(io.Discard, io.LimitReader(body, maxEdition))
		body.Close()
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}
