package eligibility

import bit "math/bits"

// An askedSpace is the situations that can differ for the questions that are
// asked: those that are never asked have their neutral answers, as in every walk.
type askedSpace struct {
	q         *Questionnaire
	questions []int      // those that are asked, in the order of asking
	stride    []int      // of these, within the space
	situation []int      // the place in the table
	masks     [][]bitset // by question and answer
	full      bitset
}

func newAskedSpace(q *Questionnaire) *askedSpace {
	a := &askedSpace{q: q}
	size := 1
	for i := len(q.Questions) - 1; i >= 0; i-- {
		if q.Questions[i].Asked {
			a.questions, a.stride = append([]int{i}, a.questions...), append([]int{size}, a.stride...)
			size *= len(q.Questions[i].Answers)
		}
	}
	a.full, a.situation = newBitset(size), make([]int, size)
	for k, i := range a.questions {
		a.masks = append(a.masks, nil)
		for range q.Questions[i].Answers {
			a.masks[k] = append(a.masks[k], newBitset(size))
		}
	}
	for at := range a.situation {
		a.full.set(at)
		for i := range q.Questions {
			if !q.Questions[i].Asked {
				a.situation[at] += q.Questions[i].Neutral * q.stride[i]
			}
		}
		for k, i := range a.questions {
			digit := at / a.stride[k] % len(q.Questions[i].Answers)
			a.situation[at] += digit * q.stride[i]
			a.masks[k][digit].set(at)
		}
	}
	return a
}

// A walker goes through all walks of a law without an Answers at each step.
type walker struct {
	*askedSpace
	vectors []vector
	turns   []bitset // by question: the next answer leads to other verdicts
	stack   []bitset // what is still possible, by depth
	met     uint64   // questions that somebody is asked
	longest int
}

func newWalker(a *askedSpace) *walker {
	w := &walker{askedSpace: a, vectors: make([]vector, len(a.situation)), stack: []bitset{a.full}}
	for range a.questions {
		w.turns = append(w.turns, make(bitset, len(a.full)))
		w.stack = append(w.stack, make(bitset, len(a.full)))
	}
	return w
}

// walks: see verifier.walks (C10).
func (f *sifter) walks() bool {
	w := f.walker
	w.met, w.longest = 0, 0
	for p := range f.periods {
		w.read(f.law[p])
		if !w.walk(0, 0) {
			return true
		}
	}
	return w.longest != f.q.LongestWalk || w.met != 1<<len(w.questions)-1
}

// read finds for each question where its answer matters.
func (w *walker) read(l *lattice) {
	for at, s := range w.situation {
		w.vectors[at] = l.at(s)
	}
	for k := range w.turns {
		clear(w.turns[k])
		last := len(w.masks[k]) - 1
		for at := range w.vectors[:len(w.vectors)-w.stride[k]] {
			if !w.masks[k][last].has(at) && w.vectors[at] != w.vectors[at+w.stride[k]] {
				w.turns[k].set(at)
			}
		}
	}
}

// walk goes on from where some questions were asked; false if there are more of
// them than promised. It turns back where nothing new can come.
func (w *walker) walk(asked uint64, depth int) bool {
	if depth > w.q.LongestWalk {
		return false
	}
	possible, next, open := w.stack[depth], -1, uint64(0)
	for k := range w.questions {
		if asked>>k&1 == 0 && w.turns[k].meets(possible) {
			open |= 1 << k
			if next < 0 {
				next = k
			}
		}
	}
	if next < 0 {
		w.longest = max(w.longest, depth)
		return true
	}
	w.met |= 1 << next
	if open&^w.met == 0 && depth+bit.OnesCount64(open) <= w.longest {
		return true
	}
	asked |= 1 << next
	for _, mask := range w.masks[next] {
		for i := range possible {
			w.stack[depth+1][i] = possible[i] & mask[i]
		}
		if !w.walk(asked, depth+1) {
			return false
		}
	}
	if w.q.Questions[w.questions[next]].DontKnow {
		copy(w.stack[depth+1], possible)
		return w.walk(asked, depth+1)
	}
	return true
}
