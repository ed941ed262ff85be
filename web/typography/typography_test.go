package typography

import (
	"strings"
	"testing"

	"localvote/web/lang"
)

// In the tables ~ is a no-break space, = a no-break hyphen, | a word joiner.
var visibly = strings.NewReplacer(noBreakSpace, "~", noBreakHyphen, "=", wordJoiner, "|")

type cases []struct{ in, want string }

func (table cases) run(t *testing.T, l lang.Lang) {
	t.Helper()
	for _, c := range table {
		got := Fix(l, c.in)
		if visibly.Replace(got) != c.want {
			t.Errorf("%s: Fix(%q)\n got %s\nwant %s", l, c.in, visibly.Replace(got), c.want)
		}
		if again := Fix(l, got); again != got {
			t.Errorf("%s: second Fix of %q\n got %s\nwant %s", l, c.in, visibly.Replace(again), visibly.Replace(got))
		}
		if plain := Plain(got); plain != Plain(c.in) {
			t.Errorf("%s: Plain(Fix(%q)) = %q", l, c.in, plain)
		}
	}
}

func TestFixRussian(t *testing.T) {
	cases{
		{"", ""},
		{" ", " "},
		{"Федеральный закон от 12.06.2002 № 67-ФЗ", "Федеральный закон от~12.06.2002 №~67=ФЗ"},
		{"законы 67-ФЗ 33-ФЗ, 1-ФКЗ", "законы 67=ФЗ 33=ФЗ, 1=ФКЗ"},
		{"29 октября 2025 года; 2025 г.", "29~октября 2025~года; 2025~г."},
		{"в 1990-х гг.", "в~1990-х~гг."},
		{"если вам 18 лет, 5 дней", "если вам 18~лет, 5~дней"},
		{"п. 10 ст. 4 № 67-ФЗ", "п.~10 ст.~4 №~67=ФЗ"},
		{"ч. 1 ст. 64; ст. 57 и 60", "ч.~1 ст.~64; ст.~57 и~60"},
		{"Я живу в Минске и не голосую", "Я~живу в~Минске и~не~голосую"},
		{"И о доме, со всеми (у них)", "И~о~доме, со~всеми (у~них)"},
		{"Закон — это согласие", "Закон~— это согласие"},
		{"слово, — сказал он", "слово,~— сказал он"},
		{"— Да", "— Да"},
		{"20–24 февраля", "20|–|24~февраля"},
		{"1–2–3", "1|–|2|–|3"},
		{"12 514 человек, 1 284 000", "12~514~человек, 1~284~000"},
		{"8 800 200-00-20", "8~800~200=00=20"},
		{"+375 17 222-33-44", "+375~17~222=33=44"},
		{"дата 2025-10-29", "дата 2025-10-29"},
		{"А. Г. Лукашенко", "А.~Г.~Лукашенко"},
		{"вторник. В г. Гродно", "вторник. В~г. Гродно"},
		{"18 или 20, 5 и 7, 18. Потом", "18 или 20, 5 и~7, 18. Потом"},
		{"с 8:00 до 20:00", "с~8:00 до~20:00"},
		{"что по-русски и т. д.", "что по-русски и~т. д."},
		{"в  два пробела", "в  два пробела"},
		{"в\nстроку", "в\nстроку"},
		{"уже\u00a0есть в\u00a0тексте", "уже~есть в~тексте"},
		{"«В лесу» и „о том“", "«В~лесу» и~„о~том“"},
		{"А\u2060Б", "А|Б"},
		{"битый \xff в конце", "битый \xff в~конце"},
	}.run(t, lang.RU)
}

