package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// words stands in for the interface strings.
type words struct{}

func (words) T(key string) string {
	return map[string]string{"month.10": "кастрычніка", "month.in.10": "у кастрычніку", "month.nom.10": "кастрычнік"}[key]
}

func (words) With(key string, v map[string]any) string {
	switch key {
	case "date.long":
		return v["day"].(string) + " " + v["month"].(string) + " " + v["year"].(string) + " года"
	case "date.in_month":
		return v["month"].(string) + " " + v["year"].(string) + " года"
	case "date.day":
		return v["day"].(string) + " " + v["month"].(string)
	}
	return key
}

const settings = `title: {ru: "Т", be: "Т", en: "T"}
short: {ru: "Т", be: "Т", en: "T"}
summary: {ru: "Т", be: "Т", en: "T"}
section: explain
order: 1
checked_on: 2026-11-21
blocks:
  answer: [law.1]
  who: [law.1]
plain: [ask]
`

const russian = `{#answer}
Да. С {{date in-force}}.

## Кто {#who-title}

{#who}
Слова **важные** и [страница](page:one#who), [проверка](check:country=ru), [Орша](place:by-orsha).

{#ask}
Спросите {{lang en|the commission}}.
`

// files is one sound page with marks of today.
func files() fstest.MapFS {
	mark := func(id string) string {
		for _, block := range strings.Split(russian, "{#")[1:] {
			name, body, _ := strings.Cut(block, "}")
			if name == id {
				body, _, _ = strings.Cut(body, "## ")
				return Mark(strings.TrimSpace(body))
			}
		}
		return ""
	}
	translated := russian
	for _, id := range []string{"answer", "who", "ask"} {
		translated = strings.Replace(translated, "{#"+id+"}", "{#"+id+" @"+mark(id)+"}", 1)
	}
	belarusian := strings.NewReplacer("Кто", "Хто", "Слова **важные** и [страница]", "Словы **важныя** і [старонка]", "проверка", "праверка", "Спросите", "Запытайцеся", "Да. С", "Так. З").Replace(translated)
	english := strings.NewReplacer("Кто", "Who", "Слова **важные** и [страница]", "Words **weigh** and [the page]", "проверка", "the check", "Спросите", "Ask", "Да. С", "Yes. From").Replace(translated)
	return fstest.MapFS{
		"facts/a.yaml":        {Data: []byte("facts:\n  - {id: in-force, date: 2025-10-29}\n  - {id: people, number: 26500}\n")},
		"pages/one/page.yaml": {Data: []byte(settings)},
		"pages/one/ru.md":     {Data: []byte(russian)},
		"pages/one/be.md":     {Data: []byte(belarusian)},
		"pages/one/en.md":     {Data: []byte(english)},
	}
}

func load(fsys fstest.MapFS) (*Book, problem.List) {
	b, list := Load(fsys, []string{"law.1"})
	more := b.Render(Around{
		Words:   func(lang.Lang) Words { return words{} },
		Sources: []string{"law.1"}, Terms: []string{"permit"}, Places: []string{"by-orsha"}, Includes: []string{"timeline"}, Fixed: []string{"check"},
		CheckAnswers: func(named map[string]string) []message.Message {
			if named["country"] != "ru" {
				return []message.Message{message.New("no such answer")}
			}
			return nil
		},
	})
	return b, append(list, more...)
}

func TestRender(t *testing.T) {
	b, list := load(files())
	if len(list) > 0 {
		t.Fatal(list)
	}
	p, _ := b.Get("one")
	answer, _ := p.Texts[lang.BE].Part("answer")
	if !strings.Contains(answer.HTML, "29\u00a0кастрычніка 2025") {
		t.Errorf("date: %q", answer.HTML)
	}
	who, _ := p.Texts[lang.EN].Part("who")
	for _, want := range []string{`href="/en/one#who"`, `href="/en/check?country=ru"`, `href="/en/places/by-orsha"`, "<strong>"} {
		if !strings.Contains(who.HTML, want) {
			t.Errorf("%q lacks %q", who.HTML, want)
		}
	}
	if len(who.Sources) != 1 {
		t.Errorf("sources %v", who.Sources)
	}
	ask, _ := p.Texts[lang.RU].Part("ask")
	if !strings.Contains(ask.HTML, `<span lang="en">the commission</span>`) {
		t.Errorf("foreign words: %q", ask.HTML)
	}
}

