// Package asset serves the static folder under addresses that name their
// content: css/site.css becomes /static/css/site.0123456789.css, which never
// changes and may be cached for ever. Files are read and compressed once, and
// found in an exact map: there is no path to escape from. How they go over the
// wire is left to package document, and for how long to package web.
package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"localvote/web/document"
	"localvote/web/sheet"
)

// Assets are the files of one static folder. All methods are safe for
// concurrent use.
type Assets struct {
	urls    map[string]string // name in the folder -> address
	files   map[string]*File  // address -> file
	pressed sync.WaitGroup    // the background compression
}

// A File is one file, ready to send.
type File struct {
	*document.Document
	Body []byte
	Type string // value of Content-Type
}

// types are all the kinds of files that may be served; the machine's own table
// differs from system to system.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

// pressLater lets the first readers come before the slow compression begins.
const pressLater = 2 * time.Second

// Load reads every file of fsys and gives it an address that begins with
// prefix, such as "/static/". Go files and names with a leading dot or
// underscore are passed over, as go:embed does; any other file of unknown type
// is an error. Load starts a goroutine that compresses once more and harder,
// and ends by itself.
func Load(fsys fs.FS, prefix string) (*Assets, error) {
	a := &Assets{urls: map[string]string{}, files: map[string]*File{}}
	prefix = strings.TrimSuffix(prefix, "/") + "/"
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case hidden(name) && d.IsDir():
			return fs.SkipDir
		case hidden(name), d.IsDir(), path.Ext(name) == ".go":
			return nil
		}
		return a.add(fsys, prefix, name)
	})
	if err == nil {
		err = a.cut(fsys, prefix)
	}
	if err != nil {
		return nil, fmt.Errorf("load static files: %w", err)
	}
	a.pressed.Go(func() {
		time.Sleep(pressLater)
		a.pressHarder()
	})
	return a, nil
}

func hidden(name string) bool {
	base := path.Base(name)
	return name != "." && (base[0] == '.' || base[0] == '_')
}

func (a *Assets) add(fsys fs.FS, prefix, name string) error {
	if _, known := types[path.Ext(name)]; !known {
		return fmt.Errorf("%s: no content type is set for files ending in %q", name, path.Ext(name))
	}
	body, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	a.put(prefix, name, body)
	return nil
}

func (a *Assets) put(prefix, name string, body []byte) {
	kind := types[path.Ext(name)]
	file := &File{Document: document.New(http.Header{"Content-Type": {kind}, "Vary": {"Accept-Encoding"}}, body), Body: body, Type: kind}
	if compressible(kind) {
		file.Quick() // the first readers need not wait for what presses better
	}
	url := prefix + fingerprinted(name, fingerprint(body))
	a.urls[name] = url
	a.files[url] = file
}

// Whole is the stylesheet of the site in one piece.
const Whole = "css/site.css"

// SheetName is the name of a sheet that is cut from it.
func SheetName(sheet string) string { return "css/" + sheet + ".css" }

// cut adds the sheets that pages link instead of the whole.
func (a *Assets) cut(fsys fs.FS, prefix string) error {
	source, err := fs.ReadFile(fsys, Whole)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	sheets, err := sheet.Cut(source, sheet.Kinds())
	if err != nil {
		return fmt.Errorf("%s: %w", Whole, err)
	}
	for name, body := range sheets {
		a.put(prefix, SheetName(name), body)
	}
	return a.fit(prefix, sheet.Tokens(source))
}

// fit gives the stylesheets that pages have beside those of the site, such as the
// chosen colours, the names of its tokens both as they stand in the whole and in the
// sheets.
func (a *Assets) fit(prefix string, tokens map[string]string) error {
	for _, name := range slices.Collect(maps.Keys(a.urls)) {
		if !strings.HasPrefix(name, "css/display/") && name != "css/copy.css" {
			continue
		}
		url := a.urls[name]
		body, err := sheet.Beside(a.files[url].Body, tokens)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		delete(a.files, url)
		a.put(prefix, name, body)
	}
	return nil
}

// fingerprint is 40 bits of the content's hash: enough to tell apart the
// versions of one file, short enough to read.
func fingerprint(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:5])
}

func fingerprinted(name, hash string) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hash + ext
}

// URL is the address of a file by its name in the folder, such as
// "css/site.css", or "" if there is no such file.
func (a *Assets) URL(name string) string { return a.urls[name] }

// Get finds the file at the path of a request. Only the addresses that URL
// gives are found; another fingerprint is not.
func (a *Assets) Get(path string) (*File, bool) {
	f, ok := a.files[path]
	return f, ok
}

// compressible leaves out kinds that are compressed in themselves.
func compressible(kind string) bool {
	return strings.HasPrefix(kind, "text/") || kind == types[".svg"] || kind == types[".webmanifest"]
}

// pressHarder makes the files as small as they get.
func (a *Assets) pressHarder() {
	for _, f := range a.files {
		if compressible(f.Type) {
			f.Best()
		}
	}
}

// Settle waits until the background compression has ended.
func (a *Assets) Settle() { a.pressed.Wait() }
