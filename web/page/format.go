package page

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/text/unicode/norm"

	"localvote/web/lang"
	"localvote/web/typography"
)

// Format writes a text in its usual form: an empty line before each heading and
// block, lists with hyphens, the quotation marks of the language, no blanks at the
// ends of lines. ok is false, and the text as it was, if it would look different
// on the page.
func Format(l lang.Lang, text string) (formatted string, ok bool) {
	clean := strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	before := pieces(norm.NFC.String(clean))
	after := make([]piece, len(before))
	var out []string
	for i, p := range before {
		after[i] = p.formatted(l)
		if !after[i].looksLike(p) {
			return text, false
		}
		out = append(out, after[i].String())
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	return strings.Join(out, "\n\n") + "\n", true
}

// Follow writes the marks of a translation anew where the Russian text has only
// changed its form: blocks that followed it before follow it still.
func Follow(before, after, translation string) string {
	marks := map[string]string{} // the new mark of a block by its id and its old one
	now := blockMarks(after)
	for id, old := range blockMarks(before) {
		if now[id] != "" && now[id] != old {
			marks[id+" @"+old] = id + " @" + now[id]
		}
	}
	return markerInText.ReplaceAllStringFunc(translation, func(m string) string {
		if mark, ok := marks[strings.Trim(m, "{}#")]; ok {
			return "{#" + mark + "}"
		}
		return m
	})
}

var markerInText = regexp.MustCompile(`(?m)^\{#[^ }]* @[0-9a-f]{8}\}`)

func blockMarks(text string) map[string]string {
	out := map[string]string{}
	for _, p := range pieces(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")) {
		if m := markerPattern.FindStringSubmatch(p.head); m != nil {
			out[m[1]] = Mark(p.body())
		}
	}
	return out
}

// A piece is a heading or the marker of a block, with the lines below it.
type piece struct {
	head  string // "" for what stands above the first
	lines []string
}

func pieces(text string) []piece {
	list := []piece{{}}
	for line := range strings.SplitSeq(text, "\n") {
		if markerPattern.MatchString(line) || headingPattern.MatchString(line) {
			list = append(list, piece{head: line})
			continue
		}
		last := &list[len(list)-1]
		last.lines = append(last.lines, line)
	}
	return list
}

func (p piece) body() string { return strings.TrimSpace(strings.Join(p.lines, "\n")) }

func (p piece) String() string {
	body := strings.Trim(strings.Join(p.lines, "\n"), "\n")
	switch {
	case p.head == "":
		return body
	case body == "":
		return p.head
	case markerPattern.MatchString(p.head):
		return p.head + "\n" + body
	}
	return p.head + "\n\n" + body
}

// goesOn fits a line that belongs to the paragraph of the line above it.
var goesOn = regexp.MustCompile(`^\s*[^\s|>#*+\d-]`)

var listMark = regexp.MustCompile(`^(\s*)[*+] +(\S)`)

func (p piece) formatted(l lang.Lang) piece {
	out := piece{head: strings.TrimRight(p.head, " \t")}
	if m := headingPattern.FindStringSubmatch(out.head); m != nil {
		out.head = m[1] + " " + typography.Quotes(l, m[2])
		if m[3] != "" {
			out.head += " {#" + m[3] + "}"
		}
	}
	for i, line := range p.lines {
		trimmed := strings.TrimRight(line, " \t")
		if strings.HasSuffix(line, "  ") && trimmed != "" && i+1 < len(p.lines) && goesOn.MatchString(p.lines[i+1]) {
			trimmed += "  " // a line break that is meant
		}
		if trimmed == "" && (len(out.lines) == 0 || out.lines[len(out.lines)-1] == "") {
			continue
		}
		out.lines = append(out.lines, listMark.ReplaceAllString(trimmed, "$1- $2"))
	}
	paragraphs := strings.Split(strings.Join(out.lines, "\n"), "\n\n")
	for i := range paragraphs {
		paragraphs[i] = typography.Quotes(l, paragraphs[i])
	}
	out.lines = strings.Split(strings.Join(paragraphs, "\n\n"), "\n")
	return out
}

// looksLike tells whether two pieces give the same page but for the kind of their
// quotation marks.
func (p piece) looksLike(other piece) bool {
	return drawn(p.head) == drawn(other.head) && drawn(strings.Join(p.lines, "\n")) == drawn(strings.Join(other.lines, "\n"))
}

var quoteKinds = regexp.MustCompile(`&quot;|&#39;|[«»„“”‘’'ʼ´′"` + "`" + `]`)

// likePages reads Markdown as the pages do.
var likePages = goldmark.New(goldmark.WithExtensions(extension.Table))

func drawn(markdown string) string {
	var out bytes.Buffer
	if err := likePages.Convert([]byte(markdown), &out); err != nil {
		return markdown
	}
	return strings.Join(strings.Fields(quoteKinds.ReplaceAllString(out.String(), "\"")), " ")
}
