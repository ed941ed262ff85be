package dataset

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/eligibility"
	"localvote/web/site"
)

var built = sync.OnceValue(func() *site.Site {
	s, problems := site.Build(site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS})
	if problems.Errors() > 0 {
		panic(problems[0].String())
	}
	return s
})

var realSet = sync.OnceValues(func() (*Set, error) { return Build(built()) })

func set(t testing.TB) *Set {
	t.Helper()
	s, err := realSet()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func file(t testing.TB, name string) *File {
	t.Helper()
	f, ok := set(t).Get(name)
	if !ok {
		t.Fatalf("there is no file %s", name)
	}
	return f
}

func readCSV(t testing.TB, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(file(t, name).Body)).ReadAll() // every row must have as many cells
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

func readJSON(t testing.TB, name string, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(file(t, name).Body))
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Errorf("%s: something follows the value", name)
	}
}

// Every file that was promised is there.
func TestFiles(t *testing.T) {
	for _, name := range strings.Fields(`rules.json rules.csv sources.csv sources.json terms.csv terms.json places.csv places.json timeline.csv timeline.json
		claims.csv claims.json articles.csv articles.json numbers.csv numbers.json truth-table.csv truth-table.json personas.csv dictionary.csv dictionary.json
		datapackage.json SHA256SUMS`) {
		f := file(t, name)
		if len(f.Body) == 0 || len(f.Title) != 3 || len(f.Licences) == 0 {
			t.Errorf("%s: %d bytes, %d titles, %d licences", name, len(f.Body), len(f.Title), len(f.Licences))
		}
	}
}

// CSV is UTF-8 with CRLF, and no cell begins with a letter that spreadsheets take
// for the beginning of a formula.
func TestCSV(t *testing.T) {
	for _, f := range set(t).Files {
		if !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		if !utf8.Valid(f.Body) || bytes.Count(f.Body, []byte("\n")) != bytes.Count(f.Body, []byte("\r\n")) || bytes.HasPrefix(f.Body, []byte("\ufeff")) {
			t.Errorf("%s is not UTF-8 with CRLF and without a mark", f.Name)
		}
		rows := readCSV(t, f.Name)
		if len(rows)-1 != f.Rows {
			t.Errorf("%s: %d rows, not %d", f.Name, len(rows)-1, f.Rows)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: a spreadsheet would compute %q", f.Name, cell)
				}
				if strings.Contains(cell, "{{") || strings.Contains(cell, "](") {
					t.Errorf("%s: the cell %q has signs for editors", f.Name, cell)
				}
			}
		}
	}
}

// JSON says the same as CSV, cell by cell.
func TestJSON(t *testing.T) {
	for _, f := range set(t).Files {
		name, ok := strings.CutSuffix(f.Name, ".json")
		if !ok || name == "truth-table" || name == "datapackage" {
			continue
		}
		var got struct {
			Licence Licence
			Columns []string
			Rows    []map[string]any
		}
		readJSON(t, f.Name, &got)
		rows := readCSV(t, name+".csv")
		if got.Licence != f.Licences[0] || !slices.Equal(got.Columns, rows[0]) || len(got.Rows) != len(rows)-1 {
			t.Fatalf("%s: licence %s, %d columns, %d rows", f.Name, got.Licence.Name, len(got.Columns), len(got.Rows))
		}
		for i, row := range rows[1:] {
			for c, cell := range row {
				if words := plain(got.Rows[i][rows[0][c]]); words != cell {
					t.Errorf("%s, row %d, %s: %q, in CSV %q", f.Name, i+1, rows[0][c], words, cell)
				}
			}
		}
	}
}

// plain writes a value of JSON as CSV has it.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		var out []string
		for _, part := range v {
			out = append(out, part.(string))
		}
		return strings.Join(out, "|")
	}
	return fmt.Sprint(v)
}

