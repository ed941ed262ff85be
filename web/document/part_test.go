package document

import (
	"bytes"
	"hash/crc32"
	"math/rand"
	"net/http"
	"testing"
)

// cutAt cuts a body into stretches; every second is a part.
func cutAt(body []byte, places ...int) []Stretch {
	var out []Stretch
	from := 0
	for i, to := range append(places, len(body)) {
		if i%2 == 0 {
			out = append(out, Stretch{Own: body[from:to]})
		} else {
			out = append(out, Stretch{Part: NewPart(body[from:to])})
		}
		from = to
	}
	return out
}

// A body that is joined from parts unpacks to itself, wherever it was cut; later it is
// pressed in one piece, under another tag.
func TestJoin(t *testing.T) {
	gzipped, brotlied := http.Header{"Accept-Encoding": {"gzip"}}, http.Header{"Accept-Encoding": {"br"}}
	long := bytes.Repeat(page, 6)
	for _, c := range []struct {
		body   []byte
		places []int
	}{
		{page, nil}, {page, []int{0}}, {page, []int{3000, 15000}}, {page, []int{1, 2, 3, len(page) - 1}}, {page, []int{len(page)}}, {long, []int{50, 70_000}},
	} {
		d := Join(http.Header{"Content-Type": {"text/html; charset=utf-8"}}, cutAt(c.body, c.places...))
		joined := ask(d, http.MethodGet, gzipped)
		if joined.Header.Get("Content-Encoding") != "gzip" || !bytes.Equal(unpack(t, joined), c.body) {
			t.Fatalf("cut at %v: another body", c.places)
		}
		if plain := ask(d, http.MethodGet, http.Header{}); !bytes.Equal(unpack(t, plain), c.body) {
			t.Fatalf("cut at %v: another body without packing", c.places)
		}
		before, _ := d.Size("gzip")
		d.Better()
		d.Slim()
		whole := ask(d, http.MethodGet, gzipped)
		if after, _ := d.Size("gzip"); after > before || after < before && whole.Header.Get("Etag") == joined.Header.Get("Etag") {
			t.Errorf("%d bytes joined, %d in one piece, tags %s and %s", before, after, joined.Header.Get("Etag"), whole.Header.Get("Etag"))
		}
		better := ask(d, http.MethodGet, brotlied)
		if better.Header.Get("Content-Encoding") != "br" || !bytes.Equal(unpack(t, better), c.body) {
			t.Errorf("cut at %v: brotli is %v", c.places, better.Header)
		}
		if !bytes.Equal(unpack(t, whole), c.body) || !bytes.Equal(unpack(t, ask(d, http.MethodGet, http.Header{})), c.body) {
			t.Error("another body after it was pressed better")
		}
	}
}

// The tag names the content: other bytes have another one, and a part that moved too.
func TestTagOfJoined(t *testing.T) {
	tags := map[string]bool{}
	one, two := Stretch{Part: NewPart([]byte("one"))}, Stretch{Own: []byte("two")}
	for _, body := range [][]Stretch{{one}, {one, two}, {two, one}, {one, two, one}, {{Own: []byte("onetwo")}}} {
		tags[Join(nil, body).Tag()] = true
	}
	if len(tags) != 5 {
		t.Errorf("five bodies have %d tags", len(tags))
	}
	if Join(nil, []Stretch{one, two}).Tag() != Join(nil, []Stretch{{Own: []byte("one")}, two}).Tag() {
		t.Error("the tag depends on how a part was pressed")
	}
}

// The sum of two stretches is that of the whole.
func TestSumsAreCombined(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 200 {
		body := make([]byte, rng.Intn(3000))
		rng.Read(body)
		at := rng.Intn(len(body) + 1)
		sum := multiply(shiftOf(len(body)-at), crc32.ChecksumIEEE(body[:at])) ^ crc32.ChecksumIEEE(body[at:])
		if want := crc32.ChecksumIEEE(body); sum != want {
			t.Fatalf("%d bytes cut at %d: %08x, want %08x", len(body), at, sum, want)
		}
	}
}

// A part can be unpacked by itself.
func TestPartBody(t *testing.T) {
	for _, body := range [][]byte{page, {}, []byte("a")} {
		if got, err := NewPart(body).Body(); err != nil || !bytes.Equal(got, body) {
			t.Errorf("%d bytes became %d: %v", len(body), len(got), err)
		}
	}
}
