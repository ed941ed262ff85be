package web_test

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	_ "modernc.org/sqlite" // another program that holds the database

	"localvote/web/webtest"
)

// readyOf reads /readyz.
func readyOf(t testing.TB, r *rig) (ready struct {
	Status, Rules, Database string
	Since                   time.Time
	Content                 struct {
		Checked          time.Time
		Errors, Warnings int
		First            string `json:"first_error"`
	}
}) {
	t.Helper()
	a := get(r, "/readyz").want(t, http.StatusOK)
	if err := json.Unmarshal(a.Body.Bytes(), &ready); err != nil {
		t.Fatal(err)
	}
	return ready
}

// works asks for everything that leans on the database, and for some that does
// not: readers must not notice that it is gone.
func works(t *testing.T, r *rig) {
	t.Helper()
	for _, address := range []string{
		"/en/", "/ru/check", "/be/check/1-BAT0", "/en/result/1-BD0W", "/en/result/1-BD0W?on=2026-09-20&rules=0123456789ab",
		"/ru/sources", "/be/check/all", "/en/check/private", "/healthz", "/api/v1/ruleset", "/api/v1/evaluate/1-BD0W",
	} {
		a := get(r, address)
		if a.Code != http.StatusOK {
			t.Errorf("%s gives status %d", address, a.Code)
		}
		if strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
			for _, words := range webtest.Check(a.doc) {
				t.Errorf("%s: %s", address, words)
			}
		}
	}
	if a := post(r, "/en/check/all", values(settled)); a.Code != http.StatusSeeOther {
		t.Errorf("the one form gives status %d", a.Code)
	}
	if a := post(r, "/en/check/private/all", values(settled)); a.Code != http.StatusOK {
		t.Errorf("the one form without a trace gives status %d", a.Code)
	}
}

func TestWithoutDatabase(t *testing.T) {
	r := rigOf(t, soundSite(t), "")
	works(t, r)
	if ready := readyOf(t, r); ready.Status != "degraded" || !strings.HasPrefix(ready.Database, "not open") || ready.Rules != r.q.Hash {
		t.Errorf("%+v", ready)
	}
	if r.Publish(t.Context()) == nil {
		t.Error("published to nowhere")
	}
}

func TestDatabaseIsSound(t *testing.T) {
	r := newRig(t)
	works(t, r)
	if ready := readyOf(t, r); ready.Status != "ok" || ready.Database != "ok" || ready.Content.Errors != 0 {
		t.Errorf("%+v", ready)
	}
}

// outages are what can happen to a database while the site runs. Each gives the
// way back to order, or nil where there is none.
var outages = map[string]func(t *testing.T, db string) (mend func()){
	"deleted":     deleteDatabase,
	"replaced":    replaceDatabase,
	"damaged":     damageDatabase,
	"locked":      lockDatabase,
	"emptied":     emptyDatabase,
	"folder gone": renameFolder,
}

func TestDatabaseFails(t *testing.T) {
	for name, breakIt := range outages {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			mend := breakIt(t, r.db)
			for range 3 {
				works(t, r)
				if ready := readyOf(t, r); ready.Status != "degraded" || ready.Database == "ok" {
					t.Errorf("%+v", ready)
				}
			}
			once(t, r, "the database does not answer", 1)
			once(t, r, "counters cannot be written", 1)
			if mend == nil {
				return
			}
			mend()
			if ready := readyOf(t, r); ready.Status != "ok" {
				t.Errorf("when all is well again: %+v", ready)
			}
			breakIt(t, r.db)
			readyOf(t, r)
			once(t, r, "the database does not answer", 2)
		})
	}
}

// once counts how often the log tells something, at most so many times.
func once(t *testing.T, r *rig, words string, most int) {
	t.Helper()
	if n := strings.Count(r.log.String(), words); n > most || n == 0 && words == "the database does not answer" {
		t.Errorf("the log says %d times %q", n, words)
	}
}

func deleteDatabase(t *testing.T, db string) func() {
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(db + end)
	}
	return nil
}

func replaceDatabase(t *testing.T, db string) func() {
	deleteDatabase(t, db)
	if err := os.WriteFile(db, []byte("this is no database, it only stands where one was"), 0o600); err != nil {
		t.Fatal(err)
	}
	return nil
}

func damageDatabase(t *testing.T, db string) func() {
	for _, end := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(db + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(db+end, []byte(strings.Repeat("damage! ", int(info.Size()/8))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return nil
}

func emptyDatabase(t *testing.T, db string) func() {
	for _, end := range []string{"", "-wal"} {
		if err := os.Truncate(db+end, 0); err != nil {
			t.Fatal(err)
		}
	}
	return nil
}

func renameFolder(t *testing.T, db string) func() {
	folder := strings.TrimSuffix(db, "/localvote.db")
	if err := os.Rename(folder, folder+"-moved"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Rename(folder+"-moved", folder); err != nil {
			t.Fatal(err)
		}
	}
}

func lockDatabase(t *testing.T, db string) func() {
	other, err := sql.Open("sqlite", "file:"+url.PathEscape(db)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	mend := func() { other.Close() }
	t.Cleanup(mend)
	return mend
}

// Content with a mistake does not go live: readers keep what they have, and
// /readyz tells editors what is wrong, and where.
func TestBadContent(t *testing.T) {
	r := newRig(t)
	before := get(r, "/en/result/1-BD0W").Body.String()
	files := realFiles
	files.Content = fstest.MapFS{"site.yaml": {Data: []byte("law_as_of: soon\n")}}
	if swapped, _ := r.live.Rebuild(files); swapped {
		t.Fatal("bad content went live")
	}
	ready := readyOf(t, r)
	if ready.Status != "degraded" || ready.Database != "ok" || ready.Content.Errors == 0 || !strings.Contains(ready.Content.First, ": error [") {
		t.Errorf("%+v", ready)
	}
	if after := get(r, "/en/result/1-BD0W").Body.String(); after != before {
		t.Error("the page has changed")
	}
	works(t, r)
}

// A panic is an answer like others: a page that helps, and nothing of what went
// wrong.
func TestPanic(t *testing.T) {
	r := newRig(t)
	for path, value := range map[string]any{"/en/boom": "secret words", "/api/v1/boom": http.ErrBodyNotAllowed, "/boom": 42} {
		r.AddPanic(path, value)
	}
	page := get(r, "/en/boom").want(t, http.StatusInternalServerError)
	if want := webtest.Plain(r.live.Site().Catalog.In("en").T("error.500.title")); webtest.Text(webtest.First(page.doc, "h1")) != want {
		t.Errorf("the heading is %q", webtest.Text(webtest.First(page.doc, "h1")))
	}
	if words := webtest.Check(page.doc); len(words) > 0 {
		t.Error(words)
	}
	if three := get(r, "/boom").want(t, http.StatusInternalServerError); len(webtest.Find(three.doc, "main section[lang]")) != 2 {
		t.Error("without a language the page speaks only one")
	}
	p := problemOf(t, get(r, "/api/v1/boom"), http.StatusInternalServerError)
	for _, leak := range []string{"secret words", "goroutine", ".go:", "panic", http.ErrBodyNotAllowed.Error()} {
		if strings.Contains(page.Body.String(), leak) || strings.Contains(p.Title+p.Detail, leak) {
			t.Errorf("the answer tells %q", leak)
		}
	}
	log := r.log.String()
	if strings.Contains(log, "secret words") || !strings.Contains(log, "a handler panicked") || !strings.Contains(log, "export_test.go") {
		t.Errorf("the log says %s", log)
	}
	works(t, r)
}
