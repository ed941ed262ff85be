package webtest

import (
	"strings"
	"testing"
)

// page is a sound page around some content.
func page(content string) string { return pageIn("en", "", content) }

func pageIn(lang, head, content string) string {
	return `<!doctype html><html lang="` + lang + `"><head><title>T</title>` + head + `</head><body>` +
		`<a href="#main">Skip</a><main id="main"><h1>H</h1>` + content + `</main></body></html>`
}

const soundHead = `<link rel="canonical" href="https://x.example/en/a">` +
	`<link rel="alternate" hreflang="ru" href="https://x.example/ru/a">` +
	`<link rel="alternate" hreflang="be" href="https://x.example/be/a">` +
	`<link rel="alternate" hreflang="en" href="https://x.example/en/a">` +
	`<link rel="alternate" hreflang="x-default" href="https://x.example/en/a">`

func TestCheckPassesSoundPages(t *testing.T) {
	for name, source := range map[string]string{
		"plain":          page(`<h2>A</h2><h3>B</h3><h2>C</h2><p>100 % of 67-FZ</p>`),
		"form":           page(`<form><input type="hidden" name="a"><label>A <input name="b"></label><label for="c">C</label><input id="c"><button>Send</button></form>`),
		"drawing":        page(`<a href="/en/"><svg role="img" aria-label="Home"></svg></a><svg aria-hidden="true"></svg>`),
		"named by id":    page(`<section aria-labelledby="h"><h2 id="h">A</h2></section>`),
		"borrowed words": page(`<p lang="be">Мясцовы голас ў Мінску</p><a href="/ru/" lang="ru">Русский</a>`),
		"alternates":     pageIn("en", soundHead, ""),
		"russian":        pageIn("ru", "", `<p>щи и объявление, 67-ФЗ, URL</p>`),
		"names":          pageIn("be", "", `<p>«Политсовет» і РИА Новости</p>`),
		"belarusian":     pageIn("be", "", `<p>аб’ява ў Мінску, сёння</p>`),
	} {
		if found := Check(Parse([]byte(source))); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func TestCheckFinds(t *testing.T) {
	for want, source := range map[string]string{
		"no language":                        strings.Replace(page(""), ` lang="en"`, "", 1),
		"no title":                           strings.Replace(page(""), "<title>T</title>", "<title> </title>", 1),
		"0 elements main":                    strings.ReplaceAll(page(""), "main", "div"),
		"0 elements h1":                      strings.ReplaceAll(page(""), "h1", "p"),
		"2 elements h1":                      page(`<h1>again</h1>`),
		`h3 "B" comes after h1`:              page(`<h3>B</h3>`),
		`id "main" stands twice`:             page(`<p id="main">x</p>`),
		`is not an id`:                       page(`<p id="a b">x</p>`),
		`<a href="#x"> leads nowhere`:        page(`<a href="#x">x</a>`),
		`<a> has an empty address`:           page(`<a href="">x</a>`),
		`aria-labelledby="x"`:                page(`<section aria-labelledby="x"></section>`),
		`aria-describedby="y"`:               page(`<section id="x" aria-describedby="x y"></section>`),
		`<label for="x">`:                    page(`<label for="x">x</label>`),
		`<input name="a"> has no label`:      page(`<input name="a">`),
		`<input name="b"> has no label`:      page(`<label for="b"> <svg aria-hidden="true"></svg></label><input name="b" id="b">`),
		`has no alt`:                         page(`<img src="a.png">`),
		`is a picture without a name`:        page(`<svg role="img"></svg>`),
		`is neither a picture nor hidden`:    page(`<svg class="s"></svg>`),
		`<p style="color:red">`:              page(`<p style="color:red">x</p>`),
		`<script> on a page`:                 page(`<script src="/a.js"></script>`),
		`<style> on a page`:                  page(`<style>p{}</style>`),
		`a script in the page`:               page(`<p onclick="x()">x</p>`),
		`a script in an address`:             page(`<a href=" JavaScript:x()">x</a>`),
		`"{right}" was left`:                 page(`<p>you can {right}</p>`),
		`"{{" was left`:                      page(`<p>{{.date}}</p>`),
		`"⟦" was left`:                       page(`<p>⟦nav.home⟧</p>`),
		`"%!" was left`:                      page(`<p>%!d(string=x)</p>`),
		`"<nil>" was left`:                   page(`<p>&lt;nil&gt;</p>`),
		`"<no value>" was left`:              page(`<a href="/" aria-label="&lt;no value&gt;">x</a>`),
		`href="/⟦x⟧">: something`:            page(`<a href="/⟦x⟧">x</a>`),
		`an empty <li`:                       page(`<ul><li> &nbsp;</li></ul>`),
		`an empty <p`:                        page(`<p></p>`),
		`an empty <h2`:                       page(`<h2><svg aria-hidden="true"></svg></h2>`),
		`an empty <a`:                        page(`<a href="/"></a>`),
		`an empty <button`:                   page(`<button></button>`),
		`aria-label> is empty`:               page(`<nav aria-label=""></nav>`),
		`"Mіnsk" in`:                         page(`<p>in Mіnsk</p>`),
		`letters that en does not have`:      page(`<p>Минск</p>`),
		`letters that ru does not have`:      pageIn("ru", "", `<p>ў</p>`),
		`letters that be does not have`:      pageIn("be", "", `<nav aria-label="выборы и закон"></nav>`),
		`no alternate for be`:                pageIn("en", strings.Replace(soundHead, `hreflang="be"`, `hreflang="fr"`, 1), ""),
		`languages that the site does not`:   pageIn("en", soundHead+`<link rel="alternate" hreflang="fr" href="https://x.example/fr/a">`, ""),
		`no alternate for x-default`:         pageIn("en", strings.Replace(soundHead, `hreflang="x-default"`, `hreflang="fr"`, 1), ""),
		`x-default is none of`:               pageIn("en", strings.Replace(soundHead, `x-default" href="https://x.example/en/a`, `x-default" href="https://x.example/a`, 1), ""),
		`is not in its folder`:               pageIn("en", strings.Replace(soundHead, "/be/a", "/a", 1), ""),
		`are not the same page`:              pageIn("en", strings.Replace(soundHead, "/be/a", "/be/b", 1), ""),
		`two alternates for ru`:              pageIn("en", soundHead+`<link rel="alternate" hreflang="ru" href="https://x.example/ru/a">`, ""),
		`leave out the page itself`:          pageIn("fr", soundHead, ""),
		`canonical "/en/a" is not`:           pageIn("en", `<link rel="canonical" href="/en/a">`, ""),
		`alternate "//x.example/ru/a" is no`: pageIn("en", strings.ReplaceAll(soundHead, "https:", ""), ""),
	} {
		if found := strings.Join(Check(Parse([]byte(source))), "\n"); !strings.Contains(found, want) {
			t.Errorf("want %q, found %q in\n%s", want, found, source)
		}
	}
}
