package record

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
	"localvote/web/message"
)

var known = Known{
	Sources: []string{"ru.cec", "press.interfax", "press.a"},
	Facts:   []string{"protocol-signed", "protocol-in-force"},
	Pages:   []string{"which-elections", "timeline"},
}

var dates = map[string]string{"protocol-signed": "2025-03-13", "protocol-in-force": "2025-10-29"}

func date(fact string) string { return dates[fact] }

func good(t *testing.T) *Records {
	t.Helper()
	r, list := Load(os.DirFS("testdata/good"), known)
	if len(list) != 0 {
		t.Fatal(list)
	}
	return r
}

func TestTimeline(t *testing.T) {
	line := good(t).Timeline
	var ids []string
	for _, e := range line.Sorted(date) {
		ids = append(ids, e.ID)
	}
	if got := strings.Join(ids, " "); got != "signed protection in-force" {
		t.Errorf("sorted as %s", got)
	}
	if line.Events[0].ID != "in-force" || !line.Events[0].Key || line.Events[2].Note != nil {
		t.Errorf("read as %+v", line.Events)
	}
	point, wait, force := line.Bars[0], line.Bars[1], line.Bars[2]
	if point.To != "" || point.Open() || wait.To != "protocol-in-force" || !force.Open() {
		t.Errorf("bars read as %+v %+v %+v", point, wait, force)
	}
	if list := line.Verify(date); len(list) != 0 {
		t.Error(list)
	}
	wait.From, wait.To = wait.To, wait.From
	if list := line.Verify(date); len(list) != 1 || list[0].Code != "R014" {
		t.Errorf("a bar that runs backwards: %v", list)
	}
}

func TestClaims(t *testing.T) {
	c := good(t).Claims
	if a := c.Articles[0]; a.Title.Lang != lang.EN || a.Dated.In(lang.RU) != "2025-07-23" || a.Source != "press.a" {
		t.Errorf("read as %+v", a)
	}
	if d := c.Articles[1]; d.Title != nil || d.Publisher.In(lang.BE) != "The Paper" || d.Dated.In(lang.EN) != "undated" {
		t.Errorf("read as %+v", d)
	}
	federal := c.Claims[0]
	if strings.Join(federal.By, " ") != "d" || !federal.Other || federal.Page != "which-elections#local" {
		t.Errorf("read as %+v", federal)
	}
	if c.Count("false") != 1 || c.Count("opinion") != 1 || c.Count("true") != 0 {
		t.Error("counted wrongly")
	}
}

func TestOtherLists(t *testing.T) {
	r := good(t)
	if v := r.Voices; v[0].On.Day != "2025-07" || v[1].On.Fact != "protocol-signed" || v[0].Quote.Text != "шаг вперёд" || v[1].Role != nil {
		t.Errorf("voices read as %+v %+v", v[0], v[1])
	}
	n := r.Numbers[0].Rows
	if n[0].Number != "26500" || !n[0].About || n[1].AsOf != (Date{}) || n[2].Text[lang.BE] != "не вядома" || n[2].AsOf.Day != "2024" {
		t.Errorf("numbers read as %+v %+v %+v", n[0], n[1], n[2])
	}
	if c := r.Contacts; c[0].Address.In(lang.EN) != "Moscow" || c[1].Site != "https://rec.gov.by/ru" || c[1].StatedOn != (Date{}) {
		t.Errorf("contacts read as %+v %+v", c[0], c[1])
	}
	if g := r.Glossary[0]; g.Also[lang.RU][1] != "ПМЖ" || g.Words[lang.BE] != "від на жыхарства" || g.Seen.Same != "house.gov.by" {
		t.Errorf("glossary read as %+v", g)
	}
	if inner := r.Levels[0].Root.Levels; len(inner) != 1 || !inner[0].Local || inner[0].Title[lang.EN] != "Municipality" {
		t.Errorf("levels read as %+v", inner)
	}
	if letter := r.Letters[0]; len(letter.Body) != 2 || letter.To[lang.RU] != "В комиссию ______" {
		t.Errorf("letter read as %+v", letter)
	}
}

func TestPolishReachesTextsOnly(t *testing.T) {
	r := good(t)
	r.Polish(func(_ lang.Lang, s string) string { return "·" + s })
	if got := r.Timeline.Events[1].Note[lang.EN]; got != "·In Moscow" {
		t.Errorf("a note became %q", got)
	}
	if got := r.Voices[0].Quote.Text; got != "шаг вперёд" {
		t.Errorf("a quotation became %q", got)
	}
	if got := r.Glossary[1].Words[lang.EN]; got != "council" {
		t.Errorf("a term became %q", got)
	}
}

func TestPeople(t *testing.T) {
	people := good(t).People
	if len(people) != 2 || people[0].Answers["residence"] != "permanent" || people[1].Who[lang.EN] != "Without a permit" {
		t.Errorf("read as %+v", people)
	}
	none := func(map[string]string) []message.Message { return nil }
	if list := VerifyPeople(people, none); len(list) != 0 {
		t.Error(list)
	}
	if list := VerifyPeople(people, func(a map[string]string) []message.Message {
		return []message.Message{message.New("%s is unknown", a["country"])}
	}); len(list) != 2 || list[1].Pos.Line != 7 {
		t.Errorf("unknown answers: %v", list)
	}
	people[1].Answers = people[0].Answers
	if list := VerifyPeople(people, none); len(list) != 1 || list[0].Code != "R016" {
		t.Errorf("the same person twice: %v", list)
	}
	people[0].Answers, people = nil, people[:1]
	if list := VerifyPeople(people, none); len(list) != 1 {
		t.Errorf("no country: %v", list)
	}
}

