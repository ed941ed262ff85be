package wording

import (
	"strings"
	"testing"

	"localvote/web/lang"
)

func codes(l lang.Lang, text string) string {
	var out []string
	for _, f := range Check(l, text) {
		out = append(out, f.Code)
	}
	return strings.Join(out, " ")
}

func TestFindsMistakes(t *testing.T) {
	for _, c := range []struct {
		l    lang.Lang
		text string
		want string
	}{
		{lang.BE, "Яна жыве у Мінску.", "L02"},
		{lang.BE, "Камісія ўключыла, не уключыла.", "L02"},
		{lang.BE, "Так, ў вас ёсць права.", "L02"},
		{lang.BE, "Мінск ў 2024 годзе.", "L02"},
		{lang.BE, "ў спісе", "L02"},
		{lang.BE, "аб'ява", "L03"},
		{lang.BE, "першы сьнег", "L04"},
		{lang.BE, "выборщик", "L01"},
		{lang.BE, "Cавет дэпутатаў", "L01"}, // Latin C
		{lang.BE, "Гэта называется", "L06"},
		{lang.BE, "згодна закону", "L06"},
		{lang.BE, "больш 95 тысяч", "L06"},
		{lang.BE, "дадзены закон", "L06"},
		{lang.BE, "права ў \"Савеце\"", "L05"},
		{lang.BE, "прымаць удзел", "L06"},
		{lang.BE, "у {right}", "L10"},
		{lang.RU, "вiд на жительство", "L01"}, // Latin i
		{lang.RU, "Могилев и еще", "L09"},
		{lang.RU, "в Белоруссии", "L06"},
		{lang.RU, "при наличии документа", "L06"},
		{lang.RU, "он - гражданин", "L05"},
		{lang.RU, "Голосуйте!", "L05"},
		{lang.EN, "You shall vote.", "L06"},
		{lang.EN, "the voter's card", "L05"},
		{lang.EN, "the election — local", "L05"},
		{lang.EN, strings.Repeat("word ", 26) + "end.", "L07"},
	} {
		if got := codes(c.l, c.text); !strings.Contains(got, c.want) {
			t.Errorf("%s %q: found %q, want %s", c.l, c.text, got, c.want)
		}
	}
}

func TestLeavesGoodTextsAlone(t *testing.T) {
	for _, c := range []struct {
		l    lang.Lang
		text string
	}{
		{lang.BE, "Яна жыве ў Мінску, у горадзе. Слова «ўчастак» і газета «Звязда» ўчора."},
		{lang.BE, "каля урны, ва Узбекістане, ва ўсіх, паўднёва-ўсходні"},
		{lang.BE, "Так, у вас ёсць права ўдзельнічаць. Згодна з законам больш за 95 тысяч."},
		{lang.BE, "вельмі добрае пісьмо, восьмы, просьба, барацьба, аб’ява"},
		{lang.BE, "Названы «Избирательный кодекс», {{lang ru|вид на жительство}}."},
		{lang.BE, "[палажэнне](page:in-russia) ўжо дзейнічае"},
		{lang.RU, "Могилёв, ещё раз: «Белоруссия» — в цитате. 67-ФЗ, п. 10 ст. 4."},
		{lang.RU, "Чтобы голосовать на местных выборах, нужны две вещи."},
		{lang.EN, "The voter’s “card” – it is enough. See art. 4(10) of 67-FZ."},
	} {
		for _, f := range Check(c.l, c.text) {
			t.Errorf("%s %q: false alarm %s %s", c.l, c.text, f.Code, f.Words)
		}
	}
}

func TestSentences(t *testing.T) {
	got := Sentences("Это п. 10 ст. 4. Второе предложение? Третье:\n- раз;\n- два.")
	if len(got) != 5 {
		t.Errorf("%d: %q", len(got), got)
	}
	if n := CountWords("See {{date protocol-in-force}} and [the page](page:one two three) – now."); n != 6 {
		t.Errorf("%d words", n)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Так, у вас {{x}} «» ў")
	f.Fuzz(func(_ *testing.T, s string) {
		for _, l := range lang.All() {
			Check(l, s)
		}
	})
}

func TestForeignLetter(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"ru", "Да", ""}, {"ru", "«Закон аб выбарах і рэферэндуме»", ""}, {"ru", "закон і право", "і"}, {"ru", "oбласть", "oбласть"},
		{"be", "«Российская газета» піша", ""}, {"be", "газета и лист", "и"}, {"be", "з'явіцца", ""}, {"be", "щука", "щука"}, {"be", "ПОДЪЕЗД", "ПОДЪЕЗД"},
		{"ru", "«Рoссийская газета»", "Рoссийская"}, {"en", "a сard", "сard"}, {"en", "article 4(10) of Law 67-ФЗ", ""}, {"ru", "формат PDF", ""},
	} {
		if got := ForeignLetter(lang.Lang(c.lang), c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
