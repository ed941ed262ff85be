package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"localvote/templates"
	"localvote/web/lang"
)

// oldCopy is after how many days a copy says louder that it is old.
const oldCopy = 60

// A copyList is what the script and the worker know about a copy. Both only put
// things together: every word comes from here.
type copyList struct {
	Edition string                  `json:"edition"`
	Day     string                  `json:"day"` // on which the list was sent, in words
	After   int                     `json:"after"`
	Home    string                  `json:"home"`
	Lost    string                  `json:"lost"`
	Words   map[lang.Lang]copyWords `json:"words"` // pages of other languages may be read later
	Pages   []string                `json:"pages"`
}

// copyWords are what the worker says in one language: two banners in which %s is the
// day, and for each month how a day is written with %d and %y.
type copyWords struct {
	Copy string   `json:"copy"`
	Old  string   `json:"old"`
	Days []string `json:"days"`
}

// offlineList lists what a copy holds. It names the stylesheets that the reader has
// chosen, so that a copy looks as the site does.
func (s *Server) offlineList(v *visit) error {
	v.noIndex()
	v.place, v.easy = nil, false
	set, err := s.datasets.get(v.site)
	if err != nil {
		return err
	}
	list := copyList{
		Edition: set.Edition, Day: v.longDate(v.today), After: oldCopy, Home: v.href("/"), Lost: v.href(lostPath),
		Words: map[lang.Lang]copyWords{}, Pages: v.copyPages(),
	}
	for _, l := range lang.All() {
		words, err := s.visit(v.c, l).copyWords()
		if err != nil {
			return err
		}
		list.Words[l] = words
	}
	body, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return v.sendCheckable(http.StatusOK, "application/json; charset=utf-8", body)
}

// maxCopied is how many pages a copy in a browser holds, many times as many as there are:
// nobody waits for thousands on a bad line, and browsers do not keep that much.
const maxCopied = 300

// copyPages are the addresses of a copy: the pages of the book, the tree of questions
// with its results, and what all these need. They are the same for everybody, so
// that a copy tells nothing about its reader.
func (v *visit) copyPages() []string {
	var paths []string
	for _, p := range indexed(v.site) {
		if !inCopy(p.path) {
			continue
		}
		if len(paths) == maxCopied {
			break
		}
		for _, l := range p.langs {
			if l == v.lang {
				paths = append(paths, p.path)
			}
		}
	}
	paths = append(paths, lostPath)
	paths = append(paths, treeResults(v.lang, v.treePage().Branches)...)
	sheets := v.displaySheets()
	sheets = append(sheets, v.site.Assets.URL("css/copy.css"), v.site.Assets.URL("js/offline.js"), v.site.Assets.URL("favicon.svg"))
	var out []string
	for _, path := range paths {
		out = append(out, v.href(path))
		of := v.stylesheets(v.kindOf(path))
		sheets = append(sheets, of.Core, of.Kind, of.Seldom)
	}
	return unique(append(out, sheets...))
}

// inCopy leaves out the five hundred places, and pages for those who have a line.
func inCopy(path string) bool {
	first, _, _ := strings.Cut(path[1:], "/")
	switch first {
	case "data", "api", "embed":
		return false
	}
	return !strings.HasPrefix(path, "/places/") && !strings.HasSuffix(path, "/history")
}

// treeResults are the results at the ends of the tree, behind the language.
func treeResults(l lang.Lang, branches []templates.TreeBranch) []string {
	var out []string
	for _, b := range branches {
		if b.Href != "" {
			out = append(out, strings.TrimPrefix(b.Href, "/"+string(l)))
		}
		out = append(out, treeResults(l, b.Branches)...)
	}
	return out
}

// unique leaves out what is empty or has been there before.
func unique(list []string) []string {
	seen := map[string]bool{"": true}
	var out []string
	for _, one := range list {
		if !seen[one] {
			seen[one] = true
			out = append(out, one)
		}
	}
	return out
}

func (v *visit) copyWords() (words copyWords, err error) {
	sheet := v.site.Assets.URL("css/copy.css")
	date := map[string]any{"date": "%s", "n": oldCopy}
	if words.Copy, err = v.copyBanner(templates.CopyNote{Stylesheet: sheet, Text: v.l.With("offline.copy", date)}); err != nil {
		return words, err
	}
	if words.Old, err = v.copyBanner(templates.CopyNote{Stylesheet: sheet, Text: v.l.With("offline.old", date), Old: true}); err != nil {
		return words, err
	}
	for month := time.January; month <= time.December; month++ {
		words.Days = append(words.Days, v.l.With("date.long", map[string]any{
			"day": "%d", "month": v.l.T("month." + strconv.Itoa(int(month))), "year": "%y",
		}))
	}
	return words, nil
}

func (v *visit) copyBanner(note templates.CopyNote) (string, error) {
	var b bytes.Buffer
	err := templates.CopyBanner(note).Render(v.c.Request().Context(), &b)
	return b.String(), err
}
