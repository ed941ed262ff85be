package version

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const article = `<div class="wrap"><h1>A page</h1><p class="lead">Lead</p><dl class="pass"><div><dt>Checked on</dt><dd>today</dd></div></dl>
<nav class="toc"><a href="#one">One</a></nav>
<article class="doc"><h2 id="one">One <a class="here" href="#one">#</a></h2>
<div class="claim" id="a"><p>First <b>words</b> and
 <a href="/en/b">more</a>.</p><ul><li>x</li><li>y</li></ul><svg><text>no</text></svg></div>
<div class="inc"><dl><div id="s"><dt>Name</dt><dd>Law</dd></div></dl><p>after</p></div>
<section class="printed"><p>localvote.example/en/b</p></section></article></div>`

func read(t *testing.T, text string) ([]Block, string) {
	t.Helper()
	blocks, hash, err := Words([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return blocks, hash
}

func TestWords(t *testing.T) {
	blocks, _ := read(t, article)
	want := `[{ [A page Lead Checked on: today after]} {one [One]} {a [First words and more. x y]} {s [Name Law]}]`
	if got := fmt.Sprint(blocks); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	packed, err := Pack(blocks)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Unpack(packed); err != nil || fmt.Sprint(again) != want {
		t.Errorf("unpacked %v, %v", again, err)
	}
}

// Looks do not make a version; a word, an address and an order do.
func TestWhatMakesAVersion(t *testing.T) {
	_, before := read(t, article)
	for from, to := range map[string]string{
		`class="claim"`: `class="claim new"`, "and\n more": "and more", `>#<`: `>link<`, "Checked on": "Looked at on", "localvote.example": "another.example",
	} {
		if _, after := read(t, strings.Replace(article, from, to, 1)); after != before {
			t.Errorf("%q instead of %q makes a version", to, from)
		}
	}
	for from, to := range map[string]string{
		"First": "Second", "today": "yesterday", `"/en/b"`: `"/en/c"`, "<li>x</li><li>y</li>": "<li>y</li><li>x</li>", "A page": "The page",
	} {
		if _, after := read(t, strings.Replace(article, from, to, 1)); after == before {
			t.Errorf("%q instead of %q makes no version", to, from)
		}
	}
}

func TestCompare(t *testing.T) {
	before := []Block{{"", []string{"Title"}}, {"a", []string{"you may vote here today", "stays", "goes away"}}, {"gone", []string{"old"}}}
	after := []Block{{"", []string{"Title"}}, {"new", []string{"came"}}, {"a", []string{"you may not vote here", "stays"}}}
	changes := Compare(before, after)
	want := "[{new 1 [{[{1 came}]}]} {a 3 [{[{0 you may} {1 not} {0 vote here} {2 today}]} {[{2 goes away}]}]} {gone 2 [{[{2 old}]}]}]"
	if got := fmt.Sprint(changes); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if n := CountOf(changes); n != (Count{1, 1, 1}) {
		t.Errorf("%+v", n)
	}
	if same := Compare(before, before); len(same) != 0 {
		t.Errorf("%v", same)
	}
}

// Lines with hardly a word in common are shown one after the other; texts that
// are too long to compare are, too.
func TestBounds(t *testing.T) {
	if got := words("one two three four", "five six seven four"); len(got) != 2 {
		t.Errorf("%v", got)
	}
	long := func(word string) []string { return slices.Repeat([]string{word}, 5000) }
	steps := align(append(long("a"), "z"), append(long("b"), "z"))
	if len(steps) != 10001 || steps[0].Kind != Removed || steps[9999].Kind != Added || steps[10000].Kind != Same {
		t.Errorf("%d steps", len(steps))
	}
}
