package quotation

import "testing"

func TestOf(t *testing.T) {
	for name, x := range map[string]struct{ block, plain, html, markdown string }{
		"a paragraph with a link": {
			`<p>See <a href="/en/residence#x" data-n="3">the <strong>table</strong></a> of` + "\u00a0" + `it.</p>`,
			"See the table of it.",
			`<p>See <a href="https://x.example/en/residence#x">the <strong>table</strong></a> of it.</p>`,
			"See [the **table**](https://x.example/en/residence#x) of it.",
		},
		"a link within the page": {
			`<p><a href="#who">Who</a></p>`, "Who", `<p><a href="https://x.example/en/p#who">Who</a></p>`, "[Who](https://x.example/en/p#who)",
		},
		"a list": {
			"<p>Both:</p>\n<ul>\n<li>one;</li>\n<li><em>two</em>.</li>\n</ul>\n", "Both:\n\n- one;\n- two.",
			"<p>Both:</p>\n<ul>\n<li>one;</li>\n<li><em>two</em>.</li>\n</ul>", "Both:\n\n- one;\n- *two*.",
		},
		"a table": {
			`<div class="tbl"><table class="stack"><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td data-th="A">1</td><td data-th="B">2</td></tr></tbody></table></div>`,
			"A | B\n1 | 2",
			`<div><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>`,
			"| A | B |\n| --- | --- |\n| 1 | 2 |",
		},
		"signs": {
			"<p>67\u2011FZ &lt;b&gt; *a* [b] #1</p>", "67-FZ <b> *a* [b] #1", "<p>67-FZ &lt;b&gt; *a* [b] #1</p>", `67-FZ \<b\> \*a\* \[b\] \#1`,
		},
		"another language": {`<p><span lang="ru">ВНЖ</span></p>`, "ВНЖ", `<p><span lang="ru">ВНЖ</span></p>`, "ВНЖ"},
		"nothing":          {"", "", "", ""},
	} {
		got := Of(x.block, "https://x.example", "/en/p")
		if want := (Quotation{x.plain, x.html, x.markdown}); got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, want)
		}
	}
}

func TestFirst(t *testing.T) {
	for text, want := range map[string]string{"one two": "one two", "one, two, three, four": "one, two, three…", "ад 18 — у горадзе": "ад…", "": ""} {
		if got := First(text, 3); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
