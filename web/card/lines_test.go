package card

import (
	"slices"
	"strings"
	"testing"
)

func testFonts(t *testing.T) *fonts {
	t.Helper()
	f, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Lines break at ordinary spaces, are no wider than they may be, of about the same
// length, and hold every word.
func TestLines(t *testing.T) {
	f := testFonts(t)
	st := style{true, 60}
	text := "Грамадзяне Беларусі галасуюць у\u00a0Расіі на\u00a0мясцовых выбарах: патрэбныя від на\u00a0жыхарства і\u00a0рэгістрацыя"
	lines := f.lines(text, st, inside)
	if got := strings.Join(lines, " "); got != text {
		t.Errorf("%q", got)
	}
	narrow, wide := f.width(lines[0], st), 0.0
	for _, line := range lines {
		w := f.width(line, st)
		narrow, wide = min(narrow, w), max(wide, w)
	}
	if wide > inside || narrow < wide/2 {
		t.Errorf("%q: %.0f to %.0f", lines, narrow, wide)
	}
	for _, line := range lines {
		if last := line[strings.LastIndexAny(line, " \u00a0")+1:]; slices.Contains([]string{"у", "на", "і"}, last) {
			t.Errorf("%q stands alone at the end of a line", last)
		}
	}
}

// A word that is wider than a line is parted and loses nothing.
func TestLongWord(t *testing.T) {
	f := testFonts(t)
	st := style{true, titleMin}
	word := strings.Repeat("некваліфікаваны", 9)
	lines := f.lines("а "+word, st, inside)
	if got := strings.ReplaceAll(strings.Join(lines, ""), "-", ""); got != "а"+word && got != "а "+word {
		t.Errorf("%q", lines)
	}
	if f.widest(lines, st) > inside {
		t.Errorf("%q is too wide", lines)
	}
}

// What does not fit ends in an ellipsis; what fits is whole.
func TestFit(t *testing.T) {
	f := testFonts(t)
	st := style{false, 36}
	if got := f.fit("Усё ёсць", st, inside); got != "Усё ёсць" {
		t.Errorf("%q", got)
	}
	for _, long := range []string{strings.Repeat("слова, ", 40), strings.Repeat("Ш", 200)} {
		got := f.fit(long, st, inside)
		if !strings.HasSuffix(got, ellipsis) || strings.HasSuffix(got, ","+ellipsis) || f.width(got, st) > inside || f.width(got, st) < inside/2 {
			t.Errorf("%q", got)
		}
	}
}

// A title that fits in no size loses words and says so; a shorter one never does,
// and the text goes before the title gets too small to read.
func TestCompose(t *testing.T) {
	f := testFonts(t)
	for words, cut := range map[int]bool{1: false, 12: false, 200: true} {
		c := Card{Title: strings.TrimSpace(strings.Repeat("выбары ", words)), Text: "Тэкст."}
		b := f.compose(&c, 300)
		last := b.title[len(b.title)-1]
		if strings.HasSuffix(last, ellipsis) != cut || b.height() > 300 || len(b.text) > 0 && b.size < withText {
			t.Errorf("%d words: %v, %.0f high", words, b, b.height())
		}
		if !cut && strings.Join(b.title, " ") != c.Title {
			t.Errorf("%q", b.title)
		}
	}
}

func TestMissing(t *testing.T) {
	if got := Missing("Пʼяць ‑ ў ё і „“ « » — № ’ …"); len(got) > 0 {
		t.Errorf("%q", got)
	}
	if got := Missing("5 ₽"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
