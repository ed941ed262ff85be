package eligibility

import (
	"slices"
	"testing"
)

// Merged rows cover every situation exactly once and say of it what the table says.
func TestMergedRows(t *testing.T) {
	q := realQuestionnaire(t)
	for period := range q.Periods {
		for _, rights := range []Rights{0, 1, 1 << 2, 1<<len(q.Rights) - 1} {
			rows := q.MergedRows(period, q.Everywhere(), rights)
			total := 0
			seen := make([]bool, q.Situations())
			for _, row := range rows {
				n := 0
				q.eachIn(row.Box, func(s int) {
					n++
					if seen[s] {
						t.Fatalf("situation %d stands twice", s)
					}
					seen[s] = true
					for r, verdict := range row.Verdicts {
						if (rights == 0 || rights.Has(r)) && q.verdicts[period][s].at(r) != verdict {
							t.Fatalf("%s: right %d is %v, the table has %v", q.FormatBox(row.Box), r, verdict, q.verdicts[period][s].at(r))
						}
					}
				})
				if n != row.Count {
					t.Errorf("%s: %d situations, counted %d", q.FormatBox(row.Box), n, row.Count)
				}
				total += n
			}
			if total != q.Situations() {
				t.Errorf("%d situations of %d", total, q.Situations())
			}
			t.Logf("period %d, rights %b: %d rows", period, rights, len(rows))
		}
	}
}

func TestFirst(t *testing.T) {
	if got := (Row{Box: Box{0b100, 0b1, 0b110}}).First(); !slices.Equal(got, Answers{2, 0, 1}) {
		t.Error(got)
	}
}