// Each mistake is one change to a good file and gives one problem.
func TestLoadReports(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"timeline.yaml", "fact: protocol-signed\n    stage", "fact: protocol-sined\n    stage", `timeline.yaml:11:11: error [R005]: there is no fact "protocol-sined"`},
		{"timeline.yaml", "fact: protocol-signed\n    stage", "fact: protocol-sined\n    stage", `did you mean "protocol-signed"?`},
		{"timeline.yaml", "id: protection", "id: signed", `timeline.yaml:18:9: error [R003]: the id "signed" already stands at timeline.yaml:10:9`},
		{"timeline.yaml", "id: protection", "id: защита", `[R002]`},
		{"timeline.yaml", "id: protection", "id: pro tection", `[R002]`},
		{"timeline.yaml", "stage: in_force", "stage: inforce", `did you mean "in_force"?`},
		{"timeline.yaml", "country: both", "country: kz", `[E014]`},
		{"timeline.yaml", `, be: "Пратакол падпісаны"`, "", `the field "be" is missing`},
		{"timeline.yaml", "sources: [ru.cec]", "sources: [ru.cek]", `error [R004]: the source "ru.cek" is not in the register`},
		{"timeline.yaml", "sources: [ru.cec]", "sources: []", `[R008]`},
		{"timeline.yaml", "sources: [ru.cec]", "sources: ru.cec", `expected a list`},
		{"timeline.yaml", "key: true", "kee: true", `did you mean "key"?`},
		{"timeline.yaml", "to: open, ", "", `the bar "force" has no end`},
		{"timeline.yaml", "to: protocol-signed, kind: point", "to: open, kind: point", `is a point and has an end`},
		{"claims.yaml", "by: [a]", "by: [b]", `claims.yaml:23:10: error [R007]: there is no article "b"`},
		{"claims.yaml", "verdict: opinion", "verdict: true", `[R008]`},
		{"claims.yaml", "verdict: opinion", "verdict: mostly", `[E014]`},
		{"claims.yaml", "page: which-elections", "page: which-election", `did you mean "which-elections"?`},
		{"claims.yaml", "by: [a]", "by: other", `nothing says by whom`},
		{"claims.yaml", "source: press.a", "source: press.b", `[R004]`},
		{"voices.yaml", "on: 2025-07", "on: July", `voices.yaml:6:9: error [R011]`},
		{"voices.yaml", "side: critical", "side: against", `[E014]`},
		{"voices.yaml", `text: "шаг вперёд"`, `text: ""`, `[R012]`},
		{"numbers.yaml", "value: 26500", "value: 26 500", `numbers.yaml:7:16: error [R009]`},
		{"numbers.yaml", "about: true", "about: true\n        more_than: true", `[R010]`},
		{"numbers.yaml", "id: share", "id: people", `[R003]`},
		{"contacts.yaml", "site: cikrf.ru", "site: 'javascript:alert(1)'", `[E030]`},
		{"contacts.yaml", `    phone: "8 800 200-00-20"`, `    phon: "8 800 200-00-20"`, `did you mean "phone"?`},
		{"glossary.yaml", `ru: "совет"`, `ru: "Вид на жительство (ВНЖ)"`, `glossary.yaml:10:9: warning [R013]`},
		{"glossary.yaml", `    en: "council"`, ``, `the field "en" is missing`},
		{"levels.yaml", "local: true", "local: yes", `levels.yaml:13:18: error [E008]`},
		{"matrix.yaml", "id: without", "id: with", `matrix.yaml:7:9: error [R003]`},
		{"matrix.yaml", `, be: "Без віда"`, "", `the field "be" is missing`},
		{"matrix.yaml", "answers: {country: by}", "answer: {country: by}", `did you mean "answers"?`},
		{"letter.yaml", "articles: [ru.cec]", "articles: [ru.sec]", `did you mean "ru.cec"?`},
	} {
		data, err := os.ReadFile("testdata/good/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), c.old) {
			t.Errorf("%s: no %q to change", c.file, c.old)
		}
		data = []byte(strings.Replace(string(data), c.old, c.new, 1))
		files := fstest.MapFS{}
		if err := copyGood(files); err != nil {
			t.Fatal(err)
		}
		files[c.file] = &fstest.MapFile{Data: data}
		_, list := Load(files, known)
		if len(list) != 1 || !strings.Contains(list[0].String(), c.want) {
			t.Errorf("%s: %q -> %q gave %v, want one problem with %q", c.file, c.old, c.new, list, c.want)
		}
	}
}

func copyGood(into fstest.MapFS) error {
	good := os.DirFS("testdata/good")
	return fs.WalkDir(good, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(good, name)
		into[name] = &fstest.MapFile{Data: data}
		return err
	})
}

func TestEveryFileMustBeThere(t *testing.T) {
	_, list := Load(fstest.MapFS{}, known)
	if len(list) != 9 {
		t.Errorf("%d problems, want one for each file: %v", len(list), list)
	}
	for _, p := range list {
		if p.Code != "R001" {
			t.Error(p)
		}
	}
}