// The table is complete, and each of its rows says what the engine says when it
// is asked about that person on that day, the code of the row included.
func TestTruthTable(t *testing.T) {
	q := built().Questionnaire
	rows := readCSV(t, "truth-table.csv")
	head, rows := rows[0], rows[1:]
	if len(rows) != q.Situations()*len(q.Periods) {
		t.Fatalf("%d rows", len(rows))
	}
	seen := map[string]bool{}
	codes := 0
	for _, row := range rows {
		key := strings.Join(row[:2+len(q.Questions)], " ")
		if seen[key] {
			t.Fatalf("%s stands twice", key)
		}
		seen[key] = true
		named := map[string]string{}
		for i := range q.Questions {
			named[head[2+i]] = row[2+i]
		}
		answers, bad := q.Parse(named)
		period, ok := q.Period(row[0])
		if len(bad) > 0 || !ok {
			t.Fatalf("%s: %v", key, bad)
		}
		sets := q.Verdicts(period, answers)
		if code := row[len(row)-1]; code != "" {
			codes++
			decoded, err := q.Decode(code)
			if err != nil {
				t.Fatalf("%s: %v", code, err)
			}
			if !slices.Equal(sets, q.Verdicts(period, q.Assume(decoded))) {
				t.Errorf("%s: the result of %s is another one", key, code)
			}
		}
		for r := range q.Rights {
			if got := row[2+len(q.Questions)+r]; got != sets[r].String() {
				t.Errorf("%s: %s is %s, the engine says %s", key, q.Rights[r].ID, got, sets[r])
			}
		}
	}
	t.Logf("%d rows, %d with a code", len(rows), codes)
}

// The short form of the table is read as it explains itself.
func TestTruthTableJSON(t *testing.T) {
	var d struct {
		Letters    map[string]string
		Situations int
		Questions  []struct {
			ID      string
			Answers []string
		}
		Rights  []string
		Periods []struct {
			From, To string
			Verdicts []string
		}
	}
	readJSON(t, "truth-table.json", &d)
	rows := readCSV(t, "truth-table.csv")[1:]
	for p, period := range d.Periods {
		if len(period.Verdicts) != d.Situations {
			t.Fatalf("%d situations", len(period.Verdicts))
		}
		for n, letters := range period.Verdicts {
			want := []string{period.From, period.To}
			rest, answers := n, make([]string, len(d.Questions))
			for i := len(d.Questions) - 1; i >= 0; i-- {
				known := d.Questions[i].Answers
				answers[i], rest = known[rest%len(known)], rest/len(known)
			}
			want = append(want, answers...)
			for i := range d.Rights {
				want = append(want, d.Letters[letters[i:i+1]])
			}
			if got := rows[p*d.Situations+n]; !slices.Equal(got[:len(got)-1], want) {
				t.Fatalf("situation %d: %v, in CSV %v", n, want, got)
			}
		}
	}
}

// Cards and test persons leave nothing out.
func TestRulesAndPersonas(t *testing.T) {
	q := built().Questionnaire
	rows := readCSV(t, "rules.csv")
	for i, row := range rows[1:] {
		card := &q.Cards[i]
		for n := range q.Questions {
			named := strings.Split(row[5+n], "|")
			for answer, id := range q.Questions[n].Answers {
				if allowed := row[5+n] == "" || slices.Contains(named, id); allowed != (card.When[n]>>answer&1 == 1) {
					t.Errorf("%s: %s=%s", card.ID, q.Questions[n].ID, id)
				}
			}
		}
		if row[0] != card.ID || row[1] != card.Effect.String() || row[2] == "" || row[len(row)-2] != strings.Join(card.Sources, "|") {
			t.Errorf("%v", row)
		}
	}
	kept, err := content.FS.ReadFile("eligibility/personas.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := csv.NewReader(bytes.NewReader(kept)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range readCSV(t, "personas.csv") {
		for c := range got {
			if !same(got[c], want[i][c]) {
				t.Errorf("row %d, %s: %q, the editors have %q", i, want[0][c], got[c], want[i][c])
			}
		}
	}
}

// same leaves out the word for "I do not know", which may also be an empty cell.
func same(got, kept string) bool { return got == kept || got == "" && kept == eligibility.Unknown }

