package document

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

var page = func() []byte {
	var b bytes.Buffer
	for i := range 200 {
		fmt.Fprintf(&b, "<p id=\"p%d\">Голосуют те, кто живёт здесь постоянно: %d, %d.</p>\n", i*i%977, i*i*i%7919, i*7%31)
	}
	return b.Bytes()
}()

func newPage() *Document {
	return New(http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Vary": {"Accept-Encoding"}, "Etag": {`"not mine"`}}, page)
}

func ask(d *Document, method string, header http.Header) *http.Response {
	r := httptest.NewRequest(method, "/", nil)
	r.Header = header
	w := httptest.NewRecorder()
	d.Send(w, r)
	return w.Result()
}

func unpack(t *testing.T, r *http.Response) []byte {
	t.Helper()
	var from io.Reader = r.Body
	switch encoding := r.Header.Get("Content-Encoding"); encoding {
	case "":
	case "gzip":
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	case "br":
		from = brotli.NewReader(r.Body)
	case "zstd":
		z, err := zstd.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		from = z
	default:
		t.Fatalf("Content-Encoding %q", encoding)
	}
	body, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Every encoding unpacks to the body, has a tag of its own and its own length; a
// reader who has it in any encoding gets 304.
func TestEncodings(t *testing.T) {
	d := newPage()
	tags := map[string]bool{}
	look := func(accept, want string) {
		t.Helper()
		r := ask(d, http.MethodGet, http.Header{"Accept-Encoding": {accept}})
		if got := r.Header.Get("Content-Encoding"); got != want || r.StatusCode != http.StatusOK {
			t.Fatalf("Accept-Encoding %q: status %d, %q, want %q", accept, r.StatusCode, got, want)
		}
		tag := r.Header.Get("ETag")
		if n := len(tags); tags[tag] || !strings.HasPrefix(tag, `"`) {
			t.Errorf("tag %s is not new among %d", tag, n)
		}
		tags[tag] = true
		if r.Header.Get("Content-Type") != "text/html; charset=utf-8" || r.Header.Get("Vary") == "" {
			t.Errorf("headers %v", r.Header)
		}
		if !bytes.Equal(unpack(t, r), page) {
			t.Errorf("%s does not unpack to the body", want)
		}
		head := ask(d, http.MethodHead, http.Header{"Accept-Encoding": {accept}})
		if body, _ := io.ReadAll(head.Body); len(body) > 0 || head.Header.Get("Content-Length") != r.Header.Get("Content-Length") {
			t.Errorf("HEAD: %d bytes, length %s", len(body), head.Header.Get("Content-Length"))
		}
		for _, other := range []string{accept, "", "gzip"} {
			again := ask(d, http.MethodGet, http.Header{"Accept-Encoding": {other}, "If-None-Match": {tag}})
			if body, _ := io.ReadAll(again.Body); again.StatusCode != http.StatusNotModified || len(body) > 0 || again.Header.Get("Content-Length") != "" {
				t.Errorf("If-None-Match %s with %q: %d", tag, other, again.StatusCode)
			}
		}
	}
	look("br, gzip, zstd;q=0.1", "")
	d.Quick()
	look("br, gzip, zstd;q=0.1", "gzip")
	d.Best()
	look("br, gzip, zstd;q=0.1", "br")
	look("gzip", "gzip")
	look("zstd", "zstd")
	quick, best := len(Gzip(page)), 0
	if best, _ = d.Size("gzip"); best >= quick {
		t.Errorf("gzip at its best has %d bytes, quickly %d", best, quick)
	}
}

func TestRanges(t *testing.T) {
	d := newPage()
	d.Quick()
	first := ask(d, http.MethodGet, http.Header{"Range": {"bytes=0-9"}})
	if body, _ := io.ReadAll(first.Body); first.StatusCode != http.StatusPartialContent || !bytes.Equal(body, page[:10]) {
		t.Errorf("status %d, %q", first.StatusCode, body)
	}
	tag := first.Header.Get("ETag")
	if r := ask(d, http.MethodGet, http.Header{"Range": {"bytes=10-"}, "If-Range": {tag}}); r.StatusCode != http.StatusPartialContent {
		t.Errorf("If-Range with the right tag: %d", r.StatusCode)
	}
	if r := ask(d, http.MethodGet, http.Header{"Range": {"bytes=10-"}, "If-Range": {`"other"`}}); r.StatusCode != http.StatusOK || !bytes.Equal(unpack(t, r), page) {
		t.Errorf("If-Range with another tag: %d", r.StatusCode)
	}
	if r := ask(d, http.MethodGet, http.Header{"Range": {"bytes=999999-"}}); r.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("beyond the end: %d", r.StatusCode)
	}
	packed := ask(d, http.MethodGet, http.Header{"Range": {"bytes=0-1"}, "Accept-Encoding": {"gzip"}})
	if body, _ := io.ReadAll(packed.Body); packed.Header.Get("Content-Encoding") != "gzip" || !bytes.Equal(body, []byte{0x1f, 0x8b}) {
		t.Errorf("range of gzip: %v %x", packed.Header, body)
	}
}

func TestSlim(t *testing.T) {
	d := newPage()
	before := d.Weight()
	d.Slim()
	if d.Weight() != before {
		t.Error("the only form was let go")
	}
	d.Quick()
	d.Slim()
	if d.Weight() >= before/2 {
		t.Errorf("%d bytes before, %d slim", before, d.Weight())
	}
	if r := ask(d, http.MethodGet, http.Header{}); !bytes.Equal(unpack(t, r), page) {
		t.Error("a reader without encodings gets something else")
	}
}

func TestTinyStaysAsItIs(t *testing.T) {
	d := New(http.Header{"Content-Type": {"text/plain"}}, []byte("x"))
	d.Quick()
	d.Best()
	if _, ok := d.Size("gzip"); ok {
		t.Error("one byte was packed")
	}
}

func TestSame(t *testing.T) {
	if !newPage().Same(newPage()) {
		t.Error("the same page is not the same")
	}
	for _, other := range []*Document{
		New(http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Vary": {"Accept-Encoding"}}, page[1:]),
		New(http.Header{"Content-Type": {"text/plain"}, "Vary": {"Accept-Encoding"}}, page),
		New(http.Header{"Content-Type": {"text/html; charset=utf-8"}}, page),
	} {
		if newPage().Same(other) {
			t.Errorf("%s %v is the same", other.tag, other.common)
		}
	}
}

// Better encodings are filled in while readers are served.
func TestSendWhilePressing(t *testing.T) {
	d := newPage()
	d.Quick()
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				r := ask(d, http.MethodGet, http.Header{"Accept-Encoding": {"gzip, deflate, br, zstd"}})
				if !bytes.Equal(unpack(t, r), page) {
					t.Error("another body")
				}
			}
		})
	}
	d.Best()
	readers.Wait()
}

// Sending allocates next to nothing; beside it a bare handler with the same bytes
// and headers.
func BenchmarkSend(b *testing.B) {
	d := newPage()
	d.Quick()
	packed := Gzip(page)
	for name, h := range map[string]http.HandlerFunc{
		"document": d.Send,
		"bare": func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Vary", "Accept-Encoding")
			h.Set("Etag", `"0123456789abcdef-q"`)
			h.Set("Content-Encoding", "gzip")
			h.Set("Content-Length", "300")
			_, _ = w.Write(packed)
		},
	} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Accept-Encoding", "gzip, deflate, br")
			b.ReportAllocs()
			for b.Loop() {
				h(&nobody{h: http.Header{}}, r)
			}
		})
	}
}

type nobody struct{ h http.Header }

func (n *nobody) Header() http.Header         { return n.h }
func (n *nobody) Write(b []byte) (int, error) { return len(b), nil }
func (n *nobody) WriteHeader(int)             {}
