package web_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// settled is somebody of whom everything is known: a Belarusian who lives in
// Russia for good.
const settled = "country=ru citizenship=by age=21plus residence=permanent registered=yes head_elected=yes"

// verdicts reads the verdicts of a result page: the word for each right, by id.
func verdicts(a reply) map[string]string {
	out := map[string]string{}
	for _, n := range webtest.Find(a.doc, "section.right") {
		out[webtest.Attr(n, "id")] = webtest.Text(webtest.First(n, ".word"))
	}
	return out
}

// word is a verdict's word on a result page.
func (r *rig) word(l lang.Lang, verdict, country string) string {
	return webtest.Plain(r.q.Text(l, "verdict."+verdict, country))
}

func comparedOf(a reply) *html.Node { return webtest.First(a.doc, ".compared") }

// Rules that went live once give their answer for ever, and the page says that
// today's give another one.
func TestOldRules(t *testing.T) {
	before := newRig(t)
	old := before.q.Hash[:12]
	now := rigOf(t, referendum(t), before.db)
	if now.q.Hash[:12] == old {
		t.Fatal("the changed content has the same hash")
	}
	for _, l := range lang.All() {
		path := fmt.Sprintf("/%s/result/%s", l, now.code(t, settled))
		today := get(now, path).want(t, http.StatusOK)
		then := get(now, path+"?on=2026-11-21&rules="+old).want(t, http.StatusOK)
		as := get(before, path).want(t, http.StatusOK)
		for right, word := range verdicts(as) {
			if got := verdicts(then)[right]; got != word {
				t.Errorf("%s: %s was %q, the link says %q", l, right, word, got)
			}
		}
		if verdicts(today)["local_referendum"] != now.word(l, "yes", "ru") || verdicts(then)["local_referendum"] != now.word(l, "unclear", "ru") {
			t.Errorf("%s: the referendum today %v, then %v", l, verdicts(today), verdicts(then))
		}
		differs(t, now, l, then, "compare.differs_rules", map[string]any{"version": old})
	}
}

// differs looks at what a page says about today.
func differs(t *testing.T, r *rig, l lang.Lang, a reply, key string, values map[string]any) {
	t.Helper()
	want := webtest.Plain(r.live.Site().Catalog.In(l).With(key, values))
	if !strings.Contains(a.text(), want) {
		t.Errorf("%s: the page does not say %q", l, want)
	}
	for _, words := range webtest.Check(a.doc) {
		t.Errorf("%s: %s", l, words)
	}
}

// The same rules for another day: it is the day that makes the difference, and
// the change of law that was announced says why.
func TestOldDay(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		path := fmt.Sprintf("/%s/result/%s", l, r.code(t, settled))
		then := get(r, path+"?on=2025-10-28&rules="+r.q.Hash[:12]).want(t, http.StatusOK)
		day := map[lang.Lang]string{"ru": "28 октября 2025 года", "be": "28 кастрычніка 2025 года", "en": "28 October 2025"}[l]
		differs(t, r, l, then, "compare.differs_date", map[string]any{"date": day})
		for _, change := range []string{"change.protocol-in-force", "change.protocol-silent-on-referendums"} {
			if why := webtest.Plain(r.q.Text(l, change, "ru")); !strings.Contains(then.text(), why) {
				t.Errorf("%s: the page does not say %q", l, why)
			}
		}
		same := get(r, path+"?on=2026-09-20&rules="+r.q.Hash[:12]).want(t, http.StatusOK)
		differs(t, r, l, same, "compare.same", nil)
	}
}

// A change of law that does not concern somebody is not given as a reason.
func TestOldDayForOthers(t *testing.T) {
	r := newRig(t)
	code := r.code(t, "country=by citizenship=ru age=21plus residence=permanent registered=yes third_state=no")
	a := get(r, "/en/result/"+code+"?on=2025-10-28&rules="+r.q.Hash[:12]).want(t, http.StatusOK)
	differs(t, r, lang.EN, a, "compare.same", nil)
	if why := webtest.Plain(r.q.Text(lang.EN, "change.protocol-in-force", "by")); strings.Contains(a.text(), why) {
		t.Errorf("a Russian in Belarus is told %q", why)
	}
}

// Old rules cite the sources of their time. Of one that is not in the register
// any more, the result still tells everything, and does not lead to where it was.
func TestOldSources(t *testing.T) {
	before := rigOf(t, withOldSource(t), filepath.Join(t.TempDir(), "localvote.db"))
	now := rigOf(t, soundSite(t), before.db)
	a := get(now, "/en/result/"+now.code(t, settled)+"?on=2026-11-21&rules="+before.q.Hash[:12]).want(t, http.StatusOK)
	if !strings.Contains(a.text(), "An old source") {
		t.Error("the old source is not named")
	}
	ids := webtest.IDs(get(now, "/en/sources").doc)
	for _, l := range webtest.Links(a.doc) {
		if id, ok := strings.CutPrefix(l.Href, "/en/sources#"); ok && !ids[id] {
			t.Errorf("the link %s leads nowhere", l.Href)
		}
	}
}

// Without a database only today's rules are known, and the page says so.
func TestRulesWithoutDatabase(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	path := "/en/result/" + r.code(t, settled)
	for rules, unknown := range map[string]bool{"0123456789ab": true, r.q.Hash[:12]: false, "2026-11-21.1": true} {
		a := get(r, path+"?on=2026-11-21&rules="+rules).want(t, http.StatusOK)
		notice := webtest.First(a.doc, ".notice")
		if (notice != nil) != unknown || unknown && !strings.Contains(webtest.Text(notice), rules) {
			t.Errorf("rules %s: the notice is %v", rules, notice)
		}
		if unknown && comparedOf(a) != nil {
			t.Errorf("rules %s: compared with rules that nobody knows", rules)
		}
	}
}

// The code of old rules is read by the old list of questions, by the API too.
func TestOldRulesInTheAPI(t *testing.T) {
	before := newRig(t)
	now := rigOf(t, referendum(t), before.db)
	code := now.code(t, settled)
	for rules, want := range map[string]string{"": "yes", before.q.Hash[:12]: "unclear", before.q.Hash: "unclear", "2026-11-21.1": "unclear", now.q.Hash: "yes"} {
		e := evaluate(t, get(now, "/api/v1/evaluate/"+code+"?rules="+rules))
		if got := e.right("local_referendum").Verdict; got != want {
			t.Errorf("rules %q: %s, want %s", rules, got, want)
		}
		sent := fmt.Sprintf(`{"ruleset":%q,"answers":{"country":"ru","citizenship":"by","age":"21plus","residence":"permanent","registered":"yes","head_elected":"yes"}}`, rules)
		if got := evaluate(t, postJSON(now, "/api/v1/evaluate", sent)).right("local_referendum").Verdict; got != want {
			t.Errorf("rules %q by POST: %s, want %s", rules, got, want)
		}
	}
}
