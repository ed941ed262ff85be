package templates

import "localvote/web/lang"

// ChoosePage offers the languages to a reader of whom nothing is known.
type ChoosePage struct {
	Frame
	Base      string // address of the page on the living site
	Languages []ChooseLanguage
}

// ChooseLanguage is the site in one language, in words of this language.
type ChooseLanguage struct {
	Lang                    lang.Lang
	Name, Tagline, Language string
	Href                    string
}
