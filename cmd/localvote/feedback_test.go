package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"localvote/web/store"
)

// said opens a new database, as a server has it, and lets readers say this.
func said(t *testing.T, list ...store.Feedback) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "site.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) // it is read while the server runs
	for _, f := range list {
		if err := s.AddFeedback(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func command(t *testing.T, want int, args ...string) (string, string) {
	t.Helper()
	var out, errOut bytes.Buffer
	if code := run(args, &out, &errOut); code != want {
		t.Fatalf("%q: exit %d: %s", args, code, &errOut)
	}
	return out.String(), errOut.String()
}

func TestFeedbackIsExported(t *testing.T) {
	texts := []string{"", "Слова, “и ещё”; \"три\"\nстроки", `=HYPERLINK("http://a.example","x")`, "  +1", "-1", "@SUM(1)", "\t=1", "\n=1", "＝1", `"=1`, "'=1", "%x", "a=b"}
	var list []store.Feedback
	for _, text := range texts {
		list = append(list, store.Feedback{Day: "2026-11-21", Page: "/be/in-russia", Lang: "be", Edition: "2026-11-20.1", Verdict: "wrong", Reason: "-x", Text: text})
	}
	outside := store.Feedback{Day: "2026-11-23", Page: "/", Lang: "en", Verdict: "yes"}
	path := said(t, append(list, outside)...)

	out, _ := command(t, 0, "feedback", "--db", path, "--to", "2026-11-22", "--csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(list)+1 || !strings.HasPrefix(out, "\ufeffday,page,lang,edition,verdict,reason,text\r\n") {
		t.Fatalf("%d rows, %v: %s", len(rows), err, out)
	}
	var got []string
	for _, row := range rows[1:] {
		for _, cell := range row {
			if strings.ContainsAny(firstSign(cell), "=+-@%＝＋－＠") && cell[0] != '\'' {
				t.Errorf("a spreadsheet may compute %q", cell)
			}
		}
		got = append(got, row[6])
	}
	for _, text := range texts {
		if !slices.Contains(got, text) && !slices.Contains(got, "'"+text) {
			t.Errorf("%q is missing in %q", text, got)
		}
	}
	if !slices.Contains(got, "a=b") || slices.Contains(got, "'") {
		t.Errorf("what is no formula was changed: %q", got)
	}

	out, _ = command(t, 0, "feedback", "--db", path, "--from", "2026-11-23", "--json")
	var fromJSON []store.Feedback
	if err := json.Unmarshal([]byte(out), &fromJSON); err != nil || len(fromJSON) != 1 || fromJSON[0] != outside {
		t.Errorf("%+v, %v", fromJSON, err)
	}

	out, _ = command(t, 0, "feedback", "--db", path, "--lang", "be")
	if !strings.Contains(out, "2026-11-21  wrong  /be/in-russia  (-x)\n    Слова, “и ещё”; \"три\"\n    строки\n") ||
		!strings.Contains(out, "Карысна: 1. Не карысна: 0. Нешта не так: 13.\n") {
		t.Error(out)
	}
}

// A command that reads says what is wrong, and makes no database.
func TestFeedbackNamesMistakes(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "no.db")
	for words, args := range map[string][]string{
		"there is no database " + missing: {"--db", missing},
		`"21.11.2026" is not a day`:       {"--db", missing, "--from", "21.11.2026"},
		"can't be used together":          {"--csv", "--json"},
	} {
		code := 1
		if slices.Contains(args, "--csv") {
			code = 2
		}
		if _, errOut := command(t, code, append([]string{"feedback"}, args...)...); !strings.Contains(errOut, words) {
			t.Errorf("%q: %s", args, errOut)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) > 0 {
		t.Errorf("it has made %q", left)
	}
	if out, _ := command(t, 0, "feedback", "--db", said(t), "--json"); strings.TrimSpace(out) != "[]" {
		t.Error(out)
	}
}

// An address of PostgreSQL is no path, and nothing that is said holds its password.
func TestPostgresAddress(t *testing.T) {
	const address = "postgres://site:geheim@127.0.0.1:1/site"
	for words, args := range map[string][]string{
		"127.0.0.1":                   {"feedback"},
		"pg_dump":                     {"backup", filepath.Join(t.TempDir(), "copy")},
		"put it back with pg_restore": {"restore", filepath.Join(t.TempDir(), "copy")},
	} {
		out, errOut := command(t, 1, append(args, "--db", address)...)
		if !strings.Contains(errOut, words) || strings.Contains(out+errOut, "geheim") {
			t.Errorf("%q: %s", args, errOut)
		}
	}
}
