package site_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/site"
)

var real = site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}

// copied is the real content, to be changed.
func copied(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.FS, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// with is a site with other content, and without sheets and scripts: to press these anew
// for each takes as long as all the rest.
func with(content fstest.MapFS) site.Files {
	files := real
	files.Content, files.Static = content, fstest.MapFS{"css/site.css": {Data: []byte("p { margin: 0 }")}}
	return files
}

// built is the real site; building it takes time, so tests share it.
var built = sync.OnceValues(func() (*site.Site, problem.List) { return site.Build(real) })

func realSite(t testing.TB) *site.Site {
	t.Helper()
	s, problems := built()
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	return s
}

func build(t testing.TB, files site.Files) *site.Site {
	t.Helper()
	s, problems := site.Build(files)
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	return s
}

// What is in the repository goes live as it stands.
func TestRealContent(t *testing.T) {
	s, problems := built()
	for _, p := range problems {
		if p.Severity == "error" {
			t.Error(p)
		} else {
			t.Log(p)
		}
	}
	if s.Settings.LawAsOf == "" || s.Settings.DateLimit == "" || len(s.Edition) == 0 || s.Assets.URL("css/site.css") == "" || len(s.Sources.All()) == 0 {
		t.Errorf("the site lacks something: %+v, an edition of %d bytes", s.Settings, len(s.Edition))
	}
}

// Mistakes in all parts come back together, in the order of files, and what could
// be read is there.
func TestAllMistakesTogether(t *testing.T) {
	files := copied(t)
	files["site.yaml"] = &fstest.MapFile{Data: []byte("law_as_of: soon\ndate_limit: 2035-12-31\n")}
	files["sources/treaty.yaml"] = &fstest.MapFile{Data: []byte("sources: [")}
	files["eligibility/rights.yaml"] = &fstest.MapFile{Data: []byte("coverage: {from: 2025-01-01}\nrights: [{id: council_vote}, {id: council_vote}]\n")}
	broken := with(files)
	broken.Locales = fstest.MapFS{"ru.toml": {Data: []byte("a = ")}}
	_, problems := site.Build(broken)
	places := map[string]bool{}
	for _, p := range problems {
		places[p.Pos.File] = true
	}
	for _, file := range []string{"site.yaml", "sources/treaty.yaml", "eligibility/rights.yaml", "ru.toml"} {
		if !places[file] {
			t.Errorf("nothing is said of %s: %v", file, problems)
		}
	}
}

// refused are files that make a site unsound, each with the place that the
// problem must name. They stand in an otherwise empty folder: what else is missing
// is told as well, and building is quick.
var refused = map[string]struct {
	content, static string // the file's name and text, set apart by a blank
	place           string
}{
	"no site.yaml":      {"", "", "site.yaml"},
	"no month":          {"site.yaml date_limit: 2035-12-31\n", "", "site.yaml:1:1"},
	"unknown setting":   {"site.yaml law_as_of: 2026-02\ndate_limit: 2035-12-31\ncolour: red\n", "", "site.yaml:3:1"},
	"no such day":       {"site.yaml law_as_of: 2026-02\ndate_limit: 2035-02-30\n", "", "site.yaml:2:13"},
	"unknown file type": {"", "a.exe MZ", "static"},
}

func TestBuildRefuses(t *testing.T) {
	file := func(text string) fstest.MapFS {
		name, data, ok := strings.Cut(text, " ")
		if !ok {
			return fstest.MapFS{}
		}
		return fstest.MapFS{name: {Data: []byte(data)}}
	}
	for name, c := range refused {
		s, problems := site.Build(site.Files{Content: file(c.content), Locales: locales.FS, Static: file(c.static)})
		found := false
		for _, p := range problems {
			found = found || p.Severity == problem.Error && p.Pos.String() == c.place
		}
		if !found || len(s.Edition) > 0 {
			t.Errorf("%s: an edition of %d bytes, and %v", name, len(s.Edition), problems)
		}
	}
}

// An edition is the same bytes for the same files, and gives the same verdicts
// and texts when it is read again.
func TestEditionReadsBack(t *testing.T) {
	s := realSite(t)
	if again := build(t, with(copied(t))); !bytes.Equal(again.Edition, s.Edition) || again.Questionnaire.Hash != s.Questionnaire.Hash {
		t.Error("the same files give another edition")
	}
	e, err := site.Unpack(s.Edition)
	if err != nil {
		t.Fatal(err)
	}
	if e.Questionnaire.Hash != s.Questionnaire.Hash || len(e.Sources.All()) != len(s.Sources.All()) {
		t.Errorf("hash %s, %d sources", e.Questionnaire.Hash, len(e.Sources.All()))
	}
	for period := range s.Questionnaire.Periods {
		none := s.Questionnaire.NoAnswers()
		if got, want := fmt.Sprint(e.Questionnaire.Verdicts(period, none)), fmt.Sprint(s.Questionnaire.Verdicts(period, none)); got != want {
			t.Errorf("verdicts %s, want %s", got, want)
		}
	}
	for i := range s.Questionnaire.Cards {
		key := "rule." + s.Questionnaire.Cards[i].ID
		if got, want := e.Questionnaire.Text(lang.BE, key, "ru"), s.Questionnaire.Text(lang.BE, key, "ru"); got != want || got == "" {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	t.Logf("an edition has %d bytes", len(s.Edition))
}

func TestUnpackRefuses(t *testing.T) {
	s := realSite(t)
	for name, data := range map[string][]byte{
		"nothing":       nil,
		"no zip":        []byte("this is no zip file"),
		"half a zip":    s.Edition[:len(s.Edition)/2],
		"a flipped bit": flip(s.Edition),
		"another zip":   zipped(t, map[string]string{"a.txt": "x"}),
		"no rules":      without(t, s.Edition, "eligibility/rules/"),
		"no sources":    without(t, s.Edition, "sources/"),
		"a bomb":        zipped(t, map[string]string{"sources/a.yaml": strings.Repeat(" ", 17<<20)}),
	} {
		if e, err := site.Unpack(data); err == nil {
			t.Errorf("%s: gives an edition with %d cards", name, len(e.Questionnaire.Cards))
		}
	}
}

func flip(data []byte) []byte {
	out := bytes.Clone(data)
	out[len(out)/2] ^= 1
	return out
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, text)
	}
	w.Close()
	return b.Bytes()
}

// without is an edition from which the files of one folder are gone.
func without(t *testing.T, edition []byte, prefix string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(edition), int64(len(edition)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		if strings.HasPrefix(f.Name, prefix) {
			continue
		}
		data, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return zipped(t, files)
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		if _, problems := site.Build(real); problems.Errors() > 0 {
			b.Fatal(problems)
		}
	}
}

// BenchmarkBuildProven is the start of the server: texts that are built in are
// not proof-read again.
func BenchmarkBuildProven(b *testing.B) {
	for b.Loop() {
		if _, problems := site.Build(real.Proven()); problems.Errors() > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	s := realSite(b)
	for b.Loop() {
		if _, err := site.Unpack(s.Edition); err != nil {
			b.Fatal(err)
		}
	}
}
