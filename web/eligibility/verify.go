package eligibility

import (
	"fmt"
	"slices"
	"strings"

	"localvote/web/problem"
)

// verify proves, by looking at every situation, what the cards promise. One
// mistake should give one message: contradictions and gaps come alone, because
// they would show again in everything that follows.
func (q *Questionnaire) verify(ld *loader) problem.List {
	v := &verifier{q: q, ld: ld}
	for _, check := range []func(){v.bases, v.reciprocity, v.changes, v.ladders, v.shape, v.people} {
		if check(); v.Errors() > 0 {
			return v.List
		}
	}
	v.checkTexts()
	return v.List
}

// shape checks that every card, answer and question has a meaning.
func (v *verifier) shape() {
	v.deadCards()
	v.twins()
	v.walks()
}

// people checks what was written down of persons and examples.
func (v *verifier) people() {
	v.personas()
	v.examples()
}

// A verifier collects what the checks find.
type verifier struct {
	q  *Questionnaire
	ld *loader
	// quarrel names the cards that contradict one another.
	quarrel []string
	problem.List
}

// region marks the situations of a period in which keep holds.
func (v *verifier) region(keep func(s int) bool) (region, int) {
	g, n := make(region, v.q.situations), 0
	for s := range g {
		if keep(s) {
			g[s] = true
			n++
		}
	}
	return g, n
}

// bases checks that every verdict has a basis (C01) and never two that
// disagree (C02).
func (v *verifier) bases() {
	gaps, conflicts := &findings{}, &findings{}
	for p := range v.q.Periods {
		for r := range v.q.Rights {
			v.basis(p, r, gap, gaps)
			v.basis(p, r, conflict, conflicts)
		}
	}
	if gaps.any() {
		v.Errorf(gaps.pos, "C01", "%s: no card says anything in %d of %d situations\n      %s", gaps.whom(), gaps.where.count(), v.q.situations, v.q.describe(gaps.where)).
			Hint("add a `grant` or a `default` card with a source for these situations")
	}
	if conflicts.any() {
		v.Errorf(conflicts.pos, "C02", "%s: cards contradict one another in %d of %d situations: %s\n      %s",
			conflicts.whom(), conflicts.where.count(), v.q.situations, strings.Join(v.quarrel, ", "), v.q.describe(conflicts.where)).
			Hint("narrow one of them with `when:`")
	}
}

func (v *verifier) basis(p, r int, mistake Verdict, found *findings) {
	g, n := v.region(func(s int) bool { return v.q.verdicts[p][s].at(r) == mistake })
	if n == 0 {
		return
	}
	first := slices.Index(g, true)
	pos := v.fileOf(first)
	if mistake == conflict {
		for _, c := range v.q.firedSets[v.q.fired[p][first]] {
			card := &v.q.Cards[c]
			if who := fmt.Sprintf("%s (%s, %s)", card.ID, card.Effect, card.Pos); card.Rights.Has(r) && card.Effect >= EffectUnclear && !slices.Contains(v.quarrel, who) {
				v.quarrel = append(v.quarrel, who)
				pos = card.Pos
			}
		}
	}
	found.add(v.q.Periods[p], v.q.Rights[r].ID, g, pos)
}

// fileOf is where the cards of a situation's country begin.
func (v *verifier) fileOf(s int) problem.Pos {
	country, _ := v.q.Question("country")
	for i := range v.q.Cards {
		if v.q.Cards[i].When[country]>>v.q.digits[s][country]&1 == 1 {
			return v.q.Cards[i].Pos
		}
	}
	return problem.Pos{File: v.ld.path("rules")}
}

// deadCards finds cards that never fit (C03) and cards that never change a
// verdict (C04).
func (v *verifier) deadCards() {
	fits, decides := make([]bool, len(v.q.Cards)), make([]bool, len(v.q.Cards))
	for _, set := range v.q.firedSets {
		all := v.q.judge(set)
		for i, c := range set {
			fits[c] = true
			if !decides[c] {
				without := slices.Delete(slices.Clone(set), i, i+1)
				decides[c] = v.q.judge(without) != all
			}
		}
	}
	for c := range v.q.Cards {
		card := &v.q.Cards[c]
		switch {
		case !fits[c]:
			v.Errorf(card.Pos, "C03", "the card %q can never apply", card.ID).Hint("its days or conditions exclude every situation")
		case !decides[c] && !card.ReasonOnly:
			v.Errorf(card.Pos, "C04", "the card %q never changes a verdict", card.ID).Hint("delete it, or keep it as a further reason with `reason_only: true`")
		}
	}
}

