package citation

import (
	"strings"

	"localvote/web/lang"
)

// wiki is the template by which a Wikipedia cites a web page, with the parameters
// of its own documentation: English {{cite web}} (Help:Citation Style 1), Russian
// {{cite web}} (Шаблон:Cite web), Belarusian {{Cite web}} in the official spelling
// (Шаблон:Cite web of be.wikipedia.org, where the site is the publisher and the
// language of the wiki needs no naming). Days are YYYY-MM-DD in all three.
func (w Work) wiki() string {
	name, site, accessed := "cite web", "website", "access-date"
	if w.Lang == lang.BE {
		name, site, accessed = "Cite web", "publisher", "accessdate"
	}
	var b strings.Builder
	b.WriteString("{{" + name)
	add := func(parameter, value string) {
		if value != "" {
			b.WriteString(" |" + parameter + "=" + value)
		}
	}
	add("url", w.stable())
	add("title", wikiText(unstopped(w.Title)))
	add(site, wikiText(w.Container))
	add("date", w.Published)
	add(accessed, w.Accessed)
	if w.Lang == lang.RU {
		add("lang", "ru")
	}
	b.WriteString("}}\n")
	return b.String()
}

// wikiText writes a text so that a template takes it as one value: | and } would
// end it, = would name a parameter, [ ] would end the link, the rest is markup
// (Help:Wikitext, "Nowiki and HTML entities").
var wikiSigns = strings.NewReplacer("&", "&amp;", "|", "&#124;", "=", "&#61;", "{", "&#123;", "}", "&#125;", "[", "&#91;", "]", "&#93;", "<", "&lt;", ">", "&gt;", "''", "&#39;&#39;", "~~~", "&#126;&#126;&#126;")

func wikiText(s string) string { return wikiSigns.Replace(s) }
