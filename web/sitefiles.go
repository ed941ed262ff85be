package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/document"
	"localvote/web/export"
	"localvote/web/lang"
)

// Files that programs look for at fixed addresses: what may be indexed, what the
// site is about, whom to tell about a hole in it, how to search it.

func (s *Server) siteFileRoutes() {
	s.get("/robots.txt", s.robots)
	s.get("/sitemap.xml", s.sitemap)
	s.get("/sitemap-:part", s.sitemapPart)
	s.get("/llms.txt", s.llms)
	s.get("/humans.txt", s.humans)
	s.get("/.well-known/security.txt", s.security)
	s.get("/security.txt", redirectTo("/.well-known/security.txt"))
	if s.copied {
		s.get(export.LostPage, s.lostPage)
	}
	s.get(logoPath, s.rootIcon("favicon.svg"))
	for _, l := range lang.All() {
		s.get(openSearchPath(l), func(c echo.Context) error { return s.openSearch(s.visit(c, l)) })
	}
}

// logoPath is the permanent address of the mark of the site.
const logoPath = "/logo.svg"

// sendText sends a small file that is made anew each time.
func sendText(c echo.Context, kind string, body []byte) error {
	return sendFile(c, plainFile{kind: kind, cache: "public, max-age=3600", body: body})
}

const plainText = "text/plain; charset=utf-8"

// unindexed are the beginnings of addresses, behind the language, that search
// engines need not read: steps with somebody's answers, and endless choices. The
// first page of the questionnaire has no slash at its end and stays open.
var unindexed = []string{"/check/", "/result/", "/display", "/search", "/table?", "/table.csv", "/editors", "/styleguide"}

// previewers fetch a page when somebody sends its address, to show its title and
// picture. They are no search engines: a result that a reader shares may be shown.
var previewers = []string{"facebookexternalhit", "Twitterbot", "LinkedInBot", "TelegramBot", "WhatsApp", "Slackbot-LinkExpanding", "Discordbot", "vkShare"}

func (s *Server) robots(c echo.Context) error {
	var b bytes.Buffer
	b.WriteString("User-agent: *\nAllow: /\n")
	for _, l := range lang.All() {
		for _, path := range unindexed {
			fmt.Fprintf(&b, "Disallow: /%s%s\n", l, path)
		}
	}
	b.WriteString("\n")
	for _, name := range previewers {
		b.WriteString("User-agent: " + name + "\n")
	}
	fmt.Fprintf(&b, "Allow: /\n\nSitemap: %s/sitemap.xml\n", s.base)
	return sendText(c, plainText, b.Bytes())
}

// sitemap lists every page that search engines may keep, with its sisters in the
// other languages and the day of its last change.
func (s *Server) sitemap(c echo.Context) error {
	return s.sendSitemap(c, 0)
}

// sitemapPart is one part of a sitemap that is too large for one file.
func (s *Server) sitemapPart(c echo.Context) error {
	n, err := strconv.Atoi(strings.TrimSuffix(c.Param("part"), ".xml"))
	if err != nil || n < 1 || c.Request().URL.Path != fmt.Sprintf(sitemapPart, n) {
		return echo.ErrNotFound
	}
	return s.sendSitemap(c, n)
}

func (s *Server) sendSitemap(c echo.Context, part int) error {
	body, err := s.maps.get(s, part)
	switch {
	case err != nil:
		return err
	case body == nil:
		return echo.ErrNotFound
	}
	return s.sendKept(c, plainFile{kind: "application/xml; charset=utf-8", cache: "public, max-age=3600"}, document.TagOf(body), asIs(body))
}

// security says whom to tell about a hole. There is no address for messages but
// the one that the page about the project describes.
func (s *Server) security(c echo.Context) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Contact: %s/en/about#errors\n", s.base)
	fmt.Fprintf(&b, "Expires: %s\n", s.expires().Format(time.RFC3339))
	b.WriteString("Preferred-Languages: ru, be, en\n")
	fmt.Fprintf(&b, "Canonical: %s/.well-known/security.txt\n", s.base)
	return sendText(c, plainText, b.Bytes())
}

