package eligibility

import (
	"math/rand"
	"testing"
)

// oracle judges one right in one situation on one day, written from the prose
// of the design (section a.2) and from nothing else.
func oracle(q *Questionnaire, day string, full Answers, right int) string {
	fits := func(effect string) bool {
		for _, c := range q.Cards {
			ok := c.Effect.String() == effect && c.Rights&(1<<right) != 0
			ok = ok && (c.From == "" || day >= c.From) && (c.To == "" || day < c.To)
			for question, answer := range full {
				ok = ok && c.When[question]&(1<<answer) != 0
			}
			if ok {
				return true
			}
		}
		return false
	}
	// 1. absent fits: there is no such election there.
	if fits("absent") {
		return "absent"
	}
	// 2. Otherwise a basis is needed; grant beside another one is a contradiction.
	grant, unclear, fallback := fits("grant"), fits("unclear"), fits("default")
	if !grant && !unclear && !fallback {
		return "gap"
	}
	if grant && (unclear || fallback) {
		return "conflict"
	}
	// 3. Any bar fits: no.
	if fits("bar") {
		return "no"
	}
	// 4. unclear: not settled; grant: yes; default: no.
	if unclear {
		return "unclear"
	}
	if grant {
		return "yes"
	}
	return "no"
}

func TestTableAgreesWithOracle(t *testing.T) {
	q := realQuestionnaire(t)
	n := 0
	for p, day := range q.Periods {
		q.eachFull(q.NoAnswers(), func(full Answers) {
			sets := q.Verdicts(p, full)
			for r := range q.Rights {
				n++
				want := oracle(q, day, full, r)
				if got := q.look(p, full, r).String(); got != want || sets[r].String() != want {
					t.Fatalf("%s, %s, %s: table %s, Verdicts %s, oracle %s", day, q.Format(full), q.Rights[r].ID, got, sets[r], want)
				}
			}
		})
	}
	if want := len(q.Periods) * q.situations * len(q.Rights); n != want {
		t.Errorf("compared %d verdicts of %d", n, want)
	}
	t.Logf("%d verdicts compared", n)
}

func TestTableAgreesWithOracleOnRandomCards(t *testing.T) {
	n, seen := 0, map[string]int{}
	for seed := range 300 {
		q := randomTable(rand.New(rand.NewSource(int64(seed))))
		for _, day := range append(q.Periods, "2025-03-03", "2025-12-31", "2030-01-01") {
			p, ok := q.Period(day)
			if !ok {
				t.Fatalf("seed %d: %s is not covered", seed, day)
			}
			q.eachFull(q.NoAnswers(), func(full Answers) {
				for r := range q.Rights {
					got, want := q.look(p, full, r).String(), oracle(q, day, full, r)
					if got != want {
						t.Fatalf("seed %d, %s, %v, right %d: table %s, oracle %s", seed, day, full, r, got, want)
					}
					n++
					seen[want]++
				}
			})
		}
	}
	t.Log(n, "verdicts compared", seen)
	for _, word := range verdictNames {
		if seen[word] == 0 {
			t.Errorf("no random card set had the verdict %s", word)
		}
	}
}

func TestDaysBeforeCoverageHaveNoPeriod(t *testing.T) {
	q := realQuestionnaire(t)
	for day, want := range map[string]int{"2024-12-31": -1, "2025-01-01": 0, "2025-10-28": 0, "2025-10-29": 1, "2099-01-01": 1} {
		if p, ok := q.Period(day); p != want || ok != (want >= 0) {
			t.Errorf("Period(%s) = %d, %v", day, p, ok)
		}
	}
}
