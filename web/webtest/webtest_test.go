package webtest

import (
	"slices"
	"testing"
)

const sample = `<!doctype html><html lang="be"><head><link rel="stylesheet" href="/a.css"></head><body class="x">
<div class="errs big"><a href="#d">Памылка&nbsp;1</a></div>
<form method="post" action="/f"><input type="hidden" name="h" value="1">
<label><input type="radio" name="r" value="a" id="r-1"></label><label><input type="radio" name="r" value="b" checked></label>
<input type="text" name="d" id="d" value="25.02"><button name="lang" value="ru" formaction="/ru" type="submit">Р</button></form>
<p>a <b>b</b>
 c‑d</p></body></html>`

func TestText(t *testing.T) {
	doc := Parse([]byte(sample))
	for selector, want := range map[string]string{
		"p": "a b c-d", ".errs": "Памылка 1", "div.big a": "Памылка 1", ".errs.big a[href=#d]": "Памылка 1",
		"[name=lang]": "Р", "body form button[formaction]": "Р",
	} {
		if n := First(doc, selector); n == nil || Text(n) != want {
			t.Errorf("%s: %v, want %q", selector, n, want)
		}
	}
	for _, selector := range []string{"h1", ".errs form", "div.small", "#e", "input[name=x]", "p[lang]"} {
		if n := First(doc, selector); n != nil {
			t.Errorf("%s finds <%s>", selector, n.Data)
		}
	}
}

func TestLinks(t *testing.T) {
	doc := Parse([]byte(sample))
	want := []Link{{"link", "/a.css", "", "", "stylesheet"}, {"a", "#d", "Памылка 1", "", ""}}
	if got := Links(doc); !slices.Equal(got, want) {
		t.Errorf("links %v", got)
	}
	if ids := IDs(doc); len(ids) != 2 || !ids["d"] || !ids["r-1"] {
		t.Errorf("ids %v", ids)
	}
}

func TestForms(t *testing.T) {
	forms := Forms(Parse([]byte(sample)))
	if len(forms) != 1 || forms[0].Method != "post" || forms[0].Action != "/f" {
		t.Fatalf("%v", forms)
	}
	f := forms[0]
	if got := f.Values().Encode(); got != "d=25.02&h=1&r=b" {
		t.Errorf("a browser would send %s", got)
	}
	if got := f.With("r", "a").Encode(); got != "d=25.02&h=1&r=a" {
		t.Errorf("with another answer %s", got)
	}
	if got := f.Choices("r"); !slices.Equal(got, []string{"a", "b"}) || !slices.Equal(f.Radios(), []string{"r"}) {
		t.Errorf("choices %v of %v", got, f.Radios())
	}
	if last := f.Fields[len(f.Fields)-1]; last.Action != "/ru" {
		t.Errorf("the button posts to %q", last.Action)
	}
}
