package eligibility

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/problem"
)

// loadLog reads the questionnaire, which must be sound, and its change log.
func (d draft) loadLog(t testing.TB) (*Questionnaire, *Changelog, problem.List) {
	t.Helper()
	q, problems := d.load()
	if problems.Errors() > 0 {
		t.Fatalf("the rules are not sound: %v", problems)
	}
	log, problems := LoadChangelog(d.files, dir, q, d.sources)
	return q, log, problems
}

var personaLine = regexp.MustCompile(`personas\.csv:(\d+)`)

// dropOvertaken takes the test persons away who expect something else. A message
// names only some of them, so it asks until none is left.
func (d draft) dropOvertaken(t testing.TB) {
	t.Helper()
	for range 50 {
		_, problems := d.load()
		lines := strings.Split(d.text("personas.csv"), "\n")
		overtaken := personaLine.FindAllStringSubmatch(fmt.Sprint(problems), -1)
		if len(overtaken) == 0 {
			return
		}
		for _, m := range overtaken {
			n, _ := strconv.Atoi(m[1])
			lines[n-1] = ""
		}
		d.write("personas.csv", strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")+"\n")
	}
	t.Fatal("there is always somebody else")
}

// settledReferendum is the real content after an edit of the law: the law says that
// Belarusians under the treaty take part in local referendums.
func settledReferendum(t testing.TB) draft {
	t.Helper()
	d := releasedDraft(t)
	d.write("rules/ru.yaml", in("ru.unclear.treaty_referendum", swap("effect: unclear", "effect: grant"))(d.text("rules/ru.yaml")))
	d.dropOvertaken(t)
	return d
}

// explain does what an editor does: run the command, write why, name a source.
func (d draft) explain(t testing.TB) {
	t.Helper()
	q, _ := d.load()
	release, problems := LoadRelease(d.files, dir)
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	text, err := AddEntry(d.text(LogFile), "referendum", "2026-12-01", q.Mark(), q.Since(release))
	if err != nil {
		t.Fatal(err)
	}
	text = strings.NewReplacer(`ru: ""`, "ru: Закон ответил.", `be: ""`, "be: Закон адказаў.", `en: ""`, "en: The law answered.", "sources: []", "sources: [treaty.protocol.2025]").Replace(text)
	d.write(LogFile, text)
}

// releasedDraft is the real content as if it had just been released: tests must not
// fail because an editor is at work.
func releasedDraft(t testing.TB) draft {
	t.Helper()
	d := plainDraft(t).copy()
	d.releaseIt(t)
	return d
}

// releaseIt freezes the draft.
func (d draft) releaseIt(t testing.TB) {
	t.Helper()
	files, err := Freeze(d.files, dir)
	if err != nil {
		t.Fatal(err)
	}
	for name := range d.files {
		if strings.HasPrefix(name, dir+"/"+releasedDir+"/") {
			delete(d.files, name)
		}
	}
	for name, data := range files {
		d.files[path.Join(dir, releasedDir, name)] = &fstest.MapFile{Data: data}
	}
}

func TestRealChangelog(t *testing.T) {
	q, log, problems := plainDraft(t).loadLog(t)
	if len(problems) > 0 {
		t.Error(problems)
	}
	if first := log.Entries[len(log.Entries)-1]; first.ID != "first-publication" || first.On != "2026-11-21" || !log.First(first) || first.Verdicts() != 0 {
		t.Errorf("%+v", first)
	}
	if log.Entries[0].Rules != q.Mark() {
		t.Errorf("the mark is %s", q.Mark())
	}
}

// A change of a verdict does not go live without a word, and does with one; when
// it was released, it needs no other.
func TestChangedVerdictNeedsAWord(t *testing.T) {
	d := settledReferendum(t)
	q, log, problems := d.loadLog(t)
	if problems.Errors() != 1 || problems[0].Code != "C13" || problems[0].Pos != log.Entries[0].at[fieldRules] {
		t.Fatal(problems)
	}
	for _, words := range []string{q.Mark(), "24 verdicts", "localvote changelog"} {
		if !strings.Contains(problems[0].String(), words) {
			t.Errorf("%q is not said: %s", words, problems[0])
		}
	}
	d.explain(t)
	_, log, problems = d.loadLog(t)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	e := log.Entries[0]
	if len(e.Changes) != 1 || e.Verdicts() != 24 || e.Changes[0].From != Unclear || e.Changes[0].To != Yes || len(e.Persons) == 0 {
		t.Errorf("%+v", e)
	}
	d.releaseIt(t)
	if _, _, problems = d.loadLog(t); len(problems) > 0 {
		t.Errorf("after the release: %v", problems)
	}
}

// An edit that does not change the meaning needs no word.
func TestMeaningStays(t *testing.T) {
	d := releasedDraft(t)
	d.write("rules/ru.yaml", "# A comment.\n"+strings.Replace(d.text("rules/ru.yaml"), "rights: [council_vote, head_vote, local_referendum, regional_vote, national_vote]", "rights: [head_vote, national_vote, council_vote, local_referendum, regional_vote]", 1))
	text := d.text("rules/by.yaml")
	from, last := strings.Index(text, "  - id: "), strings.LastIndex(text, "  - id: ")
	d.write("rules/by.yaml", text[:from]+text[last:]+"\n"+text[from:last])
	if q, _, problems := d.loadLog(t); len(problems) > 0 {
		t.Errorf("%s: %v", q.Mark(), problems)
	}
}

// Another source alone is worth a word, though no verdict changes.
func TestOtherSourceNeedsAWord(t *testing.T) {
	d := releasedDraft(t)
	d.write("rules/ru.yaml", in("ru.bar.not_registered", swap("ru.cec.2025-11-13, ", ""))(d.text("rules/ru.yaml")))
	_, _, problems := d.loadLog(t)
	if problems.Errors() != 1 || !strings.Contains(problems[0].String(), "0 verdicts changed") {
		t.Error(problems)
	}
}

// Slips in the change log, and hands on what was released, each with its place.
func TestChangelogRefuses(t *testing.T) {
	start := settledReferendum(t)
	start.explain(t)
	for _, c := range []struct {
		name, file string
		edit       edit
		code       string
		at, in     string
		says       string
	}{
		{"no sentence", LogFile, swap("ru: Закон ответил.", `ru: ""`), "C13", `ru: ""`, "", `"ru"`},
		{"no language", LogFile, swap("      be: Закон адказаў.\n", ""), "E007", "      ru: Закон ответил.", "", `"be"`},
		{"an unfinished sentence", LogFile, swap("The law answered.", "TODO ask a lawyer"), "C13", "TODO", "", "unfinished"},
		{"no sources", LogFile, swap("sources: [treaty.protocol.2025]", "sources: []"), "C13", "id: referendum", "", "no source"},
		{"an unknown source", LogFile, swap("sources: [treaty.protocol.2025]", "sources: [treaty.protocol.2026]"), "E015", "treaty.protocol.2026", "", `"treaty.protocol.2025"`},
		{"another number", LogFile, swap("count: 24", "count: 23"), "C13", "      - {right: local_referendum", "", "24 verdicts"},
		{"another verdict", LogFile, swap("to: yes", "to: no"), "C13", "      - {right: local_referendum", "", "24 verdicts"},
		{"other people", LogFile, swap("residence: [permanent], ", ""), "C13", "      - {right: local_referendum", "", "again"},
		{"a forgotten person", LogFile, swap(`      - "Alesya the day after"`+"\n", ""), "C12", `      - "Alesya: BY`, "", "Alesya the day after"},
		{"a mark of nothing", LogFile, func(s string) string {
			return strings.Replace(s, `rules: "`, `rules: "0`, 1)
		}, "C13", "rules:", "", "verdicts changed"},
		{"the id of an entry", LogFile, swap("id: first-publication", "id: first"), "C13", "", "", "first-publication"},
		{"the day of an entry", LogFile, swap("on: 2026-11-21", "on: 2026-11-20"), "C13", "id: first-publication", "", "what was released"},
		{"the first entry changes something", LogFile, swap("    changes: []", "    changes: []\n    persons: [somebody]"), "C13", "id: first-publication", "", "what was released"},
		{"an older entry above", LogFile, swap("on: 2026-12-01", "on: 2026-11-01"), "C13", "on: 2026-11-21", "", "newest first"},
		{"a card was edited in the copy", "released/rules/ru.yaml", swap("effect: unclear", "effect: grant"), "C12", "", "released/rules/ru.yaml", "edited"},
		{"a persona of the copy", "released/personas.csv", swap("yes", "no"), "C12", "", "released/personas.csv", "edited"},
		{"a sum of the copy", "released/SHA256SUMS", swap("  questions.yaml", "  question.yaml"), "C12", "", "released/question.yaml", "gone"},
		{"a layout was edited", "layouts.yaml", swap("country: [ru, by]", "country: [by, ru]"), "E018", "number: 1", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := start.copy()
			d.write(c.file, c.edit(d.text(c.file)))
			if d.text(c.file) == start.text(c.file) {
				t.Fatal("the edit changes nothing")
			}
			q, problems := d.load()
			if problems.Errors() == 0 {
				_, problems = LoadChangelog(d.files, dir, q, d.sources)
			}
			file := c.file
			if c.in != "" {
				file = c.in
			}
			want := problem.Pos{File: dir + "/" + file}
			if c.at != "" {
				want.Line = line(t, d.text(file), c.at)
			}
			if !slices.ContainsFunc(problems, func(p problem.Problem) bool {
				return p.Code == c.code && p.Pos.File == want.File && p.Pos.Line == want.Line && strings.Contains(p.String(), c.says)
			}) {
				t.Errorf("no %s at %s saying %q: %v", c.code, want, c.says, problems)
			}
		})
	}
}