func TestFixBelarusian(t *testing.T) {
	cases{
		{"Федэральны закон ад 12.06.2002 № 67-ФЗ", "Федэральны закон ад~12.06.2002 №~67=ФЗ"},
		{"п. 10 арт. 4 № 67-ФЗ", "п.~10 арт.~4 №~67=ФЗ"},
		{"арт. 57 і 60; Закон № 420-З", "арт.~57 і~60; Закон №~420=З"},
		{"яна жыве ў Мінску", "яна жыве ў~Мінску"},
		{"Ва Узбекістане, са спіса, аб дапамозе", "Ва~Узбекістане, са~спіса, аб~дапамозе"},
		{"не пазней як за 40 дзён", "не~пазней як за~40~дзён"},
		{"29 кастрычніка 2025 г.", "29~кастрычніка 2025~г."},
		{"20–24 лютага", "20|–|24~лютага"},
		{"18 або 20", "18 або 20"},
		{"да 25 лютага ды яшчэ", "да~25~лютага ды~яшчэ"},
		{"згадка — красавік", "згадка~— красавік"},
		{"аб’ява з’явіцца з часам", "аб’ява з’явіцца з~часам"},
	}.run(t, lang.BE)
}

func TestFixEnglish(t *testing.T) {
	cases{
		{"Federal Law No. 67-FZ of 12 June 2002", "Federal Law No.~67=FZ of 12 June 2002"},
		{"art. 4(10) of 67-FZ; arts 57 and 60", "art.~4(10) of 67=FZ; arts~57 and 60"},
		{"(art. 64(1))", "(art.~64(1))"},
		{"a vote in a town – 18 years", "a vote in a town – 18 years"},
		{"20–24 February", "20|–|24 February"},
		{"8 800 200-00-20 (free within Russia)", "8 800 200=00=20 (free within Russia)"},
		{"No. That is all.", "No. That is all."},
		{"state of the art. 4 people", "state of the art.~4 people"},
	}.run(t, lang.EN)
}

// What is not running text stays as it is, and words see through it.
func TestFixLeavesAlone(t *testing.T) {
	cases{
		{"{{.a и б}} 18 {в доме}", "{{.a и б}} 18~{в доме}"},
		{"в {{.place}} до {{ .n }} лет, {n} дней", "в~{{.place}} до~{{ .n }}~лет, {n}~дней"},
		{"№ {{.number}}, ст. {{.article}}", "№~{{.number}}, ст.~{{.article}}"},
		{"{{.from}}–{{.to}}", "{{.from}}|–|{{.to}}"},
		{"см. https://example.org/67-ФЗ/18–20 и ещё", "см. https://example.org/67-ФЗ/18–20 и~ещё"},
		{"[закон и право](/ru/18–20) и [в](/x) Минске", "[закон и~право](/ru/18–20) и~[в](/x)~Минске"},
		{`<a title="в доме 67-ФЗ" href='/18–20'>в <b>Минске</b></a>`, `<a title="в доме 67-ФЗ" href='/18–20'>в~<b>Минске</b></a>`},
		{`<em>в</em> Минске, <em>в </em>Минске`, `<em>в</em>~Минске, <em>в~</em>Минске`},
		{"<td>18</td> <td>лет</td>", "<td>18</td> <td>лет</td>"},
		{"<code>67-ФЗ в строке</code> и дом", "<code>67-ФЗ в строке</code> и~дом"},
		{"<!-- в доме --> в доме", "<!-- в доме --> в~доме"},
		{"<strong>18</strong>–20 лет", "<strong>18</strong>|–|20~лет"},
		{"5 < 7 и > 3", "5 < 7 и > 3"},
	}.run(t, lang.RU)
}

func FuzzFixIsIdempotent(f *testing.F) {
	for _, s := range []string{"п. 10 ст. 4", "18–20 <b>в</b> доме", "{{.n}} лет – –1–2", "8 800 200-00-20"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range lang.All() {
			once := Fix(l, s)
			if twice := Fix(l, once); twice != once {
				t.Errorf("%s: %q became %q, then %q", l, s, once, twice)
			}
			if Plain(once) != Plain(s) {
				t.Errorf("%s: %q lost text: %q", l, s, once)
			}
		}
	})
}
