package templates

import (
	"strings"
	"unicode/utf8"
)

// nameParts parts the name of the site at the last "o", Latin or Cyrillic, for which
// the ring stands.
func nameParts(l Localizer) (before, ring, after string) {
	name := l.T("site.name")
	at := strings.LastIndexAny(name, "oо")
	if at < 0 {
		return name, "", ""
	}
	_, size := utf8.DecodeRuneInString(name[at:])
	return name[:at], name[at : at+size], name[at+size:]
}

func nameBefore(l Localizer) string { before, _, _ := nameParts(l); return before }
func nameRing(l Localizer) string   { _, ring, _ := nameParts(l); return ring }
func nameAfter(l Localizer) string  { _, _, after := nameParts(l); return after }
