package eligibility

import (
	"maps"
	"math/rand"
	"testing"
)

func TestParseIsTheInverseOfNamed(t *testing.T) {
	eachSubject(t, 20, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for range 100 {
			want := q.randomAnswers(rng, 0.5)
			got, bad := q.Parse(q.Named(want))
			if len(bad) > 0 || q.Format(got) != q.Format(want) {
				t.Fatalf("%s became %s, %v", q.Format(want), q.Format(got), bad)
			}
		}
	})
}

func TestParseNamesEveryMistakeAndKeepsTheRest(t *testing.T) {
	q := realQuestionnaire(t)
	a, bad := q.Parse(map[string]string{"country": "ru", "residense": "none", "residence": "permanant", "age": Unknown, "registered": Unknown})
	if got := q.Format(a); got != "country=ru registered=unknown" {
		t.Errorf("kept %s", got)
	}
	got := map[string]string{}
	for _, b := range bad {
		got[b.Question+"="+b.Answer] = b.DidYouMean
		if len(b.Allowed) == 0 {
			t.Errorf("%s: nothing is allowed", b.Question)
		}
	}
	want := map[string]string{"residense=none": "residence", "residence=permanant": "permanent", "age=" + Unknown: ""}
	if !maps.Equal(got, want) {
		t.Errorf("mistakes %v, want %v", got, want)
	}
}

func TestWithDoesNotTouchTheOriginal(t *testing.T) {
	q := realQuestionnaire(t)
	a := q.NoAnswers()
	if b := a.With(0, 1); q.Format(a) != "" || q.Format(b) != "country=by" || q.Country(b) != "by" || q.Country(a) != "" {
		t.Errorf("%q, %q", q.Format(a), q.Format(b))
	}
}

func TestAssumeFillsInOnlyWhatIsNeverAsked(t *testing.T) {
	q := realQuestionnaire(t)
	custody, _ := q.Question("custody")
	for _, c := range []struct {
		given Answers
		want  string
	}{
		{q.NoAnswers(), "custody=no incapable=no"},
		{q.NoAnswers().With(custody, 2), "custody=sentence incapable=no"},
		{q.NoAnswers().With(custody, DontKnow), "custody=unknown incapable=no"},
	} {
		if got := q.Format(q.Assume(c.given)); got != c.want {
			t.Errorf("assumed %s, want %s", got, c.want)
		}
	}
}

func TestTextOfTheCountryComesFirst(t *testing.T) {
	d := smallDraft()
	for _, l := range []string{"ru", "be", "en"} {
		d.write("texts/"+l+".yaml", d.text("texts/"+l+".yaml")+"a.dont_know@by: variant\n")
	}
	q, list := d.load()
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	for country, want := range map[string]string{"": "word", "ru": "word", "by": "variant"} {
		if got := q.Text("en", "a.dont_know", country); got != want {
			t.Errorf("in %q: %q, want %q", country, got, want)
		}
	}
	if got := q.Text("en", "no.such.text", "ru"); got != "" {
		t.Errorf("an unknown key has the text %q", got)
	}
}
