// Package version knows what a kept version of a page is: which words it says,
// block by block, which hash names it, and in which words two versions differ.
// It reads and compares; where versions are kept (web/store), how the document
// is drawn (templates) and at which address it stands (web) are left to others.
//
// # What is kept
//
// A version is a whole HTML document: the article of the page as it was sent,
// in a shell of its own that says nothing but where the page stands. It links
// one stylesheet, kept beside it under its hash. Nothing of it is made again
// later, so no change of a template, a word of the interface or the stylesheet
// can touch it: what is sent is what was kept, byte by byte. Notes that depend on
// the day of reading ("not checked for long") are left out, and so is whatever
// links the page to its own versions.
//
// # Two hashes
//
// The hash of the bytes names a version in addresses: whoever has the bytes can
// check the name with sha256sum. It cannot tell whether a page has changed,
// because it changes with every new class in a template. That is decided by the
// hash of the words: what a reader reads, in its order, with the addresses that
// links lead to, without markup. A new version is kept when the words are new;
// after a mere change of looks the first document with these words stays the
// version. So the list of versions of a page is a list of edits.
//
// # Two addresses
//
// A banner "there is a newer version" changes with time and cannot be in bytes
// that never change. So a version has two addresses. /v/{hash}/{lang}/{id}.html
// sends the document alone, the same bytes for ever, for archives and for proof.
// /v/{hash}/{lang}/{id}, which people are given, sends today's frame with banner
// and comparison around the bytes of the article, unchanged. No frame element
// and no script is needed, and the reader cannot take the old page for today's.
package version

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Block is what stands under one anchor of a page, line by line. What stands
// before the first anchor has the ID "".
type Block struct {
	ID    string   `json:"id"`
	Lines []string `json:"lines"`
}

// Hash is the sha256 of bytes in hex.
func Hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Words reads the article of a page: its blocks, and the hash of what it says.
func Words(article []byte) ([]Block, string, error) {
	tree, err := html.Parse(bytes.NewReader(article))
	if err != nil {
		return nil, "", fmt.Errorf("read an article: %w", err)
	}
	r := &reader{at: map[string]int{}, said: sha256.New()}
	r.begin("")
	r.walk(tree)
	r.endLine()
	r.blocks = slices.DeleteFunc(r.blocks, func(b Block) bool { return len(b.Lines) == 0 })
	return r.blocks, hex.EncodeToString(r.said.Sum(nil)), nil
}

// Pack writes blocks so that Unpack reads them again.
func Pack(blocks []Block) ([]byte, error) { return json.Marshal(blocks) }

// Unpack reads what Pack has written.
func Unpack(packed []byte) (blocks []Block, err error) {
	if err = json.Unmarshal(packed, &blocks); err != nil {
		return nil, fmt.Errorf("read the blocks of a version: %w", err)
	}
	return blocks, nil
}

// A reader collects lines while it walks through an article.
type reader struct {
	blocks []Block
	at     map[string]int // where the block of an id is
	id     string         // of the block that is read
	line   strings.Builder
	label  string // of the next line; shown, and no part of what is said
	said   interface {
		Write([]byte) (int, error)
		Sum([]byte) []byte
	}
}

// passedOver are parts of an article that are not its words: links of a heading
// to itself, the list of contents, links to other pages, addresses for paper, the
// note of a translation's state. Pictures repeat what a list beside them says.
var passedOver = []string{"here", "toc", "related", "printed", "stale", "more"}

func isPassedOver(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Svg, atom.Form, atom.Script, atom.Style:
		return true
	}
	return slices.ContainsFunc(strings.Fields(attr(n, "class")), func(class string) bool { return slices.Contains(passedOver, class) })
}

func (r *reader) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		r.line.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && isPassedOver(n):
		return
	case isTerm(n):
		r.label = strings.Join(strings.Fields(textOf(n)), " ") + ": "
		return
	}
	own, inline := n.Type == html.ElementNode && attr(n, "id") != "", isInline(n)
	outer := r.id
	if own || !inline {
		r.endLine()
	}
	if own {
		r.begin(attr(n, "id"))
	}
	if href := attr(n, "href"); n.DataAtom == atom.A && href != "" {
		fmt.Fprintf(r.said, "-> %s\n", href)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		r.walk(child)
	}
	if own || !inline {
		r.endLine()
	}
	if own {
		r.begin(outer)
	}
}

// begin goes on with the block of an id, and makes it if there is none.
func (r *reader) begin(id string) {
	r.id = id
	if _, known := r.at[id]; !known {
		r.at[id] = len(r.blocks)
		r.blocks = append(r.blocks, Block{ID: id})
	}
}

func (r *reader) endLine() {
	text := strings.Join(strings.Fields(r.line.String()), " ")
	r.line.Reset()
	if text == "" {
		return
	}
	b := &r.blocks[r.at[r.id]]
	b.Lines = append(b.Lines, r.label+text)
	r.label = ""
	fmt.Fprintf(r.said, "#%s %s\n", r.id, text)
}

// textOf is all text in an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// isTerm tells the terms of a page's passport: "Law as of". They belong to the
// interface, and other words for them are no new version of every page.
func isTerm(n *html.Node) bool {
	return n.DataAtom == atom.Dt && n.Parent != nil && n.Parent.Parent != nil && attr(n.Parent.Parent, "class") == "pass"
}

// isInline tells elements that stand within a line.
func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Dfn, atom.Em, atom.I, atom.Q, atom.S, atom.Small,
		atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Wbr:
		return true
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
