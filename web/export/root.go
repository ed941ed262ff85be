package export

import (
	"bytes"
	"net/url"
	"regexp"

	"localvote/web/lang"

	"golang.org/x/net/html"
)

// LostPage is what a host shows for an address that it does not have. It may be shown
// in any folder, so its links begin at the first one: a copy that is not at the root
// of a host needs a page of its own there.
const LostPage = "/404.html"

var (
	entryOfMap = regexp.MustCompile(`(?s)<url>.*?</url>`)
	addressIn  = regexp.MustCompile(`<loc>([^<]*)</loc>`)
)

// listed leaves of a list of addresses what the copy holds.
func (c *copier) listed(address string, body []byte) []byte {
	switch address {
	case "/sitemap.xml":
		return entryOfMap.ReplaceAllFunc(body, func(entry []byte) []byte {
			u, err := url.Parse(html.UnescapeString(string(addressIn.FindSubmatch(entry)[1])))
			if err != nil || !c.holds(u.RequestURI()) {
				return nil
			}
			return entry
		})
	case "/robots.txt":
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
