package eligibility

import (
	"slices"
)

// A Result is everything that can be said about one set of answers on one day.
type Result struct {
	Day     string
	Period  int
	Answers Answers // as given
	Next    int     // question that should be asked next, -1 if all is settled
	AtMost  int     // questions that may still follow
	Rights  []RightResult
	Steps   []int // steps that fit, by number
}

// A RightResult is one right in full.
type RightResult struct {
	Right    int
	Set      Set
	Reasons  []Reason
	Because  []int      // questions whose answers alone force this verdict
	Provided []Proviso  // conditions that were not asked about
	Forks    []Fork     // for "depends": what each missing answer would give
	Flips    []Flip     // the least that would turn it into yes
	Loses    []Flip     // single things that would take a yes away
	NoMatter []int      // questions whose answers did not matter
	Later    []LaterSet // what later law changes
}

// A Reason is a card that decides, and the verdict it decides for.
type Reason struct {
	Card    int
	Verdict Verdict
	// Always is true where the card decides in every situation with this
	// verdict, whatever the missing answers are. Where there is such a card,
	// cards that only may decide are not named.
	Always bool
}

// A Proviso is an answer to a question that was not asked which would change
// the verdict: the verdict holds provided that it is not the reader's.
type Proviso struct {
	Question int
	Answer   int
	Gives    Set
	Cards    []int
}

// A Fork is a missing answer and what each of its values would give.
type Fork struct {
	Question int
	Gives    []Set // by answer
}

// A Flip is a smallest set of answers that would lead to another verdict.
type Flip struct {
	Changes  []Given
	To       Set
	Kind     ChangeKind // Action, Time, or Never where it only needs finding out
	Provided []Proviso
}

// Given is one answer to one question.
type Given struct{ Question, Answer int }

// A LaterSet is a verdict from a later day on.
type LaterSet struct {
	From string
	Set  Set
}

// Explain computes the whole result. The day must be covered; see Period.
func (q *Questionnaire) Explain(day string, a Answers) Result {
	period, _ := q.Period(day)
	res := Result{Day: day, Period: period, Answers: a}
	res.Next, res.AtMost = q.walk(period, a)
	e := q.explainer(period, a)
	for r := range q.Rights {
		res.Rights = append(res.Rights, e.right(r))
	}
	res.Steps = q.steps(day, e.assumed, e.sets)
	return res
}

// An explainer shares between the rights what is computed for all at once.
type explainer struct {
	q       *Questionnaire
	period  int
	assumed Answers // with neutral answers to what is never asked
	sets    []Set
	given   []int   // questions with an answer of the reader
	subsets [][]Set // verdicts by subset of given answers, as bits
	changes []change
}

// change is one candidate for a flip.
type change struct {
	given []Given
	sets  []Set
}

func (q *Questionnaire) explainer(period int, a Answers) *explainer {
	e := &explainer{q: q, period: period, assumed: q.Assume(a)}
	e.sets = q.Verdicts(period, e.assumed)
	for i := range a {
		if a[i] >= 0 {
			e.given = append(e.given, i)
		}
	}
	e.subsets = e.allSubsets(a)
	e.changes = e.allChanges()
	return e
}

// allSubsets judges every subset of the given answers; what was assumed stays.
func (e *explainer) allSubsets(a Answers) [][]Set {
	out := make([][]Set, 1<<len(e.given))
	for mask := range out {
		part := slices.Clone(e.assumed)
		for k, question := range e.given {
			if mask>>k&1 == 0 {
				part[question] = NotAsked
			}
		}
		out[mask] = e.q.Verdicts(e.period, part)
	}
	return out
}

func (e *explainer) right(r int) RightResult {
	out := RightResult{Right: r, Set: e.sets[r]}
	out.Reasons = e.reasons(e.assumed, r)
	minimal := e.minimalSubsets(r)
	out.Because = e.because(r)
	out.NoMatter = e.noMatter(r, minimal)
	out.Provided = e.provided(e.assumed, e.sets[r], r)
	if _, certain := out.Set.Certain(); !certain {
		out.Forks = e.forks(r)
	}
	if !out.Set.Has(Yes) {
		out.Flips = e.flips(r)
	}
	if out.Set == 1<<Yes {
		out.Loses = e.loses(r)
	}
	out.Later = e.later(r)
	return out
}

