package eligibility

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad replaces one file of the small questionnaire. Whatever stands there,
// loading ends in problems or in a questionnaire that can be used.
func FuzzLoad(f *testing.F) {
	start := smallDraft()
	names := sortedKeys(start.files)
	for i, name := range names {
		text := string(start.files[name].Data)
		f.Add(uint8(i), text)
		f.Add(uint8(i), strings.ReplaceAll(text, "[", "{"))
		f.Add(uint8(i), strings.ReplaceAll(text, "permanent", "~"))
		f.Add(uint8(i), text[:len(text)/2])
		f.Add(uint8(i), text+text)
	}
	f.Fuzz(func(t *testing.T, file uint8, text string) {
		if len(text) > 4000 {
			return
		}
		d := start.copy()
		d.files[names[int(file)%len(names)]] = &fstest.MapFile{Data: []byte(text)}
		q, list := d.load()
		if list.Sort().Errors() > 0 {
			return
		}
		for _, day := range q.Periods {
			q.Explain(day, q.NoAnswers())
		}
		if a, err := q.Decode(q.Code(q.NoAnswers())); err != nil || !slices.Equal(a, q.NoAnswers()) {
			t.Errorf("the first code is read as %v, %v", a, err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	q := realQuestionnaire(f)
	f.Add(q.Code(q.NoAnswers()))
	for _, code := range []string{"1-0000", "1-zzzz", "1-O0il", "1--0-0", "01-0000", "+1-0000", "2-0000", "1-ſſſſ", "1-ıııı", "", "-", "1-\xff"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		a, err := q.Decode(code)
		if err != nil {
			return
		}
		if back, err := q.Decode(q.Code(a)); err != nil || !slices.Equal(a, back) {
			t.Errorf("%q is read as %s, its own code %s as %s, %v", code, q.Format(a), q.Code(a), q.Format(back), err)
		}
		for i := range a {
			if !q.Questions[i].Asked && a[i] != NotAsked {
				t.Errorf("%q answers %s", code, q.Questions[i].ID)
			}
		}
		q.Explain("2026-09-20", a)
	})
}

func FuzzParseAnswers(f *testing.F) {
	q := realQuestionnaire(f)
	f.Add("country", "ru", "residence", "unknown")
	f.Add("custody", "record", "custody", "unknown")
	f.Add("", "", "age", "18")
	f.Add("contry", "ru", "country", "Ru")
	f.Add("country", "unknown", "дом", "\xff")
	f.Fuzz(func(t *testing.T, question1, answer1, question2, answer2 string) {
		named := map[string]string{question1: answer1, question2: answer2}
		a, bad := q.Parse(named)
		kept := q.Named(a)
		if len(kept)+len(bad) != len(named) {
			t.Errorf("%v: kept %v, refused %v", named, kept, bad)
		}
		for question, answer := range kept {
			if named[question] != answer {
				t.Errorf("%v: kept %s=%s", named, question, answer)
			}
		}
		for _, b := range bad {
			if b.DidYouMean != "" && !slices.Contains(b.Allowed, b.DidYouMean) {
				t.Errorf("%v: proposes %q", named, b.DidYouMean)
			}
		}
	})
}
