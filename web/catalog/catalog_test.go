package catalog

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/typography"
	"localvote/web/wording"
)

func good(t *testing.T) *Catalog {
	t.Helper()
	c, problems := Load(os.DirFS("testdata/good"))
	for _, p := range problems {
		t.Error(p)
	}
	return c
}

func TestWords(t *testing.T) {
	c := good(t)
	where := map[string]any{"place": "Орша", "year": 2020}
	for _, w := range []struct {
		l    lang.Lang
		got  func(*Localizer) string
		want string
	}{
		{lang.RU, func(l *Localizer) string { return l.T("title") }, "Местный голос"},
		{lang.BE, func(l *Localizer) string { return l.T("title") }, "Мясцовы голас"},
		{lang.EN, func(l *Localizer) string { return l.T("title") }, "Local Vote"},
		{lang.RU, func(l *Localizer) string { return l.T("nav.check") }, "Проверка"},
		{lang.EN, func(l *Localizer) string { return l.T("long.after.it") }, "One more"},
		{lang.RU, func(l *Localizer) string { return l.With("place", where) }, "Вы живёте в Орша, с 2020 г."},
		{lang.EN, func(l *Localizer) string { return l.With("place", where) }, "You live in Орша, since 2020"},
		{lang.EN, func(l *Localizer) string { return l.With("sources", map[string]any{"n": 1}) }, "One source"},
		{lang.BE, func(l *Localizer) string { return l.With("sources", map[string]any{"n": 2}) }, "2 крыніцы"},
	} {
		if got := typography.Plain(w.got(c.In(w.l))); got != w.want {
			t.Errorf("%s: %q, want %q", w.l, got, w.want)
		}
	}
	if m := c.Missing(); len(m) > 0 {
		t.Errorf("missing: %q", m)
	}
}

func TestCount(t *testing.T) {
	c := good(t)
	for l, forms := range map[lang.Lang]map[int]string{
		lang.RU: {0: "0 источников", 1: "1 источник", 2: "2 источника", 5: "5 источников", 11: "11 источников", 12: "12 источников", 21: "21 источник", 22: "22 источника", 100: "100 источников"},
		lang.BE: {0: "0 крыніц", 1: "1 крыніца", 2: "2 крыніцы", 5: "5 крыніц", 11: "11 крыніц", 12: "12 крыніц", 21: "21 крыніца", 22: "22 крыніцы", 100: "100 крыніц"},
		lang.EN: {0: "0 sources", 1: "One source", 2: "2 sources", 21: "21 sources"},
	} {
		for n, want := range forms {
			if got := typography.Plain(c.In(l).Count("sources", n)); got != want {
				t.Errorf("%s: Count(%d) = %q, want %q", l, n, got, want)
			}
		}
	}
}

func TestTypographyIsFixedOnce(t *testing.T) {
	c := good(t)
	for l, want := range map[lang.Lang]string{
		lang.RU: "Федеральный закон от\u00a012.06.2002 №\u00a067\u2011ФЗ",
		lang.BE: "Федэральны закон ад\u00a012.06.2002 №\u00a067\u2011ФЗ",
		lang.EN: "Federal Law No.\u00a067\u2011FZ of 12 June 2002",
	} {
		if got := c.In(l).T("law"); got != want {
			t.Errorf("%s: %q", l, got)
		}
	}
	// Values are somebody else's text and stay as they come.
	got := c.In(lang.RU).With("place", map[string]any{"place": "в доме", "year": "1"})
	if !strings.Contains(got, "в\u00a0в доме") {
		t.Errorf("%q", got)
	}
}

func TestMissing(t *testing.T) {
	c := good(t)
	for _, l := range append(lang.All(), "xx") {
		if got := c.In(l).T("nav.nowhere"); got != "⟦nav.nowhere⟧" {
			t.Errorf("%s: unknown key gives %q", l, got)
		}
		if got := c.In(l).Lang(); got != l {
			t.Errorf("In(%s).Lang() = %s", l, got)
		}
	}
	for _, got := range []string{
		c.In(lang.RU).T("place"),
		c.In(lang.RU).With("place", map[string]any{"place": "Орша"}),
	} {
		if got != "⟦place⟧" {
			t.Errorf("a text without its values gives %q", got)
		}
	}
	if got := c.In(lang.RU).T("sources"); got != "⟦sources⟧" {
		t.Errorf("a counted text without a number gives %q", got)
	}
	if got := c.In("xx").T("title"); got != "⟦title⟧" {
		t.Errorf("unknown language gives %q", got)
	}
	m := c.Missing()
	if !slices.Contains(m, "nav.nowhere") || !slices.ContainsFunc(m, func(s string) bool { return strings.HasPrefix(s, "place: ") }) {
		t.Errorf("Missing() = %q", m)
	}
}

func TestMissingIsBounded(t *testing.T) {
	c := good(t)
	for i := range 2 * maxMissing {
		c.In(lang.EN).T(strings.Repeat("x", i+1))
	}
	if n := len(c.Missing()); n != maxMissing {
		t.Errorf("%d keys are kept", n)
	}
}

