package citation

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"localvote/web/lang"
)

// bibtex is an entry for LaTeX. @misc is the type for what is no book and no
// article (btxdoc, 3.1); url and urldate are fields of biblatex (manual, 2.2.2) that
// newer BibTeX styles know too. The double braces keep a group author from being
// read as first and last name (btxdoc, 4) and capitals of a title as they are;
// names of months in digits are what biblatex asks for (2.3.9).
func (w Work) bibtex() string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(",\n  " + name + strings.Repeat(" ", max(0, 8-len(name))) + " = {" + value + "}")
		}
	}
	b.WriteString("@misc{" + key(w.Key))
	field("author", "{"+tex(w.Container)+"}")
	field("title", "{"+tex(unstopped(w.Title))+"}")
	field("year", year(w.Published))
	if parts := strings.Split(w.Published, "-"); len(parts) > 1 {
		field("month", strings.TrimPrefix(parts[1], "0"))
	}
	field("url", w.stable())
	field("urldate", w.Accessed)
	field("langid", map[lang.Lang]string{lang.RU: "russian", lang.BE: "belarusian", lang.EN: "british"}[w.Lang])
	field("note", tex(w.note()))
	b.WriteString("\n}\n")
	return b.String()
}

// note is what a reference manager has no field for.
func (w Work) note() string {
	g := gostIn(w.Lang)
	var parts []string
	if w.dayKnown() {
		parts = append(parts, g.updated+dotted(w.Published))
	}
	if w.Version != "" {
		parts = append(parts, g.version+w.Version)
	}
	return strings.Join(parts, ". ")
}

// tex writes a text so that LaTeX prints it: ten characters mean something to it
// (Lamport, LaTeX, 2.1). A backslash, a tilde and a hat have names.
var texSigns = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`, "^", `\textasciicircum{}`, "~", `\textasciitilde{}`)

func tex(s string) string { return texSigns.Replace(s) }

// key keeps what every program takes as the name of an entry.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '-' {
			return r
		}
		return '-'
	}, s)
}

// ris is a record of the RIS format (Research Information Systems; the reference is
// that of EndNote and Zotero): each line is a tag of two signs, two spaces, a hyphen
// and a space; TY is the first and ER the last; days are YYYY/MM/DD; lines end with
// CR LF. ELEC is the type for a web page. The English title stays out: some programs
// take a TT for the title itself.
func (w Work) ris() string {
	var b strings.Builder
	line := func(tag, value string) {
		if value != "" || tag == "ER" {
			b.WriteString(tag + "  - " + value + "\r\n")
		}
	}
	line("TY", "ELEC")
	line("ID", key(w.Key))
	line("AU", w.Container)
	line("TI", unstopped(w.Title))
	line("T2", w.Container)
	line("PB", w.Container)
	line("PY", year(w.Published))
	line("DA", strings.ReplaceAll(w.Published, "-", "/"))
	line("ET", w.Version)
	line("LA", string(w.Lang))
	line("UR", w.stable())
	line("Y2", strings.ReplaceAll(w.Accessed, "-", "/"))
	line("ER", "")
	return b.String()
}

// An item is one item of CSL-JSON (Citation Style Language 1.0.2, schema
// csl-data.json): id and type are required, names are objects, days are lists of
// numbers.
type item struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Container string    `json:"container-title"`
	Author    []cslName `json:"author"`
	Publisher string    `json:"publisher"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Accessed  *cslDate  `json:"accessed,omitempty"`
	Version   string    `json:"version,omitempty"`
	URL       string    `json:"URL"`
	Language  string    `json:"language"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func (w Work) csl() string {
	kind := "webpage"
	if w.Type == Entry {
		kind = "entry"
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // a file, not a part of a page
	if err := out.Encode([]item{{
		ID: key(w.Key), Type: kind, Title: unstopped(w.Title), Container: w.Container, Publisher: w.Container,
		Author: []cslName{{w.Container}}, Issued: cslDay(w.Published), Accessed: cslDay(w.Accessed),
		Version: w.Version, URL: w.stable(), Language: string(w.Lang),
	}}); err != nil {
		return "" // strings and numbers can always be written
	}
	return b.String()
}

func cslDay(day string) *cslDate {
	var parts []int
	for part := range strings.SplitSeq(day, "-") {
		if n, err := strconv.Atoi(part); err == nil {
			parts = append(parts, n)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return &cslDate{[][]int{parts}}
}
