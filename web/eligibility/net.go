package eligibility

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// A Net is what stands between a slip in a rule card and the readers: every edit of
// one cell, and which check or persona notices it. The share that somebody notices
// is the mutation score of the rules (P03). An edit that changes no verdict on any
// day harms nobody and does not count.
//
// Only what is proven about verdicts counts: that a deleted card leaves its text
// behind (C11) would be noticed too, but whoever deletes the one deletes the other.
type Net struct {
	q     *Questionnaire
	Edits []*Edit // all of them, in the order of the cards
}

// Net tries every edit of every card, on all processors. The questionnaire must have
// loaded without errors. progress, if it is not nil, is told now and then how many
// edits of how many were tried.
func (q *Questionnaire) Net(progress func(done, of int)) *Net {
	n := &Net{q: q, Edits: q.edits()}
	v := newSieve(q)
	var next, done atomic.Int64
	var tell sync.Mutex
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(n.Edits)) {
		all.Go(func() {
			f := v.sifter()
			for i := next.Add(1) - 1; int(i) < len(n.Edits); i = next.Add(1) - 1 {
				f.try(n.Edits[i])
				if d := done.Add(1); progress != nil && d%32 == 0 {
					tell.Lock()
					progress(int(d), len(n.Edits))
					tell.Unlock()
				}
			}
		})
	}
	all.Wait()
	return n
}

// try finds out what an edit does and who notices it.
func (f *sifter) try(e *Edit) {
	f.edited(e)
	changed := f.changed()
	if e.Count = countChanged(changed, len(f.full)); e.Count == 0 {
		return
	}
	if e.Noticed = f.notices(); e.Noticed == "" {
		e.changed = changed
	}
}

// countChanged counts situations, each once.
func countChanged(changed []changedOn, words int) int {
	somewhere := make(bitset, words)
	for _, on := range changed {
		for _, b := range on.rights {
			somewhere.add(b)
		}
	}
	return somewhere.count()
}

// Harmful counts the edits that change a verdict.
func (n *Net) Harmful() int { return n.count(func(e *Edit) bool { return e.Count > 0 }) }

// Noticed counts the edits that somebody notices.
func (n *Net) Noticed() int { return n.count(func(e *Edit) bool { return e.Noticed != "" }) }

// NoticedByStructure counts those that the checks of the structure notice, with no
// persona or example.
func (n *Net) NoticedByStructure() int {
	return n.count(func(e *Edit) bool { return strings.HasPrefix(e.Noticed, "C") })
}

func (n *Net) count(is func(*Edit) bool) int {
	total := 0
	for _, e := range n.Edits {
		if is(e) {
			total++
		}
	}
	return total
}

// Unnoticed lists the edits that change a verdict and that nobody notices.
func (n *Net) Unnoticed() []*Edit {
	var out []*Edit
	for _, e := range n.Edits {
		if e.Count > 0 && e.Noticed == "" {
			out = append(out, e)
		}
	}
	return out
}
