package eligibility

import (
	"math/rand"
	"slices"
	"sync"
	"testing"
)

func TestPartialIsTheUnionOfItsCompletions(t *testing.T) {
	eachSubject(t, 60, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for range 500 {
			p, a := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 0.6)
			want := make([]Set, len(q.Rights))
			q.eachFull(a, func(full Answers) {
				for r := range want {
					want[r] |= 1 << q.look(p, full, r)
				}
			})
			if got := q.Verdicts(p, a); !slices.Equal(got, want) {
				t.Fatalf("%s: %v, want %v", q.Format(a), got, want)
			}
		}
	})
}

func TestSetNamesItsVerdicts(t *testing.T) {
	for set, want := range map[Set]string{
		1 << Yes: "yes", 1 << No: "no", 1 << Absent: "absent", 1 << Unclear: "unclear",
		1<<Yes | 1<<No: "depends", 1<<No | 1<<Absent | 1<<Unclear: "depends",
	} {
		if set.String() != want {
			t.Errorf("%v is called %s", set.Verdicts(), set)
		}
		var again Set
		for _, v := range set.Verdicts() {
			again |= 1 << v
		}
		if again != set {
			t.Errorf("%s lists %v", set, set.Verdicts())
		}
	}
}

// relevantByLooking compares all full situations that differ in one answer only.
func (q *Questionnaire) relevantByLooking(p int, a Answers, question, right int) bool {
	found := false
	q.eachFull(a, func(full Answers) {
		for answer := range q.Questions[question].Answers {
			found = found || q.look(p, full, right) != q.look(p, full.With(question, Answer(answer)), right)
		}
	})
	return found
}

func TestRelevantIsExact(t *testing.T) {
	eachSubject(t, 60, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for range 60 {
			p, a := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 0.7)
			ever := make([]bool, len(a))
			for r := range q.Rights {
				for i, got := range q.RelevantTo(p, a, r) {
					want := a[i] < 0 && q.relevantByLooking(p, a, i, r)
					if got != want {
						t.Fatalf("%s: %s relevant to right %d: %v", q.Format(a), q.Questions[i].ID, r, got)
					}
					ever[i] = ever[i] || want
				}
			}
			if got := q.Relevant(p, a); !slices.Equal(got, ever) {
				t.Fatalf("%s: relevant %v, want %v", q.Format(a), got, ever)
			}
		}
	})
}

// The theorem that lets later answers stay when an early one is changed.
func TestAnswersToIrrelevantQuestionsChangeNothing(t *testing.T) {
	q, rng, n := realQuestionnaire(t), rand.New(rand.NewSource(2)), 0
	for range 20_000 {
		p, a := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 0.6)
		before := q.Verdicts(p, a)
		for i, relevant := range q.Relevant(p, a) {
			if relevant || a[i] >= 0 {
				continue
			}
			for answer := range q.Questions[i].Answers {
				n++
				if after := q.Verdicts(p, a.With(i, Answer(answer))); !slices.Equal(after, before) {
					t.Fatalf("%s: %s is not relevant, but %q changes %v to %v", q.Format(a), q.Questions[i].ID, q.Questions[i].Answers[answer], before, after)
				}
			}
		}
	}
	t.Log(n, "answers to irrelevant questions tried")
}

// nextByLooking is the definition of Next, in the slow way.
func (q *Questionnaire) nextByLooking(p int, a Answers) int {
	assumed := q.Assume(a)
	for i := range q.Questions {
		if a[i] != NotAsked || !q.Questions[i].Asked {
			continue
		}
		for r := range q.Rights {
			if q.relevantByLooking(p, assumed, i, r) {
				return i
			}
		}
	}
	return -1
}

func TestNextIsTheFirstRelevantQuestion(t *testing.T) {
	eachSubject(t, 60, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for range 60 {
			p, a := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 0.5)
			got, ok := q.Next(p, a)
			if want := q.nextByLooking(p, a); ok != (want >= 0) || ok && got != want {
				t.Fatalf("%s: next %d, %v, want %d", q.Format(a), got, ok, want)
			}
		}
	})
}

