package catalog

import (
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"localvote/web/lang"
)

// A Localizer gives the words in one language. A key that is unknown, or whose
// placeholders are not all filled, comes out as ⟦key⟧ and is noted in the
// catalog: a page with a hole is better than no page, or one in two languages.
// Its methods are safe for concurrent use.
type Localizer struct {
	lang    lang.Lang
	tag     language.Tag
	inner   *i18n.Localizer    // nil for a language without a file
	words   map[string]*filled // every key; nil for what is left to inner
	catalog *Catalog
}

// Lang is the language of the words.
func (l *Localizer) Lang() lang.Lang { return l.lang }

// T is the text of a key without placeholders.
func (l *Localizer) T(key string) string { return l.With(key, nil) }

// With is the text of a key with its placeholders filled: {{.place}} by
// values["place"]. Values go in as they are; escaping is left to the template.
// Where the key has plural forms, values["n"] chooses.
func (l *Localizer) With(key string, values map[string]any) string {
	text, reason := l.find(key, values)
	if reason == "" {
		return text
	}
	if reason != unknown {
		l.catalog.miss(key + ": " + reason)
	} else {
		l.catalog.miss(key)
	}
	return "⟦" + key + "⟧"
}

// Count is the text of a key in the plural form that n asks for; {{.n}} is n.
func (l *Localizer) Count(key string, n int) string {
	return l.With(key, map[string]any{"n": n})
}

const unknown = "unknown key"

// strict makes an unfilled placeholder an error; text/template would otherwise
// write "<no value>" into the page.
var strict = &template.TextParser{Option: "missingkey=error"}

// find gives the text, or the reason why there is none.
func (l *Localizer) find(key string, values map[string]any) (text, reason string) {
	words, known := l.words[key]
	if !known {
		return "", unknown
	}
	if words != nil {
		return words.fill(values)
	}
	if values == nil {
		values = map[string]any{}
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: values, TemplateParser: strict, PluralCount: values["n"]}
	text, tag, err := l.inner.LocalizeWithTag(config)
	switch {
	case err != nil:
		return "", err.Error()
	case tag != l.tag:
		return "", "answered in " + tag.String()
	}
	return text, ""
}
