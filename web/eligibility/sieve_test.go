package eligibility

import (
	"fmt"
	"maps"
	"math/rand"
	"strings"
	"testing"

	"localvote/web/problem"
)

// slowly are the checks of verify by the codes of the fast ones.
var slowly = map[string]func(*verifier){
	"C01": (*verifier).bases, "C02": (*verifier).bases, "C03": (*verifier).deadCards, "C04": (*verifier).deadCards,
	"C05": (*verifier).twins, "C06": (*verifier).reciprocity, "C07": (*verifier).reciprocity, "C08": (*verifier).changes,
	"C09": (*verifier).ladders, "C10": (*verifier).walks, "P01": (*verifier).personas, "P02": (*verifier).examples,
}

// slowCodes are the codes that the checks of verify report, each check by itself;
// as in verify nothing is asked of cards that leave gaps or contradict.
func slowCodes(q *Questionnaire) map[string]bool {
	found := map[string]bool{}
	run := func(codes ...string) {
		for _, code := range codes {
			v := &verifier{q: q, ld: &loader{dir: dir}}
			slowly[code](v)
			for _, p := range v.List {
				found[p.Code] = found[p.Code] || p.Severity == problem.Error
			}
		}
	}
	if run("C01"); found["C01"] || found["C02"] {
		return found
	}
	run("C03", "C05", "C06", "C08", "C09", "C10", "P01", "P02")
	return found
}

func fastCodes(f *sifter) map[string]bool {
	found := map[string]bool{}
	for _, c := range checks {
		if c.code != "C01" && c.code != "C02" && (found["C01"] || found["C02"]) || c.code == "C07" && found["C06"] {
			continue // verify does not ask either
		}
		if c.notices(f) {
			found[c.code] = true
		}
	}
	return found
}

// randomLaw is a random questionnaire with something for every check to look at.
func randomLaw(rng *rand.Rand) *Questionnaire {
	q := randomSound(rng)
	if rng.Intn(8) == 0 {
		q = randomTable(rng)
	}
	rights := func() Rights { return 1 + Rights(rng.Intn(1<<len(q.Rights)-1)) }
	for i := range q.Questions {
		if n := len(q.Questions[i].Answers); rng.Intn(2) == 0 { // exchange two answers at the border
			a, b := rng.Intn(n), rng.Intn(n)
			q.Questions[i].Mirror[a], q.Questions[i].Mirror[b] = b, a
		} else if rng.Intn(3) == 0 {
			q.Questions[i].Twins = rng.Perm(n)[:2]
		}
	}
	q.Questions[0].Mirror[0], q.Questions[0].Mirror[1] = 1, 0
	for i := 2; i < len(q.Questions[0].Mirror); i++ {
		q.Questions[0].Mirror[i] = i
	}
	for range rng.Intn(5) {
		box := q.randomCard(rng, EffectBar)
		d := Difference{Rights: rights(), When: box.When, From: box.From, To: box.To, when: map[int]problem.Pos{}}
		for i, allowed := range d.When {
			if rng.Intn(2) == 0 {
				d.When[i], allowed = q.everywhere()[i], q.everywhere()[i]
			}
			if allowed != q.everywhere()[i] {
				d.when[i] = problem.Pos{}
			}
		}
		q.Differences = append(q.Differences, d)
	}
	for _, day := range q.Periods[1:] {
		for range rng.Intn(3) {
			c := Change{On: day, Rights: rights(), When: q.everywhere(), Gain: rng.Intn(3) == 0}
			if rng.Intn(2) == 0 {
				c.When = q.randomCard(rng, EffectBar).When
			}
			q.Changes = append(q.Changes, c)
		}
	}
	for range rng.Intn(4) {
		q.Personas = append(q.Personas, q.randomPersona(rng))
	}
	for range rng.Intn(3) {
		a := q.randomAnswers(rng, 0.7)
		x := Example{Answers: a, Expect: map[int]Verdict{}}
		for r, set := range q.Verdicts(len(q.Periods)-1, q.Assume(a)) {
			if v, ok := set.Certain(); ok && v <= Unclear && v >= No {
				x.Expect[r] = v
			}
		}
		q.Examples = append(q.Examples, x)
	}
	q.LongestWalk = rng.Intn(4)
	if v := (&verifier{q: q, ld: &loader{dir: dir}}); rng.Intn(3) > 0 {
		for q.LongestWalk = 0; q.LongestWalk < 9; q.LongestWalk++ {
			if v.List = nil; len(q.Cards) > 0 {
				v.walks()
			}
			if !strings.Contains(fmt.Sprint(v.List), "longest walk") {
				break
			}
		}
	}
	return q
}

// randomPersona mostly expects what the cards say.
func (q *Questionnaire) randomPersona(rng *rand.Rand) Persona {
	p := Persona{Day: q.Periods[rng.Intn(len(q.Periods))], Answers: q.randomAnswers(rng, 0.7), Expect: make([]string, len(q.Rights)), pos: make([]problem.Pos, len(q.Rights))}
	for i := range p.Answers {
		if p.Answers[i] < 0 && rng.Intn(2) == 0 {
			p.Any = append(p.Any, i)
		}
	}
	period, _ := q.Period(p.Day)
	for r := range q.Rights {
		words := map[string]bool{}
		q.eachCompletion(p.Answers, p.Any, func(a Answers) { words[q.Verdicts(period, a)[r].String()] = true })
		if rng.Intn(6) > 0 {
			p.Expect[r] = strings.Join(sortedKeys(words), "|")
		}
		if strings.Contains(p.Expect[r], "gap") || strings.Contains(p.Expect[r], "conflict") {
			p.Expect[r] = ""
		}
	}
	return p
}

// recompiled is the same questionnaire with other cards.
func (q *Questionnaire) recompiled(cards []Card) *Questionnaire {
	c := *q
	c.Cards = cards
	c.compile()
	return &c
}

// Every check of the sieve says what the check of verify says, on random laws as
// they are and with every edit.
func TestSieveAgreesWithVerify(t *testing.T) {
	seen, edits := map[string]int{}, 0
	for seed := range 250 {
		q := randomLaw(rand.New(rand.NewSource(int64(seed))))
		if len(q.Cards) == 0 {
			continue
		}
		f := newSieve(q).sifter()
		compare := func(now *Questionnaire, what string) {
			t.Helper()
			for s := range now.situations {
				for p := range now.Periods {
					if f.law[p].at(s) != now.verdicts[p][s] {
						t.Fatalf("seed %d, %s: period %d, situation %d: %o, not %o", seed, what, p, s, f.law[p].at(s), now.verdicts[p][s])
					}
				}
			}
			fast, slow := fastCodes(f), slowCodes(now)
			maps.DeleteFunc(slow, func(_ string, found bool) bool { return !found })
			for code := range slow {
				seen[code]++
			}
			if !maps.Equal(fast, slow) {
				t.Fatalf("seed %d, %s: fast %v, slow %v", seed, what, fast, slow)
			}
		}
		f.take(q.Cards, f.sieve.boxes)
		compare(q, "as it is")
		for i, e := range q.edits() {
			if i%7 != seed%7 {
				continue
			}
			edits++
			f.edited(e)
			compare(q.recompiled(e.with(q.Cards)), string(e.Kind))
		}
	}
	t.Log(edits, "edits", seen)
	for code := range slowly {
		if seen[code] < 5 {
			t.Errorf("%s was met %d times", code, seen[code])
		}
	}
}
