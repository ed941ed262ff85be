package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"localvote/locales"
	"localvote/static"
	"localvote/web/site"
)

func TestReadWrk(t *testing.T) {
	const sound = "Running 1s test @ http://127.0.0.1:1/\n  1 threads and 32 connections\n  123 requests in 1.00s, 1.2MB read\nRequests/sec:  41234.56\nTransfer/sec:    650.00MB\n"
	if rate, err := readWrk(sound); err != nil || rate != 41234.56 {
		t.Errorf("%v, %v", rate, err)
	}
	for _, wrong := range []string{
		"  Non-2xx or 3xx responses: 7\n" + sound,
		"  Socket errors: connect 0, read 3, write 0, timeout 0\n" + sound,
		"unable to connect",
	} {
		if rate, err := readWrk(wrong); err == nil {
			t.Errorf("%q has the rate %v", wrong, rate)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct{ values, want []float64 }{
		{nil, []float64{0, 0, 0}},
		{[]float64{3}, []float64{3, 3, 3}},
		{[]float64{9, 1, 4}, []float64{4, 1, 9}},
		{[]float64{9, 1, 4, 2}, []float64{3, 1, 9}},
	} {
		middle, low, high := median(c.values)
		if middle != c.want[0] || low != c.want[1] || high != c.want[2] {
			t.Errorf("%v: %v %v %v", c.values, middle, low, high)
		}
	}
}

func TestVerdicts(t *testing.T) {
	b := &bench{out: io.Discard}
	b.add(figure{Name: "fast", Value: 2, Unit: "×", Target: atLeast(2)})
	b.add(figure{Name: "slow", Value: 1.99, Unit: "×", Target: atLeast(2)})
	b.add(figure{Name: "light", Value: 59, Unit: "MB", Target: below(60)})
	b.add(figure{Name: "heavy", Value: 60, Unit: "MB", Target: below(60)})
	b.add(figure{Name: "not promised", Value: 1, Unit: "s"})
	b.add(figure{Name: "missing", Target: atLeast(2), Note: "not installed"}) // is neither met nor missed
	for i, want := range []string{"met", "missed", "met", "missed", "", ""} {
		if got := b.figures[i].Verdict; got != want {
			t.Errorf("%s: %q, want %q", b.figures[i].Name, got, want)
		}
	}
	var table, out bytes.Buffer
	if err := b.writeTable(&table); err != nil || !strings.Contains(table.String(), "< 60") {
		t.Errorf("%v: %s", err, &table)
	}
	var read struct{ Figures []figure }
	if err := b.writeJSON(&out); err != nil || json.Unmarshal(out.Bytes(), &read) != nil || len(read.Figures) != len(b.figures) {
		t.Errorf("%v: %s", err, &out)
	}
}

func TestFlags(t *testing.T) {
	for _, wrong := range []string{"-only nothing", "-sizes ten", "-rounds 0", "-seconds 0", "-unknown"} {
		if _, err := new(bench).read(strings.Fields(wrong), io.Discard); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
	b := new(bench)
	if asJSON, err := b.read(strings.Fields("-only pages,growth -sizes 10,20 -json"), io.Discard); err != nil || !asJSON || len(b.only) != 2 || len(b.sizes) != 2 {
		t.Errorf("%+v: %v", b, err)
	}
}

// The generator keeps to its rate, and notices a server that stands still.
func TestOpenLoad(t *testing.T) {
	began := time.Now()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if since := time.Since(began); since > 300*time.Millisecond && since < 500*time.Millisecond {
			time.Sleep(500*time.Millisecond - since)
		}
		_, _ = w.Write([]byte("the page"))
	}))
	defer server.Close()
	w, err := openLoad(server.Listener.Addr().String(), "/", 400, time.Second)
	if err != nil || w.Rate < 100 || w.Rate > 450 {
		t.Fatalf("%+v: %v", w, err)
	}
	if w.P99 < 50 { // a fifth of the requests met the pause
		t.Errorf("the pause is not in the figures: %+v", w)
	}
}

// Grown content is sound, and nothing of it has fallen behind: otherwise growth would
// measure the writing of warnings.
func TestGrow(t *testing.T) {
	folder := t.TempDir()
	const more = 3
	if err := grow(folder, more); err != nil {
		t.Fatal(err)
	}
	s, problems := site.Build(site.Files{Content: os.DirFS(folder), Locales: locales.FS, Static: static.FS})
	if len(problems) != 1 || problems[0].Code != "Q05" { // they have no short address: nobody prints them
		t.Errorf("%d problems: %v", len(problems), problems)
	}
	p, ok := s.Book.Get("bench-00002")
	if !ok || !strings.Contains(p.Texts["be"].Parts[0].HTML, "нумар") || p.Title["en"] == "" || !strings.Contains(p.Title["en"], "2") {
		t.Errorf("%v %+v", ok, p)
	}
}

// No number of a page is taken for a year, which would be a mistake.
func TestNumbersAreNoYears(t *testing.T) {
	for n := firstNumber; n <= firstNumber+100*manyPages/10; n++ {
		if len(strconv.Itoa(n)) == len("2026") {
			t.Fatalf("%d may be a year", n)
		}
	}
}

// Every peer that is installed sends the very bytes and headers that it got.
func TestPeers(t *testing.T) {
	for _, p := range peers {
		t.Run(p.program, func(t *testing.T) {
			if _, err := exec.LookPath(p.program); err != nil {
				t.Skip(p.program, "is not installed:", p.install)
			}
			b := &bench{ctx: t.Context(), out: io.Discard, folder: t.TempDir()}
			for folder := b.folder; len(folder) > len(os.TempDir()); folder = folder[:strings.LastIndex(folder, "/")] {
				_ = os.Chmod(folder, 0o755)
			}
			ours := http.Header{
				"Content-Security-Policy": {`default-src 'none'; img-src 'self' data:`}, "Link": {`</ru/>; rel="alternate"; hreflang="ru"`},
				"Vary": {"Accept-Encoding"}, "Date": {"as they like"}, "Etag": {`"as they like"`},
			}
			run, err := b.peer(p, &answer{header: ours, body: packed(t, strings.Repeat("<p>Мясцовы голас</p>", 100))})
			if err != nil {
				t.Fatal(err)
			}
			run.stop()
		})
	}
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil || w.Close() != nil {
		t.Fatal("cannot pack")
	}
	return out.Bytes()
}
