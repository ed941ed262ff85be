package web_test

import (
	"bufio"
	"fmt"
	"math/rand"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// pieces are what junk is made of: bytes that mean something to somebody on the
// way, and parts of addresses that mean something to us.
var pieces = []string{
	"\x00", "\xff\xfe", "%", "%zz", "..", "/", "//", "\\", "?", "#", "&", "=", ";", "\r\n", "\t", " ", "<script>", "\"'",
	"ў", "🗳", "\u202e", "ru", "be", "check", "result", "private", "all", "static", "api/v1/evaluate", "1-BD0W", "1-0000", "9-", "-", "age",
	"on", "rules", "country", "2026-09-20", "another", "date", "99999999999999999999", strings.Repeat("A", 3000),
}

func junk(random *rand.Rand) string {
	var b strings.Builder
	for range random.Intn(8) {
		b.WriteString(pieces[random.Intn(len(pieces))])
	}
	return b.String()
}

// Whatever stands in an address or a form, the answer is never a failure of the
// site, and a page that comes back is a sound page.
func TestJunk(t *testing.T) {
	r := newRig(t)
	random := rand.New(rand.NewSource(2))
	n := 3000
	if sampled() {
		n = 300
	}
	for range n {
		path, query := "/"+[]string{"", "ru/", "be/check/", "en/result/", "ru/check/1-BD0W/", "static/", "api/v1/evaluate/", "card/be/page/"}[random.Intn(8)]+junk(random), junk(random)
		request := httptest.NewRequest([]string{"GET", "POST", "HEAD"}[random.Intn(3)], "/", strings.NewReader(junk(random)))
		request.URL = &url.URL{Path: path, RawQuery: query}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Accept-Language", junk(random))
		request.Header.Set("If-None-Match", junk(random))
		if a := do(r, request); a.Code >= 500 || a.Code == 0 {
			t.Errorf("%s %q ? %q gives status %d", request.Method, path, query, a.Code)
		}
	}
	if log := r.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("the log tells of mistakes of our own: %s", log)
	}
}

// The same bytes on the wire, where they need not be a request at all.
func TestJunkOnTheWire(t *testing.T) {
	server := httptest.NewServer(newRig(t))
	defer server.Close()
	random := rand.New(rand.NewSource(3))
	for range 200 {
		line := "GET /" + junk(random) + " HTTP/1.1"
		status, err := sendRaw(server.Listener.Addr().String(), line+"\r\nHost: x\r\nConnection: close\r\n"+junk(random)+"\r\n\r\n")
		if err != nil || status >= 500 && status != http.StatusHTTPVersionNotSupported {
			t.Errorf("%q gives status %d, %v", line, status, err)
		}
	}
}

// sendRaw sends bytes and reads the status of the answer.
func sendRaw(address, text string) (status int, err error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if _, err = fmt.Fprint(c, text); err != nil {
		return 0, err
	}
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscanf(line, "HTTP/1.1 %d", &status)
	return status, err
}
