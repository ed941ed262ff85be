package eligibility

import "slices"

// maxChanges is the largest number of things that a flip may ask for at once.
const maxChanges = 3

// allChanges judges every set of up to maxChanges changes that a person could
// meet: what time brings, what they can do, and what is still unknown. Nobody is
// advised to move to the other country, to change citizenship, or anything about
// sensitive questions. Without a known country there is nothing to say yet.
func (e *explainer) allChanges() []change {
	if e.q.Country(e.assumed) == "" {
		return nil
	}
	var out []change
	var walk func(from int, a Answers, given []Given)
	walk = func(from int, a Answers, given []Given) {
		if len(given) > 0 {
			out = append(out, change{slices.Clone(given), e.q.Verdicts(e.period, a)})
		}
		if len(given) == maxChanges {
			return
		}
		for i := from; i < len(a); i++ {
			for _, answer := range e.better(i) {
				walk(i+1, a.With(i, Answer(answer)), append(given, Given{i, answer}))
			}
		}
	}
	walk(0, e.assumed, nil)
	slices.SortStableFunc(out, func(x, y change) int { return len(x.given) - len(y.given) })
	return out
}

// better lists the answers to a question that a flip may suggest, nearest first.
func (e *explainer) better(i int) []int {
	question, answer := &e.q.Questions[i], e.assumed[i]
	if question.Sensitive || !question.Asked {
		return nil
	}
	if answer < 0 { // unknown: it may turn out to be anything
		return e.inOrder(question)
	}
	if question.Change == Never || question.Change == Choice {
		return nil
	}
	if question.Ladder == nil {
		return slices.DeleteFunc(e.inOrder(question), func(x int) bool { return x == int(answer) })
	}
	place := slices.Index(question.Ladder, int(answer))
	return question.Ladder[place+1:]
}

func (e *explainer) inOrder(question *Question) []int {
	if question.Ladder != nil {
		return question.Ladder
	}
	all := make([]int, len(question.Answers))
	for i := range all {
		all[i] = i
	}
	return all
}

// flips are the smallest changes after which the right is certainly there, or,
// if there are none, the smallest after which it may be.
func (e *explainer) flips(r int) []Flip {
	goal := func(s Set) bool { return s == 1<<Yes }
	found := e.smallest(r, goal)
	if len(found) == 0 {
		found = e.smallest(r, func(s Set) bool { return s.Has(Yes) })
	}
	var out []Flip
	for _, c := range e.nearestOnly(found) {
		a := slices.Clone(e.assumed)
		for _, g := range c.given {
			a[g.Question] = Answer(g.Answer)
		}
		out = append(out, Flip{Changes: c.given, To: c.sets[r], Kind: e.kind(c.given), Provided: e.provided(a, c.sets[r], r)})
	}
	return out
}

func (e *explainer) smallest(r int, goal func(Set) bool) []change {
	var out []change
	for _, c := range e.changes {
		if len(out) > 0 && len(c.given) > len(out[0].given) {
			break
		}
		if goal(c.sets[r]) {
			out = append(out, c)
		}
	}
	return out
}

// nearestOnly keeps, of changes that differ only in how far somebody climbs a
// ladder, the nearest one: "once you are 18", not also "once you are 21".
func (e *explainer) nearestOnly(changes []change) []change {
	var out []change
	for _, c := range changes {
		better := slices.ContainsFunc(changes, func(d change) bool { return e.nearer(d.given, c.given) })
		if !better {
			out = append(out, c)
		}
	}
	return out
}

// nearer tells whether a asks for the same as b but for one lower step.
func (e *explainer) nearer(a, b []Given) bool {
	if len(a) != len(b) {
		return false
	}
	lower := 0
	for i := range a {
		ladder := e.q.Questions[a[i].Question].Ladder
		switch {
		case a[i].Question != b[i].Question:
			return false
		case a[i].Answer == b[i].Answer:
		case ladder != nil && slices.Index(ladder, a[i].Answer) < slices.Index(ladder, b[i].Answer):
			lower++
		default:
			return false
		}
	}
	return lower > 0
}

// kind says in whose power a change is: the person's if any part of it is,
// otherwise time's, otherwise it only needs finding out.
func (e *explainer) kind(given []Given) ChangeKind {
	kind := Never
	for _, g := range given {
		known := e.assumed[g.Question] >= 0
		change := e.q.Questions[g.Question].Change
		if known && change == Action {
			return Action
		}
		if known && change == Time {
			kind = Time
		}
	}
	return kind
}

// loses lists single steps down a ladder that would take a yes away: what to
// keep.
func (e *explainer) loses(r int) []Flip {
	var out []Flip
	for _, i := range e.given {
		question := &e.q.Questions[i]
		place := slices.Index(question.Ladder, int(e.assumed[i]))
		if question.Change != Action || question.Sensitive || place < 1 {
			continue
		}
		lower := question.Ladder[place-1]
		if set := e.q.Verdicts(e.period, e.assumed.With(i, Answer(lower)))[r]; !set.Has(Yes) {
			out = append(out, Flip{Changes: []Given{{i, lower}}, To: set, Kind: Action})
		}
	}
	return out
}
