package web_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/web/eligibility"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/source"
)

// An edition is a copy of the real files that a test may change.
type edition struct {
	t     testing.TB
	files fstest.MapFS
}

func copyContent(t testing.TB) edition {
	t.Helper()
	e := edition{t, fstest.MapFS{}}
	err := fs.WalkDir(realFiles.Content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(realFiles.Content, name)
		e.files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// replace changes the one place in a file where some words stand.
func (e edition) replace(name, old, replacement string) {
	e.t.Helper()
	text := string(e.files[name].Data)
	if strings.Count(text, old) != 1 {
		e.t.Fatalf("%q stands %d times in %s", old, strings.Count(text, old), name)
	}
	e.files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, replacement, 1))}
}

func (e edition) build() (*site.Site, problem.List) {
	files := realFiles
	files.Content = e.files
	return site.Build(files)
}

// referendum is the real content with one card changed: the law has settled that
// Belarusians under the treaty take part in local referendums. Examples of
// persons that say otherwise are left out, as their editor would have to.
func referendum(t testing.TB) *site.Site {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.referendum == nil {
		shared.referendum = buildReferendum(t)
	}
	return shared.referendum
}

// shared is what several tests need: building a site takes time.
var shared struct {
	sync.Mutex
	referendum *site.Site
}

func buildReferendum(t testing.TB) *site.Site {
	t.Helper()
	s, problems := referendumContent(t).build()
	if problems.Errors() > 0 {
		t.Fatalf("the changed content is not sound: %v", problems)
	}
	return s
}

// referendumContent is that content, for tests that change more of it.
func referendumContent(t testing.TB) edition {
	t.Helper()
	e := copyContent(t)
	e.release(t)
	e.replace("eligibility/rules/ru.yaml", "- id: ru.unclear.treaty_referendum\n    effect: unclear", "- id: ru.unclear.treaty_referendum\n    effect: grant")
	for range 50 {
		draft, problems := site.LoadDraft(e.files)
		if !e.dropLines(problems) || draft != nil && !draft.Surprises {
			break
		}
	}
	e.log(t)
	return e
}

// release freezes the rules as they are, whatever an editor is at in the real ones.
func (e edition) release(t testing.TB) {
	t.Helper()
	const folder = site.RulesFolder + "/" + eligibility.ReleasedDir + "/"
	files, err := eligibility.Freeze(e.files, site.RulesFolder)
	if err != nil {
		t.Fatal(err)
	}
	for name := range e.files {
		if strings.HasPrefix(name, folder) {
			delete(e.files, name)
		}
	}
	for name, data := range files {
		e.files[folder+name] = &fstest.MapFile{Data: data}
	}
}

// log explains changed rules in the change log, without which they do not go live.
func (e edition) log(t testing.TB) {
	t.Helper()
	const dir, name = site.RulesFolder, site.RulesFolder + "/" + eligibility.LogFile
	sources, _ := source.Load(e.files, "sources")
	q, problems := eligibility.Load(e.files, dir, sources.IDs())
	release, more := eligibility.LoadRelease(e.files, dir)
	if problems.Errors()+more.Errors() > 0 {
		t.Fatal(problems, more)
	}
	text, err := eligibility.AddEntry(string(e.files[name].Data), "tried-out", today, q.Mark(), q.Since(release))
	if err != nil {
		t.Fatal(err)
	}
	text = strings.NewReplacer(`ru: ""`, `ru: "Закон ответил на вопрос."`, `be: ""`, `be: "Закон адказаў на пытанне."`, `en: ""`, `en: "The law answered a question."`,
		"sources: []", "sources: [treaty.protocol.2025]").Replace(text)
	e.files[name] = &fstest.MapFile{Data: []byte(text)}
}

var personaLine = regexp.MustCompile(`personas\.csv:(\d+)`)

// dropLines takes out the persons that a change of the law has overtaken, and
// tells whether there were any. A message names only some of them.
func (e edition) dropLines(problems problem.List) bool {
	const name = "eligibility/personas.csv"
	lines := strings.Split(string(e.files[name].Data), "\n")
	overtaken := personaLine.FindAllStringSubmatch(fmt.Sprint(problems), -1)
	for _, m := range overtaken {
		n, _ := strconv.Atoi(m[1])
		lines[n-1] = "# overtaken"
	}
	kept := slices.DeleteFunc(lines, func(line string) bool { return line == "# overtaken" })
	e.files[name] = &fstest.MapFile{Data: []byte(strings.Join(kept, "\n"))}
	return len(overtaken) > 0
}

// oldSource is a file with one source that the real register does not have.
const oldSource = `sources:
  - id: test.old
    kind: official
    seen: full
    label: {ru: "Старый источник", be: "Стары тэкст", en: "An old source"}
    title: {ru: "Старый источник", be: "Стары тэкст", en: "An old source"}
    how: {ru: "Видели целиком.", be: "Бачылі цалкам.", en: "Seen in full."}
    dated: "2025-11-14"
    url: "https://example.org/old"
    checked_on: "2026-11-21"
`

// withOldSource is the real content with one card that cites one source more.
func withOldSource(t testing.TB) *site.Site {
	t.Helper()
	e := copyContent(t)
	e.release(t)
	e.files["sources/test.yaml"] = &fstest.MapFile{Data: []byte(oldSource)}
	e.replace("eligibility/rules/ru.yaml", "sources: [ru.115fz.12.1, ru.spb.2025-11-14]", "sources: [ru.115fz.12.1, ru.spb.2025-11-14, test.old]")
	e.log(t)
	s, problems := e.build()
	if problems.Errors() > 0 {
		t.Fatalf("the changed content is not sound: %v", problems)
	}
	return s
}
