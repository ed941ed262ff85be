package site_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"localvote/web/lang"
	"localvote/web/site"
)

// good gives sound content, told apart by its note, and bad gives content with a
// mistake.
func good(t testing.TB, note string) site.Files {
	files := copied(t)
	rules := files["eligibility/rules/ru.yaml"]
	files["eligibility/rules/ru.yaml"] = &fstest.MapFile{Data: []byte("# " + note + "\n" + string(rules.Data))}
	return with(files)
}

func bad(t testing.TB) site.Files {
	files := copied(t)
	rules := string(files["eligibility/rules/ru.yaml"].Data)
	files["eligibility/rules/ru.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(rules, "effect: grant", "effect: gift", 1))}
	return with(files)
}

// A ticking clock is one minute later each time it is asked.
func tickingClock() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

func TestRebuild(t *testing.T) {
	first := realSite(t)
	live := site.NewLive(first, nil, tickingClock())
	began := live.Status()

	swapped, problems := live.Rebuild(bad(t))
	if swapped || problems.Errors() == 0 || live.Site() != first {
		t.Fatalf("bad content: swapped %v, %v", swapped, problems)
	}
	status := live.Status()
	if status.Problems.Errors() == 0 || !status.Since.Equal(began.Since) || !status.Checked.After(began.Checked) {
		t.Errorf("after bad content: %+v, before %+v", status, began)
	}
	refused := status.Refused
	if !refused.Equal(status.Checked) {
		t.Errorf("refused since %v, checked at %v", refused, status.Checked)
	}
	live.Rebuild(bad(t))
	if again := live.Status(); !again.Refused.Equal(refused) || !again.Checked.After(refused) {
		t.Errorf("refused since %v, and after the second reading since %v", refused, again.Refused)
	}
	if first := status.Problems[0].String(); !strings.Contains(first, "eligibility/rules/ru.yaml:") {
		t.Errorf("the first problem is %s", first)
	}

	swapped, problems = live.Rebuild(good(t, "second"))
	if !swapped || problems.Errors() > 0 || live.Site() == first || live.Site().Questionnaire.Hash == first.Questionnaire.Hash {
		t.Fatalf("good content: swapped %v, %v", swapped, problems)
	}
	if status := live.Status(); status.Problems.Errors() > 0 || !status.Since.After(began.Since) || !status.Refused.IsZero() {
		t.Errorf("after good content: %+v", status)
	}
}

// Readers keep asking while content comes and goes, good and bad. What they get
// is always whole and always sound; with -race this also shows that nothing is
// shared by mistake.
func TestRebuildUnderLoad(t *testing.T) {
	goods := []site.Files{good(t, "another"), real}
	sound := map[string]bool{realSite(t).Questionnaire.Hash: true, build(t, goods[0]).Questionnaire.Hash: true}
	live := site.NewLive(realSite(t), nil, tickingClock())
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond): // leaves room for the builder
					readOnce(t, live, sound)
				}
			}
		})
	}
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	for n := range rounds {
		if swapped, problems := live.Rebuild(goods[n%2]); !swapped {
			t.Error(problems)
		}
		if swapped, _ := live.Rebuild(bad(t)); swapped {
			t.Error("bad content went live")
		}
		if status := live.Status(); status.Problems.Errors() == 0 {
			t.Errorf("the status is %+v", status)
		}
	}
	close(stop)
	readers.Wait()
}

// readOnce uses a site as a request does.
func readOnce(t *testing.T, live *site.Live, sound map[string]bool) {
	s := live.Site()
	q := s.Questionnaire
	if !sound[q.Hash] {
		t.Errorf("rules %s are live", q.Hash)
		return
	}
	a := q.NoAnswers()
	period, _ := q.Period("2026-11-21")
	if next, ok := q.Next(period, a); !ok || next != 0 || q.AtMost(period, a) == 0 {
		t.Errorf("the first question is %d", next)
	}
	if res := q.Explain("2026-11-21", a); len(res.Rights) != len(q.Rights) {
		t.Errorf("a result of %d rights", len(res.Rights))
	}
	if q.Text(lang.BE, "q.country.title", "") == "" || s.Catalog.In(lang.BE).T("site.name") == "" || s.Assets.URL("css/site.css") == "" {
		t.Error("a text or a file is missing")
	}
	live.Status()
}
