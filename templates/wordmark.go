package templates

import (
	"strings"
	"unicode/utf8"
)

// siteName is the name of the site in parts: the ring stands for the last "o", Latin
// or Cyrillic, and the word with the ring is never broken.
type siteName struct{ lead, before, ring, after string }

func nameOf(l Localizer) siteName {
	name := l.T("site.name")
	at := strings.LastIndexAny(name, "oо")
	if at < 0 {
		return siteName{lead: name}
	}
	_, size := utf8.DecodeRuneInString(name[at:])
	word := strings.LastIndex(name[:at], " ") + 1
	return siteName{lead: name[:word], before: name[word:at], ring: name[at : at+size], after: name[at+size:]}
}
