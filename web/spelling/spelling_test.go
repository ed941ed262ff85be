package spelling

import (
	"errors"
	"os"
	"strings"
	"testing"

	"localvote/web/lang"
)

func TestUnknown(t *testing.T) {
	c := New(map[lang.Lang]string{lang.BE: "# names\nЦВК\nбіяметрычны\n", lang.EN: "raion # a district\n"})
	for _, x := range []struct {
		l    lang.Lang
		text string
		want string
	}{
		{lang.BE, "Біяметрычны від: аб’ява ЦВК, памылкка.", "памылкка"},
		{lang.RU, "Вид на жительство, ошыбка, pravo.by", "ошыбка"},
		{lang.EN, "The voter’s raion, a mistakke, пашпарт", "mistakke"},
	} {
		got, err := c.Unknown(x.l, x.text)
		if errors.Is(err, ErrMissing) {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		if err != nil || strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, %v, want %s", x.l, got, err, x.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	got, err := New(nil).Suggest(lang.RU, []string{"комисия", "+ъъъъыыыъъ", "избератель"})
	if errors.Is(err, ErrMissing) {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	if err != nil || got["комисия"] != "комиссия" || got["избератель"] != "избиратель" {
		t.Errorf("%v, %v", got, err)
	}
}
