package qr

import (
	"strings"
	"testing"
)

// What comes out is what went in: the codes are read again by a reader of our
// own, which knows nothing of the library.
func TestCodesCanBeRead(t *testing.T) {
	for _, text := range []string{
		"https://localvote.example/ru/in-russia",
		"https://localvote.example/be/check",
		"https://localvote.example/ru/result/1-BD0W?on=2026-11-21&rules=0123456789ab",
		"http://localhost:8080/en/in-belarus",
		"https://" + strings.Repeat("long", 20) + ".example/ru/",
	} {
		rows, err := Of(text)
		if err != nil {
			t.Fatal(err)
		}
		s := scan{t: t, rows: rows, version: (len(rows) - 17) / 4}
		s.finders()
		if got := s.text(); got != text {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestTooLong(t *testing.T) {
	if _, err := Of(strings.Repeat("x", 3000)); err == nil {
		t.Error("3000 bytes fit into a code")
	}
}

// scan reads a code as ISO/IEC 18004 says, without mending errors.
type scan struct {
	t       *testing.T
	rows    Rows
	version int
}

// finders looks for the three eyes in the corners, and the dark square that
// every code has.
func (s *scan) finders() {
	s.t.Helper()
	n := len(s.rows)
	if n != 17+4*s.version || s.version < 1 || s.version > 6 {
		s.t.Fatalf("%d squares wide", n)
	}
	eye := []string{"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"}
	for _, corner := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
		for y, line := range eye {
			for x, c := range line {
				if s.rows[corner[1]+y][corner[0]+x] != (c == '#') {
					s.t.Fatalf("the eye at %v is spoilt at %d, %d", corner, x, y)
				}
			}
		}
	}
	if !s.rows[n-8][8] {
		s.t.Error("the dark square is light")
	}
}

// format is the level of error correction and the number of the mask.
func (s *scan) format() (level, mask int) {
	bits := 0
	for _, x := range []int{0, 1, 2, 3, 4, 5, 7, 8} {
		bits = bits<<1 | bit(s.rows[8][x])
	}
	for _, y := range []int{7, 5, 4, 3, 2, 1, 0} {
		bits = bits<<1 | bit(s.rows[y][8])
	}
	bits ^= 0b101010000010010
	return bits >> 13, bits >> 10 & 7
}

func bit(dark bool) int {
	if dark {
		return 1
	}
	return 0
}

// reserved tells whether a square is no data: eyes, lines between them, the
// small eye (versions below 7 have one), the format.
func (s *scan) reserved(x, y int) bool {
	n := len(s.rows)
	small := func(v int) bool { return s.version > 1 && v >= n-9 && v <= n-5 }
	return x == 6 || y == 6 || x < 9 && y < 9 || x < 9 && y >= n-8 || x >= n-8 && y < 9 || small(x) && small(y)
}

// masks say which squares are turned around.
var masks = []func(x, y int) bool{
	func(x, y int) bool { return (x+y)%2 == 0 },
	func(x, y int) bool { return y%2 == 0 },
	func(x, y int) bool { return x%3 == 0 },
	func(x, y int) bool { return (x+y)%3 == 0 },
	func(x, y int) bool { return (y/2+x/3)%2 == 0 },
	func(x, y int) bool { return x*y%2+x*y%3 == 0 },
	func(x, y int) bool { return (x*y%2+x*y%3)%2 == 0 },
	func(x, y int) bool { return ((x+y)%2+x*y%3)%2 == 0 },
}

// words are the bytes of a code in the order in which they were laid: up and
// down in double columns from the right.
func (s *scan) words() []byte {
	level, mask := s.format()
	if level != 0 {
		s.t.Fatalf("error correction level %d; M is 0", level)
	}
	var out []byte
	n, word, bits := len(s.rows), 0, 0
	for right, up := n-1, true; right > 0; right, up = right-2, !up {
		if right == 6 {
			right--
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if s.reserved(x, y) {
					continue
				}
				word, bits = word<<1|bit(s.rows[y][x] != masks[mask](x, y)), bits+1
				if bits == 8 {
					out, word, bits = append(out, byte(word)), 0, 0
				}
			}
		}
	}
	return out
}

// blocks says for each version into how many blocks of how many bytes its data
// are dealt, at level M.
var blocks = map[int][2]int{1: {1, 16}, 2: {1, 28}, 3: {1, 44}, 4: {2, 32}, 5: {2, 43}, 6: {4, 27}}

// text is what the code says: one run of bytes.
func (s *scan) text() string {
	count, size := blocks[s.version][0], blocks[s.version][1]
	words := s.words()
	var data []byte
	for b := range count {
		for i := range size {
			data = append(data, words[i*count+b])
		}
	}
	if data[0]>>4 != 4 {
		s.t.Fatalf("mode %d; bytes are 4", data[0]>>4)
	}
	length := int(data[0]&15)<<4 | int(data[1]>>4)
	out := make([]byte, length)
	for i := range out {
		out[i] = data[i+1]<<4 | data[i+2]>>4
	}
	return string(out)
}
