// Package sheet cuts the stylesheet of the site into sheets that pages link: one with
// the rules that nearly all pages need, one more for each kind of page, and one that
// few readers need: for paper, and for screens whose owners choose the colours. A page
// on a slow line then waits for the rules that it uses and for no others, while the
// source stays one file that reads from top to bottom.
//
// What the pages of a kind use stands in kinds.txt, which a test of package web makes
// by drawing every page. A rule goes to a kind when all elements, classes and ids of
// one of its selectors are there.
package sheet

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
)

// Names of the sheets that do not belong to one kind of page.
const (
	Core   = "core"
	Seldom = "seldom"
)

// SeldomMedia is for whom Seldom is. For everybody else browsers fetch it last, and
// show the page before it is there.
const SeldomMedia = "print, (forced-colors: active)"

//go:embed kinds.txt
var kindsFile string

// A Use is what the pages of one kind use: elements, classes as ".name", ids as
// "#name".
type Use map[string]bool

// always are names that may come on any page on some day: when a text is old, when
// there is something to tell everybody.
var always = []string{".notice", ".say", ".open", ".stop", ".old", ".stale", ".gap", ".risk"}

// Kinds reads what the pages of each kind use, from lines such as
// "ask: p .btn #main"; a kind may have several.
func Kinds() map[string]Use {
	kinds := Written()
	for _, use := range kinds {
		for _, name := range always {
			use[name] = true
		}
	}
	return kinds
}

// Written is what kinds.txt says, without the names that are always needed.
func Written() map[string]Use { return read(kindsFile) }

func read(file string) map[string]Use {
	kinds := map[string]Use{}
	for line := range strings.Lines(file) {
		kind, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		if kinds[kind] == nil {
			kinds[kind] = Use{}
		}
		for name := range strings.FieldsSeq(names) {
			kinds[kind][name] = true
		}
	}
	return kinds
}

// Mentioned are the names that a stylesheet mentions: what else stands on a page does
// not matter for cutting it.
func Mentioned(source []byte) (Use, error) {
	leaves, err := parse(string(source))
	all := Use{}
	for _, l := range leaves {
		for _, selector := range alternatives(l.head) {
			for _, name := range names(selector) {
				all[name] = true
			}
		}
	}
	return all, err
}

// A leaf is one rule with what it stands in.
type leaf struct {
	within []string // "@layer base", "@media (min-width: 40em)"
	head   string   // selectors, or a statement such as "@layer a, b"
	body   string   // declarations; "" for a statement
}

// isSeldom tells the rules of SeldomMedia. They keep their media within the sheet,
// since each of the two is for one case alone.
func (l *leaf) isSeldom() bool {
	return slices.ContainsFunc(l.within, func(at string) bool {
		return strings.HasPrefix(at, "@media print") || at == "@media (forced-colors: active)"
	})
}

// Cut makes the sheets of a stylesheet, by name and made small. Each kind of page has
// the sheet with its own name, and needs Core before it. An error says where the
// stylesheet cannot be read.
func Cut(source []byte, kinds map[string]Use) (map[string][]byte, error) {
	leaves, err := parse(string(source))
	if err != nil {
		return nil, err
	}
	sheets := map[string][]leaf{Core: nil, Seldom: nil}
	for kind := range kinds {
		sheets[kind] = nil
	}
	for _, l := range leaves {
		for _, name := range placesOf(&l, kinds) {
			part := l
			if use, ok := kinds[name]; ok {
				part.head = use.needed(l.head)
			}
			sheets[name] = append(sheets[name], part)
		}
	}
	short := Tokens(source)
	small := minify.New()
	small.AddFunc("text/css", css.Minify)
	out := map[string][]byte{}
	for name, of := range sheets {
		for i := range of {
			of[i].body = shortened(of[i].body, short)
			if err := of[i].shrink(small); err != nil {
				return nil, fmt.Errorf("make the sheet %s small: %w", name, err)
			}
		}
		if out[name], err = small.Bytes("text/css", write(of)); err != nil {
			return nil, fmt.Errorf("make the sheet %s small: %w", name, err)
		}
	}
	return out, nil
}

