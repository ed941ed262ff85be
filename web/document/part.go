package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"
	"net/http"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A Part is a stretch that stands in many bodies. It is pressed once, and put as it is
// into the gzip of each of them: gzip is a row of blocks, and a block that refers to
// nothing before it means the same wherever it stands (RFC 1951, 3.2).
type Part struct {
	packed []byte // blocks that end with a whole byte; none of them is the last
	size   int    // of the stretch as it is, in bytes
	sum    uint32 // its CRC-32
	shift  uint32 // carries a sum over so many bytes, see shiftOf
	tag    [sha256.Size]byte
}

// NewPart presses a stretch that stands in many bodies.
func NewPart(body []byte) *Part {
	var out bytes.Buffer
	const likely = 3
	out.Grow(len(body)/likely + short)
	pressInto(&out, body, partWriters)
	return &Part{
		packed: bytes.Clone(out.Bytes()), size: len(body),
		sum: crc32.ChecksumIEEE(body), shift: shiftOf(len(body)), tag: sha256.Sum256(body),
	}
}

// pressInto adds the blocks of a stretch.
func pressInto(out *bytes.Buffer, body []byte, writers *sync.Pool) {
	if len(body) <= short {
		storeInto(out, body)
		return
	}
	w := writers.Get().(*flate.Writer)
	defer writers.Put(w)
	w.Reset(out)
	_, _ = w.Write(body) // a buffer in memory takes everything
	_ = w.Flush()
}

// short is the size in bytes up to which a stretch is not worth pressing.
const short = 200

// storeInto adds a block that holds bytes as they are (RFC 1951, 3.2.4): not the last, of
// type 0, their number, and its complement.
func storeInto(out *bytes.Buffer, body []byte) {
	n := uint16(len(body)) // at most short
	out.Write([]byte{0, byte(n), byte(n >> 8), ^byte(n), ^byte(n >> 8)})
	out.Write(body)
}

// Weight is about how many bytes of memory the part takes.
func (p *Part) Weight() int {
	const overhead = 128
	return cap(p.packed) + overhead
}

// Body unpacks the stretch.
func (p *Part) Body() ([]byte, error) {
	r := flate.NewReader(io.MultiReader(bytes.NewReader(p.packed), bytes.NewReader(lastBlock)))
	return io.ReadAll(r)
}

// partWriters and ownWriters are kept for the next stretch, as quickWriters are. A part
// is pressed once for many bodies, what a body has of its own for it alone: in half the
// time, an eighth longer.
var (
	partWriters = deflaters(gzipQuick)
	ownWriters  = deflaters(gzipHasty)
)

func deflaters(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := flate.NewWriter(io.Discard, level) // fails for an unknown level only
		return w
	}}
}

// joinedTag tells gzip that was joined from parts from gzip in one piece.
const joinedTag = "-j"

// gzipHead is a header that says nothing (RFC 1952, 2.3): deflate, no name, no time,
// no system.
const gzipHead = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// lastBlock ends a row of blocks and holds nothing: "last", fixed codes, end of block.
var lastBlock = []byte{3, 0}

// A Stretch of a body is a part, or bytes that stand in this body alone.
type Stretch struct {
	Part *Part
	Own  []byte
}

// Join makes a document of stretches in their order, packed as gzip, an eighth longer
// than Quick makes it, because no stretch refers to another; Better makes up for it. The
// body as it is was never put together: who takes no encoding gets it unpacked. The
// header is copied as by New.
func Join(header http.Header, body []Stretch) *Document {
	out := joinBuffers.Get().(*bytes.Buffer)
	defer joinBuffers.Put(out)
	out.Reset()
	out.WriteString(gzipHead)
	size, sum, names := 0, uint32(0), make([]byte, 0, len(body)*sha256.Size)
	for _, s := range body {
		if p := s.Part; p != nil {
			out.Write(p.packed)
			size += p.size
			sum = multiply(p.shift, sum) ^ p.sum
			names = append(names, p.tag[:]...)
			continue
		}
		pressInto(out, s.Own, ownWriters)
		size += len(s.Own)
		sum = crc32.Update(sum, crc32.IEEETable, s.Own)
		tag := sha256.Sum256(s.Own)
		names = append(names, tag[:]...)
	}
	out.Write(lastBlock)
	end := binary.LittleEndian.AppendUint32(out.AvailableBuffer(), sum)
	out.Write(binary.LittleEndian.AppendUint32(end, uint32(size))) // RFC 1952: modulo 2^32
	d := &Document{tag: TagOf(names), size: size}
	d.takeHeader(header)
	d.set(gzipForm, joinedTag, bytes.Clone(out.Bytes()))
	d.joined.Store(true)
	return d
}

var joinBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Sums of neighbours are put together without their bytes: a CRC-32 is the remainder of
// a polynomial over GF(2), and so many bytes behind it multiply it by a power of x.
// The method is that of crc32_combine in zlib 1.2.12 and later.

// polynomial is that of CRC-32, the highest bit first in memory as in all sums.
const polynomial = crc32.IEEE

// shiftOf is x^(8n) modulo the polynomial.
func shiftOf(n int) uint32 {
	power, square := uint32(1)<<31, uint32(1)<<23 // x^0, x^8
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			power = multiply(power, square)
		}
		square = multiply(square, square)
	}
	return power
}

// multiply gives a times b modulo the polynomial.
func multiply(a, b uint32) uint32 {
	product := uint32(0)
	for ; a != 0; a <<= 1 {
		if a&(1<<31) != 0 {
			product ^= b
		}
		b = b>>1 ^ polynomial&-(b&1)
	}
	return product
}
