package web_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// As the reader picks, so are the rows: their links lead to results with the very
// verdicts of the row.
func TestTableRows(t *testing.T) {
	r := newRig(t)
	for _, query := range []string{"", "right=all", "country=by&right=head_vote", "on=2025-01-01", "cases=all&verdict=unclear", "age=21plus&country=ru&merge=0"} {
		for _, l := range lang.All() {
			a := get(r, "/"+string(l)+"/table?"+query).want(t, http.StatusOK)
			if rows := webtest.Find(a.doc, ".decisions tbody tr"); len(rows) == 0 {
				t.Errorf("%s: no rows", query)
			}
		}
		checkTableFile(t, r, query)
	}
	a := get(r, "/en/table").want(t, http.StatusOK)
	for _, row := range webtest.Find(a.doc, ".decisions tbody tr") {
		result := get(r, webtest.Attr(webtest.First(row, "a"), "href")).want(t, http.StatusOK)
		want := webtest.Text(webtest.First(row, ".v"))
		same := slices.ContainsFunc([]string{"yes", "no", "absent", "unclear"}, func(id string) bool {
			return want == webtest.Plain(r.q.Text(lang.EN, "verdict."+id+".short", "")) && verdicts(result)["council_vote"] == r.word(lang.EN, id, "")
		})
		if !same {
			t.Errorf("the row says %q, the result %q", want, verdicts(result)["council_vote"])
		}
	}
}

// checkTableFile asks the engine about every situation of every row of a file.
func checkTableFile(t *testing.T, r *rig, query string) {
	t.Helper()
	a := get(r, "/ru/table.csv?"+query).want(t, http.StatusOK)
	rows, err := csv.NewReader(a.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := rows[0]
	for _, row := range rows[1:] {
		period, _ := r.q.Period(row[0])
		n := 0
		eachOf(r, head, row, map[string]string{}, 0, func(named map[string]string) {
			n++
			answers, bad := r.q.Parse(named)
			if len(bad) > 0 {
				t.Fatal(bad)
			}
			sets := r.q.Verdicts(period, answers)
			for c := 2 + len(r.q.Questions); c < len(head)-2; c++ {
				if right, _ := r.q.Right(head[c]); sets[right].String() != row[c] {
					t.Errorf("%s: %v: %s is %s, the engine says %s", query, named, head[c], row[c], sets[right])
				}
			}
		})
		if count, _ := strconv.Atoi(row[len(row)-2]); count != n {
			t.Errorf("%s: %v: %d situations", query, row, n)
		}
	}
}

// eachOf goes through the situations of a row.
func eachOf(r *rig, head, row []string, named map[string]string, question int, f func(map[string]string)) {
	if question == len(r.q.Questions) {
		f(named)
		return
	}
	answers := r.q.Questions[question].Answers
	if cell := row[2+question]; cell != "" {
		answers = strings.Split(cell, "|")
	}
	for _, answer := range answers {
		named[head[2+question]] = answer
		eachOf(r, head, row, named, question+1, f)
	}
}

// One choice has one address; a chosen table stays out of search engines and names
// the whole table as the original.
func TestTableAddress(t *testing.T) {
	r := newRig(t)
	if a := get(r, "/be/table?country=&right=council_vote&merge=1&age=21plus&page=1&utm_source=x"); a.Code != http.StatusSeeOther || a.location() != "/be/table?age=21plus" {
		t.Errorf("%d %s", a.Code, a.location())
	}
	a := get(r, "/be/table?age=21plus").want(t, http.StatusOK)
	if a.Header().Get("X-Robots-Tag") != "noindex" || webtest.Attr(webtest.First(a.doc, "link[rel=canonical]"), "href") != baseURL+"/be/table" {
		t.Error("a chosen table may be indexed")
	}
	if a := get(r, "/be/table").want(t, http.StatusOK); a.Header().Get("X-Robots-Tag") != "" {
		t.Error("the table is hidden")
	}
}

// Pages are bounded, and together hold every situation once.
func TestTablePages(t *testing.T) {
	r := newRig(t)
	seen := map[string]bool{}
	address, pages := "/en/table?cases=all&merge=0", 0
	for address != "" {
		a := get(r, address).want(t, http.StatusOK)
		if pages++; pages > 100 {
			t.Fatal("the pages have no end")
		}
		for _, row := range webtest.Find(a.doc, ".decisions tbody th") {
			if n := webtest.Text(row); seen[n] {
				t.Errorf("row %s stands twice", n)
			} else {
				seen[n] = true
			}
		}
		address = ""
		if next := webtest.First(a.doc, "a[rel=next]"); next != nil {
			address = webtest.Attr(next, "href")
		}
	}
	if len(seen) != r.q.Situations() {
		t.Errorf("%d rows on %d pages", len(seen), pages)
	}
}

// Junk is refused in the language of the page, and never an error of ours.
func TestTableJunk(t *testing.T) {
	r := newRig(t)
	long := url.QueryEscape(strings.Repeat("ў", 5000))
	for _, query := range []string{
		"country=moon", "right=x", "on=2025", "on=9999-99-99", "verdict=depends", "merge=2", "cases=1", "page=0", "page=-1", "page=2", "page=x",
		"page=99999999999999999999", "age=" + long, "custody=sentence", "incapable=yes&merge=0", "country=%3Cscript%3E", "country=%00", "page=1e3",
	} {
		for _, l := range lang.All() {
			for _, path := range []string{"/table?", "/table.csv?"} {
				a := get(r, "/"+string(l)+path+query).want(t, http.StatusBadRequest)
				if webtest.Attr(webtest.First(a.doc, "html"), "lang") != string(l) || webtest.First(a.doc, ".errs a") == nil || len(a.Body.String()) > 100_000 {
					t.Errorf("%.60q in %s is not explained", query, l)
				}
				for _, words := range webtest.Check(a.doc) {
					t.Errorf("%.60q: %s", query, words)
				}
			}
		}
	}
	// An answer that must not stand in an address is not repeated in any.
	a := get(r, "/en/table?custody=sentence").want(t, http.StatusBadRequest)
	if strings.Contains(a.Body.String(), "custody=") {
		t.Error("the page repeats the answer in a link")
	}
	if a := get(r, "/en/table?country=%zz"); a.Code >= 500 {
		t.Errorf("status %d", a.Code)
	}
}
