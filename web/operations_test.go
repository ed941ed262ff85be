package web_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"localvote/web"
	"localvote/web/lang"
	"localvote/web/metrics"
)

// countedRig is a server that counts, with a disk that the test can fill.
func countedRig(t *testing.T, disk func() (int64, error), recheck time.Duration) (*rig, func() string) {
	t.Helper()
	r := newRig(t)
	counts := metrics.New()
	r.Server = web.New(web.Config{Live: r.live, Store: r.store, BaseURL: baseURL, Log: slog.New(slog.NewTextHandler(r.log, nil)), Now: clock,
		Metrics: counts, Disk: disk, Recheck: recheck})
	return r, func() string {
		w := httptest.NewRecorder()
		counts.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		if w.Code != http.StatusOK {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
}

func roomy() (int64, error) { return 10 << 30, nil }

// The figures tell kinds of addresses; nothing that a reader said is in them,
// wherever it was said.
func TestMetricsKnowNoReader(t *testing.T) {
	oneByOne(t)
	r, figures := countedRig(t, roomy, time.Nanosecond)
	words := map[string]bool{}
	for _, l := range lang.All() {
		v := &reader{t: t, h: r, lang: string(l), words: words}
		v.answers(named(persons[0]))
		v.withoutTrace(named(persons[1]))
		v.mistakes()
	}
	said := figures()
	for _, hash := range []string{r.q.Hash} { // what the site says of itself may begin like a code
		said = strings.ReplaceAll(said, hash, "")
	}
	delete(words, "result") // a button, and a kind of address
	delete(words, "2026")   // a month of the law
	look(t, "the figures", said, words)
	for _, line := range []string{
		`localvote_requests_total{kind="check",method="POST",status="3xx"}`, `localvote_requests_total{kind="api",method="POST",status="2xx"}`,
		`localvote_requests_total{kind="none",`, `localvote_database_up 1`, `localvote_self_check_up{check="page"} 1`,
		`localvote_self_check_up{check="rules"} 1`, `localvote_disk_free_bytes 1.073741824e+10`, `localvote_reload_success 1`,
	} {
		if !strings.Contains(said, line) {
			t.Errorf("the figures do not say %s", line)
		}
	}
	label := regexp.MustCompile(`(\w+)="([^"]*)"`)
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, "localvote_requests") {
			continue
		}
		for _, m := range label.FindAllStringSubmatch(line, -1) {
			if m[1] == "kind" && !regexp.MustCompile(`^[a-z]+$`).MatchString(m[2]) {
				t.Errorf("%q is no kind of address: %s", m[2], line)
			}
		}
	}
	if len(words) < 50 || get(r, "/metrics").Code != http.StatusNotFound {
		t.Error("too few words, or the figures are public")
	}
}

// Ready answers are counted by encoding, also those that the reader had already.
func TestMetricsOfReadyAnswers(t *testing.T) {
	oneByOne(t)
	r, figures := countedRig(t, roomy, time.Nanosecond)
	address := "/en/result/" + r.code(t, settled)
	ask := func(encoding, tag string) reply {
		q := httptest.NewRequest(http.MethodGet, address, nil)
		q.Header.Set("Accept-Encoding", encoding)
		q.Header.Set("If-None-Match", tag)
		return do(r, q)
	}
	tag := ask("gzip", "").want(t, http.StatusOK).Header().Get("Etag") // this one is drawn
	ask("gzip", "")
	ask("gzip", "")
	ask("identity", "")
	ask("gzip", tag).want(t, http.StatusNotModified)
	for _, line := range []string{`{encoding="gzip"} 2`, `{encoding="identity"} 1`, `{encoding="not_modified"} 1`} {
		if !strings.Contains(figures(), "localvote_ready_answers_total"+line) {
			t.Errorf("nothing says %s", line)
		}
	}
}

