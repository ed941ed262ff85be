package links

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const article = `<!doctype html><html><head><title>x</title></head><body><nav>Menu %d</nav>
<main><h1>Статья 58</h1><p>Граждане&nbsp;России — могут избирать.</p><time>%d</time></main><script>var n = %d</script></body></html>`

// A host with everything that can become of an address.
func host(t *testing.T) (*httptest.Server, *atomic.Int64) {
	var asked atomic.Int64
	mux := http.NewServeMux()
	page := func(path, text string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			n := asked.Add(1)
			if !strings.HasPrefix(r.UserAgent(), "Tester/") {
				t.Errorf("asked as %q", r.UserAgent())
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, strings.NewReplacer("%d", fmt.Sprint(n)).Replace(text)) // menus and times differ each time
		})
	}
	page("/same", article)
	page("/changed", strings.Replace(article, "могут", "не могут", 1))
	mux.HandleFunc("/windows", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1251")
		w.Write([]byte("<p>\xcf\xf0\xe0\xe2\xee</p>")) // Право
	})
	mux.Handle("/old", http.RedirectHandler("/same", http.StatusMovedPermanently))
	mux.Handle("/for-now", http.RedirectHandler("/same", http.StatusFound))
	mux.Handle("/round", http.RedirectHandler("/round", http.StatusFound))
	mux.Handle("/script", http.RedirectHandler("javascript:alert(1)", http.StatusFound))
	for path, status := range map[string]int{"/gone": 410, "/forbidden": 403, "/busy": 503, "/teapot": 418} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	mux.HandleFunc("/huge", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20)) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server, &asked
}

func checker() *Checker {
	c := New("Tester/1")
	c.Pause, c.MaxSize = 0, 64<<10
	return c
}

func check(t *testing.T, c *Checker, links []Link, saved map[string]string) map[string]Finding {
	t.Helper()
	out := map[string]Finding{}
	if err := c.Check(t.Context(), links, saved, func(f Finding) { out[f.Address] = f }); err != nil {
		t.Fatal(err)
	}
	if len(out) != len(links) {
		t.Errorf("%d of %d addresses were looked at", len(out), len(links))
	}
	return out
}

func TestStates(t *testing.T) {
	server, _ := host(t)
	text := fingerprint("Статья 58 Граждане России — могут избирать.")
	want := map[string]State{
		"/same": OK, "/changed": Changed, "/old": Moved, "/for-now": OK, "/gone": Gone, "/missing": Gone,
		"/forbidden": Refused, "/busy": Later, "/teapot": Silent, "/round": Silent, "/script": Silent, "/huge": Silent,
	}
	var list []Link
	saved := map[string]string{}
	for path := range want {
		list = append(list, Link{Address: server.URL + path})
		saved[server.URL+path] = text
	}
	list = append(list, Link{Address: "http://127.0.0.1:1/"}, Link{Address: server.URL + "/same?quote", Quote: "граждане России – могут избирать"},
		Link{Address: server.URL + "/same?lost", Quote: "иностранные граждане"}, Link{Address: server.URL + "/windows", Quote: "Право"})
	found := check(t, checker(), list, saved)
	for path, state := range want {
		if f := found[server.URL+path]; f.State != state {
			t.Errorf("%s: %+v, want %s", path, f, state)
		}
	}
	for address, state := range map[string]State{"http://127.0.0.1:1/": Silent, server.URL + "/same?quote": OK, server.URL + "/same?lost": Lost, server.URL + "/windows": OK} {
		if f := found[address]; f.State != state {
			t.Errorf("%s: %+v, want %s", address, f, state)
		}
	}
	if f := found[server.URL+"/old"]; f.MovedTo != server.URL+"/same" {
		t.Errorf("moved to %q", f.MovedTo)
	}
	if f := found["http://127.0.0.1:1/"]; strings.Contains(f.Reason, "127.0.0.1:1/") || f.Reason == "" {
		t.Errorf("the reason is %q", f.Reason)
	}
}

// One host is never asked twice at the same time, nor without a pause.
func TestPolite(t *testing.T) {
	var mu sync.Mutex
	var began []time.Time
	var now, most int
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		began = append(began, time.Now())
		now++
		most = max(most, now)
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
	}))
	defer server.Close()
	c := checker()
	c.Pause = 20 * time.Millisecond
	var list []Link
	for n := range 5 {
		list = append(list, Link{Address: fmt.Sprintf("%s/%d", server.URL, n)})
	}
	check(t, c, list, nil)
	if most != 1 {
		t.Errorf("%d requests at once", most)
	}
	for i, gap := 1, time.Duration(0); i < len(began); i++ {
		if gap = began[i].Sub(began[i-1]); gap < c.Pause {
			t.Errorf("only %s between two requests", gap)
		}
	}
}

func TestEndsEarly(t *testing.T) {
	server, asked := host(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := checker()
	c.Pause = time.Hour
	err := c.Check(ctx, []Link{{Address: server.URL + "/same"}, {Address: server.URL + "/changed"}}, nil, func(Finding) { cancel() })
	if err != context.Canceled || asked.Load() != 1 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

func TestRecord(t *testing.T) {
	entries, err := ParseEntries(nil)
	if err != nil {
		t.Fatal(err)
	}
	Note(entries, Finding{Address: "https://b.by", State: OK, Status: 200, Text: "aa"}, "2026-11-20", false)
	Note(entries, Finding{Address: "https://a.ru", State: Gone, Status: 404}, "2026-11-20", false)
	Note(entries, Finding{Address: "https://b.by", State: Changed, Status: 200, Text: "bb"}, "2026-11-21", false)
	if e := entries["https://b.by"]; e.Text != "aa" || e.State != Changed {
		t.Errorf("a change that nobody has read is accepted: %+v", e)
	}
	data, err := FormatEntries(entries)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseEntries(data)
	if err != nil || len(again) != 2 || again["https://a.ru"] != entries["https://a.ru"] {
		t.Errorf("%v, %v", again, err)
	}
	if !slices.Equal(strings.Fields(string(data))[1:2], []string{"https://a.ru,2026-11-20,gone,404,,"}) {
		t.Errorf("written as %s", data)
	}
	Note(entries, Finding{Address: "https://b.by", State: Changed, Status: 200, Text: "bb"}, "2026-11-21", true)
	if e := entries["https://b.by"]; e.Text != "bb" || e.State != OK {
		t.Errorf("accepted as %+v", e)
	}
	for _, bad := range []string{"a,b\n", "address,looked_on,state,http,moved_to,text\nx,y,ok,many,,\n", "\"", "address,looked_on,state,http,moved_to,text\nx\n"} {
		if _, err := ParseEntries([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
