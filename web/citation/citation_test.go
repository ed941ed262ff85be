package citation

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nickng/bibtex"

	"localvote/web/lang"
)

var sites = map[lang.Lang]string{lang.RU: "Местный голос", lang.BE: "Мясцовы голас", lang.EN: "Local Vote"}

// works are five works in each language: a page, a claim, a source, a result
// without a date, and a title full of signs that mean something somewhere.
func works(l lang.Lang) []Work {
	const base = "https://localvote.example/"
	root := base + string(l)
	t := func(ru, be, en string) string { return map[lang.Lang]string{lang.RU: ru, lang.BE: be, lang.EN: en}[l] }
	all := []Work{
		{
			Key: "page-in-russia", Published: "2026-11-21", URL: root + "/in-russia",
			Title:   t("Граждане Беларуси голосуют в\u00a0России на\u00a0местных выборах: нужны вид на\u00a0жительство и\u00a0регистрация", "Грамадзяне Беларусі галасуюць у\u00a0Расіі на\u00a0мясцовых выбарах: патрэбныя від на\u00a0жыхарства і\u00a0рэгістрацыя", "Citizens of Belarus can vote in local elections in Russia with a residence permit and registration"),
			English: "Citizens of Belarus can vote in local elections in Russia with a residence permit and registration",
		},
		{
			Key: "claim-signed-13-march", Published: "2026-11", URL: root + "/claims#signed-13-march", Type: Entry,
			Title:   t("Протокол подписали в\u00a0Москве 13\u00a0марта 2025\u00a0года", "Пратакол падпісалі ў\u00a0Маскве 13\u00a0сакавіка 2025\u00a0года", "The Protocol was signed in Moscow on 13\u00a0March 2025"),
			English: "The Protocol was signed in Moscow on 13 March 2025",
		},
		{
			Key: "source-by-ec-4", Published: "2026", URL: root + "/sources#by.ec.4", Type: Entry, VersionURL: base + "v/0123456789ab/" + string(l) + "/sources#by.ec.4",
			Title:   t("Избирательный кодекс Республики Беларусь от 11.02.2000 №\u00a0370‑З, ч.\u00a01 ст.\u00a04", "Выбарчы кодэкс Рэспублікі Беларусь ад 11.02.2000 №\u00a0370‑З, ч.\u00a01 арт.\u00a04", "Electoral Code of the Republic of Belarus, No. 370‑Z of 11\u00a0February 2000, art. 4(1)"),
			English: "Electoral Code of the Republic of Belarus, No. 370-Z of 11 February 2000, art. 4(1)",
		},
		{
			Key: "result-1-BD0W", Version: "0123456789ab", URL: root + "/result/1-BD0W?on=2026-11-22&rules=0123456789ab",
			Title:   t("Да, вы можете голосовать на\u00a0выборах местного совета", "Так, вы можаце галасаваць на\u00a0выбарах мясцовага савета", "Yes, you can vote in the local council election"),
			English: "Yes, you can vote in the local council election",
		},
		{
			Key: "signs", Published: "2026-11-05", URL: root + "/search?q=a|b={c}&d=[50%25]",
			Title:   t("Что значит «50 % & {да}» | $5 = #1_a ~ b^c \\ [d]?", "Што значыць «50 % & {так}» | $5 = #1_a ~ b^c \\ [d]?", "What does “50% & {yes}” | $5 = #1_a ~ b^c \\ [d] mean?"),
			English: "What does “50% & {yes}” | $5 = #1_a ~ b^c \\ [d] mean?",
		},
	}
	for i := range all {
		all[i].Container, all[i].Accessed, all[i].Lang = sites[l], "2026-11-22", l
		if all[i].Type == "" {
			all[i].Type = Page
		}
	}
	return all
}

// Every form is as it was when it was compared with its standard by hand. To
// write the files anew after a change: GOLDEN=write go test ./web/citation
func TestGolden(t *testing.T) {
	for _, l := range lang.All() {
		for _, w := range works(l) {
			var b strings.Builder
			for _, f := range Formats() {
				fmt.Fprintf(&b, "== %s ==\n%s\n", f.Name(l), strings.TrimRight(strings.ReplaceAll(w.In(f), "\r\n", "\n"), "\n"))
			}
			name := filepath.Join("testdata", w.Key+"."+string(l)+".txt")
			if os.Getenv("GOLDEN") == "write" {
				if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("%s: got\n%s\nwant\n%s", name, b.String(), want)
			}
		}
	}
}