// Every request that is worked on has a number of its own, in the log and, if no
// cache can keep the answer, in a header. A reader's number is not taken over.
func TestRequestNumbers(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	r.AddPanic("/be/boom", "secret words")
	number := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{8}$`)
	seen := map[string]bool{}
	for range 20 {
		q := httptest.NewRequest(http.MethodPost, "/be/check/private", strings.NewReader("asked=age"))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("X-Request-Id", "AAAAAAAA")
		id := do(r, q).Header().Get("X-Request-Id")
		if !number.MatchString(id) || seen[id] || id == "AAAAAAAA" {
			t.Errorf("the number is %q", id)
		}
		if strings.Count(r.log.String(), "id="+id+" ") != 1 {
			t.Errorf("the log does not name %s once", id)
		}
		seen[id] = true
	}
	page := get(r, "/be/boom").want(t, http.StatusInternalServerError)
	id := page.Header().Get("X-Request-Id")
	if !number.MatchString(id) || !strings.Contains(page.text(), id) || strings.Count(r.log.String(), "id="+id+" ") < 2 {
		t.Errorf("the page of an error of ours, %s, says %s", id, page.text())
	}
	for _, address := range []string{"/be/", "/en/in-russia", "/ru/check", "/en/result/1-BD0W", "/data/", "/static/none"} {
		a := get(r, address)
		if id := a.Header().Get("X-Request-Id"); id != "" && !strings.Contains(a.Header().Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be kept and has the number %s", address, id)
		}
	}
	if a := post(r, "/be/check/all", values(settled)).want(t, http.StatusSeeOther); !number.MatchString(a.Header().Get("X-Request-Id")) {
		t.Error("a step has no number")
	}
	if strings.Contains(r.log.String(), "AAAAAAAA") {
		t.Error("the number of a reader is in the log")
	}
	get(r, "/be/in-belarus?x="+url.QueryEscape(id)).want(t, http.StatusOK)
}

type selfChecked struct {
	Status, Database string
	Checks           map[string]string
	Build            metrics.Build
	Content          struct {
		Law     string `json:"law_as_of"`
		Sources string `json:"sources_checked"`
	}
}

func selfChecks(t *testing.T, r *rig, status int) (ready selfChecked) {
	t.Helper()
	a := get(r, "/readyz").want(t, status)
	if err := json.Unmarshal(a.Body.Bytes(), &ready); err != nil {
		t.Fatal(err)
	}
	return ready
}

// What is wrong is found out, and what readers do not notice leaves status 200.
func TestSelfChecks(t *testing.T) {
	oneByOne(t)
	free, failure := int64(10<<30), error(nil)
	r, figures := countedRig(t, func() (int64, error) { return free, failure }, time.Nanosecond)
	sound := selfChecks(t, r, http.StatusOK)
	if sound.Status != "ok" || len(sound.Checks) != 5 || sound.Build.Go == "" || sound.Content.Law == "" || sound.Content.Sources == "" {
		t.Errorf("%+v", sound)
	}
	for name, said := range sound.Checks {
		if said != "ok" {
			t.Errorf("%s: %s", name, said)
		}
	}
	free = 1 << 20
	if full := selfChecks(t, r, http.StatusOK); full.Status != "degraded" || full.Checks["disk"] != "only 1 MB are free beside the database" {
		t.Errorf("%+v", full)
	}
	failure = errors.New("no such folder")
	if unknown := selfChecks(t, r, http.StatusOK); unknown.Status != "degraded" || strings.Contains(figures(), "localvote_disk_free_bytes ") {
		t.Errorf("%+v", unknown)
	}
	failure, free = nil, 10<<30
	person := &r.live.Site().Questionnaire.Personas[0]
	was := person.Expect
	t.Cleanup(func() { person.Expect = was })
	person.Expect = append([]string(nil), was...)
	for i := range person.Expect {
		person.Expect[i] = "never"
	}
	if wrong := selfChecks(t, r, http.StatusServiceUnavailable); wrong.Status != "failing" || wrong.Checks["rules"] == "ok" || wrong.Checks["page"] != "ok" {
		t.Errorf("%+v", wrong)
	}
	if !strings.Contains(figures(), `localvote_self_check_up{check="rules"} 0`) {
		t.Error("the figures do not say that the rules fail")
	}
}

// However many ask, the checks are made once in a while.
func TestSelfChecksAreNoLoad(t *testing.T) {
	oneByOne(t)
	var asked atomic.Int32
	r, _ := countedRig(t, func() (int64, error) { asked.Add(1); return 1 << 40, nil }, time.Hour)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { get(r, "/readyz") })
	}
	all.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("checked %d times", n)
	}
}

// A check that hangs is given up.
func TestSelfChecksEnd(t *testing.T) {
	oneByOne(t)
	hang := make(chan struct{})
	r, _ := countedRig(t, func() (int64, error) { <-hang; return 0, io.EOF }, time.Hour)
	defer close(hang)
	if slow := selfChecks(t, r, http.StatusOK); slow.Checks["disk"] != "takes too long" || slow.Status != "degraded" || slow.Checks["page"] != "ok" {
		t.Errorf("%+v", slow)
	}
}

// Pages that everybody may keep have keys by which caches let them go; those of the
// questionnaire, and what is not there, have none.
func TestSurrogateKeys(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	edition := " edition-" + r.q.Hash[:12] + " "
	for address, want := range map[string]string{
		"/be/": "site lang-be" + edition + "page-home", "/en/in-russia": "site lang-en" + edition + "page-in-russia",
		"/ru/places/by-brest": "", "/en/in-russia/easy": "", "/en/check": "", "/en/result/1-BD0W": "", "/be/check/private": "", "/en/made-up": "",
	} {
		for range 2 { // drawn, then ready
			a := get(r, address)
			got := a.Header().Get("Surrogate-Key")
			public := strings.HasPrefix(a.Header().Get("Cache-Control"), "public")
			if want != "" && got != want || (got != "") != (public && a.Code == http.StatusOK) {
				t.Errorf("%s (%d, %s) has the keys %q, want %q", address, a.Code, a.Header().Get("Cache-Control"), got, want)
			}
		}
	}
}
