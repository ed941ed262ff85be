package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/store"
	"localvote/web/webtest"
)

// said is all that was kept on the day of the tests.
func (r *rig) said(t *testing.T) []store.Feedback {
	t.Helper()
	all, err := r.store.FeedbackBetween(context.Background(), today, today)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The button "yes" under a page is kept at once, with nothing but the page, the
// language and the edition.
func TestUsefulIsKept(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		root := "/" + string(l)
		for path, page := range map[string]string{
			"/": "/", "/in-russia": "/in-russia", "/in-russia/easy": "/in-russia", "/check/1-BAT0": "/check", "/result/1-BD0W": "/result", "/places/by-orsha": "/places",
		} {
			before := len(r.said(t))
			form := usefulForm(t, get(r, root+path).want(t, http.StatusOK))
			a := post(r, form.Action, form.With("verdict", "yes")).want(t, http.StatusSeeOther)
			if want := root + "/feedback/thanks?page=" + url.QueryEscape(page); a.location() != want {
				t.Errorf("%s leads to %s, want %s", path, a.location(), want)
			}
			get(r, a.location()).want(t, http.StatusOK)
			if n := len(r.said(t)); n != before+1 {
				t.Fatalf("%s%s: %d kept, want one", root, path, n-before)
			}
		}
	}
	for _, f := range r.said(t) {
		if strings.ContainsAny(f.Page, "0123456789") || f.Verdict != "yes" || f.Reason != "" || f.Text != "" || f.Edition != r.q.Hash || f.Day != today {
			t.Errorf("kept: %+v", f)
		}
	}
}

func usefulForm(t *testing.T, a reply) webtest.Form {
	t.Helper()
	for _, f := range webtest.Forms(a.doc) {
		if strings.HasSuffix(f.Action, "/feedback") {
			return f
		}
	}
	t.Fatal("the page does not ask whether it was of use")
	return webtest.Form{}
}

// No page of the no-trace mode, no page of the copy offers anything that could be
// kept.
func TestNothingIsAskedWhereNothingMayBeKept(t *testing.T) {
	r := newRig(t)
	for name, a := range map[string]reply{
		"intro":  get(r, "/ru/check/private"),
		"all":    get(r, "/ru/check/private/all"),
		"step":   post(r, "/ru/check/private", url.Values{}),
		"result": post(r, "/ru/check/private", values("country=ru citizenship=by show=result")),
	} {
		if webtest.First(a.want(t, http.StatusOK).doc, "form.useful") != nil {
			t.Errorf("%s asks whether it was of use", name)
		}
		if webtest.First(a.doc, ".leave a[rel=noreferrer]") == nil {
			t.Errorf("%s has no way out", name)
		}
	}
}

// "No" and "something is wrong" lead to the form with reasons; nothing is kept
// before that is sent, and what was written stays when something is missing.
func TestReasonsAreAsked(t *testing.T) {
	r := newRig(t)
	a := post(r, "/be/feedback", url.Values{"page": {"/standing"}, "verdict": {"wrong"}}).want(t, http.StatusOK)
	form := usefulForm(t, a)
	if n := len(r.said(t)); n > 0 {
		t.Fatalf("%d kept before anything was sent", n)
	}
	text := "У артыкуле 4 іншае.\nГл. <b>тэкст</b>"
	sent := form.With("text", text)
	a = post(r, form.Action, sent).want(t, http.StatusUnprocessableEntity)
	if area := webtest.First(a.doc, "textarea"); area == nil || webtest.Text(area) != text && !strings.Contains(a.Body.String(), "&lt;b&gt;тэкст") {
		t.Error("the text is lost")
	}
	if first := webtest.Attr(webtest.First(a.doc, "input[name=reason]"), "id"); webtest.Attr(webtest.First(a.doc, ".errs a"), "href") != "#"+first {
		t.Errorf("the summary does not lead to the first reason, %q", first)
	}
	sent.Set("reason", "law")
	post(r, form.Action, sent).want(t, http.StatusSeeOther)
	want := store.Feedback{Day: today, Page: "/standing", Lang: "be", Edition: r.q.Hash, Verdict: "wrong", Reason: "law", Text: text}
	if all := r.said(t); len(all) != 1 || all[0] != want {
		t.Errorf("kept: %+v, want %+v", all, want)
	}
}

