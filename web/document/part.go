package document

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A Part is a long piece that stands in many bodies. It is pressed once, and put as it
// is into the gzip of each of them: gzip is a row of blocks, and a block that refers to
// nothing before it means the same wherever it stands (RFC 1951, 3.2).
type Part struct {
	body   string
	packed []byte // blocks that end with a whole byte; none of them is the last
}

// NewPart presses a piece.
func NewPart(body string) *Part {
	var out bytes.Buffer
	const likely = 4
	out.Grow(len(body) / likely)
	w := partWriters.Get().(*flate.Writer)
	defer partWriters.Put(w)
	w.Reset(&out)
	_, _ = io.WriteString(w, body) // a buffer in memory takes everything
	_ = w.Flush()
	return &Part{body: body, packed: bytes.Clone(out.Bytes())}
}

// Body is the piece as it is.
func (p *Part) Body() string { return p.body }

// In is where the part stands in a body, -1 if it does not. To look for its first few
// bytes is faster than for all, so these should not stand before it.
func (p *Part) In(body []byte) int {
	const few = 24
	at := bytes.Index(body, []byte(p.body[:min(few, len(p.body))]))
	if at < 0 || !p.at(body, at) {
		return -1
	}
	return at
}

func (p *Part) at(body []byte, at int) bool {
	end := at + len(p.body)
	return at >= 0 && end <= len(body) && string(body[at:end]) == p.body
}

// Weight is about how many bytes of memory the part takes.
func (p *Part) Weight() int { return len(p.body) + len(p.packed) }

// partWriters and aroundWriters are kept for the next piece, as quickWriters are. A part
// is pressed once for many answers, what is around it for one.
var (
	partWriters   = deflaters(gzipQuick)
	aroundWriters = deflaters(gzipHasty)
)

func deflaters(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := flate.NewWriter(io.Discard, level) // fails for an unknown level only
		return w
	}}
}

// joinedTag tells gzip that was joined from pieces from gzip in one piece.
const joinedTag = "-j"

// QuickAround is Quick for a body that has a part at a place, which need not be pressed
// again. The answer is an eighth longer than that of Quick, because what stands before the
// part cannot be referred to behind it; Better makes up for it. Where the part does not
// stand at that place, the body is pressed whole.
func (d *Document) QuickAround(p *Part, at int) {
	if d.forms[gzipForm].Load() != nil || d.body == nil {
		return
	}
	if !p.at(d.body, at) {
		d.Quick()
		return
	}
	d.set(gzipForm, joinedTag, gzipAround(d.body, p, at))
	d.joined.Store(true)
}

// gzipHead is a header that says nothing (RFC 1952, 2.3): deflate, no name, no time,
// no system.
const gzipHead = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

func gzipAround(body []byte, p *Part, at int) []byte {
	const likely = 3 // as in Gzip
	out := bytes.NewBuffer(make([]byte, 0, len(p.packed)+(len(body)-len(p.body))/likely))
	out.WriteString(gzipHead)
	w := aroundWriters.Get().(*flate.Writer)
	defer aroundWriters.Put(w)
	w.Reset(out)
	_, _ = w.Write(body[:at]) // a buffer in memory takes everything
	_ = w.Flush()
	out.Write(p.packed)
	w.Reset(out)
	_, _ = w.Write(body[at+len(p.body):])
	_ = w.Close()
	end := binary.LittleEndian.AppendUint32(out.AvailableBuffer(), crc32.ChecksumIEEE(body))
	out.Write(binary.LittleEndian.AppendUint32(end, uint32(len(body))))
	return out.Bytes()
}
