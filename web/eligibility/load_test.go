package eligibility

import (
	"cmp"
	"regexp"
	"strings"
	"testing"

	"localvote/web/problem"
)

// An edit changes the text of one file.
type edit func(text string) string

// swap replaces the first occurrence.
func swap(old, new string) edit {
	return func(text string) string { return strings.Replace(text, old, new, 1) }
}

// in makes an edit inside the entry with this id only.
func in(id string, e edit) edit {
	return func(text string) string {
		from := strings.Index(text, "  - id: "+id+"\n")
		if from < 0 {
			return text
		}
		to := len(text)
		if next := strings.Index(text[from+1:], "  - id: "); next >= 0 {
			to = from + 1 + next
		}
		return text[:from] + e(text[from:to]) + text[to:]
	}
}

// cut takes the entry with this id away.
func cut(id string) edit { return in(id, func(string) string { return "" }) }

func add(lines string) edit { return func(text string) string { return text + lines } }

var when = regexp.MustCompile(`when: \{.*\}`)

// A mistake is an edit that an editor might make, and how it is reported.
type mistake struct {
	name string
	file string
	edit edit
	code string
	at   string // what stands on the reported line, "" for the file as a whole
	in   string // the reported file, if it is another one
	says string // part of the words or of the hint
	more int    // further messages that it may make
}

// line finds the line with a text, counting from 1.
func line(t *testing.T, text, at string) int {
	t.Helper()
	before, _, found := strings.Cut(text, at)
	if !found {
		t.Fatalf("no line with %q", at)
	}
	return strings.Count(before, "\n") + 1
}

func tryMistakes(t *testing.T, start draft, mistakes []mistake) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			d := start.copy()
			before := d.text(m.file)
			d.write(m.file, m.edit(before))
			if d.text(m.file) == before {
				t.Fatalf("the edit does not change %s: has the content changed?", m.file)
			}
			_, list := d.load()
			where := problem.Pos{File: dir + "/" + cmp.Or(m.in, m.file)}
			if m.at != "" {
				where.Line = line(t, d.text(cmp.Or(m.in, m.file)), m.at)
			}
			errors, found := 0, false
			for _, p := range list.Sort() {
				if p.Severity == problem.Error {
					errors++
				}
				here := p.Pos.File == where.File && p.Pos.Line == where.Line && (p.Pos.Line == 0 || p.Pos.Col >= 0)
				found = found || p.Code == m.code && here && strings.Contains(p.Words.String()+" / "+p.Hint.String(), m.says)
			}
			if !found || errors > 1+m.more {
				t.Errorf("want %s at %s saying %q and at most %d more, got\n%v", m.code, where, m.says, m.more, list.Sort())
			}
		})
	}
}

