package eligibility

import (
	"math/rand"
	"slices"
	"sync"
	"testing"
)

// someResults explains the ends of all walks and some random answers.
func (q *Questionnaire) someResults(rng *rand.Rand) []Result {
	var results []Result
	for p, day := range q.Periods {
		q.EachState(p, func(a Answers, next int) {
			if next < 0 {
				results = append(results, q.Explain(day, slices.Clone(a)))
			}
		})
		for range 40 {
			results = append(results, q.Explain(day, q.randomAnswers(rng, 0.7)))
		}
	}
	return results
}

var realResults = sync.OnceValue(func() []Result {
	q, _ := loadContent()
	return q.someResults(rand.New(rand.NewSource(1)))
})

// eachResult checks results of the real content and of random questionnaires.
func eachResult(t *testing.T, random int, check func(t *testing.T, q *Questionnaire, res Result)) {
	t.Run("real", func(t *testing.T) {
		q := realQuestionnaire(t)
		for _, res := range realResults() {
			check(t, q, res)
		}
	})
	t.Run("random", func(t *testing.T) {
		for seed := range random {
			rng := rand.New(rand.NewSource(int64(seed)))
			q := randomSound(rng)
			for _, res := range q.someResults(rng) {
				check(t, q, res)
			}
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	})
}

// without takes answers away; what was assumed stays.
func (res Result) without(q *Questionnaire, questions ...int) Answers {
	a := q.Assume(res.Answers)
	for _, i := range questions {
		a[i] = NotAsked
	}
	return a
}

func (res Result) given() []int {
	var out []int
	for i, answer := range res.Answers {
		if answer >= 0 {
			out = append(out, i)
		}
	}
	return out
}

func TestResultAgreesWithItsParts(t *testing.T) {
	eachResult(t, 20, func(t *testing.T, q *Questionnaire, res Result) {
		sets := q.Verdicts(res.Period, q.Assume(res.Answers))
		next, ok := q.Next(res.Period, res.Answers)
		if ok != (res.Next >= 0) || ok && next != res.Next || res.AtMost != q.AtMost(res.Period, res.Answers) {
			t.Errorf("%s: next %d, at most %d", q.Format(res.Answers), res.Next, res.AtMost)
		}
		for r, right := range res.Rights {
			if right.Right != r || right.Set != sets[r] {
				t.Errorf("%s: right %d is %s, want %s", q.Format(res.Answers), r, right.Set, sets[r])
			}
		}
	})
}

func TestBecauseIsSufficientAndMinimal(t *testing.T) {
	eachResult(t, 40, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			forces := func(kept []int) bool {
				dropped := slices.DeleteFunc(res.given(), func(i int) bool { return slices.Contains(kept, i) })
				return q.Verdicts(res.Period, res.without(q, dropped...))[r] == right.Set
			}
			if !forces(right.Because) {
				t.Fatalf("%s, right %d: %v does not force %s", q.Format(res.Answers), r, right.Because, right.Set)
			}
			for k := range right.Because {
				if forces(slices.Delete(slices.Clone(right.Because), k, k+1)) {
					t.Fatalf("%s, right %d: %v is not minimal", q.Format(res.Answers), r, right.Because)
				}
			}
			public := slices.DeleteFunc(res.given(), func(i int) bool { return q.Questions[i].Sensitive })
			if forces(public) && slices.ContainsFunc(right.Because, func(i int) bool { return q.Questions[i].Sensitive }) {
				t.Fatalf("%s, right %d: %v names a sensitive answer without need", q.Format(res.Answers), r, right.Because)
			}
		}
	})
}

