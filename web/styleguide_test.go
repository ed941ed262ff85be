package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// The style guide is sound in every language: ids stand once, headings are in
// order, no key is without words, and search engines are kept out.
func TestStyleguideIsSound(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/styleguide").want(t, http.StatusOK)
		for _, words := range webtest.Check(a.doc) {
			t.Errorf("%s: %s", l, words)
		}
		if a.Header().Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: search engines may keep it", l)
		}
		if n := len(webtest.Find(a.doc, "[autofocus]")); n > 0 {
			t.Errorf("%s: an example takes the focus from the page", l)
		}
	}
}

// Every figure of contrast that the page shows is 7 or more, on light screens and
// on dark ones, and says what the stylesheet says.
func TestStyleguideContrast(t *testing.T) {
	a := get(newRig(t), "/en/styleguide").want(t, http.StatusOK)
	figures := webtest.Find(a.doc, ".ratio")
	if len(figures) < 40 {
		t.Errorf("only %d figures", len(figures))
	}
	for _, n := range figures {
		ratio, err := strconv.ParseFloat(webtest.Text(n), 64)
		if err != nil || ratio < 7 {
			t.Errorf("the contrast %s in %q is less than 7 (%v)", webtest.Text(n), webtest.Text(n.Parent.Parent), err)
		}
	}
	if len(webtest.Find(a.doc, ".swatch")) < 2*15 {
		t.Error("the swatches are missing")
	}
}

// Whoever adds a token says what it is for.
func TestStyleguideKnowsEveryToken(t *testing.T) {
	a := get(newRig(t), "/en/styleguide").want(t, http.StatusOK)
	for _, row := range webtest.Find(a.doc, ".stack tr") {
		role := webtest.Find(row, "td")
		if name := webtest.Find(row, "th code"); len(name) == 1 && len(role) == 3 && webtest.Text(role[2]) == "" {
			t.Errorf("nobody has said what %s is for: see tokenRole", webtest.Text(name[0]))
		}
	}
	for _, line := range webtest.Find(a.doc, ".measures .small") {
		name, role, _ := strings.Cut(webtest.Text(line), " ")
		if strings.HasPrefix(name, "--") && strings.HasPrefix(strings.TrimSpace(role), ":") {
			t.Errorf("nobody has said what %s is for: see tokenRole", name)
		}
	}
}

// The states for which somebody may come to look are really there, in each
// language: the law of a day may take the example of one away.
func TestStyleguideShowsTheStates(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/styleguide").want(t, http.StatusOK)
		for selector, why := range map[string]string{
			".right.v-yes": "a right: yes", ".right.v-no": "no", ".right.v-none": "absent", ".right.v-open": "unclear", ".right.v-dep": "depends",
			".right .fork": "outcomes of a missing answer", ".right .flips": "what would change a right", ".right .rows": "why a right has its verdict",
			".src.law": "law", ".src.said-by": "an official source", ".src.press": "the press", ".src .risk": "a warning", ".src .addr": "an address without a link",
			".stale": "a translation that is behind", "article .said [lang]": "a block in another language", ".entry blockquote": "the wording of a law",
			"fieldset.bad": "a question with a mistake", ".errs a": "the list of mistakes", ".day.bad": "a day with a mistake", ".opt [checked]": "a chosen answer", ".opt.or": "I do not know",
			".steps .done": "steps", "button.back": "back as a button", "a.back": "back as a link", ".ballot.pairs a.in": "a ballot with links", ".ballot div.in": "a ballot without",
			".compared .turn": "an old result", ".say.open": "a warning", ".gantt .dash": "a wait on the timeline", ".dates .key": "the key day",
			".stair .t-here": "a level that is elected", ".stair .t-foreign": "a level that is not local", ".crumbs a": "the way back", ".hits mark": "a word that was found", ".hits [lang]": "a hit in another language",
			".paper .blank": "a blank of a letter", ".todo li": "a step to do", ".gaps .claim": "what is not known", ".url a": "an address to keep", ".pair tbody": "a difference", ".tag": "a tag",
		} {
			if len(webtest.Find(a.doc, "main "+selector)) == 0 {
				t.Errorf("%s: no example of %s (%s)", l, why, selector)
			}
		}
	}
}

var templComponent = regexp.MustCompile(`(?m)^templ (\w+)\(`)

// The names under an example are names of components.
func TestStyleguideNamesComponents(t *testing.T) {
	known := map[string]bool{}
	files, err := filepath.Glob("../templates/*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range templComponent.FindAllStringSubmatch(string(source), -1) {
			known[m[1]] = true
		}
	}
	a := get(newRig(t), "/en/styleguide").want(t, http.StatusOK)
	shown := webtest.Find(a.doc, ".made code")
	if len(shown) < 80 {
		t.Errorf("only %d names", len(shown))
	}
	for _, n := range shown {
		if !known[webtest.Text(n)] {
			t.Errorf("there is no component %s", webtest.Text(n))
		}
	}
}
