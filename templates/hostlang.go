package templates

import "strings"

// hostLang is the language of a site's name that is written in Cyrillic, by the country
// that its last part stands for; "" for all others, which belong to no language.
func hostLang(host string) string {
	switch {
	case strings.HasSuffix(host, ".рф"):
		return "ru"
	case strings.HasSuffix(host, ".бел"):
		return "be"
	}
	return ""
}
