package eligibility

import (
	"slices"
	"testing"
)

// The tree says of every way through the questionnaire what the table says.
func TestTreeAgreesWithTheVerdicts(t *testing.T) {
	q := realQuestionnaire(t)
	for period := range q.Periods {
		for right := range q.Rights {
			tree, ends := q.Tree(period, right), 0
			q.EachState(period, func(a Answers, next int) {
				if next >= 0 {
					return
				}
				ends++
				n := follow(tree, a)
				if got, want := n.Set.String(), q.Verdicts(period, q.Assume(a))[right].String(); got != want {
					t.Errorf("%s, %s: the tree says %s, the table %s", q.Rights[right].ID, q.Format(a), got, want)
				}
				for _, question := range q.Path(period, a) {
					if n.At[question] == NotAsked && !slices.Contains(n.More, question) {
						t.Errorf("%s: %s is asked, and the tree does not know", q.Format(a), q.Questions[question].ID)
					}
				}
			})
			if ends != tree.Ends {
				t.Errorf("%d ends, not %d", ends, tree.Ends)
			}
		}
	}
}

// follow goes down the tree by answers.
func follow(tree *Tree, a Answers) *Node {
	n := tree.Root
	for n.Question >= 0 {
		i := slices.IndexFunc(n.Branches, func(b Branch) bool { return slices.Contains(b.Answers, a[n.Question]) })
		n = n.Branches[i].To
	}
	return n
}

// Every node stands where Next leads, equal boxes have equal branches, and the
// verdict of an end holds already where the tree ends.
func TestTreeNodes(t *testing.T) {
	q := realQuestionnaire(t)
	period, right := len(q.Periods)-1, 0
	tree := q.Tree(period, right)
	var walk func(n *Node)
	walk = func(n *Node) {
		if n.Question < 0 {
			if got := q.Verdicts(period, q.Assume(n.At))[right]; got.String() != n.Set.String() {
				t.Errorf("%s: %s, not %s", q.Format(n.At), got, n.Set)
			}
			return
		}
		if next, _ := q.Next(period, n.At); next != n.Question {
			t.Errorf("%s: asks %d, not %d", q.Format(n.At), n.Question, next)
		}
		box, total := tree.Boxes[n.Box-1], 0
		if box.Question != n.Question || len(box.Branches) != len(n.Branches) {
			t.Fatalf("box %d is two different things", n.Box)
		}
		for i, b := range n.Branches {
			total += len(b.Answers)
			if !slices.Equal(b.Answers, box.Branches[i].Answers) || b.To.Box != box.Branches[i].To.Box {
				t.Errorf("box %d is two different things", n.Box)
			}
			walk(b.To)
		}
		if total != len(q.Questions[n.Question].choices()) {
			t.Errorf("%s: %d answers", q.Format(n.At), total)
		}
	}
	walk(tree.Root)
	if !slices.IsSortedFunc(tree.Boxes, func(a, b *Node) int { return a.Question - b.Question }) || tree.Root.Box != 1 {
		t.Error("the boxes are not numbered by question")
	}
	t.Logf("%d questions and %d ends, in %d boxes", tree.Asked, tree.Ends, len(tree.Boxes))
	if tree != q.Tree(period, right) {
		t.Error("made twice")
	}
}

// The path asks what Next asks, in that order.
func TestPath(t *testing.T) {
	q := realQuestionnaire(t)
	for period := range q.Periods {
		q.EachState(period, func(a Answers, _ int) {
			at := q.NoAnswers()
			for _, question := range q.Path(period, a) {
				if next, ok := q.Next(period, at); !ok || next != question {
					t.Fatalf("%s: asks %d, not %d", q.Format(a), question, next)
				}
				at = at.With(question, a[question])
			}
			if !slices.Equal(at, a) {
				t.Errorf("%s: the path ends at %s", q.Format(a), q.Format(at))
			}
		})
	}
}

func BenchmarkTree(b *testing.B) {
	q := realQuestionnaire(b)
	period := len(q.Periods) - 1
	for b.Loop() {
		q.trees[period][0].Store(nil)
		q.Tree(period, 0)
	}
}
