package web

import (
	"io/fs"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
)

// offlineFolder is where the files to take away stand. They are made by `localvote
// export` and lie in the folder of Config.Offline.
const offlineFolder = "/offline/"

// wholeFolder is the name of the site as a folder.
const wholeFolder = "site.zip"

// fileTimeout is how long a file may take: some megabytes on a line of a few
// kilobytes a second.
const fileTimeout = time.Hour

func oneFile(l lang.Lang) string { return "localvote-" + string(l) + ".html" }

// offlineTypes are all the files that may be sent, by their names.
func offlineTypes() map[string]string {
	types := map[string]string{wholeFolder: "application/zip"}
	for _, l := range lang.All() {
		types[oneFile(l)] = "text/html; charset=utf-8"
	}
	return types
}

// offlineFile sends a file to be saved. A line that breaks goes on where it broke.
func (s *Server) offlineFile(c echo.Context) error {
	name := c.Param("file")
	kind, known := offlineTypes()[name]
	if _, there := s.offlineStat(name); !known || !there {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	h.Set(echo.HeaderCacheControl, "public, no-cache") // it may be made anew
	h.Set("X-Robots-Tag", "noindex")
	// Writers that know no deadlines, as in tests, have none to extend.
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(fileTimeout))
	http.ServeFileFS(c.Response(), c.Request(), s.files, name)
	return nil
}

// offlineFiles lists the files that are there.
func (v *visit) offlineFiles() (files, folder []templates.OfflineFile) {
	for _, l := range lang.All() {
		if f, ok := v.offlineLink(oneFile(l), l.OwnName()); ok {
			f.Lang = l
			files = append(files, f)
		}
	}
	if f, ok := v.offlineLink(wholeFolder, v.l.T("offline.zip")); ok {
		f.Lang = v.lang
		folder = append(folder, f)
	}
	return files, folder
}

func (v *visit) offlineLink(name, words string) (templates.OfflineFile, bool) {
	about, ok := v.server.offlineStat(name)
	if !ok {
		return templates.OfflineFile{}, false
	}
	made := about.ModTime().In(zone).Format(time.DateOnly)
	return templates.OfflineFile{
		Link:  templates.Link{Text: words, Href: offlineFolder + name},
		About: v.l.With("offline.made", map[string]any{"size": v.kilobytes(int(about.Size())), "date": v.longDate(made)}),
	}, true
}

func (s *Server) offlineStat(name string) (fs.FileInfo, bool) {
	if s.files == nil {
		return nil, false
	}
	about, err := fs.Stat(s.files, name)
	return about, err == nil && about.Mode().IsRegular()
}
