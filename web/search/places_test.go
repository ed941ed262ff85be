package search_test

import (
	"bufio"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/search"
)

// weights of kinds, as package site gives them.
var weights = map[string]float64{"capital": 1, "federal_city": 1, "city_oblast": 0.9, "city": 0.8, "town": 0.7, "city_raion": 0.7, "raion": 0.3}

// index is the index of the places of the content folder, and their ids.
func index(t testing.TB) (*search.Index, []string) {
	t.Helper()
	file, err := os.Open("../../content/places/places.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	byID := map[string][]string{}
	for _, r := range rows[1:] {
		byID[r[col["id"]]] = r
	}
	var names []search.Name
	var ids []string
	for n, r := range rows[1:] {
		ids = append(ids, r[col["id"]])
		var around []string
		for at := byID[r[col["parent"]]]; at != nil; at = byID[at[col["parent"]]] {
			around = append(around, at[col["name_ru"]], at[col["name_be"]], at[col["name_en"]])
			around = append(around, strings.Split(at[col["aliases"]], "|")...)
		}
		if r[col["country"]] == "by" {
			around = append(around, "Беларусь", "Белоруссия", "Belarus")
		} else {
			around = append(around, "Россия", "Расія", "Russia")
		}
		weight, ok := weights[r[col["kind"]]]
		if !ok {
			weight = 0.5
		}
		for _, l := range lang.All() {
			names = append(names, search.Name{Place: n, Text: r[col["name_"+string(l)]], Lang: l, Weight: weight, Around: around})
		}
		for _, alias := range strings.Split(r[col["aliases"]], "|") {
			names = append(names, search.Name{Place: n, Text: alias, Weight: weight, Around: around})
		}
	}
	ix, err := search.Build(names, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return ix, ids
}

type query struct {
	text string
	lang lang.Lang
	want []string
	kind string
}

func queries(t testing.TB) []query {
	t.Helper()
	file, err := os.Open("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []query
	lines := bufio.NewScanner(file)
	lines.Scan() // the head
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) < 4 {
			t.Fatalf("not a query: %q", lines.Text())
		}
		out = append(out, query{cells[0], lang.Lang(cells[1]), strings.Split(cells[2], "|"), cells[3]})
	}
	return out
}

// What people type finds the right place among the first three: at least 97 of a
// hundred queries, as promised. Queries were written without knowing the search.
func TestQueries(t *testing.T) {
	ix, ids := index(t)
	all := queries(t)
	if len(all) < 200 {
		t.Fatalf("%d queries", len(all))
	}
	var missed []string
	for _, q := range all {
		hits, err := ix.Places(t.Context(), q.text, q.lang, 3)
		if err != nil {
			t.Fatalf("%q: %v", q.text, err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, ids[h.Place])
		}
		for _, want := range q.want {
			if !slices.Contains(got, want) {
				missed = append(missed, q.kind+" "+q.text+" ("+string(q.lang)+"): "+want+" is not among "+strings.Join(got, ", "))
				break
			}
		}
	}
	found := len(all) - len(missed)
	t.Logf("%d of %d queries (%.1f %%)\n%s", found, len(all), 100*float64(found)/float64(len(all)), strings.Join(missed, "\n"))
	if found*100 < len(all)*97 {
		t.Errorf("%d of %d queries find the right place among the first three", found, len(all))
	}
}

// BenchmarkPlaces searches for every query of the list in turn.
func BenchmarkPlaces(b *testing.B) {
	ix, _ := index(b)
	all := queries(b)
	n := 0
	for b.Loop() {
		q := all[n%len(all)]
		n++
		if _, err := ix.Places(b.Context(), q.text, q.lang, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		index(b)
	}
}
