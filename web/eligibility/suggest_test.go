package eligibility

import (
	"encoding/csv"
	"strings"
	"testing"

	"localvote/web/lang"
)

// fillIn puts a word for every verdict that is to be found in the law. The test
// takes it from the cards, which nobody else may do.
func fillIn(t *testing.T, q *Questionnaire, row string) string {
	t.Helper()
	cells, err := csv.NewReader(strings.NewReader(row)).Read()
	if err != nil {
		t.Fatal(err)
	}
	a, day := q.NoAnswers(), ""
	for i, column := range q.PersonaColumns() {
		if question, ok := q.Question(column); ok && cells[i] != "" {
			a[question], _ = q.Questions[question].Parse(cells[i])
		} else if column == "date" {
			day = cells[i]
		}
	}
	period, _ := q.Period(day)
	for i, column := range q.PersonaColumns() {
		right, ok := q.Right(column)
		switch {
		case ok && cells[i] == ToFillIn:
			cells[i] = q.Verdicts(period, a)[right].String()
		case ok && cells[i] != "":
			t.Errorf("the verdict %q was given away in %s", cells[i], row)
		}
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(cells); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	return b.String()
}

// With the suggested rows, verdicts filled in, nothing goes unnoticed; as they are
// suggested they are refused.
func TestSuggestedRowsMendTheNet(t *testing.T) {
	for name, d := range map[string]draft{
		"few rows": plainDraft(t).torn(9), "no rows": plainDraft(t).torn(1 << 20),
	} {
		q := d.sound(t)
		n := q.Net(nil)
		rows, pasted, filled, catches := n.Suggest(), d.text("personas.csv"), d.text("personas.csv"), 0
		for _, s := range rows {
			row := q.Row(s, lang.EN)
			pasted, filled = pasted+row+"\n", filled+fillIn(t, q, row)
			if catches += s.Catches; s.Catches == 0 || s.ToSay == 0 || !strings.HasSuffix(row[:strings.LastIndex(row, ToFillIn)+1], ToFillIn) {
				t.Errorf("%s: %+v: %s", name, s, row)
			}
		}
		if unnoticed := len(n.Unnoticed()); catches != unnoticed || len(rows) == 0 || len(rows) > 40 {
			t.Errorf("%s: %d rows catch %d of %d edits", name, len(rows), catches, unnoticed)
		}
		t.Logf("%s: %d unnoticed edits, %d rows", name, len(n.Unnoticed()), len(rows))
		d.write("personas.csv", filled)
		if mended := d.sound(t).Net(nil); len(mended.Unnoticed()) > 0 || mended.Noticed() != mended.Harmful() || len(mended.Problems(true)) > 0 {
			t.Errorf("%s: with the rows %d edits still go unnoticed", name, len(mended.Unnoticed()))
		}
		d.write("personas.csv", pasted)
		if _, list := d.load(); len(list) != len(rows) || list[0].Code != "P04" {
			t.Errorf("%s: as they are the rows give %v", name, list)
		}
	}
}

func TestProblemsOfTheNet(t *testing.T) {
	q := realDraft(t).torn(1 << 20).sound(t)
	n := q.Net(nil)
	list := n.Problems(false)
	if len(list) != maxUnnoticed+1 || list.Errors() != 0 || !strings.Contains(list[maxUnnoticed].Words.String(), "localvote suggest") {
		t.Errorf("%v", list)
	}
	if release := n.Problems(true); release.Errors() != len(list) {
		t.Errorf("%v", release)
	}
	for _, p := range list[:maxUnnoticed] {
		for _, l := range lang.All() {
			if said := p.In(l); p.Pos.Line == 0 || strings.Contains(said, "“”") || strings.Contains(said, "«»") || strings.Contains(said, "%!") {
				t.Error(said)
			}
		}
	}
}
