package web

import (
	"bytes"
	"encoding/xml"
	"sync"

	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/site"
)

// A sitemapCache holds the sitemap of the site that was asked about last.
type sitemapCache struct {
	sync.Mutex
	of   *site.Site
	body []byte
}

func (c *sitemapCache) get(s *Server) ([]byte, error) {
	c.Lock()
	defer c.Unlock()
	current := s.live.Site()
	if c.of == current {
		return c.body, nil
	}
	body, err := s.drawSitemap(current)
	if err == nil {
		c.of, c.body = current, body
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

func (s *Server) drawSitemap(of *site.Site) ([]byte, error) {
	file := sitemapFile{Space: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range indexed(of) {
		links := []sitemapLink{}
		for _, l := range p.langs {
			links = append(links, sitemapLink{"alternate", string(l), s.base + "/" + string(l) + p.path})
		}
		links = append(links, sitemapLink{"alternate", "x-default", s.base + "/en" + p.path})
		for _, l := range p.langs {
			file.URLs = append(file.URLs, sitemapURL{s.base + "/" + string(l) + p.path, p.changed, links})
		}
	}
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