// Marked publishers have no address that could be taken for a link.
func TestMarkedSources(t *testing.T) {
	rows := readCSV(t, "sources.csv")
	at := func(name string) int { return slices.Index(rows[0], name) }
	marked := 0
	for i, row := range rows[1:] {
		s := built().Sources.All()[i]
		url, address := row[at("url")], row[at("address")]
		if s.Linkable() != (url != "") || url != "" && address != "" || url+address != s.URL {
			t.Errorf("%s: url %q, address %q", s.ID, url, address)
		}
		if s.Risk != nil {
			marked++
			if row[at("marked_by")] != s.Risk.Country || row[at("marked")] == "" {
				t.Errorf("%s: marked by %q", s.ID, row[at("marked_by")])
			}
		}
	}
	if marked == 0 {
		t.Error("no publisher is marked")
	}
}

// Each column of each file is in the dictionary, in three languages, and cells of
// a column with named values hold nothing else.
func TestDictionary(t *testing.T) {
	meanings, values := map[string]bool{}, map[string][]string{}
	for _, row := range readCSV(t, "dictionary.csv")[1:] {
		key := row[0] + "." + row[1]
		if row[4] == "" || row[5] == "" || row[6] == "" {
			t.Errorf("%s has no meaning: %v", key, row)
		}
		if meanings[key] = true; row[3] != "" {
			values[key] = append(values[key], row[3])
		}
	}
	for _, f := range set(t).Files {
		name, ok := strings.CutSuffix(f.Name, ".csv")
		if !ok {
			continue
		}
		rows := readCSV(t, f.Name)
		for c, column := range rows[0] {
			key := name + "." + column
			if !meanings[key] {
				t.Errorf("%s is not in the dictionary", key)
			}
			for _, row := range rows[1:] {
				for _, v := range split(row[c]) {
					if known := values[key]; known != nil && !slices.Contains(known, v) {
						t.Errorf("%s holds %q, which the dictionary does not know", key, v)
					}
				}
			}
		}
	}
}

// The package describes every file as the standard wants it.
func TestDataPackage(t *testing.T) {
	var p struct {
		Profile, Name, Version string
		Licenses               []Licence
		Resources              []struct {
			Name, Path, Profile, Format, Mediatype, Encoding, Hash string
			Bytes                                                  int
			Licenses                                               []Licence
			Schema                                                 *struct {
				Fields []struct {
					Name, Type, Description string
					Constraints             *struct{ Enum []string }
				}
			}
		}
	}
	readJSON(t, "datapackage.json", &p)
	if p.Profile != "data-package" || p.Name != "localvote" || p.Version != set(t).Edition || len(p.Licenses) != 2 {
		t.Errorf("%+v", p)
	}
	for _, r := range p.Resources {
		f := file(t, r.Path)
		if r.Bytes != len(f.Body) || r.Hash != "sha256:"+f.SHA256 || len(r.Licenses) == 0 || r.Name != strings.ToLower(r.Name) || r.Encoding != "utf-8" {
			t.Errorf("%s: %+v", r.Path, r)
		}
		if r.Format != "csv" {
			continue
		}
		var names []string
		for _, field := range r.Schema.Fields {
			names = append(names, field.Name)
			if !slices.Contains([]string{"string", "date", "boolean", "integer"}, field.Type) || field.Description == "" {
				t.Errorf("%s: %+v", r.Path, field)
			}
		}
		if !slices.Equal(names, readCSV(t, r.Path)[0]) {
			t.Errorf("%s: fields %v", r.Path, names)
		}
	}
	if len(p.Resources) != len(set(t).Files)-3 {
		t.Errorf("%d files are described", len(p.Resources))
	}
}

// The checksums are right, and the zip file holds the very bytes of all others.
func TestSumsAndBundle(t *testing.T) {
	s := set(t)
	bundle := file(t, s.Bundle())
	z, err := zip.NewReader(bytes.NewReader(bundle.Body), int64(len(bundle.Body)))
	if err != nil {
		t.Fatal(err)
	}
	inside := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if inside[strings.TrimPrefix(f.Name, "localvote-data-"+s.Edition+"/")], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if len(inside) != len(s.Files)-1 {
		t.Errorf("%d files inside", len(inside))
	}
	for line := range strings.Lines(string(inside["SHA256SUMS"])) {
		sum, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if got := sha256.Sum256(inside[name]); hex.EncodeToString(got[:]) != sum {
			t.Errorf("the checksum of %s is wrong", name)
		}
	}
	for name, body := range inside {
		if !bytes.Equal(body, file(t, name).Body) {
			t.Errorf("%s is another file in the zip", name)
		}
	}
}

