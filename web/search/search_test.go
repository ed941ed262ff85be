package search_test

import (
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/search"
)

func TestKey(t *testing.T) {
	for key, spellings := range map[string][]string{
		"minsk":          {"Минск", "Мінск", "  MINSK ", "г. Минск", "г.Мінск", "Mińsk", "город Минск"},
		"vitebsk":        {"Витебск", "Vitebsk"},
		"mahilou":        {"Mahilioŭ", "Mahilyow", "Mahilou"},
		"horki":          {"Горки", "Горкі", "Gorki", "Horki"},
		"prakopeusk":     {"Пракоп’еўск", "Пракоп'еўск", "Пракопʼеўск"},
		"orshanski raon": {"Оршанский район", "Оршанский р-н", "Orshanskiy rayon", "Оршанский рн"},
		"naran mar":      {"Нарьян-Мар", "нарьян мар"},
		"rosa":           {"Россия", "Rossiya"},
		"helsinki":       {"Хельсинки", "Helsinki", "Khelsinki"},
		"":               {"", " ", "—", "’", "\x00"},
	} {
		for _, s := range spellings {
			if got := search.Key(s); got != key {
				t.Errorf("Key(%q) = %q, want %q", s, got, key)
			}
		}
	}
}

var docs = []search.Doc{
	{Ref: 0, Lang: lang.RU, Answer: true, Title: "Вид на жительство", Also: "ВНЖ", Body: "Документ."},
	{Ref: 0, Lang: lang.BE, Answer: true, Title: "Від на жыхарства", Also: "ДНЖ", Body: "Дакумент."},
	{Ref: 0, Lang: lang.EN, Answer: true, Title: "Permanent residence permit", Body: "A document."},
	{Ref: 1, Lang: lang.RU, Title: "О регистрации", Body: "Где и как регистрируются граждане с видом на жительство."},
	{Ref: 1, Lang: lang.EN, Title: "Registration", Body: "How citizens register. The mayor is another matter."},
	{Ref: 1, Lang: lang.RU, Body: "Регистрация по месту жительства и список избирателей."},
}

func texts(t *testing.T, query string, l lang.Lang) search.Texts {
	t.Helper()
	ix, err := search.Build(nil, docs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	found, err := ix.Texts(t.Context(), query, l, 5)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return found
}

// Words find answers and pages: with other endings, in capitals, as synonyms, on
// the wrong layout, with a slip, and in another language than the page's.
func TestTexts(t *testing.T) {
	for _, c := range []struct {
		query    string
		lang     lang.Lang
		answer   bool
		page     bool
		foundIn  lang.Lang
		usedWord string
	}{
		{"внж", lang.RU, true, false, lang.RU, ""},
		{"ВНЖ", lang.EN, true, false, lang.RU, ""},
		{"жыхарства", lang.RU, true, false, lang.BE, ""},
		{"жительства", lang.RU, true, true, lang.RU, ""},
		{"регистрацией", lang.RU, false, true, lang.RU, ""},
		{"mayor", lang.EN, false, true, lang.EN, ""},
		{"dy;", lang.RU, true, false, lang.RU, "внж"},
		{"избирателий", lang.RU, false, true, lang.RU, ""},
		{"регестрация", lang.RU, false, true, lang.RU, "регистрация"},
		{"residence", lang.BE, true, false, lang.EN, ""},
		{"вид на жительство", lang.RU, true, true, lang.RU, ""},
	} {
		found := texts(t, c.query, c.lang)
		if (len(found.Answers) > 0) != c.answer || (len(found.Pages) > 0) != c.page || found.Used != c.usedWord {
			t.Errorf("%q in %s: %+v", c.query, c.lang, found)
			continue
		}
		for _, h := range append(found.Answers, found.Pages...) {
			if h.Lang != c.foundIn || docs[h.Doc].Ref != h.Ref || docs[h.Doc].Lang != h.Lang {
				t.Errorf("%q in %s: found in %s: %+v", c.query, c.lang, h.Lang, h)
			}
		}
	}
}

func TestNothing(t *testing.T) {
	for _, query := range []string{"", " ", "zzzzzzzz", "ъыьъыьъыь", "!?"} {
		if found := texts(t, query, lang.RU); !found.Empty() {
			t.Errorf("%q: %+v", query, found)
		}
	}
}

// Nonsense is no place.
func TestNonsense(t *testing.T) {
	ix, ids := index(t)
	for _, query := range []string{"qqqzzz", "йййййй", "аааааа", "zzz", "123456", "фывапролдж", "asdfghjkl", "внж", "!!!", "🗳️"} {
		hits, err := ix.Places(t.Context(), query, lang.RU, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			t.Errorf("%q finds %s (%.2f)", query, ids[h.Place], h.Score)
		}
	}
}

// Whatever is typed is looked for as text: it is no command, breaks nothing and
// takes no time.
func TestHostile(t *testing.T) {
	ix, _ := index(t)
	for _, query := range hostile() {
		if _, err := ix.Places(t.Context(), query, lang.BE, 10); err != nil {
			t.Errorf("places %.40q: %v", query, err)
		}
		if _, err := ix.Texts(t.Context(), query, lang.BE, 10); err != nil {
			t.Errorf("texts %.40q: %v", query, err)
		}
	}
}

func hostile() []string {
	return []string{
		`"`, `""`, `'`, `*`, `^`, `^^`, `$`, `минск"`, `"минск`, `минск*`, `key:минск`, `{key}:минск`, `-минск`, `NOT минск`, `a AND`, `OR`, `NEAR(a b, 2)`,
		`минск OR орша`, `) OR (`, `'; DROP TABLE name; --`, "\x00", "мин\x00ск", "\xff\xfe", "минск\xc3\x28", "🗳️", "🇧🇾🇷🇺", "\u202eкснім", "е\u0308", strings.Repeat("\u0301", 500),
		strings.Repeat("минск ", 2000), strings.Repeat("я", 10<<10), strings.Repeat(`"`, 10<<10), strings.Repeat("a b ", 2500), strings.Repeat("^$", 5000),
	}
}

// BenchmarkHostile is a search for ten kilobytes.
func BenchmarkHostile(b *testing.B) {
	ix, _ := index(b)
	long := strings.Repeat("Минск Орша ", 500)
	for b.Loop() {
		if _, err := ix.Places(b.Context(), long, lang.RU, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	ix, _ := index(f)
	for _, q := range hostile() {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := ix.Places(t.Context(), query, lang.RU, 10); err != nil {
			t.Errorf("places: %v", err)
		}
		if _, err := ix.Texts(t.Context(), query, lang.RU, 10); err != nil {
			t.Errorf("texts: %v", err)
		}
	})
}