// reasons collects the cards of the deciding layer over all situations that are
// still possible. For "no" the missing basis comes before the bars, and all of
// them are named, never only the first.
func (e *explainer) reasons(a Answers, r int) []Reason {
	q := e.q
	sets := map[uint32]bool{}
	q.eachIn(q.box(a), func(s int) { sets[q.fired[e.period][s]] = true })
	count, total := map[Reason]int{}, map[Verdict]int{}
	for number := range sets {
		cards := q.firedSets[number]
		verdict := q.judge(cards).at(r)
		total[verdict]++
		for _, c := range q.deciding(cards, r, verdict) {
			count[Reason{Card: c, Verdict: verdict}]++
		}
	}
	surely := map[Verdict]bool{} // verdicts that some card decides in every situation
	for reason, n := range count {
		if n == total[reason.Verdict] {
			surely[reason.Verdict] = true
		}
	}
	var out []Reason
	for reason, n := range count {
		reason.Always = n == total[reason.Verdict]
		if reason.Always || !surely[reason.Verdict] {
			out = append(out, reason)
		}
	}
	slices.SortFunc(out, func(x, y Reason) int { return q.reasonRank(x) - q.reasonRank(y) })
	return out
}

// deciding picks the cards whose layer decided.
func (q *Questionnaire) deciding(cards []int, r int, verdict Verdict) []int {
	var out []int
	for _, c := range cards {
		if card := &q.Cards[c]; card.decides(verdict) && card.Rights.Has(r) {
			out = append(out, c)
		}
	}
	return out
}

// decides tells whether a verdict comes from the layer of the card.
func (c *Card) decides(verdict Verdict) bool {
	switch verdict {
	case Absent:
		return c.Effect == EffectAbsent
	case Yes:
		return c.Effect == EffectGrant
	case Unclear:
		return c.Effect == EffectUnclear
	case No:
		return c.Effect == EffectDefault || c.Effect == EffectBar
	}
	return false
}

// reasonRank orders reasons: yes, no, absent, unclear; within "no" the missing
// basis first; then the order of the files.
func (q *Questionnaire) reasonRank(x Reason) int {
	verdict := slices.Index([]Verdict{Yes, No, Absent, Unclear}, x.Verdict)
	layer := 0
	if q.Cards[x.Card].Effect == EffectBar {
		layer = 1
	}
	return (verdict*2+layer)*1_000_000 + x.Card
}

// sufficient tells whether a subset of the answers alone forces the verdict.
func (e *explainer) sufficient(mask, r int) bool { return e.subsets[mask][r] == e.sets[r] }

// minimalSubsets lists all subsets that force the verdict and lose this with
// any answer taken away.
func (e *explainer) minimalSubsets(r int) []int {
	var out []int
	for mask := range e.subsets {
		if !e.sufficient(mask, r) {
			continue
		}
		minimal := true
		for k := range e.given {
			if mask>>k&1 == 1 && e.sufficient(mask&^(1<<k), r) {
				minimal = false
			}
		}
		if minimal {
			out = append(out, mask)
		}
	}
	return out
}

// because is one smallest set of answers that forces the verdict (a sufficient
// reason). Sensitive answers are dropped first, so that they appear only where
// nothing else will do; then the answers given last.
func (e *explainer) because(r int) []int {
	mask := 1<<len(e.given) - 1
	for _, k := range e.dropOrder() {
		if e.sufficient(mask&^(1<<k), r) {
			mask &^= 1 << k
		}
	}
	return e.questions(mask)
}

func (e *explainer) dropOrder() []int {
	var sensitive, rest []int
	for k := len(e.given) - 1; k >= 0; k-- {
		if e.q.Questions[e.given[k]].Sensitive {
			sensitive = append(sensitive, k)
		} else {
			rest = append(rest, k)
		}
	}
	return append(sensitive, rest...)
}

func (e *explainer) questions(mask int) []int {
	var out []int
	for k, question := range e.given {
		if mask>>k&1 == 1 {
			out = append(out, question)
		}
	}
	return out
}

// noMatter names the answers that stand in no sufficient reason at all and that
// could not change the verdict either if they were different. A free choice (the
// country) is not named even then: the other answers are about it.
func (e *explainer) noMatter(r int, minimal []int) []int {
	used := 0
	for _, mask := range minimal {
		used |= mask
	}
	for k, question := range e.given {
		without := e.assumed.With(question, NotAsked)
		if e.q.Questions[question].Change == Choice || e.q.RelevantTo(e.period, without, r)[question] {
			used |= 1 << k
		}
	}
	return e.questions((1<<len(e.given) - 1) &^ used)
}

