// Package short gives pages and places the short addresses that stand on paper:
// a letter for the language, three signs for the page, one that finds a slip.
// They must work for years, so they stand in a file of the content (short.csv),
// and what was given once stays. Where the pages are is not its business.
package short

import (
	"crypto/sha256"
	"strconv"
	"strings"

	"localvote/web/lang"
)

// alphabet has no sign that is taken for another on paper: no 0, 1, i, l, o. Most
// vowels are missing, too, so that no words come about. It has 29 signs, a prime:
// only then the last sign finds every slip in one sign and every two that were
// exchanged.
const alphabet = "23456789bcdefghjkmnpqrstvwxyz"

// Length is the number of signs of an address, bodyLength of those of the page.
const (
	Length     = 5
	bodyLength = 3
)

// letters of the languages; they stand first.
var letters = map[lang.Lang]byte{lang.RU: 'r', lang.BE: 'b', lang.EN: 'e'}

// isCode tells whether a text can stand for a page. The e is kept for languages
// and for the last sign.
func isCode(code string) bool {
	return len(code) == bodyLength && !strings.ContainsFunc(code, func(r rune) bool { return r == 'e' || !strings.ContainsRune(alphabet, r) })
}

// Address is the short address of a page in a language: "rk7mw".
func Address(l lang.Lang, code string) string {
	signs := string(letters[l]) + code
	return signs + string(alphabet[check(signs)])
}

// Parse reads an address as people type it, in letters of any size. ok is false
// for what cannot be one: a slip leads nowhere, and never to another page.
func Parse(address string) (l lang.Lang, code string, ok bool) {
	address = strings.ToLower(address)
	if len(address) != Length || !isCode(address[1:1+bodyLength]) {
		return "", "", false
	}
	for known, letter := range letters {
		if letter == address[0] {
			l = known
		}
	}
	code = address[1 : 1+bodyLength]
	return l, code, l != "" && Address(l, code) == address
}

// check is the place in the alphabet of the last sign: the sum of all places,
// each times its position, then divides by 29.
func check(signs string) int {
	sum := 0
	for i := range len(signs) {
		sum += (i + 2) * strings.IndexByte(alphabet, signs[i])
	}
	n := len(alphabet)
	return (n - sum%n) % n // the last position counts once
}

// New makes a code for a page that has none. The same page gets the same one, as
// long as nobody else has it.
func New(path string, taken func(code string) bool) string {
	body := strings.ReplaceAll(alphabet, "e", "")
	for try := 0; ; try++ {
		sum := sha256.Sum256([]byte(path + "#" + strconv.Itoa(try)))
		code := make([]byte, bodyLength)
		for i := range code {
			code[i] = body[(int(sum[2*i])<<8|int(sum[2*i+1]))%len(body)]
		}
		if !taken(string(code)) {
			return string(code)
		}
	}
}