// Two entries that were not released, files beside the copy, no copy at all.
func TestReleaseRefuses(t *testing.T) {
	d := settledReferendum(t)
	d.explain(t)
	d.write(LogFile, strings.Replace(d.text(LogFile), "  - id: first-publication", `  - id: second
    on: 2026-11-30
    why: {ru: "Да.", be: "Так.", en: "Yes."}
    sources: [treaty.protocol.2025]
    rules: "x"
    changes: []
  - id: first-publication`, 1))
	if _, _, problems := d.loadLog(t); problems.Errors() != 1 || !strings.Contains(problems[0].String(), "2 entries are newer") {
		t.Error(problems)
	}
	d = releasedDraft(t)
	d.write("released/notes.txt", "x")
	if _, _, problems := d.loadLog(t); problems.Errors() != 1 || problems[0].Code != "C12" || problems[0].Pos.File != dir+"/released/notes.txt" {
		t.Error(problems)
	}
	d = releasedDraft(t)
	for name := range d.files {
		if strings.Contains(name, "/released/") {
			delete(d.files, name)
		}
	}
	if _, _, problems := d.loadLog(t); problems.Errors() != 1 || !NothingReleased(problems[0]) {
		t.Error(problems)
	}
}

// Persons of the release stay, under any name and in any order.
func TestPersonsOfTheRelease(t *testing.T) {
	edits := map[string]struct {
		edit   edit
		errors int
	}{
		"another name": {swap("Alesya the day after", "Alesya one day later"), 0},
		"one more":     {add("New,2026-09-20,by,by,21plus,none,no,no,no,no,no,,,,,,,\n"), 0},
		"gone": {func(s string) string {
			return s[:strings.Index(s, "Alesya the day before")] + s[strings.Index(s, "Ivan"):]
		}, 1},
		"expects less":         {swap("yes,yes,yes,yes,unclear,no,no", "yes,yes,yes,,unclear,no,no"), 1},
		"expects one of two":   {swap("yes,yes,yes,yes,unclear,no,no", "yes,yes,yes,yes,unclear|no,no,no"), 1},
		"the rows turned over": {func(s string) string { return turned(s) }, 0},
	}
	for name, c := range edits {
		d := releasedDraft(t)
		d.write("personas.csv", c.edit(d.text("personas.csv")))
		_, _, problems := d.loadLog(t)
		if problems.Errors() != c.errors || c.errors > 0 && (problems[0].Code != "C12" || !strings.Contains(problems[0].String(), "Alesya")) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func turned(table string) string {
	rows := strings.Split(strings.TrimSpace(table), "\n")
	slices.Reverse(rows[1:])
	return strings.Join(rows, "\n") + "\n"
}

// The command keeps what people wrote and refreshes only its own part.
func TestRefreshEntry(t *testing.T) {
	d := settledReferendum(t)
	d.explain(t)
	q, _ := d.load()
	release, _ := LoadRelease(d.files, dir)
	since := q.Since(release)
	before := d.text(LogFile)
	if same, err := RefreshEntry(before, q.Mark(), since); err != nil || same != before {
		t.Errorf("refreshed without need: %v\n%s", err, same)
	}
	edited := strings.Replace(before, "    sources: [treaty", "    # asked on Monday\n    sources: [treaty", 1)
	broken := strings.NewReplacer("count: 24", "count: 7", q.Mark(), "000000000000").Replace(edited)
	if got, err := RefreshEntry(broken, q.Mark(), since); err != nil || got != edited {
		t.Errorf("%v\n%s", err, got)
	}
	for _, form := range []string{"changelog: []\n", "changelog:\n  - {id: x, on: 2026-11-21}\n", "changelog:\n  - rules: x\n    id: y\n"} {
		if got, err := RefreshEntry(form, "x", since); err == nil {
			t.Errorf("%q became %q", form, got)
		}
	}
}

func BenchmarkLoadChangelog(b *testing.B) {
	d := plainDraft(b)
	q, _ := d.load()
	for b.Loop() {
		if _, problems := LoadChangelog(d.files, dir, q, d.sources); problems.Errors() > 0 {
			b.Fatal(problems)
		}
	}
}

func TestSpans(t *testing.T) {
	periods := []string{"2025-01-01", "2025-10-29", "2027-03-01"}
	list := spans(periods, []string{"2025-01-01", "2025-10-29"})
	if got := fmt.Sprint(list); got != "[2025-01-01/2025-10-28 2025-10-29/2027-02-28]" {
		t.Error(got)
	}
	if got := fmt.Sprint(JoinSpans(list)); got != "[2025-01-01/2027-02-28]" {
		t.Error(got)
	}
	if got := fmt.Sprint(JoinSpans(spans(periods, []string{"2025-01-01", "2027-03-01"}))); got != "[2025-01-01/2025-10-28 2027-03-01/..]" {
		t.Error(got)
	}
	for _, bad := range []string{"", "2025-01-01", "2025-01-01/", "2025-13-01/..", "2025-02-01/2025-01-01"} {
		if s, ok := parseSpan(bad); ok && bad != "2025-01-01/" {
			t.Errorf("%q is %v", bad, s)
		}
	}
}
