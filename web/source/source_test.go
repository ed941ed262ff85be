package source

import (
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
)

const good = `sources:
  - id: ru.67fz.4.10
    kind: law
    seen: relayed
    label: {ru: "67-ФЗ, п. 10 ст. 4", be: "67-ФЗ, п. 10 арт. 4", en: "67-FZ, art. 4(10)"}
    title: {ru: "Закон", be: "Закон", en: "Law"}
    dated: "2025-11"
    url: "https://www.base.garant.ru./43214618"
    checked_on: "2026-11-21"
  - id: press.x
    kind: press
    seen: full
    label: {ru: "а", be: "а", en: "a"}
    title: {ru: "а", be: "а", en: "a"}
    url: "https://example.org/x"
    checked_on: 2026-11-20
    risk: {level: listed, country: by}
    quote: {lang: ru, text: "слова"}
`

func TestLoad(t *testing.T) {
	r, list := Load(fstest.MapFS{"sources/a.yaml": {Data: []byte(good)}}, "sources")
	if len(list) != 0 {
		t.Fatal(list)
	}
	s, ok := r.Get("ru.67fz.4.10")
	if !ok || s.Label[lang.BE] != "67-ФЗ, п. 10 арт. 4" || s.Host() != "base.garant.ru" || !s.Linkable() {
		t.Errorf("read as %+v", s)
	}
	p, _ := r.Get("press.x")
	if p.Linkable() || !p.Risk.Listed || p.Quote.Lang != lang.RU {
		t.Errorf("a marked publisher must not be a link: %+v", p)
	}
	if r.LastChecked() != "2026-11-21" {
		t.Error(r.LastChecked())
	}
}

func TestLoadReports(t *testing.T) {
	for change, want := range map[[2]string]string{
		{"kind: law", "kind: laww"}:                   `sources/a.yaml:3:11: error [E014]`,
		{", en: \"Law\"", ""}:                         `sources/a.yaml:6:12: error [E007]: the field "en" is missing`,
		{"id: press.x", "id: ru.67fz.4.10"}:           `already used at sources/a.yaml:2:5`,
		{"https://example.org", "javascript:alert"}:   `[E030]`,
		{"checked_on: 2026-11-20", "checked_on: now"}: `[E009]`,
		{"    seen: full\n", ""}:                      `"seen" is missing`,
		{"dated", "date"}:                             `did you mean "dated"?`,
	} {
		data := strings.Replace(good, change[0], change[1], 1)
		_, list := Load(fstest.MapFS{"sources/a.yaml": {Data: []byte(data)}}, "sources")
		if len(list) != 1 || !strings.Contains(list[0].String(), want) {
			t.Errorf("%q -> %q gave %v, want one problem with %q", change[0], change[1], list, want)
		}
	}
}

// A name in Cyrillic is told in Cyrillic; what cannot be read stays as it is.
func TestHost(t *testing.T) {
	for address, want := range map[string]string{
		"https://xn--80aafg4awbfege9o.xn--p1ai/zakon": "порядокправа.рф", "https://www.base.garant.ru./1": "base.garant.ru",
		"https://pravo.by:443/": "pravo.by", "https://xn--zz--99.example/": "xn--zz--99.example", "https://[": "",
	} {
		if got := (&Source{URL: address}).Host(); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
