// Package lang knows the three languages of the site: how they stand in
// addresses and lang attributes, what they call themselves, and which one suits
// a reader's browser. It leaves the words of the interface to package catalog.
package lang

import (
	"golang.org/x/text/language"
)

// A Lang is one of the three languages of the site, written as its BCP 47 tag,
// which is also its folder in addresses: /be/check.
type Lang string

// The languages, in the order in which the site lists them.
const (
	RU Lang = "ru"
	BE Lang = "be"
	EN Lang = "en"
)

// All lists the languages in the order of the language switch.
func All() []Lang { return []Lang{RU, BE, EN} }

// Parse reads the language of an address; ok is false for anything but the
// three folders, written in small letters.
func Parse(s string) (l Lang, ok bool) {
	switch Lang(s) {
	case RU, BE, EN:
		return Lang(s), true
	}
	return "", false
}

// OwnName is what the language calls itself; it is never translated.
func (l Lang) OwnName() string {
	switch l {
	case RU:
		return "Русский"
	case BE:
		return "Беларуская"
	default:
		return "English"
	}
}

// Match chooses the language for a reader from an Accept-Language header:
// Belarusian if Belarusian is wanted more than the others, Russian for Russian,
// English for everything else and for headers that cannot be read.
//
// Only exact base languages count. The usual matcher thinks Russian close
// enough to Belarusian (and Ukrainian to Russian), which would hide a language
// that somebody asked for by name.
func Match(accept string) Lang {
	tags, weights, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return EN
	}
	for i, tag := range tags {
		if weights[i] == 0 {
			continue
		}
		base, _ := tag.Base()
		if l, ok := Parse(base.String()); ok {
			return l
		}
	}
	return EN
}