// provided names every answer to a question that was not asked which would
// change the verdict, with the cards that would decide then and do not now.
func (e *explainer) provided(a Answers, set Set, r int) []Proviso {
	var out []Proviso
	known := e.reasons(a, r)
	for i := range e.q.Questions {
		question := &e.q.Questions[i]
		if question.Asked || slices.Contains(e.given, i) || a[i] < 0 {
			continue
		}
		for answer := range question.Answers {
			other := a.With(i, Answer(answer))
			gives := e.q.Verdicts(e.period, other)[r]
			if gives == set {
				continue
			}
			p := Proviso{Question: i, Answer: answer, Gives: gives}
			for _, reason := range e.reasons(other, r) {
				isNew := !slices.ContainsFunc(known, func(x Reason) bool { return x.Card == reason.Card })
				if isNew && !slices.Contains(p.Cards, reason.Card) {
					p.Cards = append(p.Cards, reason.Card)
				}
			}
			out = append(out, p)
		}
	}
	return out
}

// forks says for each missing answer that matters what it would give.
func (e *explainer) forks(r int) []Fork {
	var out []Fork
	for i, relevant := range e.q.RelevantTo(e.period, e.assumed, r) {
		if !relevant {
			continue
		}
		f := Fork{Question: i}
		for answer := range e.q.Questions[i].Answers {
			f.Gives = append(f.Gives, e.q.Verdicts(e.period, e.assumed.With(i, Answer(answer)))[r])
		}
		out = append(out, f)
	}
	return out
}

func (e *explainer) later(r int) []LaterSet {
	var out []LaterSet
	last := e.sets[r]
	for p := e.period + 1; p < len(e.q.Periods); p++ {
		if set := e.q.Verdicts(p, e.assumed)[r]; set != last {
			out = append(out, LaterSet{e.q.Periods[p], set})
			last = set
		}
	}
	return out
}

// steps picks what fits the answers and the verdicts. A step whose box asks for
// an answer that is not known does not fit: better no advice than wrong advice.
func (q *Questionnaire) steps(day string, a Answers, sets []Set) []int {
	var out []int
	for i := range q.Steps {
		if s := &q.Steps[i]; inForce(s.From, s.To, day) && q.surelyIn(s.When, a) && s.matches(sets) {
			out = append(out, i)
		}
	}
	return out
}

// StepSpan numbers the spans of days within which the same steps are in force; what
// Explain says is the same for two days of one period and one span, but for the day.
func (q *Questionnaire) StepSpan(day string) int {
	n := 0
	for i := range q.Steps {
		for _, bound := range [...]string{q.Steps[i].From, q.Steps[i].To} {
			if bound != "" && bound <= day {
				n++
			}
		}
	}
	return n
}

// matches tells whether one of the step's rights has one of its verdicts.
func (s *Step) matches(sets []Set) bool {
	for r, set := range sets {
		if !s.Rights.Has(r) {
			continue
		}
		if v, certain := set.Certain(); certain && s.Verdicts.Has(v) || !certain && s.Depends {
			return true
		}
	}
	return false
}

// MatchesRight tells whether a step belongs to a right with these verdicts.
func (s *Step) MatchesRight(r int, set Set) bool {
	v, certain := set.Certain()
	return s.Rights.Has(r) && (certain && s.Verdicts.Has(v) || !certain && s.Depends)
}

// surelyIn tells whether every situation that the answers leave possible lies
// in the box.
func (q *Questionnaire) surelyIn(b Box, a Answers) bool {
	possible := q.box(a)
	for i := range b {
		if possible[i]&^b[i] != 0 {
			return false
		}
	}
	return true
}

// Shortest is the fewest answers that still give the same verdict for every
// right, for passing a result on without passing on more than needed. Answers
// "I do not know" stay, and nothing is dropped that would be asked again.
func (q *Questionnaire) Shortest(period int, a Answers) Answers {
	want := q.Verdicts(period, q.Assume(a))
	_, open := q.Next(period, a)
	short := slices.Clone(a)
	for i := len(a) - 1; i >= 0; i-- {
		if short[i] < 0 {
			continue
		}
		fewer := short.With(i, NotAsked)
		if _, asks := q.Next(period, fewer); asks && !open {
			continue
		}
		if slices.Equal(q.Verdicts(period, q.Assume(fewer)), want) {
			short = fewer
		}
	}
	return short
}
