package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"localvote/web/lang"
	"localvote/web/store"
	"localvote/web/webtest"
)

// A reader is somebody whose every word is noted, to look for it afterwards where
// it must not be.
type reader struct {
	t     *testing.T
	h     http.Handler
	lang  string
	gpc   bool
	words map[string]bool
}

// What a browser tells of itself.
const (
	readerAddress = "192.0.2.77:48123"
	readerProxy   = "198.51.100.23"
	readerAgent   = "ReadersBrowser/7.1 (Homel)"
	readerReferer = "https://referrer.example/where-she-came-from"
	readerCookie  = "crumb=of-another-site"
)

func (v *reader) say(words ...string) {
	for _, w := range words {
		if len(w) >= 4 { // shorter ones stand everywhere; beyondRequests sees to these
			v.words[w] = true
		}
	}
}

// send asks with everything that a browser sends, and looks for cookies.
func (v *reader) send(method, address, kind, body string) reply {
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	r.RemoteAddr = readerAddress
	for name, value := range map[string]string{
		"User-Agent": readerAgent, "Referer": readerReferer, "Cookie": readerCookie, "X-Forwarded-For": readerProxy,
		"X-Real-Ip": readerProxy, "Content-Type": kind, "Accept-Language": "be-BY,be;q=0.93", "Sec-Fetch-Site": "same-origin",
	} {
		r.Header.Set(name, value)
	}
	if v.gpc {
		r.Header.Set("Sec-GPC", "1")
	}
	path, query, _ := strings.Cut(address, "?")
	v.say(query, body, "192.0.2.77", "48123", readerProxy, "ReadersBrowser", "referrer.example", "where-she", "crumb", "q=0.93")
	for part := range strings.SplitSeq(path, "/") {
		if strings.ContainsAny(part, "0123456789-") && part != "v1" {
			v.say(part)
		}
	}
	a := do(v.h, r)
	if got := a.Header().Values("Set-Cookie"); len(got) > 0 {
		v.t.Errorf("%s sets the cookie %q", address, got)
	}
	if to := a.location(); to != "" {
		v.say(to, to[strings.LastIndex(to, "/")+1:])
	}
	return a
}

func (v *reader) get(address string) reply { return v.send(http.MethodGet, address, "", "") }

func (v *reader) post(address string, form url.Values) reply {
	for name, list := range form {
		v.say(list...)
		for _, value := range list {
			v.say(name+"="+value, fmt.Sprintf("%q:%q", name, value))
		}
	}
	return v.send(http.MethodPost, address, "application/x-www-form-urlencoded", form.Encode())
}

// answers walks one question after the other to the result.
func (v *reader) answers(all map[string]string) {
	a := v.get("/" + v.lang + "/check")
	for a.Code == http.StatusOK && len(webtest.Find(a.doc, "main form[method=post] input[type=radio]")) > 0 {
		for _, f := range webtest.Forms(a.doc) {
			if radios := f.Radios(); f.Method == "post" && len(radios) == 1 {
				a = v.post(f.Action, f.With(radios[0], all[radios[0]]))
			}
		}
		for a.location() != "" {
			a = v.get(a.location())
		}
	}
	if webtest.First(a.doc, "#why") == nil {
		v.t.Errorf("the walk ends at %s", a.text())
	}
	for _, n := range webtest.Find(a.doc, ".url a") {
		v.get(strings.TrimPrefix(webtest.Attr(n, "href"), baseURL))
	}
}

// withoutTrace does the same in the mode without a trace, and tells what is never
// asked.
func (v *reader) withoutTrace(all map[string]string) {
	action := "/" + v.lang + "/check/private"
	a := v.post(action, url.Values{})
	for webtest.First(a.doc, "#why") == nil && a.Code == http.StatusOK {
		for _, f := range webtest.Forms(a.doc) {
			if radios := f.Radios(); len(radios) == 1 {
				a = v.post(action, f.With(radios[0], all[radios[0]]))
				break
			}
		}
	}
	sent := values("custody=sentence incapable=yes show=result on=another date=25.02.2029")
	for name, value := range all {
		sent.Set(name, value)
	}
	v.post(action, sent)
	v.post(action+"/all", sent)
}

// mistakes does everything wrong that can be done wrong.
func (v *reader) mistakes() {
	root := "/" + v.lang
	for _, address := range []string{
		"/check/1-WRNG", "/result/1-04QR?on=secret-day", "/result/1-BD0W?rules=deadbeef42&on=2026-09-20", "/no-such-page-4711?email=alesya@example.org",
		"/check?country=ru&citizenship=by&custody=sentence", "/result/1-bd0w?on=2027-07-07", "/boom/secret-panic?why=because", "/check/1-BAT0/weather-9",
	} {
		v.get(root + address)
	}
	v.get("/api/v1/evaluate/1-BD0W?on=2028-08-08&lang=be")
	v.get("/api/v1/evaluate/1-NOPE?on=2028-08-08")
	v.get("/static/css/site.1234567890.css")
	v.send("SECRETMETHOD", root+"/check/1-BAT0", "", "")
	v.send(http.MethodDelete, root+"/check/1-BAT0/age", "", "")
	v.send(http.MethodPost, "/api/v1/evaluate", "application/json", `{"answers":{"country":"ru","citizenship":"both","custody":"remand","age":"18to20"},"on":"2027-01-17"}`)
	v.send(http.MethodPost, "/api/v1/evaluate", "application/json", `{"answers":{"shoe_size":"forty-two"},"name":"Alesya"}`)
	v.send(http.MethodPost, "/api/v1/evaluate", "application/json", `{"answers": "not finished`)
	v.post(root+"/check/1-BAT0/residence", url.Values{"residence": {"in-the-moon"}})
	v.post(root+"/check/all", url.Values{"country": {"ru"}, "on": {"another"}, "date": {"my-birthday"}})
	v.post(root+"/check/private", url.Values{"custody": {strings.Repeat("too-much ", 2000)}})
	v.send(http.MethodPost, root+"/check/all", "application/x-www-form-urlencoded", "country=%zz&secret-field=1")
}