func TestWrongWords(t *testing.T) {
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "unknown question", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("citizenship:", "citizenshp:")),
			code: "E011", at: "citizenshp:", says: `did you mean "citizenship"?`},
		{name: "unknown answer", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("[permanent]", "[permanant]")),
			code: "E012", at: "permanant", says: `did you mean "permanent"?`},
		{name: "unknown right", file: "rules/by.yaml", edit: in("by.grant.citizen_stand", swap("[council_stand]", "[counsil_stand]")),
			code: "E010", at: "counsil_stand", says: `did you mean "council_stand"?`},
		{name: "unknown effect", file: "rules/by.yaml", edit: in("by.absent.head", swap("effect: absent", "effect: abcent")),
			code: "E014", at: "abcent", says: `did you mean "absent"?`},
		{name: "unknown field", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("from:", "form:")),
			code: "E003", at: "form:", says: `did you mean "from"?`},
		{name: "unknown source", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("ru.67fz.4.10", "ru.67fz.4.11")),
			code: "E015", at: "ru.67fz.4.11", says: `did you mean "ru.67fz.4.10"?`},
		{name: "no source", file: "rules/ru.yaml", edit: in("ru.bar.record", swap("    sources: [ru.67fz.4.3-2]\n", "")),
			code: "E016", at: "id: ru.bar.record", says: "cites no source"},
		{name: "empty sources", file: "asymmetries.yaml", edit: in("remand-prisoners", func(s string) string { return citeList.ReplaceAllString(s, "    sources: []") }),
			code: "E016", at: "id: remand-prisoners", says: "cites no source"},
		{name: "id used twice", file: "rules/by.yaml", edit: in("by.bar.record", swap("by.bar.record", "ru.bar.record")),
			code: "E004", in: "rules/ru.yaml", at: "id: ru.bar.record", says: "already used at eligibility/rules/by.yaml:"},
		{name: "id with a capital letter", file: "rules/by.yaml", edit: in("by.bar.record", swap("by.bar.record", "by.bar.Record")),
			code: "E021", at: "by.bar.Record"},
		{name: "false instead of no", file: "rules/ru.yaml", edit: in("ru.bar.not_registered", swap("registered: [no]", "registered: [false]")),
			code: "E012", at: "registered: [false]", says: "another program"},
		{name: "true instead of yes, in a persona", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,TRUE,yes,no,no,no,,,,,,,\n"),
			code: "E012", at: "X,2026-09-20", says: "another program"},
		{name: "forgotten brackets", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("[permanent]", "permanent")),
			code: "E008", at: "residence: permanent}", says: "brackets"},
		{name: "not a day", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("2025-10-29", "29.10.2025")),
			code: "E009", at: "29.10.2025", says: "write the day as"},
		{name: "ends before it begins", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("from: 2025-10-29", "from: 2025-10-29\n    to: 2025-10-29")),
			code: "E009", at: "id: ru.grant.treaty"},
		{name: "no effect", file: "rules/ru.yaml", edit: in("ru.bar.age18", swap("    effect: bar\n", "")),
			code: "E007", at: "id: ru.bar.age18", says: `"effect" is missing`},
		{name: "card for the other country", file: "rules/ru.yaml", edit: in("ru.bar.age18", swap("when: {", "when: {country: [by], ")),
			code: "E023", at: "id: ru.bar.age18", says: "another country"},
		{name: "cards before the country", file: "rules/by.yaml", edit: func(s string) string { return strings.Replace(s, "country: by\n", "", 1) + "\ncountry: by\n" },
			code: "E007", at: "id: by.grant.citizen\n", says: "above `rules:`"},
		{name: "direction", file: "changes.yaml", edit: swap("direction: gain", "direction: gane"),
			code: "E014", at: "gane", says: `did you mean "gain"?`},
		{name: "kind of a step", file: "steps.yaml", edit: in("step.ru.condition.extremism", swap("kind: condition", "kind: conditon")),
			code: "E014", at: "conditon", says: `did you mean "condition"?`},
		{name: "verdict of a step", file: "steps.yaml", edit: in("step.ru.condition.extremism", swap("verdicts: [yes]", "verdicts: [true]")),
			code: "E014", at: "verdicts: [true]"},
		{name: "unknown answer in an example", file: "examples.yaml", edit: swap("age: 21plus", "age: 21"),
			code: "E012", at: "age: 21,"},
		{name: "basis of an election", file: "elections.yaml", edit: swap("basis: announced", "basis: anounced"),
			code: "E014", at: "anounced", says: `did you mean "announced"?`},
	})
}

