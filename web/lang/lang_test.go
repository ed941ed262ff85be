package lang

import "testing"

func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                                  EN,
		"be":                                BE,
		"be-BY,be;q=0.9,ru;q=0.8":           BE,
		"ru-RU,ru;q=0.9,en-US;q=0.8":        RU,
		"ru-BY":                             RU,
		"en-GB,be;q=0.4":                    EN,
		"uk,pl;q=0.8":                       EN,
		"uk,ru;q=0.5":                       RU,
		"ru;q=0,be;q=0.1":                   BE,
		"ru;q=0.1, be;q=0.9":                BE,
		"*":                                 EN,
		"de-DE, *;q=0.5":                    EN,
		"be-tarask":                         BE,
		"\x00\xff;q=ten,,,":                 EN,
		"ru, this is; not=a header; q=2000": EN,
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, l := range All() {
		if got, ok := Parse(string(l)); !ok || got != l {
			t.Errorf("Parse(%q) = %q, %v", l, got, ok)
		}
	}
	for _, s := range []string{"", "RU", "by", "ru ", "rus", "../ru"} {
		if got, ok := Parse(s); ok {
			t.Errorf("Parse(%q) = %q, want refusal", s, got)
		}
	}
}
