package store

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func said(change func(*Feedback)) Feedback {
	f := Feedback{Day: "2026-11-21", Page: "/be/in-russia", Lang: "be", Edition: "2026-11-21.1", Verdict: "wrong", Reason: "out-of-date", Text: "Трэба праверыць"}
	change(&f)
	return f
}

func TestFeedbackIsKept(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	want := map[Feedback]bool{
		said(func(f *Feedback) { f.Day = "2026-11-20" }): false,
		said(func(*Feedback) {}):                         true,
		said(func(f *Feedback) { f.Verdict, f.Edition, f.Reason, f.Text = "yes", "", "", "" }):           true,
		said(func(f *Feedback) { f.Verdict, f.Text = "no", strings.Repeat("ў", MaxFeedbackText) }):       true,
		said(func(f *Feedback) { f.Day, f.Page = "2026-11-22", "/"+strings.Repeat("a", 99) }):            true,
		said(func(f *Feedback) { f.Day, f.Page, f.Text = "2026-11-22", "/", "'; DROP TABLE feedback;" }): true,
		said(func(f *Feedback) { f.Day = "2026-11-23" }):                                                 false,
	}
	for f := range want {
		if err := s.AddFeedback(t.Context(), f); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if err := s.AddFeedback(t.Context(), said(func(f *Feedback) { f.Text = "a\r\nb" })); err != nil {
		t.Error(err)
	}
	want[said(func(f *Feedback) { f.Text = "a\nb" })] = true
	s.Close()
	got, err := open(t, path).FeedbackBetween(t.Context(), "2026-11-21", "2026-11-22")
	if err != nil || len(got) != 6 {
		t.Errorf("%d rows, %v: %+v", len(got), err, got)
	}
	for i, f := range got {
		if !want[f] || i > 0 && got[i-1].Day > f.Day {
			t.Errorf("row %d is %+v", i, f)
		}
	}
}

// What is refused is named, and not repeated.
func TestFeedbackRefuses(t *testing.T) {
	s := open(t, newPath(t))
	for what, changes := range map[string][]func(*Feedback){
		"day": {
			func(f *Feedback) { f.Day = "2026-11-21 10:00" }, func(f *Feedback) { f.Day = "" }, func(f *Feedback) { f.Day = "2026-02-30" },
		},
		"page": {
			func(f *Feedback) { f.Page = "" }, func(f *Feedback) { f.Page = "be/in-russia" }, func(f *Feedback) { f.Page = "/" + strings.Repeat("a", 100) },
			func(f *Feedback) { f.Page = "/be/check/1-BD7M" }, func(f *Feedback) { f.Page = "/be/search?q=a" }, func(f *Feedback) { f.Page = "/be/а" },
			func(f *Feedback) { f.Page = "/be#x" }, func(f *Feedback) { f.Page = "https://a.example/" },
		},
		"lang":    {func(f *Feedback) { f.Lang = "" }, func(f *Feedback) { f.Lang = "be-BY" }, func(f *Feedback) { f.Lang = "Mozilla/5.0" }},
		"edition": {func(f *Feedback) { f.Edition = "192.168.0.1 " }, func(f *Feedback) { f.Edition = strings.Repeat("a", 65) }},
		"verdict": {func(f *Feedback) { f.Verdict = "" }, func(f *Feedback) { f.Verdict = "Yes" }, func(f *Feedback) { f.Verdict = "maybe" }},
		"reason":  {func(f *Feedback) { f.Reason = "I am Maria" }, func(f *Feedback) { f.Reason = strings.Repeat("a", 33) }},
		"text": {
			func(f *Feedback) { f.Text = strings.Repeat("ў", MaxFeedbackText+1) }, func(f *Feedback) { f.Text = "secret\x00" },
			func(f *Feedback) { f.Text = "secret\xff" }, func(f *Feedback) { f.Text = "\x1b[2Jsecret" },
		},
	} {
		for i, change := range changes {
			err := s.AddFeedback(t.Context(), said(change))
			if !errors.Is(err, ErrFeedback) || !strings.HasSuffix(err.Error(), "its "+what) {
				t.Errorf("%s %d: %v", what, i, err)
			}
		}
	}
	if list, err := s.FeedbackBetween(t.Context(), "", "9"); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// Spam fills a day and no more.
func TestFeedbackIsBounded(t *testing.T) {
	s := open(t, newPath(t))
	for i := range maxFeedbackPerDay {
		if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); !errors.Is(err, ErrFull) {
		t.Errorf("one more: %v", err)
	}
	if err := s.AddFeedback(t.Context(), said(func(f *Feedback) { f.Day = "2026-11-22" })); err != nil {
		t.Errorf("the next day: %v", err)
	}
	if list, err := s.FeedbackBetween(t.Context(), "2026-11-21", "2026-11-21"); err != nil || len(list) != maxFeedbackPerDay {
		t.Errorf("%d rows, %v", len(list), err)
	}
}

// What is deleted is gone from the file, too.
func TestDeleteFeedback(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	for _, day := range []string{"2026-11-20", "2026-11-21", "2026-11-22"} {
		if err := s.AddFeedback(t.Context(), said(func(f *Feedback) { f.Day, f.Text = day, "text of "+day })); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.DeleteFeedback(t.Context(), "2026-11-22"); n != 2 || err != nil {
		t.Errorf("%d deleted, %v", n, err)
	}
	if n, err := s.DeleteFeedback(t.Context(), "tomorrow"); n != 0 || err == nil {
		t.Errorf("%d deleted, %v", n, err)
	}
	left, err := s.FeedbackBetween(t.Context(), "", "9")
	if err != nil || len(left) != 1 || left[0].Day != "2026-11-22" {
		t.Errorf("%+v, %v", left, err)
	}
	s.Close()
	if IsPostgres(path) {
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for day, kept := range map[string]bool{"2026-11-20": false, "2026-11-21": false, "2026-11-22": true} {
		if strings.Contains(string(file), "text of "+day) != kept {
			t.Errorf("the file holds the text of %s: %v", day, !kept)
		}
	}
}

// The database itself refuses what is more than feedback.
func TestFeedbackTableIsNarrow(t *testing.T) {
	s := open(t, newPath(t))
	const id = `'0123456789abcdef0123456789abcdef'`
	for _, row := range []string{
		`('2026-11-21T08', ` + id + `, '/', 'ru', '', 'yes', '', '')`,
		`('2026-11-21', 'x', '/', 'ru', '', 'yes', '', '')`,
		`('2026-11-21', ` + id + `, '/check/1-BD7M', 'ru', '', 'yes', '', '')`,
		`('2026-11-21', ` + id + `, 'in-russia', 'ru', '', 'yes', '', '')`,
		`('2026-11-21', ` + id + `, '/', 'ru-BY', '', 'yes', '', '')`,
		`('2026-11-21', ` + id + `, '/', 'ru', 'Mozilla', 'yes', '', '')`,
		`('2026-11-21', ` + id + `, '/', 'ru', '', 'maybe', '', '')`,
		`('2026-11-21', ` + id + `, '/', 'ru', '', 'yes', '192.168.0.1', '')`,
		`('2026-11-21', ` + id + `, '/', 'ru', '', 'yes', '', '` + strings.Repeat("ў", 501) + `')`,
		`('2026-11-21', ` + id + `, '/', 'ru', '', 'yes', '', NULL)`,
	} {
		if _, err := s.writer().ExecContext(t.Context(), `INSERT INTO feedback VALUES `+row); err == nil {
			t.Errorf("%s was taken", row)
		}
	}
	if _, err := s.writer().ExecContext(t.Context(), `INSERT INTO feedback VALUES ('2026-11-21', `+id+`, '/', 'ru', '', 'yes', '', '')`); err != nil {
		t.Error(err)
	}
}