// stillGood is how long security.txt holds at least, however long ago the content
// was checked.
const stillGood = 30 * 24 * time.Hour

// expires is a year after the content was last checked, and never past.
func (s *Server) expires() time.Time {
	today := s.now().UTC().Truncate(24 * time.Hour)
	checked, err := time.Parse(time.DateOnly, s.live.Site().Sources.LastChecked())
	if at := checked.AddDate(1, 0, 0); err == nil && at.After(today.Add(stillGood)) {
		return at
	}
	return today.Add(stillGood)
}

// humans names nobody: no person stands under the texts.
func (s *Server) humans(c echo.Context) error {
	current := s.live.Site()
	var b bytes.Buffer
	b.WriteString("/* SITE */\n")
	for _, l := range lang.All() {
		fmt.Fprintf(&b, "%s: %s/%s/about\n", current.Catalog.In(l).T("site.name"), s.base, l)
	}
	fmt.Fprintf(&b, "Sources checked: %s\nLanguages: ru, be, en\nLicences: texts CC BY 4.0, rules and data CC0 1.0, code MIT\nData: %s/data/\n", current.Sources.LastChecked(), s.base)
	return sendText(c, plainText, b.Bytes())
}

// llms tells programs that read for people what there is and what to keep in mind.
func (s *Server) llms(c echo.Context) error {
	v := s.visit(c, lang.EN)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n> %s\n\n", v.l.T("site.name"), v.l.T("robots.llms"))
	for _, section := range v.index() {
		fmt.Fprintf(&b, "## %s\n\n", section.Title)
		for _, link := range section.Links {
			fmt.Fprintf(&b, "- [%s](%s%s): %s\n", link.Text, s.base, link.Href, link.About)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "## %s\n\n", v.l.T("data.nav"))
	fmt.Fprintf(&b, "- [%s](%s%s): %s\n", v.l.T("data.heading"), s.base, v.href("/data"), v.l.T("data.summary"))
	fmt.Fprintf(&b, "- [%s](%s%s): %s\n", v.l.T("table.heading"), s.base, v.href("/table"), v.l.T("table.summary"))
	fmt.Fprintf(&b, "- [datapackage.json](%s/data/datapackage.json): %s\n", s.base, v.l.T("data.file.datapackage"))
	fmt.Fprintf(&b, "- [%s](%s%s): %s\n", v.l.T("api.heading"), s.base, openAPIPath, v.l.T("api.summary"))
	fmt.Fprintf(&b, "\n## Optional\n\n")
	for _, l := range lang.All() {
		if l != lang.EN {
			fmt.Fprintf(&b, "- [%s](%s/%s/): %s\n", s.live.Site().Catalog.In(l).T("site.name"), s.base, l, v.languageName(l))
		}
	}
	return sendText(c, "text/markdown; charset=utf-8", []byte(b.String()))
}

// openSearchPath is outside the folders of the languages, which hold pages only.
func openSearchPath(l lang.Lang) string { return "/opensearch-" + string(l) + ".xml" }

// An openSearchFile tells a browser how to search the site.
type openSearchFile struct {
	XMLName     xml.Name       `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string         `xml:"ShortName"`
	Description string         `xml:"Description"`
	Language    string         `xml:"Language"`
	Encoding    string         `xml:"InputEncoding"`
	Image       openSearchIcon `xml:"Image"`
	URL         openSearchURL  `xml:"Url"`
}

type openSearchIcon struct {
	Type string `xml:"type,attr"`
	URL  string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

func (s *Server) openSearch(v *visit) error {
	body, err := xml.Marshal(openSearchFile{
		ShortName: v.l.T("site.name"), Description: v.l.T("search.about"), Language: string(v.lang), Encoding: "UTF-8",
		Image: openSearchIcon{"image/svg+xml", s.base + logoPath},
		URL:   openSearchURL{"text/html", s.base + v.href("/search") + "?q={searchTerms}"},
	})
	if err != nil {
		return err
	}
	return sendText(v.c, "application/opensearchdescription+xml", append([]byte(xml.Header), body...))
}