func TestWrongQuestions(t *testing.T) {
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "another answer, the same layout", file: "questions.yaml", edit: swap("answers: [ru, by, both, other]", "answers: [ru, by, both, other, none]"),
			code: "E018", in: "layouts.yaml", at: "number: 1", says: "raise `layout`"},
		{name: "another order, the same layout", file: "questions.yaml", edit: swap("answers: [yes, no]", "answers: [no, yes]"),
			code: "E018", in: "layouts.yaml", at: "number: 1", says: "raise `layout`"},
		{name: "layout raised, not written down", file: "questions.yaml", edit: swap("layout: 1", "layout: 2"),
			code: "E018", in: "layouts.yaml", says: "layout 2"},
		{name: "sensitive and asked", file: "questions.yaml", edit: in("custody", swap("    ask: never\n", "")),
			code: "E020", at: "id: custody"},
		{name: "never asked, no neutral answer", file: "questions.yaml", edit: in("custody", swap("    neutral: no\n", "")),
			code: "E007", at: "id: custody", says: "neutral"},
		{name: "mirror that leads nowhere", file: "questions.yaml", edit: in("citizenship", swap("{ru: by, by: ru}", "{ru: by}")),
			code: "E022", at: "mirror: {ru: by}"},
		{name: "true and false as answers", file: "questions.yaml", edit: in("third_state", swap("answers: [no, yes]", "answers: [false, true]")),
			code: "E012", at: "answers: [false, true]", says: "another program", more: 3}, // both answers, both steps of the ladder
		{name: "too many situations", file: "questions.yaml", edit: add("  - {id: more, answers: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p], change: never}\n" +
			"  - {id: most, answers: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p], change: never}\n"),
			code: "E017", at: "layout: 1", says: "1000000"},
		{name: "question used twice", file: "questions.yaml", edit: in("head_elected", swap("head_elected", "registered")),
			code: "E004", at: "id: registered\n    answers: [yes, no]\n    dont_know: true\n    change: never"},
		{name: "longest walk", file: "questions.yaml", edit: swap("longest_walk: 6", "longest_walk: 5"),
			code: "C10", says: "has 6 questions, not 5"},
	})
}

func TestWrongCards(t *testing.T) {
	card := func(id, effect, rights, when, more string) edit {
		return add("\n  - id: " + id + "\n    effect: " + effect + "\n    rights: [" + rights + "]\n    when: {" + when + "}\n" + more + "    sources: [ru.67fz.4.1]\n")
	}
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "contradiction", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("[permanent]", "[permanent, temporary]")),
			code: "C02", at: "id: ru.default.not_permanent", says: "192 of 4608", more: 1}, // once more where heads are elected
		{name: "gap", file: "rules/by.yaml", edit: cut("by.default.foreigner_nation"),
			code: "C01", at: "id: by.", says: "1152 of 4608"}, // both periods in one message
		{name: "card after its time", file: "rules/ru.yaml", edit: card("ru.bar.old", "bar", "council_vote", "age: [21plus]", "    to: 2024-12-31\n"),
			code: "C03", at: "id: ru.bar.old", says: "can never apply"},
		{name: "card without situations", file: "rules/ru.yaml", edit: card("ru.bar.nobody", "bar", "council_vote", "age: []", ""),
			code: "E008", at: "when: {age: []}", says: "this list is empty"},
		{name: "card about no right", file: "rules/ru.yaml", edit: in("ru.grant.treaty", swap("rights: [council_vote, head_vote, council_stand, head_stand]", "rights: []")),
			code: "E008", at: "rights: []", says: "this list is empty"},
		{name: "difference about nobody", file: "asymmetries.yaml", edit: in("registration-of-citizens", swap("registered: [no]", "registered: []")),
			code: "E008", at: "registered: []", says: "this list is empty"},
		{name: "idle card", file: "rules/ru.yaml", edit: card("ru.bar.child", "bar", "council_vote", "age: [under18], third_state: [yes]", ""),
			code: "C04", at: "id: ru.bar.child", says: "reason_only"},
		{name: "idle card kept for its reason", file: "rules/ru.yaml", edit: card("ru.bar.child", "bar", "council_vote", "age: [under18], third_state: [yes]", "    reason_only: true\n"),
			code: "C11", in: "texts/ru.yaml", says: `"rule.ru.bar.child"`}, // only its text is missing
		{name: "twins not declared", file: "questions.yaml", edit: swap("    twins: [temporary, none]\n", ""),
			code: "C05", at: "id: residence", says: `"temporary" and "none"`},
	})
}