// shrink makes a rule in a container query small: the minifier leaves what stands in
// at-rules that it does not know as it is.
func (l *leaf) shrink(with *minify.M) error {
	in := func(at string) bool { return strings.HasPrefix(at, "@container") }
	if l.body == "" || !slices.ContainsFunc(l.within, in) {
		return nil
	}
	rule, err := with.String("text/css", l.head+"{"+l.body+"}")
	if err != nil {
		return err
	}
	head, body, _ := strings.Cut(rule, "{")
	l.head, l.body = head, strings.TrimSuffix(body, "}")
	return nil
}

// share is how many of all kinds must need a rule for it to be worth having once in
// Core: a reader seldom sees fewer than three kinds of pages.
const share = 0.85

// placesOf names the sheets that a rule goes to.
func placesOf(l *leaf, kinds map[string]Use) []string {
	if l.isSeldom() {
		return []string{Seldom}
	}
	var users []string
	for kind, use := range kinds {
		if use.needs(l.head) {
			users = append(users, kind)
		}
	}
	if float64(len(users)) >= share*float64(len(kinds)) {
		return []string{Core}
	}
	return users
}

// needs tells whether a page that uses these names may need a rule.
func (u Use) needs(selectors string) bool {
	return strings.HasPrefix(selectors, "@") || u.needed(selectors) != ""
}

// needed are those selectors of a list that such a page may need.
func (u Use) needed(selectors string) string {
	if strings.HasPrefix(selectors, "@") {
		return selectors
	}
	var out []string
	for _, selector := range alternatives(selectors) {
		if !slices.ContainsFunc(names(selector), func(name string) bool { return !u[name] }) {
			out = append(out, selector)
		}
	}
	return strings.Join(out, ",")
}

// alternatives are the selectors of a list; commas in brackets separate nothing.
func alternatives(list string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range list {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, list[from:i])
				from = i + 1
			}
		}
	}
	return append(out, list[from:])
}

// names are the elements, classes and ids that must be on a page for the selector to
// fit; what stands in brackets is a choice, or must not be there, but for ":has" with
// one thing.
func names(selector string) []string {
	var out []string
	if _, has, ok := strings.Cut(selector, ":has("); ok {
		if inner, _, _ := strings.Cut(has, ")"); !strings.ContainsAny(inner, ",(") && !strings.Contains(selector, ":not(") {
			out = names(strings.TrimSpace(inner))
		}
	}
	depth, begins := 0, true // begins: an element's name may stand here
	for i := 0; i < len(selector); i++ {
		c := selector[i]
		end := i + 1
		for end < len(selector) && isName(selector[end]) {
			end++
		}
		switch {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth > 0:
		case c == '.' || c == '#' || begins && isName(c):
			out = append(out, selector[i:end])
			i = end - 1
		case c == ':':
			i = end - 1
		}
		begins = strings.IndexByte(" >+~", c) >= 0
	}
	return out
}

func isName(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// write puts rules together again, opening and closing what they stand in.
func write(of []leaf) []byte {
	var out bytes.Buffer
	var open []string
	closeTo := func(n int) {
		for len(open) > n {
			out.WriteString("}")
			open = open[:len(open)-1]
		}
	}
	for _, l := range of {
		same := 0
		for same < len(open) && same < len(l.within) && open[same] == l.within[same] {
			same++
		}
		closeTo(same)
		for _, at := range l.within[same:] {
			out.WriteString(at + "{")
			open = append(open, at)
		}
		if l.body == "" {
			out.WriteString(l.head + ";")
			continue
		}
		out.WriteString(l.head + "{" + l.body + "}")
	}
	closeTo(0)
	return out.Bytes()
}
