package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localvote/web/store"
)

// saidByReader are words of a reader who asks for every kind of thing. None may be in what the
// program leaves behind.
var saidByReader = []string{"ReadersBrowser", "referrer-of-hers", "crumb-of-hers", "secret-query", "secret-answer", "secretword", "203.0.113.77", "1-BAT0", "1-bat0", "be-BY;q=0.93"}

// kindsAsked are requests of all kinds: method, address, form or JSON.
var kindsAsked = [][3]string{
	{"GET", "/be/"}, {"GET", "/be/in-belarus?x=secret-query"}, {"GET", "/be/check/1-BAT0"}, {"GET", "/en/result/1-BAT0?on=2026-09-20"},
	{"GET", "/be/search?q=secretword"}, {"GET", "/en/secretword-4711"}, {"GET", "/ru/privacy/receipt?secret-query"}, {"GET", "/en/statistics"},
	{"POST", "/be/check/all", "country=ru&citizenship=by&age=secret-answer"},
	{"POST", "/be/check/private", "country=ru&citizenship=secret-answer"},
	{"POST", "/be/check/private/all", "country=ru&citizenship=by&age=21plus&residence=permanent&registered=yes&head_elected=yes"},
	{"POST", "/be/feedback", "page=/result/1-BAT0&verdict=yes"},
	{"POST", "/be/feedback", "page=/about&verdict=no&reason=unclear&send=yes&text=My+answers+are+1-BAT0+indeed"},
	{"POST", "/api/v1/evaluate", `{"answers":{"country":"ru","shoe_size":"secret-answer"}}`}, {"GET", "/api/v1/evaluate/1-BAT0?lang=be"},
	{"DELETE", "/be/check/1-BAT0/age"}, {"SECRETWORD", "/be/check/1-BAT0"},
}

// The program as it runs in production, by HTTPS, leaves nothing of a reader in its
// log, its database, its figures, and sets nothing in the bytes that it sends. With
// Global Privacy Control nobody is counted.
func TestNothingStaysOfARealProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the server")
	}
	folder, address, figures := t.TempDir(), unused(t), unused(t)
	cert, key := selfSigned(t, folder, "vote.example", 1)
	db := filepath.Join(folder, "localvote.db")
	said, stop := startSite(t, nil, "--addr="+address, "--db="+db, "--tls-cert="+cert, "--tls-key="+key, "--base-url=https://vote.example",
		"--metrics-addr="+figures, "--trusted-proxies=127.0.0.1")
	eventually(t, to(address, &tls.Config{RootCAs: trusting(t, cert)}), "https://vote.example/healthz")
	counted := 0
	for _, gpc := range []bool{true, false} {
		for _, kind := range kindsAsked {
			answer := overTheWire(t, address, kind, gpc)
			head, _, _ := strings.Cut(answer, "\r\n\r\n")
			for _, header := range []string{"set-cookie:", "report-to:", "nel:", "server:", "via:", "etag: w/\"reader"} {
				if strings.Contains(strings.ToLower(head), "\r\n"+header) {
					t.Errorf("%v is answered with %s", kind, head)
				}
			}
			if strings.Contains(head, " 500 ") || !strings.HasPrefix(head, "HTTP/1.1 ") {
				t.Errorf("%v: %.60s", kind, head)
			}
			if strings.Contains(kind[1], "private/all") && !gpc {
				counted++
			}
		}
	}
	scraped := string(eventually(t, http.DefaultClient, "http://"+figures+"/metrics"))
	time.Sleep(100 * time.Millisecond)
	left := map[string]string{"the figures": scraped}
	files, _ := filepath.Glob(db + "*") // with -wal, as they are while it runs
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		left[filepath.Base(file)+" while it runs"] = string(data)
	}
	stop()
	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	left["the database"], left["the log"] = string(data), said.String()
	if !strings.Contains(left["the database"], "My answers are") || !strings.Contains(left["the log"], "pattern=/be/feedback") {
		t.Error("the feedback or the log is missing: this looks in the wrong place")
	}
	kept, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	list, err := kept.Counters(t.Context(), "", "9")
	if err != nil || counted != 1 || len(list) != 1 || list[0].N != counted {
		t.Errorf("counted %v, want the %d without Global Privacy Control: %v", list, counted, err)
	}
	for where, text := range left {
		for _, word := range saidByReader {
			if strings.Contains(text, word) {
				t.Errorf("%s keeps %q", where, word)
			}
		}
	}
}

// overTheWire sends a request by TLS and gives all bytes of the answer.
func overTheWire(t *testing.T, address string, kind [3]string, gpc bool) string {
	t.Helper()
	conn, err := tls.Dial("tcp", address, &tls.Config{ServerName: "vote.example", InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r, err := http.NewRequest(kind[0], "https://vote.example"+kind[1], strings.NewReader(kind[2]))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"User-Agent": "ReadersBrowser/7.1", "Referer": "https://referrer-of-hers.example/", "Cookie": "crumb-of-hers=1",
		"X-Forwarded-For": "203.0.113.77", "Accept-Language": "be-BY;q=0.93", "Sec-Fetch-Site": "same-origin", "Connection": "close"} {
		r.Header.Set(name, value)
	}
	if gpc {
		r.Header.Set("Sec-GPC", "1")
	}
	switch {
	case strings.HasPrefix(kind[2], "{"):
		r.Header.Set("Content-Type", "application/json")
	case kind[2] != "":
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	sent, err := httputil.DumpRequestOut(r, true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(sent); err != nil {
		t.Fatal(err)
	}
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(bufio.NewReader(conn)); err != nil && answer.Len() == 0 {
		t.Fatalf("%v: %v", kind, err)
	}
	return answer.String()
}
