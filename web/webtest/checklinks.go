package webtest

import (
	"net/url"
	"strings"
)

// Languages are the languages that a page offers itself in.
var Languages = []string{"ru", "be", "en"}

// alternates: the same page in every language, as absolute addresses.
func (c *checker) alternates() {
	own := Attr(First(c.doc, "html"), "lang")
	found := map[string]string{}
	for _, l := range Links(c.doc) {
		switch {
		case l.Tag != "link":
		case l.Rel == "canonical":
			c.absolute("canonical", l.Href)
		case l.Rel == "alternate" && l.Lang != "":
			if found[l.Lang] != "" {
				c.add("two alternates for %s", l.Lang)
			}
			found[l.Lang] = l.Href
			c.absolute("alternate", l.Href)
		}
	}
	if len(found) == 0 {
		return
	}
	if found[own] == "" {
		c.add("the alternates leave out the page itself (%s)", own)
	}
	c.trio(found)
}

// trio: each language has its own folder, and behind it all addresses are the
// same. Who has no language is sent to one of them.
func (c *checker) trio(found map[string]string) {
	tails := map[string]bool{}
	for _, lang := range Languages {
		if found[lang] == "" {
			c.add("no alternate for %s", lang)
			continue
		}
		before, after, ok := strings.Cut(found[lang], "/"+lang+"/")
		if !ok {
			c.add("the alternate for %s is not in its folder: %s", lang, found[lang])
		}
		tails[before+" "+after] = true
	}
	if len(tails) > 1 {
		c.add("the alternates are not the same page: %v", found)
	}
	switch x := found["x-default"]; x {
	case "":
		c.add("no alternate for x-default")
	case found["ru"], found["be"], found["en"]:
	default:
		c.add("x-default is none of the languages: %s", x)
	}
	if len(found) > len(Languages)+1 {
		c.add("alternates for languages that the site does not have: %v", found)
	}
}

func (c *checker) absolute(what, address string) {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		c.add("%s %q is not an absolute address", what, address)
	}
}