func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, want string }{
		"missing translation": {"pages/one/be.md", "{#ask", "{#asks", "E204"},
		"changed original":    {"pages/one/ru.md", "Слова", "Другие слова", "W211"},
		"unstamped":           {"pages/one/en.md", "{#ask @", "{#ask}\n\n\n", "E210"},
		"unknown source":      {"pages/one/page.yaml", "who: [law.1]", "who: [law.2]", "E015"},
		"no source":           {"pages/one/page.yaml", "  who: [law.1]\n", "", "E205"},
		"year":                {"pages/one/ru.md", "Слова", "В 2025 году слова", "E207"},
		"unknown fact":        {"pages/one/ru.md", "date in-force", "date in-forse", `did you mean "in-force"?`},
		"wrong sign":          {"pages/one/ru.md", "{{date", "{{dat", `there is no short sign "dat"`},
		"dead link":           {"pages/one/ru.md", "page:one#who", "page:one#whom", "E208"},
		"dead place":          {"pages/one/ru.md", "page:one#who", "place:by-orscha", `did you mean "by-orsha"?`},
		"outside link":        {"pages/one/ru.md", "page:one#who", "https://example.org", "E208"},
		"wrong answers":       {"pages/one/ru.md", "country=ru", "country=xx", "no such answer"},
		"HTML":                {"pages/one/ru.md", "**важные**", "<b>важные</b>", "E209"},
		"script":              {"pages/one/ru.md", "**важные**", "<script>alert(1)</script>", "E209"},
		"script link":         {"pages/one/ru.md", "page:one#who", "javascript:alert(1)", "E208"},
		"text outside":        {"pages/one/ru.md", "\n{#who}", "\nслова\n{#who}", "E202"},
		"repeated id":         {"pages/one/ru.md", "{#ask}", "{#who}", "E203"},
		"heading without id":  {"pages/one/ru.md", " {#who-title}", "", "E203"},
		"fact twice":          {"facts/a.yaml", "id: people", "id: in-force", "E004"},
		"open sign":           {"pages/one/ru.md", "{{date in-force}}", "{{date in-force", "E206"},
		"moved to no page":    {"pages/one/page.yaml", "blocks:", "moved: {ones: [gone]}\nblocks:", `did you mean "one"?`},
		"moved and not there": {"pages/one/page.yaml", "blocks:", "moved: {one: [gone]}\nblocks:", `the page "one" has no block "gone"`},
		"moved and here":      {"pages/one/page.yaml", "blocks:", "moved: {one: [who]}\nblocks:", "is said to have moved"},
	} {
		fsys := files()
		data := string(fsys[c.file].Data)
		if !strings.Contains(data, c.old) {
			t.Fatalf("%s: nothing to replace", name)
		}
		fsys[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(data, c.old, c.new, 1))}
		_, list := load(fsys)
		found := ""
		for _, p := range list {
			found += p.String() + "\n"
		}
		if !strings.Contains(found, c.want) {
			t.Errorf("%s: want %q, got %s", name, c.want, found)
		}
	}
}

func TestSoftU(t *testing.T) {
	for before, want := range map[string]string{
		"Гэта было ":   "ў кастрычніку",
		"Пратакол ":    "у кастрычніку",
		"Так.":         "У кастрычніку",
		"":             "У кастрычніку",
		"камісія, ":    "у кастрычніку",
		"Расія\u00a0":  "ў кастрычніку",
		"(у рэдакцыі)": "у кастрычніку",
	} {
		if got := softU(lang.BE, "у кастрычніку", before); got != want {
			t.Errorf("after %q: %q, want %q", before, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	got := tables("<p>x</p><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>")
	for _, want := range []string{`<div class="tbl"><table class="stack">`, `<th scope="row">1</th>`, `<td data-th="B">2</td>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(russian)
	f.Add("{#answer}\n{{lang en|{{date in-force}}}}\n\n## {#x}\n{#x}")
	f.Add("{#answer}\n<!-- -->[a]: javascript:x\n[b][a] ![c](page:one)\n\uE000en\uE001x\uE002")
	f.Fuzz(func(t *testing.T, text string) {
		fsys := files()
		fsys["pages/one/ru.md"] = &fstest.MapFile{Data: []byte(text)}
		b, _ := load(fsys)
		p, _ := b.Get("one")
		for _, part := range p.Texts[lang.RU].Parts {
			if strings.Contains(strings.ToLower(part.HTML), "<script") {
				t.Errorf("script in %q", part.HTML)
			}
		}
	})
}

// Of a large section a page names those that stand nearest, so that whoever goes on from
// page to page comes to all; of a small one it names all.
func TestBeside(t *testing.T) {
	b := &Book{}
	for i := range 40 {
		b.order = append(b.order, &Page{ID: fmt.Sprintf("p%02d", i), Section: Explain})
	}
	b.order = append(b.order, &Page{ID: "q1", Section: About}, &Page{ID: "q2", Section: About})
	b.sort()
	seen, next := map[*Page]bool{}, slices.Clone(b.In(Explain)[:1])
	for len(next) > 0 {
		p := next[0]
		next = next[1:]
		if seen[p] {
			continue
		}
		seen[p] = true
		beside := b.Beside(p, 6)
		if len(beside) != 6 || slices.Contains(beside, p) || !slices.IsSortedFunc(beside, func(x, y *Page) int { return x.place - y.place }) {
			t.Errorf("beside %s: %d pages", p.ID, len(beside))
		}
		for _, other := range beside {
			if d := other.place - p.place; d > 6 || d < -6 || other.Section != Explain {
				t.Errorf("%s stands beside %s", other.ID, p.ID)
			}
		}
		next = append(next, beside...)
	}
	if len(seen) != 40 {
		t.Errorf("only %d of 40 pages are reached", len(seen))
	}
	if few := b.Beside(b.In(About)[0], 6); len(few) != 1 || few[0].ID != "q2" {
		t.Errorf("beside one of two: %v", few)
	}
	if b.Beside(&Page{Section: About}, 6) != nil && b.Beside(&Page{Section: Facts}, 6) != nil {
		t.Error("a page of another book stands beside pages of this one")
	}
}

// The place of a block is that of its mark, further down by the blank lines below it.
func TestLinesOfBlocks(t *testing.T) {
	for text, want := range map[string]int{
		"{#answer}\n\n\nДа.\n": 3, "{#answer}\nДа.": 1, "{#answer}\n": 2, "{#answer}": 1, "{#answer}\n\n{#who}\nx": 2, "{#answer}\r\n\r\nДа.\r\n": 2,
	} {
		c := &cutter{loader: &loader{List: &problem.List{}}, text: &Text{}}
		c.cut(text)
		if got := c.text.Parts[0].pos.Line; got != want {
			t.Errorf("%q: line %d, want %d", text, got, want)
		}
	}
}
