package eligibility

import (
	"strings"
	"testing"
	"time"
)

// The budgets of the design: load and check below 50 ms, the next question below
// 1 ms, a result below 3 ms. They are measured here, not enforced.

func (q *Questionnaire) named(b *testing.B, named map[string]string) Answers {
	b.Helper()
	a, bad := q.Parse(named)
	if len(bad) > 0 {
		b.Fatal(bad)
	}
	return a
}

var settled = map[string]string{
	"country": "ru", "citizenship": "by", "age": "21plus", "residence": "permanent",
	"registered": "yes", "head_elected": "yes", "third_state": "no",
}

func BenchmarkLoadAndCheck(b *testing.B) {
	d := plainDraft(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, list := d.load(); list.Errors() > 0 {
			b.Fatal(list)
		}
	}
}

func BenchmarkNextNothingAnswered(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.NoAnswers()
	for b.Loop() {
		q.Next(1, a)
	}
}

func BenchmarkNextHalf(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.named(b, map[string]string{"country": "ru", "citizenship": "by", "age": "21plus"})
	for b.Loop() {
		q.Next(1, a)
	}
}

// BenchmarkAtMostAnew is the depth of the whole tree without memory: what the
// first reader after a reload may wait for.
func BenchmarkAtMostAnew(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.NoAnswers()
	for b.Loop() {
		b.StopTimer()
		for i := range q.walks[1] {
			q.walks[1][i].Store(0)
		}
		b.StartTimer()
		q.AtMost(1, a)
	}
}

func BenchmarkExplainSettled(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.named(b, settled)
	b.ReportAllocs()
	for b.Loop() {
		q.Explain("2026-09-20", a)
	}
}

func BenchmarkExplainUnknowns(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.named(b, map[string]string{"country": "ru", "citizenship": "by"})
	b.ReportAllocs()
	for b.Loop() {
		q.Explain("2026-09-20", a)
	}
}

// BenchmarkExplainEverything has the sensitive questions answered, too.
func BenchmarkExplainEverything(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.named(b, settled)
	for _, id := range []string{"custody", "incapable"} {
		i, _ := q.Question(id)
		a[i] = 0
	}
	for b.Loop() {
		q.Explain("2026-09-20", a)
	}
}

func BenchmarkCode(b *testing.B) {
	q := realQuestionnaire(b)
	a := q.named(b, settled)
	for b.Loop() {
		q.Code(a)
	}
}

func BenchmarkDecode(b *testing.B) {
	q := realQuestionnaire(b)
	code := q.Code(q.named(b, settled))
	for b.Loop() {
		if _, err := q.Decode(code); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMutations tries every edit of every card. One load with all checks is the
// measure beside it: done the slow way each edit would cost one.
func BenchmarkMutations(b *testing.B) {
	q, d := realQuestionnaire(b), plainDraft(b)
	var net *Net
	var loads time.Duration
	for b.Loop() {
		net = q.Net(nil)
		b.StopTimer()
		began := time.Now()
		d.load()
		loads += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(len(net.Edits)), "edits")
	b.ReportMetric(float64(b.Elapsed())/float64(loads), "loads")
}

func BenchmarkSuggest(b *testing.B) {
	d := plainDraft(b)
	d.write("personas.csv", strings.SplitAfter(d.text("personas.csv"), "\n")[0])
	q, _ := d.load()
	for b.Loop() {
		q.Net(nil).Suggest()
	}
}
