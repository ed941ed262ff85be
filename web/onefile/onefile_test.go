package onefile

import (
	"strings"
	"testing"

	"localvote/web/lang"
)

const around = `<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>All</h1><main id="main">%</main></body></html>`

func TestMake(t *testing.T) {
	for name, c := range map[string]struct{ drawn, want string }{
		"a heading of a page is one of a part": {
			`<section class="page" id="a"><div class="wrap"><h1>One</h1> <h2>Two</h2></div></section>`,
			`<section class="page" id="a"><h2>One</h2><h3>Two</h3></section>`,
		},
		"two pages may use the same ids": {
			`<section class="page" id="a"><p id="x">1</p><p><a href="#x">x</a> <a href="/en/b#x">bx</a></p></section><section class="page" id="b"><p id="x">2</p></section>`,
			`<section class="page" id="a"><p id="a_x">1</p><p><a href="#a_x">x</a> <a href="#b_x">bx</a></p></section><section class="page" id="b"><p id="b_x">2</p></section>`,
		},
		"an id that nothing leads to goes": {
			`<section class="page" id="a"><p id="x">1</p></section>`,
			`<section class="page" id="a"><p>1</p></section>`,
		},
		"a block that is not there is its page": {
			`<section class="page" id="a"><p><a href="/en/a#gone">x</a></p></section>`,
			`<section class="page" id="a"><p><a href="#a" class="l">x</a></p></section>`,
		},
		"what is not in the file is on the site": {
			`<section class="page" id="a"><p><a href="/en/places/by-minsk" hreflang="en">Minsk</a></p></section>`,
			`<section class="page" id="a"><p><a href="https://site.example/en/places/by-minsk" rel="external noreferrer" class="l">Minsk</a></p></section>`,
		},
		"other sites stay": {
			`<section class="page" id="a"><p>The <a href="https://pravo.example/1" rel="noreferrer external">law</a></p></section>`,
			`<section class="page" id="a"><p>The <a href="https://pravo.example/1" rel="noreferrer external">law</a></p></section>`,
		},
		"a note is the kind and the name of each source": {
			`<section class="page" id="a"><div class="notes"><div class="src law" role="note"><p><svg class="i"></svg> <b>Law:</b> <cite><a href="https://x.example">67-FZ</a></cite>. Seen in full. <a href="https://y.example">y</a></p></div><div class="src press"><p><b>Press:</b> <cite>TASS</cite>.</p></div></div></section>`,
			`<section class="page" id="a"><p class="n"><b>Law:</b> <cite><a href="https://x.example">67-FZ</a></cite>; <b>Press:</b> <cite>TASS</cite></p></section>`,
		},
		"a drawing is its words": {
			`<section class="page" id="a"><figure><svg role="img"><title>Steps</title><desc>Three of them</desc><path d="M0 0"></path></svg></figure></section>`,
			`<section class="page" id="a"><figure><p>Steps. Three of them</p></figure></section>`,
		},
		"the mark of a verdict stays": {
			`<section class="page" id="a"><p><span class="v v-no"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-no"></use></svg> <span>No</span></span></p></section>`,
			`<section class="page" id="a"><p><span class="v v-no"><svg class="i" aria-hidden="true"><use href="#i-no"></use></svg> No</span></p></section>`,
		},
		"words that only the layout held apart get a space": {
			`<section class="page" id="a"><p><span class="x">one</span><span class="y">two</span></p></section>`,
			`<section class="page" id="a"><p>one two</p></section>`,
		},
		"ways to other pages and forms go with their headings": {
			`<section class="page" id="a"><p>1</p><nav class="toc"><h2>On this page</h2></nav><div><h2>Look</h2><form><input></form></div><a class="here" href="#x">#</a></section>`,
			`<section class="page" id="a"><p>1</p></section>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			config := Config{Lang: lang.EN, Base: "https://site.example", Anchors: map[string]string{"a": "a", "b": "b"}}
			if got := inMain(t, c.drawn, config); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMakeWithoutASite(t *testing.T) {
	drawn := `<section class="page" id="a"><p>See <a href="/en/places/by-minsk">Minsk</a>.</p><p><a class="go" href="/en/search">Search</a></p><p>Type https://none.example/en/a</p></section>`
	want := `<section class="page" id="a"><p>See Minsk.</p></section>`
	if got := inMain(t, drawn, Config{Lang: lang.EN, Base: "https://none.example", Alone: true, Anchors: map[string]string{"a": "a"}}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func inMain(t *testing.T, drawn string, c Config) string {
	t.Helper()
	body, err := Make([]byte(strings.Replace(around, "%", drawn, 1)), c)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(body), `<main id="main">`)
	main, _, _ := strings.Cut(rest, "</main>")
	return main
}

func TestStyle(t *testing.T) {
	got, err := Style([]byte("@layer base{:root{--ink:#123}/* dark */@media(x){:root{--ink:#fff}}*,::before{box-sizing:border-box}"))
	if want := ":root{--ink:#123}@media(x){:root{--ink:#fff}}"; err != nil || !strings.HasPrefix(got, want+"body") {
		t.Errorf("%v: %.80s", err, got)
	}
	if _, err := Style([]byte("body{}")); err == nil {
		t.Error("a stylesheet without colours is taken")
	}
}