func TestKeys(t *testing.T) {
	want := []string{"law", "long.after.it", "long.text", "nav.check", "nav.home", "place", "sources", "title", "years"}
	if got := good(t).Keys(); !slices.Equal(got, want) {
		t.Errorf("Keys() = %q", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	c := good(t)
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for n := range 200 {
				for _, l := range lang.All() {
					loc := c.In(l)
					loc.T("title")
					loc.Count("sources", n)
					loc.T("nav.nowhere")
				}
				c.Missing()
			}
		})
	}
	users.Wait()
}

// overlay is the good folder with some files exchanged.
func overlay(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, d := range []string{"testdata/good", dir} {
		entries, err := os.ReadDir(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := os.ReadFile(path.Join(d, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			files[e.Name()] = &fstest.MapFile{Data: data}
		}
	}
	return files
}

func printed(problems problem.List) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

// Every folder in testdata/bad exchanges files of testdata/good; want.txt holds
// the problems as they are printed.
func TestBad(t *testing.T) {
	cases, err := os.ReadDir("testdata/bad")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range cases {
		t.Run(dir.Name(), func(t *testing.T) {
			files := overlay(t, path.Join("testdata/bad", dir.Name()))
			want := string(files["want.txt"].Data)
			delete(files, "want.txt")
			c, problems := Load(files)
			if got := printed(problems); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			neverAnotherLanguage(t, c)
		})
	}
}

// neverAnotherLanguage holds for every catalog, however bad.
func neverAnotherLanguage(t *testing.T, c *Catalog) {
	t.Helper()
	for l, own := range map[lang.Lang]string{lang.RU: "закон от", lang.BE: "закон ад", lang.EN: "Law"} {
		if got := typography.Plain(c.In(l).T("law")); got != "⟦law⟧" && !strings.Contains(got, own) {
			t.Errorf("%s is answered with %q", l, got)
		}
	}
}

func TestFileMissing(t *testing.T) {
	for _, l := range lang.All() {
		files := overlay(t, "testdata/good")
		delete(files, string(l)+".toml")
		c, problems := Load(files)
		if len(problems) != 1 || problems[0].Code != "E101" || problems[0].Pos.File != string(l)+".toml" {
			t.Errorf("without %s: %v", l, problems)
		}
		if got := c.In(l).T("title"); got != "⟦title⟧" {
			t.Errorf("without %s its title is %q", l, got)
		}
		neverAnotherLanguage(t, c)
	}
}

func TestStrangers(t *testing.T) {
	files := overlay(t, "testdata/good")
	for _, name := range []string{"uk.toml", "ru.json", "RU.toml", "README.md", "embed.go", ".gitkeep", "old/ru.toml"} {
		files[name] = &fstest.MapFile{Data: []byte(`title = "Чужа"`)}
	}
	c, problems := Load(files)
	var got []string
	for _, p := range problems {
		if p.Severity != problem.Warning || p.Code != "W101" {
			t.Error(p)
		}
		got = append(got, p.Pos.File)
	}
	if want := []string{"RU.toml", "old", "ru.json", "uk.toml"}; !slices.Equal(got, want) {
		t.Errorf("warned of %q, want %q", got, want)
	}
	if got := c.In("uk").T("title"); got != "⟦title⟧" {
		t.Errorf("a stray file became a language: %q", got)
	}
}

func TestKeyLines(t *testing.T) {
	src, err := fs.ReadFile(os.DirFS("testdata/good"), "ru.toml")
	if err != nil {
		t.Fatal(err)
	}
	lines := keyLines(string(src))
	for key, want := range map[string]int{
		"title": 2, "nav": 7, "nav.home": 8, "nav.check": 9, "sources": 11, "sources.few": 14,
		"long.text": 19, "long.home": 0, "long.after.it": 23,
	} {
		if lines[key] != want {
			t.Errorf("%s is said to stand in line %d, want %d", key, lines[key], want)
		}
	}
}

// Words that are proven are the same words; what is wrong with them is not looked for.
func TestProvenIsNotChecked(t *testing.T) {
	files := fstest.MapFS{}
	for _, l := range lang.All() {
		files[string(l)+".toml"] = &fstest.MapFile{Data: []byte("a = \"от 12 г.\"\nonly-" + string(l) + " = \"\"\n")}
	}
	if _, problems := Load(files); problems.Errors() == 0 {
		t.Fatal("there should be something to find")
	}
	c, problems := Load(wording.Proven(files))
	if len(problems) > 0 || c.In(lang.RU).T("a") != "от\u00a012\u00a0г." {
		t.Errorf("%v, %q", problems, c.In(lang.RU).T("a"))
	}
	files["be.toml"].Data = []byte("a = ")
	if _, problems := Load(wording.Proven(files)); problems.Errors() != 1 {
		t.Errorf("a file that cannot be read has %v", problems)
	}
}