func TestWrongDeclarations(t *testing.T) {
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "difference not declared", file: "asymmetries.yaml", edit: cut("third-state-candidates"),
			code: "C06", says: "council_stand, from 2025-10-29"},
		{name: "difference too narrow", file: "asymmetries.yaml", edit: in("registration-of-citizens", swap("[ru, both]", "[ru]")),
			code: "C06", says: "citizenship=both"},
		{name: "difference with an answer too many", file: "asymmetries.yaml", edit: in("third-state-candidates", swap("[permanent]", "[permanent, temporary]")),
			code: "C07", at: "residence: [permanent, temporary], third_state", says: `residence is "temporary"`},
		{name: "difference with a right too many", file: "asymmetries.yaml", edit: in("third-state-candidates", swap("[council_stand]", "[council_stand, national_vote]")),
			code: "C07", at: "id: third-state-candidates", says: "national_vote"},
		{name: "difference that has ended", file: "asymmetries.yaml", edit: in("third-state-candidates", func(s string) string { return when.ReplaceAllString(s, "when: {}\n    to: 2025-01-01") }),
			code: "E009", at: "id: third-state-candidates"},
		{name: "change not announced", file: "changes.yaml", edit: cut("protocol-silent-on-referendums"),
			code: "C08", says: "local_referendum: verdicts change on 2025-10-29"},
		{name: "change of another direction", file: "changes.yaml", edit: in("protocol-silent-on-referendums", swap("direction: any", "direction: gain")),
			code: "C08", says: "local_referendum: verdicts change on 2025-10-29", more: 1}, // and nothing is gained
		{name: "change that does not happen", file: "changes.yaml", edit: in("protocol-silent-on-referendums", swap("[local_referendum]", "[local_referendum, national_vote]")),
			code: "C08", at: "id: protocol-silent-on-referendums", says: "does not happen for national_vote"},
		{name: "ladder with two steps exchanged", file: "questions.yaml", edit: in("third_state", swap("ladder: [yes, no]", "ladder: [no, yes]")),
			code: "C09", at: "id: third_state", says: `"yes" gives less than "no"`, more: 1}, // two rights with different boxes
	})
}

func TestWrongExamplesAndPersonas(t *testing.T) {
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "persona", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,no,yes,yes,yes,unclear,no,no\n"),
			code: "P01", at: "X,2026-09-20", says: `"X": council_vote should be no, but the cards say yes`},
		{name: "persona, whatever the answer", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,*,yes,no,no,no,yes,,,,,,\n"),
			code: "P01", at: "X,2026-09-20", says: "registered=no"},
		{name: "persona who does not know", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,,yes,yes,no,no,no,no,,,,,,\n"),
			code: "P01", at: "X,2026-09-20", says: "the cards say depends"},
		{name: "short row", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,yes\n"),
			code: "E024", at: "X,2026-09-20", says: "this row has 12 cells, the head has 18"},
		{name: "stray quotation mark", file: "personas.csv", edit: add("X \"Y\",2026-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,yes,,,,,,\n"),
			code: "E024", at: `X "Y"`, says: "CSV"},
		{name: "unknown verdict", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,ja,,,,,,\n"),
			code: "E014", at: "X,2026-09-20", says: `"ja"`},
		{name: "verdicts not filled in", file: "personas.csv", edit: add("X,2026-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,?,,?,,,,\n"),
			code: "P04", at: "X,2026-09-20", says: "somebody must say what the law says here"},
		{name: "day before coverage", file: "personas.csv", edit: add("X,2024-09-20,ru,by,21plus,permanent,yes,yes,no,no,no,yes,,,,,,\n"),
			code: "E009", at: "X,2024-09-20"},
		{name: "column twice", file: "personas.csv", edit: func(s string) string { return strings.ReplaceAll(s, "\n", ",\n") },
			code: "E024", at: "name,date", says: `column ""`},
		{name: "column missing and another one unknown", file: "personas.csv", edit: swap(",residence,", ",residense,"),
			code: "E024", at: "name,date", says: `did you mean "residence"?`, more: 1},
		{name: "example", file: "examples.yaml", edit: in("example.1", swap("council_vote: yes", "council_vote: no")),
			code: "P02", at: "id: example.1", says: "council_vote should be no, but the cards say yes"},
		{name: "example too open", file: "examples.yaml", edit: in("example.1", swap(", residence: permanent", "")),
			code: "P02", at: "id: example.1", says: "the cards say depends", more: 2}, // all its three rights
	})
}

