package web

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"localvote/templates"
)

// textLink is a link to this site in a rendered text; nothing else can be linked
// from one.
var textLink = regexp.MustCompile(`<a href="(/[^"]*)"`)

// numberLinks gives every link in the texts of a page a number, which print shows
// after its words, and lists the addresses. The same address has one number;
// links within the page have none: the reader holds it in hand.
//
// The numbers are made here and not counted by the stylesheet, so that text and
// list cannot disagree.
func (v *visit) numberLinks(own string, parts []templates.PagePart) []string {
	var addresses []string
	number := func(link string) string {
		path := html.UnescapeString(textLink.FindStringSubmatch(link)[1])
		if before, _, _ := strings.Cut(path, "#"); before == v.href(own) {
			return link
		}
		address := typed(v.server.base + path)
		at := slices.Index(addresses, address)
		if at < 0 {
			at = len(addresses)
			addresses = append(addresses, address)
		}
		return link + ` data-n="` + strconv.Itoa(at+1) + `"`
	}
	for i := range parts {
		parts[i].HTML = textLink.ReplaceAllStringFunc(parts[i].HTML, number)
	}
	return addresses
}