// longest is the longest continuation of a state, without memory or shortcut.
func (q *Questionnaire) longest(p int, a Answers) int {
	next, ok := q.Next(p, a)
	if !ok {
		return 0
	}
	most := 0
	answers := slices.Clone(q.Questions[next].Answers)
	for answer := range answers {
		most = max(most, q.longest(p, a.With(next, Answer(answer))))
	}
	if q.Questions[next].DontKnow {
		most = max(most, q.longest(p, a.With(next, DontKnow)))
	}
	return most + 1
}

func TestAtMostIsTheLongestContinuation(t *testing.T) {
	eachSubject(t, 40, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for range 100 {
			p, a := rng.Intn(len(q.Periods)), q.randomAnswers(rng, 0.5)
			for range 2 { // the second time from memory
				if got, want := q.AtMost(p, a), q.longest(p, a); got != want {
					t.Fatalf("%s: at most %d, want %d", q.Format(a), got, want)
				}
			}
		}
	})
}

func TestWalksEndSettledAndInTime(t *testing.T) {
	q := realQuestionnaire(t)
	for p, day := range q.Periods {
		states, ends, longest, average := 0, 0, 0, 0
		q.EachState(p, func(a Answers, next int) {
			states++
			asked := 0
			for i := range a {
				if a[i] != NotAsked {
					asked++
				}
				if a[i] != NotAsked && !q.Questions[i].Asked {
					t.Fatalf("%s: answers a question that is never asked", q.Format(a))
				}
			}
			if next >= 0 {
				return
			}
			ends++
			average += asked
			longest = max(longest, asked)
			if slices.Contains(a, DontKnow) {
				return
			}
			for r, set := range q.Verdicts(p, q.Assume(a)) {
				if _, certain := set.Certain(); !certain {
					t.Errorf("%s: everything is known, but %s is open: %v", q.Format(a), q.Rights[r].ID, set.Verdicts())
				}
			}
		})
		t.Logf("from %s: %d states, %d ends, longest walk %d, average %.2f", day, states, ends, longest, float64(average)/float64(ends))
		if longest != q.AtMost(p, q.NoAnswers()) {
			t.Errorf("from %s: the longest walk has %d questions, AtMost promises %d", day, longest, q.AtMost(p, q.NoAnswers()))
		}
	}
	if last := len(q.Periods) - 1; q.AtMost(last, q.NoAnswers()) != 6 || q.LongestWalk != 6 {
		t.Errorf("the longest walk today is %d, longest_walk is %d", q.AtMost(last, q.NoAnswers()), q.LongestWalk)
	}
}

// Everybody who answers truly and knows everything gets the verdicts of their
// own situation, however few questions they were asked.
func TestWalksLeadToTheVerdictOfTheSituation(t *testing.T) {
	eachSubject(t, 60, func(t *testing.T, q *Questionnaire, rng *rand.Rand) {
		for p := range q.Periods {
			q.eachFull(q.Assume(q.NoAnswers()), func(full Answers) {
				a := q.NoAnswers()
				for next, ok := q.Next(p, a); ok; next, ok = q.Next(p, a) {
					a[next] = full[next]
				}
				for r, set := range q.Verdicts(p, q.Assume(a)) {
					if set != 1<<q.look(p, full, r) {
						t.Fatalf("%s: right %d is %s, in truth %s", q.Format(full), r, set, q.look(p, full, r))
					}
				}
			})
		}
	})
}

func TestManyReadersMayShareAQuestionnaire(t *testing.T) {
	q, _ := plainDraft(t).load() // with an empty memory
	want := realQuestionnaire(t)
	var wait sync.WaitGroup
	for reader := range 4 {
		wait.Go(func() {
			rng := rand.New(rand.NewSource(int64(reader)))
			for range 100 {
				a := want.randomAnswers(rng, 0.5)
				if got, want := q.AtMost(1, a), want.longest(1, a); got != want {
					t.Errorf("%s: at most %d, want %d", q.Format(a), got, want)
				}
			}
			q.Explain("2026-09-20", q.NoAnswers())
		})
	}
	wait.Wait()
}
