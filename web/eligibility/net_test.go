package eligibility

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/problem"
)

var (
	rightsLine = regexp.MustCompile(`rights: \[.*\]`)
	effectLine = regexp.MustCompile(`effect: \w+`)
	fromLine   = regexp.MustCompile(`(?m)^    from: .*\n`)
	toLine     = regexp.MustCompile(`(?m)^    to: .*\n`)
)

// inFile makes an edit of a card in the text of its file, as an editor would, from
// what the edit says of itself and not from the card that it leads to.
func (e *Edit) inFile(q *Questionnaire) edit {
	card, question := &q.Cards[e.Card], &q.Questions[e.Question]
	names := func(mask uint32) string {
		var out []string
		for a, name := range question.Answers {
			if mask>>a&1 == 1 {
				out = append(out, name)
			}
		}
		return strings.Join(out, ", ")
	}
	condition := regexp.MustCompile(`(, )?` + question.ID + `: \[(.*?)\](, )?`)
	answers := func(change func(list string) string) edit {
		return func(s string) string {
			return when.ReplaceAllStringFunc(s, func(w string) string {
				m := condition.FindStringSubmatch(w)
				return strings.Replace(w, question.ID+": ["+m[2]+"]", question.ID+": ["+change(m[2])+"]", 1)
			})
		}
	}
	line := func(re *regexp.Regexp, field, day string) edit {
		return func(s string) string {
			s = re.ReplaceAllString(s, "")
			if day == "" {
				return s
			}
			return strings.Replace(s, "    sources:", "    "+field+": "+day+"\n    sources:", 1)
		}
	}
	was, is := card.When[e.Question], e.After.When[e.Question]
	var change edit
	switch e.Kind {
	case ConditionDropped:
		change = func(s string) string {
			return when.ReplaceAllStringFunc(s, func(w string) string {
				return condition.ReplaceAllStringFunc(w, func(c string) string {
					if strings.HasPrefix(c, ", ") && strings.HasSuffix(c, ", ") {
						return ", "
					}
					return ""
				})
			})
		}
	case AnswerAdded:
		change = answers(func(list string) string { return list + ", " + names(is&^was) })
	case AnswerRemoved:
		change = answers(func(list string) string {
			return strings.Join(slices.DeleteFunc(strings.Split(list, ", "), func(a string) bool { return a == names(was&^is) }), ", ")
		})
	case ConditionAdded:
		change = func(s string) string {
			s = strings.Replace(s, "when: {", "when: {"+question.ID+": ["+names(is)+"], ", 1)
			return strings.Replace(s, ", }", "}", 1)
		}
	case EffectChanged:
		change = func(s string) string { return effectLine.ReplaceAllString(s, "effect: "+e.After.Effect.String()) }
	case RightAdded:
		change = swap("rights: [", "rights: ["+q.Rights[e.Right].ID+", ")
	case RightRemoved:
		change = func(s string) string {
			return rightsLine.ReplaceAllStringFunc(s, func(w string) string {
				list := strings.Split(strings.TrimSuffix(strings.TrimPrefix(w, "rights: ["), "]"), ", ")
				return "rights: [" + strings.Join(slices.DeleteFunc(list, func(r string) bool { return r == q.Rights[e.Right].ID }), ", ") + "]"
			})
		}
	case FromMoved, FromDropped, FromAdded:
		change = line(fromLine, "from", e.After.From)
	case ToMoved, ToDropped, ToAdded:
		change = line(toLine, "to", e.After.To)
	case CardDeleted:
		return cut(card.ID)
	}
	return in(card.ID, change)
}

// torn is a draft with only every so manieth row of the personas: a net with holes.
func (d draft) torn(every int) draft {
	d = d.copy()
	var some strings.Builder
	for i, row := range strings.SplitAfter(d.text("personas.csv"), "\n") {
		if i%every == 0 {
			some.WriteString(row)
		}
	}
	d.write("personas.csv", some.String())
	return d
}

// sound loads a draft that has no errors.
func (d draft) sound(t *testing.T) *Questionnaire {
	t.Helper()
	q, list := d.load()
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	return q
}

// edited makes an edit in the files; with a card its text goes, too.
func (d draft) edited(q *Questionnaire, e *Edit) draft {
	d = d.copy()
	card := &q.Cards[e.Card]
	file := strings.TrimPrefix(card.Pos.File, dir+"/")
	d.write(file, e.inFile(q)(d.text(file)))
	if e.Kind == CardDeleted {
		line := regexp.MustCompile(`(?m)^rule\.` + regexp.QuoteMeta(card.ID) + `: .*\n`)
		for _, l := range lang.All() {
			name := "texts/" + string(l) + ".yaml"
			d.write(name, line.ReplaceAllString(d.text(name), ""))
		}
	}
	return d
}

