// Package citation writes how a work of this site is cited: by the standards of
// Russia and Belarus (GOST R 7.0.5-2008, GOST 7.1-2003), in APA style, as an entry
// for reference managers (BibTeX, RIS, CSL-JSON) and as a template for Wikipedia.
//
// It is pure: it knows no clock, no address of the site and no page. The words
// that a standard prescribes ("дата обращения", "Retrieved") are part of a format
// and stand here, not in the locales.
//
// The project names no personal authors: the site itself is the author and the
// publisher. A heading of a GOST reference names persons, so the GOST forms begin
// with the title; the others take the site as a group author.
package citation

import (
	"strings"

	"localvote/web/lang"
)

// Type says what a work is within the site.
type Type string

// The types: a page by itself, or one entry of a list such as the register.
const (
	Page  Type = "page"
	Entry Type = "entry"
)

// A Work is something that can be cited. Days are written 2026-11-21 and may be
// shorter (2026-11, 2026); what is empty is left out, or named as not known where
// a format asks for that.
type Work struct {
	Key        string // for reference managers: small Latin letters, digits, hyphens
	Title      string
	English    string // the title in English; "" if it is the same or not known
	Container  string // the name of the site, in the language of the work
	Version    string // of the rules behind it: a short hash
	Published  string // last day on which the work changed; "" where it is not known
	Accessed   string // day on which it is cited
	URL        string
	VersionURL string // address under which exactly this version stays; "" for none
	Lang       lang.Lang
	Type       Type
}

// A Format is one way to cite.
type Format string

// The formats, named by their usual endings where they are files.
const (
	GOST2008 Format = "gost-r-7.0.5-2008"
	GOST2003 Format = "gost-7.1-2003"
	APA      Format = "apa-7"
	BibTeX   Format = "bib"
	RIS      Format = "ris"
	CSL      Format = "json"
	Wiki     Format = "wiki"
)

// Formats lists the formats in the order in which readers see them: what is
// pasted into a text first.
func Formats() []Format { return []Format{GOST2008, GOST2003, APA, Wiki, BibTeX, RIS, CSL} }

// Name is what a format is called; names of standards are the same in English,
// in Russian and Belarusian "GOST" is written in Cyrillic.
func (f Format) Name(l lang.Lang) string {
	switch f {
	case GOST2008:
		return gostName(l, "GOST R 7.0.5-2008", "ГОСТ Р 7.0.5–2008")
	case GOST2003:
		return gostName(l, "GOST 7.1-2003", "ГОСТ 7.1–2003")
	case APA:
		return "APA 7"
	case BibTeX:
		return "BibTeX"
	case RIS:
		return "RIS"
	case CSL:
		return "CSL-JSON"
	}
	switch l {
	case lang.RU:
		return "Википедия"
	case lang.BE:
		return "Вікіпедыя"
	}
	return "Wikipedia"
}

// gostName writes the names of standards; Belarus writes «ДАСТ» in its own
// language only for its state standards (СТБ), so interstate ones keep ГОСТ.
func gostName(l lang.Lang, latin, cyrillic string) string {
	if l == lang.EN {
		return latin
	}
	return cyrillic
}

// In writes the work in a format. The formats for files end with a line break.
func (w Work) In(f Format) string {
	w = w.plain()
	switch f {
	case GOST2008:
		return w.gost2008()
	case GOST2003:
		return w.gost2003()
	case APA:
		return w.apa()
	case BibTeX:
		return w.bibtex()
	case RIS:
		return w.ris()
	case CSL:
		return w.csl()
	case Wiki:
		return w.wiki()
	}
	return ""
}

// Text is the three styles for texts, one under the other, each under its name.
func (w Work) Text() string {
	var b strings.Builder
	for i, f := range []Format{GOST2008, GOST2003, APA} {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(f.Name(w.Lang) + "\n" + w.In(f) + "\n")
	}
	return b.String()
}

// plain takes out of the words what only matters on the screen, and every line
// break: in most formats a line break ends a value.
func (w Work) plain() Work {
	for _, s := range []*string{&w.Title, &w.English, &w.Container, &w.Version, &w.Key} {
		*s = Plain(*s)
	}
	for _, s := range []*string{&w.URL, &w.VersionURL} {
		*s = address(*s)
	}
	if w.English == w.Title {
		w.English = ""
	}
	return w
}

var screenSigns = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2060", "", "\u00ad", "", "\u2011", "-", "\u200b", "")

// Plain is a text without the signs that keep lines from breaking on the screen,
// and in one line.
func Plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, screenSigns.Replace(s))
	return strings.Join(strings.Fields(s), " ")
}

// address keeps an address an address in every format: what would end a value
// somewhere is written in per cent, as RFC 3986, 2.1 allows for any character.
func address(s string) string {
	return strings.NewReplacer(" ", "%20", "|", "%7C", "{", "%7B", "}", "%7D", "[", "%5B", "]", "%5D",
		"<", "%3C", ">", "%3E", `"`, "%22", `\`, "%5C", "^", "%5E", "`", "%60", "\n", "", "\r", "", "\t", "").Replace(s)
}

// stable is the address to give: that of the version, where it has one.
func (w Work) stable() string {
	if w.VersionURL != "" {
		return w.VersionURL
	}
	return w.URL
}

// dayKnown tells whether the last change is known to the day; a year or a month
// alone is said where the format has a place for years.
func (w Work) dayKnown() bool { return len(w.Published) == len("2026-11-21") }

// year is the year of a day, "" for none.
func year(day string) string { return day[:min(4, len(day))] }

// dotted writes 2026-11-21 as 21.11.2026, and shorter days as they are known.
func dotted(day string) string {
	parts := strings.Split(day, "-")
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ".")
}
