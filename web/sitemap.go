package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"sync"

	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/site"
)

// mapURLs is how many addresses one sitemap lists. The protocol allows 50,000 and 50 MB
// (sitemaps.org/protocol.html); a site with more has an index of several sitemaps.
const mapURLs = 15_000

// sitemapPart is where the parts of a large sitemap stand, with their number from 1.
const sitemapPart = "/sitemap-%d.xml"

// A sitemapCache holds the part of the sitemap that was asked for last: the whole
// sitemap (0), which is an index if there are too many addresses, or one of its parts.
type sitemapCache struct {
	sync.Mutex
	of   *site.Site
	part int
	body []byte
}

// get gives a part, nil if there is none of this number.
func (c *sitemapCache) get(s *Server, part int) ([]byte, error) {
	c.Lock()
	defer c.Unlock()
	current := s.live.Site()
	if c.of == current && c.part == part {
		return c.body, nil
	}
	body, err := s.drawSitemap(current, part, mapURLs)
	if err == nil {
		c.of, c.part, c.body = current, part, body
	}
	return body, err
}

// A sitemapURL is one page in one language.
type sitemapURL struct {
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type sitemapFile struct {
	XMLName xml.Name     `xml:"urlset"`
	Space   string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

// A sitemapIndex names the parts of a sitemap.
type sitemapIndex struct {
	XMLName xml.Name      `xml:"sitemapindex"`
	Space   string        `xml:"xmlns,attr"`
	Parts   []sitemapFrom `xml:"sitemap"`
}

type sitemapFrom struct {
	Loc string `xml:"loc"`
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

func (s *Server) drawSitemap(of *site.Site, part, most int) ([]byte, error) {
	parts := mapParts(indexed(of), most)
	switch {
	case part == 0 && len(parts) == 1:
		return drawXML(s.sitemapOf(parts[0]))
	case part == 0:
		index := sitemapIndex{Space: sitemapSpace}
		for n := range parts {
			index.Parts = append(index.Parts, sitemapFrom{s.base + fmt.Sprintf(sitemapPart, n+1)})
		}
		return drawXML(index)
	case len(parts) == 1 || part > len(parts):
		return nil, nil
	}
	return drawXML(s.sitemapOf(parts[part-1]))
}

// mapParts cuts a list so that no part has more than most addresses. A page and its
// sisters stay together.
func mapParts(pages []indexedPage, most int) (parts [][]indexedPage) {
	from, n := 0, 0
	for i, p := range pages {
		if n+len(p.langs) > most && i > from {
			parts = append(parts, pages[from:i])
			from, n = i, 0
		}
		n += len(p.langs)
	}
	return append(parts, pages[from:])
}

func (s *Server) sitemapOf(pages []indexedPage) sitemapFile {
	file := sitemapFile{Space: sitemapSpace, XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range pages {
		links := []sitemapLink{}
		for _, l := range p.langs {
			links = append(links, sitemapLink{"alternate", string(l), s.base + "/" + string(l) + p.path})
		}
		links = append(links, sitemapLink{"alternate", "x-default", s.base + "/en" + p.path})
		for _, l := range p.langs {
			file.URLs = append(file.URLs, sitemapURL{s.base + "/" + string(l) + p.path, p.changed, links})
		}
	}
	return file
}

func drawXML(file any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	err := xml.NewEncoder(&out).Encode(file)
	return out.Bytes(), err
}

// An indexedPage is a page that search engines may keep.
type indexedPage struct {
	path    string // behind the language
	changed string // day
	langs   []lang.Lang
}

// indexed lists these pages.
func indexed(of *site.Site) []indexedPage {
	var out []indexedPage
	add := func(path, changed string) { out = append(out, indexedPage{path, changed, lang.All()}) }
	checked := of.Sources.LastChecked()
	for _, p := range of.Book.All() {
		add(pagePath(p.ID), changedOn(p))
		if isKept(p) {
			add("/"+p.ID+"/history", changedOn(p))
		}
		if len(p.Easy) > 0 {
			out = append(out, easyPage(p))
		}
	}
	for _, path := range []string{"/check", "/tree", "/table", "/data", "/embed", offlinePath, statisticsPath, apiPage, apiFieldsPath} {
		add(path, checked)
	}
	places := checked
	if p, ok := of.Book.Get(place.Page); ok {
		places = changedOn(p)
	}
	for _, p := range of.Places.All() {
		add("/places/"+p.ID, places)
	}
	return out
}

func easyPage(p *page.Page) indexedPage {
	easy := indexedPage{path: "/" + p.ID + "/easy", changed: changedOn(p)}
	for _, l := range lang.All() {
		if p.Easy[l] != nil {
			easy.langs = append(easy.langs, l)
		}
	}
	return easy
}

// changedOn is when a page was last changed, or checked if that was later.
func changedOn(p *page.Page) string {
	day := p.CheckedOn
	for _, r := range p.History {
		day = max(day, r.On)
	}
	return day
}