// Why and why not (Ignatiev et al. 2020): a sufficient reason shares a question
// with every change of answers that breaks the verdict.
func TestBecauseMeetsEveryBreakingChange(t *testing.T) {
	q, rng, pairs := realQuestionnaire(t), rand.New(rand.NewSource(3)), 0
	for range 250 {
		p, full := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 1)
		res := q.Explain(q.Periods[p], full)
		check := func(changed Answers, questions ...int) {
			for r := range q.Rights {
				if q.look(p, changed, r) == q.look(p, full, r) {
					continue
				}
				pairs++
				if !slices.ContainsFunc(questions, func(i int) bool { return slices.Contains(res.Rights[r].Because, i) }) {
					t.Fatalf("%s: %s breaks right %d, because %v", q.Format(full), q.Format(changed), r, res.Rights[r].Because)
				}
			}
		}
		q.eachChange(full, 0, func(once Answers, i int) {
			check(once, i)
			q.eachChange(once, i+1, func(twice Answers, j int) { check(twice, i, j) })
		})
	}
	t.Log(pairs, "pairs of a reason and a breaking change")
}

// eachChange changes one answer, to any other value, of the questions from first on.
func (q *Questionnaire) eachChange(a Answers, first int, f func(changed Answers, question int)) {
	for i := first; i < len(a); i++ {
		for answer := range q.Questions[i].Answers {
			if Answer(answer) != a[i] {
				f(a.With(i, Answer(answer)), i)
			}
		}
	}
}

func TestNoMatterAnswersDoNotMatter(t *testing.T) {
	eachResult(t, 40, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			if _, certain := right.Set.Certain(); !certain {
				continue
			}
			for _, i := range right.NoMatter {
				for answer := range q.Questions[i].Answers {
					other := q.Assume(res.Answers).With(i, Answer(answer))
					if got := q.Verdicts(res.Period, other)[r]; got != right.Set {
						t.Errorf("%s, right %d is %v: %s did not matter, but with %q it is %v", q.Format(res.Answers), r, right.Set.Verdicts(), q.Questions[i].ID, q.Questions[i].Answers[answer], got.Verdicts())
					}
				}
			}
			for _, i := range res.given() {
				if slices.Contains(right.Because, i) && slices.Contains(right.NoMatter, i) {
					t.Errorf("%s, right %d: %s is a reason and did not matter", q.Format(res.Answers), r, q.Questions[i].ID)
				}
			}
		}
	})
}

// layer tells whether a card decides for a verdict.
func (c Card) layer(v Verdict) bool {
	return slices.Contains(map[Verdict][]string{
		Absent: {"absent"}, Yes: {"grant"}, Unclear: {"unclear"}, No: {"default", "bar"},
	}[v], c.Effect.String())
}

// Every card of the deciding layer is a reason: all bars, never only the first.
// Where answers are missing, only the cards that decide in every situation with
// a verdict are named for it, if there are such.
func TestReasonsAreAllDecidingCards(t *testing.T) {
	eachResult(t, 40, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			total, count := map[Verdict]int{}, map[Reason]int{}
			q.eachFull(q.Assume(res.Answers), func(full Answers) {
				v := q.look(res.Period, full, r)
				total[v]++
				for c, card := range q.Cards {
					digits := make([]uint8, len(full))
					for i := range full {
						digits[i] = uint8(full[i])
					}
					if card.Rights.Has(r) && card.layer(v) && inForce(card.From, card.To, res.Day) && card.When.Has(digits) {
						count[Reason{Card: c, Verdict: v}]++
					}
				}
			})
			anyAlways := map[Verdict]bool{}
			for reason, n := range count {
				anyAlways[reason.Verdict] = anyAlways[reason.Verdict] || n == total[reason.Verdict]
			}
			want := map[Reason]bool{}
			for reason, n := range count {
				reason.Always = n == total[reason.Verdict]
				if reason.Always || !anyAlways[reason.Verdict] {
					want[reason] = true
				}
			}
			for _, reason := range right.Reasons {
				if !want[reason] {
					t.Fatalf("%s, right %d: unexpected reason %+v (%s)", q.Format(res.Answers), r, reason, q.Cards[reason.Card].ID)
				}
				delete(want, reason)
			}
			if len(want) > 0 || len(right.Reasons) == 0 {
				t.Fatalf("%s, right %d: reasons %v, missing %v", q.Format(res.Answers), r, right.Reasons, want)
			}
		}
	})
}