func TestWrongTexts(t *testing.T) {
	key := "rule.ru.grant.treaty: "
	text := func(words string) edit {
		return func(s string) string {
			return regexp.MustCompile(regexp.QuoteMeta(key)+".*").ReplaceAllString(s, key+words)
		}
	}
	tryMistakes(t, plainDraft(t), []mistake{
		{name: "TODO", file: "texts/be.yaml", edit: text("слова TODO"), code: "C11", at: key, says: "unfinished"},
		{name: "empty", file: "texts/ru.yaml", edit: text(`" "`), code: "C11", at: key, says: "empty"},
		{name: "Latin look-alike", file: "texts/ru.yaml", edit: text("слoво"), code: "L01", at: key, says: "wrong letter"},
		{name: "Cyrillic look-alike in English", file: "texts/en.yaml", edit: text("wоrd"), code: "L01", at: key, says: "wrong letter"},
		{name: "Russian letter in Belarusian", file: "texts/be.yaml", edit: text("слово и слова"), code: "L01", at: key, says: "“и”"},
		{name: "Belarusian letter in Russian", file: "texts/ru.yaml", edit: text("слово і слово"), code: "L01", at: key, says: "“і”"},
		{name: "a list instead of a text", file: "texts/en.yaml", edit: text("[word]"), code: "E008", at: key},
		{name: "text twice", file: "texts/en.yaml", edit: add(key + "second\n"), code: "E004", at: key + "second", says: "a second time"},
		{name: "unknown country", file: "texts/en.yaml", edit: swap(key, "rule.ru.grant.treaty@lt: "), code: "C11", at: "@lt", says: "no country", more: 5},
		{name: "placeholder", file: "texts/be.yaml", edit: text("слова {day}"), code: "C11", at: key, says: "placeholders", more: 1},
		{name: "missing", file: "texts/en.yaml", edit: swap(key+"word\n", ""), code: "C11", at: "rule.ru.grant.citizen_stand: ", says: `the text "rule.ru.grant.treaty" is missing`},
		{name: "left over", file: "texts/en.yaml", edit: add("rule.ru.grant.treety: word\n"), code: "C11", at: "treety", says: `did you mean "rule.ru.grant.treaty"?`, more: 2},
	})
}

func TestQuestionsThatNobodyIsAsked(t *testing.T) {
	d := smallDraft()
	d.write("questions.yaml", d.text("questions.yaml")+"  - {id: colour, answers: [red, blue], change: never, twins: [red, blue]}\n")
	d.write("layouts.yaml", d.text("layouts.yaml")+"      colour: [red, blue]\n")
	d.write("personas.csv", "name,date,country,residence,custody,colour,council_vote\n")
	_, list := d.load()
	if len(list) != 1 || list[0].Code != "C10" || list[0].Pos.Line != 19 || !strings.Contains(list[0].Words.String(), `"colour"`) {
		t.Error(list)
	}
}

func TestMissingFiles(t *testing.T) {
	start := smallDraft()
	for name := range start.files {
		if strings.Contains(name, "/rules/") {
			continue
		}
		d := start.copy()
		delete(d.files, name)
		_, list := d.load()
		if list.Errors() == 0 || list.Errors() > 2 || list[0].Code != "E001" || list[0].Pos.String() != name {
			t.Errorf("without %s: %v", name, list)
		}
	}
}

func TestMissingRules(t *testing.T) {
	d := smallDraft()
	delete(d.files, dir+"/rules/ru.yaml")
	if _, list := d.load(); list.Errors() == 0 || list[0].Code != "C01" || !strings.Contains(list[0].Words.String(), "country=ru") {
		t.Errorf("without the cards of one country: %v", list)
	}
	delete(d.files, dir+"/rules/by.yaml")
	if _, list := d.load(); len(list) != 1 || list[0].Code != "E001" || list[0].Pos.String() != dir+"/rules" {
		t.Errorf("without any cards: %v", list)
	}
}

func TestUselessWordsAreWarnedAbout(t *testing.T) {
	d := smallDraft()
	d.write("rules/by.yaml", strings.Replace(d.text("rules/by.yaml"), "when: {custody: [sentence]}", "when: {residence: [permanent, temporary, none], custody: [sentence]}", 1))
	_, list := d.load()
	if len(list) != 1 || list.Errors() != 0 || list[0].Code != "W013" || list[0].Pos.Line != 6 {
		t.Error(list)
	}
}
