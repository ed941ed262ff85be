package eligibility

import (
	"slices"
	"strconv"
	"sync/atomic"
)

// A Tree is the whole questionnaire as far as it decides one right: every walk
// that Next can lead, cut where the verdict on this right is the same whatever is
// answered afterwards, with answers that lead to equal subtrees taken together.
type Tree struct {
	Root  *Node
	Boxes []*Node // the distinct nodes that ask, in the order of the questions
	Asked int     // states in which a question is asked, nothing cut or taken together
	Ends  int     // states in which a walk ends, counted in the same way
}

// A Node is a place in a Tree: a question, or the end of what decides the right.
type Node struct {
	At       Answers // one way to come here: the first answers in the order of the editors
	Box      int     // number from 1 in Boxes, the same for equal subtrees; 0 for an end
	Question int     // -1 for an end
	Branches []Branch
	Set      Set   // of an end: the verdicts that are left
	More     []int // of an end: questions that may follow and are about other rights
}

// A Branch is one or more answers that lead on to equal subtrees.
type Branch struct {
	Answers []Answer
	To      *Node
}

// Tree gives the tree of a right in a period. It is made at the first call and
// must not be changed; two callers may make it at once and find the same.
func (q *Questionnaire) Tree(period, right int) *Tree {
	memo := &q.trees[period][right]
	if t := memo.Load(); t != nil {
		return t
	}
	g := &grower{q: q, period: period, right: right, ids: map[string]int{}, memo: map[int]int{}}
	g.number(q.NoAnswers())
	t := &Tree{Boxes: make([]*Node, len(g.numbers))}
	t.Root = g.grow(t, []Answers{q.NoAnswers()})
	q.EachState(period, func(_ Answers, next int) {
		if next < 0 {
			t.Ends++
		} else {
			t.Asked++
		}
	})
	memo.Store(t)
	return t
}

// treeMemo keeps the trees of one period, by right.
type treeMemo []atomic.Pointer[Tree]

// Path is the walk that asks for the answers given: the questions in the order of
// asking, up to the end or to the first one without an answer.
func (q *Questionnaire) Path(period int, a Answers) []int {
	var path []int
	at := q.NoAnswers()
	for {
		next, _ := q.walk(period, at)
		if next < 0 || a[next] == NotAsked {
			return path
		}
		path = append(path, next)
		at = at.With(next, a[next])
	}
}

// A grower makes one tree.
type grower struct {
	q             *Questionnaire
	period, right int
	ids           map[string]int // subtree in writing -> its number
	memo          map[int]int    // state -> number of its subtree
	ends          []string       // number -> verdict in words, "" for a subtree that asks
	numbers       map[int]int    // number of a subtree that asks -> number of its box
}

// subtree numbers what follows a state: equal numbers mean equal subtrees.
func (g *grower) subtree(a Answers) int {
	state := g.q.state(a)
	if id, ok := g.memo[state]; ok {
		return id
	}
	id := g.subtreeAnew(a)
	g.memo[state] = id
	return id
}

func (g *grower) subtreeAnew(a Answers) int {
	next, _ := g.q.walk(g.period, a)
	if next < 0 {
		end := g.verdicts(a).String()
		return g.id(end, end)
	}
	written := strconv.Itoa(next)
	ids := []int{}
	for _, answer := range g.q.Questions[next].choices() {
		id := g.subtree(a.With(next, answer))
		ids = append(ids, id)
		written += " " + strconv.Itoa(id)
	}
	if ids = slices.Compact(ids); len(ids) == 1 && g.ends[ids[0]] != "" {
		return ids[0] // the rest is about other rights
	}
	return g.id(written, "")
}

func (g *grower) id(written, end string) int {
	id, known := g.ids[written]
	if !known {
		id = len(g.ends)
		g.ids[written] = id
		g.ends = append(g.ends, end)
	}
	return id
}

func (g *grower) verdicts(a Answers) Set {
	return g.q.Verdicts(g.period, g.q.Assume(a))[g.right]
}

// number numbers the boxes: by question, and within a question as the walk comes
// to them.
func (g *grower) number(root Answers) {
	type asking struct{ id, question int }
	var found []asking
	seen := map[int]bool{}
	var walk func(a Answers)
	walk = func(a Answers) {
		id := g.subtree(a)
		if g.ends[id] != "" || seen[id] {
			return
		}
		seen[id] = true
		next, _ := g.q.walk(g.period, a)
		found = append(found, asking{id, next})
		for _, answer := range g.q.Questions[next].choices() {
			walk(a.With(next, answer))
		}
	}
	walk(root)
	slices.SortStableFunc(found, func(x, y asking) int { return x.question - y.question })
	g.numbers = map[int]int{}
	for i, f := range found {
		g.numbers[f.id] = i + 1
	}
}

// grow makes the node of states that have equal subtrees.
func (g *grower) grow(t *Tree, states []Answers) *Node {
	at := states[0]
	id := g.subtree(at)
	if g.ends[id] != "" {
		return &Node{At: at, Question: -1, Set: g.verdicts(at), More: g.more(states)}
	}
	n := &Node{At: at, Box: g.numbers[id]}
	n.Question, _ = g.q.walk(g.period, at)
	if t.Boxes[n.Box-1] == nil {
		t.Boxes[n.Box-1] = n
	}
	for _, answers := range g.branches(at, n.Question) {
		var members []Answers
		for _, s := range states {
			for _, answer := range answers {
				members = append(members, s.With(n.Question, answer))
			}
		}
		n.Branches = append(n.Branches, Branch{answers, g.grow(t, members)})
	}
	return n
}

// branches sorts the answers to a question by the subtree that they lead to.
func (g *grower) branches(at Answers, question int) [][]Answer {
	var out [][]Answer
	known := map[int]int{} // subtree -> branch
	for _, answer := range g.q.Questions[question].choices() {
		to := g.subtree(at.With(question, answer))
		b, ok := known[to]
		if !ok {
			b = len(out)
			known[to] = b
			out = append(out, nil)
		}
		out[b] = append(out[b], answer)
	}
	return out
}

// more lists the questions that may be asked below any of the states.
func (g *grower) more(states []Answers) []int {
	var out []int
	var walk func(a Answers)
	walk = func(a Answers) {
		next, _ := g.q.walk(g.period, a)
		if next < 0 {
			return
		}
		if !slices.Contains(out, next) {
			out = append(out, next)
		}
		for _, answer := range g.q.Questions[next].choices() {
			walk(a.With(next, answer))
		}
	}
	for _, a := range states {
		walk(a)
	}
	slices.Sort(out)
	return out
}
