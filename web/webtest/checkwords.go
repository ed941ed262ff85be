package webtest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// leftover are signs that something was not filled in: placeholders of the texts
// and of the interface, keys without words, mistakes of fmt and of templates.
var leftover = regexp.MustCompile(`\{\{|\}\}|\{[A-Za-z_.]+\}|⟦|⟧|%!|<nil>|<no value>`)

// leftoverSigns are the characters without which nothing can be left over; most
// texts have none of them.
const leftoverSigns = "{}⟦⟧%<"

func left(text string) string {
	if !strings.ContainsAny(text, leftoverSigns) {
		return ""
	}
	return leftover.FindString(text)
}

// foreign tells which letters a language does not have. A phrase in another
// language says so in its lang attribute.
var foreign = map[string]func(rune) bool{
	"ru": func(r rune) bool { return strings.ContainsRune("іўІЎ", r) },
	"be": func(r rune) bool { return strings.ContainsRune("ищъИЩЪ", r) },
	"en": func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) },
}

// Names stay as they are in any language (WCAG 2.2, 3.1.2): those in quotation
// marks, and those of which it is known.
var properName = regexp.MustCompile(`[«“][^«»“”]*[»”]|РИА Новости`)

func borrowed(text, lang string) bool {
	isForeign := foreign[lang]
	return isForeign != nil && strings.ContainsFunc(text, isForeign) &&
		strings.ContainsFunc(properName.ReplaceAllString(text, ""), isForeign)
}

// words looks at a text that people read.
func (c *checker) words(n *html.Node, text string) {
	if strings.TrimSpace(text) == "" || n.Parent != nil && n.Parent.Data == "script" { // data repeats what the page says
		return
	}
	if n.Parent != nil && (n.Parent.Data == "pre" || n.Parent.Data == "code") { // text to copy: braces are signs of BibTeX, of wikis and of addresses with parameters
		text = strings.NewReplacer("{", " ", "}", " ").Replace(text)
	}
	if found := left(text); found != "" {
		c.add("%q was left in %q", found, Plain(text))
	}
	if word := mixed(text); word != "" {
		c.add("%q in %q mixes Latin and Cyrillic letters", word, Plain(text))
	}
	if lang := languageOf(n); borrowed(text, lang) {
		c.add("%q has letters that %s does not have, and no lang", Plain(text), lang)
	}
}

// attributes looks at the attributes that people read, and for placeholders in
// all others.
func (c *checker) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "aria-label" || a.Key == "alt" || a.Key == "title" || a.Key == "placeholder",
			a.Key == "content" && Attr(n, "name") == "description":
			c.words(n, a.Val)
			if a.Key != "alt" && strings.TrimSpace(a.Val) == "" {
				c.add("<%s %s> is empty", n.Data, a.Key)
			}
		case left(a.Val) != "":
			c.add("<%s %s=%q>: something was left in it", n.Data, a.Key, a.Val)
		}
	}
}

// mixed is the first word with both Latin and Cyrillic letters: to the eye they
// are the same, to a search and to a screen reader they are not.
func mixed(text string) string {
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	for word := range strings.FieldsFuncSeq(text, notLetter) {
		latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		cyrillic := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
		if latin && cyrillic {
			return word
		}
	}
	return ""
}

// languageOf is the language in which an element or text stands.
func languageOf(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if lang := Attr(n, "lang"); lang != "" {
			return lang
		}
	}
	return ""
}