func TestReasonsNameTheMissingBasisBeforeTheBars(t *testing.T) {
	eachResult(t, 20, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			bar := false
			for _, reason := range right.Reasons {
				if reason.Verdict != No {
					continue
				}
				isBar := q.Cards[reason.Card].Effect == EffectBar
				if bar && !isBar {
					t.Fatalf("%s, right %d: a bar comes before the missing basis: %v", q.Format(res.Answers), r, right.Reasons)
				}
				bar = isBar
			}
		}
	})
}

func TestForksAreTheMissingAnswersThatMatter(t *testing.T) {
	eachResult(t, 20, func(t *testing.T, q *Questionnaire, res Result) {
		assumed := q.Assume(res.Answers)
		for r, right := range res.Rights {
			_, certain := right.Set.Certain()
			relevant := q.RelevantTo(res.Period, assumed, r)
			var questions []int
			for _, fork := range right.Forks {
				questions = append(questions, fork.Question)
				for answer, gives := range fork.Gives {
					if want := q.Verdicts(res.Period, assumed.With(fork.Question, Answer(answer)))[r]; gives != want {
						t.Fatalf("%s: %s=%d gives %s, want %s", q.Format(res.Answers), q.Questions[fork.Question].ID, answer, gives, want)
					}
				}
			}
			for i := range relevant {
				if relevant[i] != slices.Contains(questions, i) || certain && relevant[i] {
					t.Fatalf("%s, right %d: forks %v, relevant %v", q.Format(res.Answers), r, questions, relevant)
				}
			}
		}
	})
}

// What the result says about questions that were not asked is exact: the verdict
// holds for precisely those people who have none of the answers named.
func TestProvidedIsExact(t *testing.T) {
	q, n := realQuestionnaire(t), 0
	for p, day := range q.Periods {
		q.EachState(p, func(a Answers, next int) {
			if next >= 0 {
				return
			}
			res := q.Explain(day, slices.Clone(a))
			hidden := q.Assume(a)
			for i := range hidden {
				if !q.Questions[i].Asked {
					hidden[i] = NotAsked
				}
			}
			for _, right := range res.Rights {
				q.eachHidden(hidden, func(combination Answers) {
					n++
					named := slices.ContainsFunc(right.Provided, func(x Proviso) bool { return combination[x.Question] == Answer(x.Answer) })
					if set := q.Verdicts(p, combination)[right.Right]; named == (set == right.Set) {
						t.Errorf("from %s, %s: %s is %s, not %s, and named: %v", day, q.Format(combination), q.Rights[right.Right].ID, set, right.Set, named)
					}
				})
			}
		})
	}
	t.Log(n, "combinations of hidden answers tried")
}

// eachHidden fills in every combination of answers to what is never asked.
func (q *Questionnaire) eachHidden(a Answers, f func(Answers)) {
	for i := range a {
		if !q.Questions[i].Asked && a[i] == NotAsked {
			for answer := range q.Questions[i].Answers {
				q.eachHidden(a.With(i, Answer(answer)), f)
			}
			return
		}
	}
	f(a)
}

func TestProvisosGiveWhatTheySay(t *testing.T) {
	eachResult(t, 40, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			checkProvisos(t, q, res, r, q.Assume(res.Answers), right.Set, right.Provided)
			for _, p := range right.Provided {
				if slices.ContainsFunc(right.Reasons, func(x Reason) bool { return slices.Contains(p.Cards, x.Card) }) {
					t.Fatalf("%s, right %d: proviso %+v names a card that decides already", q.Format(res.Answers), r, p)
				}
			}
		}
	})
}