// persons are the answers of those who walk.
var persons = []string{
	"country=ru citizenship=by age=21plus residence=permanent registered=yes head_elected=yes third_state=no",
	"country=by citizenship=ru age=18to20 residence=temporary registered=no head_elected=no third_state=yes",
	"country=ru citizenship=other age=under18 residence=unknown registered=unknown head_elected=unknown third_state=unknown",
	"country=by citizenship=both age=21plus residence=none registered=yes head_elected=unknown third_state=yes",
}

// Nothing that a reader says stays anywhere: not in the log, not on standard
// output, not in the database, not in a cookie.
func TestNothingStays(t *testing.T) {
	printed := capturePrinted(t)
	r := newRig(t)
	words := map[string]bool{}
	for i, l := range lang.All() {
		r.AddPanic("/"+string(l)+"/boom/:secret", "secret-panic-value")
		for n, person := range persons {
			v := &reader{t: t, h: r, lang: string(l), gpc: (n+i)%2 == 0, words: words}
			v.answers(named(person))
			v.withoutTrace(named(person))
			v.post("/"+v.lang+"/check/all", values(person))
			v.mistakes()
		}
	}
	words["secret-panic-value"] = true
	r.db = breakOff(t, r)
	look(t, "the log", beyondRequests(t, r), words)
	look(t, "the output", printed(), words)
	for _, file := range databaseFiles(t, r.db) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		look(t, filepath.Base(file), string(data), words)
	}
	if len(words) < 200 {
		t.Errorf("looked for only %d words", len(words))
	}
}

// breakOff waits until the counters are written, and copies the files of the
// database as they are at that moment; then it closes it.
func breakOff(t *testing.T, r *rig) string {
	t.Helper()
	time.Sleep(100 * time.Millisecond)
	copied := filepath.Join(t.TempDir(), "localvote.db")
	for _, file := range databaseFiles(t, r.db) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+"-running"+strings.TrimPrefix(file, r.db), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(r.db)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

func databaseFiles(t *testing.T, db string) []string {
	t.Helper()
	files, err := filepath.Glob(db + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of a database: %v", err)
	}
	return files
}

func look(t *testing.T, where, text string, words map[string]bool) {
	t.Helper()
	for word := range words {
		if strings.Contains(text, word) {
			t.Errorf("%s keeps %q", where, word)
		}
	}
}

// capturePrinted keeps what is printed past the log.
func capturePrinted(t *testing.T) (printed func() string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	if err != nil {
		t.Fatal(err)
	}
	out, errOut := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = file, file
	back := func() { os.Stdout, os.Stderr = out, errOut }
	t.Cleanup(func() { back(); file.Close() })
	return func() string {
		back()
		data, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
}

// requestLine is all that the log tells of a request.
var requestLine = regexp.MustCompile(`^time=\S+ level=INFO msg=request id=[0-9A-Z]{8} method=(?:GET|HEAD|POST|DELETE|OTHER) pattern=(\S+) status=\d{3} took=[0-9.a-zµ]+$`)

// beyondRequests gives what else the log tells. A line about a request has room
// for a pattern and for nothing that a reader could have said, however short.
func beyondRequests(t *testing.T, r *rig) string {
	t.Helper()
	patterns := r.Patterns()
	patterns["(none)"] = true
	var rest strings.Builder
	for line := range strings.Lines(r.log.String()) {
		m := requestLine.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case m == nil && !strings.Contains(line, `level=ERROR msg="a handler panicked"`) && !strings.Contains(line, `level=ERROR msg="cannot answer a request"`):
			t.Errorf("the log says %s", line)
		case m == nil:
			rest.WriteString(line)
		case !patterns[m[1]]:
			t.Errorf("%s is no pattern of ours", m[1])
		}
	}
	return rest.String()
}

// Counters are days, languages and patterns of verdicts, one for each check that
// was completed; those who ask not to be counted are not.
func TestCounters(t *testing.T) {
	r := newRig(t)
	for i, l := range []string{"ru", "be", "be", "en"} {
		v := &reader{t: t, h: r, lang: l, gpc: i == 3, words: map[string]bool{}}
		v.answers(named(persons[0]))                                 // 1
		v.post("/"+l+"/check/all", values(persons[0]))               // 2
		v.post("/"+l+"/check/private/all", values(persons[0]))       // 3
		v.post("/"+l+"/check/private", values("asked=age "+settled)) // 4
		v.get("/" + l + "/result/" + r.code(t, settled))             // a result that is looked at again is no check
		v.get("/api/v1/evaluate/" + r.code(t, settled))              // nor is what programs ask
	}
	r.store.Close()
	reopened, err := store.Open(t.Context(), r.db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reopened.Close()
	got, err := reopened.Counters(t.Context(), "0000-01-01", "9999-12-31")
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Counter{{Day: today, Lang: "be", Pattern: "yyyyunn", N: 8}, {Day: today, Lang: "ru", Pattern: "yyyyunn", N: 4}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("counted %v, want %v", got, want)
	}
}
