package web_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// skeleton is what is left of a page without its words: two pages with the same skeleton are
// valid HTML, or are not, both. Left out are letters and digits of the text, where links
// lead, what a picture draws, and items of a list that repeat the one before; kept is that
// there is text at all, what may stand in it only as a reference ("&amp;"), and every
// attribute that a rule compares with another: id, for, name, aria-*. Pages with telephone
// numbers, whose spaces matter, are left as they are.
func skeleton(page []byte) string {
	if bytes.Contains(page, []byte(`"tel:`)) {
		return string(page)
	}
	bones := wordsIn.ReplaceAllFunc(page, func(text []byte) []byte { return wordRun.ReplaceAll(text, []byte("w")) })
	bones = plainValue.ReplaceAll(bones, []byte("${1}w"))
	bones = drawing.ReplaceAllFunc(bones, func(tag []byte) []byte { return drawn.ReplaceAll(tag, []byte("${1}w")) })
	items := bytes.Split(bones, []byte("<li"))
	items = slices.CompactFunc(items, func(a, b []byte) bool { return bytes.Equal(a, b) && !bytes.Contains(a, []byte(` id="`)) })
	return string(bytes.Join(items, []byte("<li")))
}

var (
	wordsIn = regexp.MustCompile(`>[^<]*<`)
	// Words with what stands between them; an entity is none.
	wordRun = regexp.MustCompile(`[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\p{Zs}\n.,:;!?«»„“”‘’()\[\]/%№§+=×·…–—-]*[\p{L}\p{N}.,:;!?»“”’)\]%…])?`)
	// Values in which no rule looks for more than a scheme, and that they are not empty.
	plainValue = regexp.MustCompile(`( (?:href|src|action|content|datetime)="(?:[a-z]+:|/|#)?)[^"]+`)
	drawing    = regexp.MustCompile(`<(?:svg|path) [^>]*>`)
	drawn      = regexp.MustCompile(`( (?:d|viewBox|aria-label)=")[^"]+`)
)

func TestSkeleton(t *testing.T) {
	const page = `<main id="m"><h1>Кто может?</h1> <a href="/ru/places/by-orsha">Орша, 2026</a> <p title="x">a &amp; b</p>
		<svg role="img" aria-label="QR: r24zg" viewBox="0 0 37 37"><path d="M4 4h7v1h-7z"/></svg><ul><li>Брест</li><li>Гомель</li><li>Минск</li></ul></main>`
	for from, to := range map[string]string{"Кто может?": "Хто можа", "by-orsha": "ru-pskov-region", "Орша, 2026": "Пскоў", "a &amp; b": "bb &amp; c, d",
		"r24zg": "rczr6", "M4 4h": "M18 4h1", "<li>Брест</li>": "", "<li>Гомель</li>": "<li>Гродно</li><li>Гомель</li>"} {
		if a, b := skeleton([]byte(page)), skeleton([]byte(strings.Replace(page, from, to, 1))); a != b {
			t.Errorf("%q for %q makes another page: %s, %s", to, from, a, b)
		}
	}
	for from, to := range map[string]string{
		"<h1>": "<h2>", "Кто может?": "", "Орша, 2026": " ", "&amp;": "&", "&amp; ": "& ", `id="m"`: `id="n"`, `title="x"`: `title="y"`,
		`"/ru/places/by-orsha"`: `""`, `href="/`: `href="javascript:`, `a &amp; b`: "a > b", "</a>": "", "<p title": "<p class=\"\" title", "Орша": "<b>Орша",
		"QR: r24zg": "", ` d="M`: ` e="M`, "<li>Брест": "<li><b>Брест</b>", "<li>Гомель</li>": `<li id="x">Гомель</li><li id="x">Гомель</li>`,
	} {
		if a, b := skeleton([]byte(page)), skeleton([]byte(strings.Replace(page, from, to, 1))); a == b {
			t.Errorf("%q for %q makes the same page: %s", to, from, a)
		}
	}
}
