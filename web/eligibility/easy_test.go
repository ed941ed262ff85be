package eligibility

import (
	"strings"
	"testing"

	"localvote/web/lang"
)

// Easy-read words stand beside the usual ones: where there are none, and for
// countries without a variant, the usual ones are shown.
func TestEasyText(t *testing.T) {
	d := smallDraft()
	for _, l := range []string{"ru", "be", "en"} {
		d.write("texts/"+l+".easy.yaml", map[string]string{"ru": "unasked: легче\n", "be": "unasked: лягчэй\n", "en": "unasked: easier\n"}[l])
	}
	q, list := d.load()
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	if !q.HasEasy(lang.BE) || q.EasyText(lang.BE, "unasked", "ru") != "лягчэй" {
		t.Error("the easy-read text is not found")
	}
	if q.EasyText(lang.EN, "a.dont_know", "") != q.Text(lang.EN, "a.dont_know", "") {
		t.Error("where there are no easy words, the usual ones should do")
	}
}

func TestEasyTextMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"unaskd: легче\n":                        `did you mean "unasked"?`,
		"unasked: легче {right}\n":               "other placeholders",
		"unasked: lегче\n":                       "wrong letter",
		"unasked: легче\na.dont_know: не знаю\n": `the easy-read text "a.dont_know" is missing`,
	} {
		d := smallDraft()
		d.write("texts/ru.easy.yaml", text)
		d.write("texts/be.easy.yaml", "unasked: лягчэй\n")
		d.write("texts/en.easy.yaml", "unasked: easier\n")
		_, list := d.load()
		all := ""
		for _, p := range list {
			all += p.String() + "\n"
		}
		if !strings.Contains(all, want) {
			t.Errorf("%q: want %q, got %s", text, want, all)
		}
	}
}
