package typography

import (
	"testing"
	"unicode/utf8"

	"localvote/web/lang"
)

func TestQuotes(t *testing.T) {
	for _, c := range []struct {
		l        lang.Lang
		in, want string
	}{
		{lang.RU, `Закон "О выборах" и "газета"`, `Закон «О выборах» и «газета»`},
		{lang.RU, `"Газета "Звязда" писала"`, `«Газета „Звязда“ писала»`},
		{lang.RU, `«Газета "Звязда" писала»`, `«Газета „Звязда“ писала»`},
		{lang.RU, `Слово ("так") и **"жирно"**.`, `Слово («так») и **«жирно»**.`},
		{lang.RU, `Экран 5" и всё`, `Экран 5" и всё`},
		{lang.RU, `Одна "кавычка без пары`, `Одна "кавычка без пары`},
		{lang.RU, `{{lang en|"words"}} и {"x"} "да"`, `{{lang en|"words"}} и {"x"} «да»`},
		{lang.RU, `["слово"](page:x"y")`, `[«слово»](page:x"y")`},
		{lang.BE, `аб'ява, з` + "`" + `явіцца, абʼезд "Савет"`, `аб’ява, з’явіцца, аб’езд «Савет»`},
		{lang.BE, `аб’ява «ёсць»`, `аб’ява «ёсць»`},
		{lang.EN, `the voter's "card" – "a 'b' c"`, `the voter’s “card” – “a 'b' c”`},
		{lang.EN, `"He said "no" twice"`, `“He said ‘no’ twice”`},
		{lang.EN, `“done” already`, `“done” already`},
		{lang.EN, `the voters' lists, 'not the voters'`, `the voters' lists, 'not the voters'`}, // which is which?
		{lang.EN, `the voters' lists`, `the voters’ lists`},
	} {
		got := Quotes(c.l, c.in)
		if got != c.want {
			t.Errorf("%s %q:\n got %q\nwant %q", c.l, c.in, got, c.want)
		}
		if again := Quotes(c.l, got); again != got {
			t.Errorf("%s: %q becomes %q", c.l, got, again)
		}
	}
}

// The callers exchange characters where they stand.
func FuzzQuotes(f *testing.F) {
	f.Add(`a "b" c`)
	f.Add(`"a "b" c" {{d "e"}} f'g`)
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, l := range lang.All() {
			got := Quotes(l, s)
			if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
				t.Errorf("%s: %q became %q", l, s, got)
			}
			if again := Quotes(l, got); again != got {
				t.Errorf("%s: %q became %q, then %q", l, s, got, again)
			}
		}
	})
}
