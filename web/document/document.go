// Package document holds answers that are ready to be sent: the bytes of a page or
// of a file in every encoding that browsers take, with the headers that go with
// them. Sending one does no work but choosing. What stands in an answer, how long
// it may be kept and who may have it are left to package web.
package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// A Document is one answer. Its bytes never change; better encodings of them may be
// filled in while it is being served. All methods are safe for concurrent use.
type Document struct {
	tag    string
	common []field // headers of every encoding
	body   []byte  // as it is; nil for a slim document and for a joined one
	size   int     // of the body as it is, in bytes
	forms  [formCount]atomic.Pointer[form]
	done   atomic.Bool // Best has begun
	again  atomic.Bool // it was asked for twice
	joined atomic.Bool // its gzip was joined from parts, and can be smaller
}

// A form is the body in one encoding.
type form struct {
	body   []byte
	header []field // what only this encoding has
	tag    string
}

// A field is one header, ready to be put into a map without allocating.
type field struct {
	name  string
	value []string
}

// The encodings, in the order of preference where a reader likes all the same.
const (
	brotliForm = iota
	zstdForm
	gzipForm
	plainForm
	formCount
)

// encodings are the names of the forms in headers (RFC 9110, 8.4.1) and what tells
// their tags apart: a strong tag belongs to one sequence of bytes, so gzip that was
// pressed quickly has another one than gzip that was pressed well.
var encodings = [formCount]struct{ name, tag string }{
	brotliForm: {"br", "-b"}, zstdForm: {"zstd", "-z"}, gzipForm: {"gzip", "-g"}, plainForm: {},
}

const quickTag = "-q"

// hashed is how many bytes of the content's hash name it.
const hashed = 8

// TagOf names bytes: 16 hexadecimal digits of their SHA-256.
func TagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:hashed])
}

// New makes a document of a body that nobody changes afterwards. The header is
// copied; Content-Type must be in it, and what depends on the encoding must not.
// The body is not compressed yet.
func New(header http.Header, body []byte) *Document {
	d := &Document{tag: TagOf(body), body: body, size: len(body)}
	d.takeHeader(header)
	d.set(plainForm, "", body)
	return d
}

func (d *Document) takeHeader(header http.Header) {
	d.common = make([]field, 0, len(header))
	for name, values := range header {
		switch name {
		case "Etag", "Content-Length", "Content-Encoding", "Date":
		default:
			d.common = append(d.common, field{name, append([]string(nil), values...)})
		}
	}
}

func (d *Document) set(kind int, suffix string, body []byte) {
	tag := `"` + d.tag + suffix + `"`
	f := &form{body: body, tag: tag, header: []field{{"Etag", []string{tag}}, {"Content-Length", []string{strconv.Itoa(len(body))}}}}
	if name := encodings[kind].name; name != "" {
		f.header = append(f.header, field{"Content-Encoding", []string{name}})
	}
	d.forms[kind].Store(f)
}

// Tag names the content, whatever the encoding.
func (d *Document) Tag() string { return d.tag }

// Same tells whether another document has the same bytes and headers, so that this
// one, with all that was pressed already, can stand for it.
func (d *Document) Same(other *Document) bool {
	if d.tag != other.tag || len(d.common) != len(other.common) {
		return false
	}
	has := make(map[string]string, len(d.common))
	for _, f := range d.common {
		has[f.name] = f.value[0]
	}
	for _, f := range other.common {
		if value, ok := has[f.name]; !ok || value != f.value[0] {
			return false
		}
	}
	return true
}

// Again tells, once, that the document was asked for again.
func (d *Document) Again() bool { return !d.again.Load() && !d.again.Swap(true) }

// Weight is about how many bytes of memory the document takes.
func (d *Document) Weight() int {
	const overhead = 1 << 10 // headers, tags and pointers
	n := overhead
	for i := range d.forms {
		if f := d.forms[i].Load(); f != nil {
			n += len(f.body)
		}
	}
	return n
}

// Size is the length of a form in bytes by its name in headers, "" for the body as
// it is; ok is false if there is no such form.
func (d *Document) Size(encoding string) (n int, ok bool) {
	for i := range encodings {
		if encodings[i].name == encoding {
			if f := d.forms[i].Load(); f != nil {
				return len(f.body), true
			}
		}
	}
	return 0, false
}

// Send answers a GET or HEAD request: whole, not at all (304), or a range.
func (d *Document) Send(w http.ResponseWriter, r *http.Request) {
	f, kind := d.choose(r.Header)
	h := w.Header()
	for i := range d.common {
		h[d.common[i].name] = d.common[i].value
	}
	if _, asked := r.Header["Range"]; asked {
		d.sendRange(w, r, f, kind)
		return
	}
	if match := r.Header["If-None-Match"]; len(match) > 0 && d.known(match, f) {
		h["Etag"] = f.header[0].value
		w.WriteHeader(http.StatusNotModified)
		return
	}
	for i := range f.header {
		h[f.header[i].name] = f.header[i].value
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.body) // the reader has gone: nobody is left to be told
	}
}

// sendRange leaves ranges, If-Range and 416 to the standard library.
func (d *Document) sendRange(w http.ResponseWriter, r *http.Request, f *form, kind int) {
	h := w.Header()
	h["Etag"] = f.header[0].value
	if name := encodings[kind].name; name != "" {
		h.Set("Content-Encoding", name)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.body))
}

// known tells whether a reader has this content already, in whatever encoding: what
// the reader sees is the same.
func (d *Document) known(headers []string, f *form) bool {
	if len(headers) == 1 && headers[0] == f.tag { // what nearly every browser sends
		return true
	}
	for _, header := range headers {
		if Matches(header, d.tag) {
			return true
		}
	}
	return false
}

// choose finds the best form that the reader takes and that is ready.
func (d *Document) choose(h http.Header) (*form, int) {
	accept := h["Accept-Encoding"]
	if len(accept) == 0 {
		return d.plain(), plainForm
	}
	order := preference(accept)
	for _, kind := range order {
		if f := d.forms[kind].Load(); f != nil {
			return f, int(kind)
		}
	}
	return d.plain(), plainForm
}

// plain is the body as it is, unpacked if it was not kept.
func (d *Document) plain() *form {
	if f := d.forms[plainForm].Load(); f != nil {
		return f
	}
	packed := d.forms[gzipForm].Load()
	tag := `"` + d.tag + `"`
	f := &form{tag: tag, header: []field{{"Etag", []string{tag}}}}
	if reader, err := gzip.NewReader(bytes.NewReader(packed.body)); err == nil {
		f.body, _ = io.ReadAll(io.LimitReader(reader, int64(d.size)))
	}
	f.header = append(f.header, field{"Content-Length", []string{strconv.Itoa(len(f.body))}})
	return f
}
