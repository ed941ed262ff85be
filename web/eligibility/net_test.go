package eligibility

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

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

// TestNetAgreesWithLoad makes edits in the files and loads everything: who is said
// to notice an edit does, and nobody else notices one that is said to go unnoticed.
func TestNetAgreesWithLoad(t *testing.T) {
	start := plainDraft(t)
	q := realQuestionnaire(t)
	// A net with holes: a third of the personas.
	rows := strings.SplitAfter(start.text("personas.csv"), "\n")
	var some strings.Builder
	for i, row := range rows {
		if i%3 == 0 {
			some.WriteString(row)
		}
	}
	torn := start.copy()
	torn.write("personas.csv", some.String())
	tornQ, list := torn.load()
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	every := map[bool]int{false: 12, true: 60}[testing.Short()]
	kinds, unnoticed, equivalent := map[EditKind]int{}, 0, 0
	for _, subject := range []struct {
		draft
		q *Questionnaire
	}{{start, q}, {torn, tornQ}} {
		for i, e := range subject.q.Net(nil).Edits {
			quiet := e.Count > 0 && e.Noticed == "" && unnoticed < every
			if i%every != 0 && kinds[e.Kind] >= 2 && !quiet {
				continue
			}
			kinds[e.Kind]++
			d := subject.copy()
			file := strings.TrimPrefix(q.Cards[e.Card].Pos.File, dir+"/")
			d.write(file, e.inFile(q)(d.text(file)))
			if e.Kind == CardDeleted {
				for _, l := range []string{"ru", "be", "en"} {
					d.write("texts/"+l+".yaml", regexp.MustCompile(`(?m)^rule\.`+regexp.QuoteMeta(q.Cards[e.Card].ID)+`: .*\n`).ReplaceAllString(d.text("texts/"+l+".yaml"), ""))
				}
			}
			name := fmt.Sprintf("%s: %s", q.Cards[e.Card].ID, (&Net{q: q}).Words(e))
			if e.Kind != CardDeleted && d.text(file) == subject.text(file) {
				t.Fatalf("%s (%s) does nothing", name, e.Kind)
			}
			now, list := d.load()
			if now.Table == nil {
				t.Fatalf("%s (%s) cannot be read: %v", name, e.Kind, list)
			}
			codes := map[string]bool{}
			for _, p := range list {
				codes[p.Code] = codes[p.Code] || p.Severity == problem.Error
			}
			if e.Count == 0 {
				if equivalent++; !sameVerdicts(subject.q, now) {
					t.Errorf("%s (%s) changes verdicts", name, e.Kind)
				}
				continue
			}
			if sameVerdicts(subject.q, now) {
				t.Errorf("%s (%s) changes no verdict", name, e.Kind)
			}
			if e.Noticed == "" {
				unnoticed++
			}
			if noticed := list.Errors() > 0; noticed != (e.Noticed != "") || e.Noticed != "" && e.Noticed[0] == 'P' && !codes[e.Noticed] {
				t.Errorf("%s (%s): noticed by %q, but load says %v", name, e.Kind, e.Noticed, list)
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