// The same site gives the same bytes.
func TestSameBytes(t *testing.T) {
	again, err := Build(built())
	if err != nil {
		t.Fatal(err)
	}
	if again.Edition != set(t).Edition {
		t.Errorf("edition %s and %s", again.Edition, set(t).Edition)
	}
	for i, f := range again.Files {
		if f.SHA256 != set(t).Files[i].SHA256 {
			t.Errorf("%s has other bytes", f.Name)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		if _, err := Build(built()); err != nil {
			b.Fatal(err)
		}
	}
}

// The name of the set covers every byte of it: other words about the data, which
// stand in no table, give another name.
func TestEditionCoversEverything(t *testing.T) {
	s := set(t)
	name := strings.Repeat("0", editionDigits)
	var draft []*File
	for _, f := range s.Files {
		body := f.Body
		switch f.Name {
		case "datapackage.json":
			body = bytes.ReplaceAll(body, []byte(s.Edition), []byte(name))
		case "SHA256SUMS", s.Bundle():
			continue
		}
		draft = append(draft, &File{Name: f.Name, Body: body})
	}
	other := &Set{Edition: name, byName: map[string]*File{}}
	for _, f := range draft {
		other.add(f)
	}
	other.add(&File{Name: "SHA256SUMS", Body: other.sums()})
	bundle, err := other.zip()
	if err != nil {
		t.Fatal(err)
	}
	other.add(&File{Name: BundleOf(name), Body: bundle})
	if got := other.hash()[:editionDigits]; got != s.Edition {
		t.Errorf("the files have the name %s, the set is %s", got, s.Edition)
	}
	if e, ok := EditionIn(s.Bundle()); !ok || e != s.Edition {
		t.Errorf("%s %v", e, ok)
	}
	for _, wrong := range []string{"", "localvote-data-.zip", "localvote-data-0123456789AB.zip", "localvote-data-0123456789ab.zip.zip", "datapackage.json"} {
		if _, ok := EditionIn(wrong); ok {
			t.Errorf("%q is the data of an edition", wrong)
		}
	}
}

// The licences leave out what is not ours: words of others are quotations.
func TestRights(t *testing.T) {
	var p struct {
		Rights    map[string]string
		Resources []struct{ Name, Rights string }
	}
	readJSON(t, "datapackage.json", &p)
	if len(p.Rights) != 3 {
		t.Errorf("rights in %d languages", len(p.Rights))
	}
	for _, r := range p.Resources {
		held := strings.HasPrefix(r.Name, "sources.") || strings.HasPrefix(r.Name, "articles.")
		if held != (r.Rights != "") {
			t.Errorf("%s: %q", r.Name, r.Rights)
		}
	}
}

// A slim set gives the same bytes, and keeps none twice.
func TestSlim(t *testing.T) {
	full, err := Build(built())
	if err != nil {
		t.Fatal(err)
	}
	slim, err := Build(built())
	if err != nil {
		t.Fatal(err)
	}
	if err := slim.Slim(); err != nil {
		t.Fatal(err)
	}
	for _, f := range slim.Files {
		want, _ := full.Get(f.Name)
		got, err := f.Plain()
		if err != nil || !bytes.Equal(got, want.Body) || f.Size != len(want.Body) {
			t.Errorf("%s: %d bytes of %d, %v", f.Name, len(got), len(want.Body), err)
		}
		if f.Gzip != nil && f.Body != nil {
			t.Errorf("%s is kept twice", f.Name)
		}
	}
	broken := *slim.Files[0]
	broken.Gzip = broken.Gzip[:len(broken.Gzip)/2]
	if _, err := broken.Plain(); err == nil {
		t.Error("half a file is unpacked")
	}
}