// twins finds answers that never lead to different results (C05).
func (v *verifier) twins() {
	for i := range v.q.Questions {
		question := &v.q.Questions[i]
		var pairs []string
		for a := range question.Answers {
			for b := a + 1; b < len(question.Answers); b++ {
				declared := slices.Contains(question.Twins, a) && slices.Contains(question.Twins, b)
				if !declared && !v.differ(i, a, b) {
					pairs = append(pairs, fmt.Sprintf("%q and %q", question.Answers[a], question.Answers[b]))
				}
			}
		}
		if len(pairs) > 0 {
			v.Errorf(question.Pos, "C05", "answers to %q never lead to different results: %s", question.ID, strings.Join(pairs, ", ")).Hint("merge them, or declare them with `twins:` if people must find their own paper in the list")
		}
	}
}

// differ tells whether two answers to a question ever lead to different verdicts.
func (v *verifier) differ(question, a, b int) bool {
	step := (b - a) * v.q.stride[question]
	for p := range v.q.Periods {
		for s, digits := range v.q.digits {
			if int(digits[question]) == a && v.q.verdicts[p][s] != v.q.verdicts[p][s+step] {
				return true
			}
		}
	}
	return false
}

// ladders checks that more never gives less (C09): an older, more permanently
// resident, registered person never has fewer rights than the same person with
// less. No and absent count least, yes most.
func (v *verifier) ladders() {
	rank := [...]int{No: 0, Absent: 0, Unclear: 1, Yes: 2}
	for i := range v.q.Questions {
		question := &v.q.Questions[i]
		found, lower, higher := &findings{}, 0, 0
		for x := 1; x < len(question.Ladder); x++ {
			less, more := question.Ladder[x-1], question.Ladder[x]
			step := (more - less) * v.q.stride[i]
			for p, day := range v.q.Periods {
				for r := range v.q.Rights {
					g, n := v.region(func(s int) bool {
						return int(v.q.digits[s][i]) == less &&
							rank[v.q.verdicts[p][s+step].at(r)] < rank[v.q.verdicts[p][s].at(r)]
					})
					if n > 0 {
						if !found.any() {
							lower, higher = less, more
						}
						found.add(day, v.q.Rights[r].ID, g, question.Pos)
					}
				}
			}
		}
		if found.any() {
			v.Errorf(found.pos, "C09", "%s: answering %q gives less than %q in %d situations\n      %s",
				found.whom(), question.Answers[higher], question.Answers[lower], found.where.count(), v.q.describe(found.where)).Hint("two answers may be swapped in a card")
		}
	}
}

// walks checks that every answer of every question that is asked can be met by
// some reader, and that nobody is asked more than was promised (C10).
func (v *verifier) walks() {
	met := make([]bool, len(v.q.Questions))
	longest, path := 0, ""
	for p := range v.q.Periods {
		v.q.EachState(p, func(a Answers, next int) {
			if next >= 0 {
				met[next] = true
				return
			}
			n := 0
			for i := range a {
				if a[i] != NotAsked {
					n++
				}
			}
			if n > longest {
				longest, path = n, v.q.Format(a)
			}
		})
	}
	for i := range met {
		if !met[i] && v.q.Questions[i].Asked {
			v.Errorf(v.q.Questions[i].Pos, "C10", "nobody is ever asked %q", v.q.Questions[i].ID).Hint("no verdict depends on it: delete it, or mend the cards")
		}
	}
	if longest != v.q.LongestWalk {
		v.Errorf(problem.Pos{File: v.ld.path("questions.yaml")}, "C10", "the longest walk has %d questions, not %d: %s", longest, v.q.LongestWalk, path).Hint("say so in `longest_walk`, and in the texts that promise it")
	}
}
