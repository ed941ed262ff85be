package document

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// A body with a part that was pressed before unpacks to itself, wherever the part
// stands; later it is pressed in one piece, under another tag.
func TestQuickAround(t *testing.T) {
	part := NewPart(string(page[3000:15000]))
	gzipped := http.Header{"Accept-Encoding": {"gzip"}}
	for _, c := range []struct{ before, after string }{
		{string(page[:3000]), string(page[15000:])}, {"", "<p>end"}, {"<p>begin", ""}, {"", ""}, {strings.Repeat("<p>", 70_000), "<p>"},
	} {
		body := []byte(c.before + part.Body() + c.after)
		at := part.In(body)
		if at != len(c.before) {
			t.Fatalf("the part stands at %d, was found at %d", len(c.before), at)
		}
		d := New(http.Header{"Content-Type": {"text/html; charset=utf-8"}}, body)
		d.QuickAround(part, at)
		joined := ask(d, http.MethodGet, gzipped)
		if joined.Header.Get("Content-Encoding") != "gzip" || !bytes.Equal(unpack(t, joined), body) {
			t.Fatalf("%d bytes before, %d behind: another body", len(c.before), len(c.after))
		}
		before, _ := d.Size("gzip")
		d.Better()
		d.Slim()
		whole := ask(d, http.MethodGet, gzipped)
		if after, _ := d.Size("gzip"); after > before || after < before && whole.Header.Get("Etag") == joined.Header.Get("Etag") {
			t.Errorf("%d bytes joined, %d in one piece, tags %s and %s", before, after, joined.Header.Get("Etag"), whole.Header.Get("Etag"))
		}
		if !bytes.Equal(unpack(t, whole), body) || !bytes.Equal(unpack(t, ask(d, http.MethodGet, http.Header{})), body) {
			t.Error("another body after it was pressed better")
		}
	}
}

// Where the part stands elsewhere or not at all, the body is pressed whole.
func TestQuickAroundAnother(t *testing.T) {
	part := NewPart(string(page[3000:15000]))
	if at := part.In(page[3001:]); at >= 0 {
		t.Errorf("a part that is not there was found at %d", at)
	}
	for _, at := range []int{-1, 0, len(page)} {
		d := newPage()
		d.QuickAround(part, at)
		r := ask(d, http.MethodGet, http.Header{"Accept-Encoding": {"gzip"}})
		if tag := r.Header.Get("Etag"); !strings.HasSuffix(tag, quickTag+`"`) || !bytes.Equal(unpack(t, r), page) {
			t.Errorf("part at %d: tag %s", at, tag)
		}
	}
}
