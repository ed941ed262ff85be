package webtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Find lists the elements that fit a selector, in the order of the page. A
// selector is a small part of CSS's: "h1", ".errs a", "#date",
// "input[name=age]"; a space means "somewhere inside".
func Find(doc *html.Node, selector string) []*html.Node {
	var path []compound
	for _, word := range strings.Fields(selector) {
		path = append(path, parseCompound(word))
	}
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && fits(n, path) {
			out = append(out, n)
		}
	}
	return out
}

// First is the first element that fits, or nil.
func First(doc *html.Node, selector string) *html.Node {
	for _, n := range Find(doc, selector) {
		return n
	}
	return nil
}

// fits tells whether n fits the last part and its ancestors fit the others.
func fits(n *html.Node, path []compound) bool {
	last := len(path) - 1
	if last < 0 || !path[last].fits(n) {
		return false
	}
	rest := path[:last]
	for p := n.Parent; p != nil && len(rest) > 0; p = p.Parent {
		if rest[len(rest)-1].fits(p) {
			rest = rest[:len(rest)-1]
		}
	}
	return len(rest) == 0
}

// A compound is one part of a selector: a tag and conditions on attributes.
type compound struct {
	tag   string
	conds []condition
}

type condition struct {
	attr, value string
	word        bool // the value is one of the words of the attribute
	any         bool // any value will do
}

var (
	compoundForm = regexp.MustCompile(`^([a-z0-9]*)((?:[#.][\w-]+|\[[\w-]+(?:=[^\]]*)?\])*)$`)
	condForm     = regexp.MustCompile(`([#.])([\w-]+)|\[([\w-]+)(=?)([^\]]*)\]`)
)

func parseCompound(word string) compound {
	parts := compoundForm.FindStringSubmatch(word)
	if parts == nil {
		panic(fmt.Sprintf("webtest: %q is not a selector", word)) // a mistake in the test
	}
	c := compound{tag: parts[1]}
	for _, m := range condForm.FindAllStringSubmatch(parts[2], -1) {
		switch m[1] {
		case "#":
			c.conds = append(c.conds, condition{attr: "id", value: m[2]})
		case ".":
			c.conds = append(c.conds, condition{attr: "class", value: m[2], word: true})
		default:
			c.conds = append(c.conds, condition{attr: m[3], value: m[5], any: m[4] == ""})
		}
	}
	return c
}

func (c compound) fits(n *html.Node) bool {
	if n.Type != html.ElementNode || c.tag != "" && c.tag != n.Data {
		return false
	}
	return !slices.ContainsFunc(c.conds, func(x condition) bool { return !x.holds(n) })
}

func (c condition) holds(n *html.Node) bool {
	value, there := attr(n, c.attr)
	switch {
	case !there:
		return false
	case c.word:
		return slices.Contains(strings.Fields(value), c.value)
	}
	return c.any || value == c.value
}
