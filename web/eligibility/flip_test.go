package eligibility

import (
	"slices"
	"testing"
)

// suggestible lists the answers to a question that a flip may name: nothing that
// is sensitive, never asked, or in nobody's power; only upwards on a ladder; what
// is unknown may turn out to be anything.
func (q *Questionnaire) suggestible(assumed Answers, i int) []int {
	question := &q.Questions[i]
	var out []int
	for answer := range question.Answers {
		known := assumed[i] >= 0
		here, there := slices.Index(question.Ladder, int(assumed[i])), slices.Index(question.Ladder, answer)
		switch {
		case question.Sensitive || !question.Asked:
		case !known:
			out = append(out, answer)
		case question.Change == Never || question.Change == Choice || answer == int(assumed[i]):
		case question.Ladder == nil || there > here:
			out = append(out, answer)
		}
	}
	return out
}

// eachSuggestion tries every set of up to left suggestible changes.
func (q *Questionnaire) eachSuggestion(assumed, a Answers, first, left int, given []Given, f func(Answers, []Given)) {
	if len(given) > 0 {
		f(a, given)
	}
	if left == 0 {
		return
	}
	for i := first; i < len(a); i++ {
		for _, answer := range q.suggestible(assumed, i) {
			q.eachSuggestion(assumed, a.With(i, Answer(answer)), i+1, left-1, append(slices.Clone(given), Given{i, answer}), f)
		}
	}
}

func (a Answers) changed(given []Given) Answers {
	b := slices.Clone(a)
	for _, g := range given {
		b[g.Question] = Answer(g.Answer)
	}
	return b
}

func TestFlipsReachWhatTheySay(t *testing.T) {
	eachResult(t, 60, func(t *testing.T, q *Questionnaire, res Result) {
		assumed := q.Assume(res.Answers)
		for r, right := range res.Rights {
			for _, flip := range right.Flips {
				after := assumed.changed(flip.Changes)
				if got := q.Verdicts(res.Period, after)[r]; got != flip.To || !got.Has(Yes) || right.Set.Has(Yes) {
					t.Fatalf("%s, right %d: flip %+v leads from %s to %s", q.Format(res.Answers), r, flip, right.Set, got)
				}
				kind := Never
				for _, g := range flip.Changes {
					question := q.Questions[g.Question]
					if !slices.Contains(q.suggestible(assumed, g.Question), g.Answer) || question.ID == "country" || question.Sensitive {
						t.Fatalf("%s, right %d: flip %+v suggests what it must not", q.Format(res.Answers), r, flip)
					}
					switch known := assumed[g.Question] >= 0; {
					case known && question.Change == Action:
						kind = Action
					case known && question.Change == Time && kind == Never:
						kind = Time
					}
				}
				if flip.Kind != kind {
					t.Fatalf("%s, right %d: flip %+v should be of kind %s", q.Format(res.Answers), r, flip, kind)
				}
				checkProvisos(t, q, res, r, after, flip.To, flip.Provided)
			}
		}
	})
}

// Of a full set of answers nobody is advised to change country or citizenship.
func TestFlipsNeverTouchCountryCitizenshipOrSensitiveAnswers(t *testing.T) {
	q, flips := realQuestionnaire(t), 0
	country, _ := q.Question("country")
	citizenship, _ := q.Question("citizenship")
	for p, day := range q.Periods {
		q.EachState(p, func(a Answers, next int) {
			if next >= 0 {
				return
			}
			for _, right := range q.Explain(day, slices.Clone(a)).Rights {
				for _, flip := range append(right.Flips, right.Loses...) {
					flips++
					for _, g := range flip.Changes {
						if g.Question == country || g.Question == citizenship || q.Questions[g.Question].Sensitive {
							t.Errorf("%s: %s should change %s", q.Format(a), q.Rights[right.Right].ID, q.Questions[g.Question].ID)
						}
					}
				}
			}
		})
	}
	t.Log(flips, "flips")
}

