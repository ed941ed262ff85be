package eligibility

import "localvote/web/lang"

// box is the set of situations that answers leave possible.
func (q *Questionnaire) box(a Answers) Box {
	b := q.everywhere()
	for i, answer := range a {
		if answer >= 0 {
			b[i] = 1 << answer
		}
	}
	return b
}

// Verdicts gives, for each right, the set of verdicts over all situations that
// the answers leave possible: exact "certain answers" (Libkin, ACM TODS 41(1),
// 2016), where judging rule by rule would often say "depends" about what is in
// fact settled. Nothing is assumed; see Assume.
func (q *Questionnaire) Verdicts(period int, a Answers) []Set {
	sets := make([]Set, len(q.Rights))
	last := vector(0)
	table := q.verdicts[period]
	q.eachIn(q.box(a), func(s int) {
		if table[s] == last {
			return
		}
		last = table[s]
		for r := range sets {
			sets[r] |= 1 << last.at(r)
		}
	})
	return sets
}

// Relevant tells for each unknown question whether its answer can still change
// a verdict. This is exact: some possible situation changes its verdict if only
// this answer changes. An answer to any other question can change nothing.
func (q *Questionnaire) Relevant(period int, a Answers) []bool {
	return q.relevantFor(period, a, ^vector(0))
}

// RelevantTo is Relevant for one right.
func (q *Questionnaire) RelevantTo(period int, a Answers, right int) []bool {
	return q.relevantFor(period, a, 7<<(3*right))
}

func (q *Questionnaire) relevantFor(period int, a Answers, mask vector) []bool {
	relevant := make([]bool, len(a))
	table := q.verdicts[period]
	var open []int
	for i := range a {
		if a[i] < 0 {
			open = append(open, i)
		}
	}
	q.eachIn(q.box(a), func(s int) {
		for k := 0; k < len(open); k++ {
			i := open[k]
			if int(q.digits[s][i])+1 == len(q.Questions[i].Answers) {
				continue
			}
			if (table[s]^table[s+q.stride[i]])&mask != 0 {
				relevant[i] = true
				open[k] = open[len(open)-1]
				open = open[:len(open)-1]
				k--
			}
		}
	})
	return relevant
}

// Next is the next question to ask: the first one in the editors' order that is
// asked at all, has no answer yet and can still change a verdict. ok is false
// when everything that can be settled is settled.
func (q *Questionnaire) Next(period int, a Answers) (question int, ok bool) {
	relevant := q.Relevant(period, q.Assume(a))
	for i := range q.Questions {
		if relevant[i] && a[i] == NotAsked && q.Questions[i].Asked {
			return i, true
		}
	}
	return 0, false
}

// AtMost is the number of questions that may still follow, at most. It is the
// depth of the remaining tree, not an estimate.
func (q *Questionnaire) AtMost(period int, a Answers) int {
	_, depth := q.walk(period, a)
	return depth
}

// walk finds the next question (-1 for none) and the depth below a state, and
// remembers both: the same few states come back with every reader. Two readers
// may compute the same state at once and write the same number.
func (q *Questionnaire) walk(period int, a Answers) (next, depth int) {
	if q.AnswersSensitive(a) {
		return q.walkAnew(period, a)
	}
	memo := &q.walks[period][q.state(a)]
	if m := memo.Load(); m != 0 {
		return int(m>>8) - 2, int(m & 0xff)
	}
	next, depth = q.walkAnew(period, a)
	memo.Store(uint32(next+2)<<8 | uint32(depth))
	return next, depth
}

func (q *Questionnaire) walkAnew(period int, a Answers) (next, depth int) {
	next = -1
	if i, ok := q.Next(period, a); ok {
		next = i
		for _, answer := range q.Questions[i].choices() {
			_, d := q.walk(period, a.With(i, answer))
			depth = max(depth, d+1)
		}
	}
	return next, depth
}

// AnswersSensitive tells whether a question that is never asked was answered
// all the same; such states have no number and are not remembered.
func (q *Questionnaire) AnswersSensitive(a Answers) bool {
	for i := range a {
		if !q.Questions[i].Asked && a[i] != NotAsked {
			return true
		}
	}
	return false
}

// choices lists every Answer that the question offers.
func (q *Question) choices() []Answer {
	var out []Answer
	for i := range q.Answers {
		out = append(out, Answer(i))
	}
	if q.DontKnow {
		out = append(out, DontKnow)
	}
	return out
}

// EachState calls f for every state that a reader can reach by answering the
// questions in order, beginning with nothing answered; next is -1 at the end of
// a walk. f must not keep or change a.
func (q *Questionnaire) EachState(period int, f func(a Answers, next int)) {
	var walk func(a Answers)
	walk = func(a Answers) {
		next, _ := q.walk(period, a)
		f(a, next)
		if next < 0 {
			return
		}
		for _, answer := range q.Questions[next].choices() {
			walk(a.With(next, answer))
		}
	}
	walk(q.NoAnswers())
}

// MayBeIn tells whether some situation that the answers leave possible lies in
// the box.
func (q *Questionnaire) MayBeIn(b Box, a Answers) bool {
	possible := q.box(a)
	for i := range b {
		if possible[i]&b[i] == 0 {
			return false
		}
	}
	return true
}

// Situations is how many situations there are: one answer to every question.
func (q *Questionnaire) Situations() int { return q.situations }

// Polish passes every text through a function, for typography. It must be
// called before anybody else reads the questionnaire.
func (q *Questionnaire) Polish(fix func(lang.Lang, string) string) {
	for _, all := range []map[lang.Lang]map[string]string{q.texts, q.easy} {
		for l, texts := range all {
			for key, text := range texts {
				texts[key] = fix(l, text)
			}
		}
	}
}