func checkProvisos(t *testing.T, q *Questionnaire, res Result, r int, a Answers, set Set, provided []Proviso) {
	t.Helper()
	for i, question := range q.Questions {
		for answer := range question.Answers {
			if question.Asked || res.Answers[i] != NotAsked {
				continue
			}
			named := slices.ContainsFunc(provided, func(p Proviso) bool { return p.Question == i && p.Answer == answer })
			if named != (q.Verdicts(res.Period, a.With(i, Answer(answer)))[r] != set) {
				t.Fatalf("%s, right %d: %s=%s is named: %v", q.Format(res.Answers), r, question.ID, question.Answers[answer], named)
			}
		}
	}
	for _, p := range provided {
		got := q.Verdicts(res.Period, a.With(p.Question, Answer(p.Answer)))[r]
		if got != p.Gives || got == set || q.Questions[p.Question].Asked || res.Answers[p.Question] >= 0 {
			t.Fatalf("%s, right %d: proviso %+v gives %s", q.Format(res.Answers), r, p, got)
		}
		if len(p.Cards) == 0 {
			t.Fatalf("%s, right %d: proviso %+v names no card", q.Format(res.Answers), r, p)
		}
	}
}

func TestLaterIsWhatLaterLawSays(t *testing.T) {
	eachResult(t, 20, func(t *testing.T, q *Questionnaire, res Result) {
		for r, right := range res.Rights {
			set, k := right.Set, 0
			for p := res.Period + 1; p < len(q.Periods); p++ {
				now := q.Verdicts(p, q.Assume(res.Answers))[r]
				if now == set {
					continue
				}
				set = now
				if k >= len(right.Later) || right.Later[k] != (LaterSet{q.Periods[p], now}) {
					t.Fatalf("%s, right %d: later %v, but from %s it is %s", q.Format(res.Answers), r, right.Later, q.Periods[p], now)
				}
				k++
			}
			if k != len(right.Later) {
				t.Fatalf("%s, right %d: later %v", q.Format(res.Answers), r, right.Later)
			}
		}
	})
}

func TestShortestKeepsTheVerdicts(t *testing.T) {
	eachResult(t, 40, func(t *testing.T, q *Questionnaire, res Result) {
		short := q.Shortest(res.Period, res.Answers)
		if !slices.Equal(q.Verdicts(res.Period, q.Assume(short)), q.Verdicts(res.Period, q.Assume(res.Answers))) {
			t.Errorf("%s: %s has other verdicts", q.Format(res.Answers), q.Format(short))
		}
		for i := range short {
			if short[i] != res.Answers[i] && short[i] != NotAsked {
				t.Errorf("%s: %s changes an answer", q.Format(res.Answers), q.Format(short))
			}
		}
		settled := !slices.ContainsFunc(res.Rights, func(r RightResult) bool { _, certain := r.Set.Certain(); return !certain })
		if next, ok := q.Next(res.Period, short); ok && settled {
			t.Errorf("%s: %s is not settled, %s would be asked", q.Format(res.Answers), q.Format(short), q.Questions[next].ID)
		}
	})
}

func TestStepsFitTheSituation(t *testing.T) {
	q := realQuestionnaire(t)
	seen := make([]bool, len(q.Steps))
	for p, day := range q.Periods {
		q.eachFull(q.NoAnswers(), func(full Answers) {
			sets := q.Verdicts(p, full)
			got := q.steps(day, full, sets)
			for i, s := range q.Steps {
				want := day >= s.From && (s.To == "" || day < s.To)
				for question, answer := range full {
					want = want && s.When[question]>>answer&1 == 1
				}
				matches := slices.ContainsFunc(q.Rights, func(r Right) bool {
					n, _ := q.Right(r.ID)
					return s.MatchesRight(n, sets[n])
				})
				if slices.Contains(got, i) != (want && matches) {
					t.Fatalf("from %s, %s: steps %v, %s does not belong", day, q.Format(full), got, s.ID)
				}
				seen[i] = seen[i] || want && matches
			}
		})
		q.EachState(p, func(a Answers, next int) {
			for _, i := range q.Explain(day, slices.Clone(a)).Steps {
				seen[i] = true
			}
		})
	}
	for i, s := range q.Steps {
		if !seen[i] {
			t.Errorf("the step %s shows in no situation", s.ID)
		}
	}
}
