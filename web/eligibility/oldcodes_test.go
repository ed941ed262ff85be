package eligibility

import (
	"strings"
	"testing"
)

// secondLayout is content whose list of questions has a second number: links of
// the first one say "temporary" where people are to be asked again. It was released.
func secondLayout(t *testing.T) draft {
	t.Helper()
	d := plainDraft(t).copy()
	d.write("questions.yaml", strings.Replace(d.text("questions.yaml"), "\nlayout: 1", "\nlayout: 2", 1))
	_, first, _ := strings.Cut(d.text("layouts.yaml"), "layouts:\n")
	d.write("layouts.yaml", d.text("layouts.yaml")+strings.Replace(first, "number: 1", "number: 2", 1))
	d.write("migrations.yaml", "migrations:\n  - {layout: 2, question: residence, split: {temporary: [temporary, none]}}\n")
	d.releaseIt(t)
	if _, _, problems := d.loadLog(t); problems.Errors() > 0 {
		t.Fatal(problems)
	}
	return d
}

// Links that were saved keep their meaning (C12).
func TestReleasedCodesKeepTheirMeaning(t *testing.T) {
	for _, c := range []struct {
		name, file string
		edit       edit
		at, says   string
	}{
		{"a layout is gone", "layouts.yaml", func(s string) string {
			head, tail, _ := strings.Cut(s, "  - number: 1\n")
			return head + tail[strings.Index(tail, "  - number: 2"):]
		}, "", "layout 1 was released and is gone"},
		{"a layout was edited", "layouts.yaml", swap("      registered: [yes, no]\n", "      registered: [no, yes]\n"), "number: 1", "layout 1 is not what was released"},
		{"a migration is gone", "migrations.yaml", func(string) string { return "migrations: []\n" }, "", "residence=temporary"},
		{"a migration came afterwards", "migrations.yaml", add("  - {layout: 2, question: age, rename: {under18: 21plus}}\n"), "", "age=under18"},
		{"a question is forgotten", "migrations.yaml", add("  - {layout: 2, question: age, drop: true}\n"), "", "age="},
	} {
		d := secondLayout(t)
		d.write(c.file, c.edit(d.text(c.file)))
		q, problems := d.load()
		if c.file == "layouts.yaml" && c.at == "" { // the migration of a layout that is gone is another mistake
			d.write("migrations.yaml", "migrations: []\n")
			q, problems = d.load()
		}
		if problems.Errors() > 0 {
			t.Errorf("%s: %v", c.name, problems)
			continue
		}
		_, problems = LoadChangelog(d.files, dir, q, d.sources)
		lineWanted := 0
		if c.at != "" {
			lineWanted = line(t, d.text(c.file), c.at)
		}
		if problems.Errors() != 1 || problems[0].Code != "C12" || problems[0].Pos.File != dir+"/"+c.file || problems[0].Pos.Line != lineWanted || !strings.Contains(problems[0].String(), c.says) {
			t.Errorf("%s: %v", c.name, problems)
		}
	}
}

// A new list of questions with its own migration is how it is done; of an answer
// that means less than it did the change log has to speak.
func TestNewLayout(t *testing.T) {
	d := secondLayout(t)
	d.write("questions.yaml", strings.Replace(d.text("questions.yaml"), "\nlayout: 2", "\nlayout: 3", 1))
	_, second, _ := strings.Cut(d.text("layouts.yaml"), "  - number: 2\n")
	d.write("layouts.yaml", d.text("layouts.yaml")+"  - number: 3\n"+second)
	d.write("migrations.yaml", d.text("migrations.yaml")+"  - {layout: 3, question: age, split: {18to20: [18to20, 21plus]}}\n")
	if _, _, problems := d.loadLog(t); problems.Errors() != 1 || problems[0].Pos.File != dir+"/"+LogFile || !strings.Contains(problems[0].String(), "age=18to20") {
		t.Error(problems)
	}
}

// An answer that gets another name is followed: neither its verdicts nor its test
// persons count as changed. One that is taken away has to be named.
func TestRenamedAndRemovedAnswers(t *testing.T) {
	d := releasedDraft(t)
	renamed := func(name string) {
		d.write(name, strings.NewReplacer("third_state", "other_state", "temporary", "rvp").Replace(d.text(name)))
	}
	for _, name := range []string{"questions.yaml", "rules/ru.yaml", "rules/by.yaml", "asymmetries.yaml", "changes.yaml", "steps.yaml", "examples.yaml", "personas.csv", "texts/ru.yaml", "texts/be.yaml", "texts/en.yaml"} {
		renamed(name)
	}
	d.write("questions.yaml", strings.Replace(d.text("questions.yaml"), "\nlayout: 1", "\nlayout: 2", 1))
	_, first, _ := strings.Cut(d.text("layouts.yaml"), "layouts:\n")
	d.write("layouts.yaml", d.text("layouts.yaml")+strings.NewReplacer("number: 1", "number: 2", "third_state", "other_state", "temporary", "rvp").Replace(first))
	d.write("migrations.yaml", "migrations:\n  - {layout: 2, question: residence, rename: {temporary: rvp}}\n  - {layout: 2, question: third_state, rename_to: other_state}\n")
	q, _, problems := d.loadLog(t)
	release, _ := LoadRelease(d.files, dir)
	if since := q.Since(release); !since.IsZero() {
		t.Errorf("%+v", since)
	}
	if problems.Errors() != 1 || problems[0].Code != "C13" { // the mark: the words of the files are others
		t.Error(problems)
	}
	if n, err := CountChanges(release.Questionnaire, q); n != 0 || err != nil {
		t.Error(n, err)
	}
	d.write("migrations.yaml", strings.Replace(d.text("migrations.yaml"), "rename: {temporary: rvp}", "split: {temporary: [rvp, none]}", 1))
	q, _, _ = d.loadLog(t)
	since := q.Since(release)
	if len(since.Removed) != 1 || since.Removed[0] != "residence=temporary" || len(since.Persons) == 0 {
		t.Errorf("%+v", since)
	}
}