var texName = strings.NewReplacer(`\textbackslash{}`, `\`, `\textasciicircum{}`, "^", `\textasciitilde{}`, "~", `\{`, "{", `\}`, "}", `\$`, "$", `\&`, "&", `\#`, "#", `\%`, "%", `\_`, "_")

// A parser from elsewhere reads of a BibTeX entry what was written.
func TestBibTeX(t *testing.T) {
	each(t, func(t *testing.T, w Work) {
		parsed, err := bibtex.Parse(strings.NewReader(w.In(BibTeX)))
		if err != nil || len(parsed.Entries) != 1 {
			t.Fatalf("%v in %s", err, w.In(BibTeX))
		}
		e := parsed.Entries[0]
		read := func(name string) string {
			if e.Fields[name] == nil {
				return ""
			}
			return texName.Replace(strings.TrimSuffix(strings.TrimPrefix(e.Fields[name].String(), "{"), "}"))
		}
		p := w.plain()
		if e.Type != "misc" || e.CiteName != p.Key {
			t.Errorf("%s %s", e.Type, e.CiteName)
		}
		for name, want := range map[string]string{"author": p.Container, "title": p.Title, "year": year(p.Published), "url": p.stable(), "urldate": p.Accessed} {
			if got := read(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

var risLine = regexp.MustCompile(`^([A-Z][A-Z0-9])  - (.*)$`)

// RIS is read line by line, as strictly as its description allows.
func TestRIS(t *testing.T) {
	each(t, func(t *testing.T, w Work) {
		text, ends := strings.CutSuffix(w.In(RIS), "\r\n")
		lines := strings.Split(text, "\r\n")
		fields := map[string]string{}
		var tags []string
		for _, line := range lines {
			m := risLine.FindStringSubmatch(line)
			if m == nil || strings.ContainsAny(m[2], "\r\n") {
				t.Fatalf("%q is no line of RIS", line)
			}
			tags, fields[m[1]] = append(tags, m[1]), m[2]
		}
		if !ends || tags[0] != "TY" || tags[len(tags)-1] != "ER" || fields["ER"] != "" {
			t.Errorf("begins or ends wrongly: %v", tags)
		}
		for _, tag := range tags {
			if !slices.Contains(strings.Fields("TY ID AU TI T2 PB PY DA ET LA UR Y2 ER"), tag) || tag != "ER" && fields[tag] == "" {
				t.Errorf("the tag %s=%q", tag, fields[tag])
			}
		}
		for _, tag := range []string{"DA", "Y2"} {
			if !regexp.MustCompile(`^(|\d{4}(/\d\d(/\d\d)?)?)$`).MatchString(fields[tag]) {
				t.Errorf("%s is %q", tag, fields[tag])
			}
		}
		p := w.plain()
		if fields["TY"] != "ELEC" || fields["TI"] != p.Title || fields["AU"] != p.Container || fields["UR"] != p.stable() || fields["PY"] != year(p.Published) {
			t.Errorf("%v", fields)
		}
	})
}

// CSL-JSON has what csl-data.json requires: id and type, types and variables that
// it knows, names and days as objects.
func TestCSL(t *testing.T) {
	known := strings.Fields("id type title container-title author publisher issued accessed version URL language")
	each(t, func(t *testing.T, w Work) {
		var items []map[string]any
		if err := json.Unmarshal([]byte(w.In(CSL)), &items); err != nil || len(items) != 1 {
			t.Fatal(err)
		}
		for name, value := range items[0] {
			if !slices.Contains(known, name) {
				t.Errorf("there is no variable %s", name)
			}
			if date, ok := value.(map[string]any); ok {
				parts := date["date-parts"].([]any)[0].([]any)
				if len(parts) < 1 || len(parts) > 3 || parts[0].(float64) != 2026 {
					t.Errorf("%s is %v", name, value)
				}
			}
		}
		if id, _ := items[0]["id"].(string); id == "" || !slices.Contains([]string{"webpage", "entry"}, items[0]["type"].(string)) {
			t.Errorf("%v", items[0])
		}
		if items[0]["title"] != w.plain().Title || items[0]["URL"] != w.plain().stable() {
			t.Errorf("%v", items[0])
		}
	})
}

// A wiki template stays one template: two braces at each end, no sign in a value
// that would end it.
func TestWiki(t *testing.T) {
	each(t, func(t *testing.T, w Work) {
		text := strings.TrimSuffix(w.In(Wiki), "\n")
		inner := strings.TrimSuffix(strings.TrimPrefix(text, "{{"), "}}")
		if len(inner) != len(text)-4 || strings.ContainsAny(inner, "{}[]<>\n") {
			t.Errorf("%s", text)
		}
		parts := strings.Split(inner, " |")
		if !strings.EqualFold(parts[0], "cite web") {
			t.Errorf("%s", parts[0])
		}
		for _, part := range parts[1:] {
			name, value, ok := strings.Cut(part, "=")
			if !ok || value == "" || strings.Contains(value, "|") || strings.Contains(value, "=") && name != "url" {
				t.Errorf("the parameter %q", part)
			}
		}
	})
}

// Line breaks and signs for the screen never reach a format.
func TestJunk(t *testing.T) {
	for _, l := range lang.All() {
		w := Work{Key: "a b\n{", Title: "one\r\nTY  - JOUR\u2028two\u00a0three\u2011four\x00", Container: "x\ny", URL: "https://x/\n a", Lang: l, Accessed: ""}
		for _, f := range Formats() {
			got := w.In(f)
			if got == "" || strings.ContainsAny(got, "\x00\u00a0\u2028\u2011") || strings.Contains(got, "\nTY  - JOUR") {
				t.Errorf("%s: %q", f, got)
			}
		}
		if lines := strings.Count(w.In(RIS), "\n"); lines != 9 {
			t.Errorf("%d lines: %s", lines, w.In(RIS))
		}
	}
}

func each(t *testing.T, f func(*testing.T, Work)) {
	for _, l := range lang.All() {
		for _, w := range works(l) {
			t.Run(string(l)+"/"+w.Key, func(t *testing.T) { f(t, w) })
		}
	}
}
