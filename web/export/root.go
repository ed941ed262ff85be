package export

import (
	"bytes"
	"regexp"
	"strings"

	"localvote/web/lang"

	"golang.org/x/net/html"
)

// LostPage is what a host shows for an address that it does not have. It may be shown
// in any folder, so its links begin at the root of the host, with the path of
// Config.Base: a copy below a path is found if the base address names that path. A base
// address without one, and none at all, mean a copy at the root of a host. All other
// pages work anywhere.
const LostPage = "/404.html"

var (
	entryOfMap = regexp.MustCompile(`(?s)<url>.*?</url>`)
	addressIn  = regexp.MustCompile(`<loc>([^<]*)</loc>`)
)

// listed leaves of a list of addresses what the copy holds.
func (c *copier) listed(address string, body []byte) []byte {
	switch {
	case strings.HasPrefix(address, "/sitemap"): // an index of several names files only
		return entryOfMap.ReplaceAllFunc(body, func(entry []byte) []byte {
			own, ours := strings.CutPrefix(html.UnescapeString(string(addressIn.FindSubmatch(entry)[1])), c.Base)
			if !ours || !c.holds(own) {
				return nil
			}
			return entry
		})
	case address == "/robots.txt":
		if c.alone() { // there is no sitemap then, for it names a host
			return regexp.MustCompile(`\nSitemap:[^\n]*\n`).ReplaceAll(body, nil)
		}
		return bytes.Clone(body)
	}
	return body
}

// behind is what stands behind the words of a link that needs a line.
func (w Words) behind() string {
	if w.Line == "" {
		return ""
	}
	return " " + w.Line
}

// wordsAt are the words in the language in which a node is written.
func (p *leaf) wordsAt(n *html.Node) Words {
	speaks := func(n *html.Node) bool { return attr(n, "lang") != "" }
	at := n
	if !speaks(n) {
		at = above(n, speaks)
	}
	if at != nil {
		if l, ok := lang.Parse(attr(at, "lang")); ok {
			return p.Words[l]
		}
	}
	return p.words
}

// sayLine says in the words of a link that it needs a line. Where the link has a name
// of its own, it is said there too: the name holds the words that are seen.
func (p *leaf) sayLine(a *html.Node) {
	if said := p.wordsAt(a).behind(); said != "" {
		a.AppendChild(text(said))
		if name := attr(a, "aria-label"); name != "" {
			setAttr(a, "aria-label", name+said)
		}
	}
}