// checkEdit loads the files with an edit and compares with what the net says of it.
func checkEdit(t *testing.T, d draft, q *Questionnaire, e *Edit) {
	t.Helper()
	name := fmt.Sprintf("%s: %s (%s)", q.Cards[e.Card].ID, (&Net{q: q}).Words(e), e.Kind)
	now, list := d.edited(q, e).load()
	if now.Table == nil {
		t.Fatalf("%s cannot be read: %v", name, list)
	}
	if same := sameVerdicts(q, now); same != (e.Count == 0) {
		t.Errorf("%s: %d situations, but the same verdicts: %v", name, e.Count, same)
	}
	if e.Count == 0 {
		return
	}
	told := slices.ContainsFunc(list, func(p problem.Problem) bool { return p.Code == e.Noticed })
	if noticed := list.Errors() > 0; noticed != (e.Noticed != "") || noticed && !told {
		t.Errorf("%s: noticed by %q, but load says %v", name, e.Noticed, list)
	}
}

// Who is said to notice an edit does, and nobody notices one that is said to go
// unnoticed: a sample of edits of all kinds, made in the files and loaded whole, with
// all personas and with a third of them. every=1 tries all of them, in half a minute.
func TestNetAgreesWithLoad(t *testing.T) {
	every := map[bool]int{false: 12, true: 60}[testing.Short()]
	kinds, unnoticed, equivalent := map[EditKind]int{}, 0, 0
	for _, d := range []draft{plainDraft(t), plainDraft(t).torn(3)} {
		q := d.sound(t)
		for i, e := range q.Net(nil).Edits {
			quiet := e.Count > 0 && e.Noticed == ""
			if i%every != 0 && kinds[e.Kind] >= 2 && (!quiet || unnoticed > every) {
				continue
			}
			checkEdit(t, d, q, e)
			kinds[e.Kind]++
			if quiet {
				unnoticed++
			} else if e.Count == 0 {
				equivalent++
			}
		}
	}
	t.Log(kinds, "equivalent:", equivalent, "unnoticed:", unnoticed)
	for _, kind := range EditKinds() {
		if kinds[kind] == 0 {
			t.Errorf("no edit of the kind %s", kind)
		}
	}
	if unnoticed == 0 || equivalent == 0 {
		t.Error("the sample is too small")
	}
}

// The same edits, noticed by the same, however many work at it.
func TestNetIsTheSameEveryTime(t *testing.T) {
	q := plainDraft(t).torn(5).sound(t)
	one, told := q.Net(nil), 0
	two := q.Net(func(done, of int) { told, _ = max(told, done), of })
	for i, e := range one.Edits {
		if o := two.Edits[i]; o.Noticed != e.Noticed || o.Count != e.Count || o.Kind != e.Kind || o.Card != e.Card {
			t.Errorf("%d: %+v, then %+v", i, e, o)
		}
	}
	if told < len(one.Edits)/2 {
		t.Errorf("told of %d edits of %d", told, len(one.Edits))
	}
}

// Everything that the kinds promise is there, once, and nothing else.
func TestEditsOfASmallQuestionnaire(t *testing.T) {
	q, _ := smallDraft().load()
	var got []string
	n := &Net{q: q}
	for _, e := range q.edits() {
		if q.Cards[e.Card].ID == "ru.grant" {
			got = append(got, string(e.Kind)+" "+q.FormatBox(e.After.When)+" "+e.After.From+" "+e.After.To)
			if words := n.Words(e).In(lang.RU); words == "" || strings.Contains(words, "%!") {
				t.Errorf("%s: %q", e.Kind, words)
			}
		}
	}
	want := []string{
		"drop_condition country=ru 2025-10-29 ",
		"add_answer country=ru, residence=permanent|temporary 2025-10-29 ",
		"add_answer country=ru, residence=permanent|none 2025-10-29 ",
		"add_condition country=ru, residence=permanent, custody=sentence 2025-10-29 ",
		"add_condition country=ru, residence=permanent, custody=no 2025-10-29 ",
		"change_effect country=ru, residence=permanent 2025-10-29 ", "change_effect country=ru, residence=permanent 2025-10-29 ",
		"change_effect country=ru, residence=permanent 2025-10-29 ", "change_effect country=ru, residence=permanent 2025-10-29 ",
		"move_from country=ru, residence=permanent 2025-10-28 ", "move_from country=ru, residence=permanent 2025-10-30 ",
		"drop_from country=ru, residence=permanent  ",
		"delete_card country=ru, residence=permanent 2025-10-29 ",
	} // it has the only right, and `to` cannot be where it begins
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// sameVerdicts looks at every situation on every day on which anything begins.
func sameVerdicts(a, b *Questionnaire) bool {
	for _, day := range bothPeriods(a, b) {
		p, _ := a.Period(day)
		o, _ := b.Period(day)
		if !slices.Equal(a.verdicts[p], b.verdicts[o]) {
			return false
		}
	}
	return true
}
