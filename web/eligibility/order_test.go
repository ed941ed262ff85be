package eligibility

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// shuffled deals the cards of every rule file anew over several files, in random
// order. The files get names that sort in another order.
func (d draft) shuffled(rng *rand.Rand) draft {
	d = d.copy()
	for _, country := range []string{"ru", "by"} {
		head, list, _ := strings.Cut(d.text("rules/"+country+".yaml"), "rules:\n")
		delete(d.files, dir+"/rules/"+country+".yaml")
		cards := strings.Split(list, "  - id:")[1:]
		rng.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
		for cut := rng.Intn(len(cards)-1) + 1; len(cards) > 0; cut = len(cards) {
			name := fmt.Sprintf("%s/rules/%06d.yaml", dir, rng.Intn(1_000_000))
			text := head + "rules:\n  - id:" + strings.Join(cards[:cut], "  - id:")
			d.files[name] = &fstest.MapFile{Data: []byte(text)}
			cards = cards[cut:]
		}
	}
	return d
}

func (q *Questionnaire) cardIDs(cards []int) []string {
	var ids []string
	for _, c := range cards {
		ids = append(ids, q.Cards[c].ID)
	}
	slices.Sort(ids)
	return ids
}

func TestOrderOfCardsAndFilesChangesNothing(t *testing.T) {
	q, d := realQuestionnaire(t), plainDraft(t)
	for seed := range 5 {
		other, list := d.shuffled(rand.New(rand.NewSource(int64(seed)))).load()
		if list.Errors() > 0 || len(other.Cards) != len(q.Cards) {
			t.Fatalf("seed %d: %d cards of %d, %v", seed, len(other.Cards), len(q.Cards), list)
		}
		if !slices.Equal(q.Periods, other.Periods) {
			t.Fatalf("seed %d: periods %v", seed, other.Periods)
		}
		for p := range q.Periods {
			if !slices.Equal(q.verdicts[p], other.verdicts[p]) {
				t.Fatalf("seed %d: another order, other verdicts", seed)
			}
			for s := range q.situations {
				want := q.cardIDs(q.firedSets[q.fired[p][s]])
				if got := other.cardIDs(other.firedSets[other.fired[p][s]]); !slices.Equal(got, want) {
					t.Fatalf("seed %d, situation %d: cards %v, want %v", seed, s, got, want)
				}
			}
		}
	}
}

func TestDescribedBoxesAreTheRegion(t *testing.T) {
	for seed := range 200 {
		rng := rand.New(rand.NewSource(int64(seed)))
		q := randomTable(rng)
		g := make(region, q.situations)
		for s := range g {
			g[s] = rng.Intn(3) == 0
		}
		covered := make(region, len(g))
		for !slices.Equal(covered, g) {
			box, n := q.largestBox(g, covered)
			fresh := 0
			q.eachIn(box, func(s int) {
				if !g[s] {
					t.Fatalf("seed %d: the box %s leaves the region", seed, q.FormatBox(box))
				}
				if !covered[s] {
					covered[s] = true
					fresh++
				}
			})
			if fresh != n || n == 0 {
				t.Fatalf("seed %d: the box %s counts %d, has %d new situations", seed, q.FormatBox(box), n, fresh)
			}
		}
	}
}