// What looks like somebody's data is never kept, and the reader is told so.
func TestPersonalDataIsStruckOut(t *testing.T) {
	r := newRig(t)
	for text, want := range map[string]string{
		"звоните +7 (912) 345-67-89, срочно":                                 "звоните […], срочно",
		"паспорт MP1234567 и 4510 123456":                                    "паспорт […] и […]",
		"asoba: alesya@example.org":                                          "asoba: […]",
		"см. https://localvote.example/ru/result/1-BD0W?on=2026-09-20 здесь": "см. […] здесь",
		"у меня код 1-bat0":                                                  "у меня код […]",
		"я родилась 05.03.1984":                                              "я родилась […]",
		"3050384A001PB3":                                                     "[…]",
		"в законе от 29.10.2025 № 138-ФЗ статья 4 пункт 10":                  "в законе от 29.10.2025 № 138-ФЗ статья 4 пункт 10",
		"здесь 18 лет и 5,5 процента":                                        "здесь 18 лет и 5,5 процента",
	} {
		before := len(r.said(t))
		a := post(r, "/ru/feedback", url.Values{"page": {"/in-russia"}, "verdict": {"no"}, "reason": {"other"}, "text": {text}, "send": {"yes"}}).want(t, http.StatusSeeOther)
		if struck := strings.Contains(a.location(), "struck"); struck != (text != want) {
			t.Errorf("%q: the reader is told: %t", text, struck)
		}
		var texts []string
		for _, f := range r.said(t) {
			texts = append(texts, f.Text)
		}
		if len(texts) != before+1 || !strings.Contains(strings.Join(texts, "\n"), want) {
			t.Errorf("%q is not kept as %q but %q", text, want, texts)
		}
	}
}

// Bad forms are refused kindly, and nothing of them is kept.
func TestFeedbackRefuses(t *testing.T) {
	r := newRig(t)
	for name, form := range map[string]url.Values{
		"nothing":    {"send": {"yes"}},
		"verdict":    {"verdict": {"maybe"}, "reason": {"law"}, "send": {"yes"}},
		"reason":     {"verdict": {"no"}, "reason": {"<script>"}, "send": {"yes"}},
		"long":       {"verdict": {"no"}, "reason": {"law"}, "text": {strings.Repeat("ж", 501)}, "send": {"yes"}},
		"links":      {"verdict": {"no"}, "reason": {"law"}, "text": {"http://a.example www.b.example https://c.example"}, "send": {"yes"}},
		"trap":       {"verdict": {"no"}, "reason": {"law"}, "website": {"http://spam.example"}, "send": {"yes"}},
		"no verdict": {},
	} {
		a := post(r, "/en/feedback", form).want(t, http.StatusUnprocessableEntity)
		if len(webtest.Find(a.doc, ".errs li")) == 0 {
			t.Errorf("%s: no word of what is wrong", name)
		}
		if strings.Contains(a.Body.String(), "<script>") {
			t.Errorf("%s: sent back as it came", name)
		}
	}
	unknown := post(r, "/en/feedback", url.Values{"page": {"/result/1-BD0W?on=2020-01-01"}, "verdict": {"yes"}}).want(t, http.StatusSeeOther)
	other := post(r, "/en/feedback", url.Values{"page": {"//evil.example/x"}, "verdict": {"yes"}}).want(t, http.StatusSeeOther)
	for _, a := range []reply{unknown, other} {
		if !strings.HasPrefix(a.location(), "/en/feedback/thanks?") {
			t.Errorf("leads to %s", a.location())
		}
	}
	for _, f := range r.said(t) {
		if f.Verdict != "yes" || f.Page != "/result" && f.Page != "/other" {
			t.Errorf("kept: %+v", f)
		}
	}
}

// Without a database the reader is told, and keeps what was written.
func TestFeedbackWithoutDatabase(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	a := post(r, "/ru/feedback", url.Values{"page": {"/"}, "verdict": {"no"}, "reason": {"law"}, "text": {"Здесь опечатка"}, "send": {"yes"}}).want(t, http.StatusServiceUnavailable)
	if !strings.Contains(a.text(), "Записать не удалось") || webtest.Text(webtest.First(a.doc, "textarea")) != "Здесь опечатка" {
		t.Errorf("it says %s", a.text())
	}
	post(r, "/ru/feedback", url.Values{"page": {"/"}, "verdict": {"yes"}}).want(t, http.StatusServiceUnavailable)
	for _, path := range []string{"/ru/statistics", "/ru/privacy/receipt", "/ru/feedback"} {
		get(r, path).want(t, http.StatusOK)
	}
	get(r, "/ru/statistics.csv").want(t, http.StatusServiceUnavailable)
}

// A year later it is gone, and not a day earlier.
func TestFeedbackIsForgotten(t *testing.T) {
	r := newRig(t)
	for _, day := range []string{"2025-11-20", "2025-11-21", today} {
		if err := r.store.AddFeedback(context.Background(), store.Feedback{Day: day, Page: "/standing", Lang: "ru", Verdict: "no"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.ForgetFeedback(context.Background()); err != nil {
		t.Fatal(err)
	}
	all, err := r.store.FeedbackBetween(context.Background(), "2020-01-01", today)
	if err != nil || len(all) != 2 || all[0].Day != "2025-11-21" {
		t.Errorf("left: %+v, %v", all, err)
	}
}
