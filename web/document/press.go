package document

import (
	"bytes"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// How hard to press. Brotli 11 takes thirty times as long as 6 for a tenth fewer
// bytes: it must never hold up an answer.
const (
	gzipQuick  = 5
	gzipHasty  = 2 // half the time of 5, an eighth more bytes
	brotliGood = 5
	brotliBest = 11
	// worth is the size in bytes from which packing pays: below it an answer
	// fits into one packet of the network anyhow.
	worth = 1 << 10
)

// quickWriters are kept for the next document: one holds 800 KB.
var quickWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(io.Discard, gzipQuick) // fails for an unknown level only
	return w
}}

// Quick packs the body as gzip, fast enough to do before the first answer.
func (d *Document) Quick() {
	if d.forms[gzipForm].Load() != nil || d.body == nil { // a slim document has gzip
		return
	}
	if packed := Gzip(d.body); packed != nil {
		d.set(gzipForm, quickTag, packed)
	}
}

// Gzip packs a body quickly; nil where that would save nothing.
func Gzip(body []byte) []byte {
	if len(body) < worth {
		return nil
	}
	var out bytes.Buffer
	const likely = 3 // pages shrink to a quarter
	out.Grow(len(body) / likely)
	w := quickWriters.Get().(*gzip.Writer)
	defer quickWriters.Put(w)
	w.Reset(&out)
	if _, err := w.Write(body); err != nil || w.Close() != nil || out.Len() >= len(body) {
		return nil // a buffer in memory takes everything
	}
	return out.Bytes()
}

// Best packs the body as small as it gets in all encodings: tenths of a second for
// a long page, so it is done behind the readers' backs, and once.
func (d *Document) Best() {
	if d.size < worth || d.body == nil || d.done.Swap(true) {
		return
	}
	d.keep(brotliForm, encodings[brotliForm].tag, pack(d.body, func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotliBest, LGWin: window(d.size)}), nil
	}))
	d.keep(gzipForm, encodings[gzipForm].tag, pack(d.body, func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, gzip.BestCompression)
	}))
	z := zstdEncoders.Get().(*zstd.Encoder)
	defer zstdEncoders.Put(z)
	d.keep(zstdForm, encodings[zstdForm].tag, z.EncodeAll(d.body, nil))
}

// zstdEncoders are kept while there are documents to press: to make one takes ten times
// as long as to use it. Of the levels it is the second: the first needs 36 MB for a
// twentieth fewer bytes, and who takes zstd takes brotli, too, as a rule. What they press
// fits into one window, so a reader needs no more memory than the body takes.
var zstdEncoders = sync.Pool{New: func() any {
	z, _ := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(zstdWindow)) // fails for wrong options only
	return z
}}

// Better packs the body as brotli in a few milliseconds, for what is not asked for so
// often that more work would pay; and as gzip in one piece, if that was joined.
func (d *Document) Better() {
	body := d.body
	if d.joined.Load() {
		body = d.plain().body
		d.keep(gzipForm, quickTag, Gzip(body))
	}
	if len(body) < worth {
		return
	}
	d.keep(brotliForm, "-c", pack(body, func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotliGood, LGWin: window(d.size)}), nil
	}))
}

// zstdWindow is the window of zstd in bytes: larger than nearly all pages.
const zstdWindow = 1 << 20

// window is the power of two of the window that holds the whole body: a greater one
// costs the reader memory and brings nothing. Brotli allows 10 to 24.
func window(size int) int {
	const least, greatest = 10, 24
	n := least
	for n < greatest && 1<<n-16 < size {
		n++
	}
	return n
}

// Slim lets go of the body as it is, which is the largest form by far, where gzip can
// stand for it: a reader who takes no encoding gets it unpacked. Best cannot be
// called afterwards.
func (d *Document) Slim() {
	if d.forms[gzipForm].Load() == nil {
		return
	}
	d.body = nil
	d.forms[plainForm].Store(nil)
}

// keep takes a form if it is smaller than what there is.
func (d *Document) keep(kind int, tag string, body []byte) {
	if body == nil || len(body) >= d.size {
		return
	}
	if before := d.forms[kind].Load(); before != nil && len(before.body) <= len(body) {
		return
	}
	d.set(kind, tag, bytes.Clone(body))
}

func pack(body []byte, encoder func(io.Writer) (io.WriteCloser, error)) []byte {
	var out bytes.Buffer
	w, err := encoder(&out)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return nil
	}
	return out.Bytes()
}