// Flips are all the smallest changes there are: those to a certain yes if there
// are any, or else those to a possible one; of a ladder the nearest step.
func TestFlipsAreTheSmallestAndAllOfThem(t *testing.T) {
	eachResult(t, 200, func(t *testing.T, q *Questionnaire, res Result) {
		assumed := q.Assume(res.Answers)
		if q.Country(assumed) == "" {
			return
		}
		best := make([][][]Given, len(q.Rights))
		certain := make([]bool, len(q.Rights))
		q.eachSuggestion(assumed, assumed, 0, 3, nil, func(a Answers, given []Given) {
			for r, set := range q.Verdicts(res.Period, a) {
				sure := set == 1<<Yes
				switch {
				case !set.Has(Yes) || certain[r] && !sure:
				case sure && !certain[r], len(best[r]) == 0, len(given) < len(best[r][0]):
					best[r], certain[r] = [][]Given{slices.Clone(given)}, sure
				case len(given) == len(best[r][0]):
					best[r] = append(best[r], slices.Clone(given))
				}
			}
		})
		for r, right := range res.Rights {
			if right.Set.Has(Yes) {
				continue
			}
			for _, flip := range right.Flips {
				if !slices.ContainsFunc(best[r], func(g []Given) bool { return slices.Equal(g, flip.Changes) }) {
					t.Fatalf("%s, right %d: flip %+v is not among the smallest %v", q.Format(res.Answers), r, flip, best[r])
				}
			}
			for _, g := range best[r] {
				if !slices.ContainsFunc(right.Flips, func(f Flip) bool { return q.asNear(f.Changes, g) }) {
					t.Fatalf("%s, right %d: %v is missing in the flips %+v", q.Format(res.Answers), r, g, right.Flips)
				}
			}
		}
	})
}

// asNear tells whether a changes the same questions as b, to the same answers or
// to lower ones on a ladder.
func (q *Questionnaire) asNear(a, b []Given) bool {
	return slices.EqualFunc(a, b, func(x, y Given) bool {
		ladder := q.Questions[x.Question].Ladder
		lower := ladder != nil && slices.Index(ladder, x.Answer) <= slices.Index(ladder, y.Answer)
		return x.Question == y.Question && (x.Answer == y.Answer || lower)
	})
}

func TestLosesAreTheStepsDownThatTakeAYesAway(t *testing.T) {
	eachResult(t, 60, func(t *testing.T, q *Questionnaire, res Result) {
		assumed := q.Assume(res.Answers)
		for r, right := range res.Rights {
			var want []Flip
			for _, i := range res.given() {
				question := q.Questions[i]
				place := slices.Index(question.Ladder, int(res.Answers[i]))
				if right.Set != 1<<Yes || place < 1 || question.Sensitive || question.Change != Action {
					continue
				}
				g := []Given{{i, question.Ladder[place-1]}}
				if to := q.Verdicts(res.Period, assumed.changed(g))[r]; !to.Has(Yes) {
					want = append(want, Flip{Changes: g, To: to, Kind: Action})
				}
			}
			if !slices.EqualFunc(right.Loses, want, func(a, b Flip) bool {
				return slices.Equal(a.Changes, b.Changes) && a.To == b.To && a.Kind == b.Kind
			}) {
				t.Fatalf("%s, right %d: loses %+v, want %+v", q.Format(res.Answers), r, right.Loses, want)
			}
		}
	})
}

// Where two things stand in the way together, either way out is named, and of
// each ladder only the nearest step.
func TestFlipsNameEitherWayOut(t *testing.T) {
	q := &Questionnaire{Coverage: "2025-01-01", qIndex: map[string]int{"country": 0}, Rights: []Right{{ID: "r"}}}
	q.Questions = []Question{
		{ID: "country", Answers: []string{"ru", "by"}, Asked: true, Change: Choice},
		{ID: "age", Answers: []string{"under18", "18to20", "21plus"}, Asked: true, Change: Time, Ladder: []int{0, 1, 2}},
		{ID: "paper", Answers: []string{"none", "copy", "original"}, Asked: true, Change: Action, Ladder: []int{0, 1, 2}},
	}
	q.Cards = []Card{
		{Effect: EffectGrant, Rights: 1, When: Box{3, 7, 7}},
		{Effect: EffectBar, Rights: 1, When: Box{3, 1, 3}},
	}
	q.compile()
	flips := q.Explain("2025-01-01", Answers{0, 0, 0}).Rights[0].Flips
	if len(flips) != 2 || flips[0].Changes[0] != (Given{1, 1}) || flips[0].Kind != Time ||
		flips[1].Changes[0] != (Given{2, 2}) || flips[1].Kind != Action {
		t.Errorf("flips %+v", flips)
	}
}
