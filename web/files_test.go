package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func unpacked(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var from io.Reader = bytes.NewReader(body)
	var err error
	switch encoding {
	case "br":
		from = brotli.NewReader(from)
	case "gzip":
		from, err = gzip.NewReader(from)
	case "zstd":
		from, err = zstd.NewReader(from)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Data and lists come in every encoding once they were asked for twice, each under a
// tag of its own and with the same content; a reader who has one is not sent it again.
func TestFilesArePressed(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	for _, address := range []string{"/data/claims.json", "/sitemap.xml", "/api/openapi.json", "/api/v1/claims?lang=be"} {
		ask := func(encoding, known string) reply {
			request := httptest.NewRequest(http.MethodGet, address, nil)
			request.Header.Set("Accept-Encoding", encoding)
			if known != "" {
				request.Header.Set("If-None-Match", known)
			}
			return do(r, request)
		}
		whole := ask("identity", "").want(t, http.StatusOK)
		if a := ask("gzip", ""); a.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not packed for the second reader: %v", address, a.Header())
		}
		tags := map[string]string{whole.Header().Get("Etag"): "identity"}
		for _, encoding := range []string{"br", "zstd", "gzip"} {
			a := ask(encoding, "")
			for end := time.Now().Add(time.Minute); a.Header().Get("Content-Encoding") != encoding; a = ask(encoding, "") {
				if time.Now().After(end) {
					t.Fatalf("%s does not come as %s", address, encoding)
				}
				time.Sleep(20 * time.Millisecond)
			}
			packed := a.Body.Bytes()
			if got := unpacked(t, encoding, packed); !bytes.Equal(got, whole.Body.Bytes()) || len(packed) >= len(got) {
				t.Errorf("%s as %s: %d bytes are %d, of %d", address, encoding, len(packed), len(got), whole.Body.Len())
			}
			if !strings.Contains(a.Header().Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s: Vary is %q", address, a.Header().Get("Vary"))
			}
			tag := a.Header().Get("Etag")
			if other, twice := tags[tag]; twice || tag == "" {
				t.Errorf("%s: %s and %s have the tag %s", address, encoding, other, tag)
			}
			tags[tag] = encoding
			if again := ask(encoding, tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s as %s is sent twice: %d", address, encoding, again.Code)
			}
		}
	}
}

// A download that broke off goes on where it was.
func TestDataInParts(t *testing.T) {
	r := newRig(t)
	whole := get(r, "/data/personas.csv").want(t, http.StatusOK).Body.String()
	request := httptest.NewRequest(http.MethodGet, "/data/personas.csv", nil)
	request.Header.Set("Range", "bytes=100-")
	if a := do(r, request); a.Code != http.StatusPartialContent || a.Body.String() != whole[100:] {
		t.Errorf("status %d, %d of %d bytes", a.Code, a.Body.Len(), len(whole)-100)
	}
}

// What somebody looks for is not remembered, and what rests on answers is not either:
// such answers are packed for their reader alone, quickly.
func TestAnswersAreNotKept(t *testing.T) {
	r := newRig(t)
	for _, address := range []string{"/api/v1/places?q=Orsha&lang=en", "/api/v1/evaluate?country=ru&citizenship=by&lang=en"} {
		for range 3 {
			request := httptest.NewRequest(http.MethodGet, address, nil)
			request.Header.Set("Accept-Encoding", "br, gzip")
			a := do(r, request)
			if got := a.Header().Get("Content-Encoding"); a.Code != http.StatusOK || got != "gzip" && a.Body.Len() >= 1<<10 || got == "br" {
				t.Errorf("%s: status %d, encoding %q, %d bytes", address, a.Code, got, a.Body.Len())
			}
		}
	}
	if n := r.FilesKept(); n != 0 {
		t.Errorf("%d answers are kept", n)
	}
}
