package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// The receipt shows the very line of the log, and the request leaves nothing else:
// nothing that the browser said is in the log or in the database.
func TestReceiptIsTheLine(t *testing.T) {
	for _, l := range lang.All() {
		r := newRig(t)
		before := r.log.String()
		address := "/" + string(l) + "/privacy/receipt"
		request := httptest.NewRequest(http.MethodGet, address+"?secret=word", nil)
		request.RemoteAddr = readerAddress
		request.Header.Set("User-Agent", readerAgent)
		request.Header.Set("Referer", readerReferer)
		a := do(r, request).want(t, http.StatusOK)
		shown := webtest.Text(webtest.First(a.doc, "main pre"))
		written := strings.TrimSpace(strings.TrimPrefix(r.log.String(), before))
		if strings.Count(written, "\n") > 0 || !strings.Contains(written, shown) || !strings.Contains(shown, "pattern="+address) {
			t.Errorf("shown: %q, written: %q", shown, written)
		}
		rest := strings.TrimSpace(strings.Replace(written, shown, "", 1))
		for _, field := range strings.Fields(rest) {
			if name, _, _ := strings.Cut(field, "="); name != "time" && name != "took" {
				t.Errorf("%q is written and not shown", field)
			}
		}
		for _, said := range []string{readerAgent, readerReferer, "192.0.2.77"} {
			if !strings.Contains(a.text(), said) {
				t.Errorf("the page does not show %q", said)
			}
		}
		r.store.Close()
		files, _ := os.ReadFile(r.db)
		for _, said := range []string{"ReadersBrowser", "referrer.example", "192.0.2.77", "secret", "receipt"} {
			if strings.Contains(string(files), said) {
				t.Errorf("%q is in the database", said)
			}
		}
		if h := a.Header(); h.Get("Cache-Control") != "no-store" {
			t.Error("the receipt of one request may be kept for another")
		}
	}
}
